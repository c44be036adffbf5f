public import Tabular

/// A value of a form's field, as typed by its definition.
public enum FieldValue: Hashable, Sendable {
  /// Text in NFC with blanks folded.
  case text(String)
  /// A count or an amount in the form's unit.
  case number(ExactDecimal)
  /// Yes or no.
  case mark(Bool)
  /// The id of a choice, such as `near_poor`.
  case choice(String)
  /// A date as ISO 8601 text.
  case date(String)
}
