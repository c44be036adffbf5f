package import Tabular
import VietnameseText

/// A delimited text as a grid, with what was found out about how it is written.
package struct DelimitedFile: Sendable {
  package private(set) var grid: Grid
  package let input: DelimitedInput
  /// What was read by a rule for bad text, in the order of the rows.
  package private(set) var issues: [CSVIssue] = []
  /// The number of fields of the row of headings.
  package private(set) var width = 0
  /// The zero-based rows that are comments, which are no part of the grid.
  package private(set) var comments: [Int] = []

  package var dialect: CSVDialect { input.dialect }
  package var encoding: TextEncoding { input.encoding }
  package var hasByteOrderMark: Bool { input.hasByteOrderMark }

  private var rows: [TableShape.Row] = []
  /// The first field that had a guard against formulas, with how many there are.
  private var guarded: CSVIssue?
  private let keepsCells: Bool
  private var doubtfulRows: Set<Int> = []
  private var seenIssues = 0
  /// The first text of the last row.
  private var firstText = 0
  /// Whether a row of the table's width came.
  private var isBelowHeadings = false

  /// Reads all rows of a text; the grid has the name.
  ///
  /// Without `keepsCells` only the last row's cells are kept: what is said about the text is the same.
  package init(
    _ input: DelimitedInput,
    name: String,
    limits: Limits = Limits(),
    keepsCells: Bool = true
  ) throws(CSVError) {
    self.input = input
    self.keepsCells = keepsCells
    grid = Grid(name: name)
    var reader = try input.reader(limits: limits)
    while try reader.next() {
      if grid.cells.count > limits.cells {
        throw CSVError(.limitExceeded, line: reader.lineNumber, limit: .cells)
      }
      add(reader)
    }
    checkSwallowed()
    let shape = TableShape(rows)
    width = shape.width
    issues = reader.issues + shape.ragged(rows) + issues + (guarded.map { [$0] } ?? [])
    issues.sort { ($0.row, $0.column) < ($1.row, $1.column) }
    rows = []
  }

  /// Reads a text in memory; `nil` for what is none.
  package static func read(
    _ bytes: [UInt8],
    name: String,
    delimiter: UInt8? = nil
  ) -> DelimitedFile? {
    let options = DelimitedInput.Options(delimiter: delimiter.map { [$0] })
    guard let input = try? DelimitedInput(.memory(bytes), options: options) else { return nil }
    return try? DelimitedFile(input, name: name)
  }

  private mutating func add(_ reader: borrowing CSVReader) {
    let count = reader.fieldCount
    let line = reader.lineNumber
    if let last = rows.last, line - Int(last.line) > 1 { checkSwallowed() }
    if !keepsCells { forgetLastRow(reader) }
    let first = grid.cells.count
    // Above the headings a line with the sign is a title: it may name the village and the unit.
    let isComment = isBelowHeadings && Self.isComment(reader, width: input.width)
    var (filled, extent) = (0, 0)
    for column in 0..<count {
      guard let index = text(reader, column) else { continue }
      filled += 1
      extent = column + 1
      if isComment || column >= SheetBounds.columns { continue }
      grid.cells.append(
        PackedCell(payload: UInt64(index), column: column, style: 0, kind: .localText)
      )
    }
    rows.append(
      TableShape.Row(
        line: Int32(truncatingIfNeeded: line),
        count: isComment || reader.isBlank ? 0 : Int32(truncatingIfNeeded: count),
        extent: Int32(truncatingIfNeeded: extent),
        filled: isComment ? 0 : Int32(truncatingIfNeeded: filled),
        offset: reader.offset
      )
    )
    if isComment { comments.append(reader.row) }
    if count >= input.width, filled > 1 { isBelowHeadings = true }
    guard grid.cells.count > first else { return }
    grid.rows.append(Grid.Row(number: reader.row, firstCell: first, line: line))
  }

  /// Keeps the text of a field; `nil` for an empty one.
  private mutating func text(_ reader: borrowing CSVReader, _ column: Int) -> Int? {
    guard let table = reader.encoding.table else {
      if let slice = reader.slice(column) { return append(slice, reader, column) }
      return reader.bytes(column).withUnsafeBufferPointer { append($0, reader, column) }
    }
    let bytes = reader.bytes(column)
    if bytes.isEmpty { return nil }
    return bytes.withUnsafeBufferPointer { bytes in
      let decoded = table.decode(bytes)
      let index = grid.localTexts.append(decoded)
      if table.changes(bytes) {
        let original = LegacyEncoding.undecoded(bytes)
        // Letters that a program without the table shows right too were not changed.
        if !original.unicodeScalars.elementsEqual(decoded.unicodeScalars) {
          grid.localOriginals[index] = original
        }
      }
      return index
    }
  }

  /// Keeps a text in UTF-8 without the guard against formulas that a program wrote before it.
  private mutating func append(
    _ bytes: UnsafeBufferPointer<UInt8>,
    _ reader: borrowing CSVReader,
    _ column: Int
  ) -> Int? {
    guard let first = bytes.first else { return nil }
    if first == UInt8(ascii: "'"),
      let text = CSVField.unguarded(String(decoding: bytes, as: UTF8.self))
    {
      if guarded == nil {
        doubtfulRows.insert(reader.row)
        guarded = CSVIssue(
          kind: .guardRemoved,
          row: reader.row,
          column: column,
          line: reader.lineNumber,
          offset: reader.offset(ofField: column)
        )
      }
      guarded?.count += 1
      return grid.localTexts.append(text)
    }
    return grid.localTexts.append(utf8: bytes)
  }

  /// A line that begins with `#` and has not the fields of a row; a column may be headed `#`.
  private static func isComment(_ reader: borrowing CSVReader, width: Int) -> Bool {
    guard reader.raw(0).first == UInt8(ascii: "#") else { return false }
    return width > 1 && reader.fieldCount < width
  }

  /// Keeps nothing of the last row but its shape, unless something is to be said about it.
  private mutating func forgetLastRow(_ reader: borrowing CSVReader) {
    let known = reader.issues
    for issue in known[min(seenIssues, known.count)...] { doubtfulRows.insert(issue.row) }
    seenIssues = known.count
    if let row = grid.rows.last, !doubtfulRows.contains(Int(row.number)) {
      grid.cells.removeLast(grid.cells.count - Int(row.firstCell))
      grid.rows.removeLast()
      grid.localTexts.removeLast(to: firstText)
    }
    firstText = grid.localTexts.count
  }

  /// Whether the last row took whole rows into one of its quoted fields.
  private mutating func checkSwallowed() {
    guard let row = grid.rows.last, Int(row.number) == rows.count - 1, input.width > 2 else {
      return
    }
    let sign = Character(Unicode.Scalar(dialect.delimiter[0]))
    for cell in grid.cells(ofRowAt: grid.rows.count - 1) {
      guard let text = grid.text(of: cell) else { continue }
      let lines = text.split(omittingEmptySubsequences: false) { $0.isNewline }
      guard lines.count > 1, lines.contains(where: { isRow($0, sign) }) else { continue }
      issues.append(
        CSVIssue(
          kind: .swallowedRows,
          row: Int(row.number),
          column: Int(cell.column),
          line: Int(row.line),
          offset: rows[Int(row.number)].offset,
          count: lines.count
        )
      )
    }
  }

  private func isRow(_ line: Substring, _ sign: Character) -> Bool {
    line.count { $0 == sign } >= input.width - 1
  }
}
