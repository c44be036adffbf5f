/// Finds what is wrong in an expression before any record is read: names, kinds and units.
public struct ExpressionChecker {
  /// What a part of an expression gives.
  enum Outcome: Hashable {
    /// A number, with what it counts; `nil` where that is not known.
    case number(Dimension?)
    /// A number that stands in the text and takes any unit.
    case literal
    case flag
    case text
    case choice([String])
    /// A word that names no field.
    case word(String)
    /// Something that has been reported.
    case broken
  }

  private let scope: ExpressionScope
  private let offsets: [String: [Int]]
  private var seen: [String: Int] = [:]
  private var isInside = false
  /// What was found, in the order of the text.
  public private(set) var problems: [ExpressionProblem] = []

  /// Creates a checker for an expression's own text.
  public init(_ text: String, scope: ExpressionScope) {
    self.scope = scope
    offsets = ExpressionParser.offsets(in: text)
  }

  /// The problems of a condition.
  public static func condition(
    _ expression: Expression,
    text: String,
    scope: ExpressionScope
  ) -> [ExpressionProblem] {
    var checker = Self(text, scope: scope)
    let outcome = checker.outcome(expression)
    if checker.problems.isEmpty, outcome != .flag, outcome != .broken {
      checker.report("not-a-condition", [:], at: 0)
    }
    return checker.problems
  }

  /// What a formula counts, with its problems; `nil` for no unit that is known.
  public static func formula(
    _ expression: Expression,
    text: String,
    scope: ExpressionScope
  ) -> (dimension: Dimension?, problems: [ExpressionProblem]) {
    var checker = Self(text, scope: scope)
    let outcome = checker.outcome(expression)
    switch outcome {
    case .number(let dimension): return (dimension, checker.problems)
    case .literal, .broken: return (nil, checker.problems)
    default:
      if checker.problems.isEmpty { checker.report("not-a-formula", [:], at: 0) }
      return (nil, checker.problems)
    }
  }

  private mutating func report(_ problem: String, _ arguments: [String: String], at offset: Int) {
    problems.append(ExpressionProblem(problem: problem, arguments: arguments, offset: offset))
  }

  /// The place of the next occurrence of a name.
  private func offset(of name: String) -> Int {
    let places = offsets[name] ?? []
    return places.isEmpty ? 0 : places[min(seen[name] ?? 0, places.count - 1)]
  }

  private func offset(of expression: Expression) -> Int? {
    expression.names.first.map { offset(of: $0) }
  }

  private mutating func outcome(_ expression: Expression) -> Outcome {
    switch expression {
    case .number: return .literal
    case .slot: return .number(nil)
    case .givenSlot: return .flag
    case .name(let name): return field(name)
    case .given(let name):
      if case .word = field(name, isBare: true) { unknown(name, at: lastOffset(name)) }
      return .flag
    case .negated(let inner): return number(inner) ?? .broken
    case .not(let inner):
      condition(inner)
      return .flag
    case .and(let left, let right), .or(let left, let right):
      condition(left)
      condition(right)
      return .flag
    case .arithmetic(let sign, let left, let right): return arithmetic(sign, left, right)
    case .comparison(let sign, let left, let right):
      comparison(sign, left, right)
      return .flag
    case .membership(let value, let items):
      membership(value, items)
      return .flag
    case .count(let condition): return count(condition)
    case .sum(let value, let condition): return sum(value, condition)
    case .choose(let test, let value, let other):
      condition(test)
      return same(outcome(value), other) ?? .broken
    case .call(let function, let arguments): return call(function, arguments)
    }
  }

  // MARK: - Names

  private func lastOffset(_ name: String) -> Int {
    let places = offsets[name] ?? []
    guard !places.isEmpty else { return 0 }
    return places[max(0, min((seen[name] ?? 1) - 1, places.count - 1))]
  }

  private mutating func field(_ name: String, isBare: Bool = false) -> Outcome {
    let place = offset(of: name)
    seen[name, default: 0] += 1
    guard let shape = scope.fields[name] else { return .word(name) }
    if scope.isAggregate, !isInside, !isBare {
      report("field-outside-sum", ["name": name], at: place)
      return .broken
    }
    switch shape.kind {
    case .number: return .number(shape.dimension)
    case .flag: return .flag
    case .text: return .text
    case .choice(let ids): return .choice(ids)
    }
  }

  private mutating func unknown(_ name: String, at place: Int) {
    report("unknown-field", ["name": name], at: place)
  }

  /// Reports a word where a value is needed.
  private mutating func known(_ outcome: Outcome) -> Outcome {
    if case .word(let name) = outcome {
      unknown(name, at: lastOffset(name))
      return .broken
    }
    return outcome
  }

  // MARK: - Kinds

  private mutating func condition(_ expression: Expression) {
    let place = offset(of: expression) ?? 0
    switch known(outcome(expression)) {
    case .flag, .broken: break
    default: report("not-a-condition", [:], at: place)
    }
  }

  private mutating func number(_ expression: Expression) -> Outcome? {
    let place = offset(of: expression) ?? 0
    let result = known(outcome(expression))
    switch result {
    case .number, .literal: return result
    case .broken: return nil
    default:
      report("not-a-figure", [:], at: place)
      return nil
    }
  }

  private mutating func call(_ function: ExpressionFunction, _ arguments: [Expression]) -> Outcome {
    guard let first = arguments.first, let start = number(first) else { return .broken }
    if function == .plain { return .number(nil) }
    var result = start
    for (index, argument) in arguments.enumerated().dropFirst() {
      if function == .round || index == 2, function != .min, function != .max {
        _ = number(argument)
      } else if let common = same(result, argument) {
        result = common
      } else {
        result = .broken
      }
    }
    return function == .near ? .flag : result
  }

  // MARK: - Units

  private mutating func arithmetic(
    _ sign: ArithmeticOperator,
    _ left: Expression,
    _ right: Expression
  ) -> Outcome {
    let first = number(left)
    if sign == .add || sign == .subtract {
      guard let first else {
        _ = number(right)
        return .broken
      }
      return same(first, right) ?? .broken
    }
    guard let second = number(right), let first else { return .broken }
    switch (first, second) {
    case (.literal, .literal): return .literal
    case (.number(let dimension), .literal): return .number(dimension?.scaled)
    case (.literal, .number(let dimension)):
      guard sign == .divide else { return .number(dimension?.scaled) }
      return .number(dimension.map { Dimension(powers: [:], factor: nil).over($0).scaled })
    case (.number(let top?), .number(let bottom?)):
      return .number(sign == .multiply ? top.times(bottom) : top.over(bottom))
    default: return .number(nil)
    }
  }

  /// The common kind of a value and a further one, after a report where they do not fit.
  private mutating func same(_ first: Outcome, _ right: Expression) -> Outcome? {
    let place = offset(of: right) ?? 0
    let second = known(outcome(right))
    switch (first, second) {
    case (.broken, _), (_, .broken): return nil
    case (.number(let one?), .number(let other?)):
      guard one.fits(other) else {
        report("unit-clash-inside", ["found": "\(other)", "expected": "\(one)"], at: place)
        return nil
      }
      return .number(one.factor == nil ? other : one)
    case (.literal, .literal): return .literal
    case (.number(let one), .literal), (.literal, .number(let one)): return .number(one)
    case (.number, .number): return .number(nil)
    case (.flag, .flag): return .flag
    default:
      report("kind-clash", [:], at: place)
      return nil
    }
  }

  private mutating func comparison(
    _ sign: ComparisonOperator,
    _ left: Expression,
    _ right: Expression
  ) {
    let first = outcome(left)
    let isEquality = sign == .equal || sign == .notEqual
    switch first {
    case .number, .literal: _ = same(first, right)
    case .choice, .text, .flag:
      let place = offset(of: right) ?? 0
      let second = outcome(right)
      guard isEquality else { return report("kind-clash", [:], at: place) }
      equal(first, second, at: place)
    case .word(let name):
      let place = lastOffset(name)
      let second = outcome(right)
      switch second {
      case .choice, .flag: equal(second, first, at: place)
      default: unknown(name, at: place)
      }
    case .broken: _ = known(outcome(right))
    }
  }

  private mutating func equal(_ first: Outcome, _ second: Outcome, at place: Int) {
    switch (first, second) {
    case (.choice(let ids), .word(let word)):
      if !ids.contains(word) {
        report("misspelt-choice", ["name": word, "known": ids.joined(separator: ", ")], at: place)
      }
    case (.flag, .word("true")), (.flag, .word("false")), (.flag, .flag), (.broken, _),
      (_, .broken),
      (.text, .text), (.choice, .choice):
      break
    case (_, .word(let word)): unknown(word, at: place)
    default: report("kind-clash", [:], at: place)
    }
  }

  private mutating func membership(_ value: Expression, _ items: [Expression]) {
    let first = known(outcome(value))
    for item in items {
      let place = offset(of: item) ?? 0
      let second = outcome(item)
      switch (first, second) {
      case (.number, .literal), (.literal, .literal), (.broken, _): break
      case (.choice, .word): equal(first, second, at: place)
      case (_, .word(let word)): unknown(word, at: place)
      default: report("kind-clash", [:], at: place)
      }
    }
  }

  // MARK: - Over all records

  private mutating func inside(_ body: (inout Self) -> Void) {
    let before = isInside
    isInside = true
    body(&self)
    isInside = before
  }

  private mutating func mayCount(_ name: String) -> Bool {
    guard scope.isAggregate, !isInside else {
      report("aggregate-inside", ["name": name], at: offset(of: name))
      return false
    }
    return true
  }

  private mutating func count(_ test: Expression?) -> Outcome {
    let isAllowed = mayCount(offsets["count"] == nil ? "share" : "count")
    if let test { inside { $0.condition(test) } }
    return isAllowed ? .number(scope.record) : .broken
  }

  private mutating func sum(_ value: Expression, _ test: Expression?) -> Outcome {
    let isAllowed = mayCount("sum")
    var result: Outcome?
    inside {
      result = $0.number(value)
      if let test { $0.condition(test) }
    }
    return isAllowed ? result ?? .broken : .broken
  }
}
