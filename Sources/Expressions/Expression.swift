public import Tabular

/// A condition or formula over the fields of records, as definition files write it.
///
/// One language serves validation rules and indicator formulas:
/// `male_members + female_members == household_size`, `count(dwelling_class in [solid, semi_solid])`,
/// `sum(annual_income) / sum(household_size)`. The page `templates/EXPRESSIONS.md` describes it.
public indirect enum Expression: Hashable, Sendable {
  /// A number with a decimal point.
  case number(ExactDecimal)
  /// A field, a choice or another word; what it is depends on the form.
  case name(String)
  /// A field by its index: what a name becomes when the expression is bound to a form.
  case slot(Int)
  /// `-x`
  case negated(Expression)
  /// `not x`
  case not(Expression)
  /// `a + b` and its like.
  case arithmetic(ArithmeticOperator, Expression, Expression)
  /// `a <= b` and its like.
  case comparison(ComparisonOperator, Expression, Expression)
  /// `a and b`
  case and(Expression, Expression)
  /// `a or b`
  case or(Expression, Expression)
  /// `field in [a, b]`
  case membership(Expression, [Expression])
  /// `count(condition)`: how many records meet it; without a condition, how many there are.
  case count(Expression?)
  /// `sum(value, condition)`: the sum over the records that meet the condition, or over all.
  case sum(Expression, Expression?)
  /// `given(field)`: whether the record has it.
  case given(String)
  /// The same by the field's index.
  case givenSlot(Int)
  /// `if condition then value else other`
  case choose(Expression, Expression, Expression)
  /// A function of numbers: `abs(a - b)`, `near(rate, a / b * 100)`.
  case call(ExpressionFunction, [Expression])
}

/// The four operations.
public enum ArithmeticOperator: String, Hashable, Sendable {
  case add = "+"
  case subtract = "-"
  case multiply = "*"
  case divide = "/"
}

/// The six comparisons.
public enum ComparisonOperator: String, Hashable, Sendable {
  case equal = "=="
  case notEqual = "!="
  case less = "<"
  case lessOrEqual = "<="
  case greater = ">"
  case greaterOrEqual = ">="
}

extension Expression {
  /// The expressions that it is made of, in the order of appearance.
  public var parts: [Expression] {
    switch self {
    case .number, .slot, .givenSlot, .name, .given: []
    case .negated(let inner), .not(let inner): [inner]
    case .arithmetic(_, let left, let right), .comparison(_, let left, let right),
      .and(let left, let right), .or(let left, let right):
      [left, right]
    case .membership(let value, let items): [value] + items
    case .count(let condition): condition.map { [$0] } ?? []
    case .sum(let value, let condition): [value] + (condition.map { [$0] } ?? [])
    case .choose(let condition, let value, let other): [condition, value, other]
    case .call(_, let arguments): arguments
    }
  }

  /// The names that stand in it, in the order of appearance.
  public var names: [String] {
    switch self {
    case .name(let name), .given(let name): [name]
    default: parts.flatMap(\.names)
    }
  }

  /// Whether a count or sum over records stands in it.
  public var isAggregate: Bool {
    switch self {
    case .count, .sum: true
    default: parts.contains(where: \.isAggregate)
    }
  }
}

extension Expression {
  /// The expression with each of its parts replaced.
  public func replacingParts(_ change: (Expression) -> Expression) -> Expression {
    switch self {
    case .number, .slot, .givenSlot, .name, .given: self
    case .negated(let inner): .negated(change(inner))
    case .not(let inner): .not(change(inner))
    case .arithmetic(let sign, let left, let right): .arithmetic(sign, change(left), change(right))
    case .comparison(let sign, let left, let right): .comparison(sign, change(left), change(right))
    case .and(let left, let right): .and(change(left), change(right))
    case .or(let left, let right): .or(change(left), change(right))
    // The items of a list are ids of choices, never fields.
    case .membership(let value, let items): .membership(change(value), items)
    case .count(let condition): .count(condition.map { change($0) })
    case .sum(let value, let condition): .sum(change(value), condition.map { change($0) })
    case .choose(let condition, let value, let other):
      .choose(change(condition), change(value), change(other))
    case .call(let function, let arguments): .call(function, arguments.map(change))
    }
  }

  /// The expression with every name that is a field replaced by the field's index.
  public func bound(_ index: (String) -> Int?) -> Expression {
    switch self {
    case .name(let name): index(name).map { .slot($0) } ?? self
    case .given(let name): index(name).map { .givenSlot($0) } ?? self
    default: replacingParts { $0.bound(index) }
    }
  }
}
