package import Tabular
package import VietnameseText

/// A delimited text with how it is written: found by its content, or stated.
package struct DelimitedInput: Sendable {
  /// What somebody states about a text instead of leaving it to be found.
  package struct Options: Sendable {
    /// The encoding; `nil` finds it.
    package var encoding: TextEncoding?
    /// The delimiter; `nil` finds it.
    package var delimiter: [UInt8]?
    /// The quote; `nil` finds it.
    package var quote: CSVQuote?
    /// The tables of old encodings, asked for only where a text is not Unicode.
    package var legacy: @Sendable () -> [LegacyEncoding]

    package init(
      encoding: TextEncoding? = nil,
      delimiter: [UInt8]? = nil,
      quote: CSVQuote? = nil,
      legacy: @escaping @Sendable () -> [LegacyEncoding] = { [] }
    ) {
      self.encoding = encoding
      self.delimiter = delimiter
      self.quote = quote
      self.legacy = legacy
    }
  }

  /// Where the bytes come from.
  package enum Origin: Sendable {
    case file(path: String)
    case memory([UInt8])
  }

  package private(set) var dialect = CSVDialect()
  package private(set) var encoding = TextEncoding.utf8
  /// Whether an old encoding was found by the words that it makes.
  package private(set) var isFoundByContent = false
  package private(set) var hasByteOrderMark = false
  /// Another dialect that fits nearly as well.
  package private(set) var rival: CSVDialect?
  /// The most frequent number of fields in the first rows.
  package private(set) var width = 1
  /// The largest number of fields in the first rows.
  package private(set) var widest = 1

  private let origin: Origin
  private var offset = 0
  private var line = 1
  private static let headBytes = 256 << 10

  /// Looks at the beginning of a text, and as far as it takes to find a letter beyond ASCII.
  package init(_ origin: Origin, options: Options = Options()) throws(CSVError) {
    self.origin = origin
    let head = try Self.piece(of: origin, at: 0, Self.headBytes)
    let isWhole = head.count < Self.headBytes
    try findEncoding(head, isWhole, options)
    var text = try Self.unicode(head, encoding, offset)[...]
    if let (stated, length) = Self.separatorLine(text) {
      text = text.dropFirst(length)
      offset += encoding.isUTF16 ? length * 2 : length
      line = 2
      dialect.delimiter = [stated]
      decide(text, isWhole, options, delimiter: options.delimiter ?? [stated])
    } else {
      decide(text, isWhole, options, delimiter: options.delimiter)
    }
  }

  private mutating func decide(
    _ text: ArraySlice<UInt8>,
    _ isWhole: Bool,
    _ options: Options,
    delimiter: [UInt8]?
  ) {
    let finder = DialectFinder(text, isWhole: isWhole)
    let verdict = finder.find(delimiter: delimiter, quote: options.quote)
    dialect = verdict.dialect
    rival = verdict.rival
    width = verdict.width
    widest = verdict.widest
  }

  /// A reader from the first row on.
  package func reader(
    limits: Limits = Limits(),
    window: Int = 256 << 10
  ) throws(CSVError) -> CSVReader {
    CSVReader(
      try Self.source(origin, offset),
      dialect: dialect,
      encoding: encoding,
      limits: limits,
      line: line,
      offset: offset,
      window: window
    )
  }

  private static func source(_ origin: Origin, _ offset: Int) throws(CSVError) -> ByteSource {
    switch origin {
    case .file(let path): try ByteSource(path: path, offset: offset)
    case .memory(let bytes): ByteSource(bytes, offset: offset)
    }
  }

  private static func piece(
    of origin: Origin,
    at offset: Int,
    _ count: Int
  ) throws(CSVError) -> [UInt8] {
    var source = try source(origin, offset)
    let place = UnsafeMutablePointer<UInt8>.allocate(capacity: count)
    defer { place.deallocate() }
    var filled = 0
    while filled < count {
      let got = try source.read(into: place + filled, count: count - filled)
      if got == 0 { break }
      filled += got
    }
    return Array(UnsafeBufferPointer(start: place, count: filled))
  }

  // MARK: - Encoding

  private mutating func findEncoding(
    _ head: [UInt8],
    _ isWhole: Bool,
    _ options: Options
  ) throws(CSVError) {
    var finder = EncodingFinder(legacy: options.legacy)
    if options.encoding != nil { finder = EncodingFinder(legacy: { [] }) }
    let verdict = finder.find(head, isWhole: isWhole)
    if case .certain(let found, let mark) = verdict, mark > 0 {
      // A byte order mark is no letter, whatever is stated.
      hasByteOrderMark = true
      offset = mark
      encoding = found
    }
    if let stated = options.encoding {
      // `utf-16` without an end leaves it to the mark or the zeros.
      encoding = stated
      if case .certain(let found, _) = verdict, found.isUTF16, stated.isUTF16 { encoding = found }
      return
    }
    try take(verdict, head, at: 0)
    if isWhole || encoding != .utf8 || hasByteOrderMark || head.contains(where: { $0 >= 0x80 }) {
      return
    }
    try lookFurther(finder)
  }

  /// Letters may come long after a beginning of figures and codes.
  private mutating func lookFurther(_ finder: EncodingFinder) throws(CSVError) {
    var start = Self.headBytes
    var lines = 0
    while true {
      let before = try Self.piece(of: origin, at: start - Self.headBytes, Self.headBytes)
      lines += before.count { $0 == 0x0A }
      let piece = try Self.piece(of: origin, at: start, Self.headBytes)
      guard let first = piece.firstIndex(where: { $0 >= 0x80 }) else {
        if piece.count < Self.headBytes { return }
        start += piece.count
        continue
      }
      let sample = try Self.piece(of: origin, at: start + first, Self.headBytes)
      return try take(
        finder.find(sample, isWhole: sample.count < Self.headBytes),
        sample,
        at: start + first,
        lines: lines + piece.prefix(first).count { $0 == 0x0A }
      )
    }
  }

  private mutating func take(
    _ verdict: EncodingVerdict,
    _ bytes: [UInt8],
    at start: Int,
    lines: Int = 0
  ) throws(CSVError) {
    switch verdict {
    case .certain(let found, _): encoding = found
    case .byContent(let found):
      encoding = found
      isFoundByContent = true
    case .undecided(let place):
      throw CSVError(
        .undecidedEncoding,
        line: lines + bytes.prefix(place).count { $0 == 0x0A } + 1,
        offset: start + place,
        byte: place < bytes.count ? bytes[place] : 0
      )
    case .binary: throw CSVError(.binary)
    }
  }

  /// The beginning as UTF-8 or as bytes of an old encoding, without its byte order mark.
  private static func unicode(
    _ head: [UInt8],
    _ encoding: TextEncoding,
    _ mark: Int
  ) throws(CSVError) -> [UInt8] {
    let bytes = Array(head.dropFirst(mark))
    guard encoding.isUTF16 else { return bytes }
    var transcoder = UTF16Transcoder(isBigEndian: encoding == .utf16BigEndian)
    let place = UnsafeMutablePointer<UInt8>.allocate(capacity: bytes.count * 2 + 8)
    defer { place.deallocate() }
    guard let count = transcoder.write(bytes, to: place) else {
      throw CSVError(.damagedText, offset: mark)
    }
    return Array(UnsafeBufferPointer(start: place, count: count))
  }

  /// A first line `sep=;` states the delimiter and is no row; the length counts its line end.
  private static func separatorLine(
    _ text: ArraySlice<UInt8>
  ) -> (delimiter: UInt8, length: Int)? {
    let line = Array(text.prefix(8).prefix { $0 != 0x0A && $0 != 0x0D })
    guard line.count == 5,
      line.prefix(4).map({ $0 | 0x20 }) == Array("sep=".utf8).map({ $0 | 0x20 })
    else { return nil }
    var length = 5
    let rest = Array(text.dropFirst(5).prefix(2))
    if rest.first == 0x0D { length += 1 }
    if rest.dropFirst(length - 5).first == 0x0A { length += 1 }
    return (line[4], length)
  }
}
