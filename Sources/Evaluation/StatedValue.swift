package import Findings
package import Tabular

/// What the commune states directly for an indicator, because no survey gives it.
package struct StatedValue: Sendable {
  package enum Value: Hashable, Sendable {
    case flag(Bool)
    case number(ExactDecimal)
    case notApplicable
  }

  /// A place that the stated figure itself rests on, as the form or result that states it says.
  package struct Source: Hashable, Sendable {
    package var file: String
    package var sheet: String?
    package var range: String?
    package var rows: String?

    package init(file: String, sheet: String?, range: String?, rows: String?) {
      self.file = file
      self.sheet = sheet
      self.range = range
      self.rows = rows
    }
  }

  package var value: Value?
  package var numerator: ExactDecimal?
  package var denominator: ExactDecimal?
  /// The paper that shows it.
  package var evidence: String?
  /// Whether the form that states it says that the figure is not whole: it decides nothing.
  package var isIncomplete = false
  /// The years of surveys of other years that it counts, where the form that states it says so.
  package var otherYears: [Int] = []
  /// Why every verdict on it is provisional, where the form that states it says so.
  package var provisionalReason: LocalizedText?
  /// The cells behind it, where they are known.
  package var sources: [Source] = []
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

  /// Whether another statement gives the same figure.
  package func says(the other: StatedValue) -> Bool {
    value == other.value && numerator == other.numerator && denominator == other.denominator
  }
}
