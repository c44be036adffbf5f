/// What is wrong with the name of a sheet.
package enum SheetNameFault: String, Hashable, Sendable {
  /// Nothing but blanks.
  case blank
  /// More than 31 UTF-16 units.
  case tooLong
  /// One of `[ ] : * ? / \` or a control character, or an apostrophe at an end.
  case character
  /// `History`, which Excel keeps for itself.
  case reserved
  /// The name of another sheet, compared without regard to case.
  case taken
}

/// The rules for sheet names that Excel enforces when it opens a file.
package enum SheetName {
  /// The most UTF-16 units of a name.
  static let longest = 31
  private static let forbidden: Set<Character> = ["[", "]", ":", "*", "?", "/", "\\"]

  /// What is wrong with a name beside others; `nil` where it can stand.
  package static func fault(of name: String, beside others: [String]) -> SheetNameFault? {
    if !name.contains(where: { !$0.isWhitespace }) { return .blank }
    if name.utf16.count > longest { return .tooLong }
    if name.contains(where: { isForbidden($0) }) || name.hasPrefix("'") || name.hasSuffix("'") {
      return .character
    }
    if name.lowercased() == "history" { return .reserved }
    return others.contains { $0.lowercased() == name.lowercased() } ? .taken : nil
  }

  /// The nearest name that can stand beside others: forbidden characters become `_`, long names are
  /// cut, taken ones numbered.
  package static func cleaned(_ name: String, beside others: [String] = []) -> String {
    var base = String(name.map { isForbidden($0) ? "_" : $0 })
    while base.hasPrefix("'") { base.removeFirst() }
    base = cut(base, to: longest)
    if fault(of: base, beside: []) != nil { base = cut("_" + base, to: longest) }
    var result = base
    var number = 2
    while fault(of: result, beside: others) == .taken {
      let ending = " (\(number))"
      result = cut(base, to: longest - ending.utf16.count) + ending
      number += 1
    }
    return result
  }

  /// The name as a formula refers to it: always in apostrophes, those inside doubled.
  package static func quoted(_ name: String) -> String {
    "'" + name.split(separator: "'", omittingEmptySubsequences: false).joined(separator: "''") + "'"
  }

  private static func isForbidden(_ character: Character) -> Bool {
    forbidden.contains(character)
      || character.unicodeScalars.contains { $0.value < 0x20 || $0.value == 0x7F }
  }

  /// Whole characters up to a length, never ending in an apostrophe.
  private static func cut(_ text: String, to length: Int) -> String {
    var result = text
    while result.utf16.count > length || result.hasSuffix("'") { result.removeLast() }
    return result
  }
}
