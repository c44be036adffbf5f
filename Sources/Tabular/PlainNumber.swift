/// Stored numbers as exact decimals and plain digits.
public enum PlainNumber {
  /// The number with 15 significant digits, which is what spreadsheet programs keep: 0.1 + 0.2 is 0.3.
  public static func exact(_ number: Double) -> ExactDecimal? {
    guard number.isFinite else { return nil }
    if number == number.rounded(), abs(number) < 1e15 {
      return ExactDecimal(digits: Int64(number), places: 0)
    }
    if let short = short(number) { return short }
    var digits: Int128 = 0
    var exponent = 0
    var count = 0
    var isFraction = false
    var isNegative = false
    var power = 0
    let bytes = Array("\(number)".utf8)
    for (index, byte) in bytes.enumerated() {
      switch byte {
      case UInt8(ascii: "-"): isNegative = true
      case UInt8(ascii: "."): isFraction = true
      case UInt8(ascii: "e"):
        power = Int(String(decoding: bytes[(index + 1)...], as: UTF8.self)) ?? 0
      case UInt8(ascii: "0")...UInt8(ascii: "9") where power == 0:
        digits = digits * 10 + Int128(byte - UInt8(ascii: "0"))
        if digits != 0 { count += 1 }
        if isFraction { exponent -= 1 }
      default: break
      }
      if byte == UInt8(ascii: "e") { break }
    }
    while count > 15 {
      let (quotient, remainder) = digits.quotientAndRemainder(dividingBy: 10)
      digits = quotient + (count == 16 && remainder >= 5 ? 1 : 0)
      exponent += 1
      count -= 1
    }
    return ExactDecimal(significand: isNegative ? -digits : digits, exponent: exponent + power)
  }

  /// A number of at most 15 digits with few decimals, found without writing it out.
  ///
  /// Both parts of the quotient are exact, so that it is the double next to those digits; and no two numbers
  /// of 15 digits have the same double.
  private static func short(_ number: Double) -> ExactDecimal? {
    var power = 1.0
    for places in 1...6 {
      power *= 10
      let digits = (number * power).rounded()
      guard abs(digits) < 1e15 else { return nil }
      if digits / power == number {
        return ExactDecimal(digits: Int64(digits), places: places)
      }
    }
    return nil
  }

  /// The number in plain digits with a decimal point.
  public static func text(_ number: Double) -> String {
    exact(number).map { "\($0)" } ?? "\(number)"
  }
}
