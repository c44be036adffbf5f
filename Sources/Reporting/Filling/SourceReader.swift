package import Findings
package import Forms
package import Tabular

/// One figure of a filled form with where it comes from, as its sheet of sources says.
package struct FigureSource: Sendable {
  /// The sheet, where it is not the form's own.
  package var sheet: String?
  package var cell: CellReference
  package var code: String
  package var formula: String
  package var numerator: String?
  package var denominator: String?
  /// The exact value written at the export.
  package var value: String?
  package var note: String
  /// Whether the figure was not whole when it was written.
  package var isIncomplete: Bool
  /// The years of surveys of other years that it counts.
  package var otherYears: [Int] = []
  package var places: [FormFigure.Place] = []
}

/// Reads the sheet of sources of a filled form; nothing but the workbook is needed.
package struct SourceReader {
  private let form: OutputForm
  private let texts: SheetTexts
  /// The words, in every language, for a figure that is not whole.
  private let incomplete: Set<String>

  package init(form: OutputForm, sources: Grid, catalogue: MessageCatalogue) {
    self.form = form
    incomplete = Set(Language.allCases.map { catalogue.phrase("figure-incomplete", in: $0) })
    texts = SheetTexts(sources)
  }

  private func text(_ role: String, row index: Int) -> String? {
    guard let column = form.sourceColumns[role],
      let position = texts.grid.cellIndex(row: index, column: column)
    else { return nil }
    let cell = texts.grid.cells[position]
    // Formulas keep their line breaks: they are shown as they were written.
    if role == "formula" { return texts.grid.text(of: cell) }
    return texts.display(cell)
  }

  /// All figures in the order of the sheet.
  package var figures: [FigureSource] {
    var result: [FigureSource] = []
    for index in texts.grid.rows.indices where Int(texts.grid.rows[index].number) >= form.modelRow {
      guard let cell = text("cell", row: index).flatMap({ CellReference(a1: $0) }) else { continue }
      let sheet = text("target", row: index)
      if result.last?.cell != cell || result.last?.sheet != sheet {
        result.append(figure(cell, sheet, row: index))
      }
      guard let file = text("file", row: index) else { continue }
      result[result.count - 1].places.append(
        FormFigure.Place(
          file: file,
          sheet: text("sheet", row: index),
          range: text("range", row: index),
          rows: text("rows", row: index)
        )
      )
    }
    return result
  }

  private func figure(_ cell: CellReference, _ sheet: String?, row index: Int) -> FigureSource {
    let state = text("state", row: index) ?? ""
    return FigureSource(
      sheet: sheet,
      cell: cell,
      code: text("code", row: index) ?? "",
      formula: text("formula", row: index) ?? "",
      numerator: text("numerator", row: index),
      denominator: text("denominator", row: index),
      value: text("value", row: index),
      note: text("note", row: index) ?? "",
      isIncomplete: incomplete.contains(state),
      otherYears: state.split { !$0.isNumber }.compactMap { Int($0) }
    )
  }
}
