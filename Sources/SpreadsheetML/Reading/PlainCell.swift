import Tabular

/// A cell as nearly every program writes it: `<c r="B5" s="3" t="s"><v>12</v></c>`, or with its text in
/// it: `<c r="B5" t="inlineStr"><is><t>…</t></is></c>`.
struct PlainCell {
  /// The most bytes in front of the value; a cell is only read where so many are in the window.
  private static let lookAhead = 64

  /// The zero-based column.
  private var column = 0
  private var style = 0
  /// The letter of the type: `n`, `s`, `i` for an inline text; 0 for a cell without a value.
  private var type = UInt8(ascii: "n")
  private var value = 0..<0
  /// Whether the text has entities.
  private var isEncoded = false
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
        if try builder.startCell(column: cell.column) { builder.addBlank(style: cell.style) }
      } else if cell.type == Self.inline {
        // Longer texts are counted as characters elsewhere.
        guard cell.value.count <= builder.longestPlainText else { return }
        let text = UnsafeBufferPointer(
          start: bytes + cell.value.lowerBound,
          count: cell.value.count
        )
        if cell.isEncoded {
          guard try addDecoded(text, cell, &builder) else { return }
        } else if try builder.startCell(column: cell.column) {
          builder.addText(utf8: text, style: cell.style)
        }
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

  /// Adds a cell whose text has entities; `false` where more than they would have to be decoded.
  private static func addDecoded(
    _ text: UnsafeBufferPointer<UInt8>,
    _ cell: PlainCell,
    _ builder: inout RowBuilder
  ) throws(ContainerError) -> Bool {
    let result: Result<Bool, ContainerError> = withUnsafeTemporaryAllocation(
      of: UInt8.self,
      capacity: text.count
    ) { target in
      guard let count = XMLEntities.decode(text, to: target) else { return .success(false) }
      let decoded = UnsafeBufferPointer(rebasing: target[..<count])
      // An escape may be written with an entity.
      if decoded.contains(0x5F) { return .success(false) }
      return Result { () throws(ContainerError) in
        if try builder.startCell(column: cell.column) {
          builder.addText(utf8: decoded, style: cell.style)
        }
        return true
      }
    }
    return try result.get()
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
    if type == Self.inline {
      guard readInline(bytes, index, end) else { return nil }
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

  private static let inline = UInt8(ascii: "i")

  /// Reads `><is><t>…</t></is></c>` where the text holds nothing to decode but entities.
  private mutating func readInline(_ bytes: UnsafePointer<UInt8>, _ start: Int, _ end: Int) -> Bool
  {
    func has(_ word: StaticString, _ index: Int) -> Bool {
      guard index + word.utf8CodeUnitCount <= end else { return false }
      for offset in 0..<word.utf8CodeUnitCount where bytes[index + offset] != word.utf8Start[offset]
      {
        return false
      }
      return true
    }
    guard has("><is><t", start) else { return false }
    var index = start + 7
    if has(" xml:space=\"preserve\"", index) { index += 21 }
    guard has(">", index) else { return false }
    index += 1
    let first = index
    var isASCII = true
    while index < end, bytes[index] != 0x3C {
      let byte = bytes[index]
      if byte >= 0x80 {
        isASCII = false
      } else if byte == 0x26 {
        isEncoded = true
      } else if byte == 0x5F || byte == 0x3E || (byte < 0x20 && byte != 0x0A) {
        return false
      }
      index += 1
    }
    guard has("</t></is></c>", index) else { return false }
    guard isASCII || PlainBytes.isText(bytes, first..<index) else { return false }
    value = first..<index
    next = index + 13
    return true
  }

  /// Reads ` s="3"` and ` t="s"`, each once, of up to five digits or a letter; also ` t="inlineStr"`.
  @inline(__always)
  private mutating func readAttributes(
    _ bytes: UnsafePointer<UInt8>,
    _ index: inout Int,
    limit: Int
  ) -> Bool {
    var (hasStyle, hasType) = (false, false)
    while bytes[index] == 0x20, index < limit {
      guard bytes[index + 2] == 0x3D, bytes[index + 3] == 0x22 else { return false }
      if bytes[index + 1] == 0x73, !hasStyle {
        hasStyle = true
        index += 4
        style = 0
        while bytes[index] &- 0x30 < 10, style < 100_000 {
          style = style &* 10 &+ Int(bytes[index] &- 0x30)
          index += 1
        }
      } else if bytes[index + 1] == 0x74, !hasType {
        hasType = true
        type = bytes[index + 4]
        index += 5
        if type == Self.inline {
          // `nlineStr`
          guard bytes[index] == 0x6E, bytes[index + 1] == 0x6C, bytes[index + 2] == 0x69,
            bytes[index + 3] == 0x6E, bytes[index + 4] == 0x65, bytes[index + 5] == 0x53,
            bytes[index + 6] == 0x74, bytes[index + 7] == 0x72
          else { return false }
          index += 8
        }
      } else {
        return false
      }
      guard bytes[index] == 0x22 else { return false }
      index += 1
    }
    return true
  }
}
