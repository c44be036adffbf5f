import Tabular
import VietnameseText

/// What a text says as a date, with the spellings that are no whole date: a month, a year, a year of two digits.
enum DateText: Hashable, Sendable {
  /// A whole date, of one meaning or two.
  case whole(DateReading)
  /// "3/1975", "tháng 3 năm 1975".
  case month(year: Int, month: Int)
  /// "1975", "năm 1975".
  case year(Int)
  /// A day, a month and a year of two digits, or the other way round.
  case shortYear(Int, first: Int, second: Int)
  /// Written as a date, of a day that no calendar has.
  case impossible
  case none

  /// Reads a tidied text; `words` stand before the parts of a date.
  static func read(_ text: String, words: DateWords) -> DateText {
    let body = withoutMidnight(text)
    let reading = DateReader.read(body)
    if reading != .notADate { return .whole(reading) }
    guard let parts = parts(body, words) else { return .none }
    return read(parts)
  }

  private enum Part: Hashable {
    case number(Int, digits: Int)
    case mark(Character)
    case day, month, year
  }

  private static func read(_ parts: [Part]) -> DateText {
    let numbers = parts.compactMap { part in
      if case .number(let value, let digits) = part { (value: value, digits: digits) } else { nil }
    }
    let shape = String(
      parts.map { part in
        switch part {
        case .number(_, let digits): digits == 4 ? "4" : digits <= 2 ? "n" : "?"
        case .mark: "/"
        case .day: "D"
        case .month: "M"
        case .year: "Y"
        }
      }
    )
    switch shape {
    case "4", "Y4": return .year(numbers[0].value)
    case "n/4", "Mn/4", "MnY4":
      let month = numbers[0].value
      let hasMark = shape == "n/4" && parts.contains(.mark("."))
      guard !hasMark else { return .none }
      return (1...12).contains(month) ? .month(year: numbers[1].value, month: month) : .impossible
    case "DnMnY4", "nMnY4":
      return CalendarDate(year: numbers[2].value, month: numbers[1].value, day: numbers[0].value)
        .map { .whole(.certain($0, order: nil)) } ?? .impossible
    case "n/n/4", "4/n/n", "Dn/n/4":
      guard shape == "Dn/n/4" else { return .impossible }
      return CalendarDate(year: numbers[2].value, month: numbers[1].value, day: numbers[0].value)
        .map { .whole(.certain($0, order: .dayFirst)) } ?? .impossible
    case "n/n/n", "DnMnYn":
      guard numbers[2].digits == 2 else { return .none }
      return .shortYear(numbers[2].value, first: numbers[0].value, second: numbers[1].value)
    default: return .none
    }
  }

  /// Numbers, marks and the words of dates; `nil` where anything else stands in the text.
  private static func parts(_ text: String, _ words: DateWords) -> [Part]? {
    var parts: [Part] = []
    var rest = Substring(text)
    while let first = rest.first {
      if first == " " {
        rest.removeFirst()
      } else if first.isASCII, first.isNumber {
        let digits = rest.prefix { $0.isASCII && $0.isNumber }
        guard digits.utf8.count <= 4, let value = Int(digits) else { return nil }
        parts.append(.number(value, digits: digits.utf8.count))
        rest = rest.dropFirst(digits.count)
      } else if "/-.".contains(first) {
        parts.append(.mark(first))
        rest.removeFirst()
      } else {
        let word = rest.prefix { $0.isLetter || $0 == " " }
        guard let part = part(Vocabulary.key(String(word)), words) else { return nil }
        parts.append(part)
        rest = rest.dropFirst(word.count)
        rest = rest.drop { $0 == ":" }
      }
    }
    let marks = Set(parts.filter { if case .mark = $0 { true } else { false } })
    return marks.count <= 1 ? parts : nil
  }

  private static func part(_ key: String, _ words: DateWords) -> Part? {
    if words.day.contains(key) { return .day }
    if words.month.contains(key) { return .month }
    return words.year.contains(key) ? .year : nil
  }

  /// A date without the time of midnight that programs write behind it.
  private static func withoutMidnight(_ text: String) -> String {
    guard let blank = text.firstIndex(where: { $0 == " " || $0 == "T" }) else { return text }
    let time = text[text.index(after: blank)...]
    let isMidnight = time.contains(":") && time.allSatisfy { "0:.".contains($0) }
    return isMidnight ? String(text[..<blank]) : text
  }
}

/// The words that stand before the parts of a date, as keys.
package struct DateWords: Sendable {
  package var day: Set<String> = []
  package var month: Set<String> = []
  package var year: Set<String> = []

  package init() {}
}
