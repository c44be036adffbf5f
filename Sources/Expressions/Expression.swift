public import Tabular

/// A condition or formula over the fields of records, as definition files write it.
///
/// One language serves validation rules and indicator formulas:
/// `male_members + female_members == household_size`, `count(dwelling_class in [solid, semi_solid])`,
/// `sum(annual_income) / sum(household_size)`.
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
  /// The names that stand in it, in the order of appearance.
  public var names: [String] {
    switch self {
    case .number, .slot, .givenSlot: []
    case .name(let name), .given(let name): [name]
    case .negated(let inner), .not(let inner): inner.names
    case .arithmetic(_, let left, let right), .comparison(_, let left, let right),
      .and(let left, let right), .or(let left, let right):
      left.names + right.names
    case .membership(let value, let items): value.names + items.flatMap(\.names)
    case .count(let condition): condition?.names ?? []
    case .sum(let value, let condition): value.names + (condition?.names ?? [])
    }
  }
}

extension Expression {
  /// The expression with every name that is a field replaced by the field's index.
  public func bound(_ index: (String) -> Int?) -> Expression {
    switch self {
    case .number, .slot: self
    case .name(let name): index(name).map { .slot($0) } ?? self
    case .given(let name): index(name).map { .givenSlot($0) } ?? self
    case .givenSlot: self
    case .negated(let inner): .negated(inner.bound(index))
    case .not(let inner): .not(inner.bound(index))
    case .arithmetic(let sign, let left, let right):
      .arithmetic(sign, left.bound(index), right.bound(index))
    case .comparison(let sign, let left, let right):
      .comparison(sign, left.bound(index), right.bound(index))
    case .and(let left, let right): .and(left.bound(index), right.bound(index))
    case .or(let left, let right): .or(left.bound(index), right.bound(index))
    case .membership(let value, let items): .membership(value.bound(index), items)
    case .count(let condition): .count(condition?.bound(index))
    case .sum(let value, let condition): .sum(value.bound(index), condition?.bound(index))
    }
  }
}
