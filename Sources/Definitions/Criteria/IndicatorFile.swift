import Criteria
import Expressions
import Findings
import Tabular

/// Reads one indicator of a set over the one that it amends, key by key.
struct IndicatorFile {
  let log: DefinitionLog
  let store: DefinitionStore
  let set: CriteriaSet

  func read(_ node: DefinitionNode, code: String, over base: Indicator?) -> Indicator? {
    guard var reader = MappingReader(node, log: log) else { return nil }
    _ = reader.string("code")
    var indicator = base ?? Indicator(code: code, text: LocalizedText(code), kind: .quantity)
    if let text = reader.localized("text") { indicator.text = text }
    indicator.kind = reader.word("kind", default: indicator.kind)
    let clearsUnit = reader.contains("unit")
    if let unit = reader.optionalString("unit") {
      indicator.unit = unit
    } else if clearsUnit {
      indicator.unit = nil
    }
    if let confidence = reader.optionalString("confidence") { indicator.confidence = confidence }
    if reader.contains("optional") { indicator.isOptional = reader.flag("optional") }
    if reader.contains("single") { indicator.isSingle = reader.flag("single") }
    let items = reader.strings("sub-items")
    if !items.isEmpty { indicator.subItems = items }
    let clearsMeasure = reader.contains("measure")
    if let node = reader.optional("measure") {
      indicator.measure = MeasureFile(log: log, store: store).measure(node, of: indicator)
    } else if clearsMeasure {
      indicator.measure = nil
    }
    if let node = reader.optional("requirement") { indicator.requirement = requirement(node, code) }
    let details = reader.list("details").compactMap {
      MeasureFile(log: log, store: store).detail($0)
    }
    if !details.isEmpty { indicator.details = details }
    for key in ["text-aliases", "sources", "note", "text-state"] { _ = reader.optional(key) }
    reader.finish()
    return indicator
  }

  // MARK: - Requirement

  private func requirement(_ node: DefinitionNode, _ code: String) -> Requirement? {
    guard var reader = MappingReader(node, log: log) else { return nil }
    let sign = reader.string("comparator")
    let comparator = sign == "=" ? ComparisonOperator.equal : ComparisonOperator(rawValue: sign)
    if comparator == nil {
      log.report("unknown-word", at: node, ["found": sign, "known": "=, >=, <=, >, <"])
    }
    var result = Requirement(comparator: comparator ?? .equal, set: set.id, location: node.location)
    let statesAll = reader.contains("all")
    if let all = reader.optional("all") {
      result.all = level(all)
    } else if statesAll {
      result.all = .unknown
    }
    result.regions = levels(reader.optional("regions"))
    for (year, regions) in reader.optional("years")?.pairs ?? [] {
      guard let number = year.string.flatMap({ Int($0) }) else { continue }
      result.years[number] = levels(regions)
    }
    result.confidence = reader.word("confidence", default: Requirement.Confidence.unknown)
    result.sources = reader.strings("sources")
    result.article = reader.optionalString("article")
    result.isDelegated = reader.flag("delegated")
    result.reason = reader.localized("reason")
    result.weakerAllowedBy = reader.optionalString("weaker-allowed-by")
    let statesConfidence = reader.contains("confidence")
    result.checkedBy = reader.optionalString("checked-by")
    result.checkedOn = reader.optionalString("checked-on")
    for key in ["note", "article-confidence"] {
      _ = reader.optional(key)
    }
    reader.finish()
    check(result, code, node, statesConfidence: statesConfidence)
    return result
  }

  private func check(
    _ requirement: Requirement,
    _ code: String,
    _ node: DefinitionNode,
    statesConfidence: Bool
  ) {
    if requirement.sources.isEmpty || !statesConfidence {
      log.report("missing-source", at: node, ["code": code])
    }
    let levels =
      [requirement.all].compactMap { $0 } + Array(requirement.regions.values)
      + requirement.years.values.flatMap { Array($0.values) }
    if levels.isEmpty || levels.contains(.unknown), requirement.reason == nil {
      log.report("missing-reason", at: node, ["code": code])
    }
  }

  private func levels(_ node: DefinitionNode?) -> [String: Requirement.Level] {
    var result: [String: Requirement.Level] = [:]
    let known = (set.regions + set.communeGroups).map(\.id)
    for (key, value) in node?.pairs ?? [] {
      let region = key.string ?? ""
      if !known.contains(region) {
        log.report(
          "unknown-region",
          at: key,
          ["name": region, "known": known.joined(separator: ", ")]
        )
      }
      result[region] = level(value)
    }
    return result
  }

  private func level(_ node: DefinitionNode) -> Requirement.Level {
    if node.isNull { return .unknown }
    if node.string == "met" { return .met }
    return MappingReader.number(node, log: log).map { .number($0) } ?? .unknown
  }
}
