/// Reads the digits of a number from bytes, without a `String` for the usual ones.
enum DecimalBytes {
  /// Powers of ten that a `Double` holds exactly.
  private static let powers: [Double] = (0...22).reduce(into: [1.0]) { list, index in
    if index > 0 { list.append(list[index - 1] * 10) }
  }

  /// The number, or `nil` for what is no number.
  ///
  /// Exact arithmetic where digits and power allow it, else the standard library.
  static func read(_ start: UnsafePointer<UInt8>, _ count: Int) -> Double? {
    var index = 0
    var isNegative = false
    if count > 0, start[0] == 0x2D {
      isNegative = true
      index = 1
    }
    var digits: UInt64 = 0
    var significant = 0
    var exponent = 0
    var hasDigits = false
    var isFraction = false
    while index < count {
      let byte = start[index]
      if byte &- 0x30 < 10 {
        hasDigits = true
        guard significant < 18 else {
          return slow(start, count)
        }
        digits = digits &* 10 &+ UInt64(byte &- 0x30)
        if digits != 0 { significant &+= 1 }
        if isFraction { exponent &-= 1 }
      } else if byte == 0x2E, !isFraction {
        isFraction = true
      } else {
        return slow(start, count)
      }
      index &+= 1
    }
    guard hasDigits, digits <= 1 << 53, exponent >= -22 else { return slow(start, count) }
    if isFraction, start[count - 1] == 0x2E { return slow(start, count) }
    let value = exponent == 0 ? Double(digits) : Double(digits) / powers[-exponent]
    return isNegative ? -value : value
  }

  /// The number that a text is, or `nil`.
  static func read(_ text: some StringProtocol) -> Double? {
    let bytes = Array(text.utf8)
    return bytes.withUnsafeBufferPointer { buffer in
      buffer.baseAddress.flatMap { read($0, buffer.count) }
    }
  }

  /// Digits, signs, a point and an exponent: the standard library also reads hexadecimal numbers, which
  /// no sheet has.
  private static func slow(_ start: UnsafePointer<UInt8>, _ count: Int) -> Double? {
    for index in 0..<count {
      switch start[index] {
      case 0x30...0x39, 0x2B, 0x2D, 0x2E, 0x45, 0x65: continue
      default: return nil
      }
    }
    let text = String(decoding: UnsafeBufferPointer(start: start, count: count), as: UTF8.self)
    guard let number = Double(text), number.isFinite else { return nil }
    return number
  }
}
