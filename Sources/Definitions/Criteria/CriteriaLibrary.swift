package import Criteria
import Expressions
import Findings
import Tabular

/// Finds criteria sets by id and resolves the chain of their bases.
package struct CriteriaLibrary {
  private let store: DefinitionStore
  /// What is wrong with the sets that were read.
  package let log = DefinitionLog()

  package init(_ store: DefinitionStore) { self.store = store }

  /// The ids of all sets.
  package var ids: [String] {
    var result: Set<String> = []
    for root in store.roots {
      for file in DefinitionStore.definitionFiles(
        in: root,
        "criteria-sets",
        named: "criteria-set.yaml"
      ) {
        if let id = file.split(separator: "/").dropLast().last { result.insert(String(id)) }
      }
    }
    return result.sorted()
  }

  /// The set of an id with all its bases; `nil` after a report in the log.
  package func load(_ id: String) -> CriteriaSet? { load(id, from: nil, chain: []) }

  private func load(_ id: String, from node: DefinitionNode?, chain: [String]) -> CriteriaSet? {
    let place = node?.location ?? SourceLocation(file: id)
    guard !chain.contains(id) else {
      log.report("cycle", at: place, ["name": (chain + [id]).joined(separator: " → ")])
      return nil
    }
    guard let file = store.file("criteria-sets", id: id, named: "criteria-set.yaml") else {
      reportUnknown(id, at: place, isBase: node != nil)
      return nil
    }
    guard let text = DefinitionStore.text(file, log),
      let root = DefinitionNode.parse(text, file: file, log: log)
    else { return nil }
    var base: CriteriaSet?
    if let baseNode = CriteriaSetFile.header(root).base {
      base = load(baseNode.string ?? "", from: baseNode, chain: chain + [id])
      if base == nil { return nil }
    }
    let set = CriteriaSetFile(log: log, store: store).read(root, over: base)
    if let set, let base { checkTightening(set, base) }
    if let set, set.id != id, let own = root.pairs?.first(where: { $0.key.string == "id" }) {
      log.report("id-of-folder", at: own.value, ["name": set.id, "folder": id])
    }
    return set
  }

  private func reportUnknown(_ id: String, at place: SourceLocation, isBase: Bool) {
    let nearest = Spelling.nearest(to: id, among: ids)
    let problem = !isBase ? "not-found" : nearest == nil ? "unknown-base" : "misspelt-base"
    log.report(
      problem,
      at: place,
      ["name": id, "nearest": nearest ?? "", "known": ids.joined(separator: ", ")]
    )
  }

  /// An overlay may tighten a level; a weaker one needs the article that allows it.
  private func checkTightening(_ set: CriteriaSet, _ base: CriteriaSet) {
    for indicator in set.indicators {
      guard let own = indicator.requirement, own.set == set.id, own.weakerAllowedBy == nil,
        let old = base.indicators.first(where: { $0.code == indicator.code })?.requirement
      else { continue }
      let places = (base.regions + base.communeGroups).map { Optional($0.id) }
      for region in places.isEmpty ? [nil] : places {
        for year in Array(base.years ?? 0...0) {
          guard case .number(let new) = own.level(region: region, year: year),
            case .number(let before) = old.level(region: region, year: year),
            old.comparator == .lessOrEqual || old.comparator == .less ? new > before : new < before
          else { continue }
          log.report(
            "weaker-threshold",
            at: own.location,
            [
              "code": indicator.code, "where": region ?? "–", "found": "\(new)",
              "base": "\(before)",
            ]
          )
          break
        }
      }
    }
  }
}
