package import Expressions
package import Tabular

/// Evaluates a formula whose counts and sums are known.
package struct AggregateEvaluator {
  private let leaf: (Expression) -> ExactDecimal?

  /// `leaf` gives the value of a count, a sum or a name.
  package init(leaf: @escaping (Expression) -> ExactDecimal?) { self.leaf = leaf }

  /// The exact value; `nil` where it does not exist.
  package func number(_ expression: Expression) -> ExactDecimal? {
    if case .number(let number) = value(expression) { number } else { nil }
  }

  /// The value; unknown where a leaf is, or where an exact result does not exist.
  package func value(_ expression: Expression) -> ExpressionValue {
    let leaf = self.leaf
    var names: [String: FieldValue] = [:]
    /// Replaces each leaf by a name, so that one evaluator serves records and aggregates.
    func named(_ expression: Expression) -> Expression {
      let isLeaf: Bool
      switch expression {
      case .count, .sum, .name: isLeaf = true
      default: isLeaf = false
      }
      guard isLeaf else { return expression.replacingParts(named) }
      guard let number = leaf(expression) else { return .name("unknown") }
      let name = "leaf\(names.count)"
      names[name] = .number(number)
      return .name(name)
    }
    let formula = named(expression)
    return RecordEvaluator(isField: { _ in true }, value: { names[$0] }).evaluate(formula)
  }
}
