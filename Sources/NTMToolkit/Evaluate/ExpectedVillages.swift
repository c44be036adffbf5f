import Criteria
package import Definitions
package import Findings
import Forms

/// The villages whose surveys a figure of the commune has to rest on.
///
/// A share over five of six villages looks like any other: it is no figure of the commune.
package struct ExpectedVillages: Sendable {
  package var names: [String]
  /// Where it stands that there are these.
  package var place: SourceLocation?
  /// Whether these are all; of an incomplete list only what it names can be missed.
  package var isWhole: Bool

  /// Nothing is known.
  package static let unknown = ExpectedVillages(names: [], place: nil, isWhole: false)

  /// What the list of a province says of a commune; where it names no village, what the units' list knows.
  package init(
    _ entry: CommuneList.Entry?,
    unit: String,
    year: Int,
    registry: UnitRegistry
  ) {
    if let entry, !entry.villages.isEmpty {
      self.init(names: entry.villages, place: entry.place, isWhole: true)
      return
    }
    guard case .found(let commune) = registry.find(unit, year: year) else {
      self = .unknown
      return
    }
    let villages = registry.units.filter {
      $0.level == .village && $0.parent == commune.id && $0.exists(in: year)
    }
    self.init(names: villages.map(\.name), place: villages.first?.location, isWhole: false)
  }

  private init(names: [String], place: SourceLocation?, isWhole: Bool) {
    self.names = names
    self.place = place
    self.isWhole = isWhole
  }
}

/// The villages that the records of each form name.
struct GivenVillages: Sendable {
  /// By family of forms, the names by key.
  private(set) var names: [String: [String: String]] = [:]
  private var last: (form: String, name: String) = ("", "")

  mutating func note(_ name: String, form: String, registry: UnitRegistry) {
    if last.name == name, last.form == form { return }
    last = (form, name)
    let key = registry.nameKey(name)
    if names[form]?[key] == nil { names[form, default: [:]][key] = name }
  }

  mutating func merge(_ other: GivenVillages) {
    for (form, found) in other.names {
      names[form, default: [:]].merge(found) { first, _ in first }
    }
  }

  /// The expected villages that a form's records do not name; none where they name no village at all, as in a
  /// table of the whole commune.
  func missing(_ expected: ExpectedVillages, form: String, registry: UnitRegistry) -> [String] {
    guard let given = names[form], !given.isEmpty else { return [] }
    return expected.names.filter { given[registry.nameKey($0)] == nil }
  }
}
