import Expressions
import Findings
import Forms
import Tabular

/// Reads expressions of definition files; what is wrong in one is reported at its column.
struct ExpressionReader {
  let log: DefinitionLog

  /// Parses the text of a node.
  func parse(_ node: DefinitionNode) -> Expression? {
    let text = node.string ?? ""
    do throws(ExpressionError) {
      return try ExpressionParser.parse(text)
    } catch {
      let known = Self.functions.joined(separator: ", ")
      log.report(
        error.problem,
        at: node.location(offset: error.offset),
        ["found": error.found, "text": text, "known": known]
      )
      return nil
    }
  }

  private static let functions =
    ["count", "sum", "share", "given"] + ExpressionFunction.allCases.map(\.rawValue)

  /// A condition on one record whose names, kinds and units are right, and which can hold and fail.
  func condition(_ node: DefinitionNode, _ scope: ExpressionScope) -> Expression? {
    guard let expression = parse(node) else { return nil }
    let problems = ExpressionChecker.condition(
      expression,
      text: node.string ?? "",
      scope: scope
    )
    report(problems, at: node, scope)
    if problems.isEmpty { lint(expression, at: node, scope) }
    return problems.isEmpty ? expression : nil
  }

  /// Reports a condition that holds always or never.
  func lint(_ expression: Expression, at node: DefinitionNode, _ scope: ExpressionScope) {
    let answers = ExpressionLint(scope).answers(expression)
    let text = node.string ?? ""
    if !answers.canHold { log.report("never-true", at: node, ["text": text]) }
    if !answers.canFail { log.report("never-false", at: node, ["text": text]) }
  }

  /// A formula with what it counts.
  func formula(_ node: DefinitionNode, _ scope: ExpressionScope) -> (Expression, Dimension?)? {
    guard let expression = parse(node) else { return nil }
    let (dimension, problems) = ExpressionChecker.formula(
      expression,
      text: node.string ?? "",
      scope: scope
    )
    report(problems, at: node, scope)
    return problems.isEmpty ? (expression, dimension) : nil
  }

  /// What makes a figure an outlier, with the text of the figure.
  func outlier(
    _ node: DefinitionNode,
    _ scope: ExpressionScope
  ) -> (outlier: FormDefinition.Rule.Outlier, text: String)? {
    guard var mapping = MappingReader(node, log: log) else { return nil }
    let value = mapping.required("value")
    let limit = mapping.number("limit")
    let least = mapping.whole("least")
    let isLogarithmic = mapping.flag("logarithmic")
    mapping.finish()
    guard let value, let (formula, _) = formula(value, scope) else { return nil }
    let outlier = FormDefinition.Rule.Outlier(
      value: formula,
      limit: limit ?? RuleHeader.usualScore,
      least: least ?? RuleHeader.usualCount,
      isLogarithmic: isLogarithmic
    )
    return (outlier, value.string ?? "")
  }

  private func report(
    _ problems: [ExpressionProblem],
    at node: DefinitionNode,
    _ scope: ExpressionScope
  ) {
    for problem in problems {
      let place = node.location(offset: problem.offset)
      guard problem.problem == "unknown-field", let name = problem.arguments["name"] else {
        log.report(problem.problem, at: place, problem.arguments)
        continue
      }
      unknownField(name, at: place, among: Array(scope.fields.keys))
    }
  }

  /// Reports a name that no field has, with the nearest one.
  func unknownField(_ name: String, at place: SourceLocation, among fields: [String]) {
    if let nearest = Spelling.nearest(to: name, among: fields.sorted()) {
      log.report("misspelt-field", at: place, ["name": name, "nearest": nearest])
    } else {
      let known = fields.sorted().joined(separator: ", ")
      log.report("unknown-field", at: place, ["name": name, "known": known])
    }
  }
}
