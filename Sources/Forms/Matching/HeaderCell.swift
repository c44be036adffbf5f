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
    bare = Self.withoutNumbering(bare, vocabulary)
    let isWhole = trimmings.isEmpty && bare == text
    let bareKey = Self.withoutYear(isWhole ? key : Vocabulary.key(bare), vocabulary)
    self.bareKey =
      text.utf8.contains(0x3F) ? Self.withoutQuestion(bareKey, vocabulary) : bareKey
    self.trimmings = trimmings
  }

  /// Whether the heading is nothing but a year.
  var isYear: Bool {
    guard let last = key.split(separator: " ").last, let year = Int(last) else { return false }
    return (1990...2100).contains(year) && key.utf8.count <= 9
  }

  /// The year at the end of a heading.
  var year: Int? {
    key.split(separator: " ").last.flatMap { Int($0) }.flatMap {
      (1990...2100).contains($0) ? $0 : nil
    }
  }

  /// The headings that stand in one, from group to column: "Thu nhập - Trồng trọt", "Nhân khẩu > Nam".
  func parts(_ vocabulary: Vocabulary) -> [HeaderText]? {
    // Their bytes first, of which most headings have none: looking for texts in a text is slow.
    guard text.utf8.contains(where: { $0 == 0x2D || $0 == 0x3E || $0 == 0xE2 }),
      let mark = [" - ", " – ", " > "].first(where: { text.contains($0) })
    else { return nil }
    let parts = text.split(separator: mark).map { CanonicalText.tidy(String($0)) }
    guard (2...3).contains(parts.count), parts.allSatisfy({ !$0.isEmpty }) else { return nil }
    return parts.map { HeaderText($0, vocabulary: vocabulary) }
  }

  /// Whether a text may have something to take off: a number before it, brackets, a unit behind a sign, a year
  /// at its end.
  static func mayHaveTrimmings(_ text: String) -> Bool {
    var text = text
    return text.withUTF8 { mayHaveTrimmings($0) }
  }

  private static func mayHaveTrimmings(_ bytes: UnsafeBufferPointer<UInt8>) -> Bool {
    // Behind the last sign: whether anything but figures stands there, which are no unit.
    var (hasSign, hasWord) = (false, false)
    // How many digits the last figure has, and whether it has ended.
    var (digits, isEnded) = (0, false)
    var isFirst = true
    for byte in bytes {
      switch byte {
      case 0x28, 0x3F, 0x5B, 0xEF: return true
      // The lead byte of the dash among them.
      case 0x2C, 0x3A, 0x2D, 0x3B, 0xE2: (hasSign, hasWord, isEnded) = (true, false, true)
      case 0x20:
        // A code before the heading: "CT01 Tổng số hộ dân".
        if isFirst, hasWord, digits > 0 { return true }
        (isEnded, isFirst) = (true, false)
      case 0x30...0x39: (digits, isEnded) = (isEnded ? 1 : digits + 1, false)
      // A full stop or bracket behind a figure may end a number before the heading.
      case 0x29, 0x2E:
        if digits > 0, !isEnded { return true }
        (hasWord, isEnded) = (true, true)
      case 0x21...0x2F, 0x3C...0x40, 0x5C...0x60, 0x7B...0x7E: (hasWord, isEnded) = (true, true)
      default: (hasWord, digits, isEnded) = (true, 0, true)
      }
    }
    return hasSign && hasWord || digits == 4
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

  /// Takes off a number or code before a heading, such as the "CT01" of an indicator.
  private static func withoutNumbering(_ text: String, _ vocabulary: borrowing Vocabulary) -> String
  {
    guard let mark = text.firstIndex(where: { ".):".contains($0) }) else {
      return withoutCode(text)
    }
    var number = text[..<mark]
    // "Mục 6. SXKD"
    if let blank = number.firstIndex(of: " "),
      vocabulary.sectionWords.contains(Vocabulary.key(String(number[..<blank])))
    {
      number = number[number.index(after: blank)...]
    }
    let rest = text[text.index(after: mark)...]
    let digits = number.drop { $0.isLetter && $0.isUppercase }
    guard number.count <= 5, !digits.isEmpty, digits.allSatisfy({ $0.isASCII && $0.isNumber }),
      rest.first == " ", rest.contains(where: \.isLetter)
    else { return text }
    return CanonicalText.tidy(String(rest))
  }

  /// Takes off the words that make a question of a heading: "Hộ có dùng nước sạch không?", "Có bao nhiêu nhân khẩu?".
  private static func withoutQuestion(_ key: String, _ vocabulary: borrowing Vocabulary) -> String {
    var words = key.split(separator: " ")
    for phrase in vocabulary.questionWords.map({ $0.split(separator: " ") }) {
      if let range = words.firstRange(of: phrase) { words.removeSubrange(range) }
    }
    let ends = vocabulary.questionEnds.lazy.map { $0.split(separator: " ") }
    if let end = ends.first(where: { words.suffix($0.count).elementsEqual($0) }) {
      words.removeLast(end.count)
    }
    return words.isEmpty ? key : words.joined(separator: " ")
  }

  /// Takes off a code that stands before a heading without a mark: "CT01 Tổng số hộ dân".
  private static func withoutCode(_ text: String) -> String {
    guard let blank = text.firstIndex(of: " ") else { return text }
    let code = text[..<blank]
    let digits = code.drop { $0.isLetter && $0.isUppercase }
    guard code.count <= 5, !digits.isEmpty, digits.count < code.count,
      digits.allSatisfy({ $0.isASCII && $0.isNumber }), text[blank...].contains(where: \.isLetter)
    else { return text }
    return CanonicalText.tidy(String(text[blank...]))
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
