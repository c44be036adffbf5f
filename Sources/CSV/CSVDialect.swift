/// How a delimited text is written (RFC 4180, and what programs make of it).
public struct CSVDialect: Hashable, Sendable {
  /// The byte between fields: comma, semicolon, tab or bar.
  public var delimiter: UInt8
  /// The byte around fields that hold delimiters, quotes or line breaks.
  public var quote: UInt8

  /// Creates a dialect; RFC 4180's by default.
  public init(delimiter: UInt8 = UInt8(ascii: ","), quote: UInt8 = UInt8(ascii: "\"")) {
    self.delimiter = delimiter
    self.quote = quote
  }
}
