package import Tabular

/// A delimited text as a grid, with what was found out about how it is written.
package struct DelimitedFile: Sendable {
  /// How the bytes become text.
  package enum Encoding: String, Hashable, Sendable, CaseIterable {
    case utf8 = "utf-8"
    case utf16LittleEndian = "utf-16le"
    case utf16BigEndian = "utf-16be"
  }

  package var grid: Grid
  package var dialect: CSVDialect
  package var encoding: Encoding
  package var hasByteOrderMark: Bool
  /// Whether a quote was never closed, so that the rest of the file became one field.
  package var endedInQuotes: Bool

  /// Reads bytes; `nil` where they are no text in a known encoding.
  package static func read(
    _ bytes: [UInt8],
    name: String,
    delimiter: UInt8? = nil
  ) -> DelimitedFile? {
    guard let (text, encoding, hasMark) = decode(bytes) else { return nil }
    var body = text[...]
    var dialect = CSVDialect()
    if let (stated, rest) = separatorLine(body) {
      dialect.delimiter = stated
      body = rest
    } else {
      dialect.delimiter = DelimiterFinder.find(body)
    }
    if let delimiter { dialect.delimiter = delimiter }
    // Physical lines count from the top of the file, also where a `sep=` line is no row.
    let lines = text[..<body.startIndex].count { $0 == 0x0A }
    var tokenizer = CSVTokenizer(Array(body), dialect: dialect)
    var grid = Grid(name: name)
    var number = 0
    while let row = tokenizer.next() {
      let first = grid.cells.count
      for (column, field) in row.fields.enumerated() where !field.isEmpty {
        guard column < SheetBounds.columns else { break }
        let index = grid.localTexts.append(field)
        grid.cells.append(
          PackedCell(payload: UInt64(index), column: column, style: 0, kind: .localText)
        )
      }
      if grid.cells.count > first {
        grid.rows.append(Grid.Row(number: number, firstCell: first, line: row.line + lines))
      }
      number += 1
    }
    return DelimitedFile(
      grid: grid,
      dialect: dialect,
      encoding: encoding,
      hasByteOrderMark: hasMark,
      endedInQuotes: tokenizer.endedInQuotes
    )
  }

  /// The text as UTF-8 bytes without a byte order mark.
  private static func decode(
    _ bytes: [UInt8]
  ) -> (text: [UInt8], encoding: Encoding, hasMark: Bool)? {
    if bytes.starts(with: [0xEF, 0xBB, 0xBF]) { return utf8(bytes.dropFirst(3), hasMark: true) }
    if bytes.starts(with: [0xFF, 0xFE]) {
      return utf16(bytes.dropFirst(2), .utf16LittleEndian, true)
    }
    if bytes.starts(with: [0xFE, 0xFF]) { return utf16(bytes.dropFirst(2), .utf16BigEndian, true) }
    // Text of Latin letters in UTF-16 has a zero in every other byte.
    let sample = bytes.prefix(4096)
    let zeros = sample.enumerated().filter { $0.element == 0 }.map(\.offset)
    if zeros.count > sample.count / 4 {
      let odd = zeros.count { $0 % 2 == 1 }
      return utf16(bytes[...], odd * 2 > zeros.count ? .utf16LittleEndian : .utf16BigEndian, false)
    }
    return utf8(bytes[...], hasMark: false)
  }

  private static func utf8(
    _ bytes: ArraySlice<UInt8>,
    hasMark: Bool
  ) -> ([UInt8], Encoding, Bool)? {
    guard String(validating: bytes, as: UTF8.self) != nil else { return nil }
    return (Array(bytes), .utf8, hasMark)
  }

  private static func utf16(
    _ bytes: ArraySlice<UInt8>,
    _ encoding: Encoding,
    _ hasMark: Bool
  ) -> ([UInt8], Encoding, Bool)? {
    guard bytes.count % 2 == 0 else { return nil }
    var units: [UInt16] = []
    units.reserveCapacity(bytes.count / 2)
    var index = bytes.startIndex
    while index < bytes.endIndex {
      let (first, second) = (UInt16(bytes[index]), UInt16(bytes[index + 1]))
      units.append(encoding == .utf16LittleEndian ? second << 8 | first : first << 8 | second)
      index += 2
    }
    guard let text = String(validating: units, as: UTF16.self) else { return nil }
    return (Array(text.utf8), encoding, hasMark)
  }

  /// A first line `sep=;` states the delimiter and is no row.
  private static func separatorLine(
    _ text: ArraySlice<UInt8>
  ) -> (delimiter: UInt8, rest: ArraySlice<UInt8>)? {
    let line = text.prefix { $0 != 0x0A && $0 != 0x0D }
    guard line.count == 5,
      line.prefix(4).map({ $0 | 0x20 }) == Array("sep=".utf8).map({ $0 | 0x20 }),
      let delimiter = line.last
    else { return nil }
    var rest = text.dropFirst(line.count)
    if rest.first == 0x0D { rest = rest.dropFirst() }
    if rest.first == 0x0A { rest = rest.dropFirst() }
    return (delimiter, rest)
  }
}
