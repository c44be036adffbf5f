import Criteria
import Evaluation
import Findings
import Forms
import SpreadsheetML
import Tabular

/// What a plan adds to the lines of a form: targets, changes, measures, and figures beside indicators.
struct PlanFormRoles {
  let form: OutputForm
  let sources: FigureSources
  let catalogue: MessageCatalogue
  let language: Language

  /// What is written, and the figures among it.
  struct Added {
    var edits: [CellEdit] = []
    var figures: [FormFigure] = []

    mutating func add(_ figure: FormFigure) {
      edits.append(figure.edit)
      figures.append(figure)
    }
  }

  func edits(_ assessment: Assessment, _ plan: Plan?, _ grown: FormRows?) -> Added {
    var added = Added()
    guard let grown else { return added }
    addDetails(assessment, grown, to: &added)
    for (index, row) in (plan?.rows ?? []).enumerated() {
      let own = self.row(of: row, grown) ?? grown.details[FormRows.planKey(index)]
      guard let number = own else { continue }
      add(row, number, to: &added)
    }
    return added
  }

  /// The computed figures beside indicators.
  private func addDetails(_ assessment: Assessment, _ grown: FormRows, to added: inout Added) {
    let year = ExactDecimal(significand: Int128(assessment.year), exponent: 0)
    for indicator in assessment.criteria.flatMap(\.indicators) where !indicator.isIncomplete {
      for (detail, measurement) in indicator.details {
        let key = FormRows.detailKey(indicator.indicator.code, detail.id)
        guard let row = grown.details[key], let column = form.indicatorColumns["result"],
          let value = measurement.value(places: SourceRows.places)
        else { continue }
        let cell = CellReference(row: row, column: column)
        added.add(sources.detail(indicator, detail, measurement, value, cell))
        if let year { added.edits += write("year", .number(year), row) }
      }
    }
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

  private func code(_ row: PlanRow) -> String {
    switch row.subject {
    case .indicator(let code): code
    case .detail(let code, let id): FormRows.detailKey(code, id)
    case .other(let text): text
    }
  }

  private func add(_ row: PlanRow, _ number: Int, to added: inout Added) {
    // The computed figure stands; the plan's own is only for rows that nothing is computed for.
    if row.computed == nil, let current = row.current {
      add("result", "year", "source-plan-current", current, row, number, to: &added)
    }
    if let target = row.target {
      add("target", "target-year", "source-plan-target", target, row, number, to: &added)
    }
    if let change = row.change {
      add("change", nil, "source-plan-change", change, row, number, to: &added)
    }
    for (role, text) in row.texts.sorted(by: { $0.key < $1.key }) where role != "note" {
      added.edits += write(role, .text(text), number)
    }
  }

  private func add(
    _ role: String,
    _ yearRole: String?,
    _ phrase: String,
    _ figure: PlanRow.Figure,
    _ plan: PlanRow,
    _ row: Int,
    to added: inout Added
  ) {
    if let column = form.indicatorColumns[role] {
      added.add(
        sources.taken(
          phrase,
          code(plan),
          figure.number.map { .number($0) } ?? .text(figure.text),
          CellReference(row: row, column: column),
          FormFigure.Place(
            file: figure.location.file,
            sheet: figure.location.sheet,
            range: figure.location.range?.description
          )
        )
      )
    }
    if let yearRole, let year = figure.year,
      let number = ExactDecimal(significand: Int128(year), exponent: 0)
    {
      added.edits += write(yearRole, .number(number), row)
    }
  }

  private func write(_ role: String, _ value: EditValue, _ row: Int) -> [CellEdit] {
    guard let column = form.indicatorColumns[role] else { return [] }
    return [CellEdit(CellReference(row: row, column: column), value)]
  }
}
