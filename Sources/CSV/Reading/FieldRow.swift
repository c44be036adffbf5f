import VietnameseText

/// One row of delimited text whose fields are slices of the bytes that were read.
///
/// A row is lent for the time of a closure and cannot be kept. No field is copied and no `String` made
/// unless it is asked for; only doubled quotes and escapes are resolved, and only in the field that is
/// asked for.
public struct FieldRow: ~Copyable {
  /// The number of fields; at least one, also for a blank line.
  public let count: Int
  /// The row's number as a spreadsheet program shows it, from 1.
  public let number: Int
  /// The physical line on which the row begins, from 1; ahead of the number behind quoted line breaks.
  public let line: Int

  @usableFromInline let window: UnsafePointer<UInt8>
  @usableFromInline let ends: UnsafePointer<UInt64>
  @usableFromInline let start: Int
  @usableFromInline let delimiterLength: Int
  private let encoding: TextEncoding
  private let dialect: CSVDialect

  init(
    _ view: RowsView,
    row: Int,
    number: Int,
    encoding: TextEncoding,
    dialect: CSVDialect
  ) {
    let mark = view.rows[row]
    count = view.fieldCount(row)
    self.number = number
    line = mark.line
    window = view.window
    ends = view.ends + mark.firstField
    start = mark.start
    delimiterLength = view.delimiterLength
    self.encoding = encoding
    self.dialect = dialect
  }

  /// Lends the content of a field, counted from 0: the bytes of the file, UTF-16 as UTF-8, without the
  /// quotes around it and with doubled quotes and escapes resolved.
  ///
  /// A field that the row does not have is a mistake of the program and ends it.
  @inlinable
  public func withBytes<Result>(
    ofField index: Int,
    _ body: (Span<UInt8>) throws -> Result
  ) rethrows -> Result {
    precondition(index >= 0 && index < count, "the row has no field \(index)")
    let end = ends[index]
    let first =
      index == 0 ? start : Int(truncatingIfNeeded: ends[index &- 1] >> 2) &+ delimiterLength
    let last = Int(truncatingIfNeeded: end >> 2)
    // Bit 0 is a field in quotes, bit 1 one whose content is not what stands between them.
    if end & 2 != 0 { return try body(resolved(first, last).span) }
    let inset = Int(truncatingIfNeeded: end & 1)
    let slice = UnsafeBufferPointer(
      start: window + (first &+ inset),
      count: max(last &- first &- 2 &* inset, 0)
    )
    return try body(Span(_unsafeElements: slice))
  }

  @usableFromInline
  func resolved(_ first: Int, _ last: Int) -> [UInt8] {
    RowTokenizer.content(
      UnsafeBufferPointer(start: window + first, count: max(last - first, 0)),
      dialect
    )
  }

  /// The content of a field as text, decoded from the file's encoding; `nil` for a field that the row
  /// does not have.
  public func text(ofField index: Int) -> String? {
    guard index >= 0, index < count else { return nil }
    return withBytes(ofField: index) { bytes in
      bytes.withUnsafeBufferPointer { encoding.text($0) }
    }
  }
}

/// The rows that a window of text holds, as plain pointers; valid until the reader reads on.
struct RowsView {
  let window: UnsafePointer<UInt8>
  let ends: UnsafePointer<UInt64>
  let rows: UnsafePointer<RowMarks.Row>
  let rowCount: Int
  let allFields: Int
  let delimiterLength: Int

  @inline(__always)
  func fieldCount(_ row: Int) -> Int {
    (row &+ 1 < rowCount ? rows[row &+ 1].firstField : allFields) &- rows[row].firstField
  }

  /// Hands over one field of each row from a row on; rows that do not have it are left out.
  ///
  /// The flag says that the bytes are not the content; quotes around the field are taken off otherwise.
  @inline(__always)
  func forEachField(
    of column: Int,
    from first: Int,
    _ body: (_ row: Int, _ start: Int, _ count: Int, _ isComplex: Bool) -> Void
  ) {
    for row in first..<max(rowCount, first) {
      let mark = rows[row]
      let field = mark.firstField &+ column
      guard field < (row &+ 1 < rowCount ? rows[row &+ 1].firstField : allFields) else { continue }
      let end = ends[field]
      let start =
        column == 0
        ? mark.start : Int(truncatingIfNeeded: ends[field &- 1] >> 2) &+ delimiterLength
      let last = Int(truncatingIfNeeded: end >> 2)
      if end & RowMarks.complex != 0 {
        body(row, start, max(last &- start, 0), true)
      } else {
        let inset = Int(truncatingIfNeeded: end & RowMarks.quoted)
        body(row, start &+ inset, max(last &- start &- 2 &* inset, 0), false)
      }
    }
  }
}
