import Criteria
import Definitions
import Evaluation
import Expressions
import Findings
import Reporting
import Tabular

/// Criteria sets for people and programs.
struct CriteriaText {
  let store: DefinitionStore
  let language: Language
  let year: Int

  func level(_ level: Requirement.Level, _ requirement: Requirement) -> String {
    switch level {
    case .met: store.catalogue.phrase("verdict-met", in: language)
    case .unknown: "?"
    case .number(let number):
      (requirement.comparator == .equal ? "" : requirement.comparator.rawValue + " ")
        + number.written(in: language)
    }
  }

  func levels(_ indicator: Indicator, _ set: CriteriaSet, _ region: CriteriaSet.Region?)
    -> String
  {
    guard let requirement = indicator.requirement else { return "?" }
    if let all = requirement.all { return level(all, requirement) }
    let regions = region.map { [$0] } ?? set.regions + set.communeGroups
    return regions.map { region in
      region.name[language] + " "
        + level(requirement.level(region: region.id, year: year), requirement)
    }.joined(separator: "; ")
  }

  func text(_ set: CriteriaSet, region: CriteriaSet.Region?) -> String {
    var lines = ["\(set.id): \(set.title[language])"]
    for act in set.basis {
      lines.append("§ " + [act.number, act.date].compactMap { $0 }.joined(separator: ", "))
    }
    if let days = set.inForce { lines.append("  \(days.from) – \(days.to ?? "…")") }
    if let status = set.status { lines.append(status[language]) }
    if let reason = set.provisionalReason { lines.append("! " + reason[language]) }
    for criterion in set.criteria ?? [] {
      lines.append("\(criterion.number). \(criterion.name[language])")
      for indicator in criterion.indicators ?? [] {
        let requirement = indicator.requirement
        lines.append("  \(indicator.code)  \(indicator.text[language])")
        let source = [
          requirement?.set,
          requirement.map { store.sureness($0.confidence.rawValue, in: language) },
          requirement?.article,
        ].compactMap { $0 }.joined(separator: ", ")
        let unit = store.catalogue.unit(indicator.unit ?? "", in: language)
        lines.append("      → \(levels(indicator, set, region)) \(unit) (\(source))")
        if let reason = requirement?.reason { lines.append("        \(reason[language])") }
      }
    }
    return lines.joined(separator: "\n") + "\n"
  }

  func json(_ set: CriteriaSet) -> JSONText {
    .object([
      ("id", .text(set.id)), ("title", .text(set.title[language])), ("level", .text(set.level)),
      ("chain", .list(set.chain.map { .text($0) })),
      ("status", .optional(set.status?[language])),
      ("in_force", inForce(set)),
      (
        "basis",
        .list(
          set.basis.map {
            .object([
              ("number", .text($0.number)), ("date", .optional($0.date)),
              ("title", .text($0.title)),
              ("confidence", .text($0.confidence)),
            ])
          }
        )
      ),
      ("provisional_reason", .optional(set.provisionalReason?[language])),
      (
        "criteria",
        set.criteria.map { criteria in .list(criteria.map { criterion($0, set) }) } ?? .null
      ),
    ])
  }

  private func inForce(_ set: CriteriaSet) -> JSONText {
    guard let days = set.inForce else { return .null }
    return .object([("from", .text(days.from)), ("to", .optional(days.to))])
  }

  private func criterion(_ criterion: Criterion, _ set: CriteriaSet) -> JSONText {
    .object([
      ("number", .text(criterion.number)), ("name", .text(criterion.name[language])),
      ("group", .optional(criterion.group)), ("confidence", .text(criterion.confidence)),
      (
        "indicators",
        criterion.indicators.map { list in .list(list.map { indicator($0, set) }) } ?? .null
      ),
    ])
  }

  private func indicator(_ indicator: Indicator, _ set: CriteriaSet) -> JSONText {
    let requirement = indicator.requirement
    func value(_ level: Requirement.Level) -> JSONText {
      switch level {
      case .met: .text("met")
      case .unknown: .null
      case .number(let number): .number(number)
      }
    }
    let regions = (set.regions + set.communeGroups).map { region in
      (region.id, requirement.map { value($0.level(region: region.id, year: year)) })
    }
    return .object([
      ("code", .text(indicator.code)), ("text", .text(indicator.text[language])),
      ("kind", .text(indicator.kind.rawValue)), ("unit", .optional(indicator.unit)),
      ("text_confidence", .text(indicator.confidence)),
      (
        "comparator",
        .optional(requirement.map { $0.comparator == .equal ? "=" : $0.comparator.rawValue })
      ),
      ("levels", .object(regions)),
      ("confidence", .optional(requirement?.confidence.rawValue)),
      ("source", .list((requirement?.sources ?? []).map { .text($0) })),
      ("set", .optional(requirement?.set)), ("article", .optional(requirement?.article)),
      ("reason", .optional(requirement?.reason?[language])),
      ("checked_by", .optional(requirement?.checkedBy)),
      ("checked_on", .optional(requirement?.checkedOn)),
      ("formula", .optional(indicator.measure?.formula[language])),
    ])
  }
}

extension DefinitionStore {
  /// How sure a definition is of itself, in words; a word of its own stays as it is.
  func sureness(_ confidence: String, in language: Language) -> String {
    catalogue.phrases["set-confidence-" + confidence]?[language] ?? confidence
  }
}
