/// The five entities that XML has of itself, and character references.
enum XMLEntities {
  /// The text with its entities decoded; `nil` where it holds anything else after an ampersand.
  static func decode(_ text: String) -> String? {
    guard text.utf8.contains(0x26) else { return text }
    var text = text
    return text.withUTF8 { bytes in
      withUnsafeTemporaryAllocation(of: UInt8.self, capacity: bytes.count) { target in
        decode(bytes, to: target).map {
          String(decoding: UnsafeMutableBufferPointer(rebasing: target[..<$0]), as: UTF8.self)
        }
      }
    }
  }

  /// Writes a text with its entities decoded, which is never longer, and answers how many bytes it has;
  /// `nil` where it holds anything else after an ampersand.
  static func decode(
    _ text: UnsafeBufferPointer<UInt8>,
    to target: UnsafeMutableBufferPointer<UInt8>
  ) -> Int? {
    var (index, count) = (0, 0)
    while index < text.count {
      let byte = text[index]
      index += 1
      if byte != 0x26 {
        target[count] = byte
        count += 1
        continue
      }
      let start = index
      while index < text.count, text[index] != 0x3B, index - start <= longestName { index += 1 }
      guard index < text.count, index - start <= longestName,
        let scalar = scalar(UnsafeBufferPointer(rebasing: text[start..<index])),
        let bytes = UTF8.encode(scalar)
      else { return nil }
      for byte in bytes {
        target[count] = byte
        count += 1
      }
      index += 1
    }
    return count
  }

  /// The bytes between `&` and `;`: `#x10FFFF` with a nought before it is long enough.
  private static let longestName = 9

  private static func scalar(_ name: UnsafeBufferPointer<UInt8>) -> Unicode.Scalar? {
    if name.first == 0x23 { return numbered(name) }
    func named(_ word: StaticString) -> Bool {
      name.elementsEqual(UnsafeBufferPointer(start: word.utf8Start, count: word.utf8CodeUnitCount))
    }
    if named("amp") { return "&" }
    if named("lt") { return "<" }
    if named("gt") { return ">" }
    if named("quot") { return "\"" }
    return named("apos") ? "'" : nil
  }

  /// `#225` or `#xE1` as a scalar that XML allows (XML 1.0, production Char).
  private static func numbered(_ name: UnsafeBufferPointer<UInt8>) -> Unicode.Scalar? {
    let isHex = name.count > 1 && name[1] == 0x78
    let first = isHex ? 2 : 1
    guard name.count > first else { return nil }
    var value: UInt32 = 0
    // At most eight digits: no overflow.
    for byte in name[first...] {
      switch byte {
      case 0x30...0x39: value = value * (isHex ? 16 : 10) + UInt32(byte - 0x30)
      case 0x41...0x46 where isHex: value = value * 16 + UInt32(byte - 0x37)
      case 0x61...0x66 where isHex: value = value * 16 + UInt32(byte - 0x57)
      default: return nil
      }
    }
    guard value >= 0x20 || value == 0x09 || value == 0x0A || value == 0x0D, value != 0xFFFE,
      value != 0xFFFF
    else { return nil }
    return Unicode.Scalar(value)
  }
}
