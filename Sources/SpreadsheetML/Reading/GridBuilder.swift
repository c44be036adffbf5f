import Tabular

/// Puts the rows and cells of a sheet together, whichever reader finds them.
///
/// Both readers feed this one builder, so they can differ only in what they find.
struct GridBuilder {
  private(set) var grid: Grid
  private let limits: Limits
  private(set) var row = -1
  private(set) var column = -1
  private var isRowHidden = false
  /// Where the cells of the present row begin in the grid.
  private var rowStart = 0
  private var finished: [(row: Grid.Row, cells: [(PackedCell, String?)])] = []
  private var isInOrder = true
  private var isRowSorted = true
  private var sharedFormulas: [String: (text: String, origin: CellReference)] = [:]
  private var filter: (range: CellRange, hasCriteria: Bool)?

  init(grid: consuming Grid, limits: Limits) {
    self.grid = grid
    self.limits = limits
  }

  // MARK: - Around the cells

  mutating func hideColumns(from first: Int?, to last: Int?) {
    guard let first, let last, first >= 1, last >= first, last <= SheetBounds.columns else {
      return
    }
    grid.hiddenColumns.append((first - 1)...(last - 1))
  }

  mutating func merge(_ range: CellRange) throws(ContainerError) {
    guard grid.merges.count < limits.merges else {
      throw ContainerError(.limitExceeded, limit: "merges")
    }
    grid.merges.append(range)
  }

  mutating func startFilter(_ range: CellRange?) {
    if let range { filter = (range, false) }
  }

  mutating func addFilterCriteria() { filter?.hasCriteria = true }

  // MARK: - Rows

  /// Starts a row by its one-based number, or the next one where none is stated.
  mutating func startRow(_ stated: Int?, isHidden: Bool) {
    endRow()
    let next = stated.map { $0 - 1 } ?? row + 1
    if next <= row || next < 0 { isInOrder = false }
    row = min(max(next, 0), SheetBounds.rows - 1)
    column = -1
    isRowHidden = isHidden
  }

  mutating func endRow() {
    guard grid.cells.count > rowStart else { return }
    let own = Grid.Row(number: row, firstCell: rowStart, isHidden: isRowHidden)
    if isRowSorted, isInOrder, finished.isEmpty {
      grid.rows.append(own)
    } else {
      takeBack(own)
    }
    isRowSorted = true
    rowStart = grid.cells.count
  }

  /// Takes the cells of an odd row back out of the grid: sorted, or kept until the end of the sheet.
  private mutating func takeBack(_ own: Grid.Row) {
    var cells: [(PackedCell, String?)] = []
    for index in rowStart..<grid.cells.count {
      cells.append((grid.cells[index], grid.formulas.removeValue(forKey: index)))
    }
    grid.cells.removeLast(grid.cells.count - rowStart)
    if !isRowSorted { cells = Self.sorted(cells) }
    if isInOrder, finished.isEmpty {
      append(own, cells)
    } else {
      finished.append((own, cells))
    }
  }

  /// Sorts the cells of a row; of two cells at one address the later counts.
  private static func sorted(_ cells: [(PackedCell, String?)]) -> [(PackedCell, String?)] {
    var byColumn: [UInt16: (PackedCell, String?)] = [:]
    for cell in cells { byColumn[cell.0.column] = cell }
    return byColumn.sorted { $0.key < $1.key }.map(\.value)
  }

  private mutating func append(_ row: Grid.Row, _ cells: [(PackedCell, String?)]) {
    var row = row
    row.firstCell = Int32(truncatingIfNeeded: grid.cells.count)
    grid.rows.append(row)
    for (cell, formula) in cells {
      if let formula { grid.formulas[grid.cells.count] = formula }
      grid.cells.append(cell)
    }
  }

  // MARK: - Cells

  /// Starts a cell at its stated address, or right of the one before; false where it lies outside.
  mutating func startCell(_ stated: CellReference?) throws(ContainerError) -> Bool {
    if let stated {
      if stated.row != row {
        // A cell that names another row than the one it stands in belongs where it says.
        endRow()
        if stated.row < row { isInOrder = false }
        row = stated.row
      }
      column = stated.column
    } else {
      column += 1
    }
    guard grid.cells.count < limits.cells else {
      throw ContainerError(.limitExceeded, limit: "cells")
    }
    return column < SheetBounds.columns
  }

  mutating func add(_ kind: PackedCell.Kind, _ payload: UInt64, style: Int, formula: String?) {
    let index = grid.cells.count
    if index > rowStart, grid.cells[index - 1].column >= UInt16(truncatingIfNeeded: column) {
      isRowSorted = false
    }
    var hasFormula = false
    if let formula, !formula.isEmpty {
      grid.formulas[index] = formula
      hasFormula = true
    }
    grid.cells.append(
      PackedCell(
        payload: payload,
        column: column,
        style: style,
        kind: kind,
        hasFormula: hasFormula
      )
    )
  }

  mutating func addNumber(_ number: Double, style: Int, formula: String?) {
    let isDate = style >= 0 && style < grid.styles.count && grid.styles[style].isDate
    add(isDate ? .date : .number, number.bitPattern, style: style, formula: formula)
  }

  mutating func addText(
    _ kind: PackedCell.Kind,
    _ text: String,
    runs: [TextRun] = [],
    style: Int,
    formula: String?
  ) {
    let index = grid.localTexts.append(text)
    if !runs.isEmpty { grid.localRuns[index] = runs }
    add(kind, UInt64(index), style: style, formula: formula)
  }

  mutating func addSharedText(_ index: Int?, style: Int, formula: String?) {
    guard let index, index >= 0 else {
      add(.badTextIndex, UInt64.max, style: style, formula: formula)
      return
    }
    let isKnown = index < grid.sharedTexts.count
    add(isKnown ? .sharedText : .badTextIndex, UInt64(index), style: style, formula: formula)
  }

  /// The formula of the present cell; a member of a shared formula gets the text moved to its place.
  mutating func formula(_ text: String, type: String?, index: String?) -> String {
    guard type == "shared", let index else { return text }
    let own = CellReference(row: row, column: column)
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

  // MARK: - The whole

  /// Puts rows that came out of order in their place and marks what a filter hides.
  consuming func finish() -> Grid {
    endRow()
    if !finished.isEmpty { reorder() }
    guard let filter, filter.hasCriteria else { return grid }
    let rows = filter.range.upperLeft.row...filter.range.lowerRight.row
    for index in grid.rows.indices where grid.rows[index].isHidden {
      guard rows.contains(Int(grid.rows[index].number)) else { continue }
      grid.rows[index].isHidden = false
      grid.rows[index].isFilteredOut = true
    }
    return grid
  }

  private mutating func reorder() {
    var all: [Int32: (row: Grid.Row, cells: [(PackedCell, String?)])] = [:]
    for index in grid.rows.indices {
      let slice = grid.cells(ofRowAt: index)
      let cells = slice.indices.map { (grid.cells[$0], grid.formulas[$0]) }
      all[grid.rows[index].number] = (grid.rows[index], cells)
    }
    // Of two rows with one number the cells are put together, the later cell counts.
    for part in finished {
      guard let known = all[part.row.number] else {
        all[part.row.number] = part
        continue
      }
      all[part.row.number] = (known.row, Self.sorted(known.cells + part.cells))
    }
    grid.rows = []
    grid.cells = []
    grid.formulas = [:]
    for (_, part) in all.sorted(by: { $0.key < $1.key }) { append(part.row, part.cells) }
  }
}
