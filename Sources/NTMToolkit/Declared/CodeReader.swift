import Forms
import Tabular
import VietnameseText

/// Reads the codes of criteria and indicators as they are written: `17.10`, "Tiêu chí số 02", "TC 4".
struct CodeReader {
  let vocabulary: Vocabulary

  /// What a cell says as a code.
  enum Reading: Hashable {
    case code(String)
    /// A number or date that may stand for several codes: 17.1 as a number may have been 17.10.
    case oneOf([String])
    case none
  }

  /// Reads a cell that holds nothing but a code.
  func read(_ cell: PackedCell, _ text: String, epoch: DateEpoch) -> Reading {
    switch cell.kind {
    case .number:
      guard text.allSatisfy({ $0.isNumber || $0 == "." }) else { return .none }
      return text.contains(".") ? .oneOf([text, text + "0"]) : .code(text)
    case .date:
      // 2.1 typed where a date is expected: the day and month, or the month and day.
      let parts = (SerialDate.isoText(serial: cell.number, epoch: epoch) ?? "").split(
        separator: "-"
      )
      guard parts.count == 3, let month = Int(parts[1]), let day = Int(parts[2]) else {
        return .none
      }
      return .oneOf(["\(day).\(month)", "\(month).\(day)"])
    default:
      guard let (code, rest) = leading(text), rest.isEmpty else { return .none }
      return .code(code)
    }
  }

  /// The code at the beginning of a text, after words such as "Tiêu chí số", and what follows it.
  func leading(_ text: String) -> (code: String, rest: String)? {
    var rest = Substring(text).drop { $0 == " " }
    let key = Vocabulary.key(text)
    if let word = vocabulary.codeWords.first(where: { key.hasPrefix($0 + " ") || key == $0 }) {
      for _ in word.split(separator: " ") {
        rest = rest.drop { $0 != " " }.drop { $0 == " " }
      }
    }
    var code = rest.prefix { $0.isASCII && $0.isNumber || $0 == "." }
    rest = rest.dropFirst(code.count)
    while code.last == "." { code.removeLast() }
    let parts = code.split(separator: ".", omittingEmptySubsequences: false)
    guard let first = parts.first, (1...3).contains(parts.count),
      parts.allSatisfy({ (1...2).contains($0.count) })
    else { return nil }
    // A letter, percent sign or comma right behind it: "19/19", "98,7%", "5B" are no codes.
    if let next = rest.first, next.isLetter || next.isNumber || "%/,".contains(next) { return nil }
    let head = first.count == 2 && first.first == "0" ? first.dropFirst() : first
    guard head != "0", !head.isEmpty else { return nil }
    let tail = rest.drop { " :-–.)".contains($0) }
    return (([head] + parts.dropFirst()).joined(separator: "."), String(tail))
  }
}
