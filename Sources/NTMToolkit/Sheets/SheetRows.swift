package import Findings
import SpreadsheetML
import Tabular

/// The rows of a sheet, read one at a time as they are asked for.
///
/// Memory does not grow with the number of rows, and what is not asked for is not read. Because a sheet
/// is read once, front to back:
/// - rows come in the order of the file; nearly every program writes them rising, and a row that is
///   not says so (``SheetRow/isOutOfOrder``);
/// - merged ranges stand after the rows in a file, so they are known when ``next()`` has answered `nil`;
/// - damage is an error when reading meets it, and checksums are known at the end. Rows that came before
///   an error are not to be relied on.
public final class SheetRows {
  /// The sheet's name; for a CSV the file's name without its ending.
  public let sheet: String
  /// Merged ranges in A1 notation; `nil` before the last row was read.
  public var merges: [String]? { mergedRanges?.map(\.description) }

  private var mergedRanges: [CellRange]?

  /// The cell that holds the value of a cell: the upper left one of the merge over it, or itself.
  ///
  /// `nil` before the last row was read, and for what is no address in A1 notation. Where merges overlap,
  /// which no program should write, the first in the file counts. Takes a time that grows with the merges.
  public func anchor(of cell: String) -> String? {
    guard let place = CellReference(a1: cell), let mergedRanges else { return nil }
    return (mergedRanges.first { $0.contains(place) }?.upperLeft ?? place).description
  }

  /// Whether a cell lies under the merge of another, so that what it still holds is never shown.
  ///
  /// `nil` as for ``anchor(of:)``.
  public func isCovered(_ cell: String) -> Bool? {
    guard let place = CellReference(a1: cell), let anchor = anchor(of: cell) else { return nil }
    return anchor != place.description
  }

  /// What was read so far though no program should have written it so, such as a cell with two values.
  public var doubts: [SheetDoubt] {
    if case .text(let rows) = source { return rows.issues.map(SheetDoubt.init) }
    return notes.map { SheetDoubt(code: $0.kind.rawValue, address: $0.cell?.description) }
  }

  /// The findings of ``doubts``.
  package var findings: [Finding] {
    notes.map { FileProblem.finding($0, file: file.name, sheet: sheet) }
  }

  private var notes: [GridNote] {
    switch source {
    case .stream(let box): box.stream.notes
    case .grid(let grid, wants: _): grid.notes
    case .text: []
    }
  }

  private let source: Source
  private let file: InputFile
  private let limits: Limits
  private let epoch: DateEpoch
  private let isSheetHidden: Bool

  /// Where rows come from: a sheet that is read on, or a text table that is in memory.
  private enum Source {
    case stream(StreamBox)
    case grid(Grid, wants: (Int) -> Bool)
    case text(TextRows)
  }

  /// A place for a stream, which cannot be copied.
  private final class StreamBox {
    var stream: RowStream
    init(_ stream: consuming RowStream) { self.stream = stream }
  }

  private var nextRow = 0

  init(
    _ stream: consuming RowStream,
    of sheet: Workbook.Sheet,
    epoch: DateEpoch,
    file: InputFile,
    limits: Limits
  ) {
    self.sheet = sheet.name
    isSheetHidden = sheet.isHidden
    source = .stream(StreamBox(stream))
    self.epoch = epoch
    self.file = file
    self.limits = limits
  }

  init(_ grid: Grid, columns: [Int]?, file: InputFile, limits: Limits) {
    sheet = grid.name
    isSheetHidden = grid.isHidden
    let wanted = columns.map(Set.init)
    source = .grid(grid) { wanted?.contains($0) ?? true }
    epoch = grid.epoch
    self.file = file
    self.limits = limits
  }

  /// The rows of a delimited text, read as they are asked for.
  init(_ text: TextRows, sheet: String, file: InputFile, limits: Limits) {
    self.sheet = sheet
    isSheetHidden = false
    source = .text(text)
    epoch = .year1900
    self.file = file
    self.limits = limits
  }

  /// The next row that holds anything in the columns asked for; `nil` after the last.
  ///
  /// Throws ``ReadingError`` where the file is damaged or exceeds a limit.
  public func next() throws(ReadingError) -> SheetRow? {
    switch source {
    case .stream(let box):
      do throws(XMLError) {
        while try box.stream.next() {
          if let row = row(box.stream) { return row }
        }
      } catch {
        throw ReadingError(FileProblem(error, file: file.name, limits: limits))
      }
      mergedRanges = box.stream.frame.merges
    case .grid(let grid, let wants):
      while nextRow < grid.rows.count {
        nextRow += 1
        if let row = row(grid, nextRow - 1, wants) { return row }
      }
      mergedRanges = grid.merges
    case .text(let rows):
      if let row = try rows.next(file, limits) { return row }
      mergedRanges = []
    }
    return nil
  }

  /// Hands over the stored cells of all rows with their zero-based row, without making texts.
  func forEachCell(_ body: (Int, PackedCell) -> Void) throws(ReadingError) {
    switch source {
    case .stream(let box):
      do throws(XMLError) {
        while try box.stream.next() {
          for cell in box.stream.row.cells { body(box.stream.row.number, cell) }
        }
      } catch {
        throw ReadingError(FileProblem(error, file: file.name, limits: limits))
      }
    case .text(let rows): try rows.forEachCell(file, limits, body)
    case .grid(let grid, let wants):
      for index in grid.rows.indices {
        for cell in grid.cells(ofRowAt: index) where wants(Int(cell.column)) {
          body(Int(grid.rows[index].number), cell)
        }
      }
    }
  }

  private func row(_ stream: borrowing RowStream) -> SheetRow? {
    let row = stream.row
    var formulas = row.formulas[...]
    let hiddenColumns = stream.hiddenColumns
    var cells: [SheetCell] = []
    cells.reserveCapacity(row.cells.count)
    for (index, cell) in row.cells.enumerated() {
      let formula = formulas.first?.index == index ? formulas.removeFirst().text : nil
      let style = stream.style(of: cell)
      guard
        let value = SheetValue(cell, text: stream.text(of: cell), style: style, epoch: epoch)
      else { continue }
      let column = Int(cell.column)
      cells.append(
        SheetCell(
          value: value,
          formula: formula,
          format: style.formatCode,
          isHidden: isSheetHidden || row.isHidden
            || hiddenColumns.contains { $0.contains(column) },
          reference: CellReference(row: row.number, column: column)
        )
      )
    }
    if cells.isEmpty { return nil }
    return SheetRow(
      number: row.number + 1,
      isHidden: row.isHidden,
      outlineLevel: row.outlineLevel,
      isOutOfOrder: row.isOutOfOrder,
      cells: cells
    )
  }

  private func row(_ grid: Grid, _ index: Int, _ wants: (Int) -> Bool) -> SheetRow? {
    let row = grid.rows[index]
    let number = Int(row.number)
    let isHidden = row.isHidden || row.isFilteredOut
    var cells: [SheetCell] = []
    for position in grid.cells(ofRowAt: index).indices {
      let cell = grid.cells[position]
      let column = Int(cell.column)
      guard wants(column),
        let value = SheetValue(
          cell,
          text: grid.text(of: cell),
          style: grid.style(of: cell),
          epoch: grid.epoch
        )
      else { continue }
      cells.append(
        SheetCell(
          value: value,
          formula: cell.hasFormula ? grid.formulas[position] : nil,
          format: grid.style(of: cell).formatCode,
          isHidden: isSheetHidden || isHidden || grid.isColumnHidden(column),
          reference: CellReference(row: number, column: column)
        )
      )
    }
    if cells.isEmpty { return nil }
    return SheetRow(
      number: number + 1,
      isHidden: isHidden,
      outlineLevel: Int(row.outlineLevel),
      isOutOfOrder: false,
      cells: cells
    )
  }
}
