package import Tabular

/// A new workbook, written while its cells come: rows in, file out.
///
/// Sheets follow one another, rows rise within a sheet and cells within a row. Memory does not grow with
/// the rows: two buffers, the compressor, the formats, the directory, the pool of shared texts up to its
/// bound, and for the current sheet its merges, validations, links and notes. The same calls give the
/// same bytes.
///
/// Nothing is written over: the path must not exist. A workbook that is not finished leaves a file that
/// is none, so callers write under a temporary name.
package struct WorkbookOutput: ~Copyable {
  /// Where the texts of cells stand.
  package enum Texts: Sendable {
    /// In their cells: nothing is kept in memory.
    case inline
    /// Each once in a table of at most so many bytes; texts that come when it is full stand in their
    /// cells.
    case shared(limitBytes: Int)
  }

  package struct Options: Sendable {
    /// What repeats comes early; names and codes that come once gain nothing from a table.
    package var texts = Texts.shared(limitBytes: 256 << 10)
    package var compression = Compression.balanced
    /// The format of cells without one.
    package var plain = CellFormat()

    package init() {}
  }

  private enum Phase { case betweenSheets, inSheet, inRow }

  var buffer: XMLBuffer
  var pool: StringPool?
  /// Uses of shared texts.
  var sharedUses = 0
  /// Whether a formula came without its result.
  var recalculates = false
  private var styles: StyleSheet
  private var phase = Phase.betweenSheets
  private var sheets: [WorkbookParts.Sheet] = []
  private var setup = SheetSetup(name: "")
  private var tail = SheetTail()
  private var names: [(name: String, text: String)] = []
  private var drawingBlocks = 1
  /// The zero-based row that is written, or the last one; -1 before the first.
  private(set) var row = -1
  /// The zero-based column of the next cell.
  var column = 0
  /// The digits of the row's number, as cells repeat them.
  var rowDigits: (word: UInt64, count: Int) = (0, 0)

  /// Creates the file, which must not exist.
  package init(path: String, options: Options = Options()) throws(WriteError) {
    var buffer = XMLBuffer(try ZipOutput(path: path, compression: options.compression))
    // These first, and the first sheet after them: programs that tell files by their beginning look for
    // such an order.
    try buffer.add("_rels/.rels", WorkbookParts.packageRelationships)
    try buffer.add("docProps/app.xml", WorkbookParts.properties)
    try buffer.add("docProps/core.xml", WorkbookParts.coreProperties)
    self.buffer = buffer
    styles = StyleSheet(plain: options.plain)
    switch options.texts {
    case .inline: pool = nil
    case .shared(let limit): pool = StringPool(limitBytes: limit)
    }
  }

  /// The index of a format, which every cell may use.
  package mutating func style(_ format: CellFormat) throws(WriteError) -> StyleIndex {
    guard let index = styles.index(of: format) else {
      throw .limit(.formats, at: CellReference(row: max(row, 0), column: column))
    }
    return index
  }

  /// Defines a name for what a formula text refers to.
  package mutating func define(_ name: String, as text: String) { names.append((name, text)) }

  // MARK: - Sheets

  /// Begins a sheet; the one before must be ended.
  package mutating func beginSheet(_ setup: SheetSetup) throws(WriteError) {
    guard phase == .betweenSheets else { throw .misplaced }
    if let fault = SheetName.fault(of: setup.name, beside: sheets.map(\.setup.name)) {
      throw .sheetName(setup.name, fault)
    }
    self.setup = setup
    tail = SheetTail()
    row = -1
    phase = .inSheet
    try buffer.begin("xl/worksheets/sheet\(sheets.count + 1).xml", mayBeLarge: true)
    try buffer.append(setup.xml(isFirst: sheets.isEmpty))
  }

  /// Joins cells; the value stands in the upper left one.
  package mutating func merge(_ range: CellRange) { tail.merge(range) }

  /// Draws lines around those cells of a range for which a formula, as it stands in the first one, holds.
  package mutating func frame(_ range: CellRange, where formula: String) {
    styles.hasFrame = true
    tail.frame(range, where: formula)
  }

  /// States what a range may hold.
  package mutating func validate(_ validation: CellValidation) { tail.validate(validation) }

  /// Puts filter buttons over a range, whose first row has the headings.
  package mutating func filter(_ range: CellRange) { tail.filter = range }

  /// Locks all cells but those whose format is not locked; without a password.
  package mutating func protect() { tail.isProtected = true }

  /// Adds a note to a cell.
  package mutating func comment(_ comment: SheetComment) { tail.comments.append(comment) }

  /// Makes a cell lead somewhere.
  package mutating func link(_ cell: CellReference, to link: CellLink) throws(WriteError) {
    guard tail.linkCount < SheetTail.mostLinks else { throw .limit(.links, at: cell) }
    tail.link(cell, link)
  }

  /// Ends the sheet.
  package mutating func endSheet() throws(WriteError) {
    guard phase != .betweenSheets else { throw .misplaced }
    try endRow()
    phase = .betweenSheets
    try tail.write(setup, to: &buffer)
    try buffer.end()
    sheets.append(
      WorkbookParts.Sheet(
        setup: setup,
        filter: tail.filter,
        hasComments: !tail.comments.isEmpty
      )
    )
    let number = sheets.count
    if let relationships = tail.relationships(sheet: number) {
      try buffer.add("xl/worksheets/_rels/sheet\(number).xml.rels", relationships)
    }
    guard !tail.comments.isEmpty else { return }
    try buffer.add("xl/comments\(number).xml", CommentParts.comments(tail.comments))
    let drawing = CommentParts.drawing(tail.comments, firstBlock: drawingBlocks)
    try buffer.add("xl/drawings/vmlDrawing\(number).vml", drawing)
    drawingBlocks += CommentParts.blocks(tail.comments.count)
  }

  // MARK: - Rows

  /// Begins a row by its zero-based number, and ends the one before.
  ///
  /// `height` is in points; `nil` lets the program choose.
  package mutating func beginRow(_ number: Int, height: Double? = nil) throws(WriteError) {
    guard phase != .betweenSheets else { throw .misplaced }
    guard number > row else { throw .outOfOrder(CellReference(row: number, column: 0)) }
    guard number < SheetBounds.rows else {
      throw .limit(.rows, at: CellReference(row: number, column: 0))
    }
    try endRow()
    row = number
    column = 0
    phase = .inRow
    var word: UInt64 = 0
    var rest = number + 1
    var count = 0
    while rest > 0 {
      word = word << 8 | UInt64(0x30 + rest % 10)
      rest /= 10
      count += 1
    }
    rowDigits = (word, count)
    try buffer.reserve(64 + NumberText.widest)
    buffer.put("<row r=\"")
    buffer.put(word: word, count: count)
    if let height {
      buffer.put("\" ht=\"")
      buffer.put(height)
      buffer.put("\" customHeight=\"1")
    }
    buffer.put("\">")
  }

  /// Begins the row after the last one.
  package mutating func nextRow(height: Double? = nil) throws(WriteError) {
    try beginRow(row + 1, height: height)
  }

  private mutating func endRow() throws(WriteError) {
    guard phase == .inRow else { return }
    try buffer.reserve(16)
    buffer.put("</row>")
    phase = .inSheet
  }

  /// Where the next cell stands, once it is known that one can stand there.
  @inline(__always)
  func checkCell() throws(WriteError) {
    guard phase == .inRow else { throw .misplaced }
    guard column < SheetBounds.columns else {
      throw .limit(.columns, at: CellReference(row: row, column: column))
    }
  }

  // MARK: - The end

  /// Writes what holds the sheets together; a workbook has at least one.
  package consuming func finish() throws(WriteError) {
    guard phase == .betweenSheets, !sheets.isEmpty else { throw .misplaced }
    let hasStrings = try writeStrings()
    try buffer.add("xl/styles.xml", styles.xml)
    let relationships = WorkbookParts.bookRelationships(sheets.count, hasStrings: hasStrings)
    try buffer.add("xl/_rels/workbook.xml.rels", relationships)
    let book = WorkbookParts.book(sheets, names: names, recalculates: recalculates)
    try buffer.add("xl/workbook.xml", book)
    let types = WorkbookParts.contentTypes(sheets, hasStrings: hasStrings)
    try buffer.add("[Content_Types].xml", types)
    try buffer.finish()
  }
}
