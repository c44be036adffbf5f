package import Findings
package import Tabular

/// What the commune states directly for an indicator, because no survey gives it.
package struct StatedValue: Sendable {
  package enum Value: Hashable, Sendable {
    case flag(Bool)
    case number(ExactDecimal)
    case notApplicable
  }

  package var value: Value?
  package var numerator: ExactDecimal?
  package var denominator: ExactDecimal?
  /// The paper that shows it.
  package var evidence: String?
  /// Where it is stated.
  package var location: SourceLocation

  package init(value: Value?, location: SourceLocation) {
    self.value = value
    self.location = location
  }
}
