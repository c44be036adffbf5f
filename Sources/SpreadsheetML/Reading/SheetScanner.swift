import Tabular

/// Reads the rows of a sheet byte by byte: exactly the subset of XML that spreadsheet programs write.
///
/// UTF-8, the main namespace without a prefix, no comments, CDATA or document type. At the first
/// thing outside it the scanner gives up, and libxml2 reads the sheet again. It works in a window of
/// bounded size and stops after each row, so that a caller takes rows as it can use them.
struct SheetScanner: ~Copyable {
  /// What a call came to.
  enum Outcome {
    /// The builder holds a complete row.
    case row
    /// The part is read to its end, and its checksum is right.
    case end
    /// libxml2 has to read the part.
    case handOver
  }

  /// How much of the part was read, above 0 and to 1.
  var share: Double { window.share }

  /// Where in the part the scanner stands.
  private enum State {
    case start
    case aroundRows
    case betweenRows
    case inRow
    case afterRoot
    case done
  }

  var window: ByteWindow
  let limits: Limits
  private var state = State.start
  /// Where reading begins again when the window ends inside an element.
  private var committed = 0
  /// The names of the open elements outside of the rows, so that a damaged part is noticed.
  private var open: [[UInt8]] = []

  init(_ stream: consuming EntryStream, chunk: Int = 256 << 10) {
    limits = stream.limits
    window = ByteWindow(stream, chunk: chunk)
  }

  /// Reads on until a row is complete.
  mutating func nextRow(into builder: inout RowBuilder) throws(ContainerError) -> Outcome {
    do throws(ScanStop) {
      while !builder.isComplete, state != .done {
        committed = window.position
        do throws(ScanStop) {
          try step(&builder)
        } catch {
          guard case .needMore = error else { throw error }
          window.position = committed
          // An element that the part ends in is damage, which libxml2 describes better.
          if !(try more()) { throw .handOver }
        }
      }
      return builder.isComplete ? .row : .end
    } catch {
      if case .container(let failure) = error { throw failure }
      return .handOver
    }
  }

  private mutating func step(_ builder: inout RowBuilder) throws(ScanStop) {
    switch state {
    case .start:
      while window.end - window.position < 512, try more() {}
      try declaration()
      state = .aroundRows
    case .aroundRows: try element(&builder)
    case .betweenRows: try row(&builder)
    case .inRow: try cells(&builder)
    case .afterRoot: try blanks()
    case .done: break
    }
  }

  private mutating func more() throws(ScanStop) -> Bool {
    do throws(ContainerError) { return try window.refill() } catch { throw .container(error) }
  }

  /// Skips a byte order mark and the XML declaration, which may only name UTF-8.
  private mutating func declaration() throws(ScanStop) {
    guard window.end > 8, let index = PlainBytes.declarationEnd(window.bytes, window.end),
      index < window.end, window.bytes[index] == 0x3C || index > 3
    else { throw .handOver }
    window.position = index
  }

  /// Only white space may follow the root element.
  private mutating func blanks() throws(ScanStop) {
    repeat {
      while window.position < window.end {
        guard ScannedTag.isBlank(window.bytes[window.position]) else { throw .handOver }
        window.position += 1
      }
    } while try more()
    state = .done
  }

  func tag(at index: Int) throws(ScanStop) -> ScannedTag {
    try ScannedTag(at: index, in: window, limits: limits)
  }

  /// The index of the next byte that is not white space.
  func skipBlanks(_ start: Int) throws(ScanStop) -> Int {
    let (bytes, end) = (window.bytes, window.end)
    var index = start
    while index < end, ScannedTag.isBlank(bytes[index]) { index += 1 }
    guard index < end else { throw .needMore }
    return index
  }

  // MARK: - Elements around the rows

  /// Reads one tag with the text before it.
  private mutating func element(_ builder: inout RowBuilder) throws(ScanStop) {
    let (bytes, end) = (window.bytes, window.end)
    var index = window.position
    var isUnusual = false
    while index < end, bytes[index] != 0x3C {
      // Text between elements belongs to other features (headers, validations): no cell value.
      let byte = bytes[index]
      if byte < 0x20, !ScannedTag.isBlank(byte) { throw .handOver }
      if byte == 0x26 || byte >= 0x80 || byte == 0x3E { isUnusual = true }
      if !ScannedTag.isBlank(byte), open.isEmpty { throw .handOver }
      index += 1
    }
    if index - window.position > limits.textBytes {
      throw .container(ContainerError(.limitExceeded, limit: .textBytes))
    }
    guard index < end else { throw .needMore }
    if isUnusual { try checkText(window.position..<index) }
    let tag = try self.tag(at: index)
    if tag.isClosing {
      guard let last = open.popLast(), tag.has(name: last) else { throw .handOver }
      if open.isEmpty { state = .afterRoot }
    } else {
      try opening(tag, &builder)
    }
    window.position = tag.next
  }

  /// Text that no cell has must still be XML: libxml2 would refuse the part for it.
  private func checkText(_ range: Range<Int>) throws(ScanStop) {
    let bytes = window.bytes
    guard PlainBytes.isText(bytes, range), !PlainBytes.contains("]]>", bytes, range),
      XMLEntities.decode(bytes.text(range)) != nil
    else { throw .handOver }
  }

  private mutating func opening(
    _ tag: ScannedTag,
    _ builder: inout RowBuilder
  ) throws(ScanStop) {
    try tag.checkAttributes(isKnown: Self.isKnown(tag))
    if open.isEmpty { try checkRoot(tag) } else if tag.contains("xmlns=") { throw .handOver }
    try known(tag, &builder)
    if tag.isEmpty {
      if open.isEmpty { state = .afterRoot }
    } else if tag.named("sheetData") {
      guard open.count == 1 else { throw .handOver }
      state = .betweenRows
    } else {
      open.append(tag.name)
      guard open.count < min(64, limits.depth) else { throw .handOver }
    }
  }

  private static func isKnown(_ tag: ScannedTag) -> Bool {
    tag.named("col") || tag.named("mergeCell") || tag.named("autoFilter")
      || tag.named("sheetPr") && tag.contains("filterMode")
  }

  /// Whether the tag stands in a saved view, whose filter is not the one in force.
  private var isInViews: Bool { open.contains { $0.elementsEqual("customSheetViews".utf8) } }

  /// What the builder must know of an element outside the rows.
  private func known(
    _ tag: ScannedTag,
    _ builder: inout RowBuilder
  ) throws(ScanStop) {
    if tag.named("col") {
      // A width or height of nothing hides as well.
      if tag.flag("hidden") || tag.isZero("width") {
        builder.frame.hideColumns(from: tag.number("min"), to: tag.number("max"))
      }
    } else if tag.named("mergeCell") {
      do throws(ContainerError) {
        try builder.frame.merge(tag.range("ref"), limits: limits)
      } catch {
        throw .container(error)
      }
    } else if tag.named("autoFilter") {
      if !isInViews { builder.frame.startFilter(tag.range("ref")) }
    } else if tag.named("filterColumn") {
      if !isInViews { builder.frame.addFilterCriteria() }
    } else if tag.named("sheetPr") {
      if tag.flag("filterMode") { builder.frame.isFiltered = true }
    } else if tag.named("row") || tag.named("c") || Self.isKnownByPrefix(tag) {
      throw .handOver
    }
  }

  /// libxml2 reads these whatever their prefix.
  private static func isKnownByPrefix(_ tag: ScannedTag) -> Bool {
    tag.isPrefixed("AlternateContent") || tag.named("AlternateContent")
      || tag.isPrefixed("sheetData") || tag.isPrefixed("col") || tag.isPrefixed("mergeCell")
      || tag.isPrefixed("autoFilter") || tag.isPrefixed("filterColumn")
      || tag.isPrefixed("sheetPr") || tag.isPrefixed("customSheetViews")
  }

  private func checkRoot(_ tag: ScannedTag) throws(ScanStop) {
    guard tag.named("worksheet"), let space = tag.text("xmlns"),
      space == "http://schemas.openxmlformats.org/spreadsheetml/2006/main"
        || space == "http://purl.oclc.org/ooxml/spreadsheetml/main"
    else { throw .handOver }
  }

  // MARK: - Rows

  /// Reads the opening tag of a row, or the end of `sheetData`.
  private mutating func row(_ builder: inout RowBuilder) throws(ScanStop) {
    let index = try skipBlanks(window.position)
    guard window.bytes[index] == 0x3C else { throw .handOver }
    let tag = try self.tag(at: index)
    if tag.isClosing {
      guard tag.named("sheetData") else { throw .handOver }
      state = .aroundRows
    } else {
      guard tag.named("row") else { throw .handOver }
      try tag.checkAttributes(isKnown: true)
      do throws(ContainerError) {
        try builder.startRow(
          tag.text("r"),
          isHidden: tag.flag("hidden") || tag.isZero("ht"),
          outlineLevel: tag.number("outlineLevel")
        )
      } catch {
        throw .container(error)
      }
      if !tag.isEmpty { state = .inRow }
    }
    window.position = tag.next
  }

  /// Reads plain cells as far as they go, then one cell of another kind or the end of the row.
  private mutating func cells(_ builder: inout RowBuilder) throws(ScanStop) {
    do throws(ContainerError) {
      try PlainCell.readAll(&window, into: &builder)
    } catch {
      throw .container(error)
    }
    committed = window.position
    let index = try skipBlanks(window.position)
    guard window.bytes[index] == 0x3C else { throw .handOver }
    let tag = try self.tag(at: index)
    if tag.isClosing {
      guard tag.named("row") else { throw .handOver }
      builder.endRow()
      state = .betweenRows
      window.position = tag.next
    } else {
      guard tag.named("c") else { throw .handOver }
      try tag.checkAttributes(isKnown: true)
      window.position = try cell(tag, into: &builder)
    }
  }
}
