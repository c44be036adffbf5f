package import Tabular

/// The rows of a sheet one at a time, in the order of the file; memory does not grow with their number.
///
/// Rows are read when they are asked for: who stops after the first hundred has not inflated the rest.
/// Three things follow from reading once, front to back:
/// - rows come as they stand in the file; one that is not in rising order says so
///   (``StreamedRow/isOutOfOrder``), and a number may come twice;
/// - merges and filters stand after the rows: ``frame`` is whole when ``next()`` has answered false;
/// - damage further on is an error when it is reached, and the checksums are only known at the end.
///   Who needs a sheet that is sound as a whole reads to the end before using anything.
package struct RowStream: ~Copyable {
  private let archive: Archive
  private let part: String
  private let styles: [CellStyle]
  private let strings: SharedStrings
  private let options: ReadingOptions
  /// What was odd about the workbook itself.
  private let workbookNotes: [GridNote]
  private let chunk: Int
  private var builder: RowBuilder
  /// The shared formulas that were looked for ahead; `nil` as long as none was missed.
  private var foundAhead: [String: SharedFormula]?
  private var scanner: SheetScanner?
  private var reader: XMLSheetReader?
  private var delivered = 0
  private var usesStrings = false
  private var isFinished = false

  init(
    part: String,
    in archive: Archive,
    styles: [CellStyle],
    strings: SharedStrings,
    options: ReadingOptions,
    notes: [GridNote] = [],
    path: Workbook.ReadingPath,
    chunk: Int
  ) throws(XMLError) {
    self.archive = archive
    self.part = part
    self.styles = styles
    self.strings = strings
    self.options = options
    workbookNotes = notes
    builder = RowBuilder(options: options, styles: styles, limits: archive.limits)
    self.chunk = chunk
    try open(path)
  }

  private mutating func open(_ path: Workbook.ReadingPath) throws(XMLError) {
    scanner = nil
    reader = nil
    switch path {
    case .fastest: scanner = SheetScanner(try archive.stream(ofPart: part), chunk: chunk)
    case .reference: reader = try XMLSheetReader(archive.stream(ofPart: part))
    }
  }

  /// Goes on to the next row that holds a wanted cell; false when there is none.
  package mutating func next() throws(XMLError) -> Bool {
    if isFinished { return false }
    builder.take()
    builder.dropTexts()
    guard try read() else {
      isFinished = true
      // What was delivered rests on both parts: the checksum of the texts is checked as well.
      if usesStrings { try strings.loadAll() }
      return false
    }
    delivered += 1
    try resolveTexts()
    return true
  }

  /// The row that ``next()`` went on to; empty before the first.
  package var row: StreamedRow { builder.row }

  /// How much of the sheet was read, above 0 and to 1; 1 where that is not known.
  var share: Double {
    switch scanner {
    case .some(let scanner): scanner.share
    case .none: 1
    }
  }

  /// What stands around the rows; merges and filter only after the last row.
  package var frame: SheetFrame { builder.frame }

  /// Zero-based columns hidden by hand, known from the first row on.
  package var hiddenColumns: [ClosedRange<Int>] { builder.frame.hiddenColumns }

  /// What was read so far though no program should have written it so.
  package var notes: [GridNote] {
    let merge = builder.frame.hasBadMerge ? [GridNote(.badMerge, nil)] : []
    return workbookNotes + builder.notes + merge
  }

  /// Whether ``next()`` has answered false, so that ``frame`` is whole.
  package var isAtEnd: Bool { isFinished }

  /// The texts of the present row that are not shared: inline texts, formula results, errors.
  package var localTexts: TextTable { builder.texts }

  /// The fonts of local texts that have several, by text index.
  package var localRuns: [Int: [TextRun]] { builder.runs }

  /// The text of a text, error or ISO date cell of the present row; `nil` for other kinds.
  package func text(of cell: PackedCell) -> String? {
    switch cell.kind {
    case .sharedText: strings.texts[Int(truncatingIfNeeded: cell.payload)]
    case .localText, .error, .isoDate: builder.texts[Int(truncatingIfNeeded: cell.payload)]
    case .empty, .number, .date, .boolean, .missingResult, .badTextIndex: nil
    }
  }

  /// The UTF-8 bytes of the text of a cell of the present row, counted without making it.
  package func textLength(of cell: PackedCell) -> Int? {
    switch cell.kind {
    case .sharedText: strings.texts.length(at: Int(truncatingIfNeeded: cell.payload))
    case .localText, .error, .isoDate:
      builder.texts.length(at: Int(truncatingIfNeeded: cell.payload))
    case .empty, .number, .date, .boolean, .missingResult, .badTextIndex: nil
    }
  }

  /// The style of a cell; General where the workbook has no such style.
  package func style(of cell: PackedCell) -> CellStyle {
    let index = Int(cell.style)
    return index < styles.count ? styles[index] : CellStyle()
  }

  /// Whether libxml2 had to read the sheet.
  var isHandedOver: Bool { reader != nil }

  // MARK: - Reading

  private mutating func read() throws(XMLError) -> Bool {
    let isRow = try advance()
    guard builder.lacksFormula else { return isRow }
    // A shared formula may stand behind the cells that share it: it is looked for once.
    try beginAgain(isHandedOver ? .reference : .fastest, foundAhead: sharedFormulas())
    return try advance()
  }

  private mutating func advance() throws(XMLError) -> Bool {
    let outcome: SheetScanner.Outcome?
    do throws(ContainerError) { outcome = try scanner?.nextRow(into: &builder) } catch {
      throw XMLError(code: .container(error), line: 0)
    }
    switch outcome {
    case .row: return true
    case .end: return false
    case .handOver: try beginAgain(.reference, foundAhead: foundAhead)
    case nil: break
    }
    return try reader?.nextRow(into: &builder) ?? false
  }

  /// Begins again, another way or knowing more, and passes over the rows that were delivered already.
  private mutating func beginAgain(
    _ path: Workbook.ReadingPath,
    foundAhead: [String: SharedFormula]?
  ) throws(XMLError) {
    self.foundAhead = foundAhead
    builder = RowBuilder(
      options: options,
      styles: styles,
      limits: archive.limits,
      foundAhead: foundAhead
    )
    try open(path)
    for _ in 0..<delivered {
      guard try advance() else {
        throw XMLError(code: .container(ContainerError(.corruptPart, part: part)), line: 0)
      }
      builder.take()
      builder.dropTexts()
    }
  }

  /// The shared formulas of the whole sheet; those in front of a damage, which is met by who reads on.
  private func sharedFormulas() -> [String: SharedFormula] {
    var ahead = RowBuilder(
      options: ReadingOptions(columns: []),
      styles: styles,
      limits: archive.limits
    )
    guard var reader = try? XMLSheetReader(archive.stream(ofPart: part)) else { return [:] }
    while (try? reader.nextRow(into: &ahead)) == true { ahead.take() }
    return ahead.firstFormulas
  }

  /// Reads the shared texts that the row needs; indices beyond the table are marked.
  private mutating func resolveTexts() throws(XMLError) {
    let highest = builder.highestText
    guard highest >= 0 else { return }
    usesStrings = true
    if highest >= strings.texts.count { try strings.load(count: highest &+ 1) }
    if !strings.longTexts.isEmpty { builder.noteLongTexts(strings.longTexts) }
    let known = strings.texts.count
    guard highest >= known else { return }
    // Texts without any table of texts are lost: the workbook is damaged.
    guard known > 0 else {
      throw XMLError(
        code: .container(ContainerError(.missingPart, part: "sharedStrings")),
        line: 0
      )
    }
    builder.markUnknownTexts(count: known)
  }
}
