import Expressions
import VietnameseText

/// The meanings of the codes of a column, as its heading explains them: "Loại nhà (1: Kiên cố; 2: Bán kiên cố)".
struct HeadingLegend {
  /// Values by code; a code whose meaning is not known has none.
  private(set) var values: [Int: FieldValue] = [:]
  private(set) var codes: Set<Int> = []
  /// The legend as it is shown to people.
  private(set) var text = ""

  /// Reads the remarks of a column's headings; `nil` where there is no legend.
  init?(_ remarks: [String], field: FieldDefinition, vocabulary: Vocabulary) {
    guard field.kind == .mark || field.kind == .choice else { return nil }
    for remark in remarks {
      let pairs = Self.pairs(remark)
      guard pairs.count >= 2 else { continue }
      text = remark
      for (code, word) in pairs {
        codes.insert(code)
        let key = Vocabulary.key(word)
        if field.kind == .mark {
          values[code] = vocabulary.mark(key).map { .mark($0) }
        } else if let choice = field.choices.first(where: { $0.words.contains(key) }) {
          values[code] = .choice(choice.id)
        }
      }
      return
    }
    return nil
  }

  /// Splits "1: Có; 2: Không" into codes and words.
  private static func pairs(_ text: String) -> [(Int, String)] {
    var result: [(Int, String)] = []
    var rest = text[...]
    while let digit = rest.firstIndex(where: { $0.isASCII && $0.isNumber }) {
      let number = rest[digit...].prefix { $0.isASCII && $0.isNumber }
      rest = rest[number.endIndex...]
      let mark = rest.drop { $0 == " " }
      guard let sign = mark.first, "=:.-–)".contains(sign), let code = Int(number) else { continue }
      let word = mark.dropFirst().prefix { !($0.isASCII && $0.isNumber) }
      rest = rest[word.endIndex...]
      let trimmed = word.drop { " ;,/".contains($0) }
      let bare = String(trimmed.reversed().drop { " ;,/".contains($0) }.reversed())
      if bare.contains(where: \.isLetter) { result.append((code, bare)) }
    }
    return result
  }
}
