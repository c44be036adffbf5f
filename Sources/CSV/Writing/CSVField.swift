/// One field of delimited text as it is written.
public enum CSVField {
  /// The field quoted where RFC 4180 asks for it.
  ///
  /// With `guardsFormulas` a text that a spreadsheet would take for a formula gets an apostrophe, as
  /// OWASP advises for what people open in Excel.
  public static func quoted(
    _ text: String,
    delimiter: Character = ",",
    guardsFormulas: Bool = true
  ) -> String {
    let isFormula =
      guardsFormulas && text.utf8.count > 1 && text.first.map { "=+-@\t\r".contains($0) } == true
    let safe = isFormula ? "'" + text : text
    guard safe.contains(where: { $0 == delimiter || "\"\n\r".contains($0) || $0 == "\r\n" }) else {
      return safe
    }
    let parts = safe.split(separator: "\"", omittingEmptySubsequences: false)
    return "\"" + parts.joined(separator: "\"\"") + "\""
  }
}
