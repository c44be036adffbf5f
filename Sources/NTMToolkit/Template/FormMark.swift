import SpreadsheetML

/// The defined names by which a workbook of ours says which form it is.
enum FormMark {
  static let form = "ntm.form"
  static let version = "ntm.version"

  /// The form's id, which stands as a quoted text.
  static func form(in names: [Workbook.DefinedName]) -> String? {
    guard let text = names.first(where: { $0.name == form })?.text, text.count > 2,
      text.hasPrefix("\""), text.hasSuffix("\"")
    else { return nil }
    return String(text.dropFirst().dropLast())
  }
}
