import Tabular

#if canImport(Glibc)
  import Glibc
#else
  import Darwin
#endif

/// Writes cells into the bytes of a worksheet part; every byte that is not named stays as it is.
struct SheetSplicer {
  /// A stretch of the part that holds one cell.
  struct CellSpan {
    var reference: CellReference
    var bytes: Range<Int>
    var style: String?
    var hasFormula: Bool
  }

  struct RowSpan {
    var number: Int
    var bytes: Range<Int>
    /// The opening tag without `>` or `/>`.
    var openTag: Range<Int>
    var isEmptyElement: Bool
    /// Where the closing tag begins; the end of the opening tag for an empty element.
    var contentEnd: Int
    var cells: [CellSpan]
  }

  let bytes: [UInt8]
  private var heights: [Int: Int] = [:]
  /// The date copies of styles, for dates in cells that show none.
  var dateStyles: [String: String] = [:]
  private(set) var rows: [RowSpan] = []
  private(set) var dataEnd = 0
  private var dataIsEmptyElement = false
  private(set) var dataStart = 0

  /// Finds rows and cells; `nil` for a part that this splicer does not understand (a prefix on the
  /// main namespace, comments or CDATA among the cells, another encoding).
  init?(_ bytes: [UInt8]) {
    self.bytes = bytes
    guard let start = Self.find("<sheetData", in: bytes, from: 0) else { return nil }
    guard let tagEnd = Self.tagEnd(bytes, from: start) else { return nil }
    dataStart = start
    if bytes[tagEnd - 1] == UInt8(ascii: "/") {
      dataIsEmptyElement = true
      dataEnd = tagEnd + 1
      return
    }
    var index = tagEnd + 1
    while true {
      guard let open = Self.tagStart(bytes, from: index) else { return nil }
      if Self.has("</sheetData", in: bytes, at: open) {
        dataEnd = open
        return
      }
      guard Self.isElement("row", bytes, at: open), let row = Self.row(bytes, at: open) else {
        return nil
      }
      if let last = rows.last, row.number <= last.number { return nil }
      rows.append(row)
      index = row.bytes.upperBound
    }
  }

  // MARK: - Finding

  private static func has(_ text: StaticString, in bytes: [UInt8], at index: Int) -> Bool {
    let count = text.utf8CodeUnitCount
    guard index + count <= bytes.count else { return false }
    return bytes.withUnsafeBufferPointer { all in
      all.baseAddress.map { memcmp($0 + index, text.utf8Start, count) == 0 } ?? false
    }
  }

  /// Where a word begins, from an index on and before another one; to the end of the bytes without.
  static func find(
    _ text: StaticString,
    in bytes: [UInt8],
    from start: Int,
    before end: Int? = nil
  ) -> Int? {
    let end = min(end ?? bytes.count, bytes.count)
    let count = text.utf8CodeUnitCount
    return bytes.withUnsafeBufferPointer { all in
      guard let base = all.baseAddress else { return nil }
      var index = start
      while index < end {
        guard let found = memchr(base + index, Int32(text.utf8Start.pointee), end - index) else {
          return nil
        }
        index = UnsafeRawPointer(found) - UnsafeRawPointer(base)
        if index + count <= all.count, memcmp(found, text.utf8Start, count) == 0 { return index }
        index += 1
      }
      return nil
    }
  }

  /// Where the next tag begins; mostly that is at once.
  private static func tagStart(_ bytes: [UInt8], from index: Int) -> Int? {
    index < bytes.count && bytes[index] == 0x3C ? index : find("<", in: bytes, from: index)
  }

  /// Whether an element of a name opens at an index.
  static func isElement(_ name: StaticString, _ bytes: [UInt8], at index: Int) -> Bool {
    guard index + 1 + name.utf8CodeUnitCount < bytes.count, has(name, in: bytes, at: index + 1)
    else {
      return false
    }
    let after = bytes[index + 1 + name.utf8CodeUnitCount]
    return after == 0x20 || after == 0x3E || after == 0x2F || after == 0x0A || after == 0x0D
      || after == 0x09
  }

  /// The index of the `>` that ends a tag; quotes may hold one.
  static func tagEnd(_ bytes: [UInt8], from start: Int) -> Int? {
    var quote: UInt8 = 0
    var index = start
    while index < bytes.count {
      let byte = bytes[index]
      if quote != 0 {
        if byte == quote { quote = 0 }
      } else if byte == 0x22 || byte == 0x27 {
        quote = byte
      } else if byte == 0x3E {
        return index
      }
      index += 1
    }
    return nil
  }

  /// The value of an attribute in a tag.
  static func attribute(_ name: StaticString, _ bytes: [UInt8], _ tag: Range<Int>) -> String? {
    attributeRange(name, bytes, tag).map { String(decoding: bytes[$0.value], as: UTF8.self) }
  }

  /// Where an attribute stands in a tag: with the blank before it, and its value alone.
  static func attributeRange(
    _ name: StaticString,
    _ bytes: [UInt8],
    _ tag: Range<Int>
  ) -> (whole: Range<Int>, value: Range<Int>)? {
    let count = name.utf8CodeUnitCount
    var index = tag.lowerBound
    while index + count + 2 < tag.upperBound {
      let isStart =
        bytes[index] == 0x20 || bytes[index] == 0x0A || bytes[index] == 0x09 || bytes[index] == 0x0D
      if isStart, bytes[index + 1] == name.utf8Start.pointee, has(name, in: bytes, at: index + 1) {
        let equals = index + 1 + count
        if bytes[equals] == 0x3D, equals + 1 < tag.upperBound {
          let quote = bytes[equals + 1]
          guard quote == 0x22 || quote == 0x27,
            let end = bytes[(equals + 2)..<tag.upperBound].firstIndex(of: quote)
          else { return nil }
          return (index..<(end + 1), (equals + 2)..<end)
        }
      }
      index += 1
    }
    return nil
  }

  /// About what a written cell takes beyond the one that it replaces.
  private static let usualCellBytes = 64

  private static func row(_ bytes: [UInt8], at start: Int) -> RowSpan? {
    guard let end = tagEnd(bytes, from: start) else { return nil }
    let isEmpty = bytes[end - 1] == UInt8(ascii: "/")
    let tag = start..<(isEmpty ? end - 1 : end)
    guard let number = attribute("r", bytes, tag).flatMap({ Int($0) }), number >= 1,
      number <= SheetBounds.rows
    else { return nil }
    var row = RowSpan(
      number: number - 1,
      bytes: start..<(end + 1),
      openTag: tag,
      isEmptyElement: isEmpty,
      contentEnd: end + 1,
      cells: []
    )
    if isEmpty { return row }
    var index = end + 1
    while true {
      guard let open = tagStart(bytes, from: index) else { return nil }
      if has("</row", in: bytes, at: open) {
        guard let close = tagEnd(bytes, from: open) else { return nil }
        row.contentEnd = open
        row.bytes = start..<(close + 1)
        return row
      }
      guard isElement("c", bytes, at: open), let cell = cell(bytes, at: open) else { return nil }
      guard cell.reference.row == row.number,
        (row.cells.last?.reference.column ?? -1) < cell.reference.column
      else { return nil }
      row.cells.append(cell)
      index = cell.bytes.upperBound
    }
  }

  private static func cell(_ bytes: [UInt8], at start: Int) -> CellSpan? {
    guard let end = tagEnd(bytes, from: start) else { return nil }
    let isEmpty = bytes[end - 1] == UInt8(ascii: "/")
    let tag = start..<end
    guard let place = attributeRange("r", bytes, tag)?.value,
      let reference = reference(bytes, place)
    else { return nil }
    var close = end
    var hasFormula = false
    if !isEmpty {
      guard let content = content(bytes, from: end) else { return nil }
      hasFormula = content.hasFormula
      close = content.closing + 3
    }
    return CellSpan(
      reference: reference,
      bytes: start..<(close + 1),
      style: attribute("s", bytes, tag),
      hasFormula: hasFormula
    )
  }

  private static func reference(_ bytes: [UInt8], _ place: Range<Int>) -> CellReference? {
    bytes.withUnsafeBufferPointer { $0.baseAddress?.plainReference(place) }
      ?? CellReference(a1: String(decoding: bytes[place], as: UTF8.self))
  }

  /// Where the closing tag of a cell begins, and whether a formula stands before it; `nil` where there is
  /// none, and for comments and CDATA, which could hide one: such a part is left to other means.
  private static func content(
    _ bytes: [UInt8],
    from start: Int
  ) -> (closing: Int, hasFormula: Bool)? {
    var hasFormula = false
    var index = start
    while let open = tagStart(bytes, from: index), open + 3 < bytes.count {
      switch bytes[open + 1] {
      case UInt8(ascii: "!"): return nil
      case UInt8(ascii: "/") where has("</c>", in: bytes, at: open): return (open, hasFormula)
      case UInt8(ascii: "f"): if isElement("f", bytes, at: open) { hasFormula = true }
      default: break
      }
      index = open + 1
    }
    return nil
  }

  /// The rows with all that is between them.
  var dataContent: Range<Int> {
    if dataIsEmptyElement { return dataEnd..<dataEnd }
    let start = Self.tagEnd(bytes, from: dataStart).map { $0 + 1 } ?? dataEnd
    return start..<dataEnd
  }

  /// Whether the sheet is protected (ECMA-376 Part 1, 18.3.1.85).
  var isProtected: Bool {
    guard let word = Self.find("sheetProtection", in: bytes, from: dataEnd),
      let end = Self.tagEnd(bytes, from: word)
    else { return false }
    return ["1", "true"].contains(Self.attribute("sheet", bytes, word..<end) ?? "")
  }

  // MARK: - Writing

  /// The style index of a cell.
  func style(of reference: CellReference) -> String? {
    rows.first { $0.number == reference.row }?.cells.first { $0.reference == reference }?.style
  }

  /// The part with the cells written.
  ///
  /// With `fit` rows are made as high as the written texts need.
  mutating func applying(_ edits: [CellEdit], fit: RowFit? = nil) -> [UInt8] {
    heights = fit?.heights(edits) ?? [:]
    var byRow: [Int: [CellEdit]] = [:]
    for edit in edits { byRow[edit.cell.row, default: []].append(edit) }
    var result = Array(bytes[..<dataStart])
    result.reserveCapacity(bytes.count + edits.count * Self.usualCellBytes)
    if dataIsEmptyElement {
      result += Array("<sheetData>".utf8)
      appendNewRows(byRow.keys.sorted(), byRow, &result)
      result += Array("</sheetData>".utf8)
      result += bytes[dataEnd...]
      return widened(result, edits)
    }
    let openEnd = Self.tagEnd(bytes, from: dataStart) ?? dataStart
    result += bytes[dataStart...openEnd]
    var pending = byRow.keys.sorted()[...]
    var copied = openEnd + 1
    for row in rows {
      // What nothing is written into is copied with the rows before it.
      guard let next = pending.first, next <= row.number else { continue }
      result += bytes[copied..<row.bytes.lowerBound]
      copied = row.bytes.lowerBound
      let before = pending.prefix { $0 < row.number }
      appendNewRows(Array(before), byRow, &result)
      pending = pending.dropFirst(before.count)
      guard pending.first == row.number, let own = byRow[row.number] else { continue }
      appendEdited(row, own, &result)
      copied = row.bytes.upperBound
      pending = pending.dropFirst()
    }
    result += bytes[copied..<dataEnd]
    appendNewRows(Array(pending), byRow, &result)
    result += bytes[dataEnd...]
    return widened(result, edits)
  }

  private func height(_ row: Int) -> String {
    heights[row].map { " ht=\"\($0)\" customHeight=\"1\"" } ?? ""
  }

  /// An opening tag that states at least the height that is needed.
  private func raised(_ tag: [UInt8], _ row: Int) -> [UInt8] {
    guard let needed = heights[row] else { return tag }
    guard let own = Self.attributeRange("ht", tag, tag.indices) else {
      return tag + Array(height(row).utf8)
    }
    let stated = Double(String(decoding: tag[own.value], as: UTF8.self)) ?? 0
    guard stated < Double(needed) else { return tag }
    return tag[..<own.value.lowerBound] + Array("\(needed)".utf8) + tag[own.value.upperBound...]
  }

  private func appendNewRows(_ numbers: [Int], _ byRow: [Int: [CellEdit]], _ result: inout [UInt8])
  {
    for number in numbers {
      result += Array("<row r=\"\(number + 1)\"\(height(number))>".utf8)
      for edit in (byRow[number] ?? []).sorted(by: { $0.cell < $1.cell }) {
        result += edit.value.element(edit.cell, style: edit.styleFrom.flatMap { style(of: $0) })
      }
      result += Array("</row>".utf8)
    }
  }

  private mutating func appendEdited(_ row: RowSpan, _ edits: [CellEdit], _ result: inout [UInt8]) {
    var pending = edits.sorted { $0.cell < $1.cell }[...]
    result += raised(openTag(row, widenedBy: edits), row.number)
    result += Array(">".utf8)
    var copied = row.openTag.upperBound + (row.isEmptyElement ? 2 : 1)
    func insert(_ edit: CellEdit) {
      result += edit.value.element(edit.cell, style: edit.styleFrom.flatMap { style(of: $0) })
    }
    for cell in row.cells {
      guard let next = pending.first, next.cell <= cell.reference else { continue }
      result += bytes[copied..<cell.bytes.lowerBound]
      copied = cell.bytes.lowerBound
      while let edit = pending.first, edit.cell < cell.reference {
        insert(edit)
        pending = pending.dropFirst()
      }
      guard let edit = pending.first, edit.cell == cell.reference else { continue }
      if case .style(let number) = edit.value {
        result += styled(cell, number)
      } else {
        let style = edit.styleFrom.flatMap { self.style(of: $0) } ?? cell.style
        result += edit.value.element(edit.cell, style: style, dateStyles: dateStyles)
      }
      copied = cell.bytes.upperBound
      pending = pending.dropFirst()
    }
    if copied < row.contentEnd { result += bytes[copied..<row.contentEnd] }
    pending.forEach(insert)
    result += Array("</row>".utf8)
  }

  /// A cell with another format and everything else as it is.
  private func styled(_ cell: CellSpan, _ number: String) -> [UInt8] {
    let end = Self.tagEnd(bytes, from: cell.bytes.lowerBound) ?? cell.bytes.lowerBound
    guard let own = Self.attributeRange("s", bytes, cell.bytes.lowerBound..<end)?.value else {
      // After `<c`, where every other attribute can follow.
      let start = cell.bytes.lowerBound + 2
      return bytes[cell.bytes.lowerBound..<start] + Array(" s=\"\(number)\"".utf8)
        + bytes[start..<cell.bytes.upperBound]
    }
    return bytes[cell.bytes.lowerBound..<own.lowerBound] + Array(number.utf8)
      + bytes[own.upperBound..<cell.bytes.upperBound]
  }

  /// The format that a row gives to cells without one of their own.
  func rowLook(_ number: Int) -> Int? {
    guard let row = rows.first(where: { $0.number == number }),
      ["1", "true"].contains(Self.attribute("customFormat", bytes, row.openTag) ?? "")
    else { return nil }
    return Self.attribute("s", bytes, row.openTag).flatMap { Int($0) }
  }

  /// The opening tag of a row without its end; `spans` covers the edited cells too.
  private func openTag(_ row: RowSpan, widenedBy edits: [CellEdit]) -> [UInt8] {
    guard let found = Self.attributeRange("spans", bytes, row.openTag),
      let low = edits.map(\.cell.column).min(), let high = edits.map(\.cell.column).max()
    else { return Array(bytes[row.openTag]) }
    let ends = String(decoding: bytes[found.value], as: UTF8.self).split { $0 == ":" || $0 == " " }
      .compactMap { Int($0) }
    guard let first = ends.min(), let last = ends.max(), low + 1 < first || high + 1 > last else {
      return Array(bytes[row.openTag])
    }
    return bytes[row.openTag.lowerBound..<found.value.lowerBound]
      + Array("\(min(first, low + 1)):\(max(last, high + 1))".utf8)
      + bytes[found.value.upperBound..<row.openTag.upperBound]
  }

  /// Widens the stated dimension so that it covers the written cells.
  private func widened(_ part: [UInt8], _ edits: [CellEdit]) -> [UInt8] {
    // Outside of the sheet data elements keep their prefix.
    guard let word = Self.find("dimension ", in: part, from: 0, before: dataStart), word > 0,
      [UInt8(ascii: "<"), UInt8(ascii: ":")].contains(part[word - 1]),
      let end = Self.tagEnd(part, from: word),
      let place = Self.attributeRange("ref", part, word..<end)?.value,
      let old = CellRange(a1: String(decoding: part[place], as: UTF8.self)),
      let lastRow = edits.map(\.cell.row).max(), let lastColumn = edits.map(\.cell.column).max(),
      let firstRow = edits.map(\.cell.row).min(), let firstColumn = edits.map(\.cell.column).min()
    else { return part }
    let new = CellRange(
      CellReference(
        row: min(old.upperLeft.row, firstRow),
        column: min(old.upperLeft.column, firstColumn)
      ),
      CellReference(
        row: max(old.lowerRight.row, lastRow),
        column: max(old.lowerRight.column, lastColumn)
      )
    )
    if new == old { return part }
    return Array(part[..<place.lowerBound]) + Array("\(new)".utf8) + part[place.upperBound...]
  }
}
