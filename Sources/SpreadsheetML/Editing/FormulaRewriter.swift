import Tabular

/// Rewrites the references of a formula when rows of a sheet move.
struct FormulaRewriter {
  /// The sheet whose rows move.
  let sheet: String
  let layout: RowLayout

  /// What in a formula cannot be moved with certainty.
  enum Obstacle: Error {
    case structured, threeDimensional
  }

  /// The formula as it must read; `owner` is the sheet it stands in, `row` the template row and its
  /// result row, so that references inside a repeated block stay in their own copy.
  func rewrite(
    _ formula: String,
    owner: String,
    row: (template: Int, result: Int)? = nil
  ) throws(Obstacle) -> String {
    let bytes = Array(formula.utf8)
    var result: [UInt8] = []
    var index = 0
    var target = owner
    while index < bytes.count {
      let byte = bytes[index]
      if byte == UInt8(ascii: "\"") {
        let end = endOfQuoted(bytes, index)
        result += bytes[index..<end]
        index = end
      } else if byte == UInt8(ascii: "'") {
        let end = endOfQuoted(bytes, index)
        result += bytes[index..<end]
        if end < bytes.count, bytes[end] == UInt8(ascii: "!") {
          let name = String(decoding: bytes[(index + 1)..<(end - 1)], as: UTF8.self)
          target = name.split(separator: "''", omittingEmptySubsequences: false).joined(
            separator: "'"
          )
          if target.contains(":") { throw .threeDimensional }
        }
        index = end
      } else if isWord(byte) {
        var end = index
        while end < bytes.count, isWord(bytes[end]) { end += 1 }
        let word = bytes[index..<end]
        if end < bytes.count, bytes[end] == UInt8(ascii: "!") {
          target = String(decoding: word, as: UTF8.self)
          result += word
          result.append(bytes[end])
          index = end + 1
          continue
        }
        if end < bytes.count, bytes[end] == UInt8(ascii: "[") { throw .structured }
        let isCall = end < bytes.count && bytes[end] == UInt8(ascii: "(")
        let (text, next) = isCall ? (Array(word), end) : reference(bytes, index, end, target, row)
        result += text
        index = next
        target = owner
      } else {
        if byte == UInt8(ascii: "[") { throw .structured }
        result.append(byte)
        index += 1
        if byte != UInt8(ascii: "!") { target = owner }
      }
    }
    return String(decoding: result, as: UTF8.self)
  }

  private func isWord(_ byte: UInt8) -> Bool {
    switch byte {
    case UInt8(ascii: "A")...UInt8(ascii: "Z"), UInt8(ascii: "a")...UInt8(ascii: "z"),
      UInt8(ascii: "0")...UInt8(ascii: "9"), UInt8(ascii: "_"), UInt8(ascii: "."),
      UInt8(ascii: "$"),
      0x80...0xFF:
      true
    default: false
    }
  }

  private func endOfQuoted(_ bytes: [UInt8], _ start: Int) -> Int {
    var index = start + 1
    while index < bytes.count {
      if bytes[index] == bytes[start] {
        guard index + 1 < bytes.count, bytes[index + 1] == bytes[start] else { return index + 1 }
        index += 1
      }
      index += 1
    }
    return bytes.count
  }

  /// A cell or row of a reference, with its `$` signs.
  private struct Part {
    var column: String
    var hasFixedRow: Bool
    var row: Int
  }

  private func part(_ word: ArraySlice<UInt8>) -> Part? {
    let text = String(decoding: word, as: UTF8.self)
    let digits = text.drop { $0 == "$" || $0.isLetter }
    guard !digits.isEmpty, digits.count <= 7, digits.allSatisfy({ $0.isASCII && $0.isNumber }),
      let row = Int(digits), row >= 1, row <= SheetBounds.rows
    else { return nil }
    let head = text.dropLast(digits.count)
    let hasFixedRow = head.hasSuffix("$")
    let column = hasFixedRow ? head.dropLast() : head
    // `A1`, `$A1`, or a row alone as in `5:7`.
    guard column.isEmpty || CellReference(a1: column + "1") != nil else { return nil }
    return Part(column: String(column), hasFixedRow: hasFixedRow, row: row - 1)
  }

  /// The reference that begins with a word, moved; a word that is none stays.
  private func reference(
    _ bytes: [UInt8],
    _ start: Int,
    _ end: Int,
    _ target: String,
    _ row: (template: Int, result: Int)?
  ) -> ([UInt8], Int) {
    let word = bytes[start..<end]
    guard target == sheet, let first = part(word) else { return (Array(word), end) }
    var secondEnd = end
    var second: Part?
    if end + 1 < bytes.count, bytes[end] == UInt8(ascii: ":") {
      secondEnd = end + 1
      while secondEnd < bytes.count, isWord(bytes[secondEnd]) { secondEnd += 1 }
      second = part(bytes[(end + 1)..<secondEnd])
    }
    if let second, second.column.isEmpty == first.column.isEmpty {
      return (moved(first, second, row), secondEnd)
    }
    // A row number alone is a plain number.
    if first.column.isEmpty { return (Array(word), end) }
    guard let place = single(first.row, row) else { return (Array("#REF!".utf8), end) }
    return (text(first, place), end)
  }

  private func text(_ part: Part, _ row: Int) -> [UInt8] {
    Array("\(part.column)\(part.hasFixedRow ? "$" : "")\(row + 1)".utf8)
  }

  /// Where a single cell went: inside a block to its own copy.
  private func single(_ row: Int, _ own: (template: Int, result: Int)?) -> Int? {
    if let own, layout.isInBlock(own.template), layout.isInBlock(row) {
      let moved = own.result + (row - own.template)
      if moved >= 0, moved < layout.templateRows.count, layout.templateRows[moved] == row {
        return moved
      }
    }
    return layout.place(of: row)?.lowerBound
  }

  private func moved(_ first: Part, _ second: Part, _ row: (template: Int, result: Int)?) -> [UInt8]
  {
    let low = min(first.row, second.row)
    let high = max(first.row, second.row)
    if let row, layout.isInBlock(row.template), layout.isInBlock(low), layout.isInBlock(high),
      let top = single(low, row), let bottom = single(high, row), bottom - top == high - low
    {
      return text(first, top) + [UInt8(ascii: ":")] + text(second, bottom)
    }
    guard let range = layout.range(low...high) else { return Array("#REF!".utf8) }
    return text(first, range.lowerBound) + [UInt8(ascii: ":")] + text(second, range.upperBound)
  }
}
