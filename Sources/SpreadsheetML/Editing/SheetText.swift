import Tabular

/// Ways of writing the cells of a worksheet part, brought to the one that ``SheetSplicer`` knows.
///
/// Some programs give every element a prefix (`x:row`), some leave out the addresses of rows and cells.
/// The prefix is taken away between the tags of the sheet data and put back afterwards; addresses are
/// added where a sheet is edited, and mean what was meant without them.
enum SheetText {
  // MARK: - Prefixes

  /// The prefix of the part's own elements with its colon; empty where there is none.
  static func prefix(_ bytes: [UInt8]) -> [UInt8] {
    var index = 0
    while let open = bytes[index...].firstIndex(of: UInt8(ascii: "<")), open + 1 < bytes.count {
      let next = bytes[open + 1]
      if next != UInt8(ascii: "?"), next != UInt8(ascii: "!") {
        let name = bytes[(open + 1)...].prefix {
          $0 > 0x20 && $0 != UInt8(ascii: ">") && $0 != UInt8(ascii: "/")
        }
        return name.lastIndex(of: UInt8(ascii: ":")).map { Array(name[...$0]) } ?? []
      }
      index = open + 1
    }
    return []
  }

  /// The part with the prefix taken away from the sheet data; as it is where other elements are in it.
  static func plain(_ bytes: [UInt8]) -> [UInt8] {
    let prefix = prefix(bytes)
    guard !prefix.isEmpty, let data = data(bytes, Array("<".utf8) + prefix, prefix) else {
      return bytes
    }
    var result = Array(bytes[..<data.lowerBound])
    result.reserveCapacity(bytes.count)
    var index = data.lowerBound
    while index < data.upperBound {
      let byte = bytes[index]
      result.append(byte)
      index += 1
      guard byte == UInt8(ascii: "<") else { continue }
      if bytes[index] == UInt8(ascii: "/") {
        result.append(bytes[index])
        index += 1
      }
      // Another namespace, a comment or CDATA: what was prefixed could not be told from what was not.
      guard bytes[index...].starts(with: prefix) else { return bytes }
      index += prefix.count
    }
    return result + bytes[data.upperBound...]
  }

  /// The part with the prefix that it had put back.
  static func restored(_ bytes: [UInt8]) -> [UInt8] {
    let prefix = prefix(bytes)
    guard !prefix.isEmpty, let data = data(bytes, Array("<".utf8), []) else { return bytes }
    var result = Array(bytes[..<data.lowerBound])
    var index = data.lowerBound
    while index < data.upperBound {
      result.append(bytes[index])
      if bytes[index] == UInt8(ascii: "<") {
        if bytes[index + 1] == UInt8(ascii: "/") {
          index += 1
          result.append(bytes[index])
        }
        result += prefix
      }
      index += 1
    }
    return result + bytes[data.upperBound...]
  }

  /// Where the sheet data stands with its tags; `start` is what stands before its name.
  private static func data(_ bytes: [UInt8], _ start: [UInt8], _ prefix: [UInt8]) -> Range<Int>? {
    let opening = start + Array("sheetData".utf8)
    let closing = Array("</".utf8) + prefix + Array("sheetData".utf8)
    guard let open = bytes.firstRange(of: opening)?.lowerBound,
      let end = SheetSplicer.tagEnd(bytes, from: open)
    else { return nil }
    if bytes[end - 1] == UInt8(ascii: "/") { return open..<(end + 1) }
    guard let close = bytes[end...].firstRange(of: closing)?.lowerBound,
      let last = SheetSplicer.tagEnd(bytes, from: close)
    else { return nil }
    return open..<(last + 1)
  }

  // MARK: - Addresses

  /// The part with an address for every row and cell that has none: the one behind the last.
  static func addressed(_ bytes: [UInt8]) -> [UInt8] {
    guard let data = data(bytes, Array("<".utf8), []) else { return bytes }
    var result: [UInt8] = []
    var (copied, index) = (0, data.lowerBound)
    var (row, column) = (-1, -1)
    while let open = SheetSplicer.find("<", in: bytes, from: index, before: data.upperBound),
      let end = SheetSplicer.tagEnd(bytes, from: open)
    {
      index = end + 1
      let isRow = SheetSplicer.isElement("row", bytes, at: open)
      guard isRow || SheetSplicer.isElement("c", bytes, at: open) else { continue }
      let address = SheetSplicer.attribute("r", bytes, open..<end)
      if isRow {
        (row, column) = (address.flatMap { Int($0) }.map { $0 - 1 } ?? row + 1, -1)
      } else {
        column = address.flatMap { CellReference(a1: $0) }?.column ?? column + 1
        // What is in a cell has no cells in it.
        if bytes[end - 1] != UInt8(ascii: "/"),
          let close = SheetSplicer.find("</c>", in: bytes, from: end, before: data.upperBound)
        {
          index = close + 4
        }
      }
      guard address == nil, row >= 0, row < SheetBounds.rows, column < SheetBounds.columns else {
        continue
      }
      let name = open + (isRow ? 4 : 2)
      let own = isRow ? "\(row + 1)" : "\(CellReference(row: row, column: column))"
      result += bytes[copied..<name] + Array(" r=\"\(own)\"".utf8)
      copied = name
    }
    return result + bytes[copied...]
  }
}

extension SheetSplicer {
  /// Reads a part, with addresses added where it has none; `nil` for a way of writing that is not known.
  static func reading(_ bytes: [UInt8]) -> SheetSplicer? {
    SheetSplicer(bytes) ?? SheetSplicer(SheetText.addressed(bytes))
  }
}
