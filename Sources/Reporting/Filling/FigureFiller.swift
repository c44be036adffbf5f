package import Findings
package import Forms
import SpreadsheetML
package import Tabular

/// The figures of a table, worked out from what the level below gave, each with its sources.
package struct FigureResult: Sendable {
  /// A figure that is whole.
  package struct Figure: Sendable {
    package var value: ExactDecimal
    /// How it is worked out, in words, after the names of its row and column.
    package var formula: LocalizedText
    package var places: [FormFigure.Place]

    package init(value: ExactDecimal, formula: LocalizedText, places: [FormFigure.Place]) {
      self.value = value
      self.formula = formula
      self.places = places
    }
  }

  package var figures: [FigureKey: Figure] = [:]
  /// Why a figure is not given, by its place.
  package var open: [FigureKey: LocalizedText] = [:]

  package init() {}
}

/// Writes the figures of a table into the blank of its form.
package struct FigureFiller {
  private let form: OutputForm
  private let catalogue: MessageCatalogue
  private let language: Language

  package init(form: OutputForm, catalogue: MessageCatalogue, language: Language) {
    self.form = form
    self.catalogue = catalogue
    self.language = language
  }

  /// What filling gives; `nil` where the blank has no such table, or lacks a row or column of it.
  package func fill(
    _ result: FigureResult,
    blank: Grid,
    vocabulary: Vocabulary,
    unit: String,
    year: Int,
    isHalf: Bool
  ) -> EvaluationFormFiller.Filling? {
    guard let table = form.figures else { return nil }
    let texts = FormTexts(form: form, catalogue: catalogue, language: language)
    var values = texts.periods(year: year, isHalf: isHalf)
    (values["unit"], values["UNIT"]) = (unit, unit.uppercased())
    var edits = texts.edits(values, blank)
    var figures: [FormFigure] = []
    guard !table.rows.isEmpty else {
      var filling = EvaluationFormFiller.Filling()
      filling.edits[form.sheet] = edits
      return filling
    }
    guard let layout = FigureLayout(table, in: blank, file: "", vocabulary: vocabulary),
      layout.columns.count == table.columns.count, layout.rows.count == table.rows.count
    else { return nil }
    for row in table.rows {
      guard let line = layout.rows[row.id]?.first else { continue }
      // In the order of the columns: why a figure is not given, and in which columns it is for that reason.
      var notes: [(reason: String, columns: [String])] = []
      for column in table.columns {
        guard let place = layout.columns[column.id] else { continue }
        let key = FigureKey(row: row.id, column: column.id)
        if let reason = result.open[key]?[language] {
          let known = notes.firstIndex { $0.reason == reason } ?? notes.count
          if known == notes.count { notes.append((reason, [])) }
          notes[known].columns.append(CellReference.columnName(place))
        }
        guard let figure = result.figures[key] else { continue }
        figures.append(written(figure, row, column, CellReference(row: line, column: place)))
      }
      if let column = layout.noteColumn, !notes.isEmpty {
        let lines = notes.map { note in
          catalogue.phrase(
            "note-of-columns",
            in: language,
            ["columns": note.columns.joined(separator: ", "), "reason": note.reason]
          )
        }
        let cell = CellReference(row: line, column: column)
        edits.append(CellEdit(cell, .text(lines.joined(separator: "; "))))
      }
    }
    edits += figures.map(\.edit)
    var filling = EvaluationFormFiller.Filling()
    filling.add(figures, form: form, edits: edits, catalogue: catalogue, language: language)
    return filling
  }

  private func written(
    _ figure: FigureResult.Figure,
    _ row: FigureTable.Row,
    _ column: FigureTable.Column,
    _ cell: CellReference
  ) -> FormFigure {
    var result = FormFigure(
      cell: cell,
      value: .number(figure.value),
      code: FigureKey(row: row.id, column: column.id).code,
      formula: "\(row.label) – \(column.label)\n= \(figure.formula[language])"
    )
    result.numerator = figure.value
    result.places = figure.places
    return result
  }
}
