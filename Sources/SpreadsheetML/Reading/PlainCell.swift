import Tabular

/// A cell as nearly every program writes it: `<c r="B5" s="3" t="s"><v>12</v></c>`.
struct PlainCell {
  /// The most bytes in front of the value; a cell is only read where so many are in the window.
  private static let lookAhead = 64

  /// The zero-based column.
  private var column = 0
  private var style = 0
  /// The letter of the type: `n`, `s`; 0 for a cell without a value.
  private var type = UInt8(ascii: "n")
  private var value = 0..<0
  /// The index after the cell.
  private var next = 0

  /// Reads cells up to the first that is anything else, or that is not whole in the window.
  static func readAll(
    _ window: inout ByteWindow,
    into builder: inout RowBuilder
  ) throws(ContainerError) {
    let bytes = window.bytes
    let end = window.end
    let row = builder.currentRow + 1
    var position = window.position
    defer { window.position = position }
    while end - position > lookAhead,
      let cell = PlainCell(bytes, from: position, to: end, row: row)
    {
      if cell.type == 0x73 {
        guard let text = bytes.wholeNumber(cell.value) else { return }
        if try builder.startCell(column: cell.column) {
          builder.addSharedText(text, style: cell.style, formula: nil)
        }
      } else if cell.type == 0 {
        _ = try builder.startCell(column: cell.column)
      } else {
        let start = bytes + cell.value.lowerBound
        guard let number = DecimalBytes.read(start, cell.value.count) else { return }
        if try builder.startCell(column: cell.column) {
          builder.addNumber(number, style: cell.style, formula: nil)
        }
      }
      position = cell.next
    }
  }

  @inline(__always)
  private init?(_ bytes: UnsafePointer<UInt8>, from start: Int, to end: Int, row: Int) {
    var index = start
    guard let column = Self.column(bytes, &index, row: row) else { return nil }
    self.column = column
    guard readAttributes(bytes, &index, limit: start + 44) else { return nil }
    if bytes[index] == 0x2F, bytes[index + 1] == 0x3E {
      type = 0
      next = index + 2
      return
    }
    guard type == 0x6E || type == 0x73 else { return nil }
    // `><v>`
    guard bytes[index] == 0x3E, bytes[index + 1] == 0x3C, bytes[index + 2] == 0x76,
      bytes[index + 3] == 0x3E
    else { return nil }
    index += 4
    let first = index
    while index < end, bytes[index] != 0x3C { index += 1 }
    // `</v></c>`
    guard index + 8 <= end, index > first, bytes[index + 1] == 0x2F, bytes[index + 2] == 0x76,
      bytes[index + 3] == 0x3E, bytes[index + 4] == 0x3C, bytes[index + 5] == 0x2F,
      bytes[index + 6] == 0x63, bytes[index + 7] == 0x3E
    else { return nil }
    value = first..<index
    next = index + 8
  }

  /// Reads `<c r="B5"`; the zero-based column where the cell belongs to the row.
  @inline(__always)
  private static func column(_ bytes: UnsafePointer<UInt8>, _ index: inout Int, row: Int) -> Int? {
    guard bytes[index] == 0x3C, bytes[index + 1] == 0x63, bytes[index + 2] == 0x20,
      bytes[index + 3] == 0x72, bytes[index + 4] == 0x3D, bytes[index + 5] == 0x22
    else { return nil }
    let start = index
    index += 6
    var column = 0
    while bytes[index] &- 0x41 < 26, index - start < 9 {
      column = column &* 26 &+ Int(bytes[index] &- 0x40)
      index += 1
    }
    var number = 0
    while bytes[index] &- 0x30 < 10, index - start < 17 {
      number = number &* 10 &+ Int(bytes[index] &- 0x30)
      index += 1
    }
    guard number == row, column >= 1, column <= SheetBounds.columns, bytes[index] == 0x22 else {
      return nil
    }
    index += 1
    return column - 1
  }

  /// Reads ` s="3"` and ` t="s"`, each of one letter or up to five digits.
  @inline(__always)
  private mutating func readAttributes(
    _ bytes: UnsafePointer<UInt8>,
    _ index: inout Int,
    limit: Int
  ) -> Bool {
    while bytes[index] == 0x20, index < limit {
      guard bytes[index + 2] == 0x3D, bytes[index + 3] == 0x22 else { return false }
      if bytes[index + 1] == 0x73 {
        index += 4
        style = 0
        while bytes[index] &- 0x30 < 10, style < 100_000 {
          style = style &* 10 &+ Int(bytes[index] &- 0x30)
          index += 1
        }
      } else if bytes[index + 1] == 0x74 {
        type = bytes[index + 4]
        index += 5
      } else {
        return false
      }
      guard bytes[index] == 0x22 else { return false }
      index += 1
    }
    return true
  }
}
