import VietnameseText

/// One heading text in the forms in which it is compared: as it stands, and without its trimmings.
struct HeaderText {
  let text: String
  let key: String
  /// The key without brackets, units, years and numbering; equal to `key` where there is nothing.
  let bareKey: String
  /// What stood in brackets or after a comma, such as a unit.
  let trimmings: [String]

  init(_ text: String, vocabulary: borrowing Vocabulary) {
    self.init(text, key: Vocabulary.key(text), vocabulary: vocabulary)
  }

  /// The same for a text whose key is known.
  init(_ text: String, key: String, vocabulary: borrowing Vocabulary) {
    self.text = text
    self.key = key
    guard Self.mayHaveTrimmings(text) else {
      bareKey = key
      trimmings = []
      return
    }
    var trimmings: [String] = []
    var bare = text
    if text.utf8.contains(where: { $0 == 0x28 || $0 == 0x5B || $0 == 0xEF }) {
      bare = Self.withoutBrackets(text, into: &trimmings)
    }
    bare = Self.withoutUnitTail(bare, into: &trimmings, vocabulary: vocabulary)
    let isWhole = trimmings.isEmpty && bare == text
    bareKey = Self.withoutYear(isWhole ? key : Vocabulary.key(bare), vocabulary)
    self.trimmings = trimmings
  }

  /// The headings that stand in one, from group to column: "Thu nhập - Trồng trọt", "Nhân khẩu > Nam".
  func parts(_ vocabulary: Vocabulary) -> [HeaderText]? {
    guard let mark = [" - ", " – ", " > "].first(where: { text.contains($0) }) else {
      return nil
    }
    let parts = text.split(separator: mark).map { CanonicalText.tidy(String($0)) }
    guard (2...3).contains(parts.count), parts.allSatisfy({ !$0.isEmpty }) else { return nil }
    return parts.map { HeaderText($0, vocabulary: vocabulary) }
  }

  /// Whether a text holds a sign or digit with which a bracket, a unit's tail or a year begins.
  static func mayHaveTrimmings(_ text: String) -> Bool {
    text.utf8.contains { byte in
      switch byte {
      case 0x28, 0x5B, 0x2C, 0x3A, 0x2D, 0x3B, 0x30...0x39: true
      // The lead bytes of the dash and of the wide bracket.
      case 0xE2, 0xEF: true
      default: false
      }
    }
  }

  private static func withoutBrackets(_ text: String, into trimmings: inout [String]) -> String {
    var result = ""
    var inside = ""
    var depth = 0
    for character in text {
      switch character {
      case "(", "[", "（": depth += 1
      case ")", "]", "）":
        depth -= 1
        if depth == 0 {
          trimmings.append(inside)
          inside = ""
          result += " "
        }
      default: if depth > 0 { inside.append(character) } else { result.append(character) }
      }
      if depth < 0 { return text }
    }
    // An open bracket that never closes is part of the heading.
    return depth == 0 ? result : text
  }

  /// Takes off a last part after a comma, dash or colon that is a unit: "Thu nhập, triệu đồng".
  private static func withoutUnitTail(
    _ text: String,
    into trimmings: inout [String],
    vocabulary: borrowing Vocabulary
  ) -> String {
    guard let (mark, end) = lastMark(text) else { return text }
    let tail = String(text[end...])
    // A number alone is no unit: the end of a code such as "TH-BL-000123".
    guard tail.utf8.contains(where: { $0 != 0x20 && !(0x30...0x39).contains($0) }) else {
      return text
    }
    guard vocabulary.unit(tail) != nil else { return text }
    trimmings.append(tail)
    return String(text[..<mark])
  }

  /// Where the last of the signs stands behind which a unit may follow: `,` `:` `-` `–` `;`.
  private static func lastMark(_ text: String) -> (start: String.Index, end: String.Index)? {
    let bytes = text.utf8
    var end = bytes.endIndex
    while end > bytes.startIndex {
      let index = bytes.index(before: end)
      switch bytes[index] {
      case 0x2C, 0x3A, 0x2D, 0x3B: return (index, end)
      case 0x93 where text[..<end].hasSuffix("–"): return (bytes.index(end, offsetBy: -3), end)
      default: end = index
      }
    }
    return nil
  }

  /// Takes off a year at the end, with the word for it.
  private static func withoutYear(_ key: String, _ vocabulary: borrowing Vocabulary) -> String {
    let end = key.utf8.suffix(5)
    guard end.first == 0x20, end.dropFirst().allSatisfy({ (0x30...0x39).contains($0) }) else {
      return key
    }
    var words = key.split(separator: " ")
    guard let last = words.last, last.count == 4, let year = Int(last),
      (1990...2100).contains(year),
      words.count > 1
    else { return key }
    words.removeLast()
    if words.count > 1, let word = words.last, vocabulary.yearWords.contains(String(word)) {
      words.removeLast()
    }
    return words.joined(separator: " ")
  }
}
