/// One sheet or delimited file as read: rows of packed cells, merges, formulas and styles.
///
/// XLSX and CSV readers fill the same grid; everything after reading sees only this.
public struct Grid: Sendable {
  /// A row that holds at least one cell.
  public struct Row: Hashable, Sendable {
    /// The zero-based row number as a spreadsheet program shows it, minus one.
    public var number: Int32
    /// The index of its first cell in `cells`.
    public var firstCell: Int32
    /// How deep it lies in an outline; 0 for a row in none.
    public var outlineLevel: UInt8 = 0
    /// Whether it was hidden by hand.
    public var isHidden: Bool
    /// Whether a filter hides it; a filter is no deletion.
    public var isFilteredOut: Bool
    /// The one-based physical line of a delimited file; 0 for a sheet.
    public var line: Int32

    /// Creates a row.
    public init(
      number: Int,
      firstCell: Int,
      isHidden: Bool = false,
      isFilteredOut: Bool = false,
      line: Int = 0
    ) {
      self.number = Int32(truncatingIfNeeded: number)
      self.firstCell = Int32(truncatingIfNeeded: firstCell)
      self.isHidden = isHidden
      self.isFilteredOut = isFilteredOut
      self.line = Int32(truncatingIfNeeded: line)
    }
  }

  /// The sheet's name; for a delimited file the file's name without its ending.
  public var name: String
  /// Whether the sheet is hidden or very hidden.
  public var isHidden = false
  /// The day count that date cells use.
  public var epoch = DateEpoch.year1900
  /// All cells, row by row, each row from left to right.
  public var cells: [PackedCell] = []
  /// The rows that hold cells, in rising order.
  public var rows: [Row] = []
  /// Merged ranges; the value stands in the upper left cell.
  public var merges: [CellRange] = []
  /// Cells without a value that have a fill, as people mark rows by colour; of very many only the first.
  public var filledBlanks: Set<CellReference> = []
  /// Zero-based columns hidden by hand.
  public var hiddenColumns: [ClosedRange<Int>] = []
  /// The texts shared by all sheets of the workbook.
  public var sharedTexts = TextTable()
  /// The texts of this sheet alone: inline strings, formula results, errors.
  public var localTexts = TextTable()
  /// What local texts were before an old encoding was decoded, by text index.
  public var localOriginals: [Int: String] = [:]
  /// The fonts of shared texts that have several, by text index.
  public var sharedRuns: [Int: [TextRun]] = [:]
  /// The fonts of local texts that have several, by text index.
  public var localRuns: [Int: [TextRun]] = [:]
  /// The cell styles of the workbook; empty for a delimited file.
  public var styles: [CellStyle] = []
  /// Formula texts without the leading `=`, by index into `cells`.
  public var formulas: [Int: String] = [:]

  /// What was read though no program should have written it so.
  public var notes: [GridNote] = []

  /// Creates an empty grid.
  public init(name: String) { self.name = name }
}

extension Grid {
  /// The cells of the row at an index into `rows`.
  public func cells(ofRowAt index: Int) -> ArraySlice<PackedCell> {
    let end = index + 1 < rows.count ? Int(rows[index + 1].firstCell) : cells.count
    return cells[Int(rows[index].firstCell)..<end]
  }

  /// The index into `rows` of a row number; `nil` for a row without cells.
  public func rowIndex(of number: Int) -> Int? {
    var low = 0
    var high = rows.count
    while low < high {
      let middle = (low + high) / 2
      if Int(rows[middle].number) < number { low = middle + 1 } else { high = middle }
    }
    guard low < rows.count, Int(rows[low].number) == number else { return nil }
    return low
  }

  /// The index into `cells` of a column in the row at an index into `rows`.
  public func cellIndex(row index: Int, column: Int) -> Int? {
    let slice = cells(ofRowAt: index)
    var low = slice.startIndex
    var high = slice.endIndex
    while low < high {
      let middle = (low + high) / 2
      if Int(cells[middle].column) < column { low = middle + 1 } else { high = middle }
    }
    guard low < slice.endIndex, Int(cells[low].column) == column else { return nil }
    return low
  }

  /// The cell at an address; `nil` where nothing is stored.
  public subscript(reference: CellReference) -> PackedCell? {
    guard let row = rowIndex(of: reference.row) else { return nil }
    return cellIndex(row: row, column: reference.column).map { cells[$0] }
  }

  /// The text of a text, error or ISO date cell, made now; `nil` for other kinds.
  public func text(of cell: PackedCell) -> String? {
    switch cell.kind {
    case .sharedText: sharedTexts[Int(truncatingIfNeeded: cell.payload)]
    case .localText, .error, .isoDate: localTexts[Int(truncatingIfNeeded: cell.payload)]
    case .empty, .number, .date, .boolean, .missingResult, .badTextIndex: nil
    }
  }

  /// The runs of a text cell that has several fonts; `nil` for one font.
  public func runs(of cell: PackedCell) -> [TextRun]? {
    switch cell.kind {
    case .sharedText: sharedRuns[Int(truncatingIfNeeded: cell.payload)]
    case .localText: localRuns[Int(truncatingIfNeeded: cell.payload)]
    default: nil
    }
  }

  /// The style of a cell; General where the workbook has no such style.
  public func style(of cell: PackedCell) -> CellStyle {
    let index = Int(cell.style)
    return index < styles.count ? styles[index] : CellStyle()
  }

  /// Whether a column is hidden by hand.
  public func isColumnHidden(_ column: Int) -> Bool {
    hiddenColumns.contains { $0.contains(column) }
  }
}
