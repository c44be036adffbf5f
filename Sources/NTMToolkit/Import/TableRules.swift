import Expressions
import Findings
import Forms
import Tabular

/// The rules of a form that need more than one record, over the records of one table.
struct TableRules {
  private struct Figure {
    var value: Double
    var finding: Finding
  }

  private let form: BoundForm
  /// By rule: where each key was met first.
  private var first: [Int: [String: SourceLocation]] = [:]
  /// By rule: the number before.
  private var last: [Int: (number: ExactDecimal, place: SourceLocation)] = [:]
  /// By rule: the figures that may turn out to be outliers.
  private var figures: [Int: [Figure]] = [:]

  init(_ form: BoundForm) { self.form = form }

  /// Adds a record; what is wrong with it beside those before it is said at once.
  mutating func add(
    _ record: Record,
    at place: (CellReference) -> SourceLocation
  ) -> [Finding] {
    var findings: [Finding] = []
    for (number, item) in form.tableRules.enumerated() {
      let maker = RuleFinding(item, of: form)
      switch item.rule.check {
      case .unique(let fields):
        if let other = repeated(record, number, fields, item.rule, place) {
          let first = LocalizedText(Self.text(other))
          findings += [
            maker.make(record, at: place, related: [other], arguments: ["first": first])
          ].compactMap { $0 }
        }
      case .rising:
        if let other = falling(record, number, item.rule, place) {
          let first = LocalizedText(other.number)
          findings += [
            maker.make(record, at: place, related: [other.place], arguments: ["before": first])
          ].compactMap { $0 }
        }
      case .outlier(let outlier):
        guard let bound = item.expression,
          case .number(let value) = RecordEvaluator(slots: record.values).evaluate(bound),
          let finding = maker.make(record, at: place),
          let figure = ModifiedScore.figure(value, isLogarithmic: outlier.isLogarithmic)
        else { continue }
        figures[number, default: []].append(Figure(value: figure, finding: finding))
      case .condition, .pattern: continue
      }
    }
    return findings
  }

  private static func text(_ place: SourceLocation) -> String {
    place.range?.description ?? place.sheet ?? place.file
  }

  /// The earlier record with the same values; `nil` where one of them is missing.
  private mutating func repeated(
    _ record: Record,
    _ number: Int,
    _ fields: [String],
    _ rule: FormDefinition.Rule,
    _ place: (CellReference) -> SourceLocation
  ) -> SourceLocation? {
    var key = ""
    for field in fields {
      guard let field = form.index[field], let value = record.values[field] else { return nil }
      key += "\u{1F}" + Vocabulary.key(RuleChecker.text(value))
    }
    guard let field = form.index[rule.field], case .cell(let cell)? = record.places[field] else {
      return nil
    }
    if let other = first[number]?[key] { return other }
    first[number, default: [:]][key] = place(cell)
    return nil
  }

  /// The number before, where this one does not rise above it nor begins again at 1.
  private mutating func falling(
    _ record: Record,
    _ number: Int,
    _ rule: FormDefinition.Rule,
    _ place: (CellReference) -> SourceLocation
  ) -> (number: ExactDecimal, place: SourceLocation)? {
    guard let field = form.index[rule.field], case .number(let value)? = record.values[field],
      case .cell(let cell)? = record.places[field]
    else { return nil }
    let before = last.updateValue((value, place(cell)), forKey: number)
    guard let before, value <= before.number, value != ExactDecimal(1) else { return nil }
    return before
  }

  /// The figures that lie far from the others.
  func finish() -> [Finding] {
    figures.sorted { $0.key < $1.key }.flatMap { number, figures -> [Finding] in
      guard case .outlier(let outlier) = form.tableRules[number].rule.check,
        figures.count >= outlier.least
      else { return [] }
      let scores = ModifiedScore(figures.map(\.value))
      let limit = outlier.limit.approximate
      return figures.compactMap { figure in
        guard let score = scores.score(figure.value), abs(score) > limit else { return nil }
        var finding = figure.finding
        let numbers = scores.numbers(figure.value, isLogarithmic: outlier.isLogarithmic)
        finding.arguments.merge(numbers) { $1 }
        finding.arguments["count"] = LocalizedText(count: figures.count)
        return finding
      }
    }
  }
}
