package import Findings
package import Forms

/// The figures of a table as JSON, each with its sources, and what stays open with the reason.
package struct FigureJSON {
  private let form: OutputForm
  private let catalogue: MessageCatalogue
  private let language: Language

  package init(form: OutputForm, catalogue: MessageCatalogue, language: Language) {
    self.form = form
    self.catalogue = catalogue
    self.language = language
  }

  package func object(
    _ result: FigureResult,
    unit: String,
    year: Int,
    findings: [Finding]
  ) -> JSONText {
    var figures: [JSONText] = []
    var open: [JSONText] = []
    for row in form.figures?.rows ?? [] {
      for column in form.figures?.columns ?? [] {
        let key = FigureKey(row: row.id, column: column.id)
        let names: [(String, JSONText?)] = [
          ("row", .text(row.id)), ("column", .text(column.id)), ("label", .text(row.label)),
          ("heading", .text(column.label)), ("role", .text(column.role.rawValue)),
        ]
        if let figure = result.figures[key] {
          figures.append(.object(names + self.figure(figure)))
        } else if let reason = result.open[key] {
          open.append(.object(names + [("reason", .text(reason[language]))]))
        }
      }
    }
    return .object([
      ("form", .text(form.id)),
      ("unit", .text(unit)),
      ("year", .whole(year)),
      ("money_unit", .optional(form.figures?.unit)),
      ("figures", .list(figures)),
      ("open", .list(open)),
      (
        "findings",
        .list(findings.map { FindingJSON.object($0, catalogue: catalogue, language: language) })
      ),
    ])
  }

  private func figure(_ figure: FigureResult.Figure) -> [(String, JSONText?)] {
    [
      ("value", .number(figure.value)),
      ("formula", .text(figure.formula[language])),
      (
        "evidence",
        .list(
          figure.places.map { place in
            .object([
              ("file", .text(place.file)), ("sheet", .optional(place.sheet)),
              ("range", .optional(place.range)),
            ])
          }
        )
      ),
    ]
  }
}
