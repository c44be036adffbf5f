package import Findings

/// A province, district, commune or village as a dated fact: two units may have had one name.
package struct AdministrativeUnit: Hashable, Sendable {
  /// The levels, from the top; districts exist until 30 June 2025.
  package enum Level: String, Sendable, CaseIterable {
    case province, district, commune, village
  }

  package var id: String
  package var name: String
  /// The kind word before the name, such as `xã`.
  package var kind: String
  package var level: Level
  package var parent: String?
  /// ISO 8601 days; `nil` for no bound that is known.
  package var validFrom: String?
  package var validTo: String?
  /// The units that took its place; several where it was divided.
  package var successors: [String]
  /// The region or groups of communes that the list states, by id; several are a question.
  package var groups: [String]
  package var confidence: String
  package var source: String
  package var location: SourceLocation

  package init(id: String, name: String, kind: String, level: Level, location: SourceLocation) {
    self.id = id
    self.name = name
    self.kind = kind
    self.level = level
    self.location = location
    successors = []
    groups = []
    confidence = "unknown"
    source = ""
  }

  /// The kind and the name, as people write it.
  package var title: String { kind.isEmpty ? name : "\(kind) \(name)" }

  /// Whether it exists on some day of a year.
  package func exists(in year: Int) -> Bool {
    let first = "\(year)-01-01"
    let last = "\(year)-12-31"
    return (validFrom ?? first) <= last && (validTo ?? last) >= first
  }
}
