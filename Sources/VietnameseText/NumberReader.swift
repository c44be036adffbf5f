public import Tabular

/// Which marks a column of text numbers uses.
public enum DecimalMark: Hashable, Sendable {
  /// `1.234,5`, as Vietnamese readers write.
  case comma
  /// `1,234.5`, as English readers write.
  case point
}

/// What a text says as a number, before anyone decides what an ambiguous one means.
public enum NumberReading: Hashable, Sendable {
  /// One meaning only; `mark` is the decimal mark that the text proves, if it proves one.
  case certain(ExactDecimal, mark: DecimalMark?)
  /// Two meanings: `1.234` is 1234 with a decimal comma and 1.234 with a decimal point.
  case ambiguous(withComma: ExactDecimal, withPoint: ExactDecimal)
  /// Not a number as a whole, or one with too many digits to keep exactly.
  case notANumber

  /// The value under a decided mark; `nil` for what is no number or contradicts the mark.
  public func value(mark: DecimalMark) -> ExactDecimal? {
    switch self {
    case .certain(let value, let proven): proven == nil || proven == mark ? value : nil
    case .ambiguous(let withComma, let withPoint): mark == .comma ? withComma : withPoint
    case .notANumber: nil
    }
  }
}

/// Reads numbers as they are typed in Vietnamese sheets; the whole text or nothing.
///
/// `Decimal(string:)` reads "98,7" as 98 and "1.234,5" as 1.234 without an error, hence this reader.
public enum NumberReader {
  /// Reads digits with an optional sign, grouping marks and one decimal mark.
  ///
  /// Blanks around the number are allowed, also a no-break space; a single blank between groups of
  /// three digits is a grouping mark. A percent sign or a unit is not part of a number here.
  public static func read(_ text: some StringProtocol) -> NumberReading {
    var scalars = Array(text.unicodeScalars.map(\.value))
    while let last = scalars.last, isBlank(last) { scalars.removeLast() }
    while let first = scalars.first, isBlank(first) { scalars.removeFirst() }
    var isNegative = false
    if let first = scalars.first, first == 0x2D || first == 0x2B || first == 0x2212 {
      isNegative = first != 0x2B
      scalars.removeFirst()
    }
    guard let first = scalars.first, let last = scalars.last, isDigit(first), isDigit(last) else {
      return .notANumber
    }
    return read(groupsOf: scalars, isNegative: isNegative)
  }

  private static func isBlank(_ value: UInt32) -> Bool {
    value == 0x20 || value == 0x09 || value == 0xA0 || value == 0x202F
  }

  private static func isDigit(_ value: UInt32) -> Bool { (0x30...0x39).contains(value) }

  /// Splits digits at their marks and decides what each mark can mean.
  private static func read(groupsOf scalars: [UInt32], isNegative: Bool) -> NumberReading {
    var groups: [Int] = [0]
    var marks: [UInt32] = []
    var digits: Int128 = 0
    var count = 0
    for scalar in scalars {
      if isDigit(scalar) {
        if digits != 0 || scalar != 0x30 { count += 1 }
        guard count <= 18 else { return .notANumber }
        digits = digits * 10 + Int128(scalar - 0x30)
        groups[groups.count - 1] += 1
      } else {
        let mark: UInt32 = isBlank(scalar) ? 0x20 : scalar
        guard mark == 0x2E || mark == 0x2C || mark == 0x20 else { return .notANumber }
        guard groups[groups.count - 1] > 0 else { return .notANumber }
        marks.append(mark)
        groups.append(0)
      }
    }
    let signed = isNegative ? -digits : digits
    let leadingZero = scalars.count > 1 && scalars[0] == 0x30
    return decide(digits: signed, groups: groups, marks: marks, leadingZero: leadingZero)
  }

  private static func decide(
    digits: Int128,
    groups: [Int],
    marks: [UInt32],
    leadingZero: Bool
  ) -> NumberReading {
    func number(places: Int) -> ExactDecimal? {
      ExactDecimal(significand: digits, exponent: -places)
    }
    let whole = number(places: 0)
    guard let last = marks.last, let lastGroup = groups.last else {
      return whole.map { .certain($0, mark: nil) } ?? .notANumber
    }
    let fraction = number(places: lastGroup)
    let grouping = Set(marks.dropLast())
    let headIsGrouped = isGrouped(groups.dropLast(), leadingZero: leadingZero)
    let allGrouped = isGrouped(groups[...], leadingZero: leadingZero)
    let mark: DecimalMark = last == 0x2C ? .comma : .point
    let other: DecimalMark = last == 0x2C ? .point : .comma
    if grouping.isEmpty {
      if last == 0x20 { return allGrouped ? certain(whole, nil) : .notANumber }
      guard allGrouped else { return certain(fraction, mark) }
      guard let whole, let fraction else { return .notANumber }
      return mark == .comma
        ? .ambiguous(withComma: fraction, withPoint: whole)
        : .ambiguous(withComma: whole, withPoint: fraction)
    }
    guard grouping.count == 1 else { return .notANumber }
    if grouping.contains(last) {
      guard allGrouped else { return .notANumber }
      return certain(whole, last == 0x20 ? nil : other)
    }
    guard last != 0x20, headIsGrouped else { return .notANumber }
    return certain(fraction, mark)
  }

  private static func certain(_ value: ExactDecimal?, _ mark: DecimalMark?) -> NumberReading {
    value.map { .certain($0, mark: mark) } ?? .notANumber
  }

  /// Whether the groups are one of 1-3 digits without a leading zero, then groups of three.
  private static func isGrouped(_ groups: ArraySlice<Int>, leadingZero: Bool) -> Bool {
    guard let head = groups.first, (1...3).contains(head), !(leadingZero && groups.count > 1) else {
      return false
    }
    return groups.dropFirst().allSatisfy { $0 == 3 }
  }
}
