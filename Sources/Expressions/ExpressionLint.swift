import Tabular

/// Finds conditions that hold always or never, from the bounds of the fields alone.
public struct ExpressionLint {
  /// Which answers a condition can give.
  public struct Answers: Hashable, Sendable {
    /// Whether it can hold.
    public var canHold: Bool
    /// Whether it can fail.
    public var canFail: Bool
  }

  private let bounds: [String: NumberBounds]

  /// Creates a lint over the fields of a scope.
  public init(_ scope: ExpressionScope) {
    bounds = scope.fields.compactMapValues { $0.kind == .number ? $0.bounds : nil }
  }

  private init(bounds: [String: NumberBounds]) { self.bounds = bounds }

  /// The answers that are possible; both where nothing can be said.
  public func answers(_ condition: Expression) -> Answers {
    Answers(canHold: canHold(condition), canFail: canHold(Self.negated(condition)))
  }

  /// Whether there are values for which the condition may hold.
  private func canHold(_ condition: Expression) -> Bool {
    let parts = Self.conjuncts(condition)
    var narrowed = bounds
    for part in parts {
      guard let (name, limit) = Self.limit(part) else { continue }
      let next = (narrowed[name] ?? NumberBounds()).narrowed(limit)
      if next.isEmpty { return false }
      narrowed[name] = next
    }
    let inner = Self(bounds: narrowed)
    return parts.allSatisfy { inner.single($0) }
  }

  private func single(_ condition: Expression) -> Bool {
    switch condition {
    case .or(let left, let right): return canHold(left) || canHold(right)
    case .comparison(let sign, let left, let right): return compare(sign, left, right)
    case .choose(_, let value, let other): return canHold(value) || canHold(other)
    default: return true
    }
  }

  private static func conjuncts(_ condition: Expression) -> [Expression] {
    if case .and(let left, let right) = condition { return conjuncts(left) + conjuncts(right) }
    if case .not(let inner) = condition {
      let pushed = negated(inner)
      if case .not = pushed { return [condition] }
      return conjuncts(pushed)
    }
    return [condition]
  }

  /// The condition that fails where this one holds, with `not` pushed inwards.
  private static func negated(_ condition: Expression) -> Expression {
    switch condition {
    case .not(let inner): inner
    case .and(let left, let right): .or(negated(left), negated(right))
    case .or(let left, let right): .and(negated(left), negated(right))
    case .comparison(let sign, let left, let right): .comparison(sign.opposite, left, right)
    case .choose(let test, let value, let other): .choose(test, negated(value), negated(other))
    default: .not(condition)
    }
  }

  /// What `name <= 3` says about the name alone; strict limits are taken as if they allowed equality.
  private static func limit(_ condition: Expression) -> (String, NumberBounds)? {
    guard case .comparison(let sign, let left, let right) = condition else { return nil }
    if case .name(let name) = left, let number = constant(right) {
      return bounds(sign, number).map { (name, $0) }
    }
    if case .name(let name) = right, let number = constant(left) {
      return bounds(sign.mirrored, number).map { (name, $0) }
    }
    return nil
  }

  private static func constant(_ expression: Expression) -> ExactDecimal? {
    switch expression {
    case .number(let number): number
    case .negated(let inner): constant(inner)?.negated
    default: nil
    }
  }

  private static func bounds(_ sign: ComparisonOperator, _ number: ExactDecimal) -> NumberBounds? {
    switch sign {
    case .equal: NumberBounds(least: number, greatest: number)
    case .less, .lessOrEqual: NumberBounds(greatest: number)
    case .greater, .greaterOrEqual: NumberBounds(least: number)
    case .notEqual: nil
    }
  }

  private func compare(_ sign: ComparisonOperator, _ left: Expression, _ right: Expression) -> Bool
  {
    if left == right {
      return sign == .equal || sign == .lessOrEqual || sign == .greaterOrEqual
    }
    let first = range(left)
    let second = range(right)
    func isLess(_ upper: ExactDecimal?, _ lower: ExactDecimal?, orEqual: Bool) -> Bool {
      guard let upper, let lower else { return false }
      return orEqual ? upper <= lower : upper < lower
    }
    switch sign {
    case .equal:
      return !isLess(first.greatest, second.least, orEqual: false)
        && !isLess(second.greatest, first.least, orEqual: false)
    case .notEqual:
      guard let one = first.least, one == first.greatest, one == second.least else { return true }
      return one != second.greatest
    case .less: return !isLess(second.greatest, first.least, orEqual: true)
    case .lessOrEqual: return !isLess(second.greatest, first.least, orEqual: false)
    case .greater: return !isLess(first.greatest, second.least, orEqual: true)
    case .greaterOrEqual: return !isLess(first.greatest, second.least, orEqual: false)
    }
  }

  /// Where the numbers of an expression may lie.
  func range(_ expression: Expression) -> NumberBounds {
    switch expression {
    case .number(let number): return NumberBounds(least: number, greatest: number)
    case .name(let name): return bounds[name] ?? NumberBounds()
    case .negated(let inner):
      let range = range(inner)
      return NumberBounds(
        least: range.greatest.flatMap { $0.negated },
        greatest: range.least.flatMap { $0.negated }
      )
    case .count: return NumberBounds(least: .zero)
    case .arithmetic(let sign, let left, let right):
      return Self.combine(sign, range(left), range(right))
    case .call(.plain, let arguments): return range(arguments[0])
    case .call(.abs, _): return NumberBounds(least: .zero)
    default: return NumberBounds()
    }
  }

  private static func combine(
    _ sign: ArithmeticOperator,
    _ left: NumberBounds,
    _ right: NumberBounds
  ) -> NumberBounds {
    func both(
      _ first: ExactDecimal?,
      _ second: ExactDecimal?,
      _ body: (ExactDecimal, ExactDecimal) -> ExactDecimal?
    ) -> ExactDecimal? {
      guard let first, let second else { return nil }
      return body(first, second)
    }
    switch sign {
    case .add:
      return NumberBounds(
        least: both(left.least, right.least) { $0.adding($1) },
        greatest: both(left.greatest, right.greatest) { $0.adding($1) }
      )
    case .subtract:
      return NumberBounds(
        least: both(left.least, right.greatest) { $0.subtracting($1) },
        greatest: both(left.greatest, right.least) { $0.subtracting($1) }
      )
    case .multiply, .divide:
      let isPositive = [left.least, right.least].allSatisfy { $0.map { $0 >= .zero } == true }
      guard isPositive else { return NumberBounds() }
      guard sign == .multiply else { return NumberBounds(least: .zero) }
      return NumberBounds(
        least: both(left.least, right.least) { $0.multiplied(by: $1) },
        greatest: both(left.greatest, right.greatest) { $0.multiplied(by: $1) }
      )
    }
  }
}

extension ComparisonOperator {
  /// The comparison that holds where this one does not.
  var opposite: Self {
    switch self {
    case .equal: .notEqual
    case .notEqual: .equal
    case .less: .greaterOrEqual
    case .lessOrEqual: .greater
    case .greater: .lessOrEqual
    case .greaterOrEqual: .less
    }
  }

  /// The comparison with its sides exchanged.
  var mirrored: Self {
    switch self {
    case .equal, .notEqual: self
    case .less: .greater
    case .lessOrEqual: .greaterOrEqual
    case .greater: .less
    case .greaterOrEqual: .lessOrEqual
    }
  }
}
