/// A decimal number with an exact value: `significand` times ten to the power of `exponent`.
///
/// Figures that are judged are never binary fractions: 98.7 is 987 with exponent -1. Arithmetic is
/// exact or fails: an operation whose result does not fit answers `nil`, never a rounded number.
public struct ExactDecimal: Sendable {
  /// The digits with their sign, without trailing zeros; 0 for zero.
  public let significand: Int64
  /// The power of ten, negative for decimals; 0 for zero.
  public let exponent: Int8

  /// Zero.
  public static let zero = ExactDecimal(unchecked: 0, exponent: 0)

  /// Creates a whole number of at most 32 bits, which always fits.
  public init(_ value: Int32) {
    self = ExactDecimal(significand: Int128(value), exponent: 0) ?? .zero
  }

  /// Creates `significand` times ten to the power of `exponent`; `nil` where it does not fit.
  ///
  /// It fits when, without trailing zeros, the digits fit in 64 bits and the exponent in -100...100.
  public init?(significand: Int128, exponent: Int) {
    guard significand != 0 else {
      self = .zero
      return
    }
    if let small = Int64(exactly: significand) {
      self.init(digits: small, exponent: exponent)
      return
    }
    var digits = significand
    var power = exponent
    while digits % 10 == 0 {
      digits /= 10
      power += 1
    }
    guard let small = Int64(exactly: digits), (-100...100).contains(power) else { return nil }
    self.init(unchecked: small, exponent: Int8(power))
  }

  /// The same for digits of 64 bits other than 0, which need no wide division.
  private init?(digits: Int64, exponent: Int) {
    var digits = digits
    var power = exponent
    while digits % 10 == 0 {
      digits /= 10
      power += 1
    }
    guard (-100...100).contains(power) else { return nil }
    self.init(unchecked: digits, exponent: Int8(power))
  }

  /// Creates `digits` with so many of them behind the mark, at most 100; always fits.
  package init(digits: Int64, places: Int) {
    var rest = digits
    var behind = min(places, 100)
    while rest != 0, rest % 10 == 0 {
      rest /= 10
      behind -= 1
    }
    self.init(unchecked: rest, exponent: rest == 0 ? 0 : Int8(-behind))
  }

  private init(unchecked significand: Int64, exponent: Int8) {
    self.significand = significand
    self.exponent = exponent
  }

  /// Whether there is no fraction.
  public var isWhole: Bool { exponent >= 0 }

  /// The nearest binary number, where an exact one is not needed; of 15 digits it is the one that they mean.
  package var approximate: Double {
    var power = 1.0
    for _ in 0..<abs(Int(exponent)) { power *= 10 }
    return exponent < 0 ? Double(significand) / power : Double(significand) * power
  }

  /// The value as a whole number; `nil` for a fraction or what does not fit in `Int`.
  public var whole: Int? {
    guard exponent >= 0, let scaled = Self.scale(Int128(significand), by: Int(exponent)) else {
      return nil
    }
    return Int(exactly: scaled)
  }

  /// Ten to the power of the index.
  private static let powers: [Int64] = [1, 10, 100, 1_000, 10_000, 100_000, 1_000_000]

  /// `digits` times ten to the power of `power` (at least 0); `nil` where 128 bits do not hold it.
  private static func scale(_ digits: Int128, by power: Int) -> Int128? {
    var result = digits
    for _ in 0..<power {
      let (product, overflow) = result.multipliedReportingOverflow(by: 10)
      if overflow { return nil }
      result = product
    }
    return result
  }

  /// Both numbers as digits of one common power of ten; `nil` where 128 bits do not hold them.
  private static func aligned(
    _ left: Self,
    _ right: Self
  ) -> (left: Int128, right: Int128, exponent: Int)? {
    let exponent = min(Int(left.exponent), Int(right.exponent))
    guard let first = scale(Int128(left.significand), by: Int(left.exponent) - exponent),
      let second = scale(Int128(right.significand), by: Int(right.exponent) - exponent)
    else { return nil }
    return (first, second, exponent)
  }

  /// The exact sum; `nil` where it does not fit.
  public func adding(_ other: Self) -> Self? {
    if significand == 0 { return other }
    if other.significand == 0 { return self }
    if exponent == other.exponent {
      let (sum, overflow) = significand.addingReportingOverflow(other.significand)
      if !overflow { return sum == 0 ? .zero : Self(digits: sum, exponent: Int(exponent)) }
    }
    guard let (left, right, exponent) = Self.aligned(self, other) else { return nil }
    let (sum, overflow) = left.addingReportingOverflow(right)
    return overflow ? nil : Self(significand: sum, exponent: exponent)
  }

  /// The number with the other sign; `nil` only for the smallest significand.
  public var negated: Self? {
    Self(significand: -Int128(significand), exponent: Int(exponent))
  }

  /// The exact difference; `nil` where it does not fit.
  public func subtracting(_ other: Self) -> Self? {
    guard let negated = other.negated else { return nil }
    return adding(negated)
  }

  /// The exact product; `nil` where it does not fit.
  public func multiplied(by other: Self) -> Self? {
    if other.significand == 1, other.exponent == 0 { return self }
    return Self(
      significand: Int128(significand) * Int128(other.significand),
      exponent: Int(exponent) + Int(other.exponent)
    )
  }

  /// The quotient, rounded half away from zero to `places` decimals; `nil` for a zero divisor.
  ///
  /// Only for showing: a verdict compares exact products, not rounded quotients.
  public func divided(by divisor: Self, places: Int) -> Self? {
    guard divisor.significand != 0 else { return nil }
    let shift = Int(exponent) - Int(divisor.exponent) + places
    guard
      let top = Self.scale(Int128(significand), by: max(shift, 0)),
      let bottom = Self.scale(Int128(divisor.significand), by: max(-shift, 0))
    else { return nil }
    let (quotient, remainder) = top.quotientAndRemainder(dividingBy: bottom)
    let isHalf = remainder.magnitude >= bottom.magnitude - remainder.magnitude
    let away: Int128 = (top < 0) == (bottom < 0) ? 1 : -1
    return Self(significand: isHalf ? quotient + away : quotient, exponent: -places)
  }

  /// Rounds half away from zero to `places` decimals.
  public func rounded(places: Int) -> Self? { divided(by: Self(1), places: places) }
}

extension ExactDecimal: Hashable {}

extension ExactDecimal: Comparable {
  /// Compares exactly, also where the digits of one common power of ten would not fit.
  public static func < (left: Self, right: Self) -> Bool {
    if left.exponent == right.exponent || left.significand == 0 || right.significand == 0 {
      return left.significand < right.significand
    }
    // Few digits and a small distance, as nearly always: 64 bits hold both.
    let distance = Int(left.exponent) - Int(right.exponent)
    if abs(distance) < powers.count {
      let (scaled, power) =
        distance > 0
        ? (left.significand, powers[distance]) : (right.significand, powers[-distance])
      let (product, overflow) = scaled.multipliedReportingOverflow(by: power)
      if !overflow {
        return distance > 0 ? product < right.significand : left.significand < product
      }
    }
    if let (first, second, _) = aligned(left, right) { return first < second }
    if (left.significand < 0) != (right.significand < 0) { return left.significand < 0 }
    // Same sign and too far apart for 128 bits: the larger power of ten has the larger magnitude.
    let leftIsSmaller = left.exponent < right.exponent
    return left.significand < 0 ? !leftIsSmaller : leftIsSmaller
  }
}

extension ExactDecimal: CustomStringConvertible {
  /// Plain digits with a decimal point, such as `98.7`; never an exponent.
  public var description: String {
    if exponent == 0 { return String(significand) }
    let digits = String(significand.magnitude)
    let sign = significand < 0 ? "-" : ""
    if exponent >= 0 { return sign + digits + String(repeating: "0", count: Int(exponent)) }
    let places = -Int(exponent)
    let padded = String(repeating: "0", count: max(0, places + 1 - digits.count)) + digits
    return sign + padded.dropLast(places) + "." + padded.suffix(places)
  }
}
