/// How a delimited text is written (RFC 4180, and what programs make of it).
public struct CSVDialect: Hashable, Sendable {
  /// The bytes between fields: comma, semicolon, tab, bar; rarely several, such as a comma and a blank.
  public var delimiter: [UInt8]
  /// The byte around fields that hold delimiters, quotes or line breaks; `nil` where none does so.
  public var quote: UInt8?
  /// A byte before which the next one loses its meaning, besides doubled quotes; `nil` for none.
  public var escape: UInt8?

  /// Creates a dialect; RFC 4180's by default.
  public init(
    delimiter: UInt8 = UInt8(ascii: ","),
    quote: UInt8? = UInt8(ascii: "\""),
    escape: UInt8? = nil
  ) {
    self.init(delimiter: [delimiter], quote: quote, escape: escape)
  }

  /// Creates a dialect with a delimiter of one or more bytes.
  public init(delimiter: [UInt8], quote: UInt8? = UInt8(ascii: "\""), escape: UInt8? = nil) {
    self.delimiter = delimiter.isEmpty ? [UInt8(ascii: ",")] : delimiter
    self.quote = quote
    self.escape = escape
  }
}
