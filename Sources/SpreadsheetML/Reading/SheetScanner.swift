import Tabular

/// Reads a sheet byte by byte: exactly the subset of XML that spreadsheet programs write.
///
/// UTF-8, the main namespace without a prefix, no comments, CDATA or document type. At the first
/// thing outside it the scanner gives up (`nil`), and the sheet is read again through libxml2.
struct SheetScanner: ~Copyable {
  /// Why scanning stopped.
  private enum Stop: Error {
    /// Something outside the subset: libxml2's turn.
    case handOver
    /// The window ended inside an element: read on and try it again.
    case needMore
    case container(ContainerError)
  }

  private var window: ByteWindow
  private var builder: GridBuilder
  private let limits: Limits
  /// The names of the open elements outside of the cells, so that a damaged part is noticed.
  private var open: [[UInt8]] = []

  init(
    _ stream: consuming EntryStream,
    grid: consuming Grid,
    limits: Limits,
    chunk: Int = 256 << 10
  ) {
    window = ByteWindow(stream, chunk: chunk)
    builder = GridBuilder(grid: grid, limits: limits)
    self.limits = limits
  }

  /// The grid; `nil` where libxml2 has to read the part.
  consuming func read() throws(ContainerError) -> Grid? {
    do throws(Stop) {
      try scan()
    } catch {
      switch error {
      case .container(let failure): throw failure
      case .handOver, .needMore: return nil
      }
    }
    return builder.finish()
  }

  // MARK: - The part

  private mutating func scan() throws(Stop) {
    try refill()
    try declaration()
    var isDone = false
    while !isDone {
      let start = window.position
      do throws(Stop) {
        isDone = try element()
      } catch {
        guard case .needMore = error else { throw error }
        window.position = start
        // An element that the part ends in is damage, which libxml2 describes better.
        if !(try more()) { throw .handOver }
      }
    }
    // Only white space may follow the root element.
    while true {
      while window.position < window.end {
        guard Self.isBlank(window.bytes[window.position]) else { throw .handOver }
        window.position += 1
      }
      if !(try more()) { return }
    }
  }

  private mutating func more() throws(Stop) -> Bool {
    do throws(ContainerError) { return try window.refill() } catch { throw .container(error) }
  }

  private mutating func refill() throws(Stop) {
    while window.end - window.position < 512, try more() {}
  }

  private static func isBlank(_ byte: UInt8) -> Bool {
    byte == 0x20 || byte == 0x0A || byte == 0x0D || byte == 0x09
  }

  /// Skips a byte order mark and the XML declaration, which may only name UTF-8.
  private mutating func declaration() throws(Stop) {
    let bytes = window.bytes
    var index = 0
    if window.end >= 3, bytes[0] == 0xEF, bytes[1] == 0xBB, bytes[2] == 0xBF { index = 3 }
    guard window.end > index + 5, bytes[index] == 0x3C else { throw .handOver }
    if bytes[index + 1] == 0x3F {
      let start = index
      while index + 1 < window.end,
        !(bytes[index] == 0x3F && bytes[index + 1] == 0x3E && index > start + 1)
      {
        index += 1
      }
      guard index + 1 < window.end else { throw .handOver }
      let text = String(
        decoding: UnsafeBufferPointer(start: bytes + start, count: index - start),
        as: UTF8.self
      ).lowercased()
      guard !text.contains("encoding") || text.contains("\"utf-8\"") || text.contains("'utf-8'")
      else {
        throw .handOver
      }
      guard text.hasPrefix("<?xml ") else { throw .handOver }
      index += 2
    }
    window.position = index
  }

  // MARK: - Elements around the cells

  /// A tag in the window: where its name and attributes lie.
  private struct Tag {
    var nameStart: Int
    var nameEnd: Int
    /// The index of `>`, or of `/` in an empty element.
    var attributesEnd: Int
    var isEmpty: Bool
    var isClosing: Bool
    /// The index after `>`.
    var next: Int
  }

  /// Reads one tag with the white space before it; true after the root's end.
  private mutating func element() throws(Stop) -> Bool {
    let bytes = window.bytes
    var index = window.position
    while index < window.end, bytes[index] != 0x3C {
      // Text between elements belongs to other features (headers, validations): no cell value.
      if bytes[index] < 0x20, !Self.isBlank(bytes[index]) { throw .handOver }
      index += 1
    }
    guard index < window.end else { throw .needMore }
    let tag = try self.tag(at: index)
    if tag.isClosing {
      guard let last = open.popLast(), has(last, tag) else { throw .handOver }
      window.position = tag.next
      return open.isEmpty
    }
    if open.isEmpty { try checkRoot(tag) } else if contains("xmlns=", tag) { throw .handOver }
    try known(tag)
    if is_("sheetData", tag), !tag.isEmpty {
      guard open.count == 1 else { throw .handOver }
      window.position = tag.next
      try rows()
      return false
    }
    if !tag.isEmpty {
      open.append(
        Array(UnsafeBufferPointer(start: bytes + tag.nameStart, count: tag.nameEnd - tag.nameStart))
      )
      guard open.count < 64 else { throw .handOver }
    }
    window.position = tag.next
    return tag.isEmpty && open.isEmpty
  }

  /// What the builder must know of an element outside the cells.
  private mutating func known(_ tag: Tag) throws(Stop) {
    if is_("col", tag) {
      if flag("hidden", tag) {
        builder.hideColumns(from: number("min", tag), to: number("max", tag))
      }
    } else if is_("mergeCell", tag) {
      guard let range = text("ref", tag).flatMap({ CellRange(a1: $0) }) else { return }
      do throws(ContainerError) { try builder.merge(range) } catch { throw .container(error) }
    } else if is_("autoFilter", tag) {
      builder.startFilter(text("ref", tag).flatMap { CellRange(a1: $0) })
    } else if is_("filterColumn", tag) {
      builder.addFilterCriteria()
    } else if is_("row", tag) || is_("c", tag) || is_("AlternateContent", tag) {
      throw .handOver
    }
  }

  private func checkRoot(_ tag: Tag) throws(Stop) {
    guard is_("worksheet", tag), let space = text("xmlns", tag) else { throw .handOver }
    guard
      space == "http://schemas.openxmlformats.org/spreadsheetml/2006/main"
        || space == "http://purl.oclc.org/ooxml/spreadsheetml/main"
    else { throw .handOver }
  }

  /// Finds the end of the tag that begins at an index; quotes may hold a `>`.
  private func tag(at start: Int) throws(Stop) -> Tag {
    let bytes = window.bytes
    var index = start + 1
    guard index < window.end else { throw .needMore }
    let isClosing = bytes[index] == 0x2F
    if isClosing { index += 1 }
    let nameStart = index
    while index < window.end, Self.isNameByte(bytes[index]) { index += 1 }
    guard index < window.end else { throw .needMore }
    let nameEnd = index
    // Comments, CDATA, processing instructions, document types.
    guard nameEnd > nameStart, nameEnd - nameStart < 256 else { throw .handOver }
    var quote: UInt8 = 0
    while index < window.end {
      let byte = bytes[index]
      if quote != 0 {
        if byte == quote { quote = 0 }
        if byte == 0x3C { throw .handOver }
      } else if byte == 0x22 || byte == 0x27 {
        quote = byte
      } else if byte == 0x3E {
        break
      } else if byte == 0x3C {
        throw .handOver
      }
      index += 1
    }
    if index - start > limits.tagBytes {
      throw .container(ContainerError(.limitExceeded, limit: "tagBytes"))
    }
    guard index < window.end else { throw .needMore }
    let isEmpty = bytes[index - 1] == 0x2F && index - 1 >= nameEnd
    return Tag(
      nameStart: nameStart,
      nameEnd: nameEnd,
      attributesEnd: isEmpty ? index - 1 : index,
      isEmpty: isEmpty && !isClosing,
      isClosing: isClosing,
      next: index + 1
    )
  }

  private static func isNameByte(_ byte: UInt8) -> Bool {
    switch byte {
    case 0x61...0x7A, 0x41...0x5A, 0x30...0x39, 0x5F, 0x3A, 0x2D, 0x2E: true
    default: false
    }
  }

  private func has(_ name: [UInt8], _ tag: Tag) -> Bool {
    guard tag.nameEnd - tag.nameStart == name.count else { return false }
    for offset in 0..<name.count where window.bytes[tag.nameStart + offset] != name[offset] {
      return false
    }
    return true
  }

  private func is_(_ name: StaticString, _ tag: Tag) -> Bool {
    guard tag.nameEnd - tag.nameStart == name.utf8CodeUnitCount else { return false }
    for offset in 0..<name.utf8CodeUnitCount
    where window.bytes[tag.nameStart + offset] != name.utf8Start[offset] {
      return false
    }
    return true
  }

  /// An attribute given twice is no XML: libxml2 refuses it, so must the scanner.
  private func checkAttributes(_ tag: Tag) throws(Stop) {
    var names: [Range<Int>] = []
    var index = tag.nameEnd
    let bytes = window.bytes
    while index < tag.attributesEnd {
      while index < tag.attributesEnd, Self.isBlank(bytes[index]) { index += 1 }
      let start = index
      while index < tag.attributesEnd, Self.isNameByte(bytes[index]) { index += 1 }
      if index == tag.attributesEnd, index == start { return }
      guard index > start, index + 1 < tag.attributesEnd, bytes[index] == 0x3D else {
        throw .handOver
      }
      for known in names where known.count == index - start {
        var offset = 0
        while offset < known.count, bytes[known.lowerBound + offset] == bytes[start + offset] {
          offset += 1
        }
        if offset == known.count { throw .handOver }
      }
      names.append(start..<index)
      guard names.count <= 32 else { throw .handOver }
      let quote = bytes[index + 1]
      index += 2
      while index < tag.attributesEnd, bytes[index] != quote { index += 1 }
      index += 1
    }
  }

  private func contains(_ word: StaticString, _ tag: Tag) -> Bool {
    var index = tag.nameEnd
    while index + word.utf8CodeUnitCount <= tag.attributesEnd {
      var offset = 0
      while offset < word.utf8CodeUnitCount, window.bytes[index + offset] == word.utf8Start[offset]
      {
        offset += 1
      }
      if offset == word.utf8CodeUnitCount { return true }
      index += 1
    }
    return false
  }

  /// The place of an attribute's value.
  private func value(_ name: StaticString, _ tag: Tag) -> Range<Int>? {
    let bytes = window.bytes
    var index = tag.nameEnd
    while index < tag.attributesEnd {
      while index < tag.attributesEnd, Self.isBlank(bytes[index]) { index += 1 }
      let start = index
      while index < tag.attributesEnd, Self.isNameByte(bytes[index]) { index += 1 }
      let end = index
      guard index + 1 < tag.attributesEnd, end > start, bytes[index] == 0x3D else { return nil }
      let quote = bytes[index + 1]
      guard quote == 0x22 || quote == 0x27 else { return nil }
      let first = index + 2
      index = first
      while index < tag.attributesEnd, bytes[index] != quote { index += 1 }
      guard index < tag.attributesEnd else { return nil }
      if end - start == name.utf8CodeUnitCount {
        var offset = 0
        while offset < name.utf8CodeUnitCount, bytes[start + offset] == name.utf8Start[offset] {
          offset += 1
        }
        if offset == name.utf8CodeUnitCount { return first..<index }
      }
      index += 1
    }
    return nil
  }

  private func text(_ name: StaticString, _ tag: Tag) -> String? {
    value(name, tag).map { range in
      String(
        decoding: UnsafeBufferPointer(start: window.bytes + range.lowerBound, count: range.count),
        as: UTF8.self
      )
    }
  }

  private func flag(_ name: StaticString, _ tag: Tag) -> Bool {
    let value = text(name, tag)
    return value == "1" || value == "true"
  }

  private func number(_ name: StaticString, _ tag: Tag) -> Int? {
    value(name, tag).flatMap { whole($0) }
  }

  /// A whole number of at most 18 digits.
  private func whole(_ range: Range<Int>) -> Int? {
    guard !range.isEmpty, range.count <= 18 else { return nil }
    var result = 0
    for index in range {
      let digit = window.bytes[index] &- 0x30
      guard digit < 10 else { return Int(text(range)) }
      result = result * 10 + Int(digit)
    }
    return result
  }

  private func text(_ range: Range<Int>) -> String {
    String(
      decoding: UnsafeBufferPointer(start: window.bytes + range.lowerBound, count: range.count),
      as: UTF8.self
    )
  }

  // MARK: - Rows and cells

  /// Reads rows up to the end of `sheetData`.
  private mutating func rows() throws(Stop) {
    var isInRow = false
    while true {
      let start = window.position
      do throws(Stop) {
        if try rowOrCell(&isInRow) { return }
      } catch {
        guard case .needMore = error else { throw error }
        window.position = start
        if !(try more()) { throw .handOver }
      }
    }
  }

  /// Reads cells as nearly every program writes them: `<c r="B5" s="3" t="s"><v>12</v></c>`.
  ///
  /// Stops before the first that is anything else, or that is not whole in the window.
  private mutating func plainCells() throws(Stop) {
    let bytes = window.bytes
    let end = window.end
    let rowNumber = builder.row + 1
    var position = window.position
    defer { window.position = position }
    while end - position > 64 {
      var index = position
      // `<c r="`
      guard bytes[index] == 0x3C, bytes[index + 1] == 0x63, bytes[index + 2] == 0x20,
        bytes[index + 3] == 0x72, bytes[index + 4] == 0x3D, bytes[index + 5] == 0x22
      else { return }
      index += 6
      var column = 0
      while bytes[index] &- 0x41 < 26, index - position < 9 {
        column = column &* 26 &+ Int(bytes[index] &- 0x40)
        index += 1
      }
      var row = 0
      while bytes[index] &- 0x30 < 10, index - position < 17 {
        row = row &* 10 &+ Int(bytes[index] &- 0x30)
        index += 1
      }
      guard row == rowNumber, column >= 1, column <= SheetBounds.columns, bytes[index] == 0x22
      else {
        return
      }
      index += 1
      var style = 0
      var type: UInt8 = 0x6E
      // ` s="3"` and ` t="s"`, each of one letter or up to five digits.
      while bytes[index] == 0x20, index - position < 44 {
        guard bytes[index + 2] == 0x3D, bytes[index + 3] == 0x22 else { return }
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
          return
        }
        guard bytes[index] == 0x22 else { return }
        index += 1
      }
      if bytes[index] == 0x2F, bytes[index + 1] == 0x3E {
        _ = try start(CellReference(row: row - 1, column: column - 1))
        position = index + 2
        continue
      }
      // `><v>`
      guard bytes[index] == 0x3E, bytes[index + 1] == 0x3C, bytes[index + 2] == 0x76,
        bytes[index + 3] == 0x3E
      else { return }
      index += 4
      let valueStart = index
      while index < end, bytes[index] != 0x3C { index += 1 }
      // `</v></c>`
      guard index + 8 <= end, index > valueStart, bytes[index + 1] == 0x2F,
        bytes[index + 2] == 0x76,
        bytes[index + 3] == 0x3E, bytes[index + 4] == 0x3C, bytes[index + 5] == 0x2F,
        bytes[index + 6] == 0x63, bytes[index + 7] == 0x3E
      else { return }
      let value = valueStart..<index
      if type == 0x6E {
        guard let number = DecimalBytes.read(bytes + valueStart, value.count) else { return }
        _ = try start(CellReference(row: row - 1, column: column - 1))
        builder.addNumber(number, style: style, formula: nil)
      } else if type == 0x73 {
        guard let text = whole(value) else { return }
        _ = try start(CellReference(row: row - 1, column: column - 1))
        builder.addSharedText(text, style: style, formula: nil)
      } else {
        return
      }
      position = index + 8
    }
  }

  /// Reads one tag of a row, or a whole cell; true after `sheetData` ended.
  private mutating func rowOrCell(_ isInRow: inout Bool) throws(Stop) -> Bool {
    if isInRow { try plainCells() }
    let bytes = window.bytes
    var index = window.position
    while index < window.end, Self.isBlank(bytes[index]) { index += 1 }
    guard index < window.end else { throw .needMore }
    guard bytes[index] == 0x3C else { throw .handOver }
    let tag = try self.tag(at: index)
    if !tag.isClosing { try checkAttributes(tag) }
    if isInRow, is_("c", tag), !tag.isClosing {
      let end = try cell(tag)
      window.position = end
      return false
    }
    window.position = tag.next
    if is_("row", tag) {
      if tag.isClosing {
        guard isInRow else { throw .handOver }
        isInRow = false
        builder.endRow()
      } else {
        guard !isInRow else { throw .handOver }
        builder.startRow(number("r", tag), isHidden: flag("hidden", tag))
        isInRow = !tag.isEmpty
      }
      return false
    }
    guard tag.isClosing, !isInRow, is_("sheetData", tag) else { throw .handOver }
    return true
  }

  /// The address in an `r` attribute, in capitals as every program writes it.
  private func reference(_ range: Range<Int>) -> CellReference? {
    var column = 0
    var row = 0
    var index = range.lowerBound
    while index < range.upperBound {
      let letter = window.bytes[index] &- 0x41
      guard letter < 26 else { break }
      column = column &* 26 &+ Int(letter) &+ 1
      index += 1
      if index - range.lowerBound > 3 { return CellReference(a1: text(range)) }
    }
    let digits = index
    while index < range.upperBound {
      let digit = window.bytes[index] &- 0x30
      guard digit < 10 else { return CellReference(a1: text(range)) }
      row = row &* 10 &+ Int(digit)
      index += 1
      if index - digits > 7 { return CellReference(a1: text(range)) }
    }
    guard column >= 1, column <= SheetBounds.columns, row >= 1, row <= SheetBounds.rows else {
      return CellReference(a1: text(range))
    }
    return CellReference(row: row - 1, column: column - 1)
  }

  private struct Content {
    var value: Range<Int>?
    var formula: String?
    var inline: String?
  }

  /// Reads a cell to its end, and answers the index after it; nothing is kept before all of it is here.
  private mutating func cell(_ tag: Tag) throws(Stop) -> Int {
    let stated = value("r", tag).flatMap { reference($0) }
    let style = number("s", tag) ?? 0
    let type = value("t", tag)
    if tag.isEmpty {
      _ = try start(stated)
      return tag.next
    }
    // The end first: what follows is only read when the whole cell is in the window.
    var content = Content()
    var formulaTag: Tag?
    var formulaText = ""
    var index = tag.next
    while true {
      while index < window.end, Self.isBlank(window.bytes[index]) { index += 1 }
      guard index < window.end else { throw .needMore }
      guard window.bytes[index] == 0x3C else { throw .handOver }
      let child = try self.tag(at: index)
      if child.isClosing {
        guard is_("c", child) else { throw .handOver }
        index = child.next
        break
      }
      if is_("v", child) {
        let range = try textRange(child)
        content.value = range
        index = child.isEmpty ? child.next : try close("v", range.upperBound)
      } else if is_("f", child) {
        let range = try textRange(child)
        formulaTag = child
        formulaText = try decoded(range)
        index = child.isEmpty ? child.next : try close("f", range.upperBound)
      } else if is_("is", child), !child.isEmpty {
        let inner = try self.tag(at: try skipBlanks(child.next))
        guard is_("t", inner), !inner.isClosing else { throw .handOver }
        let range = try textRange(inner)
        content.inline = try decoded(range)
        let after = inner.isEmpty ? inner.next : try close("t", range.upperBound)
        index = try close("is", try skipBlanks(after))
      } else {
        throw .handOver
      }
    }
    guard try start(stated) else { return index }
    if let formulaTag {
      content.formula = builder.formula(
        formulaText,
        type: text("t", formulaTag),
        index: text("si", formulaTag)
      )
    }
    try add(content, type, style)
    return index
  }

  private mutating func start(_ stated: CellReference?) throws(Stop) -> Bool {
    do throws(ContainerError) { return try builder.startCell(stated) } catch {
      throw .container(error)
    }
  }

  private func skipBlanks(_ start: Int) throws(Stop) -> Int {
    var index = start
    while index < window.end, Self.isBlank(window.bytes[index]) { index += 1 }
    guard index < window.end else { throw .needMore }
    return index
  }

  /// The text of an element up to the next tag.
  private func textRange(_ tag: Tag) throws(Stop) -> Range<Int> {
    if tag.isEmpty { return tag.next..<tag.next }
    var index = tag.next
    while index < window.end, window.bytes[index] != 0x3C { index += 1 }
    if index - tag.next > limits.textBytes {
      throw .container(ContainerError(.limitExceeded, limit: "textBytes"))
    }
    guard index < window.end else { throw .needMore }
    return tag.next..<index
  }

  /// The index after the closing tag of a name that must stand at an index.
  private func close(_ name: StaticString, _ index: Int) throws(Stop) -> Int {
    let tag = try self.tag(at: index)
    guard tag.isClosing, is_(name, tag) else { throw .handOver }
    return tag.next
  }

  /// A text with its five entities decoded; character references and odd bytes are libxml2's business.
  private func decoded(_ range: Range<Int>) throws(Stop) -> String {
    let bytes = window.bytes
    var isPlain = true
    var isASCII = true
    for index in range {
      let byte = bytes[index]
      if byte == 0x26 { isPlain = false }
      if byte < 0x20, byte != 0x0A, byte != 0x09 { throw .handOver }
      if byte >= 0x80 { isASCII = false }
    }
    let buffer = UnsafeBufferPointer(start: bytes + range.lowerBound, count: range.count)
    guard isASCII || String(validating: buffer, as: UTF8.self) != nil else { throw .handOver }
    let text = String(decoding: buffer, as: UTF8.self)
    if isPlain { return text }
    guard let result = XMLEntities.decode(text) else { throw .handOver }
    return result
  }

  private func isType(_ name: StaticString, _ range: Range<Int>) -> Bool {
    guard range.count == name.utf8CodeUnitCount else { return false }
    for offset in 0..<range.count
    where window.bytes[range.lowerBound + offset] != name.utf8Start[offset] {
      return false
    }
    return true
  }

  private mutating func add(_ content: Content, _ type: Range<Int>?, _ style: Int) throws(Stop) {
    let formula = content.formula
    if let type, isType("inlineStr", type), let inline = content.inline {
      builder.addText(.localText, StringEscapes.decode(inline), style: style, formula: formula)
      return
    }
    let isFormulaText = type.map { isType("str", $0) } ?? false
    guard let range = content.value, !range.isEmpty || isFormulaText else {
      if formula != nil { builder.add(.missingResult, 0, style: style, formula: formula) }
      return
    }
    guard let type, !isType("n", type) else {
      let start = window.bytes + range.lowerBound
      if let number = DecimalBytes.read(start, range.count) {
        builder.addNumber(number, style: style, formula: formula)
      } else {
        builder.addText(.error, try decoded(range), style: style, formula: formula)
      }
      return
    }
    if isType("s", type) {
      builder.addSharedText(whole(range), style: style, formula: formula)
    } else if isFormulaText {
      builder.addText(
        .localText,
        StringEscapes.decode(try decoded(range)),
        style: style,
        formula: formula
      )
    } else if isType("b", type) {
      let stored = text(range)
      builder.add(
        .boolean,
        stored == "1" || stored == "true" ? 1 : 0,
        style: style,
        formula: formula
      )
    } else if isType("e", type) {
      builder.addText(.error, try decoded(range), style: style, formula: formula)
    } else if isType("d", type) {
      builder.addText(.isoDate, try decoded(range), style: style, formula: formula)
    } else {
      throw .handOver
    }
  }
}
