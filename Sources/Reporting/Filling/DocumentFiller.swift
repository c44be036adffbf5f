import Criteria
package import Findings
package import Forms
package import SpreadsheetML
package import Tabular

/// Lays out and fills the list of papers.
package struct DocumentFiller {
  private let form: OutputForm
  private let table: DocumentTable
  private let catalogue: MessageCatalogue
  private let language: Language

  package init?(form: OutputForm, catalogue: MessageCatalogue, language: Language) {
    guard let table = form.documents else { return nil }
    self.form = form
    self.table = table
    self.catalogue = catalogue
    self.language = language
  }

  /// A heading or a paper, in the order of the sheet.
  private enum Row {
    case heading(number: String, name: String)
    case line(DocumentLine)
  }

  private func rows(_ report: DocumentReport) -> [Row] {
    let dossier = catalogue.phrase("evidence-dossier", in: language)
    return report.sections(dossier, language).flatMap { section -> [Row] in
      [.heading(number: section.number, name: section.name)] + section.lines.map { .line($0) }
    }
  }

  /// The layout that repeats the model rows.
  package func layout(_ report: DocumentReport) -> LineLayout {
    let first = table.criterionRow
    let models = rows(report).map { row in
      if case .heading = row { table.criterionRow } else { table.row }
    }
    return LineLayout(
      sources: Array(0..<first) + models,
      covering: table.row + 1,
      instances: models.enumerated().map { place, model in
        LineLayout.Instance(block: model...model, result: (first + place)..<(first + place + 1))
      }
    )
  }

  /// What is written into the blank once it has its rows.
  package func fill(_ report: DocumentReport, grown: Grid) -> EvaluationFormFiller.Filling {
    var edits: [CellEdit] = []
    var figures: [FormFigure] = []
    var ordinal = 0
    for (place, row) in rows(report).enumerated() {
      let number = table.criterionRow + place
      func write(_ role: String, _ text: String) {
        guard let column = table.columns[role] else { return }
        let value: EditValue = text.isEmpty ? .clear : .text(text)
        edits.append(CellEdit(CellReference(row: number, column: column), value))
      }
      switch row {
      case .heading(let own, let name):
        write("number", own)
        write("name", name)
      case .line(let line):
        ordinal += 1
        if let column = table.columns["number"] {
          let value = EditValue.number(ExactDecimal(Int32(ordinal)))
          edits.append(CellEdit(CellReference(row: number, column: column), value))
        }
        write("code", line.code)
        write("subject", subject(line, report.set))
        write("document", line.need.text[language])
        write("reference", line.reference)
        write("issuer", line.issuer)
        write("file", line.files.map(\.name).joined(separator: " | "))
        write("note", note(line))
        guard let column = table.columns["state"] else { continue }
        let figure = figure(line, CellReference(row: number, column: column), report)
        edits.append(figure.edit)
        figures.append(figure)
      }
    }
    let texts = texts(report, grown)
    figures += counts(report, texts, grown)
    var filling = EvaluationFormFiller.Filling()
    filling.add(
      figures,
      form: form,
      edits: edits + texts,
      catalogue: catalogue,
      language: language
    )
    return filling
  }

  private func subject(_ line: DocumentLine, _ set: CriteriaSet) -> String {
    set.indicators.first { $0.code == line.code }?.text[language] ?? ""
  }

  /// What people wrote; else that the paper was known by words of its name only.
  private func note(_ line: DocumentLine) -> String {
    if !line.note.isEmpty { return line.note }
    let isByWords = !line.files.isEmpty && line.files.allSatisfy { $0.match == "words" }
    return isByWords ? catalogue.phrase("evidence-by-words", in: language) : ""
  }

  /// The state of a paper with the files that it rests on, or the folder that has none.
  private func figure(
    _ line: DocumentLine,
    _ cell: CellReference,
    _ report: DocumentReport
  ) -> FormFigure {
    var figure = FormFigure(
      cell: cell,
      value: .text(table.states[line.state]?.first ?? line.state),
      code: line.need.key,
      formula: line.need.text[language] + "\n= "
        + catalogue.phrase("source-evidence-" + line.state, in: language)
    )
    figure.places = line.files.map { FormFigure.Place(file: $0.name) }
    if figure.places.isEmpty { figure.places = [FormFigure.Place(file: report.source)] }
    return figure
  }

  private func texts(_ report: DocumentReport, _ grown: Grid) -> [CellEdit] {
    let texts = FormTexts(form: form, catalogue: catalogue, language: language)
    var values = texts.periods(year: report.year, isHalf: false)
    (values["unit"], values["UNIT"]) = (report.unit, report.unit.uppercased())
    values["criteria_set_title"] = report.set.title[language]
    values["required"] = "\(report.lines.count - report.count("not_needed"))"
    for state in ["present", "missing", "not_needed"] { values[state] = "\(report.count(state))" }
    return texts.edits(values, grown)
  }

  /// The line that counts: it rests on the column of states.
  private func counts(
    _ report: DocumentReport,
    _ texts: [CellEdit],
    _ grown: Grid
  ) -> [FormFigure] {
    guard let column = table.columns["state"] else { return [] }
    return CountingLine(form: form, catalogue: catalogue, language: language).figures(
      "{{present}}",
      in: texts,
      grown,
      column: column,
      counted: report.count("present"),
      of: report.lines.count - report.count("not_needed"),
      code: catalogue.phrase("source-count-code", in: language),
      formula: catalogue.phrase("source-evidence-count", in: language)
    )
  }
}
