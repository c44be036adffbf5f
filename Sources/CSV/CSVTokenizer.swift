/// Splits delimited UTF-8 bytes into fields, one row at a time; it never fails.
///
/// Bad CSV has a defined reading: a quote inside an unquoted field is a character; text after a
/// closing quote belongs to the field; a quote never closed runs to the end of the file, and
/// ``endedInQuotes`` says so. CR, LF and CRLF end a row, also mixed.
public struct CSVTokenizer: Sendable {
  /// One row with the physical line it starts on.
  public struct Row: Hashable, Sendable {
    /// The fields with quoting removed.
    public var fields: [String]
    /// The physical line of the first byte, from 1.
    public var line: Int
    /// The offset of the first byte.
    public var offset: Int
  }

  /// Whether the last row was inside quotes when the file ended.
  public private(set) var endedInQuotes = false
  private let bytes: [UInt8]
  private let dialect: CSVDialect
  private var position = 0
  private var line = 1

  /// Creates a tokenizer over UTF-8 bytes without a byte order mark.
  public init(_ bytes: [UInt8], dialect: CSVDialect) {
    self.bytes = bytes
    self.dialect = dialect
  }

  /// The next row; `nil` at the end.
  ///
  /// A line break at the very end starts no further row.
  public mutating func next() -> Row? {
    guard position < bytes.count else { return nil }
    var row = Row(fields: [], line: line, offset: position)
    while true {
      row.fields.append(readField())
      guard position < bytes.count else { return row }
      guard bytes[position] == dialect.delimiter else {
        skipLineBreak()
        return row
      }
      position += 1
      // A delimiter as the last byte is followed by one more, empty field.
      if position == bytes.count {
        row.fields.append("")
        return row
      }
    }
  }

  private mutating func skipLineBreak() {
    let isPair =
      bytes[position] == 0x0D && position + 1 < bytes.count
      && bytes[position + 1] == 0x0A
    position += isPair ? 2 : 1
    line += 1
  }

  private func isFieldEnd(_ byte: UInt8) -> Bool {
    byte == dialect.delimiter || byte == 0x0A || byte == 0x0D
  }

  private mutating func readField() -> String {
    var content: [UInt8] = []
    if position < bytes.count, bytes[position] == dialect.quote {
      position += 1
      readQuoted(into: &content)
    }
    let start = position
    while position < bytes.count, !isFieldEnd(bytes[position]) { position += 1 }
    content.append(contentsOf: bytes[start..<position])
    return String(decoding: content, as: UTF8.self)
  }

  /// Reads to behind the closing quote; two quotes are one.
  private mutating func readQuoted(into content: inout [UInt8]) {
    while position < bytes.count {
      let byte = bytes[position]
      position += 1
      if byte == dialect.quote {
        guard position < bytes.count, bytes[position] == dialect.quote else { return }
        position += 1
      } else if byte == 0x0A || byte == 0x0D && !(position < bytes.count && bytes[position] == 0x0A)
      {
        line += 1
      }
      content.append(byte)
    }
    endedInQuotes = true
  }
}
