/// Where the rows and fields of a window stand, as plain numbers in two flat buffers.
struct RowMarks: ~Copyable {
  /// One row.
  struct Row {
    /// The index of its first field.
    var firstField: Int
    /// Where its first byte stands in the window.
    var start: Int
    /// The physical line of its first byte, counted from the window's first row.
    var line: Int
  }

  /// A field was written in quotes.
  static let quoted: UInt64 = 1
  /// A field's content differs from its bytes: doubled quotes, escapes, text behind a quote.
  static let complex: UInt64 = 2

  private(set) var ends: UnsafeMutablePointer<UInt64>
  private(set) var rows: UnsafeMutablePointer<Row>
  var fieldCount = 0
  var rowCount = 0
  private var capacity = 4096

  init() {
    ends = .allocate(capacity: capacity)
    rows = .allocate(capacity: capacity)
  }

  deinit {
    ends.deallocate()
    rows.deallocate()
  }

  mutating func removeAll() {
    fieldCount = 0
    rowCount = 0
  }

  /// Makes room for as many fields and rows as 64 bytes can hold.
  @inline(__always)
  mutating func reserve() {
    if max(fieldCount, rowCount) + 130 > capacity { grow() }
  }

  private mutating func grow() {
    let larger = capacity * 2
    let newEnds = UnsafeMutablePointer<UInt64>.allocate(capacity: larger)
    newEnds.update(from: ends, count: fieldCount)
    let newRows = UnsafeMutablePointer<Row>.allocate(capacity: larger)
    newRows.update(from: rows, count: rowCount)
    ends.deallocate()
    rows.deallocate()
    (ends, rows, capacity) = (newEnds, newRows, larger)
  }

  @inline(__always)
  mutating func endField(at position: Int, flags: UInt64) {
    ends[fieldCount] = UInt64(truncatingIfNeeded: position) << 2 | flags
    fieldCount &+= 1
  }

  @inline(__always)
  mutating func endRow(_ row: Row) {
    rows[rowCount] = row
    rowCount &+= 1
  }
}
