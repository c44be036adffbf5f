package import Tabular
import VietnameseText

#if canImport(Glibc)
  import Glibc
#elseif canImport(Darwin)
  import Darwin
#endif

/// Reads delimited text row by row in bounded memory; fields are slices of bytes.
///
/// A window of the text is in memory at a time. It grows only for a row that is longer. Fields of
/// UTF-8 and of the old one-byte encodings stand in it as they are in the file; UTF-16 becomes UTF-8
/// first. Decoding makes a `String` only for the field that is asked for.
package struct CSVReader: ~Copyable {
  /// The dialect that is read.
  package let dialect: CSVDialect
  /// How bytes become text.
  package let encoding: TextEncoding
  /// What was read by a rule for bad text, so far.
  package private(set) var issues: [CSVIssue] = []
  /// The zero-based number of the row that ``next()`` found.
  package private(set) var row = -1

  private var source: ByteSource
  private let limits: Limits
  private let checksText: Bool
  private var tokenizer: RowTokenizer
  private var transcoder: UTF16Transcoder?
  private var marks = RowMarks()
  private var window: UnsafeMutablePointer<UInt8>
  private var capacity: Int
  private var filled = 0
  /// Where the row begins that the window cuts off.
  private var pending = 0
  /// Up to where the text is known to be UTF-8.
  private var checked = 0
  private var isAtEnd = false
  private var line: Int
  /// The offset in the file of the window's first byte.
  private var windowOffset: Int
  private var current = -1

  /// A file of nothing but mistakes must not fill the memory with issues.
  private static let mostIssues = 10_000
  /// Readable bytes behind what is filled.
  private static let padding = 64

  /// Creates a reader of a source that stands behind a byte order mark or `sep=` line.
  ///
  /// `line` and `offset` are the physical line and the offset that the source stands at; `window` is
  /// how many bytes are read at once.
  package init(
    _ source: consuming ByteSource,
    dialect: CSVDialect,
    encoding: TextEncoding = .utf8,
    limits: Limits = Limits(),
    line: Int = 1,
    offset: Int = 0,
    window size: Int = 256 << 10,
    checksText: Bool = true
  ) {
    self.checksText = checksText
    self.source = source
    self.dialect = dialect
    self.encoding = encoding
    self.limits = limits
    self.line = line
    windowOffset = offset
    tokenizer = RowTokenizer(dialect, fieldLimit: limits.textBytes)
    switch encoding {
    case .utf16LittleEndian: transcoder = UTF16Transcoder(isBigEndian: false)
    case .utf16BigEndian: transcoder = UTF16Transcoder(isBigEndian: true)
    case .utf8, .legacy: transcoder = nil
    }
    capacity = max(size, 16)
    window = .allocate(capacity: capacity + Self.padding)
    window.initialize(repeating: 0, count: capacity + Self.padding)
  }

  deinit { window.deallocate() }

  /// Goes to the next row; `false` after the last.
  package mutating func next() throws(CSVError) -> Bool {
    current += 1
    while current >= marks.rowCount {
      guard try fill() else { return false }
      current = 0
    }
    row += 1
    if fieldCount > limits.columns { throw exceeded(.columns) }
    if row >= limits.rows { throw exceeded(.rows) }
    let mark = marks.rows[current]
    let end = Int(truncatingIfNeeded: marks.ends[lastField] >> 2)
    if end - mark.start > limits.textBytes { try checkFields() }
    return true
  }

  private var lastField: Int {
    (current + 1 < marks.rowCount ? marks.rows[current + 1].firstField : marks.fieldCount) - 1
  }

  private func exceeded(_ limit: Limits.Name) -> CSVError {
    CSVError(.limitExceeded, line: lineNumber, offset: offset, limit: limit)
  }

  private func checkFields() throws(CSVError) {
    for index in 0..<fieldCount where raw(index).count > limits.textBytes {
      throw exceeded(.textBytes)
    }
  }

  // MARK: - The row

  /// The number of fields of the row; at least one, also for a blank line.
  package var fieldCount: Int { lastField - marks.rows[current].firstField + 1 }

  /// The physical line on which the row begins, from 1.
  package var lineNumber: Int { marks.rows[current].line }

  /// The offset of the row's first byte in the file.
  package var offset: Int { offset(of: marks.rows[current].start) }

  /// The offset of a field's first byte in the file, its quote included.
  package func offset(ofField index: Int) -> Int {
    offset(of: bounds(index).start)
  }

  private func offset(of position: Int) -> Int {
    guard transcoder != nil else { return windowOffset + position }
    return windowOffset
      + UTF16Transcoder.length(of: UnsafeBufferPointer(start: window, count: position))
  }

  /// Whether the row is a line with nothing on it.
  package var isBlank: Bool { fieldCount == 1 && raw(0).isEmpty }

  @inline(__always)
  private func bounds(_ index: Int) -> (start: Int, end: Int, flags: UInt64) {
    let mark = marks.rows[current]
    let field = mark.firstField &+ index
    let entry = marks.ends[field]
    let start =
      index == 0
      ? mark.start
      : Int(truncatingIfNeeded: marks.ends[field &- 1] >> 2) &+ tokenizer.delimiterLength
    return (start, Int(truncatingIfNeeded: entry >> 2), entry & 3)
  }

  /// The bytes of a field as they are written, quotes included; valid until ``next()``.
  @inline(__always)
  package func raw(_ index: Int) -> UnsafeBufferPointer<UInt8> {
    let (start, end, _) = bounds(index)
    return UnsafeBufferPointer(start: window + start, count: max(end &- start, 0))
  }

  /// The content of a field as bytes, where no byte has to be changed for that; valid until ``next()``.
  ///
  /// `nil` for doubled quotes, escapes and misplaced quotes, whose content ``bytes(_:)`` makes.
  @inline(__always)
  package func slice(_ index: Int) -> UnsafeBufferPointer<UInt8>? {
    let (start, end, flags) = bounds(index)
    if flags == 0 { return UnsafeBufferPointer(start: window + start, count: max(end &- start, 0)) }
    if flags & RowMarks.complex != 0 { return nil }
    return UnsafeBufferPointer(start: window + start + 1, count: end &- start &- 2)
  }

  /// The content of a field in the bytes of the file, UTF-16 as UTF-8.
  package func bytes(_ index: Int) -> [UInt8] {
    slice(index).map(Array.init) ?? RowTokenizer.content(raw(index), dialect)
  }

  /// The content of a field as text.
  package func text(_ index: Int) -> String {
    if let slice = slice(index) { return encoding.text(slice) }
    return RowTokenizer.content(raw(index), dialect).withUnsafeBufferPointer { encoding.text($0) }
  }

  /// The content of all fields as texts.
  package var texts: [String] { (0..<fieldCount).map { text($0) } }

  /// Lends the row that ``next()`` found.
  package func withRow<Result, Failure: Error>(
    _ body: (borrowing FieldRow) throws(Failure) -> Result
  ) throws(Failure) -> Result {
    try body(
      FieldRow(view, row: current, number: row + 1, encoding: encoding, dialect: dialect)
    )
  }

  /// The rows of the window.
  var view: RowsView {
    RowsView(
      window: UnsafePointer(window),
      ends: UnsafePointer(marks.ends),
      rows: UnsafePointer(marks.rows),
      rowCount: marks.rowCount,
      allFields: marks.fieldCount,
      delimiterLength: tokenizer.delimiterLength
    )
  }

  /// Goes to the last row of the next window and answers how many rows it has; 0 after the last.
  mutating func nextWindow() throws(CSVError) -> Int {
    guard try fill() else { return 0 }
    current = -1
    for _ in 0..<marks.rowCount { _ = try next() }
    return marks.rowCount
  }

  /// How many bytes of the window hold text.
  var windowCount: Int { filled }

  // MARK: - The window

  /// Moves what is cut off to the front, reads on, and marks the rows; `false` at the end.
  private mutating func fill() throws(CSVError) -> Bool {
    while !isAtEnd {
      shift()
      try readOn()
      try check()
      marks.removeAll()
      tokenizer.issues.removeAll(keepingCapacity: true)
      let before = line
      pending = tokenizer.mark(
        window,
        from: 0,
        to: filled,
        isFinal: isAtEnd,
        line: &line,
        &marks
      )
      collectIssues(from: before)
      if marks.rowCount > 0 { return true }
    }
    return false
  }

  private mutating func shift() {
    if pending > 0 {
      let offset = offset(of: pending)
      window.update(from: window + pending, count: filled - pending)
      windowOffset = offset
      filled -= pending
      checked = max(checked - pending, 0)
      pending = 0
    }
  }

  /// Fills the window, which doubles where a row is longer than half of it.
  private mutating func readOn() throws(CSVError) {
    if filled > capacity / 2 {
      // Twice the largest row that limits allow is enough for its end to be seen.
      if filled > limits.rowBytes {
        throw CSVError(.limitExceeded, line: line, offset: windowOffset, limit: .rowBytes)
      }
      let larger: UnsafeMutablePointer<UInt8> = .allocate(capacity: capacity * 2 + Self.padding)
      larger.initialize(repeating: 0, count: capacity * 2 + Self.padding)
      larger.update(from: window, count: filled)
      window.deallocate()
      (window, capacity) = (larger, capacity * 2)
    }
    let room = capacity - filled
    if transcoder != nil { return try transcode(room) }
    let got = try source.read(into: window + filled, count: room)
    if got == 0 { isAtEnd = true }
    filled += got
    if windowOffset + filled > limits.fileBytes {
      throw CSVError(.limitExceeded, line: line, offset: windowOffset, limit: .fileBytes)
    }
  }

  private mutating func transcode(_ room: Int) throws(CSVError) {
    // A unit takes at most three bytes, and what waited from the last piece comes on top.
    let count = max(room / 3 * 2 - 4, 1)
    let place = UnsafeMutablePointer<UInt8>.allocate(capacity: count)
    defer { place.deallocate() }
    let got = try source.read(into: place, count: count)
    let piece = Array(UnsafeBufferPointer(start: place, count: got))
    guard let written = transcoder?.write(piece, to: window + filled),
      got > 0 || transcoder?.isCutOff == false
    else {
      throw damaged(at: filled)
    }
    if got == 0 { isAtEnd = true }
    filled += written
  }

  /// Nothing that is no text in the encoding gets past here.
  private mutating func check() throws(CSVError) {
    for index in 0..<Self.padding { window[filled + index] = 0 }
    guard checksText else { return }
    if case .legacy(let table) = encoding {
      for index in checked..<filled where !table.isDefined(window[index]) {
        throw damaged(at: index)
      }
      checked = filled
    }
    guard case .utf8 = encoding else { return }
    let (end, isDamaged) = UTF8Check.check(window, from: checked, to: filled)
    checked = end
    if isDamaged || isAtEnd && end < filled { throw damaged(at: end) }
  }

  private func damaged(at position: Int) -> CSVError {
    var lines = line
    for index in 0..<position where isLineEnd(index) { lines += 1 }
    let byte = position < filled ? window[position] : 0
    return CSVError(.damagedText, line: lines, offset: offset(of: position), byte: byte)
  }

  private func isLineEnd(_ index: Int) -> Bool {
    window[index] == 0x0A || window[index] == 0x0D && window[index + 1] != 0x0A
  }

  // MARK: - Issues

  private mutating func collectIssues(from line: Int) {
    let firstRow = row + 1
    for issue in tokenizer.issues {
      if issues.count >= Self.mostIssues { break }
      issues.append(
        CSVIssue(
          kind: issue.kind,
          row: firstRow + issue.row,
          column: issue.field,
          line: issue.line,
          offset: offset(of: issue.position)
        )
      )
    }
    var position = 0
    while position < pending, issues.count < Self.mostIssues,
      let zero = memchr(window + position, 0, pending - position)
    {
      position = window.distance(to: zero.assumingMemoryBound(to: UInt8.self))
      let issue = nul(at: position, firstRow)
      if issues.last != issue { issues.append(issue) }
      position += 1
    }
  }

  private func nul(at position: Int, _ firstRow: Int) -> CSVIssue {
    var index = 0
    while index + 1 < marks.rowCount, marks.rows[index + 1].start <= position { index += 1 }
    let first = marks.rows[index].firstField
    var field = first
    while field + 1 < marks.fieldCount, Int(marks.ends[field] >> 2) < position { field += 1 }
    return CSVIssue(
      kind: .nul,
      row: firstRow + index,
      column: field - first,
      line: marks.rows[index].line,
      // Where the field begins, so that a field of many zeros is one issue.
      offset: offset(of: field == first ? marks.rows[index].start : Int(marks.ends[field - 1] >> 2))
    )
  }
}
