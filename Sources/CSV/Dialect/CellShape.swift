/// What kind of value a field looks like, as far as finding the dialect needs it.
///
/// A dialect that cuts fields in the wrong places makes pieces that look like nothing known.
enum CellShape {
  /// From 0 for what no table holds to 1 for an empty field, a number, a date or plain words.
  static func score(_ bytes: UnsafeBufferPointer<UInt8>) -> Double {
    var first = 0
    var last = bytes.count
    while first < last, isBlank(bytes[first]) { first += 1 }
    while last > first, isBlank(bytes[last - 1]) { last -= 1 }
    if first == last { return 1 }
    // A blank in front is left where a delimiter of comma and blank is read as a comma.
    let isPadded = first > 0
    var (digits, letters, marks, others, quotes) = (0, 0, 0, 0, 0)
    for index in first..<last {
      switch bytes[index] {
      case UInt8(ascii: "0")...UInt8(ascii: "9"): digits += 1
      case UInt8(ascii: "A")...UInt8(ascii: "Z"), UInt8(ascii: "a")...UInt8(ascii: "z"), 0x80...:
        letters += 1
      case UInt8(ascii: "."), UInt8(ascii: ","), UInt8(ascii: "-"), UInt8(ascii: "/"),
        UInt8(ascii: ":"), UInt8(ascii: "%"), UInt8(ascii: "+"), UInt8(ascii: " "):
        marks += 1
      case UInt8(ascii: "\""): quotes += 1
      case UInt8(ascii: "\\"), UInt8(ascii: "|"), UInt8(ascii: ";"), 0x09, 0x00...0x08: others += 1
      default: break
      }
    }
    let score = value(digits, letters, marks, others, quotes, bytes[first], bytes[last - 1])
    return isPadded ? score * 0.8 : score
  }

  private static func isBlank(_ byte: UInt8) -> Bool {
    byte == 0x20 || byte == 0x0A || byte == 0x0D
  }

  private static func value(
    _ digits: Int,
    _ letters: Int,
    _ marks: Int,
    _ others: Int,
    _ quotes: Int,
    _ first: UInt8,
    _ last: UInt8
  ) -> Double {
    let quoteSigns: [UInt8] = [UInt8(ascii: "\""), UInt8(ascii: "'")]
    if quoteSigns.contains(first) || quotes > 0 && quotes % 2 == 1 { return 0.1 }
    if others > 0 { return letters > 0 ? 0.7 : 0.3 }
    if letters == 0, digits > 0 {
      // `,5` and `5,` are halves of a number that a comma was taken out of.
      let isWhole = last != UInt8(ascii: ",") && last != UInt8(ascii: ".")
      return isWhole ? 1 : 0.5
    }
    if letters == 0 { return 0.5 }
    return quotes > 0 ? 0.7 : 0.95
  }
}
