/// Tells of most texts that they are not among some keys, without hashing them.
package struct KeyFilter: Sendable {
  /// A bit for each number that a key may have.
  private var bits = [UInt64](repeating: 0, count: Self.size / 64)
  private static let size = 1 << 14

  package init(_ keys: some Sequence<String>) {
    for key in keys {
      let number = Self.number(key)
      bits[number / 64] |= 1 << UInt64(number % 64)
    }
  }

  /// Whether a text may be one of the keys; `false` is certain.
  package func mayHold(_ text: String) -> Bool {
    let number = Self.number(text)
    return bits[number / 64] & 1 << UInt64(number % 64) != 0
  }

  /// A number of the length, the first and the last bytes.
  private static func number(_ text: String) -> Int {
    var text = text
    return text.withUTF8 { bytes in
      var result = UInt64(bytes.count)
      for index in 0..<min(4, bytes.count) {
        result = result &* 31 &+ UInt64(bytes[index])
        result = result &* 31 &+ UInt64(bytes[bytes.count - 1 - index])
      }
      return Int((result &* 0x9E37_79B9_7F4A_7C15) >> 50)
    }
  }
}
