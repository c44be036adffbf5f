import Expressions
import Findings
import Forms
import Tabular

/// Checks the rules of a form on the records of a sheet, one after another.
///
/// Rules over a table keep what they need of each record and give their findings at the end.
struct RuleChecker {
  private let form: BoundForm
  private var tables: [Int: TableRules] = [:]
  /// The table at hand, and of each rule whether few of its parts have a column there.
  private var columns: (table: Int, lacksParts: [Bool]) = (-1, [])
  /// Of rules whose parts have few columns, by rule: how many records were judged, and those that break it.
  private var doubtful: [Int: (judged: Int, findings: [Finding])] = [:]

  init(_ form: BoundForm) { self.form = form }

  /// The findings for one record; a rule that needs a field which is not given says nothing.
  mutating func check(
    _ record: Record,
    table: Int,
    at place: (CellReference) -> SourceLocation
  ) -> [Finding] {
    var findings: [Finding] = []
    if columns.table != table { columns = (table, form.rules.map { lacksParts($0, record) }) }
    for number in form.rules.indices {
      let bound = form.rules[number]
      if bound.rule.missing == .error, lacksValues(bound, record) {
        if var finding = RuleFinding(bound, of: form).make(record, at: place) {
          finding.code = .undecidedRule
          finding.variant = nil
          finding.severity = FindingCode.undecidedRule.severity
          findings.append(finding)
        }
        continue
      }
      let isDoubtful = columns.lacksParts[number]
      if isDoubtful { doubtful[number, default: (0, [])].judged += 1 }
      guard !holds(bound, record),
        var finding = RuleFinding(bound, of: form).make(record, at: place)
      else { continue }
      if isDoubtful {
        finding.record = form.label(of: record)
        doubtful[number]?.findings.append(finding)
      } else {
        findings.append(finding)
      }
    }
    if form.hasTableRules {
      findings += tables[table, default: TableRules(form)].add(record, at: place)
    }
    return findings
  }

  /// The findings that need every record of a table.
  func finish() -> [Finding] {
    // Where most records are the sum of the few parts, these are all there are: the others are wrong.
    let certain = doubtful.sorted { $0.key < $1.key }.map(\.value).filter {
      $0.findings.count * 2 < $0.judged
    }
    return certain.flatMap(\.findings)
      + tables.sorted { $0.key < $1.key }.flatMap { $0.value.finish() }
  }

  /// Whether a field is missing that a rule on one record reads.
  private func lacksValues(_ bound: BoundForm.Rule, _ record: Record) -> Bool {
    !bound.rule.isOfTable && bound.names.contains { record.values[$0] == nil }
  }

  /// Whether a rule on one record holds or says nothing.
  private func holds(_ bound: BoundForm.Rule, _ record: Record) -> Bool {
    if case .pattern(let patterns) = bound.rule.check {
      guard let field = bound.field, case .text(let text)? = record.values[field] else {
        return true
      }
      return patterns.contains { TextPattern.matches(text, $0) }
    }
    guard let expression = bound.expression else { return true }
    switch bound.rule.missing {
    case .undetermined, .error: break
    case .skip: if bound.names.contains(where: { record.values[$0] == nil }) { return true }
    case .zero:
      var values = record.values
      fillZeros(&values, record, bound)
      return RecordEvaluator(slots: values).evaluate(expression) != .flag(false)
    }
    return RecordEvaluator(slots: record.values).evaluate(expression) != .flag(false)
  }

  /// Puts 0 for what was left blank; what could not be read stays unknown.
  private func fillZeros(_ values: inout [FieldValue?], _ record: Record, _ bound: BoundForm.Rule) {
    for field in bound.names
    where values[field] == nil && field != bound.field && !record.unreadable.contains(field) {
      values[field] = .number(.zero)
    }
  }

  /// Whether few of the parts that a rule takes for 0 where they are blank have a column at all.
  ///
  /// A list with a few of the parts may be no list of all of them.
  private func lacksParts(_ bound: BoundForm.Rule, _ record: Record) -> Bool {
    bound.parts.count { record.places[$0] != nil } * 2 < bound.parts.count
  }

  static func text(_ value: FieldValue?) -> String {
    switch value {
    case nil: "?"
    case .text(let text), .choice(let text), .date(let text): text
    case .number(let number): "\(number)"
    case .mark(let isYes): isYes ? "true" : "false"
    }
  }
}

extension FormDefinition.Rule {
  /// Whether it needs more than one record.
  var isOfTable: Bool {
    switch check {
    case .condition, .pattern: false
    case .unique, .rising, .outlier: true
    }
  }
}

/// Makes the finding of a violated rule, with every cell that the rule reads.
struct RuleFinding {
  private let bound: BoundForm.Rule
  private let form: BoundForm

  init(_ bound: BoundForm.Rule, of form: BoundForm) {
    self.bound = bound
    self.form = form
  }

  private var rule: FormDefinition.Rule { bound.rule }

  /// The sentence of the rule's own, or the one that names the numbers.
  private var variant: String? {
    if rule.hasMessage { return rule.id }
    if case .outlier = rule.check { return "score" }
    return nil
  }

  /// The finding at the rule's field; `nil` where the table has no cell for it.
  func make(
    _ record: Record,
    at place: (CellReference) -> SourceLocation,
    related more: [SourceLocation] = [],
    arguments further: [String: LocalizedText] = [:]
  ) -> Finding? {
    guard let field = bound.field, case .cell(let cell)? = record.places[field] else {
      return nil
    }
    var seen: Set<Int> = []
    let fields = bound.names.filter { seen.insert($0).inserted }
    let others = fields.filter { $0 != field }
    let definitions = form.definition.fields
    func shown(_ language: Language) -> String {
      fields.map { field in
        let value = definitions[field].said(record.values[field])
        return "\(definitions[field].label[language]) = \(value[language])"
      }.joined(separator: "; ")
    }
    var arguments: [String: LocalizedText] = [
      "rule": LocalizedText(rule.text), "values": LocalizedText(vi: shown(.vi), en: shown(.en)),
      "label": definitions[field].label,
      "other": others.last.map { definitions[$0].label } ?? LocalizedText(""),
      "found": definitions[field].said(record.values[field]),
      "otherValue": others.last.map { definitions[$0].said(record.values[$0]) }
        ?? LocalizedText(""),
    ]
    for field in fields {
      arguments[definitions[field].id] = definitions[field].said(record.values[field])
    }
    return Finding(
      rule.code,
      variant,
      at: place(cell),
      field: rule.field,
      found: RuleChecker.text(record.values[field]),
      arguments: arguments.merging(further) { $1 },
      related: others.compactMap { other in
        if case .cell(let cell)? = record.places[other] { place(cell) } else { nil }
      } + more,
      basis: rule.basis,
      severity: rule.severity
    )
  }
}
