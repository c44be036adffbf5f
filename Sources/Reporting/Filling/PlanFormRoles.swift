import Criteria
import Evaluation
import Forms
import SpreadsheetML
import Tabular

/// What a plan adds to the lines of a form: targets, changes, measures, and figures beside indicators.
struct PlanFormRoles {
  let form: OutputForm

  func edits(_ assessment: Assessment, _ plan: Plan?, _ grown: FormRows?) -> [CellEdit] {
    guard let grown else { return [] }
    var edits = details(assessment, grown)
    for row in plan?.rows ?? [] {
      guard let number = self.row(of: row, grown) else { continue }
      edits += line(row, number)
    }
    return edits
  }

  /// The computed figures beside indicators.
  private func details(_ assessment: Assessment, _ grown: FormRows) -> [CellEdit] {
    var edits: [CellEdit] = []
    let year = ExactDecimal(significand: Int128(assessment.year), exponent: 0)
    for indicator in assessment.criteria.flatMap(\.indicators) where !indicator.isIncomplete {
      for (detail, measurement) in indicator.details {
        let key = FormRows.detailKey(indicator.indicator.code, detail.id)
        guard let row = grown.details[key], let value = measurement.value(places: 10) else {
          continue
        }
        edits += write("result", .number(value), row)
        if let year { edits += write("year", .number(year), row) }
      }
    }
    return edits
  }

  private func row(of row: PlanRow, _ grown: FormRows) -> Int? {
    switch row.subject {
    case .indicator(let code): return grown.indicators[code]
    case .detail(let code, let id): return grown.details[FormRows.detailKey(code, id)]
    case .other(let text):
      let key = Vocabulary.key(text)
      return form.ownRows.first { Vocabulary.key($0.text) == key }.flatMap { grown.details[$0.id] }
    }
  }

  private func line(_ row: PlanRow, _ number: Int) -> [CellEdit] {
    var edits: [CellEdit] = []
    // The computed figure stands; the plan's own is only for rows that nothing is computed for.
    if row.computed == nil, let current = row.current {
      edits += figure("result", "year", current, number)
    }
    if let target = row.target { edits += figure("target", "target-year", target, number) }
    if let change = row.change { edits += figure("change", nil, change, number) }
    for (role, text) in row.texts.sorted(by: { $0.key < $1.key }) where role != "note" {
      edits += write(role, .text(text), number)
    }
    return edits
  }

  private func figure(
    _ role: String,
    _ yearRole: String?,
    _ figure: PlanRow.Figure,
    _ row: Int
  ) -> [CellEdit] {
    var edits = write(role, figure.number.map { .number($0) } ?? .text(figure.text), row)
    if let yearRole, let year = figure.year,
      let number = ExactDecimal(significand: Int128(year), exponent: 0)
    {
      edits += write(yearRole, .number(number), row)
    }
    return edits
  }

  private func write(_ role: String, _ value: EditValue, _ row: Int) -> [CellEdit] {
    guard let column = form.indicatorColumns[role] else { return [] }
    return [CellEdit(CellReference(row: row, column: column), value)]
  }
}
