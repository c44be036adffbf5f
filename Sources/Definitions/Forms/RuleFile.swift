import Expressions
import Findings
import Forms
import Tabular

/// Reads the `rules:` of a form.
///
/// A rule has one kind of check: `check` (a condition), `part-of` (a part and its whole), `parts` of a
/// sum, `together`, `exclusive`, `pattern`, `unique`, `rising` or `outlier`.
struct RuleFile {
  private let form: FormDefinition
  private let scope: ExpressionScope
  private let log: DefinitionLog
  private let reader: ExpressionReader

  init(_ form: FormDefinition, vocabulary: Vocabulary, log: DefinitionLog) {
    self.form = form
    self.log = log
    scope = form.scope(vocabulary)
    reader = ExpressionReader(log: log)
  }

  func read(
    _ nodes: [DefinitionNode],
    into catalogue: inout MessageCatalogue
  ) -> [FormDefinition.Rule] {
    var rules: [FormDefinition.Rule] = []
    var ids: Set<String> = []
    for node in nodes {
      guard let rule = rule(node, number: rules.count + 1, &catalogue) else { continue }
      if !ids.insert(rule.id).inserted { log.report("duplicate-id", at: node, ["id": rule.id]) }
      rules.append(rule)
    }
    return rules
  }

  private func rule(
    _ node: DefinitionNode,
    number: Int,
    _ catalogue: inout MessageCatalogue
  ) -> FormDefinition.Rule? {
    guard var mapping = MappingReader(node, log: log) else { return nil }
    let header = RuleHeader(&mapping, number: number, log: log)
    let place = mapping.optional("at")
    let missing = mapping.word("missing", default: FormDefinition.Rule.Missing.undetermined)
    let found = check(&mapping)
    mapping.finish()
    guard let found else { return nil }
    let field = place?.string ?? found.names.last ?? ""
    if let place { checkField(field, at: place.location) }
    var rule = FormDefinition.Rule(
      id: header.id,
      code: header.code,
      check: found.check,
      text: found.text,
      field: field
    )
    rule.basis = header.basis
    rule.severity = header.severity
    rule.missing = missing
    rule.hasMessage = header.message != nil
    header.addMessage(to: &catalogue, at: node, log: log)
    return rule
  }

  /// A check with its text for people and the fields that it reads.
  private struct Found {
    var check: FormDefinition.Rule.Check
    var text: String
    var names: [String]
  }

  private static let kinds = [
    "check", "part-of", "sum", "together", "exclusive", "pattern", "unique", "rising", "outlier",
  ]

  private func check(_ mapping: inout MappingReader) -> Found? {
    let stated = Self.kinds.filter { mapping.contains($0) }
    var result: Found?
    for kind in Self.kinds {
      guard let node = mapping.optional(kind) else { continue }
      result = kind == "rising" ? rising(node) : found(kind, node)
    }
    if stated.count != 1 {
      let known = Self.kinds.joined(separator: ", ")
      let place = mapping.node
      log.report("rule-kind", at: place, ["found": "\(stated.count)", "known": known])
      return nil
    }
    return result
  }

  private func found(_ kind: String, _ node: DefinitionNode) -> Found? {
    switch kind {
    case "check":
      return reader.condition(node, scope).map {
        Found(check: .condition($0), text: node.string ?? "", names: $0.names)
      }
    case "part-of": return part(node)
    case "sum": return sum(node)
    case "together": return pair(node) { .comparison(.equal, .given($0), .given($1)) }
    case "exclusive": return pair(node) { .not(.and(.given($0), .given($1))) }
    case "pattern":
      let patterns = node.string.map { [$0] } ?? node.items?.compactMap(\.string) ?? []
      let text = patterns.joined(separator: ", ")
      return Found(check: .pattern(patterns), text: text, names: [])
    case "unique":
      let fields = names(node)
      return Found(check: .unique(fields), text: fields.joined(separator: ", "), names: fields)
    default:
      return reader.outlier(node, scope).map {
        Found(check: .outlier($0.outlier), text: $0.text, names: $0.outlier.value.names)
      }
    }
  }

  private func rising(_ node: DefinitionNode) -> Found? {
    let name = node.string ?? ""
    checkField(name, at: node.location)
    return Found(check: .rising, text: name, names: [name])
  }

  /// `{part: a, whole: b}`: a part is no more than its whole.
  private func part(_ node: DefinitionNode) -> Found? {
    guard var mapping = MappingReader(node, log: log) else { return nil }
    let part = mapping.string("part")
    let whole = mapping.string("whole")
    mapping.finish()
    return condition("\(part) <= \(whole)", at: node, shown: [whole, part])
  }

  /// `{whole: a, parts: [b, c]}`: the parts add up to the whole.
  private func sum(_ node: DefinitionNode) -> Found? {
    guard var mapping = MappingReader(node, log: log) else { return nil }
    let whole = mapping.string("whole")
    let parts = mapping.strings("parts")
    mapping.finish()
    return condition(
      parts.joined(separator: " + ") + " == " + whole,
      at: node,
      shown: parts + [whole]
    )
  }

  /// A condition that a shorter form stands for, with its problems at the node.
  private func condition(_ text: String, at node: DefinitionNode, shown: [String]) -> Found? {
    guard let expression = try? ExpressionParser.parse(text) else {
      log.report("rule-names", at: node)
      return nil
    }
    let problems = ExpressionChecker.condition(expression, text: text, scope: scope)
    for problem in problems {
      if problem.problem == "unknown-field", let name = problem.arguments["name"] {
        checkField(name, at: node.location)
      } else {
        log.report(problem.problem, at: node, problem.arguments)
      }
    }
    guard problems.isEmpty else { return nil }
    reader.lint(expression, at: node, scope)
    return Found(check: .condition(expression), text: text, names: shown)
  }

  private func pair(
    _ node: DefinitionNode,
    _ make: (String, String) -> Expression
  ) -> Found? {
    let fields = names(node)
    guard fields.count == 2 else {
      log.report("rule-names", at: node)
      return nil
    }
    return Found(
      check: .condition(make(fields[0], fields[1])),
      text: fields.joined(separator: ", "),
      names: fields
    )
  }

  private func names(_ node: DefinitionNode) -> [String] {
    let nodes = node.items ?? [node]
    for item in nodes { checkField(item.string ?? "", at: item.location) }
    return nodes.compactMap(\.string)
  }

  private func checkField(_ name: String, at place: SourceLocation) {
    guard scope.fields[name] == nil else { return }
    reader.unknownField(name, at: place, among: Array(scope.fields.keys))
  }
}
