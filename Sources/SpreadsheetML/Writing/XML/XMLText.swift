/// The texts of a workbook as XML holds them.
///
/// What XML cannot hold is written `_xHHHH_` (ECMA-376 Part 1, 22.9.2.19), and so is the first
/// character of a text that only looks like such an escape.
enum XMLText {
  /// The most bytes that one byte of a text can become: a control character is `_x000B_`.
  static let widest = 7

  /// The bytes below 64 that cannot stand for themselves, a bit for each: controls but tab and line
  /// feed, `&`, `<` and `>`.
  private static let lowSpecials: UInt64 =
    0xFFFF_F9FF | 1 << UInt64(0x26) | 1 << UInt64(0x3C) | 1 << UInt64(0x3E)

  /// Whether a byte needs a look: an underscore may begin what looks like an escape, 0xEF a U+FFFE.
  @inline(__always)
  private static func isSpecial(_ byte: UInt8) -> Bool {
    byte < 64 ? lowSpecials >> UInt64(byte) & 1 == 1 : byte == UInt8(ascii: "_") || byte == 0xEF
  }

  /// Writes the bytes `range` of a text and answers how many bytes were written.
  ///
  /// The range begins and ends between characters, and `target` has room for ``widest`` times its bytes.
  /// The whole text is given because an escape is recognised by what follows.
  static func write(
    _ text: UnsafeBufferPointer<UInt8>,
    _ range: Range<Int>,
    to target: UnsafeMutablePointer<UInt8>
  ) -> Int {
    var count = 0
    var index = range.lowerBound
    while index < range.upperBound {
      let byte = text[index]
      if isSpecial(byte) {
        let (written, read) = writeSpecial(byte, text, index, target + count)
        count += written
        index += read
      } else {
        target[count] = byte
        count += 1
        index += 1
      }
    }
    return count
  }

  /// Writes one character that may need an escape.
  private static func writeSpecial(
    _ byte: UInt8,
    _ text: UnsafeBufferPointer<UInt8>,
    _ index: Int,
    _ target: UnsafeMutablePointer<UInt8>
  ) -> (written: Int, read: Int) {
    switch byte {
    case UInt8(ascii: "&"): return (copy("&amp;", target), 1)
    case UInt8(ascii: "<"): return (copy("&lt;", target), 1)
    case UInt8(ascii: ">"): return (copy("&gt;", target), 1)
    case UInt8(ascii: "_") where looksLikeEscape(text, index): return (copy("_x005F_", target), 1)
    case 0..<0x20:
      let count = copy("_x0000_", target)
      target[4] = hexDigit(byte >> 4)
      target[5] = hexDigit(byte & 0xF)
      return (count, 1)
    case 0xEF where isNonCharacter(text, index):
      let count = copy("_xFFFF_", target)
      target[5] = text[index + 2] == 0xBE ? UInt8(ascii: "E") : UInt8(ascii: "F")
      return (count, 3)
    default:
      target[0] = byte
      return (1, 1)
    }
  }

  private static func copy(
    _ piece: StaticString,
    _ target: UnsafeMutablePointer<UInt8>
  ) -> Int {
    target.update(from: piece.utf8Start, count: piece.utf8CodeUnitCount)
    return piece.utf8CodeUnitCount
  }

  private static func hexDigit(_ value: UInt8) -> UInt8 {
    value < 10 ? UInt8(ascii: "0") + value : UInt8(ascii: "A") + value - 10
  }

  /// Whether the text has `_xHHHH_` at an index.
  private static func looksLikeEscape(_ text: UnsafeBufferPointer<UInt8>, _ index: Int) -> Bool {
    guard index + 7 <= text.count, text[index + 1] == UInt8(ascii: "x"),
      text[index + 6] == UInt8(ascii: "_")
    else { return false }
    return text[(index + 2)..<(index + 6)].allSatisfy { byte in
      switch byte {
      case UInt8(ascii: "0")...UInt8(ascii: "9"), UInt8(ascii: "A")...UInt8(ascii: "F"),
        UInt8(ascii: "a")...UInt8(ascii: "f"):
        true
      default: false
      }
    }
  }

  /// Whether U+FFFE or U+FFFF begins at an index, which XML 1.0 excludes.
  private static func isNonCharacter(_ text: UnsafeBufferPointer<UInt8>, _ index: Int) -> Bool {
    index + 3 <= text.count && text[index + 1] == 0xBF && text[index + 2] >= 0xBE
  }

  // MARK: - Small texts

  /// A text as the content of an element.
  static func content(_ text: String) -> [UInt8] {
    var copy = text
    return copy.withUTF8 { source in
      Array(unsafeUninitializedCapacity: source.count * widest) { target, count in
        count = target.baseAddress.map { write(source, 0..<source.count, to: $0) } ?? 0
      }
    }
  }

  /// A text as the value of an attribute in double quotes.
  static func attribute(_ text: String) -> String {
    var result = ""
    for scalar in String(decoding: content(text), as: UTF8.self).unicodeScalars {
      switch scalar {
      case "\"": result += "&quot;"
      case "\n": result += "&#10;"
      case "\t": result += "&#9;"
      default: result.unicodeScalars.append(scalar)
      }
    }
    return result
  }

  /// Whether blanks at an end or line breaks would be lost without `xml:space="preserve"`.
  static func needsPreserve(_ text: UnsafeBufferPointer<UInt8>) -> Bool {
    guard let first = text.first, let last = text.last else { return false }
    return isBlank(first) || isBlank(last) || text.contains(0x0A)
  }

  private static func isBlank(_ byte: UInt8) -> Bool {
    byte == 0x20 || byte == 0x09 || byte == 0x0A
  }
}

extension String {
  /// The UTF-8 bytes, for what throws a `WriteError` only.
  @inline(__always)
  func withBytes<Value>(
    _ body: (UnsafeBufferPointer<UInt8>) throws(WriteError) -> Value
  ) throws(WriteError) -> Value {
    var copy = self
    return try copy.withUTF8 { bytes in
      Result { () throws(WriteError) -> Value in try body(bytes) }
    }.get()
  }
}
