package import Findings
package import Tabular

/// From which change on an indicator's value is doubted when it is set beside an earlier one.
package struct JumpRule: Hashable, Sendable {
  /// The indicators that it is for: those of this unit, such as `%`; `nil` for all.
  package var unit: String?
  /// The least difference that is doubted, in the indicator's own unit.
  package var difference: ExactDecimal?
  /// The least factor, up or down, that is doubted.
  package var factor: ExactDecimal?
  /// The rule in words.
  package var text: LocalizedText
  package var confidence: Requirement.Confidence

  package init(
    unit: String?,
    difference: ExactDecimal?,
    factor: ExactDecimal?,
    text: LocalizedText,
    confidence: Requirement.Confidence
  ) {
    self.unit = unit
    self.difference = difference
    self.factor = factor
    self.text = text
    self.confidence = confidence
  }

  /// Whether a change of an indicator in this unit is so large that one of the two values may be wrong.
  package func doubts(_ before: ExactDecimal, _ after: ExactDecimal, unit own: String?) -> Bool {
    if let unit, unit != own { return false }
    if let difference, let change = after.subtracting(before) {
      let size = change < .zero ? ExactDecimal.zero.subtracting(change) : change
      if let size, size >= difference { return true }
    }
    if let factor, before > .zero, after > .zero {
      let (low, high) = before < after ? (before, after) : (after, before)
      if let limit = low.multiplied(by: factor), high >= limit { return true }
    }
    return false
  }
}
