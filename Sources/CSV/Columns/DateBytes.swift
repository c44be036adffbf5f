import Tabular
import VietnameseText

/// Reads plain dates from the bytes of a field without a `String`.
enum DateBytes {
  /// The days since 1 January 1970; `nil` for what is no date of the order or of ISO 8601.
  @inline(__always)
  static func read(_ bytes: UnsafeBufferPointer<UInt8>, _ order: DateOrder) -> Int32? {
    guard bytes.count >= 8, bytes.count <= 10 else { return nil }
    var parts = (0, 0, 0)
    var digits = (0, 0, 0)
    var part = 0
    var separator: UInt8 = 0
    for byte in bytes {
      let digit = byte &- 0x30
      if digit < 10 {
        switch part {
        case 0: (parts.0, digits.0) = (parts.0 &* 10 &+ Int(digit), digits.0 &+ 1)
        case 1: (parts.1, digits.1) = (parts.1 &* 10 &+ Int(digit), digits.1 &+ 1)
        default: (parts.2, digits.2) = (parts.2 &* 10 &+ Int(digit), digits.2 &+ 1)
        }
      } else if part < 2,
        byte == UInt8(ascii: "/") || byte == UInt8(ascii: "-")
          || byte == UInt8(ascii: "."), separator == 0 || separator == byte
      {
        separator = byte
        part &+= 1
      } else {
        return nil
      }
    }
    guard part == 2 else { return nil }
    let date: CalendarDate?
    if digits.0 == 4, digits.1 == 2, digits.2 == 2, separator == UInt8(ascii: "-") {
      date = CalendarDate(year: parts.0, month: parts.1, day: parts.2)
    } else if digits.2 == 4, 1...2 ~= digits.0, 1...2 ~= digits.1 {
      let isDayFirst = order == .dayFirst
      date = CalendarDate(
        year: parts.2,
        month: isDayFirst ? parts.1 : parts.0,
        day: isDayFirst ? parts.0 : parts.1
      )
    } else {
      return nil
    }
    return date.map { Int32($0.daysSince1970) }
  }
}
