import Tabular

/// Collects the rows of a sheet as a grid: in rising order, each number once.
struct GridCollector {
  private typealias Part = (row: Grid.Row, cells: [(PackedCell, String?)])

  private var grid: Grid
  /// Rows that came after a higher or the same number, in the order of the file.
  private var late: [Part] = []

  init(grid: consuming Grid) { self.grid = grid }

  /// Takes over the present row of a stream.
  mutating func add(_ stream: borrowing RowStream) {
    let row = stream.row
    let first = grid.cells.count
    if first + row.cells.count > grid.cells.capacity { reserve(row.cells.count, stream.share) }
    grid.cells.append(contentsOf: row.cells)
    if stream.localTexts.count > 0 { keepTexts(stream, from: first) }
    var own = Grid.Row(number: row.number, firstCell: first, isHidden: row.isHidden)
    own.outlineLevel = UInt8(truncatingIfNeeded: row.outlineLevel)
    if row.isOutOfOrder {
      var cells = grid.cells[first...].map { ($0, String?.none) }
      for formula in row.formulas { cells[formula.index].1 = formula.text }
      late.append((own, cells))
      grid.cells.removeLast(grid.cells.count - first)
    } else {
      for formula in row.formulas { grid.formulas[first + formula.index] = formula.text }
      grid.rows.append(own)
    }
  }

  /// Makes room for more cells: as many as the sheet will have, by how much of it was read.
  ///
  /// Doubling would hold the cells twice, and up to twice their number, when a large sheet is nearly read. What the
  /// file claims of its size is believed within bounds.
  private mutating func reserve(_ more: Int, _ share: Double) {
    let count = Double(grid.cells.count + more)
    grid.cells.reserveCapacity(Int(min(max(count / share * 1.04, count * 1.5), count * 64)) + 64)
  }

  /// The texts of a row go with it: the grid has a table of its own.
  private mutating func keepTexts(_ stream: borrowing RowStream, from first: Int) {
    let (texts, runs) = (stream.localTexts, stream.localRuns)
    for index in first..<grid.cells.count {
      switch grid.cells[index].kind {
      case .localText, .error, .isoDate:
        let old = Int(truncatingIfNeeded: grid.cells[index].payload)
        guard let new = grid.localTexts.append(old, of: texts) else { continue }
        grid.cells[index].payload = UInt64(new)
        if let runs = runs[old] { grid.localRuns[new] = runs }
      default: continue
      }
    }
  }

  /// Whether any row is hidden, so that it matters whether a filter hides it.
  var hasHiddenRows: Bool {
    grid.rows.contains(where: \.isHidden) || late.contains(where: \.row.isHidden)
  }

  /// Puts late rows in their place and marks what a filter hides, among the rows that filters cover.
  consuming func finish(
    _ frame: SheetFrame,
    filtered: [ClosedRange<Int>],
    notes: [GridNote]
  ) -> Grid {
    grid.notes += notes
    if !late.isEmpty { reorder() }
    grid.merges = frame.merges
    grid.filledBlanks = frame.filledBlanks
    grid.hiddenColumns = frame.hiddenColumns
    for index in grid.rows.indices where grid.rows[index].isHidden {
      let number = Int(grid.rows[index].number)
      guard filtered.contains(where: { $0.contains(number) }) else { continue }
      grid.rows[index].isHidden = false
      grid.rows[index].isFilteredOut = true
    }
    return grid
  }

  private mutating func reorder() {
    var all: [Int32: Part] = [:]
    for index in grid.rows.indices {
      let slice = grid.cells(ofRowAt: index)
      let cells = slice.indices.map { (grid.cells[$0], grid.formulas[$0]) }
      all[grid.rows[index].number] = (grid.rows[index], cells)
    }
    // Of two rows with one number the cells are put together, the later cell counts.
    for part in late {
      guard let known = all[part.row.number] else {
        all[part.row.number] = part
        continue
      }
      var byColumn: [UInt16: (PackedCell, String?)] = [:]
      for cell in known.cells + part.cells {
        guard let first = byColumn.updateValue(cell, forKey: cell.0.column) else { continue }
        if first.0.kind != cell.0.kind || first.0.payload != cell.0.payload {
          let place = CellReference(row: Int(part.row.number), column: Int(cell.0.column))
          if grid.notes.count < GridNote.most { grid.notes.append(GridNote(.cellTwice, place)) }
        }
      }
      all[part.row.number] = (known.row, byColumn.sorted { $0.key < $1.key }.map(\.value))
    }
    grid.rows = []
    grid.cells = []
    grid.formulas = [:]
    for (_, part) in all.sorted(by: { $0.key < $1.key }) { append(part) }
  }

  private mutating func append(_ part: Part) {
    var row = part.row
    row.firstCell = Int32(truncatingIfNeeded: grid.cells.count)
    grid.rows.append(row)
    for (cell, formula) in part.cells {
      if let formula { grid.formulas[grid.cells.count] = formula }
      grid.cells.append(cell)
    }
  }
}
