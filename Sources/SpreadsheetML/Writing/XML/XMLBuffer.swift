import Tabular

/// XML on its way into the entry of a container: a fixed buffer that is compressed whenever it is full.
///
/// `reserve` makes room, the `put` methods then write without looking.
struct XMLBuffer: ~Copyable {
  static let head: StaticString = "<?xml version=\"1.0\" encoding=\"UTF-8\" standalone=\"yes\"?>\n"
  /// What one `reserve` can ask for.
  static let largest = 64 << 10
  private static let capacity = 128 << 10

  private var zip: ZipOutput
  private let base: UnsafeMutablePointer<UInt8>
  private var count = 0

  init(_ zip: consuming ZipOutput) {
    self.zip = zip
    base = .allocate(capacity: Self.capacity)
  }

  deinit { base.deallocate() }

  // MARK: - Entries

  mutating func begin(_ name: String, mayBeLarge: Bool = false) throws(WriteError) {
    try zip.begin(name, mayBeLarge: mayBeLarge)
    put(Self.head)
  }

  mutating func end() throws(WriteError) {
    try flush(isLast: true)
    try zip.end()
  }

  /// A whole small part, without the XML declaration that it gets here.
  mutating func add(_ name: String, _ text: String) throws(WriteError) {
    try begin(name)
    try append(text)
    try end()
  }

  mutating func finish() throws(WriteError) { try zip.finish() }

  private mutating func flush(isLast: Bool) throws(WriteError) {
    try zip.write(UnsafeBufferPointer(start: base, count: count), isLast: isLast)
    count = 0
  }

  /// Makes room for at least this many bytes, at most ``largest``.
  @inline(__always)
  mutating func reserve(_ bytes: Int) throws(WriteError) {
    if Self.capacity - count < bytes { try flush(isLast: false) }
  }

  // MARK: - Bytes that were reserved

  @inline(__always)
  mutating func put(_ piece: StaticString) {
    (base + count).update(from: piece.utf8Start, count: piece.utf8CodeUnitCount)
    count += piece.utf8CodeUnitCount
  }

  @inline(__always)
  mutating func put(_ byte: UInt8) {
    base[count] = byte
    count += 1
  }

  /// The first bytes of a word, from its lowest.
  @inline(__always)
  mutating func put(word: UInt64, count bytes: Int) {
    UnsafeMutableRawPointer(base + count).storeBytes(of: word.littleEndian, as: UInt64.self)
    count += bytes
  }

  @inline(__always)
  mutating func put(_ number: Int) { count += NumberText.write(number, to: base + count) }

  mutating func put(_ number: Double) { count += NumberText.write(number, to: base + count) }

  mutating func put(_ number: ExactDecimal) { count += NumberText.write(number, to: base + count) }

  // MARK: - Texts of any length

  /// XML as it is.
  mutating func append(_ text: String) throws(WriteError) {
    try text.withBytes { (bytes) throws(WriteError) in try append(bytes) }
  }

  mutating func append(_ bytes: [UInt8]) throws(WriteError) {
    try bytes.withUnsafeBufferPointer { (buffer) throws(WriteError) in try append(buffer) }
  }

  private mutating func append(_ bytes: UnsafeBufferPointer<UInt8>) throws(WriteError) {
    var start = 0
    while start < bytes.count {
      let end = min(bytes.count, start + Self.largest)
      try reserve(end - start)
      for index in start..<end { base[count + index - start] = bytes[index] }
      count += end - start
      start = end
    }
  }

  /// The content of an element, escaped.
  @inline(__always)
  mutating func escape(_ text: UnsafeBufferPointer<UInt8>) throws(WriteError) {
    let piece = Self.largest / XMLText.widest
    if text.count <= piece {
      try reserve(text.count * XMLText.widest)
      count += XMLText.write(text, 0..<text.count, to: base + count)
      return
    }
    var start = 0
    while start < text.count {
      var end = min(text.count, start + piece)
      while end < text.count, text[end] & 0xC0 == 0x80 { end -= 1 }
      try reserve((end - start) * XMLText.widest)
      count += XMLText.write(text, start..<end, to: base + count)
      start = end
    }
  }
}
