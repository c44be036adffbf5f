import Tabular

/// Numbers as XML holds them, written without an intermediate `String` wherever that is exact.
enum NumberText {
  /// The most bytes of a number: an exact decimal of 19 digits with 100 zeros, its sign and point.
  static let widest = 128

  /// Writes a whole number and answers how many bytes were written.
  @inline(__always)
  static func write(_ number: Int, to target: UnsafeMutablePointer<UInt8>) -> Int {
    guard number < 0 else { return write(UInt64(number), to: target) }
    target[0] = UInt8(ascii: "-")
    return write(UInt64(number.magnitude), to: target + 1) + 1
  }

  /// Writes digits, two at a time from behind.
  static func write(_ number: UInt64, to target: UnsafeMutablePointer<UInt8>) -> Int {
    let length = digits(number)
    var rest = number
    var end = target + length
    while rest >= 10 {
      let (quotient, remainder) = rest.quotientAndRemainder(dividingBy: 10)
      end -= 1
      end.pointee = UInt8(ascii: "0") + UInt8(truncatingIfNeeded: remainder)
      rest = quotient
    }
    target[0] = UInt8(ascii: "0") + UInt8(truncatingIfNeeded: rest)
    return length
  }

  private static func digits(_ number: UInt64) -> Int {
    var count = 1
    var limit: UInt64 = 10
    while number >= limit, count < 20 {
      count += 1
      let (next, overflow) = limit.multipliedReportingOverflow(by: 10)
      if overflow { return count }
      limit = next
    }
    return count
  }

  /// Writes the shortest digits that read back as the same number; the number is finite.
  static func write(_ number: Double, to target: UnsafeMutablePointer<UInt8>) -> Int {
    // A quotient of two numbers that are exact as `Double` is rounded as a reader rounds the digits:
    // where it gives the number back, so do the digits.
    if abs(number) < 1e15, case let whole = Int64(number), Double(whole) == number {
      return write(digits: whole, places: 0, to: target)
    }
    if abs(number) < 1e9 {
      var power = 10.0
      for places in 1...6 {
        let scaled = number * power
        let whole = Int64(scaled + (scaled < 0 ? -0.5 : 0.5))
        if Double(whole) / power == number {
          return write(digits: whole, places: places, to: target)
        }
        power *= 10
      }
    }
    let text = "\(number)"
    var count = 0
    for byte in text.utf8 {
      target[count] = byte
      count += 1
    }
    return count
  }

  /// Writes an exact decimal in plain digits, never with an exponent.
  static func write(_ number: ExactDecimal, to target: UnsafeMutablePointer<UInt8>) -> Int {
    let exponent = Int(number.exponent)
    guard exponent > 0 else {
      return write(digits: number.significand, places: -exponent, to: target)
    }
    var count = write(digits: number.significand, places: 0, to: target)
    for _ in 0..<exponent {
      target[count] = UInt8(ascii: "0")
      count += 1
    }
    return count
  }

  /// Writes digits with a decimal point before the last `places` of them.
  private static func write(
    digits: Int64,
    places: Int,
    to target: UnsafeMutablePointer<UInt8>
  ) -> Int {
    var start = target
    if digits < 0 {
      start[0] = UInt8(ascii: "-")
      start += 1
    }
    let magnitude = digits.magnitude
    guard places > 0 else { return write(magnitude, to: start) + (start - target) }
    let length = Self.digits(magnitude)
    // Zeros before the digits, so that one stands before the point: 5 with three places is 0.005.
    let zeros = max(0, places + 1 - length)
    for index in 0..<zeros { start[index] = UInt8(ascii: "0") }
    var count = zeros + write(magnitude, to: start + zeros)
    let point = count - places
    var index = count
    while index > point {
      start[index] = start[index - 1]
      index -= 1
    }
    start[point] = UInt8(ascii: ".")
    count += 1
    return count + (start - target)
  }
}
