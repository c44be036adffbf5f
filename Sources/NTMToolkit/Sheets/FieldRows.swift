public import CSV
import Tabular

/// The rows of a CSV file as slices of its bytes, one at a time as they are asked for.
///
///     let rows = try SpreadsheetReader(path: "households.csv").fieldRows()
///     var bytes = 0
///     while try rows.next({ row in
///       for field in 0..<row.count { bytes += row.withBytes(ofField: field) { $0.count } }
///     }) {}
///
/// This is the fastest way to read a CSV file: memory is that of a window, nothing is copied for a field,
/// and a `String` is made only by ``FieldRow/text(ofField:)``.
public final class FieldRows {
  private var reader: CSVReader
  private let failure: (CSVError) -> ReadingError

  init(_ reader: consuming CSVReader, _ failure: @escaping (CSVError) -> ReadingError) {
    self.reader = reader
    self.failure = failure
  }

  /// What was read so far by a rule for bad text, such as a quote that is never closed.
  public var doubts: [SheetDoubt] { reader.issues.map(SheetDoubt.init) }

  /// Lends the next row, blank lines too; `false` after the last.
  ///
  /// Throws ``ReadingError`` where the file is damaged or exceeds a limit, and what `body` throws.
  public func next(_ body: (borrowing FieldRow) throws -> Void) throws -> Bool {
    do throws(CSVError) {
      guard try reader.next() else { return false }
    } catch {
      throw failure(error)
    }
    try reader.withRow(body)
    return true
  }
}

/// Some rows of a CSV file as typed columns, in the order that they were asked for.
public struct ColumnBatch: Sendable {
  /// The number of the first row as a spreadsheet program shows it, from 1.
  public let firstRow: Int
  /// The number of rows; every column has as many fields.
  public let count: Int
  /// The columns.
  public let columns: [TypedColumn]
}

/// Typed columns of a CSV file, some thousand rows at a time as they are asked for.
///
///     let batches = try SpreadsheetReader(path: "households.csv")
///       .columns(["E": .integer, "J": .decimal, "W": .date(.dayFirst), "K": .mark(yes: ["x"])], fromRow: 2)
///     while let batch = try batches.next() {
///       for row in 0..<batch.count where batch.columns[0].states[row] == .value {
///         people += batch.columns[0].integers[row]
///       }
///     }
///
/// Memory is that of a window. A field that is not of its column's kind is never lost or bent: its state
/// says so, and its text is kept.
public final class ColumnBatches {
  private var reader: ColumnReader
  private let failure: (CSVError) -> ReadingError

  init(_ reader: consuming ColumnReader, _ failure: @escaping (CSVError) -> ReadingError) {
    self.reader = reader
    self.failure = failure
  }

  /// What was read so far by a rule for bad text, such as a quote that is never closed.
  public var doubts: [SheetDoubt] { reader.issues.map(SheetDoubt.init) }

  /// The next rows, blank lines too; `nil` after the last.
  ///
  /// Throws ``ReadingError`` where the file is damaged or exceeds a limit.
  public func next() throws(ReadingError) -> ColumnBatch? {
    do throws(CSVError) {
      guard try reader.next() else { return nil }
    } catch {
      throw failure(error)
    }
    return ColumnBatch(
      firstRow: reader.firstRow + 1,
      count: reader.rowCount,
      columns: reader.columns
    )
  }
}

extension SheetDoubt {
  init(_ issue: CSVIssue) {
    let cell = CellReference(row: issue.row, column: issue.column)
    self.init(code: issue.kind.rawValue, address: cell.description)
  }
}

extension SpreadsheetReader {
  /// The rows of a CSV file as slices of its bytes.
  ///
  /// Throws ``ReadingError`` with the code `not-a-csv` for a workbook.
  public func fieldRows() throws(ReadingError) -> FieldRows {
    let source = try delimited()
    let failure = source.failure
    return FieldRows(source.take(), failure)
  }

  /// Columns of a CSV file by their letters, each read as the kind that is stated, from a row on.
  ///
  /// Throws ``ReadingError`` with the code `not-a-csv` for a workbook and `no-such-column` for letters
  /// that are none.
  public func columns(
    _ kinds: KeyValuePairs<String, ColumnKind>,
    fromRow first: Int = 1
  ) throws(ReadingError) -> ColumnBatches {
    try columns(kinds.map { ($0.key, $0.value) }, fromRow: first)
  }

  /// The same for a list of columns that is put together by a program.
  public func columns(
    _ kinds: [(String, ColumnKind)],
    fromRow first: Int = 1
  ) throws(ReadingError) -> ColumnBatches {
    var wanted: [(index: Int, kind: ColumnKind)] = []
    for (letters, kind) in kinds { wanted.append((try column(letters), kind)) }
    let source = try delimited()
    let failure = source.failure
    return ColumnBatches(
      ColumnReader(source.take(), columns: wanted, fromRow: max(first - 1, 0)),
      failure
    )
  }
}
