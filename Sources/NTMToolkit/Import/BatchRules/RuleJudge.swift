import Evaluation
import Expressions
import Findings
import Forms
import Tabular

/// One record, village or commune that a rule judges, with all its figures.
struct RuleCase {
  var file: Int
  var place: SourceLocation
  var group: RuleGroup
  var label: RecordLabel?
  /// By name; what is not known is left out.
  var values: [String: FieldValue] = [:]
  /// Where the figures stand that the record is compared with.
  var related: [SourceLocation] = []
}

/// Judges rules on what files say of the same village.
struct RuleJudge: Sendable {
  private let bindings: RuleBindings
  private let forms: [Int: RuleBindings.Form]
  private let hasPrevious: Bool
  private let fileName: @Sendable (Int, Bool) -> String
  /// Further places are counted, not listed.
  private static let mostPlaces = 60

  init(
    _ bindings: RuleBindings,
    hasPrevious: Bool,
    fileName: @escaping @Sendable (Int, Bool) -> String
  ) {
    self.bindings = bindings
    self.hasPrevious = hasPrevious
    self.fileName = fileName
    forms = Dictionary(bindings.forms.values.map { ($0.index, $0) }, uniquingKeysWith: { $1 })
  }

  /// Everything in a set that a rule judges, with its figures.
  func each(_ set: RuleSet, isWide: Bool, _ body: (Int, RuleCase) throws -> Void) rethrows {
    for (number, rule) in bindings.rules.enumerated() {
      if case .unique = rule.check { continue }
      guard (rule.scope != .village) == isWide else { continue }
      if rule.base != nil {
        for record in set.records where record.item.rule == number {
          try body(number, one(record, rule, set))
        }
      } else {
        try whole(rule, set) { try body(number, $0) }
      }
    }
  }

  private func one(
    _ record: Placed<JudgedRecord>,
    _ rule: BatchRule,
    _ set: RuleSet
  ) -> RuleCase {
    let item = record.item
    let fields = rule.base?.fields ?? []
    let file = fileName(record.file, false)
    func place(_ field: String) -> SourceLocation? {
      guard let index = fields.firstIndex(of: field), let cell = item.cells[index] else {
        return nil
      }
      return SourceLocation(file: file, sheet: item.group.sheet, cell: cell)
    }
    var result = RuleCase(
      file: record.file,
      place: place(rule.field) ?? SourceLocation(file: file, sheet: item.group.sheet),
      group: set.settled(item.group),
      label: item.label
    )
    for (field, value) in zip(fields, item.values) { result.values[field] = value }
    result.related = fields.filter { $0 != rule.field }.compactMap(place)
    addFigures(rule, set, to: &result)
    return result
  }

  /// The villages or communes of a set, each once: those of which the first figure of this year is taken.
  private func whole(_ rule: BatchRule, _ set: RuleSet, _ body: (RuleCase) throws -> Void) rethrows
  {
    struct Key: Hashable {
      var village: UInt64
      var unit: UInt64
      var year: Int
    }
    guard let source = rule.sources.first(where: { !$0.isPrevious }) else { return }
    var seen: Set<Key> = []
    for figures in set.figures where !figures.isPrevious && isOf(source, figures.item.form) {
      var group = set.settled(figures.item.group)
      group.sheet = ""
      if rule.scope != .village { (group.village, group.name) = (0, "") }
      if rule.scope == .all { group.unit = 0 }
      let key = Key(village: group.village, unit: group.unit, year: group.year)
      guard seen.insert(key).inserted else { continue }
      var result = RuleCase(file: figures.file, place: place(figures, source), group: group)
      addFigures(rule, set, to: &result)
      result.related.removeAll { $0 == result.place }
      try body(result)
    }
  }

  // MARK: - Figures

  private func isOf(_ source: BatchRule.Source, _ form: Int) -> Bool {
    source.forms.contains { bindings.forms[$0]?.index == form }
  }

  private func addFigures(_ rule: BatchRule, _ set: RuleSet, to one: inout RuleCase) {
    for source in rule.sources {
      let selected = select(source, one.group, set, rule.scope)
      if let value = value(source, selected, skips: rule.missing == .skip) {
        one.values[source.name] = .number(value)
      }
      for figures in selected {
        let place = place(figures, source)
        if !one.related.contains(place) { one.related.append(place) }
      }
    }
  }

  /// The figures of a source that belong to a group; none where it is open which do.
  private func select(
    _ source: BatchRule.Source,
    _ group: RuleGroup,
    _ set: RuleSet,
    _ scope: BatchRule.Scope
  ) -> [Placed<VillageFigures>] {
    var figures = set.figures
    if scope != .all, !set.isOnly(unit: group.unit) {
      // Of several communes only what names the same one belongs together.
      figures = group.unit == 0 ? [] : set.figures(ofUnit: group.unit)
    }
    figures = figures.filter { isOf(source, $0.item.form) }
    guard source.isPrevious else {
      let isOpen = set.isOnly(year: group.year)
      if group.year == 0, !isOpen { return [] }
      return figures.filter {
        !$0.isPrevious
          && ($0.item.group.year == group.year || (isOpen && $0.item.group.year == 0))
      }
    }
    guard hasPrevious else {
      let year = group.year - 1
      return group.year == 0 ? [] : figures.filter { $0.item.group.year == year }
    }
    let earlier = figures.filter(\.isPrevious)
    let years = Set(earlier.map(\.item.group.year))
    return years.count < 2 ? earlier : earlier.filter { $0.item.group.year == group.year - 1 }
  }

  private func place(
    _ figures: Placed<VillageFigures>,
    _ source: BatchRule.Source
  ) -> SourceLocation {
    let item = figures.item
    var place = SourceLocation(
      file: fileName(figures.file, figures.isPrevious),
      sheet: item.group.sheet
    )
    let columns = source.leaves.compactMap { leaf in
      forms[item.form]?.leaves.firstIndex(of: leaf).flatMap { item.columns[$0] }
    }
    if let column = columns.first {
      place.range = CellRange(
        CellReference(row: item.firstRow, column: column),
        CellReference(row: item.lastRow, column: column)
      )
    }
    return place
  }

  private func value(
    _ source: BatchRule.Source,
    _ figures: [Placed<VillageFigures>],
    skips: Bool
  ) -> ExactDecimal? {
    guard !figures.isEmpty else { return nil }
    func sum(_ leaf: Expression) -> ExactDecimal? {
      var total: ExactDecimal? = .zero
      for placed in figures {
        guard let index = forms[placed.item.form]?.leaves.firstIndex(of: leaf) else { return nil }
        if placed.item.unknown[index] > 0, !skips { return nil }
        guard let part = placed.item.sums[index] else { return nil }
        total = total?.adding(part)
      }
      return total
    }
    if let only = source.only, sum(only) != ExactDecimal(1) { return nil }
    return AggregateEvaluator(leaf: sum).number(source.take)
  }

  // MARK: - Judgements

  private func evaluate(_ expression: Expression, _ one: RuleCase, _ rule: BatchRule)
    -> ExpressionValue
  {
    let names = Set((rule.base?.fields ?? []) + rule.sources.map(\.name))
    return RecordEvaluator(isField: { names.contains($0) }, value: { one.values[$0] })
      .evaluate(expression)
  }

  /// The figure of a case that may turn out to be an outlier.
  func figure(_ one: RuleCase, _ number: Int) -> Double? {
    let rule = bindings.rules[number]
    guard case .outlier(let outlier) = rule.check,
      case .number(let value) = evaluate(outlier.value, one, rule)
    else { return nil }
    return ModifiedScore.figure(value, isLogarithmic: outlier.isLogarithmic)
  }

  /// The finding of a case that a rule does not allow, or cannot decide.
  func finding(_ one: RuleCase, _ number: Int) -> Finding? {
    let rule = bindings.rules[number]
    let names = (rule.base?.fields ?? []) + rule.sources.map(\.name)
    if rule.missing == .error, names.contains(where: { one.values[$0] == nil }) {
      return make(.undecidedRule, nil, one, rule)
    }
    guard case .condition(let condition) = rule.check,
      evaluate(condition, one, rule) == .flag(false)
    else { return nil }
    return make(rule.code, rule.hasMessage ? rule.id : nil, one, rule)
  }

  /// The finding of a figure that lies far from the others.
  func outlier(_ one: RuleCase, _ number: Int, _ scores: ModifiedScore, count: Int) -> Finding? {
    let rule = bindings.rules[number]
    guard case .outlier(let outlier) = rule.check, let figure = figure(one, number),
      let score = scores.score(figure), abs(score) > outlier.limit.approximate
    else { return nil }
    let variant = rule.hasMessage ? rule.id : "figures"
    guard var finding = make(rule.code, variant, one, rule) else { return nil }
    finding.arguments.merge(scores.numbers(figure, isLogarithmic: outlier.isLogarithmic)) { $1 }
    finding.arguments["count"] = LocalizedText(count: count)
    return finding
  }

  private func make(
    _ code: FindingCode,
    _ variant: String?,
    _ one: RuleCase,
    _ rule: BatchRule
  ) -> Finding? {
    func shown(_ language: Language) -> String {
      let fields = rule.base?.fields ?? []
      let figures = rule.sources.map { ($0.name, $0.label[language]) }
      return (fields.map { ($0, label($0, rule)[language]) } + figures).map { name, label in
        "\(label) = \(said(name, one, rule)[language])"
      }.joined(separator: "; ")
    }
    let files = one.related.map(\.file).filter { $0 != one.place.file }
    var seen: Set<String> = []
    let others = files.filter { seen.insert($0).inserted }
    let more = max(0, others.count - 5)
    let listed = others.prefix(5).joined(separator: ", ")
    var arguments: [String: LocalizedText] = [
      "values": LocalizedText(vi: shown(.vi), en: shown(.en)),
      "rule": LocalizedText(rule.text),
      "village": LocalizedText(one.group.name),
      "where": LocalizedText(
        more > 0 ? "\(listed), … (+\(more))" : listed.isEmpty ? one.place.file : listed
      ),
    ]
    for name in one.values.keys { arguments[name] = said(name, one, rule) }
    if one.values[rule.field] != nil { arguments["found"] = said(rule.field, one, rule) }
    var finding = Finding(
      code,
      variant,
      at: one.place,
      field: rule.field.isEmpty ? nil : rule.field,
      found: one.values[rule.field].map { RuleChecker.text($0) },
      arguments: arguments,
      related: Array(one.related.prefix(Self.mostPlaces)),
      basis: rule.basis,
      severity: code == rule.code ? rule.severity : nil
    )
    finding.record = one.label
    return finding
  }

  private func label(_ field: String, _ rule: BatchRule) -> LocalizedText {
    definition(field, rule)?.label ?? LocalizedText(field)
  }

  private func definition(_ field: String, _ rule: BatchRule) -> FieldDefinition? {
    rule.base?.forms.first.flatMap { bindings.fields[$0]?[field] }
  }

  /// The value of a field, or the figure of a source, as people write it.
  private func said(_ name: String, _ one: RuleCase, _ rule: BatchRule) -> LocalizedText {
    let value = one.values[name]
    if let field = definition(name, rule) { return field.said(value) }
    if case .number(let number)? = value { return LocalizedText(number) }
    return LocalizedText(value?.shown ?? "?")
  }
}
