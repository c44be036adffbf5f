import VietnameseText

/// Reads columns of delimited text typed, a window of rows at a time, in bounded memory.
package struct ColumnReader: ~Copyable {
  /// The columns of the rows that ``next()`` read, in the order that they were asked for.
  package private(set) var columns: [TypedColumn]
  /// The zero-based number of the first of these rows.
  package private(set) var firstRow = 0
  /// How many rows there are.
  package private(set) var rowCount = 0

  private var reader: CSVReader
  private let indices: [Int]
  private let start: Int

  /// Reads these zero-based columns from a zero-based row on.
  package init(
    _ reader: consuming CSVReader,
    columns: [(index: Int, kind: ColumnKind)],
    fromRow start: Int = 0
  ) {
    let encoding = reader.encoding
    self.columns = columns.map { TypedColumn($0.kind, encoding) }
    indices = columns.map(\.index)
    self.start = start
    self.reader = reader
  }

  /// What was read by a rule for bad text, so far.
  package var issues: [CSVIssue] { reader.issues }

  /// Reads the next rows; `false` after the last.
  package mutating func next() throws(CSVError) -> Bool {
    while true {
      let count = try reader.nextWindow()
      if count == 0 { return false }
      let skipped = max(0, min(start - (reader.row - count + 1), count))
      firstRow = reader.row - count + 1 + skipped
      rowCount = count - skipped
      if rowCount > 0 { break }
    }
    var extra: [UInt8] = []
    var holders: [Int] = []
    let view = reader.view
    let length = reader.windowCount
    for index in columns.indices {
      let keepsText = columns[index].read(
        view,
        column: indices[index],
        from: view.rowCount - rowCount,
        dialect: reader.dialect,
        length: length,
        extra: &extra
      )
      if keepsText { holders.append(index) }
    }
    if holders.isEmpty { return true }
    // One copy of the window for all columns, in which their texts stand.
    let bytes = Array(UnsafeBufferPointer(start: view.window, count: length)) + extra
    for index in holders { columns[index].hold(bytes) }
    return true
  }
}
