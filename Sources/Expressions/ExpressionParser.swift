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

  /// Where each name stands, in characters from 0, occurrence by occurrence; empty for a broken text.
  public static func offsets(in text: String) -> [String: [Int]] {
    var result: [String: [Int]] = [:]
    for (token, offset) in (try? ExpressionLexer.tokens(text)) ?? [] {
      if case .name(let name) = token { result[name, default: []].append(offset) }
    }
    return result
  }

  /// Words that are no fields.
  public static let words = ["and", "or", "not", "in", "if", "then", "else", "where"]

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
    if take(.name("if")) { return try conditional() }
    var left = try conjunction()
    while take(.name("or")) { left = .or(left, try conjunction()) }
    return left
  }

  /// `if a then b` is a condition that holds wherever `a` does not; with `else` it is a value.
  private mutating func conditional() throws(ExpressionError) -> Expression {
    let condition = try disjunction()
    guard take(.name("then")) else { throw unexpected() }
    let value = try disjunction()
    guard take(.name("else")) else { return .or(.not(condition), value) }
    return .choose(condition, value, try disjunction())
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
    case .name(let name) where !Self.words.contains(name):
      index += 1
      return take(.sign("(")) ? try call(name) : .name(name)
    default: throw unexpected()
    }
  }

  /// Parses what stands in the brackets of a function.
  private mutating func call(_ name: String) throws(ExpressionError) -> Expression {
    let start = index - 2
    var arguments: [Expression] = []
    var filter: Expression?
    if !take(.sign(")")) {
      if !take(.name("where")) {
        arguments.append(try disjunction())
        while take(.sign(",")) { arguments.append(try disjunction()) }
        if take(.name("where")) { filter = try disjunction() }
      } else {
        filter = try disjunction()
      }
      try expect(")")
    }
    if let result = Self.aggregate(name, arguments, filter) { return result }
    if filter == nil, name == "given", arguments.count == 1, case .name(let field) = arguments[0] {
      return .given(field)
    }
    if filter == nil, let function = ExpressionFunction(rawValue: name),
      function.argumentCounts.contains(arguments.count)
    {
      return .call(function, arguments)
    }
    throw ExpressionError(problem: "expression-function", found: name, offset: tokens[start].offset)
  }

  /// The functions over all records, with a filter before or after the comma.
  private static func aggregate(
    _ name: String,
    _ arguments: [Expression],
    _ filter: Expression?
  ) -> Expression? {
    switch (name, arguments.count, filter) {
    case ("count", 0, let filter): .count(filter)
    case ("count", 1, nil): .count(arguments[0])
    case ("count", 1, let filter?): .count(.and(arguments[0], filter))
    case ("sum", 1, let filter): .sum(arguments[0], filter)
    case ("sum", 2, nil): .sum(arguments[0], arguments[1])
    case ("share", 1, nil): .arithmetic(.divide, .count(arguments[0]), .count(nil))
    case ("share", 1, let filter?):
      .arithmetic(.divide, .count(.and(arguments[0], filter)), .count(filter))
    default: nil
    }
  }
}
