import Criteria
import Expressions
import Findings
import Tabular
import VietnameseText

/// Reads one `criteria-set.yaml` over the set that it amends.
struct CriteriaSetFile {
  let log: DefinitionLog
  let store: DefinitionStore

  /// The id and the base's id, read before the rest.
  static func header(_ root: DefinitionNode) -> (id: String?, base: DefinitionNode?) {
    let pairs = root.pairs ?? []
    let id = pairs.first { $0.key.string == "id" }?.value.string
    let base = pairs.first { $0.key.string == "base" }?.value
    return (id, base.flatMap { $0.isNull ? nil : $0 })
  }

  func read(_ root: DefinitionNode, over base: CriteriaSet?) -> CriteriaSet? {
    guard var reader = MappingReader(root, log: log) else { return nil }
    var set = CriteriaSet(
      id: reader.string("id"),
      title: reader.localized("title") ?? LocalizedText(""),
      level: reader.string("level")
    )
    set.status = reader.localized("status")
    let clearsReason = reader.contains("provisional-reason")
    let ownReason = reader.localized("provisional-reason")
    set.provisionalReason = clearsReason ? ownReason : base?.provisionalReason
    set.years = years(&reader)
    set.inForce = inForce(&reader)
    set.expectedIndicators = base?.expectedIndicators
    set.chain = (base?.chain ?? []) + [set.id]
    set.basis = reader.list("basis").compactMap { act($0) } + (base?.basis ?? [])
    let regions = reader.list("regions").compactMap { region($0) }
    set.regions = regions.isEmpty ? base?.regions ?? [] : regions
    let communeGroups = reader.list("commune-groups").compactMap { region($0) }
    set.communeGroups = communeGroups.isEmpty ? base?.communeGroups ?? [] : communeGroups
    let groups = reader.list("groups").compactMap { group($0) }
    set.groups = groups.isEmpty ? base?.groups ?? [] : groups
    set.criteria = base?.criteria
    readCriteria(&reader, into: &set)
    set.withdrawal = base?.withdrawal
    set.jumps = base?.jumps ?? []
    let jumps = reader.list("jumps").compactMap { JumpFile(log: log).read($0) }
    if !jumps.isEmpty { set.jumps = jumps }
    if let node = reader.optional("withdrawal") {
      let numbers = set.criteria?.map(\.number) ?? []
      set.withdrawal = WithdrawalFile(log: log).read(node, criteria: numbers)
    }
    checkCounts(&reader, &set, root)
    set.succession = reader.optional("succession").flatMap { succession($0) } ?? base?.succession
    for key in ["base", "sources", "region-rules", "zones", "precondition"] {
      _ = reader.optional(key)
    }
    reader.finish()
    return set
  }

  private func years(_ reader: inout MappingReader) -> ClosedRange<Int>? {
    guard let node = reader.optional("years"), var years = MappingReader(node, log: log) else {
      return nil
    }
    let from = years.whole("from")
    let to = years.whole("to")
    years.finish()
    guard let from, let to, from <= to else { return nil }
    return from...to
  }

  /// The days of entry into force and of the end, in ISO 8601.
  private func inForce(_ reader: inout MappingReader) -> CriteriaSet.InForce? {
    guard let node = reader.optional("valid"), var valid = MappingReader(node, log: log) else {
      return nil
    }
    let nodes = [valid.required("from"), valid.optional("to")]
    valid.finish()
    for node in nodes.compactMap({ $0 }) {
      guard case .certain = DateReader.read(node.string ?? "") else {
        log.report("not-a-day", at: node, ["found": node.string ?? "?"])
        continue
      }
    }
    guard let from = nodes[0]?.string else { return nil }
    let end = nodes[1]?.string
    if let end, let node = nodes[1], end < from {
      log.report("ends-before", at: node, ["found": end, "from": from])
    }
    return CriteriaSet.InForce(from: from, to: end)
  }

  private func act(_ node: DefinitionNode) -> CriteriaSet.LegalAct? {
    guard var reader = MappingReader(node, log: log) else { return nil }
    let act = CriteriaSet.LegalAct(
      number: reader.string("number"),
      date: reader.optionalString("date"),
      title: reader.optionalString("title") ?? "",
      confidence: reader.optionalString("confidence") ?? "unknown"
    )
    for key in ["sources", "note"] { _ = reader.optional(key) }
    reader.finish()
    return act
  }

  private func region(_ node: DefinitionNode) -> CriteriaSet.Region? {
    guard var reader = MappingReader(node, log: log) else { return nil }
    let region = CriteriaSet.Region(
      id: reader.string("id"),
      name: reader.localized("name") ?? LocalizedText(""),
      aliases: reader.strings("aliases")
    )
    for key in ["applies-to", "confidence", "sources", "note"] { _ = reader.optional(key) }
    reader.finish()
    return region
  }

  private func group(_ node: DefinitionNode) -> CriteriaSet.Group? {
    guard var reader = MappingReader(node, log: log) else { return nil }
    let group = CriteriaSet.Group(
      id: reader.string("id"),
      name: reader.localized("name") ?? LocalizedText("")
    )
    reader.finish()
    return group
  }

  private func succession(_ node: DefinitionNode) -> CriteriaSet.Succession? {
    guard var reader = MappingReader(node, log: log) else { return nil }
    let fromSet = reader.string("from-set")
    let confidence = reader.optionalString("confidence") ?? "unknown"
    var criteria: [String: [String]] = [:]
    for (key, value) in reader.optional("map")?.pairs ?? [] {
      criteria[key.string ?? ""] = (value.items ?? [value]).compactMap(\.string)
    }
    reader.finish()
    return CriteriaSet.Succession(fromSet: fromSet, confidence: confidence, criteria: criteria)
  }

  /// The decision's own number of criteria and indicators guards against a forgotten one.
  private func checkCounts(
    _ reader: inout MappingReader,
    _ set: inout CriteriaSet,
    _ root: DefinitionNode
  ) {
    guard let node = reader.optional("expected-counts"), var counts = MappingReader(node, log: log)
    else { return }
    let criteria = counts.whole("criteria")
    let indicators = counts.whole("indicators")
    set.expectedIndicators = indicators
    for key in ["confidence", "sources", "note"] { _ = counts.optional(key) }
    counts.finish()
    if let criteria, let found = set.criteria?.count, found != criteria {
      report(node, "criteria", found, criteria)
    }
    let isKnown = set.criteria?.allSatisfy { $0.indicators != nil } == true
    if let indicators, isKnown, set.indicators.count != indicators {
      report(node, "indicators", set.indicators.count, indicators)
    }
  }

  private func report(_ node: DefinitionNode, _ what: String, _ found: Int, _ expected: Int) {
    log.report(
      "wrong-count",
      at: node,
      ["what": what, "found": "\(found)", "expected": "\(expected)"]
    )
  }

  // MARK: - Criteria

  private func readCriteria(
    _ reader: inout MappingReader,
    into set: inout CriteriaSet
  ) {
    guard let node = reader.optional("criteria") else { return }
    guard let items = node.items else {
      log.report("not-a-list", at: node)
      return
    }
    var criteria = set.criteria ?? []
    var codes: Set<String> = []
    for item in items { readCriterion(item, into: &criteria, set: set, codes: &codes) }
    set.criteria = criteria
  }

  private func readCriterion(
    _ node: DefinitionNode,
    into criteria: inout [Criterion],
    set: CriteriaSet,
    codes: inout Set<String>
  ) {
    guard var reader = MappingReader(node, log: log) else { return }
    let number = reader.string("number")
    let known = criteria.firstIndex { $0.number == number }
    var criterion =
      known.map { criteria[$0] } ?? Criterion(number: number, name: LocalizedText(number))
    if let name = reader.localized("name") { criterion.name = name }
    if let group = reader.optionalString("group") { criterion.group = group }
    criterion.aliases += reader.strings("aliases")
    if let confidence = reader.optionalString("confidence") { criterion.confidence = confidence }
    if let items = reader.optional("indicators")?.items {
      var indicators = criterion.indicators ?? []
      for item in items {
        if let (code, place) = code(item, indicators, &codes) {
          let base = place.map { indicators[$0] }
          guard
            let indicator = IndicatorFile(log: log, store: store, set: set).read(
              item,
              code: code,
              over: base
            )
          else { continue }
          if let place { indicators[place] = indicator } else { indicators.append(indicator) }
        }
      }
      criterion.indicators = indicators
    }
    for key in ["group-confidence", "sources", "note", "weight"] { _ = reader.optional(key) }
    reader.finish()
    if let known { criteria[known] = criterion } else { criteria.append(criterion) }
  }

  /// The code of an indicator and its place in the base; `nil` after a report.
  ///
  /// Within one file the same code twice is a mistake, over a base it is an amendment.
  private func code(
    _ node: DefinitionNode,
    _ indicators: [Indicator],
    _ codes: inout Set<String>
  ) -> (String, Int?)? {
    guard let value = node.pairs?.first(where: { $0.key.string == "code" })?.value,
      let code = value.string
    else {
      log.report("missing-key", at: node, ["key": "code"])
      return nil
    }
    guard codes.insert(code).inserted else {
      log.report("duplicate-code", at: value, ["code": code])
      return nil
    }
    return (code, indicators.firstIndex { $0.code == code })
  }
}
