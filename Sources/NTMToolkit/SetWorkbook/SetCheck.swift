package import Criteria
package import Expressions
package import Findings
import Tabular

/// What an official wrote into the workbook of a set.
package struct SetCheck: Sendable {
  /// Who checked a level, against what and when.
  package struct Voucher: Hashable, Sendable {
    package var source: String
    package var by: String
    /// ISO 8601.
    package var on: String
  }

  /// A level with its voucher.
  package struct Level: Sendable {
    /// The region or group; `nil` for everybody.
    package var place: String?
    package var year: Int?
    package var level: Requirement.Level
    package var voucher: Voucher
    package var location: SourceLocation
  }

  /// An indicator with what was checked of it, or a new one.
  package struct Item: Sendable {
    package var criterion: String
    package var code: String
    /// The text of the decision; `nil` where it is the set's.
    package var text: String?
    /// Kind and unit of a new indicator.
    package var kind: Indicator.Kind?
    package var unit: String?
    package var comparator: ComparisonOperator?
    package var levels: [Level] = []
  }

  /// The id of the set that was checked, and the one of the overlay.
  package var base: String
  package var id: String
  package var items: [Item] = []
  package var findings: [Finding] = []

  /// Whether every indicator that the decision counts is there with every level.
  package var isComplete = false
}
