import CByteMasks

/// Finds the rows and fields of a window of bytes, 64 bytes at a time; it never fails.
///
/// Bad CSV has a defined reading, and an issue says so:
/// - a quote inside an unquoted field is a character;
/// - a quote inside a quoted field that is not doubled is a character where a closing quote follows in
///   the line, else the text behind it belongs to the field;
/// - a quote that is never closed, that closes in a later line with text behind it, or whose field is
///   larger than allowed, is a character: its row ends at the line's end, and no row is swallowed.
///
/// CR, LF and CRLF end a row, also mixed.
struct RowTokenizer {
  let dialect: CSVDialect
  /// The most bytes of one field.
  let fieldLimit: Int
  /// What was found wrong in the window, by index of row and field in the marks.
  var issues: [(kind: CSVIssue.Kind, row: Int, field: Int, line: Int, position: Int)] = []

  let first: UInt8
  let isLong: Bool
  let delimiterLength: Int
  /// Line feeds stand for what a dialect does not have: they are looked for anyway.
  let quote: UInt8
  let escape: UInt8
  let hasQuote: Bool
  let hasEscape: Bool

  init(_ dialect: CSVDialect, fieldLimit: Int) {
    self.dialect = dialect
    self.fieldLimit = fieldLimit
    first = dialect.delimiter[0]
    isLong = dialect.delimiter.count > 1
    delimiterLength = dialect.delimiter.count
    hasQuote = dialect.quote != nil
    hasEscape = dialect.escape != nil
    quote = dialect.quote ?? Self.lineFeed
    escape = dialect.escape ?? Self.lineFeed
  }

  static let lineFeed: UInt8 = 0x0A
  static let carriageReturn: UInt8 = 0x0D

  /// The place of the next byte that may mean something, found by masks of 64 bytes.
  struct Cursor {
    let bytes: UnsafePointer<UInt8>
    let end: Int
    var base: Int
    var mask: UInt64 = 0
    /// Bytes before this place have had their meaning.
    var spent: Int
  }

  @inline(__always)
  private func load(_ cursor: inout Cursor) {
    let place = cursor.bytes + cursor.base
    var mask = ntm_mask_of_four(place, first, quote, Self.lineFeed, Self.carriageReturn)
    if hasEscape { mask |= ntm_mask_of_four(place, escape, escape, escape, escape) }
    let left = cursor.end - cursor.base
    if left < 64 { mask &= UInt64.max >> UInt64(64 - left) }
    cursor.mask = mask
  }

  /// The next place; -1 at the end.
  @inline(__always)
  private func next(_ cursor: inout Cursor, _ marks: inout RowMarks) -> Int {
    while true {
      while cursor.mask == 0 {
        cursor.base &+= 64
        if cursor.base >= cursor.end { return -1 }
        marks.reserve()
        load(&cursor)
      }
      let place = cursor.base &+ cursor.mask.trailingZeroBitCount
      cursor.mask &= cursor.mask &- 1
      if place >= cursor.spent { return place }
    }
  }

  func move(_ cursor: inout Cursor, to place: Int) {
    cursor.base = place
    cursor.spent = place
    if place < cursor.end { load(&cursor) } else { cursor.mask = 0 }
  }

  @inline(__always)
  func isDelimiter(_ bytes: UnsafePointer<UInt8>, _ place: Int, _ end: Int) -> Bool {
    guard bytes[place] == first else { return false }
    if !isLong { return true }
    guard place + delimiterLength <= end else { return false }
    for index in 1..<delimiterLength where bytes[place + index] != dialect.delimiter[index] {
      return false
    }
    return true
  }

  /// Marks all rows from a place on; answers where the row begins that `end` cuts off.
  ///
  /// With `isFinal` nothing follows, and the last row is marked too. `line` is the physical line of the
  /// first byte and becomes that of the row that is cut off. 64 bytes behind the end must be readable.
  mutating func mark(
    _ bytes: UnsafePointer<UInt8>,
    from start: Int,
    to end: Int,
    isFinal: Bool,
    line: inout Int,
    _ marks: inout RowMarks
  ) -> Int {
    guard start < end else { return start }
    var cursor = Cursor(bytes: bytes, end: end, base: start, spent: start)
    marks.reserve()
    load(&cursor)
    var row = RowMarks.Row(firstField: marks.fieldCount, start: start, line: line)
    var fieldStart = start
    var flags: UInt64 = 0
    while true {
      let place = next(&cursor, &marks)
      if place < 0 { break }
      let byte = bytes[place]
      if byte == first, isDelimiter(bytes, place, end) {
        marks.endField(at: place, flags: flags)
        flags = 0
        fieldStart = place &+ delimiterLength
        cursor.spent = fieldStart
      } else if byte == Self.lineFeed || byte == Self.carriageReturn {
        var after = place &+ 1
        if byte == Self.carriageReturn {
          if after < end {
            if bytes[after] == Self.lineFeed { after &+= 1 }
          } else if !isFinal {
            break
          }
        }
        marks.endField(at: place, flags: flags)
        marks.endRow(row)
        flags = 0
        line &+= 1
        fieldStart = after
        cursor.spent = after
        row = RowMarks.Row(firstField: marks.fieldCount, start: after, line: line)
      } else if hasQuote, byte == quote, place == fieldStart {
        guard let outcome = quoted(&cursor, at: place, isFinal: isFinal, &marks, &line, row) else {
          break
        }
        flags = outcome
        // Going back over a quote that is none loads bytes anew, which can end as many fields again.
        marks.reserve()
      } else if hasEscape, byte == escape {
        if place &+ 1 >= end, !isFinal { break }
        flags |= RowMarks.complex
        cursor.spent = place &+ 2
      }
    }
    return finish(row, fieldStart: fieldStart, end: end, isFinal, flags, &line, &marks)
  }

  /// Takes the row that the end cuts off back, or ends it where nothing follows.
  private mutating func finish(
    _ row: RowMarks.Row,
    fieldStart: Int,
    end: Int,
    _ isFinal: Bool,
    _ flags: UInt64,
    _ line: inout Int,
    _ marks: inout RowMarks
  ) -> Int {
    if isFinal, row.start < end {
      marks.reserve()
      marks.endField(at: max(end, fieldStart), flags: flags)
      marks.endRow(row)
      return end
    }
    marks.fieldCount = row.firstField
    line = row.line
    while let last = issues.last, last.row >= marks.rowCount { issues.removeLast() }
    return row.start
  }

  /// Reads a quoted field up to what follows its closing quote; `nil` where the end cuts it off.
  private mutating func quoted(
    _ cursor: inout Cursor,
    at open: Int,
    isFinal: Bool,
    _ marks: inout RowMarks,
    _ line: inout Int,
    _ row: RowMarks.Row
  ) -> UInt64? {
    let (bytes, end) = (cursor.bytes, cursor.end)
    var lines = 0
    var flags = RowMarks.quoted
    var candidate = -1
    cursor.spent = open + 1
    while true {
      let place = next(&cursor, &marks)
      if place < 0 {
        if !isFinal, end - open <= fieldLimit { return nil }
        break
      }
      let byte = bytes[place]
      let after = place + 1
      if byte == quote {
        if after >= end, !isFinal { return nil }
        if after < end, bytes[after] == quote {
          flags |= RowMarks.complex
          cursor.spent = after + 1
          if after + 1 >= end, !isFinal { return nil }
          if candidate < 0, endsField(bytes, after + 1, end) { candidate = after + 1 }
          continue
        }
        if endsField(bytes, after, end) {
          guard after - open <= fieldLimit || lines == 0 else { break }
          line += lines
          cursor.spent = after
          return flags
        }
        if lines > 0 { break }
        guard let close = closing(cursor, open: open, after: place, candidate, isFinal) else {
          return nil
        }
        issues.append(
          (.misplacedQuote, marks.rowCount, marks.fieldCount - row.firstField, line, open)
        )
        move(&cursor, to: close)
        return RowMarks.quoted | RowMarks.complex
      } else if byte == Self.lineFeed
        || byte == Self.carriageReturn && !(after < end && bytes[after] == Self.lineFeed)
      {
        lines += 1
      } else if hasEscape, byte == escape {
        flags |= RowMarks.complex
        cursor.spent = place + 2
      }
    }
    let field = marks.fieldCount - row.firstField
    if candidate >= 0, isInFirstLine(bytes, from: open, to: candidate) {
      issues.append((.misplacedQuote, marks.rowCount, field, line, open))
      move(&cursor, to: candidate)
      return RowMarks.quoted | RowMarks.complex
    }
    issues.append((.unclosedQuote, marks.rowCount, field, line, open))
    move(&cursor, to: open + 1)
    return 0
  }

  @inline(__always)
  func endsField(_ bytes: UnsafePointer<UInt8>, _ place: Int, _ end: Int) -> Bool {
    place >= end || bytes[place] == Self.lineFeed || bytes[place] == Self.carriageReturn
      || isDelimiter(bytes, place, end)
  }
}
