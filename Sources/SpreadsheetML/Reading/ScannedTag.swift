import Tabular

/// Why scanning stopped.
enum ScanStop: Error {
  /// Something outside the subset that the scanners read: libxml2's turn.
  case handOver
  /// The window ended inside an element: read on and try it again.
  case needMore
  case container(ContainerError)
}

/// A tag in a window: where its name and attributes lie.
///
/// It is valid until the window reads on.
struct ScannedTag {
  private let bytes: UnsafePointer<UInt8>
  private let nameStart: Int
  private let nameEnd: Int
  /// The index of `>`, or of `/` in an empty element.
  private let attributesEnd: Int
  let isEmpty: Bool
  let isClosing: Bool
  /// Whether an entity, a control byte or anything beyond ASCII stands in it.
  let isUnusual: Bool
  /// The index after `>`.
  let next: Int

  /// Finds the end of the tag that begins at an index; quotes may hold a `>`.
  init(at start: Int, in window: borrowing ByteWindow, limits: Limits) throws(ScanStop) {
    let bytes = window.bytes
    let windowEnd = window.end
    var index = start + 1
    guard index < windowEnd else { throw .needMore }
    isClosing = bytes[index] == 0x2F
    if isClosing { index += 1 }
    nameStart = index
    while index < windowEnd, Self.isNameByte(bytes[index]) { index += 1 }
    guard index < windowEnd else { throw .needMore }
    nameEnd = index
    // Comments, CDATA, processing instructions, document types.
    guard nameEnd > nameStart, nameEnd - nameStart < 256, Self.isNameStart(bytes[nameStart]) else {
      throw .handOver
    }
    var isUnusual = false
    index = try Self.end(of: bytes, from: index, to: windowEnd, &isUnusual)
    self.isUnusual = isUnusual
    if index - start > limits.tagBytes {
      throw .container(ContainerError(.limitExceeded, limit: .tagBytes))
    }
    guard index < windowEnd else { throw .needMore }
    let hasSlash = bytes[index - 1] == 0x2F && index - 1 >= nameEnd
    self.bytes = bytes
    attributesEnd = hasSlash ? index - 1 : index
    isEmpty = hasSlash && !isClosing
    next = index + 1
    guard isClosing else { return }
    var rest = nameEnd
    while rest < index, Self.isBlank(bytes[rest]) { rest += 1 }
    if rest < index { throw .handOver }
  }

  /// The index of the `>` that ends the tag, or of the window's end.
  private static func end(
    of bytes: UnsafePointer<UInt8>,
    from start: Int,
    to windowEnd: Int,
    _ isUnusual: inout Bool
  ) throws(ScanStop) -> Int {
    var index = start
    var quote: UInt8 = 0
    while index < windowEnd {
      let byte = bytes[index]
      if byte == 0x3C { throw .handOver }
      if quote != 0 {
        if byte == quote { quote = 0 }
      } else if byte == 0x22 || byte == 0x27 {
        quote = byte
      } else if byte == 0x3E {
        return index
      }
      if byte == 0x26 || byte >= 0x80 || (byte < 0x20 && !isBlank(byte)) { isUnusual = true }
      index += 1
    }
    return index
  }

  static func isBlank(_ byte: UInt8) -> Bool {
    byte == 0x20 || byte == 0x0A || byte == 0x0D || byte == 0x09
  }

  private static func isNameStart(_ byte: UInt8) -> Bool {
    byte &- 0x61 < 26 || byte &- 0x41 < 26 || byte == 0x5F
  }

  private static func isNameByte(_ byte: UInt8) -> Bool {
    switch byte {
    case 0x61...0x7A, 0x41...0x5A, 0x30...0x39, 0x5F, 0x3A, 0x2D, 0x2E: true
    default: false
    }
  }

  // MARK: - The name

  /// The name's bytes, for the list of open elements.
  var name: [UInt8] {
    Array(UnsafeBufferPointer(start: bytes + nameStart, count: nameEnd - nameStart))
  }

  func has(name: [UInt8]) -> Bool {
    guard nameEnd - nameStart == name.count else { return false }
    for offset in 0..<name.count where bytes[nameStart + offset] != name[offset] { return false }
    return true
  }

  func named(_ name: StaticString) -> Bool { matches(name, nameStart..<nameEnd) }

  /// Whether the name without its prefix is one; only names with a prefix are looked at.
  func isPrefixed(_ name: StaticString) -> Bool {
    let count = name.utf8CodeUnitCount
    guard nameEnd - nameStart > count, bytes[nameEnd - count - 1] == 0x3A else { return false }
    return matches(name, (nameEnd - count)..<nameEnd)
  }

  private func matches(_ word: StaticString, _ range: Range<Int>) -> Bool {
    guard range.count == word.utf8CodeUnitCount else { return false }
    for offset in 0..<range.count where bytes[range.lowerBound + offset] != word.utf8Start[offset] {
      return false
    }
    return true
  }

  // MARK: - Attributes

  /// One attribute: where its name and its value lie, and the index after the closing quote.
  private struct Attribute {
    var name: Range<Int>
    var value: Range<Int>
    var next: Int
  }

  /// The attribute at or after an index; `nil` at the end and for what is none.
  private func attribute(from start: Int) -> Attribute? {
    var index = start
    while index < attributesEnd, Self.isBlank(bytes[index]) { index += 1 }
    let nameStart = index
    while index < attributesEnd, Self.isNameByte(bytes[index]) { index += 1 }
    let name = nameStart..<index
    guard index + 1 < attributesEnd, !name.isEmpty, bytes[index] == 0x3D else { return nil }
    let quote = bytes[index + 1]
    guard quote == 0x22 || quote == 0x27 else { return nil }
    let first = index + 2
    index = first
    while index < attributesEnd, bytes[index] != quote { index += 1 }
    guard index < attributesEnd else { return nil }
    return Attribute(name: name, value: first..<index, next: index + 1)
  }

  /// Gives up what libxml2 refuses: an attribute given twice or without a blank before it, entities and
  /// characters that are none.
  ///
  /// Inside of `isKnown` elements entities are its business altogether.
  func checkAttributes(isKnown: Bool) throws(ScanStop) {
    if isUnusual {
      let all = nameEnd..<attributesEnd
      if isKnown { throw .handOver }
      for index in all where bytes[index] < 0x20 && !Self.isBlank(bytes[index]) { throw .handOver }
      guard PlainBytes.isText(bytes, all), XMLEntities.decode(bytes.text(all)) != nil else {
        throw .handOver
      }
    }
    var count = 0
    // The first letters of the names so far: most tags have no two names that begin alike.
    var letters: UInt64 = 0
    var index = nameEnd
    while let attribute = attribute(from: index) {
      let first = bytes[attribute.name.lowerBound]
      guard Self.isBlank(bytes[index]), Self.isNameStart(first) else { throw .handOver }
      if isKnown, matches("xmlns", attribute.name.prefix(5)) { throw .handOver }
      let letter = UInt64(1) << UInt64(first & 63)
      if letters & letter != 0, has(attribute.name, before: index) { throw .handOver }
      letters |= letter
      count += 1
      guard count <= 32 else { throw .handOver }
      index = attribute.next
    }
    while index < attributesEnd {
      guard Self.isBlank(bytes[index]) else { throw .handOver }
      index += 1
    }
  }

  /// Whether an attribute of the same name stands before an index.
  private func has(_ name: Range<Int>, before end: Int) -> Bool {
    var index = nameEnd
    while index < end, let attribute = attribute(from: index) {
      if isEqual(attribute.name, name) { return true }
      index = attribute.next
    }
    return false
  }

  private func isEqual(_ first: Range<Int>, _ second: Range<Int>) -> Bool {
    guard first.count == second.count else { return false }
    for offset in 0..<first.count
    where bytes[first.lowerBound + offset] != bytes[second.lowerBound + offset] {
      return false
    }
    return true
  }

  /// Whether a word stands anywhere after the name.
  func contains(_ word: StaticString) -> Bool {
    var index = nameEnd
    while index + word.utf8CodeUnitCount <= attributesEnd {
      if matches(word, index..<(index + word.utf8CodeUnitCount)) { return true }
      index += 1
    }
    return false
  }

  /// The place of an attribute's value.
  func value(_ name: StaticString) -> Range<Int>? {
    var index = nameEnd
    while let attribute = attribute(from: index) {
      if matches(name, attribute.name) { return attribute.value }
      index = attribute.next
    }
    return nil
  }

  func text(_ name: StaticString) -> String? {
    value(name).map { range in
      String(
        decoding: UnsafeBufferPointer(start: bytes + range.lowerBound, count: range.count),
        as: UTF8.self
      )
    }
  }

  func flag(_ name: StaticString) -> Bool {
    let value = text(name)
    return value == "1" || value == "true"
  }

  /// Whether an attribute is there and is nothing but noughts: `0`, `0.0`.
  func isZero(_ name: StaticString) -> Bool {
    guard let range = value(name), !range.isEmpty else { return false }
    return range.allSatisfy { bytes[$0] == 0x30 || bytes[$0] == 0x2E }
  }

  func number(_ name: StaticString) -> Int? { value(name).flatMap { bytes.wholeNumber($0) } }

  func range(_ name: StaticString) -> CellRange? {
    guard let value = value(name) else { return nil }
    var middle = value.lowerBound
    while middle < value.upperBound, bytes[middle] != 0x3A { middle += 1 }
    if middle < value.upperBound, let first = bytes.plainReference(value.lowerBound..<middle),
      let last = bytes.plainReference((middle + 1)..<value.upperBound)
    {
      return CellRange(first, last)
    }
    return CellRange(a1: bytes.text(value))
  }
}

extension UnsafePointer<UInt8> {
  /// A whole number of at most 18 digits; what is written otherwise is left to the standard library.
  func wholeNumber(_ range: Range<Int>) -> Int? {
    guard !range.isEmpty, range.count <= 18 else { return nil }
    var result = 0
    for index in range {
      let digit = self[index] &- 0x30
      guard digit < 10 else { return Int(text(range)) }
      result = result * 10 + Int(digit)
    }
    return result
  }

  /// The address that stands there in capitals, as nearly every program writes it; `nil` for others.
  func plainReference(_ range: Range<Int>) -> CellReference? {
    var column = 0
    var row = 0
    var index = range.lowerBound
    while index < range.upperBound, self[index] &- 0x41 < 26, index - range.lowerBound < 4 {
      column = column &* 26 &+ Int(self[index] &- 0x40)
      index += 1
    }
    let digits = index
    while index < range.upperBound, self[index] &- 0x30 < 10, index - digits < 8 {
      row = row &* 10 &+ Int(self[index] &- 0x30)
      index += 1
    }
    guard index == range.upperBound, index - digits <= 7,
      (1...SheetBounds.columns).contains(column),
      (1...SheetBounds.rows).contains(row)
    else { return nil }
    return CellReference(row: row - 1, column: column - 1)
  }

  func text(_ range: Range<Int>) -> String {
    String(
      decoding: UnsafeBufferPointer(start: self + range.lowerBound, count: range.count),
      as: UTF8.self
    )
  }
}
