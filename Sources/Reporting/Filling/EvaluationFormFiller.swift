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
    package var codesWithoutRow: [String] = []

    /// Adds the edits of the form's sheet, and the rows of sources of its figures.
    package mutating func add(
      _ figures: [FormFigure],
      form: OutputForm,
      edits: [CellEdit],
      catalogue: MessageCatalogue,
      language: Language
    ) {
      self.edits[form.sheet, default: []] += edits
      guard !form.sourcesSheet.isEmpty else { return }
      var sources = SourceRows(form: form, catalogue: catalogue, language: language)
      for figure in figures { sources.add(figure) }
      self.edits[form.sourcesSheet] = sources.edits
    }
  }

  /// What a form may show beside the assessment.
  package struct Beside: Sendable {
    package var plan: Plan?
    /// What was before, from an earlier result.
    package var changes: [IndicatorChange] = []
    package var criterionChanges: [CriterionChange] = []
    /// The file of the earlier result.
    package var earlierFile = ""
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
    let contents = contents(assessment, blank: blank, grown: grown, beside: beside)
    var filling = Filling()
    filling.codesWithoutRow = contents.codesWithoutRow
    filling.add(
      contents.figures,
      form: form,
      edits: contents.edits,
      catalogue: catalogue,
      language: language
    )
    return filling
  }

  /// What is written into the form's sheet.
  package struct Contents: Sendable {
    package var edits: [CellEdit] = []
    /// The figures among the edits, with their sources.
    package var figures: [FormFigure] = []
    package var codesWithoutRow: [String] = []
  }

  /// The cells of the form's sheet, without a sheet of sources.
  package func contents(
    _ assessment: Assessment,
    blank: Grid,
    grown: FormRows? = nil,
    beside: Beside = Beside()
  ) -> Contents {
    var filling = Contents()
    let rows = grown?.indicators ?? indicatorRows(blank)
    let criterionRows = grown?.criteria ?? self.criterionRows(blank)
    var edits: [CellEdit] = []
    let sources = FigureSources(form: form, catalogue: catalogue, language: language)
    var figures: [FormFigure] = []
    for criterion in assessment.criteria {
      if let row = criterionRows[criterion.criterion.number] { edits += line(criterion, row) }
      for indicator in criterion.indicators {
        guard let row = rows[indicator.indicator.code] else {
          filling.codesWithoutRow.append(indicator.indicator.code)
          continue
        }
        edits += line(indicator, row, assessment.year)
        if let column = form.indicatorColumns["result"] {
          figures += sources.result(indicator, CellReference(row: row, column: column))
        }
      }
    }
    let roles = PlanFormRoles(
      form: form,
      sources: sources,
      catalogue: catalogue,
      language: language
    )
    let added = roles.edits(assessment, beside.plan, grown)
    edits += added.edits
    figures += added.figures
    for change in beside.changes {
      guard let row = rows[change.code] else { continue }
      edits += previous(change.verdictBefore, row, form.indicatorColumns)
      edits += trend(change, row)
      guard let column = form.indicatorColumns["previous"], let before = change.before else {
        continue
      }
      let cell = CellReference(row: row, column: column)
      edits.append(CellEdit(cell, .number(before)))
      figures.append(sources.previous(change.code, before, cell, file: beside.earlierFile))
    }
    for change in beside.criterionChanges {
      guard let row = criterionRows[change.number] else { continue }
      edits += previous(change.before, row, form.criterionColumns)
    }
    let texts = FormTexts(form: form, catalogue: catalogue, language: language)
      .edits(assessment, blank, isHalf: beside.isHalfYear)
    edits += texts
    figures += sources.counts(assessment, texts, blank)
    figures += sources.withdrawal(assessment, texts, blank)
    filling.edits = edits
    filling.figures = figures
    return filling
  }

  /// The codes of the indicators for which a printed blank has no row, and the numbers of such criteria.
  package func lacks(_ assessment: Assessment, blank: Grid) -> [String] {
    let rows = indicatorRows(blank)
    let criteria = criterionRows(blank)
    return assessment.criteria.flatMap { criterion in
      (criteria[criterion.criterion.number] == nil ? [criterion.criterion.number] : [])
        + criterion.indicators.map(\.indicator.code).filter { rows[$0] == nil }
    }
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

  /// In a word whether an indicator became better, worse, newly met or newly lost.
  private func trend(_ change: IndicatorChange, _ row: Int) -> [CellEdit] {
    guard let column = form.indicatorColumns["trend"], change.kind != .notComparable else {
      return []
    }
    let word = catalogue.phrase("trend-" + change.kind.rawValue, in: language)
    return [CellEdit(CellReference(row: row, column: column), .text(word))]
  }

  /// The verdict that an earlier result gave.
  private func previous(
    _ verdict: String?,
    _ row: Int,
    _ columns: [String: Int]
  ) -> [CellEdit] {
    guard let column = columns["previous-verdict"],
      let verdict = verdict.flatMap({ Verdict(rawValue: $0) })
    else { return [] }
    let text = self.verdict(verdict, false)
    return [CellEdit(CellReference(row: row, column: column), .text(text))]
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
      measurement.value(places: 0).map { value in
        let unit = catalogue.unit(detail.unit ?? "", in: language)
        return "\(detail.text[language]): \(value.written(in: language)) \(unit)"
      }
    }
    // The figures first: a long reason may not push them out of the cell.
    return ((figures.isEmpty ? [] : [figures.joined(separator: "; ") + "."]) + parts).joined(
      separator: " "
    )
  }
}
