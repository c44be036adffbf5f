package import Tabular

/// A row as it stands in the file, its cells from left to right.
package struct StreamedRow {
  /// The zero-based number.
  package fileprivate(set) var number = 0
  /// Whether it is hidden, by hand or by a filter; see ``SheetFrame/filteredRows``.
  package fileprivate(set) var isHidden = false
  /// How deep it lies in an outline; 0 for a row that is in none.
  package fileprivate(set) var outlineLevel = 0
  /// Whether a row of this number or a higher one came before it: the file is not in rising order.
  package fileprivate(set) var isOutOfOrder = false
  /// The wanted cells; of two at one address only the later.
  package fileprivate(set) var cells: [PackedCell] = []
  /// Formula texts without the leading `=`, by index into `cells`, in rising order.
  package fileprivate(set) var formulas: [(index: Int, text: String)] = []
}

/// The text of a shared formula, and the cell that it is written for (ECMA-376 Part 1, 18.3.1.40).
struct SharedFormula {
  var text: String
  var origin: CellReference
}

/// Puts the cells of one row at a time together, whichever reader finds them.
///
/// Both readers feed this one builder, so they can differ only in what they find. A reader adds cells
/// until ``isComplete`` says that a row is done, and goes on when the row was taken.
struct RowBuilder {
  /// The row that was completed last; valid while ``isComplete`` holds.
  private(set) var row = StreamedRow()
  /// Whether `row` waits to be taken.
  private(set) var isComplete = false
  /// What stands around the rows.
  var frame = SheetFrame()
  /// The texts that `localText`, `error` and `isoDate` cells point to; they stay until dropped.
  private(set) var texts = TextTable()
  /// The fonts of local texts with several, by text index.
  private(set) var runs: [Int: [TextRun]] = [:]
  /// What was read though no program should have written it so; no more than are of use.
  private(set) var notes: [GridNote] = []
  /// The highest shared text of `row`; -1 for none.
  private(set) var highestText = -1

  private let options: ReadingOptions
  private let isDate: [Bool]
  private let hasFill: [Bool]
  private let limits: Limits
  private var next = StreamedRow()
  private var nextHighestText = -1
  private var isSorted = true
  private var position = -1
  private var column = -1
  private var highestRow = -1
  private var count = 0
  private var sharedFormulas: [String: SharedFormula] = [:]
  /// The first of each shared formula, wherever it stands; for who reads ahead.
  private(set) var firstFormulas: [String: SharedFormula] = [:]
  /// What somebody found by reading ahead; `nil` as long as nobody did.
  private let foundAhead: [String: SharedFormula]?
  /// Whether a cell shares a formula that did not come yet, so that somebody has to read ahead.
  private(set) var lacksFormula = false

  init(
    options: ReadingOptions,
    styles: [CellStyle],
    limits: Limits,
    foundAhead: [String: SharedFormula]? = nil
  ) {
    self.foundAhead = foundAhead
    self.options = options
    self.limits = limits
    isDate = styles.isEmpty ? [false] : styles.map(\.isDate)
    hasFill = styles.map(\.hasFill)
  }

  /// Notes what is odd about the present cell.
  mutating func note(_ kind: GridNote.Kind) {
    note(kind, CellReference(row: position, column: column))
  }

  private mutating func note(_ kind: GridNote.Kind, _ cell: CellReference) {
    let note = GridNote(kind, cell)
    if notes.count < GridNote.most, !notes.contains(note) { notes.append(note) }
  }

  /// The zero-based number of the row whose cells come now.
  var currentRow: Int { position }

  /// Whether formulas of cells are worth reading.
  var wantsFormulas: Bool { options.formulas }

  // MARK: - Rows

  /// Starts a row by the one-based number that it states, or the next one where it states none.
  ///
  /// A number that no sheet has is an error: nobody can say where the values of such a row belong.
  mutating func startRow(
    _ stated: String?,
    isHidden: Bool,
    outlineLevel: Int?
  ) throws(ContainerError) {
    var number = position + 2
    if let stated {
      guard let read = Int(stated) else { throw Self.badReference("row " + stated) }
      number = read
    }
    guard number >= 1, number <= SheetBounds.rows else {
      throw Self.badReference("row \(number)")
    }
    position = number - 1
    column = -1
    next.isHidden = isHidden
    next.outlineLevel = min(max(outlineLevel ?? 0, 0), 255)
  }

  private static func badReference(_ text: String) -> ContainerError {
    ContainerError(.badReference, part: String(text.prefix(40)))
  }

  /// Completes the row if it holds any wanted cell.
  mutating func endRow() {
    guard !next.cells.isEmpty else { return }
    if !isSorted { sort() }
    next.number = position
    next.isOutOfOrder = position <= highestRow
    highestRow = max(highestRow, position)
    swap(&row, &next)
    highestText = nextHighestText
    isComplete = true
    next.cells.removeAll(keepingCapacity: true)
    next.formulas.removeAll(keepingCapacity: true)
    next.isHidden = row.isHidden
    next.outlineLevel = row.outlineLevel
    nextHighestText = -1
    isSorted = true
  }

  /// Goes on to the next row.
  mutating func take() { isComplete = false }

  /// Lets go of the texts of rows that were taken; their cells then point to nothing.
  mutating func dropTexts() {
    // A row that is begun already, because a cell named another row than its own, keeps its texts.
    guard next.cells.isEmpty, texts.count > 0 else { return }
    texts.removeAll()
    runs.removeAll()
  }

  /// Sorts the cells of a row; of two cells at one address the later counts.
  private mutating func sort() {
    let formulas = Dictionary(next.formulas.map { ($0.index, $0.text) }, uniquingKeysWith: { $1 })
    var byColumn: [UInt16: Int] = [:]
    for (index, cell) in next.cells.enumerated() {
      if let earlier = byColumn.updateValue(index, forKey: cell.column) {
        noteTwice(next.cells[earlier], cell)
      }
    }
    let cells = next.cells
    next.cells.removeAll(keepingCapacity: true)
    next.formulas.removeAll(keepingCapacity: true)
    for (_, index) in byColumn.sorted(by: { $0.key < $1.key }) {
      if let text = formulas[index] { next.formulas.append((next.cells.count, text)) }
      next.cells.append(cells[index])
    }
  }

  /// Two values at one address are a doubt, unless they are the same.
  private mutating func noteTwice(_ first: PackedCell, _ second: PackedCell) {
    let isSame: Bool
    switch (first.kind, second.kind) {
    case (.localText, .localText), (.error, .error), (.isoDate, .isoDate):
      isSame = texts[Int(first.payload)] == texts[Int(second.payload)]
    default: isSame = first.kind == second.kind && first.payload == second.payload
    }
    if !isSame { note(.cellTwice, CellReference(row: position, column: Int(second.column))) }
  }

  /// Notes the shared texts of the completed row that are longer than a cell can hold.
  mutating func noteLongTexts(_ long: Set<Int>) {
    for cell in row.cells where cell.kind == .sharedText && long.contains(Int(cell.payload)) {
      note(.longText, CellReference(row: row.number, column: Int(cell.column)))
    }
  }

  /// Marks the shared texts of the completed row that the table does not have.
  mutating func markUnknownTexts(count: Int) {
    for index in row.cells.indices
    where row.cells[index].kind == .sharedText && row.cells[index].payload >= UInt64(count) {
      row.cells[index].kind = .badTextIndex
    }
  }

  // MARK: - Cells

  /// Starts a cell at the address that it states, or right of the one before; false where it is not
  /// wanted.
  ///
  /// An address that no sheet has is an error: nobody can say where such a value belongs.
  mutating func startCell(stated text: String?) throws(ContainerError) -> Bool {
    guard let text else {
      guard column + 1 < SheetBounds.columns else {
        throw Self.badReference("row \(position + 1), column \(column + 2)")
      }
      return try startCell(column: column + 1)
    }
    guard let stated = CellReference(a1: text) else { throw Self.badReference(text) }
    return try startCell(stated)
  }

  /// Starts a cell at its address; false where it is not wanted.
  mutating func startCell(_ stated: CellReference) throws(ContainerError) -> Bool {
    if stated.row != position {
      // A cell that names another row than the one it stands in belongs where it says.
      endRow()
      position = stated.row
      note(.cellElsewhere, stated)
    }
    return try startCell(column: stated.column)
  }

  /// Starts a cell of the present row.
  @inline(__always)
  mutating func startCell(column: Int) throws(ContainerError) -> Bool {
    self.column = column
    guard count < limits.cells else { throw ContainerError(.limitExceeded, limit: .cells) }
    count += 1
    return options.wants(column)
  }

  /// Takes note of a wanted cell without a value: all that is to know of it is its fill.
  @inline(__always)
  mutating func addBlank(style: Int) {
    guard style > 0, style < hasFill.count, hasFill[style] else { return }
    frame.fill(CellReference(row: position, column: column))
  }

  @inline(__always)
  mutating func add(_ kind: PackedCell.Kind, _ payload: UInt64, style: Int, formula: String?) {
    if let last = next.cells.last, last.column >= UInt16(truncatingIfNeeded: column) {
      isSorted = false
    }
    var hasFormula = false
    if let formula, !formula.isEmpty, options.formulas {
      next.formulas.append((next.cells.count, formula))
      hasFormula = true
    }
    var style = style
    if style < 0 || style >= isDate.count || style >= Int(UInt16.max) {
      // Such a cell is General: no workbook has so many styles that this would be one of them.
      note(.unknownStyle)
      style = Int(UInt16.max)
    }
    next.cells.append(
      PackedCell(
        payload: payload,
        column: column,
        style: style,
        kind: kind,
        hasFormula: hasFormula
      )
    )
  }

  @inline(__always)
  mutating func addNumber(_ number: Double, style: Int, formula: String?) {
    let kind = style >= 0 && style < isDate.count && isDate[style] ? PackedCell.Kind.date : .number
    add(kind, number.bitPattern, style: style, formula: formula)
  }

  mutating func addText(
    _ kind: PackedCell.Kind,
    _ text: String,
    runs: [TextRun] = [],
    style: Int,
    formula: String?
  ) {
    let index = texts.append(text)
    if !runs.isEmpty { self.runs[index] = runs }
    if text.utf8.count > Self.longestText, text.utf16.count > Self.longestText { note(.longText) }
    add(kind, UInt64(index), style: style, formula: formula)
  }

  /// The characters that a cell of any spreadsheet program can hold, as UTF-16 counts them.
  static let longestText = 32_767

  /// The bytes up to which a text needs no counting.
  var longestPlainText: Int { min(Self.longestText, limits.textBytes) }

  /// Adds an inline text by its bytes, which are valid and hold nothing to decode.
  mutating func addText(utf8: UnsafeBufferPointer<UInt8>, style: Int) {
    add(.localText, UInt64(texts.append(utf8: utf8)), style: style, formula: nil)
  }

  /// Adds what stands in `v`, by the type that the cell states (ECMA-376 Part 1, 18.18.11).
  ///
  /// What is not what its type says is an error with the stored text: never zero, never left out.
  mutating func addValue(_ stored: String, type: String, style: Int, formula: String?) {
    switch type {
    case "s": addSharedText(Int(Self.trimmed(stored)), style: style, formula: formula)
    case "str", "inlineStr":
      addText(.localText, StringEscapes.decode(stored), style: style, formula: formula)
    case "b":
      switch Self.trimmed(stored) {
      case "1", "true": add(.boolean, 1, style: style, formula: formula)
      case "0", "false": add(.boolean, 0, style: style, formula: formula)
      default: addText(.error, stored, style: style, formula: formula)
      }
    case "e": addText(.error, StringEscapes.decode(stored), style: style, formula: formula)
    case "d":
      if let date = StoredDate.normalized(Self.trimmed(stored)) {
        addText(.isoDate, date, style: style, formula: formula)
      } else {
        addText(.error, stored, style: style, formula: formula)
      }
    default:
      if type != "n" { note(.unknownType) }
      if let number = DecimalBytes.read(Self.trimmed(stored)) {
        addNumber(number, style: style, formula: formula)
      } else {
        addText(.error, stored, style: style, formula: formula)
      }
    }
  }

  /// Without the white space around it, which XML Schema leaves out of numbers, dates and the like.
  private static func trimmed(_ text: String) -> Substring {
    func isBlank(_ character: Character) -> Bool {
      character == " " || character == "\n" || character == "\r" || character == "\t"
        || character == "\r\n"
    }
    var result = Substring(text)
    while let last = result.last, isBlank(last) { result.removeLast() }
    return result.drop(while: isBlank)
  }

  /// Adds a shared text by its index; `nil` for what is no index.
  @inline(__always)
  mutating func addSharedText(_ index: Int?, style: Int, formula: String?) {
    guard let index, index >= 0 else {
      add(.badTextIndex, UInt64.max, style: style, formula: formula)
      return
    }
    nextHighestText = max(nextHighestText, index)
    add(.sharedText, UInt64(index), style: style, formula: formula)
  }

  /// The formula of the present cell; a member of a shared formula gets the text moved to its place.
  mutating func formula(_ text: String, type: String?, index: String?) -> String {
    guard options.formulas, type == "shared", let index else { return text }
    let own = CellReference(row: position, column: column)
    if !text.isEmpty {
      let shared = SharedFormula(text: text, origin: own)
      sharedFormulas[index] = shared
      if firstFormulas[index] == nil { firstFormulas[index] = shared }
      return text
    }
    guard let shared = sharedFormulas[index] ?? foundAhead?[index] else {
      if foundAhead == nil { lacksFormula = true } else { note(.lostFormula) }
      return text
    }
    return FormulaShift.move(
      shared.text,
      rows: own.row - shared.origin.row,
      columns: own.column - shared.origin.column
    )
  }
}
