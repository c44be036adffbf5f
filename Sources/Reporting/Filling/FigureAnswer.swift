package import Findings
package import Forms
package import Tabular

/// A figure of a filled form as it was written, and what its cell says now.
package struct FigureAnswer: Sendable {
  package var source: FigureSource
  /// The sheet of the form, and the one that the figure stands on.
  package var form: String
  package var sheet: String
  /// `nil` for a blank cell.
  package var now: String?
  /// Whether somebody changed it after the export.
  package var isChanged: Bool
  /// Whether nothing says where it comes from: it was typed in after the export.
  package var isUntraced = false
}

extension FigureAnswer {
  /// Every figure of a filled form; `nil` where the sheets are those of no known form.
  package static func all(
    in grids: [Grid],
    forms: [OutputForm],
    catalogue: MessageCatalogue
  ) -> [FigureAnswer]? {
    for form in forms {
      guard let sources = grids.first(where: { $0.name == form.sourcesSheet }),
        grids.contains(where: { $0.name == form.mainSheet })
      else { continue }
      var texts: [String: SheetTexts] = [:]
      func now(_ sheet: String, _ cell: CellReference) -> String? {
        if texts[sheet] == nil, let grid = grids.first(where: { $0.name == sheet }) {
          texts[sheet] = SheetTexts(grid)
        }
        guard let text = texts[sheet] else { return nil }
        return text.grid[cell].flatMap { text.display($0) }
      }
      let figures = SourceReader(form: form, sources: sources, catalogue: catalogue).figures
      let answers = figures.map { figure in
        let sheet = figure.sheet ?? form.mainSheet
        let now = now(sheet, figure.cell)
        return FigureAnswer(
          source: figure,
          form: form.mainSheet,
          sheet: sheet,
          now: now,
          isChanged: now != figure.value
        )
      }
      return answers + untraced(form, grids, answers)
    }
    return nil
  }

  /// Numbers in the form's columns of figures of which the sheet of sources knows nothing.
  private static func untraced(
    _ form: OutputForm,
    _ grids: [Grid],
    _ answers: [FigureAnswer]
  ) -> [FigureAnswer] {
    var result: [FigureAnswer] = []
    for table in grids where table.name != form.sourcesSheet {
      guard
        let columns = form.figureColumns(
          of: table.name,
          isKnown: answers.contains { $0.sheet == table.name }
        )
      else { continue }
      let known = Set(answers.filter { $0.sheet == table.name }.map(\.source.cell))
      let texts = SheetTexts(table)
      for index in table.rows.indices {
        for cell in table.cells(ofRowAt: index)
        where cell.kind == .number && columns.contains(Int(cell.column)) {
          let place = CellReference(row: Int(table.rows[index].number), column: Int(cell.column))
          // Headings with numbers stand above the first figure.
          guard !known.contains(place), place.row >= form.firstFigureRow(of: table.name) else {
            continue
          }
          result.append(untraced(place, texts.display(cell), form, table.name))
        }
      }
    }
    return result
  }

  private static func untraced(
    _ place: CellReference,
    _ now: String?,
    _ form: OutputForm,
    _ sheet: String
  ) -> FigureAnswer {
    FigureAnswer(
      source: FigureSource(
        cell: place,
        code: place.description,
        formula: "",
        note: "",
        isIncomplete: false
      ),
      form: form.mainSheet,
      sheet: sheet,
      now: now,
      isChanged: true,
      isUntraced: true
    )
  }
}
