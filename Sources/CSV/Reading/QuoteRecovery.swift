/// What a quoted field means whose quotes are wrong.
extension RowTokenizer {
  /// Where a field ends in whose quotes a bare quote stands at `quotePlace`; `nil` where the end cuts
  /// the line off.
  ///
  /// `"Thôn "Mới" A",1` goes on to the quote before a delimiter; `"Thôn"Mới,"x"` ends at the
  /// delimiter, because the next quote opens another field; `"12""","x"` written as `"12"","x"`
  /// ends at the pair of quotes before a delimiter.
  func closing(
    _ cursor: Cursor,
    open: Int,
    after quotePlace: Int,
    _ candidate: Int,
    _ isFinal: Bool
  ) -> Int? {
    let (bytes, end) = (cursor.bytes, cursor.end)
    if candidate >= 0, opensField(bytes, quotePlace, from: open) { return candidate }
    var firstDelimiter = -1
    var place = quotePlace + 1
    while place < end, bytes[place] != Self.lineFeed, bytes[place] != Self.carriageReturn {
      if isDelimiter(bytes, place, end) {
        if firstDelimiter < 0 { firstDelimiter = place }
        place += delimiterLength
        continue
      }
      if bytes[place] == quote {
        if firstDelimiter >= 0, opensField(bytes, place, from: quotePlace + 1) { break }
        if place + 1 < end, bytes[place + 1] == quote {
          place += 2
          continue
        }
        if place + 1 >= end, !isFinal { return nil }
        if endsField(bytes, place + 1, end) { return place + 1 }
      }
      place += 1
    }
    if place >= end, !isFinal { return nil }
    return firstDelimiter >= 0 ? firstDelimiter : place
  }

  /// Whether a delimiter stands right before a place.
  private func opensField(_ bytes: UnsafePointer<UInt8>, _ place: Int, from start: Int) -> Bool {
    place - delimiterLength >= start
      && isDelimiter(bytes, place - delimiterLength, place)
  }

  func isInFirstLine(_ bytes: UnsafePointer<UInt8>, from start: Int, to end: Int) -> Bool {
    for place in start..<end
    where bytes[place] == Self.lineFeed || bytes[place] == Self.carriageReturn {
      return false
    }
    return true
  }

  /// The content of a field whose bytes are not its content.
  static func content(_ field: UnsafeBufferPointer<UInt8>, _ dialect: CSVDialect) -> [UInt8] {
    var result: [UInt8] = []
    result.reserveCapacity(field.count)
    let quote = dialect.quote
    let isQuoted = field.first != nil && field.first == quote
    let isClosed = isQuoted && field.count > 1 && field.last == quote
    var isInside = isQuoted
    var index = isQuoted ? 1 : 0
    let end = isClosed ? field.count - 1 : field.count
    while index < end {
      let byte = field[index]
      if let escape = dialect.escape, byte == escape, index + 1 < end {
        // Only what has a meaning is escaped: `C:\thon` keeps its bar.
        let next = field[index + 1]
        if next == quote || next == escape || next == dialect.delimiter[0] {
          result.append(next)
          index += 2
          continue
        }
      } else if isInside, byte == quote {
        if index + 1 < end, field[index + 1] == quote {
          result.append(byte)
          index += 2
          continue
        }
        if !isClosed {
          // The closing quote of a field with text behind it.
          isInside = false
          index += 1
          continue
        }
      }
      result.append(byte)
      index += 1
    }
    return result
  }
}
