public import Tabular

/// What an expression gives for one record.
public enum ExpressionValue: Hashable, Sendable {
  /// It needs a field that the record does not have.
  case unknown
  /// A number.
  case number(ExactDecimal)
  /// Yes or no.
  case flag(Bool)
  /// The id of a choice, or a text.
  case word(String)

  /// The value of a field as an expression sees it.
  public init(_ value: FieldValue?) {
    switch value {
    case nil: self = .unknown
    case .text(let text), .choice(let text), .date(let text): self = .word(text)
    case .number(let number): self = .number(number)
    case .mark(let flag): self = .flag(flag)
    }
  }
}

/// Evaluates expressions that speak of one record; what is not known stays unknown (Kleene logic).
public struct RecordEvaluator {
  /// The fields that the form has; any other name is a word.
  private let isField: (String) -> Bool
  private let value: (String) -> FieldValue?
  private let slots: [FieldValue?]

  /// Creates an evaluator over the fields of one record.
  public init(isField: @escaping (String) -> Bool, value: @escaping (String) -> FieldValue?) {
    self.isField = isField
    self.value = value
    slots = []
  }

  /// Creates an evaluator of bound expressions over the values of a record by field index.
  public init(slots: [FieldValue?]) {
    isField = { _ in false }
    value = { _ in nil }
    self.slots = slots
  }

  /// The value of an expression; `unknown` also where an exact result does not exist.
  public func evaluate(_ expression: Expression) -> ExpressionValue {
    switch expression {
    case .number(let number): .number(number)
    case .name(let name): isField(name) ? ExpressionValue(value(name)) : .word(name)
    case .slot(let index): ExpressionValue(slots.indices.contains(index) ? slots[index] : nil)
    case .given(let name): .flag(value(name) != nil)
    case .givenSlot(let index): .flag(slots.indices.contains(index) && slots[index] != nil)
    case .negated(let inner):
      if case .number(let number) = evaluate(inner), let result = number.negated {
        .number(result)
      } else {
        .unknown
      }
    case .not(let inner):
      if case .flag(let flag) = evaluate(inner) { .flag(!flag) } else { .unknown }
    case .arithmetic(let sign, let left, let right):
      Self.calculate(sign, evaluate(left), evaluate(right))
    case .comparison(let sign, let left, let right):
      Self.compare(sign, evaluate(left), evaluate(right))
    case .and(let left, let right): Self.both(evaluate(left), { evaluate(right) }, deciding: false)
    case .or(let left, let right): Self.both(evaluate(left), { evaluate(right) }, deciding: true)
    case .membership(let value, let items): membership(evaluate(value), items)
    case .choose(let condition, let value, let other):
      switch evaluate(condition) {
      case .flag(true): evaluate(value)
      case .flag(false): evaluate(other)
      default: evaluate(value) == evaluate(other) ? evaluate(value) : .unknown
      }
    case .call(let function, let arguments): function.value(arguments.map { evaluate($0) })
    case .count, .sum: .unknown
    }
  }

  private func membership(_ value: ExpressionValue, _ items: [Expression]) -> ExpressionValue {
    guard value != .unknown else { return .unknown }
    return .flag(items.contains { evaluate($0) == value })
  }

  /// `and` and `or`: one side can decide alone, even when the other is unknown.
  private static func both(
    _ left: ExpressionValue,
    _ right: () -> ExpressionValue,
    deciding: Bool
  ) -> ExpressionValue {
    if left == .flag(deciding) { return left }
    let other = right()
    if other == .flag(deciding) { return other }
    guard case .flag = left, case .flag = other else { return .unknown }
    return .flag(!deciding)
  }

  static func calculate(
    _ sign: ArithmeticOperator,
    _ left: ExpressionValue,
    _ right: ExpressionValue
  ) -> ExpressionValue {
    guard case .number(let first) = left, case .number(let second) = right else { return .unknown }
    let result: ExactDecimal? =
      switch sign {
      case .add: first.adding(second)
      case .subtract: first.subtracting(second)
      case .multiply: first.multiplied(by: second)
      case .divide: first.divided(by: second, places: 10)
      }
    return result.map { .number($0) } ?? .unknown
  }

  static func compare(
    _ sign: ComparisonOperator,
    _ left: ExpressionValue,
    _ right: ExpressionValue
  ) -> ExpressionValue {
    if case .number(let first) = left, case .number(let second) = right {
      switch sign {
      case .equal: return .flag(first == second)
      case .notEqual: return .flag(first != second)
      case .less: return .flag(first < second)
      case .lessOrEqual: return .flag(first <= second)
      case .greater: return .flag(first > second)
      case .greaterOrEqual: return .flag(first >= second)
      }
    }
    guard left != .unknown, right != .unknown else { return .unknown }
    switch sign {
    case .equal: return .flag(Self.sameWord(left, right))
    case .notEqual: return .flag(!Self.sameWord(left, right))
    default: return .unknown
    }
  }

  /// Marks may be compared with the words `true` and `false`.
  private static func sameWord(_ left: ExpressionValue, _ right: ExpressionValue) -> Bool {
    if case .flag(let flag) = left, case .word(let word) = right { return word == "\(flag)" }
    if case .word(let word) = left, case .flag(let flag) = right { return word == "\(flag)" }
    return left == right
  }
}

extension RecordEvaluator {
  /// What the record adds to a count or sum; `nil` where that is unknown, and for other expressions.
  package func part(of leaf: Expression) -> ExactDecimal? {
    switch leaf {
    case .count(nil): return ExactDecimal(1)
    case .count(let condition?):
      guard case .flag(let isMet) = evaluate(condition) else { return nil }
      return isMet ? ExactDecimal(1) : .zero
    case .sum(let value, let condition):
      if let condition {
        guard case .flag(let isMet) = evaluate(condition) else { return nil }
        if !isMet { return .zero }
      }
      guard case .number(let number) = evaluate(value) else { return nil }
      return number
    default: return nil
    }
  }
}
