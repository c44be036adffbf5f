import Tabular

/// Parses the text of an expression; the grammar is in the documentation of `Expression`.
public struct ExpressionParser {
  private let tokens: [(token: ExpressionLexer.Token, offset: Int)]
  private var index = 0
  /// How deep brackets may nest: a definition file must not exhaust the stack.
  private static let deepest = 64
  private var depth = 0

  /// Parses a whole text.
  public static func parse(_ text: String) throws(ExpressionError) -> Expression {
    var parser = ExpressionParser(tokens: try ExpressionLexer.tokens(text))
    let result = try parser.disjunction()
    guard parser.tokens[parser.index].token == .end else { throw parser.unexpected() }
    return result
  }

  private init(tokens: [(token: ExpressionLexer.Token, offset: Int)]) { self.tokens = tokens }

  private func unexpected() -> ExpressionError {
    let (token, offset) = tokens[index]
    let problem = token == .end ? "expression-end" : "expression-unexpected"
    return ExpressionError(problem: problem, found: token.text, offset: offset)
  }

  private mutating func take(_ token: ExpressionLexer.Token) -> Bool {
    guard tokens[index].token == token else { return false }
    index += 1
    return true
  }

  private mutating func expect(_ sign: String) throws(ExpressionError) {
    guard take(.sign(sign)) else { throw unexpected() }
  }

  private mutating func disjunction() throws(ExpressionError) -> Expression {
    depth += 1
    defer { depth -= 1 }
    guard depth < Self.deepest else { throw unexpected() }
    var left = try conjunction()
    while take(.name("or")) { left = .or(left, try conjunction()) }
    return left
  }

  private mutating func conjunction() throws(ExpressionError) -> Expression {
    var left = try negation()
    while take(.name("and")) { left = .and(left, try negation()) }
    return left
  }

  private mutating func negation() throws(ExpressionError) -> Expression {
    if take(.name("not")) {
      depth += 1
      defer { depth -= 1 }
      guard depth < Self.deepest else { throw unexpected() }
      return .not(try negation())
    }
    return try comparison()
  }

  private mutating func comparison() throws(ExpressionError) -> Expression {
    let left = try sum()
    if take(.name("in")) {
      try expect("[")
      var items = [try sum()]
      while take(.sign(",")) { items.append(try sum()) }
      try expect("]")
      return .membership(left, items)
    }
    guard case .sign(let sign) = tokens[index].token,
      let comparison = ComparisonOperator(rawValue: sign)
    else { return left }
    index += 1
    return .comparison(comparison, left, try sum())
  }

  private mutating func sum() throws(ExpressionError) -> Expression {
    var left = try product()
    while true {
      if take(.sign("+")) {
        left = .arithmetic(.add, left, try product())
      } else if take(.sign("-")) {
        left = .arithmetic(.subtract, left, try product())
      } else {
        return left
      }
    }
  }

  private mutating func product() throws(ExpressionError) -> Expression {
    var left = try factor()
    while true {
      if take(.sign("*")) {
        left = .arithmetic(.multiply, left, try factor())
      } else if take(.sign("/")) {
        left = .arithmetic(.divide, left, try factor())
      } else {
        return left
      }
    }
  }

  private mutating func factor() throws(ExpressionError) -> Expression {
    switch tokens[index].token {
    case .number(let value):
      index += 1
      return .number(value)
    case .sign("-"):
      index += 1
      depth += 1
      defer { depth -= 1 }
      guard depth < Self.deepest else { throw unexpected() }
      return .negated(try factor())
    case .sign("("):
      index += 1
      let inner = try disjunction()
      try expect(")")
      return inner
    case .name(let name) where !["and", "or", "in"].contains(name):
      index += 1
      return take(.sign("(")) ? try call(name) : .name(name)
    default: throw unexpected()
    }
  }

  /// Parses what stands in the brackets of a function.
  private mutating func call(_ name: String) throws(ExpressionError) -> Expression {
    let start = index - 2
    var arguments: [Expression] = []
    if !take(.sign(")")) {
      arguments.append(try disjunction())
      while take(.sign(",")) { arguments.append(try disjunction()) }
      try expect(")")
    }
    switch (name, arguments.count) {
    case ("count", 0): return .count(nil)
    case ("count", 1): return .count(arguments[0])
    case ("sum", 1): return .sum(arguments[0], nil)
    case ("sum", 2): return .sum(arguments[0], arguments[1])
    case ("given", 1):
      if case .name(let field) = arguments[0] { return .given(field) }
    default: break
    }
    throw ExpressionError(problem: "expression-function", found: name, offset: tokens[start].offset)
  }
}
