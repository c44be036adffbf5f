import Criteria
package import Evaluation
package import Findings
package import Forms
import SpreadsheetML
package import Tabular

/// Says where the figures of an evaluation come from, in the words of the sheet of sources.
package struct FigureSources {
  private let form: OutputForm
  private let catalogue: MessageCatalogue
  private let language: Language

  package init(form: OutputForm, catalogue: MessageCatalogue, language: Language) {
    self.form = form
    self.catalogue = catalogue
    self.language = language
  }

  private func phrase(_ key: String, _ values: [String: String] = [:]) -> String {
    catalogue.phrase(key, in: language, values)
  }

  /// The result of an indicator; none where nothing gives one.
  package func result(_ indicator: IndicatorAssessment, _ cell: CellReference) -> [FormFigure] {
    let places =
      indicator.measurement.map { $0.evidence.map { FormFigure.Place($0) } }
      ?? statedPlaces(indicator)
    guard !places.isEmpty, let value = value(indicator) else { return [] }
    var figure = FormFigure(
      cell: cell,
      value: value,
      code: indicator.indicator.code,
      formula: formula(indicator)
    )
    figure.numerator = indicator.measurement?.numerator ?? indicator.stated?.numerator
    figure.denominator = indicator.measurement?.denominator ?? indicator.stated?.denominator
    figure.places = places
    figure.note = indicator.reason[language]
    figure.isIncomplete = indicator.isIncomplete
    figure.otherYears = indicator.otherYears
    return [figure]
  }

  /// A figure beside an indicator, such as the number of poor households.
  func detail(
    _ indicator: IndicatorAssessment,
    _ detail: Detail,
    _ measurement: Measurement,
    _ value: ExactDecimal,
    _ cell: CellReference
  ) -> FormFigure {
    var figure = FormFigure(
      cell: cell,
      value: .number(value),
      code: FormRows.detailKey(indicator.indicator.code, detail.id),
      formula: detail.text[language] + "\n= " + detail.measure.formula[language]
    )
    figure.numerator = measurement.numerator
    figure.denominator = measurement.denominator
    figure.places = measurement.evidence.map { FormFigure.Place($0) }
    return figure
  }

  /// A figure that a file gives as it is: an earlier result, or a plan.
  func taken(
    _ key: String,
    _ code: String,
    _ value: EditValue,
    _ cell: CellReference,
    _ place: FormFigure.Place
  ) -> FormFigure {
    var figure = FormFigure(cell: cell, value: value, code: code, formula: phrase(key))
    figure.places = [place]
    return figure
  }

  func previous(
    _ code: String,
    _ value: ExactDecimal,
    _ cell: CellReference,
    file: String
  ) -> FormFigure {
    taken("source-previous", code, .number(value), cell, FormFigure.Place(file: file, range: code))
  }

  /// The line that says how near the unit is to losing its recognition: by the results of the form itself.
  func withdrawal(_ assessment: Assessment, _ texts: [CellEdit], _ blank: Grid) -> [FormFigure] {
    guard let distance = assessment.withdrawal, let rule = assessment.set.withdrawal,
      let column = form.indicatorColumns["result"]
    else { return [] }
    return line.figures(
      "{{withdrawal}}",
      in: texts,
      blank,
      column: column,
      counted: distance.notMet,
      of: distance.total,
      code: phrase("source-withdrawal-code"),
      formula: phrase("source-withdrawal", ["act": rule.act]) + "\n" + rule.text[language]
    )
  }

  /// The line that counts the criteria: it rests on the verdicts of the form itself.
  func counts(_ assessment: Assessment, _ texts: [CellEdit], _ blank: Grid) -> [FormFigure] {
    guard let column = form.criterionColumns["verdict"] else { return [] }
    return line.figures(
      "{{met}}",
      in: texts,
      blank,
      column: column,
      counted: assessment.count(.met),
      of: assessment.criteria.count,
      code: phrase("source-count-code"),
      formula: phrase("source-count")
    )
  }

  private var line: CountingLine {
    CountingLine(form: form, catalogue: catalogue, language: language)
  }

  private func statedPlaces(_ indicator: IndicatorAssessment) -> [FormFigure.Place] {
    guard let stated = indicator.stated, stated.value != nil || stated.numerator != nil else {
      return []
    }
    let known = stated.sources.map {
      FormFigure.Place(file: $0.file, sheet: $0.sheet, range: $0.range, rows: $0.rows)
    }
    if !known.isEmpty { return known }
    let line = stated.location.line.map { phrase("line", ["line": "\($0)"]) }
    return [
      FormFigure.Place(
        file: stated.location.file,
        sheet: stated.location.sheet,
        range: stated.location.range?.description ?? line
      )
    ]
  }

  private func formula(_ indicator: IndicatorAssessment) -> String {
    let text = indicator.indicator.text[language]
    if indicator.measurement != nil, let measure = indicator.indicator.measure {
      return text + "\n= " + measure.formula[language]
    }
    let document = indicator.stated?.evidence.map { ": " + $0 } ?? ""
    return text + "\n= " + phrase("stated-directly") + document
  }

  private func value(_ indicator: IndicatorAssessment) -> EditValue? {
    if let value = indicator.value(places: SourceRows.places) { return .number(value) }
    switch indicator.stated?.value {
    case .flag(let isMet): return .text(phrase(isMet ? "verdict-met" : "verdict-not_met"))
    case .notApplicable: return .text(phrase("verdict-not_applicable"))
    default: return nil
    }
  }
}
