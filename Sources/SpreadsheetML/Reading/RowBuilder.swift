package import Tabular

/// A row as it stands in the file, its cells from left to right.
package struct StreamedRow {
  /// The zero-based number.
  package fileprivate(set) var number = 0
  /// Whether it is hidden, by hand or by a filter; see ``SheetFrame/filteredRows``.
  package fileprivate(set) var isHidden = false
  /// Whether a row of this number or a higher one came before it: the file is not in rising order.
  package fileprivate(set) var isOutOfOrder = false
  /// The wanted cells; of two at one address only the later.
  package fileprivate(set) var cells: [PackedCell] = []
  /// Formula texts without the leading `=`, by index into `cells`, in rising order.
  package fileprivate(set) var formulas: [(index: Int, text: String)] = []
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
  /// The highest shared text of `row`; -1 for none.
  private(set) var highestText = -1

  private let options: ReadingOptions
  private let isDate: [Bool]
  private let limits: Limits
  private var next = StreamedRow()
  private var nextHighestText = -1
  private var isSorted = true
  private var position = -1
  private var column = -1
  private var highestRow = -1
  private var count = 0
  private var sharedFormulas: [String: (text: String, origin: CellReference)] = [:]

  init(options: ReadingOptions, styles: [CellStyle], limits: Limits) {
    self.options = options
    self.limits = limits
    isDate = styles.map(\.isDate)
  }

  /// The zero-based number of the row whose cells come now.
  var currentRow: Int { position }

  /// Whether formulas of cells are worth reading.
  var wantsFormulas: Bool { options.formulas }

  // MARK: - Rows

  /// Starts a row by its one-based number, or the next one where none is stated.
  mutating func startRow(_ stated: Int?, isHidden: Bool) {
    position = min(max(stated.map { $0 &- 1 } ?? position + 1, 0), SheetBounds.rows - 1)
    column = -1
    next.isHidden = isHidden
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
    for (index, cell) in next.cells.enumerated() { byColumn[cell.column] = index }
    let cells = next.cells
    next.cells.removeAll(keepingCapacity: true)
    next.formulas.removeAll(keepingCapacity: true)
    for (_, index) in byColumn.sorted(by: { $0.key < $1.key }) {
      if let text = formulas[index] { next.formulas.append((next.cells.count, text)) }
      next.cells.append(cells[index])
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

  /// Starts a cell at its stated address, or right of the one before; false where it is not wanted or
  /// lies outside.
  mutating func startCell(_ stated: CellReference?) throws(ContainerError) -> Bool {
    if let stated {
      if stated.row != position {
        // A cell that names another row than the one it stands in belongs where it says.
        endRow()
        position = stated.row
      }
      return try startCell(column: stated.column)
    }
    return try startCell(column: column + 1)
  }

  /// Starts a cell of the present row.
  @inline(__always)
  mutating func startCell(column: Int) throws(ContainerError) -> Bool {
    self.column = column
    guard count < limits.cells else { throw ContainerError(.limitExceeded, limit: .cells) }
    count += 1
    return column < SheetBounds.columns && options.wants(column)
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
    add(kind, UInt64(index), style: style, formula: formula)
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
      sharedFormulas[index] = (text, own)
      return text
    }
    guard let shared = sharedFormulas[index] else { return text }
    return FormulaShift.move(
      shared.text,
      rows: own.row - shared.origin.row,
      columns: own.column - shared.origin.column
    )
  }
}
