package import Criteria
import Findings
package import Forms

/// The administrative units that are known, and how names lead to them.
package struct UnitRegistry: Sendable {
  package let units: [AdministrativeUnit]
  private let byID: [String: AdministrativeUnit]
  /// Keys of kind words that stand before names.
  private let kinds: Set<String>

  package init(_ units: [AdministrativeUnit], vocabulary: Vocabulary) {
    self.units = units
    byID = Dictionary(units.map { ($0.id, $0) }, uniquingKeysWith: { first, _ in first })
    kinds = Set(
      units.map { Vocabulary.key($0.kind) } + vocabulary.upperKinds + vocabulary.villageKinds
    )
  }

  /// What a name leads to.
  package enum Answer: Sendable {
    /// Nothing of that name, and nothing near it.
    case unknown
    /// Nothing of that name, but something that is spelt nearly so.
    case nearest(AdministrativeUnit)
    case found(AdministrativeUnit)
    case ambiguous([AdministrativeUnit])
  }

  package func unit(id: String) -> AdministrativeUnit? { byID[id] }

  /// The unit and those above it, from itself to the top.
  package func lineage(of unit: AdministrativeUnit) -> [AdministrativeUnit] {
    var result = [unit]
    while let parent = result.last?.parent.flatMap({ byID[$0] }), result.count < 8 {
      result.append(parent)
    }
    return result
  }

  /// The unit that `xã Minh Sơn, huyện Ngọc Lặc` names in a year; an id is taken as such.
  ///
  /// A unit that ended before the year is found too, where none of the name exists in it.
  package func find(_ text: String, year: Int) -> Answer {
    if let unit = byID[text] { return .found(unit) }
    let parts = text.split(separator: ",").map { split(String($0)) }
    guard let first = parts.first, !first.name.isEmpty else { return .unknown }
    let named = units.filter { unit in
      Vocabulary.key(unit.name) == first.name
        && (first.kind == nil || Vocabulary.key(unit.kind) == first.kind)
        && parts.dropFirst().allSatisfy { isBelow(unit, $0.name) }
    }
    let inYear = named.filter { $0.exists(in: year) }
    let matches = inYear.isEmpty ? named : inYear
    if matches.count == 1 { return .found(matches[0]) }
    if !matches.isEmpty { return .ambiguous(matches) }
    return nearest(first)
  }

  private func isBelow(_ unit: AdministrativeUnit, _ name: String) -> Bool {
    lineage(of: unit).dropFirst().contains { Vocabulary.key($0.name) == name }
  }

  /// Two letters or tones may differ, fewer in a short name; a unit of another kind is not meant.
  private func nearest(_ wanted: (kind: String?, name: String)) -> Answer {
    let near = units.filter { wanted.kind == nil || Vocabulary.key($0.kind) == wanted.kind }
      .map { ($0, Spelling.distance(wanted.name, Vocabulary.key($0.name))) }
      .min { $0.1 < $1.1 }
    guard let near, near.1 <= min(2, max(1, wanted.name.count / 3)) else { return .unknown }
    return .nearest(near.0)
  }

  /// The kind word and the name, as keys.
  private func split(_ text: String) -> (kind: String?, name: String) {
    let key = Vocabulary.key(text)
    let kind = kinds.filter { !$0.isEmpty && key.hasPrefix($0 + " ") }.max { $0.count < $1.count }
    guard let kind else { return (kinds.contains(key) ? key : nil, kinds.contains(key) ? "" : key) }
    return (kind, String(key.dropFirst(kind.count + 1)))
  }

  /// Whether one unit became a part of another, directly or over several steps.
  package func leads(from old: AdministrativeUnit, to new: AdministrativeUnit) -> Bool {
    var next = old.successors
    var passed: Set<String> = []
    while let id = next.popLast(), passed.insert(id).inserted {
      if id == new.id { return true }
      next += byID[id]?.successors ?? []
    }
    return false
  }

  /// All units that a name could mean, whatever the year.
  package func all(named text: String) -> [AdministrativeUnit] {
    let wanted = split(text)
    return units.filter {
      Vocabulary.key($0.name) == wanted.name
        && (wanted.kind == nil || Vocabulary.key($0.kind) == wanted.kind)
    }
  }

  /// The key of a name without its kind word; empty for a kind word alone.
  package func nameKey(_ text: String) -> String {
    split(String(text.prefix { $0 != "," })).name
  }
}
