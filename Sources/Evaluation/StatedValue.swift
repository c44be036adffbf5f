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
  /// Whether the form that states it says that the figure is not whole: it decides nothing.
  package var isIncomplete = false
  /// Why every verdict on it is provisional, where the form that states it says so.
  package var provisionalReason: LocalizedText?
  /// Where it is stated.
  package var location: SourceLocation

  package init(value: Value?, location: SourceLocation) {
    self.value = value
    self.location = location
  }
}

extension StatedValue {
  /// Whether it gives a value at all, and not only a remark.
  package var hasValue: Bool { value != nil || (numerator != nil && denominator != nil) }
}
