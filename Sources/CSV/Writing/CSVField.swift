/// One field of delimited text as it is written.
public enum CSVField {
  /// The field quoted where RFC 4180 asks for it.
  ///
  /// With `guardsFormulas` a text that a spreadsheet would take for a formula gets an apostrophe, as
  /// OWASP advises for what people open in Excel; ``unguarded(_:)`` takes it off again.
  public static func quoted(
    _ text: String,
    delimiter: Character = ",",
    guardsFormulas: Bool = true
  ) -> String {
    let safe = guardsFormulas && isGuardable(text) ? "'" + text : text
    guard safe.contains(where: { $0 == delimiter || "\"\n\r".contains($0) || $0 == "\r\n" }) else {
      return safe
    }
    let parts = safe.split(separator: "\"", omittingEmptySubsequences: false)
    return "\"" + parts.joined(separator: "\"\"") + "\""
  }

  /// The text before it was guarded; `nil` for one that has no guard.
  ///
  /// A text that has apostrophes before such a sign of its own is guarded by one more, so that every
  /// text comes back as it was.
  package static func unguarded(_ text: String) -> String? {
    guard text.unicodeScalars.first == "'", isGuardable(text) else { return nil }
    return String(String.UnicodeScalarView(text.unicodeScalars.dropFirst()))
  }

  /// Signs that begin a formula, also full-width, and those that Excel skips before one (OWASP, "CSV
  /// injection").
  private static let signs: Set<Unicode.Scalar> = [
    "=", "+", "-", "@", "\t", "\r", "\n", "\u{FF1D}", "\u{FF0B}", "\u{FF0D}", "\u{FF20}",
  ]

  /// Whether more than such a sign follows the apostrophes that may stand in front.
  private static func isGuardable(_ text: String) -> Bool {
    let rest = text.unicodeScalars.drop { $0 == "'" }
    guard let first = rest.first, signs.contains(first) else { return false }
    return rest.dropFirst().first != nil
  }
}
