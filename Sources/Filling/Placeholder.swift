import Evaluation
import SpreadsheetML
import Tabular

/// A text of a template with `{{path}}` in it.
struct Placeholder {
  /// The pieces in order: plain text, or a path.
  enum Piece: Hashable {
    case text(String)
    case path(String)
  }

  let pieces: [Piece]

  /// Splits a text; `nil` where it holds no placeholder.
  init?(_ text: String) {
    guard text.utf8.contains(UInt8(ascii: "{")), text.contains("{{") else { return nil }
    var pieces: [Piece] = []
    var rest = text[...]
    while let open = rest.firstRange(of: "{{") {
      guard let close = rest[open.upperBound...].firstRange(of: "}}") else { break }
      if open.lowerBound > rest.startIndex {
        pieces.append(.text(String(rest[..<open.lowerBound])))
      }
      let path = rest[open.upperBound..<close.lowerBound].filter { $0 != " " }
      // `{}` with nothing in it is text.
      pieces.append(path.isEmpty ? .text("{{}}") : .path(path))
      rest = rest[close.upperBound...]
    }
    guard pieces.contains(where: { if case .path = $0 { true } else { false } }) else { return nil }
    if !rest.isEmpty { pieces.append(.text(String(rest))) }
    self.pieces = pieces
  }

  /// The path, where the text is one placeholder and nothing else.
  var only: String? {
    guard pieces.count == 1, case .path(let path) = pieces[0] else { return nil }
    return path
  }
}

/// What a placeholder sees: the data, and the element and number of each block around it.
struct FillScope {
  var root: FillData
  var blocks: [(path: String, element: FillData, number: Int)] = []

  /// The value of a path and the data path that it uses; `nil` where there is none.
  func value(_ path: String) -> (value: FillData, used: String)? {
    if path == "#" {
      guard let block = blocks.last,
        let number = ExactDecimal(significand: Int128(block.number), exponent: 0)
      else { return nil }
      return (.number(number), block.path)
    }
    if path.hasPrefix(".") {
      guard let block = blocks.last else { return nil }
      let inner = path.dropFirst().split(separator: ".")
      return block.element.value(at: inner).map { ($0, block.path) }
    }
    return root.value(at: path.split(separator: ".")).map { ($0, path) }
  }
}

/// Values as Vietnamese readers write them.
enum FillText {
  static func text(_ value: FillData) -> String? {
    switch value {
    case .text(let text):
      isoDate(text).map { "\($0.day < 10 ? "0" : "")\($0.day)/\($0.month)/\($0.year)" } ?? text
    case .number(let number): Evaluator.vietnamese(number)
    case .flag(let flag): flag ? "x" : ""
    case .null: ""
    case .list, .object: nil
    }
  }

  /// A date as ISO 8601 has it: `2025-03-07`.
  static func isoDate(_ text: String) -> (year: Int, month: Int, day: Int)? {
    let parts = text.split(separator: "-", omittingEmptySubsequences: false)
    guard text.utf8.count == 10, parts.count == 3, parts[0].count == 4, parts[1].count == 2,
      let year = Int(parts[0]), let month = Int(parts[1]), let day = Int(parts[2]),
      (1...12).contains(month), (1...31).contains(day)
    else { return nil }
    return (year, month, day)
  }

  /// The day count of the 1900 epoch, with its 29 February 1900; `nil` before March 1900.
  static func serial(_ date: (year: Int, month: Int, day: Int)) -> Int? {
    let year = date.month <= 2 ? date.year - 1 : date.year
    let era = year / 400
    let yearOfEra = year - era * 400
    let shifted = (date.month + 9) % 12
    let dayOfYear = (153 * shifted + 2) / 5 + date.day - 1
    let dayOfEra = yearOfEra * 365 + yearOfEra / 4 - yearOfEra / 100 + dayOfYear
    let serial = era * 146_097 + dayOfEra - 719_468 + 25_569
    return serial > 60 ? serial : nil
  }
}
