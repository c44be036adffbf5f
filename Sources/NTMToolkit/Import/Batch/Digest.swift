import Expressions
import Tabular

/// 128 bits that tell texts apart; not meant to withstand somebody who looks for two of the same.
struct Digest: Hashable, Comparable, Sendable {
  var first: UInt64
  var second: UInt64

  init(first: UInt64, second: UInt64) {
    self.first = first
    self.second = second
  }

  /// The digest of a text's bytes; the same on every machine and in every run.
  init(_ text: String) {
    var maker = Maker()
    maker.add(text)
    self = maker.digest
  }

  /// The digest of a value as it is written.
  init(_ value: FieldValue) {
    var maker = Maker()
    maker.add(value)
    self = maker.digest
  }

  /// Makes the digest of several texts one after another, without putting them together.
  struct Maker {
    private var first: UInt64 = 0x9E37_79B9_7F4A_7C15
    private var second: UInt64 = 0xC2B2_AE3D_27D4_EB4F
    private var count: UInt64 = 0

    /// Adds a byte that no text holds, so that the ends of two texts cannot be moved.
    mutating func separate() { addByte(0x1F) }

    mutating func add(_ text: String) {
      var text = text
      text.withUTF8 { for byte in $0 { addByte(byte) } }
    }

    /// Adds a value as it is written.
    mutating func add(_ value: FieldValue) {
      if case .number(let number) = value { add(number) } else { add(RuleChecker.text(value)) }
    }

    /// Adds a whole number as it is written.
    mutating func add(_ number: UInt64) { addDigits(number, least: 1) }

    /// Adds a number as it is written.
    mutating func add(_ number: ExactDecimal) {
      guard let whole = number.whole, whole >= 0 else { return addFraction(number) }
      addDigits(UInt64(whole), least: 1)
    }

    private mutating func addFraction(_ number: ExactDecimal) {
      guard number.exponent < 0, number.exponent > -19, number.significand > Int64.min else {
        return add(number.description)
      }
      if number.significand < 0 { addByte(UInt8(ascii: "-")) }
      let places = -Int(number.exponent)
      let power = (0..<places).reduce(UInt64(1)) { power, _ in power * 10 }
      addDigits(number.significand.magnitude / power, least: 1)
      addByte(UInt8(ascii: "."))
      addDigits(number.significand.magnitude % power, least: places)
    }

    private mutating func addDigits(_ number: UInt64, least: Int) {
      // From the last digit on, at most twenty of them, and then the other way round.
      var written: InlineArray<20, UInt8> = .init(repeating: 0)
      var count = 0
      var rest = number
      while rest > 0 || count < least {
        written[count] = UInt8(ascii: "0") + UInt8(truncatingIfNeeded: rest % 10)
        rest /= 10
        count += 1
      }
      while count > 0 {
        count -= 1
        addByte(written[count])
      }
    }

    private mutating func addByte(_ byte: UInt8) {
      first = (first ^ UInt64(byte)) &* 0x0000_0100_0000_01B3
      second = (second &+ UInt64(byte) &+ 1) &* 0xFF51_AFD7_ED55_8CCD
      second ^= second >> 29
      count += 1
    }

    var digest: Digest {
      Digest(
        first: Digest.mixed((first ^ count) ^ second.byteSwapped),
        second: Digest.mixed(second)
      )
    }
  }

  fileprivate static func mixed(_ value: UInt64) -> UInt64 {
    var value = value
    value = (value ^ (value >> 33)) &* 0xFF51_AFD7_ED55_8CCD
    value = (value ^ (value >> 33)) &* 0xC4CE_B9FE_1A85_EC53
    return value ^ (value >> 33)
  }

  static func < (left: Self, right: Self) -> Bool {
    (left.first, left.second) < (right.first, right.second)
  }
}
