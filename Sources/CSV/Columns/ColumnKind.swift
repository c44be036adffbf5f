public import VietnameseText

/// What the fields of a column are to be read as; whoever reads states it, nothing is guessed.
///
/// Blanks around numbers, dates and marks do not count. A field that is not of its kind is never turned
/// into something near it: its state is ``TypedColumn/State/other``, and its text is kept.
public enum ColumnKind: Hashable, Sendable {
  /// Whole numbers of at most 15 digits; a leading zero makes a code, which is no number.
  case integer
  /// Exact decimals of at most 15 digits with a point. `1.234` is none: it is a thousand times larger in
  /// Vietnamese writing.
  case decimal
  /// Days as `2025-03-07`, or with `/`, `-` or `.` and a year of four digits in the stated order; only
  /// days that exist.
  case date(DateOrder)
  /// Marks by the words that stand for yes and no, as they are written.
  case mark(yes: [String], no: [String] = [])
  /// Texts as they stand.
  case text
}
