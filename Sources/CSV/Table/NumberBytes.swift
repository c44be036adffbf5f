/// Reads plain numbers from the bytes of a field, exactly and without a `String`.
package enum NumberBytes {
  /// Powers of ten that a `Double` holds exactly.
  private static let powers: [Double] = (0...22).reduce(into: [1.0]) { list, index in
    if index > 0 { list.append(list[index - 1] * 10) }
  }
  /// Digits that a `Double` keeps, as spreadsheet programs have it.
  private static let keptDigits = 15

  /// The number of an optional minus, digits, and at most one point with digits; `nil` for others.
  ///
  /// No number is: one with more than 15 digits; one with a leading zero, which is a code; and one of
  /// up to three digits, a point and three digits, which is a thousand times larger in Vietnamese
  /// writing. The result is the nearest `Double`, whose 15 digits are those of the field.
  package static func read(_ bytes: UnsafeBufferPointer<UInt8>) -> Double? {
    guard let (digits, places) = parts(bytes) else { return nil }
    let value = Double(digits.magnitude) / powers[places]
    // Minus zero keeps its sign, as it was written.
    return bytes[0] == UInt8(ascii: "-") ? -value : value
  }

  /// The digits of such a number with their sign, and how many of them stand behind the point.
  @inline(__always)
  static func parts(_ bytes: UnsafeBufferPointer<UInt8>) -> (digits: Int64, places: Int)? {
    var index = 0
    let count = bytes.count
    let isNegative = count > 0 && bytes[0] == UInt8(ascii: "-")
    if isNegative { index = 1 }
    let first = index
    var digits: UInt64 = 0
    var point = -1
    guard count - first <= keptDigits + 1 else { return nil }
    while index < count {
      let digit = bytes[index] &- 0x30
      if digit < 10 {
        digits = digits &* 10 &+ UInt64(digit)
      } else if bytes[index] == UInt8(ascii: "."), point < 0, index > first {
        point = index
      } else {
        return nil
      }
      index &+= 1
    }
    let whole = (point < 0 ? count : point) - first
    let places = point < 0 ? 0 : count - point - 1
    guard whole > 0, point < 0 || places > 0, whole + places <= keptDigits,
      whole == 1 || bytes[first] != UInt8(ascii: "0"),
      places != 3 || whole > 3 || digits < 1000 && bytes[first] == UInt8(ascii: "0")
    else { return nil }
    let value = Int64(truncatingIfNeeded: digits)
    return (isNegative ? 0 &- value : value, places)
  }
}
