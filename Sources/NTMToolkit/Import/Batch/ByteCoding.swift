import Tabular

/// Appends values to bytes: numbers in groups of seven bits, texts with their length.
struct ByteWriter {
  private(set) var bytes: [UInt8] = []

  /// Begins anew in the same memory.
  mutating func removeAll() { bytes.removeAll(keepingCapacity: true) }

  /// A number of 0 or more.
  mutating func number(_ value: Int) {
    if (0..<0x80).contains(value) { return bytes.append(UInt8(truncatingIfNeeded: value)) }
    var rest = UInt64(bitPattern: Int64(value))
    while rest >= 0x80 {
      bytes.append(UInt8(truncatingIfNeeded: rest) | 0x80)
      rest >>= 7
    }
    bytes.append(UInt8(rest))
  }

  /// Eight bytes, lowest first.
  mutating func fixed(_ value: UInt64) {
    withUnsafeBytes(of: value.littleEndian) { bytes.append(contentsOf: $0) }
  }

  /// Bytes as they are.
  mutating func raw(_ value: some Collection<UInt8>) { bytes.append(contentsOf: value) }

  /// Room for so many bytes more, where many are to come.
  mutating func reserve(_ count: Int) { bytes.reserveCapacity(bytes.count + count) }

  /// Puts eight bytes, lowest first, over those at a place.
  mutating func put(_ value: UInt64, at place: Int) {
    withUnsafeBytes(of: value.littleEndian) { source in
      for (index, byte) in source.enumerated() { bytes[place + index] = byte }
    }
  }

  mutating func flag(_ value: Bool) { bytes.append(value ? 1 : 0) }

  mutating func text(_ value: String) {
    var value = value
    value.withUTF8 {
      number($0.count)
      bytes.append(contentsOf: $0)
    }
  }

  /// A number, or nothing, as one more or 0.
  mutating func optional(_ value: Int?) { number(value.map { $0 + 1 } ?? 0) }

  mutating func optional(_ value: String?) {
    flag(value != nil)
    if let value { text(value) }
  }

  /// An exact number, or nothing.
  mutating func decimal(_ value: ExactDecimal?) {
    flag(value != nil)
    guard let value else { return }
    number(Int(value.significand))
    number(Int(value.exponent))
  }

  mutating func list<Items: Collection>(
    _ items: Items,
    _ write: (inout ByteWriter, Items.Element) -> Void
  ) {
    number(items.count)
    for item in items { write(&self, item) }
  }
}

/// Reads what a ``ByteWriter`` wrote; throws where bytes are missing or make no sense.
struct ByteReader {
  /// The bytes are not what a writer of this version wrote.
  struct Damage: Error {}

  private let bytes: ArraySlice<UInt8>
  private(set) var position: Int

  /// Reads from a place on.
  init(_ bytes: [UInt8], at position: Int = 0) { self.init(bytes[position...]) }

  init(_ bytes: ArraySlice<UInt8>) {
    self.bytes = bytes
    position = bytes.startIndex
  }

  var isAtEnd: Bool { position == bytes.endIndex }

  private mutating func byte() throws(Damage) -> UInt8 {
    guard position < bytes.endIndex else { throw Damage() }
    defer { position += 1 }
    return bytes[position]
  }

  mutating func number() throws(Damage) -> Int {
    var result: UInt64 = 0
    var shift: UInt64 = 0
    while true {
      let next = try byte()
      guard shift < 64 else { throw Damage() }
      result |= UInt64(next & 0x7F) << shift
      if next & 0x80 == 0 { return Int(Int64(bitPattern: result)) }
      shift += 7
    }
  }

  mutating func fixed() throws(Damage) -> UInt64 {
    guard bytes.endIndex - position >= 8 else { throw Damage() }
    defer { position += 8 }
    return bytes.withUnsafeBytes {
      UInt64(
        littleEndian: $0.loadUnaligned(fromByteOffset: position - bytes.startIndex, as: UInt64.self)
      )
    }
  }

  /// Goes on at a place that was passed before.
  mutating func move(to place: Int) { position = place }

  /// Passes over so many bytes.
  mutating func pass(_ count: Int) throws(Damage) {
    guard count >= 0, count <= bytes.endIndex - position else { throw Damage() }
    position += count
  }

  /// So many bytes as they are.
  mutating func raw(_ count: Int) throws(Damage) -> ArraySlice<UInt8> {
    guard count >= 0, count <= bytes.endIndex - position else { throw Damage() }
    defer { position += count }
    return bytes[position..<(position + count)]
  }

  mutating func flag() throws(Damage) -> Bool { try byte() != 0 }

  mutating func text() throws(Damage) -> String {
    let count = try number()
    guard count >= 0, count <= bytes.endIndex - position else { throw Damage() }
    defer { position += count }
    return String(decoding: bytes[position..<(position + count)], as: UTF8.self)
  }

  mutating func optionalNumber() throws(Damage) -> Int? {
    let value = try number()
    return value == 0 ? nil : value - 1
  }

  mutating func optionalText() throws(Damage) -> String? { try flag() ? try text() : nil }

  mutating func decimal() throws(Damage) -> ExactDecimal? {
    guard try flag() else { return nil }
    let significand = try number()
    let exponent = try number()
    guard let value = ExactDecimal(significand: Int128(significand), exponent: exponent) else {
      throw Damage()
    }
    return value
  }

  mutating func list<Item>(_ read: (inout ByteReader) throws(Damage) -> Item) throws(Damage)
    -> [Item]
  {
    let count = try number()
    guard count >= 0, count <= bytes.endIndex - position else { throw Damage() }
    var result: [Item] = []
    result.reserveCapacity(count)
    for _ in 0..<count { result.append(try read(&self)) }
    return result
  }
}
