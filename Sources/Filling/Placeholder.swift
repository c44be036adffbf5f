import Evaluation
import SpreadsheetML
import Tabular

/// A text of a template with `{{path}}` in it.
struct Placeholder {
  /// The pieces in order: plain text, or a path.
  enum Piece: Hashable {
    case text(String)
    case path(String)
    /// Braces that hold no path, or are not closed, as they stand.
    case broken(String)
  }

  let pieces: [Piece]

  /// Splits a text; `nil` where it holds no placeholder.
  init?(_ text: String) {
    // Most texts of a form are headings and labels.
    let hasBrace = text.utf8.withContiguousStorageIfAvailable { $0.contains(UInt8(ascii: "{")) }
    guard hasBrace ?? true else { return nil }
    var pieces: [Piece] = []
    var rest = text[...]
    while let open = rest.pair(of: UInt8(ascii: "{")) {
      if open.lowerBound > rest.startIndex {
        pieces.append(.text(String(rest[..<open.lowerBound])))
      }
      guard let close = rest[open.upperBound...].pair(of: UInt8(ascii: "}")) else {
        pieces.append(.broken(String(rest[open.lowerBound...])))
        rest = ""
        break
      }
      let inner = rest[open.upperBound..<close.lowerBound]
      let path = inner.trimmingBlanks
      let isPath = !path.isEmpty && !path.contains { $0 == " " || $0 == "{" || $0 == "}" }
      pieces.append(isPath ? .path(path) : .broken("{{" + inner + "}}"))
      rest = rest[close.upperBound...]
    }
    guard !pieces.isEmpty else { return nil }
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

extension FillScope {
  /// The paths that could stand in place of one that has no value.
  func known(_ path: String) -> [String] {
    guard path.hasPrefix(".") else { return root.leaves() }
    return (blocks.last?.element.leaves() ?? []).map { "." + $0 }
  }
}

/// Values as Vietnamese readers write them.
enum FillText {
  static func text(_ value: FillData) -> String? {
    switch value {
    case .text(let text):
      CalendarDate(iso: text).map { "\($0.day < 10 ? "0" : "")\($0.day)/\($0.month)/\($0.year)" }
        ?? text
    case .number(let number): number.vietnamese
    case .flag(let flag): flag ? "x" : ""
    case .null: ""
    case .list, .object: nil
    }
  }
}

extension Substring {
  /// Where one ASCII character stands twice in a row.
  fileprivate func pair(of byte: UInt8) -> Range<Index>? {
    var rest = utf8[...]
    while let first = rest.firstIndex(of: byte) {
      rest = rest[utf8.index(after: first)...]
      if rest.first == byte { return first..<utf8.index(after: rest.startIndex) }
    }
    return nil
  }

  /// The text without blanks at its ends.
  fileprivate var trimmingBlanks: String {
    var text = self
    while text.first?.isWhitespace == true { text.removeFirst() }
    while text.last?.isWhitespace == true { text.removeLast() }
    return String(text)
  }
}
