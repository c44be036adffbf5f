/// Looks at bytes as the scanners need it, without making a `String`.
enum PlainBytes {
  /// Whether the bytes are UTF-8 of characters that XML allows (XML 1.0, production Char).
  ///
  /// Control bytes are the caller's business, because they differ by place.
  static func isText(_ bytes: UnsafePointer<UInt8>, _ range: Range<Int>) -> Bool {
    var index = range.lowerBound
    let end = range.upperBound
    func isTail(_ place: Int) -> Bool { place < end && bytes[place] & 0xC0 == 0x80 }
    while index < end {
      let byte = bytes[index]
      switch byte {
      case 0..<0x80: index += 1
      case 0xC2...0xDF:
        guard isTail(index + 1) else { return false }
        index += 2
      case 0xE0...0xEF:
        guard isTail(index + 1), isTail(index + 2) else { return false }
        let second = bytes[index + 1]
        // Overlong forms, surrogates, and the two that are no characters.
        if byte == 0xE0, second < 0xA0 { return false }
        if byte == 0xED, second >= 0xA0 { return false }
        if byte == 0xEF, second == 0xBF, bytes[index + 2] >= 0xBE { return false }
        index += 3
      case 0xF0...0xF4:
        guard isTail(index + 1), isTail(index + 2), isTail(index + 3) else { return false }
        let second = bytes[index + 1]
        if byte == 0xF0, second < 0x90 { return false }
        if byte == 0xF4, second >= 0x90 { return false }
        index += 4
      default: return false
      }
    }
    return true
  }

  /// Whether a word of ASCII letters in lower case stands in the bytes, in any case.
  static func contains(
    _ word: StaticString,
    _ bytes: UnsafePointer<UInt8>,
    _ range: Range<Int>
  ) -> Bool {
    let count = word.utf8CodeUnitCount
    var index = range.lowerBound
    while index + count <= range.upperBound {
      var offset = 0
      while offset < count, lower(bytes[index + offset]) == word.utf8Start[offset] { offset += 1 }
      if offset == count { return true }
      index += 1
    }
    return false
  }

  private static func lower(_ byte: UInt8) -> UInt8 {
    byte &- 0x41 < 26 ? byte | 0x20 : byte
  }

  /// The index after a byte order mark and an XML declaration as programs write it: version 1.0, at most
  /// UTF-8 as encoding, at most standalone.
  ///
  /// `nil` for any other, which libxml2 has to judge.
  static func declarationEnd(_ bytes: UnsafePointer<UInt8>, _ end: Int) -> Int? {
    var index = has("\u{FEFF}", bytes, 0, end) ? 3 : 0
    guard has("<?xml", bytes, index, end) else { return index }
    index += 5
    guard skip(" version=", "1.0", bytes, &index, end) else { return nil }
    if !skip(" encoding=", "UTF-8", bytes, &index, end) {
      _ = skip(" encoding=", "utf-8", bytes, &index, end)
    }
    if !skip(" standalone=", "yes", bytes, &index, end) {
      _ = skip(" standalone=", "no", bytes, &index, end)
    }
    return has("?>", bytes, index, end) ? index + 2 : nil
  }

  /// Passes over a name with its equals sign and a value in either quotes.
  private static func skip(
    _ name: StaticString,
    _ value: StaticString,
    _ bytes: UnsafePointer<UInt8>,
    _ index: inout Int,
    _ end: Int
  ) -> Bool {
    let start = index + name.utf8CodeUnitCount
    let close = start + 1 + value.utf8CodeUnitCount
    guard has(name, bytes, index, end), close < end, bytes[start] == 0x22 || bytes[start] == 0x27,
      has(value, bytes, start + 1, end), bytes[close] == bytes[start]
    else { return false }
    index = close + 1
    return true
  }

  private static func has(
    _ word: StaticString,
    _ bytes: UnsafePointer<UInt8>,
    _ index: Int,
    _ end: Int
  ) -> Bool {
    guard index + word.utf8CodeUnitCount <= end else { return false }
    for offset in 0..<word.utf8CodeUnitCount where bytes[index + offset] != word.utf8Start[offset] {
      return false
    }
    return true
  }
}
