public import Tabular

/// A function of numbers.
public enum ExpressionFunction: String, Hashable, Sendable, CaseIterable {
  /// The number without its sign.
  case abs
  /// The least of several numbers.
  case min
  /// The greatest of several numbers.
  case max
  /// The number rounded half away from zero to some decimals.
  case round
  /// Whether a figure is another one as far as its digits show: 33.3 is near 1/3 of 100.
  case near
  /// The bare number, where figures of different units are meant to be compared.
  case plain

  /// How many arguments it takes.
  public var argumentCounts: ClosedRange<Int> {
    switch self {
    case .abs, .plain: 1...1
    case .min, .max: 2...8
    case .round: 2...2
    case .near: 2...3
    }
  }

  /// The value for given arguments; unknown where one is, or where an exact result does not exist.
  public func value(_ arguments: [ExpressionValue]) -> ExpressionValue {
    var numbers: [ExactDecimal] = []
    for argument in arguments {
      guard case .number(let number) = argument else { return .unknown }
      numbers.append(number)
    }
    guard let first = numbers.first else { return .unknown }
    switch self {
    case .plain: return .number(first)
    case .abs: return Self.number(first < .zero ? first.negated : first)
    case .min: return Self.number(numbers.min())
    case .max: return Self.number(numbers.max())
    case .round: return Self.number(numbers[1].whole.flatMap { first.rounded(places: $0) })
    case .near:
      let least = numbers.count > 2 ? numbers[2].whole ?? 0 : 0
      return Self.isNear(first, numbers[1], places: least).map { .flag($0) } ?? .unknown
    }
  }

  private static func number(_ number: ExactDecimal?) -> ExpressionValue {
    number.map { .number($0) } ?? .unknown
  }

  /// Whether two numbers differ by no more than half of the last place that the first one shows.
  ///
  /// `places` is the least number of decimals that is taken to be shown: 98 may stand for 98.0.
  public static func isNear(_ shown: ExactDecimal, _ exact: ExactDecimal, places: Int) -> Bool? {
    let shownPlaces = Swift.max(places, -Int(shown.exponent), 0)
    guard let half = ExactDecimal(significand: 5, exponent: -shownPlaces - 1),
      let difference = shown.subtracting(exact),
      let size = difference < .zero ? difference.negated : difference
    else { return nil }
    return size <= half
  }
}

extension ExpressionFunction {
  /// One line of the reference: how it is written and what it gives.
  public struct Usage: Hashable, Sendable {
    /// An example that the parser accepts.
    public var example: String
    /// What it means, in English.
    public var meaning: String
  }

  /// Everything that may stand in an expression; `templates/EXPRESSIONS.md` shows the same list.
  public static let reference: [Usage] = [
    Usage(example: "a + b - c * d / e", meaning: "arithmetic, exact; a quotient keeps 10 decimals"),
    Usage(
      example: "a == b",
      meaning: "also `!=`, `<`, `<=`, `>`, `>=`; choices and marks with `==` and `!=`"
    ),
    Usage(example: "status in [poor, near_poor]", meaning: "whether a choice is one of several"),
    Usage(
      example: "a and b or not c",
      meaning: "what is unknown stays unknown unless one side decides"
    ),
    Usage(example: "if a then b", meaning: "holds wherever `a` does not hold or `b` does"),
    Usage(example: "if a then b else c", meaning: "one of two values"),
    Usage(example: "given(a)", meaning: "whether the field was given"),
    Usage(example: "count()", meaning: "how many records there are"),
    Usage(
      example: "count(a where b)",
      meaning: "how many records meet a condition; `where` narrows it"
    ),
    Usage(
      example: "sum(a where b)",
      meaning: "the sum of a field, over all records or those that meet a condition"
    ),
    Usage(
      example: "share(a where b)",
      meaning: "`count(a and b) / count(b)`; without `where` the share of all records"
    ),
    Usage(example: "previous.a", meaning: "the same figure a year before, in rules across files"),
    Usage(
      example: "plain(a) <= plain(b)",
      meaning: "without the unit, where different units are meant to be compared"
    ),
    Usage(example: "abs(a)", meaning: "without its sign"),
    Usage(example: "min(a, b)", meaning: "the least of two to eight numbers"),
    Usage(example: "max(a, b)", meaning: "the greatest of two to eight numbers"),
    Usage(example: "round(a, 1)", meaning: "rounded half away from zero to so many decimals"),
    Usage(
      example: "near(a, b, 1)",
      meaning:
        "`a` equals `b` as far as the digits of `a` show; the third number is the least count of decimals"
    ),
  ]
}
