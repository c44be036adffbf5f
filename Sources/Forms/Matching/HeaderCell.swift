import VietnameseText

/// One heading text in the forms in which it is compared: as it stands, and without its trimmings.
struct HeaderText {
  let text: String
  let key: String
  /// The key without brackets, units, years and numbering; equal to `key` where there is nothing.
  let bareKey: String
  /// What stood in brackets or after a comma, such as a unit.
  let trimmings: [String]

  init(_ text: String, vocabulary: Vocabulary) {
    self.text = text
    key = Vocabulary.key(text)
    var trimmings: [String] = []
    var bare = Self.withoutBrackets(text, into: &trimmings)
    bare = Self.withoutUnitTail(bare, into: &trimmings, vocabulary: vocabulary)
    bareKey = Self.withoutYear(Vocabulary.key(bare), vocabulary)
    self.trimmings = trimmings
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
    vocabulary: Vocabulary
  ) -> String {
    guard let mark = text.lastIndex(where: { ",:-–;".contains($0) }) else { return text }
    let tail = String(text[text.index(after: mark)...])
    guard vocabulary.unit(tail) != nil else { return text }
    trimmings.append(tail)
    return String(text[..<mark])
  }

  /// Takes off a year at the end, with the word for it.
  private static func withoutYear(_ key: String, _ vocabulary: Vocabulary) -> String {
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
