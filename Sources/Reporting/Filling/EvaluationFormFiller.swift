import Criteria
package import Evaluation
package import Findings
package import Forms
package import SpreadsheetML
package import Tabular

/// Works out what is written where when an evaluation form is filled; formatting is never touched.
package struct EvaluationFormFiller {
  private let form: OutputForm
  private let catalogue: MessageCatalogue
  private let language: Language

  package init(form: OutputForm, catalogue: MessageCatalogue, language: Language) {
    self.form = form
    self.catalogue = catalogue
    self.language = language
  }

  /// What filling gives: edits by sheet, and the codes for which the blank has no row.
  package struct Filling: Sendable {
    package var edits: [String: [CellEdit]] = [:]
    /// Heights in points of rows whose text takes several lines, by sheet and row.
    package var heights: [String: [Int: Int]] = [:]
    package var codesWithoutRow: [String] = []
  }

  /// What a form may show beside the assessment.
  package struct Beside: Sendable {
    package var plan: Plan?
    /// What was before, from an earlier result.
    package var changes: [IndicatorChange] = []
    /// Whether the form speaks of half a year.
    package var isHalfYear = false

    package init() {}
  }

  /// Fills the blank's grid; `grown` says where the lines stand in a form that was laid out for the set.
  package func fill(
    _ assessment: Assessment,
    blank: Grid,
    grown: FormRows? = nil,
    beside: Beside = Beside()
  ) -> Filling {
    var filling = Filling()
    let rows = grown?.indicators ?? indicatorRows(blank)
    let criterionRows = grown?.criteria ?? self.criterionRows(blank)
    var edits = PlanFormRoles(form: form).edits(assessment, beside.plan, grown)
    for change in beside.changes {
      if let row = rows[change.code] { edits += previous(change, row) }
    }
    var sources = SourceRows(form: form, catalogue: catalogue, language: language)
    for criterion in assessment.criteria {
      if let row = criterionRows[criterion.criterion.number] { edits += line(criterion, row) }
      for indicator in criterion.indicators {
        guard let row = rows[indicator.indicator.code] else {
          filling.codesWithoutRow.append(indicator.indicator.code)
          continue
        }
        edits += line(indicator, row, assessment.year)
        if let column = form.indicatorColumns["result"] {
          sources.add(indicator, cell: CellReference(row: row, column: column))
        }
      }
    }
    edits += texts(assessment, blank, beside.isHalfYear)
    filling.edits = [form.sheet: edits]
    if !form.sourcesSheet.isEmpty {
      filling.edits[form.sourcesSheet] = sources.edits
      filling.heights[form.sourcesSheet] = sources.heights
    }
    return filling
  }

  // MARK: - Rows

  /// Row numbers by the indicator code in the code column.
  private func indicatorRows(_ blank: Grid) -> [String: Int] {
    let texts = SheetTexts(blank)
    var result: [String: Int] = [:]
    for index in blank.rows.indices {
      guard let position = blank.cellIndex(row: index, column: form.codeColumn),
        let code = texts.entry(blank.cells[position])?.text
      else { continue }
      result[code] = Int(blank.rows[index].number)
    }
    return result
  }

  /// Row numbers by the criterion's number, in rows without an indicator code.
  private func criterionRows(_ blank: Grid) -> [String: Int] {
    var result: [String: Int] = [:]
    for index in blank.rows.indices {
      guard let position = blank.cellIndex(row: index, column: form.numberColumn),
        blank.cells[position].kind == .number
      else { continue }
      result[PlainNumber.text(blank.cells[position].number)] = Int(blank.rows[index].number)
    }
    return result
  }

  private func verdict(_ verdict: Verdict, _ isProvisional: Bool) -> String {
    let word = catalogue.phrase("verdict-\(verdict.rawValue)", in: language)
    return isProvisional ? word + " " + catalogue.phrase("provisional", in: language) : word
  }

  private func line(_ criterion: CriterionAssessment, _ row: Int) -> [CellEdit] {
    var edits: [CellEdit] = []
    func write(_ role: String, _ text: String) {
      guard let column = form.criterionColumns[role], !text.isEmpty else { return }
      edits.append(CellEdit(CellReference(row: row, column: column), .text(text)))
    }
    write("verdict", verdict(criterion.verdict, criterion.isProvisional))
    if criterion.verdict != .met { write("note", criterion.reason[language]) }
    return edits
  }

  private func line(_ indicator: IndicatorAssessment, _ row: Int, _ year: Int) -> [CellEdit] {
    let year = ExactDecimal(significand: Int128(year), exponent: 0).map { EditValue.number($0) }
    var edits: [CellEdit] = []
    func write(_ role: String, _ value: EditValue?) {
      guard let column = form.indicatorColumns[role], let value else { return }
      edits.append(CellEdit(CellReference(row: row, column: column), value))
    }
    let requirement = indicator.requirementText[language]
    let unknown = catalogue.phrase("requirement-unknown", in: language)
    write("requirement", .text(requirement.isEmpty ? unknown : requirement))
    write("result", result(indicator))
    if indicator.value(places: 1) != nil || indicator.stated?.value != nil {
      write("year", year)
    }
    write("verdict", .text(verdict(indicator.verdict, indicator.isProvisional)))
    let note = self.note(indicator)
    if !note.isEmpty { write("note", .text(note)) }
    return edits
  }

  /// What an earlier result says of an indicator.
  private func previous(_ change: IndicatorChange, _ row: Int) -> [CellEdit] {
    var edits: [CellEdit] = []
    if let column = form.indicatorColumns["previous"], let before = change.before {
      edits.append(CellEdit(CellReference(row: row, column: column), .number(before)))
    }
    if let column = form.indicatorColumns["previous-verdict"],
      let verdict = change.verdictBefore.flatMap({ Verdict(rawValue: $0) })
    {
      let text = self.verdict(verdict, false)
      edits.append(CellEdit(CellReference(row: row, column: column), .text(text)))
    }
    return edits
  }

  /// The exact value; the blank's number format rounds it for show.
  private func result(_ indicator: IndicatorAssessment) -> EditValue? {
    if let value = indicator.value(places: SourceRows.places) { return .number(value) }
    switch indicator.stated?.value {
    case .flag(let isMet): return .text(verdict(isMet ? .met : .notMet, false))
    case .notApplicable: return .text(verdict(.notApplicable, false))
    default: return nil
    }
  }

  /// Why there is no verdict, or why it is provisional; and the figures that stand beside.
  private func note(_ indicator: IndicatorAssessment) -> String {
    var parts: [String] = []
    if indicator.verdict == .undetermined || indicator.verdict == .notMet {
      parts.append(indicator.reason[language])
    } else if indicator.isProvisional {
      parts.append(catalogue.phrase("note-provisional", in: language))
    }
    let figures = indicator.details.compactMap { detail, measurement in
      measurement.value(places: 0).map { "\(detail.text[language]): \($0) \(detail.unit ?? "")" }
    }
    // The figures first: a long reason may not push them out of the cell.
    return ((figures.isEmpty ? [] : [figures.joined(separator: "; ") + "."]) + parts).joined(
      separator: " "
    )
  }

  // MARK: - Texts

  private func texts(_ assessment: Assessment, _ blank: Grid, _ isHalf: Bool) -> [CellEdit] {
    let years = ["year": "\(assessment.year)", "next_year": "\(assessment.year + 1)"]
    func period(_ part: String) -> String {
      catalogue.phrase("period-\(isHalf ? "half" : "year")-\(part)", in: .vi, years)
    }
    let values = [
      "PERIOD": period("title").uppercased(), "period_done": period("done"),
      "period_planned": period("planned"), "previous_year": "\(assessment.year - 1)",
      "unit": assessment.unit, "UNIT": assessment.unit.uppercased(), "year": "\(assessment.year)",
      "criteria_set_title": assessment.set.title[language],
      "region": assessment.region?.name[language] ?? catalogue.phrase("no-region", in: language),
      "met": "\(assessment.count(.met))", "not_met": "\(assessment.count(.notMet))",
      "undetermined": "\(assessment.count(.undetermined))",
      "not_applicable": "\(assessment.count(.notApplicable))",
      "total": "\(assessment.criteria.count)",
      "provisional": "\(assessment.criteria.count { $0.isProvisional })",
      "next_year": "\(assessment.year + 1)",
      "withdrawal": WithdrawalText(catalogue: catalogue).text(assessment)[language],
    ]
    var edits: [CellEdit] = []
    for index in blank.rows.indices {
      for cell in blank.cells(ofRowAt: index) {
        guard let text = blank.text(of: cell),
          let rule = form.texts.first(where: { $0.find == text })
        else { continue }
        let place = CellReference(row: Int(blank.rows[index].number), column: Int(cell.column))
        edits.append(CellEdit(place, .text(Self.replace(rule.write, values))))
      }
    }
    return edits
  }

  private static func replace(_ text: String, _ values: [String: String]) -> String {
    var result = text
    for (key, value) in values {
      result = result.split(separator: "{{\(key)}}", omittingEmptySubsequences: false)
        .joined(separator: value)
    }
    return result
  }
}
