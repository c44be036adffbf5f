import Expressions
import Findings
import Forms
import Tabular

/// Checks the rules of a form on every record.
struct RuleChecker {
  private let form: FormDefinition
  private let index: [String: Int]
  private let checks: [Expression]

  init(_ form: FormDefinition) {
    self.form = form
    index = Dictionary(uniqueKeysWithValues: form.fields.enumerated().map { ($1.id, $0) })
    let index = self.index
    checks = form.rules.map { $0.check.bound { index[$0] } }
  }

  /// The findings for one record; a rule that needs a field which is not given says nothing.
  func check(_ record: Record, at place: (CellReference) -> SourceLocation, paths: [Int: String])
    -> [Finding]
  {
    var findings: [Finding] = []
    let evaluator = RecordEvaluator(slots: record.values)
    for (number, rule) in form.rules.enumerated() {
      let holds =
        rule.readsBlankAsZero
        ? RecordEvaluator(slots: withZeros(record, rule)).evaluate(checks[number])
        : evaluator.evaluate(checks[number])
      guard holds == .flag(false) else { continue }
      guard let field = index[rule.field], case .cell(let cell)? = record.places[field] else {
        continue
      }
      let names = rule.check.names.compactMap { index[$0] }
      let others = names.filter { $0 != field }
      let shown = names.map { "\(form.fields[$0].label.vi) = \(Self.text(record.values[$0]))" }
      let shownEnglish = names.map {
        "\(form.fields[$0].label.en) = \(Self.text(record.values[$0]))"
      }
      findings.append(
        Finding(
          rule.code,
          at: place(cell),
          field: rule.field,
          header: paths[field],
          found: Self.text(record.values[field]),
          arguments: [
            "rule": LocalizedText(rule.text),
            "values": LocalizedText(
              vi: shown.joined(separator: "; "),
              en: shownEnglish.joined(separator: "; ")
            ),
            "label": form.fields[field].label,
            "other": others.last.map { form.fields[$0].label } ?? LocalizedText(""),
            "otherValue": LocalizedText(others.last.map { Self.text(record.values[$0]) } ?? ""),
          ],
          related: others.compactMap { other in
            if case .cell(let cell)? = record.places[other] { place(cell) } else { nil }
          },
          basis: rule.basis,
          severity: rule.severity
        )
      )
    }
    return findings
  }

  /// The values with 0 for what was left blank; what could not be read stays unknown.
  private func withZeros(_ record: Record, _ rule: FormDefinition.Rule) -> [FieldValue?] {
    var values = record.values
    for field in rule.check.names.compactMap({ index[$0] })
    where values[field] == nil && !record.unreadable.contains(field)
      && form.fields[field].id != rule.field
    {
      values[field] = .number(.zero)
    }
    return values
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
