import Findings
import Tabular

extension Finding {
  /// A total that is not the sum of what it totals.
  static func totalMismatch(
    at place: SourceLocation,
    _ field: FieldDefinition,
    header: String,
    stated: ExactDecimal,
    sum: ExactDecimal
  ) -> Finding {
    Finding(
      .totalMismatch,
      at: place,
      field: field.id,
      header: header,
      found: "\(stated)",
      expected: LocalizedText("\(sum)"),
      arguments: [
        "found": LocalizedText(stated), "expected": LocalizedText(sum),
        "stated": LocalizedText(stated), "sum": LocalizedText(sum), "label": field.label,
      ]
    )
  }
}
