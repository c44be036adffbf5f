import ArgumentParser
import Criteria
import Definitions
import Evaluation
import Expressions
import Findings
import Reporting
import Tabular

struct CriteriaCommand: ParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "criteria",
    abstract: "Shows the criteria sets in force.",
    subcommands: [List.self, Show.self, Diff.self]
  )

  struct List: ParsableCommand {
    static let configuration = CommandConfiguration(abstract: "Lists the criteria sets.")
    @Option(help: "How the answer is written.") var format: Explain.Format = .text
    @OptionGroup var common: CommonOptions

    func run() throws {
      let store = try common.loadDefinitions()
      let library = CriteriaLibrary(store)
      let sets = library.ids.compactMap { library.load($0) }
      if format == .json {
        let items = sets.map { set -> JSONText in
          .object([
            ("id", .text(set.id)), ("title", .text(set.title[common.lang])),
            ("level", .text(set.level)),
            ("criteria", set.criteria.map { .whole($0.count) } ?? .null),
            ("indicators", .whole(set.indicators.count)),
          ])
        }
        Terminal.output(JSONText.list(items).line + "\n")
      } else {
        for set in sets {
          let count = set.criteria == nil ? "?" : "\(set.indicators.count)"
          Terminal.output("\(set.id)  \(set.title[common.lang]) (\(count))\n")
        }
      }
      try CriteriaCommand.finish(library, store, common)
    }
  }

  struct Show: ParsableCommand {
    static let configuration = CommandConfiguration(
      abstract: "Shows a set: each indicator with its levels, their source and how sure they are."
    )
    @Argument(help: "The set’s id.") var id: String
    @Option(help: "Only the levels of this region.") var region: String?
    @Option(help: "The year whose levels are shown.") var year: Int = 2025
    @Option(help: "How the answer is written.") var format: Explain.Format = .text
    @OptionGroup var common: CommonOptions

    func run() throws {
      let store = try common.loadDefinitions()
      let library = CriteriaLibrary(store)
      guard let set = library.load(id) else {
        return try CriteriaCommand.finish(library, store, common)
      }
      let renderer = CriteriaText(store: store, language: common.lang, year: year)
      let chosen = region.flatMap { set.region(named: $0) }
      switch format {
      case .text: Terminal.output(renderer.text(set, region: chosen))
      case .json: Terminal.output(renderer.json(set).line + "\n")
      }
      try CriteriaCommand.finish(library, store, common)
    }
  }

  struct Diff: ParsableCommand {
    static let configuration = CommandConfiguration(
      abstract: "Shows what differs between two sets, indicator by indicator."
    )
    @Argument(help: "The first set.") var first: String
    @Argument(help: "The second set.") var second: String
    @Option(help: "The year whose levels are compared.") var year: Int = 2025
    @OptionGroup var common: CommonOptions

    func run() throws {
      let store = try common.loadDefinitions()
      let library = CriteriaLibrary(store)
      guard let old = library.load(first), let new = library.load(second) else {
        return try CriteriaCommand.finish(library, store, common)
      }
      Terminal.output(
        CriteriaText(store: store, language: common.lang, year: year).difference(old, new)
      )
      try CriteriaCommand.finish(library, store, common)
    }
  }

  static func finish(
    _ library: CriteriaLibrary,
    _ store: DefinitionStore,
    _ common: CommonOptions
  ) throws {
    for problem in library.log.findings {
      Terminal.error(common.text(store).lines(problem).joined(separator: "\n"))
    }
    if library.log.hasErrors { throw ExitCode(4) }
  }
}

/// Criteria sets for people and programs.
struct CriteriaText {
  let store: DefinitionStore
  let language: Language
  let year: Int

  private func level(_ level: Requirement.Level, _ requirement: Requirement) -> String {
    switch level {
    case .met: store.catalogue.phrase("verdict-met", in: language)
    case .unknown: "?"
    case .number(let number):
      (requirement.comparator == .equal ? "" : requirement.comparator.rawValue + " ")
        + (language == .vi ? Evaluator.vietnamese(number) : "\(number)")
    }
  }

  private func levels(_ indicator: Indicator, _ set: CriteriaSet, _ region: CriteriaSet.Region?)
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
    if let status = set.status { lines.append(status[language]) }
    if let reason = set.provisionalReason { lines.append("! " + reason[language]) }
    for criterion in set.criteria ?? [] {
      lines.append("\(criterion.number). \(criterion.name[language])")
      for indicator in criterion.indicators ?? [] {
        let requirement = indicator.requirement
        lines.append("  \(indicator.code)  \(indicator.text[language])")
        let source = [
          requirement.map { "\($0.set), \($0.confidence.rawValue)" }, requirement?.article,
        ].compactMap { $0 }.joined(separator: ", ")
        lines.append(
          "      → \(levels(indicator, set, region)) \(indicator.unit ?? "") (\(source))"
        )
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
      ("provisional_reason", .optional(set.provisionalReason?[language])),
      (
        "criteria",
        set.criteria.map { criteria in .list(criteria.map { criterion($0, set) }) } ?? .null
      ),
    ])
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
      ("formula", .optional(indicator.measure?.formula[language])),
    ])
  }

  func difference(_ old: CriteriaSet, _ new: CriteriaSet) -> String {
    var lines: [String] = []
    let before = Dictionary(
      old.indicators.map { ($0.code, $0) },
      uniquingKeysWith: { first, _ in first }
    )
    let after = Dictionary(
      new.indicators.map { ($0.code, $0) },
      uniquingKeysWith: { first, _ in first }
    )
    for indicator in new.indicators {
      guard let earlier = before[indicator.code] else {
        lines.append(
          "+ \(indicator.code)  \(indicator.text[language]) → \(levels(indicator, new, nil))"
        )
        continue
      }
      if earlier.text != indicator.text {
        lines += [
          "~ \(indicator.code)", "    - \(earlier.text[language])",
          "    + \(indicator.text[language])",
        ]
      }
      let (first, second) = (levels(earlier, old, nil), levels(indicator, new, nil))
      if first != second { lines.append("~ \(indicator.code)  \(first) → \(second)") }
    }
    for indicator in old.indicators where after[indicator.code] == nil {
      lines.append("- \(indicator.code)  \(indicator.text[language])")
    }
    return lines.joined(separator: "\n") + (lines.isEmpty ? "" : "\n")
  }
}
