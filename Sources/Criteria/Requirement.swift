package import Expressions
package import Findings
package import Tabular

/// What an indicator must reach, as one document states it.
package struct Requirement: Sendable {
  /// A level: met, a number, or not known.
  package enum Level: Hashable, Sendable {
    case met
    case number(ExactDecimal)
    case unknown
  }

  /// How much the levels can be trusted.
  package enum Confidence: String, Sendable, CaseIterable {
    case verified, secondary, inferred, memory, unknown
  }

  package var comparator: ComparisonOperator
  /// The level for everybody, where there is one.
  package var all: Level?
  package var regions: [String: Level]
  package var years: [Int: [String: Level]]
  package var confidence: Confidence
  package var sources: [String]
  package var article: String?
  package var isDelegated: Bool
  package var reason: LocalizedText?
  package var weakerAllowedBy: String?
  /// Who compared it with the printed decision, and the ISO 8601 day; `nil` where nobody did.
  package var checkedBy: String?
  package var checkedOn: String?
  /// The id of the set that states it.
  package var set: String
  /// Where it stands in the file.
  package var location: SourceLocation

  package init(comparator: ComparisonOperator, set: String, location: SourceLocation) {
    self.comparator = comparator
    self.set = set
    self.location = location
    regions = [:]
    years = [:]
    confidence = .unknown
    sources = []
    isDelegated = false
  }

  /// The level for a region and year; unknown where nothing is stated.
  package func level(region: String?, year: Int) -> Level {
    if let all { return all }
    if !years.isEmpty {
      guard let region, let level = years[year]?[region] else { return .unknown }
      return level
    }
    guard let region, let level = regions[region] else { return .unknown }
    return level
  }

  /// Whether the level depends on the region.
  package var needsRegion: Bool { all == nil }
}
