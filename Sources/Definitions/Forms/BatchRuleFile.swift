import Expressions
import Findings
import Forms
import Tabular

/// Reads `rules/*.yaml`: rules over the records of a whole batch.
///
/// A rule judges each record of a form (`each`), or each village or commune as a whole. It has one kind of
/// check: `check`, `outlier` or `unique`.
struct BatchRuleFile {
  let forms: [FormDefinition]
  let vocabulary: Vocabulary
  let log: DefinitionLog

  private var reader: ExpressionReader { ExpressionReader(log: log) }

  /// Reads one file and adds its rules to those known.
  func read(
    _ text: String,
    file: String,
    into rules: inout [BatchRule],
    catalogue: inout MessageCatalogue
  ) {
    guard let root = DefinitionNode.parse(text, file: file, log: log),
      var mapping = MappingReader(root, log: log)
    else { return }
    for node in mapping.list("rules") {
      guard let rule = rule(node, number: rules.count + 1, &catalogue) else { continue }
      if rules.contains(where: { $0.id == rule.id }) {
        log.report("duplicate-id", at: node, ["id": rule.id])
      }
      rules.append(rule)
    }
    mapping.finish()
  }

  private func rule(
    _ node: DefinitionNode,
    number: Int,
    _ catalogue: inout MessageCatalogue
  ) -> BatchRule? {
    guard var mapping = MappingReader(node, log: log) else { return nil }
    let header = RuleHeader(&mapping, number: number, log: log)
    let each = mapping.optional("each")
    let filter = mapping.optional("where")
    let scope = mapping.word("by", default: BatchRule.Scope.village)
    let missing = mapping.word("missing", default: BatchRule.Missing.undetermined)
    let place = mapping.optional("at")
    let with = mapping.optional("with")
    let differing = mapping.optional("differ")
    let kinds = ["check", "outlier", "unique"]
    let stated = kinds.filter { mapping.contains($0) }
    let checks = kinds.map { mapping.optional($0) }
    mapping.finish()
    guard stated.count == 1 else {
      let known = kinds.joined(separator: ", ")
      log.report("rule-kind", at: node, ["found": "\(stated.count)", "known": known])
      return nil
    }
    guard var draft = Draft(each: each, filter: filter, self) else { return nil }
    if draft.base.isEmpty, checks[2] != nil {
      log.report("missing-key", at: node, ["key": "each"])
      return nil
    }
    draft.readSources(with, scope: scope, self)
    guard !draft.isBroken, let found = check(checks, differing, draft) else { return nil }
    var rule = BatchRule(id: header.id, code: header.code, check: found.check, text: found.text)
    rule.basis = header.basis
    rule.severity = header.severity
    rule.scope = scope
    rule.missing = missing
    rule.hasMessage = header.message != nil
    header.addMessage(to: &catalogue, at: node, log: log)
    finish(&rule, draft, names: found.names, place, catalogue)
    return rule
  }

  /// Settles which fields of the base are read, and adds those of the year before.
  private func finish(
    _ rule: inout BatchRule,
    _ draft: Draft,
    names: [String],
    _ place: DefinitionNode?,
    _ catalogue: MessageCatalogue
  ) {
    rule.sources = draft.sources.filter { names.contains($0.name) }
    for name in names where name.hasPrefix(Self.previous) {
      guard !rule.sources.contains(where: { $0.name == name }) else { continue }
      let field = String(name.dropFirst(Self.previous.count))
      rule.sources.append(
        BatchRule.Source(
          name: name,
          label: LocalizedText(
            vi: earlier(draft.label(of: field), .vi, catalogue),
            en: earlier(draft.label(of: field), .en, catalogue)
          ),
          forms: draft.base.map(\.id),
          take: Expression.sum(.name(field), draft.filter),
          isPrevious: true,
          only: .count(draft.filter)
        )
      )
    }
    guard let first = draft.base.first else { return }
    var fields = names.filter { first.fieldIndex($0) != nil }
    rule.field = place?.string ?? fields.first ?? ""
    if let place { checkField(rule.field, at: place, draft) }
    if !fields.contains(rule.field) { fields.append(rule.field) }
    var seen: Set<String> = []
    rule.base = BatchRule.Base(
      forms: draft.base.map(\.id),
      filter: draft.filter,
      fields: fields.filter { seen.insert($0).inserted }
    )
  }

  static let previous = "previous."

  private func earlier(
    _ label: LocalizedText,
    _ language: Language,
    _ catalogue: MessageCatalogue
  ) -> String {
    catalogue.phrase("year-before", in: language, ["label": label[language]])
  }

  private struct Found {
    var check: BatchRule.Check
    var text: String
    var names: [String]
  }

  private func check(
    _ nodes: [DefinitionNode?],
    _ differing: DefinitionNode?,
    _ draft: Draft
  ) -> Found? {
    let scope = draft.scope(self)
    if let node = nodes[0] {
      return reader.condition(node, scope).map {
        Found(check: .condition($0), text: node.string ?? "", names: $0.names)
      }
    }
    if let node = nodes[1] {
      return reader.outlier(node, scope).map {
        Found(check: .outlier($0.outlier), text: $0.text, names: $0.outlier.value.names)
      }
    }
    guard let node = nodes[2] else { return nil }
    let fields = names(node, draft)
    let others = differing.map { names($0, draft) } ?? []
    guard !fields.isEmpty else {
      log.report("rule-names", at: node)
      return nil
    }
    return Found(
      check: .unique(fields: fields, differing: others),
      text: fields.joined(separator: ", "),
      names: fields + others
    )
  }

  private func names(_ node: DefinitionNode, _ draft: Draft) -> [String] {
    let nodes = node.items ?? [node]
    for item in nodes { checkField(item.string ?? "", at: item, draft) }
    return nodes.compactMap(\.string)
  }

  private func checkField(_ name: String, at node: DefinitionNode, _ draft: Draft) {
    for form in draft.base where form.fieldIndex(name) == nil {
      return reader.unknownField(name, at: node.location, among: form.fields.map(\.id))
    }
  }

  /// The forms of a name: one, or all versions of a family; a name that no form has is reported.
  private func named(_ node: DefinitionNode) -> [FormDefinition]? {
    let name = node.string ?? ""
    let found = forms.filter { $0.isCalled(name) }
    if !found.isEmpty { return found }
    let known = forms.flatMap { [$0.id, $0.family] }
    let nearest = Spelling.nearest(to: name, among: Array(Set(known)).sorted())
    log.report(
      nearest == nil ? "unknown-form" : "misspelt-form",
      at: node,
      [
        "name": name, "nearest": nearest ?? "",
        "known": Set(known).sorted().joined(separator: ", "),
      ]
    )
    return nil
  }
}

extension BatchRuleFile {
  /// A rule while it is read: its base, its figures and what an expression may speak of.
  fileprivate struct Draft {
    var base: [FormDefinition] = []
    var filter: Expression?
    var sources: [BatchRule.Source] = []
    var shapes: [(name: String, shape: ValueShape)] = []
    var isBroken = false

    init?(each: DefinitionNode?, filter: DefinitionNode?, _ file: BatchRuleFile) {
      guard let each else { return }
      guard let forms = file.named(each) else { return nil }
      base = forms
      guard let filter else { return }
      for form in forms {
        guard let condition = file.reader.condition(filter, form.scope(file.vocabulary)) else {
          return nil
        }
        self.filter = condition
      }
    }

    func label(of field: String) -> LocalizedText {
      base.first?.fields.first { $0.id == field }?.label ?? LocalizedText(field)
    }

    func scope(_ file: BatchRuleFile) -> ExpressionScope {
      var fields = Dictionary(shapes.map { ($0.name, $0.shape) }, uniquingKeysWith: { $1 })
      for form in base {
        for (name, shape) in form.scope(file.vocabulary).fields {
          fields[name] = shape
          if shape.kind == .number { fields[BatchRuleFile.previous + name] = shape }
        }
      }
      return ExpressionScope(fields: fields, record: nil, isAggregate: false)
    }

    mutating func readSources(
      _ node: DefinitionNode?,
      scope: BatchRule.Scope,
      _ file: BatchRuleFile
    ) {
      guard let node else { return }
      guard let pairs = node.pairs else { return file.log.report("not-a-mapping", at: node) }
      for (key, value) in pairs {
        let name = key.string ?? ""
        guard let (source, shape) = Self.source(name, value, file) else {
          isBroken = true
          continue
        }
        sources.append(source)
        shapes.append((name, shape))
      }
    }

    private enum Year: String, CaseIterable {
      case same, previous
    }

    private static func source(
      _ name: String,
      _ node: DefinitionNode,
      _ file: BatchRuleFile
    ) -> (BatchRule.Source, ValueShape)? {
      guard var mapping = MappingReader(node, log: file.log) else { return nil }
      let form = mapping.required("form")
      let take = mapping.required("take")
      let filter = mapping.optional("where")
      let label = mapping.localized("label")
      let year = mapping.word("year", default: Year.same)
      mapping.finish()
      guard let form, let take, let forms = file.named(form) else { return nil }
      var formula: Expression?
      var condition: Expression?
      var dimension: Dimension?
      for form in forms {
        var scope = form.scope(file.vocabulary)
        if let filter {
          guard let found = file.reader.condition(filter, scope) else { return nil }
          condition = found
        }
        scope.isAggregate = true
        guard let (found, counted) = file.reader.formula(take, scope) else { return nil }
        formula = found
        dimension = counted
      }
      guard let formula else { return nil }
      var bounds = NumberBounds()
      if case .count = formula { bounds = NumberBounds(least: .zero) }
      let source = BatchRule.Source(
        name: name,
        label: label
          ?? LocalizedText(
            vi: "\(take.string ?? "") (\(forms[0].title.vi))",
            en: "\(take.string ?? "") (\(forms[0].title.en))"
          ),
        forms: forms.map(\.id),
        take: formula.narrowed(by: condition),
        isPrevious: year == .previous
      )
      return (source, ValueShape(.number, dimension: dimension, bounds: bounds))
    }
  }
}
