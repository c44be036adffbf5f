import Criteria
package import Evaluation
package import Findings
package import Forms
package import SpreadsheetML
package import Tabular

/// Lays out and fills the summary of units by criteria, with a sheet for each unit behind it.
package struct SummaryFiller {
  /// One unit of the overview.
  package struct Unit: Sendable {
    package var assessment: Assessment
    package var folder: String
    package var group: String
    package var note: String

    package init(assessment: Assessment, folder: String, group: String, note: String) {
      self.assessment = assessment
      self.folder = folder
      self.group = group
      self.note = note
    }
  }

  /// One line of the sheet of villages: texts and numbers by column role.
  package struct VillageLine: Sendable {
    package var texts: [String: String]
    package var numbers: [String: Int]

    package init(texts: [String: String], numbers: [String: Int]) {
      self.texts = texts
      self.numbers = numbers
    }
  }

  private let form: OutputForm
  private let table: SummaryTable
  private let catalogue: MessageCatalogue
  private let language: Language

  package init?(form: OutputForm, catalogue: MessageCatalogue, language: Language) {
    guard let table = form.summary else { return nil }
    self.form = form
    self.table = table
    self.catalogue = catalogue
    self.language = language
  }

  private func number(_ value: Int) -> EditValue {
    ExactDecimal(significand: Int128(value), exponent: 0).map { .number($0) } ?? .clear
  }

  // MARK: - Layout

  /// The layouts by sheet that repeat the row of a unit and the line of a village.
  package func layouts(units: Int, villages: Int) -> [String: LineLayout] {
    var result = [table.sheet: Self.repeating(table.unitRow, units)]
    if let sheet = table.villages { result[sheet.sheet] = Self.repeating(sheet.row, villages) }
    return result
  }

  private static func repeating(_ row: Int, _ count: Int) -> LineLayout {
    LineLayout(
      sources: Array(0..<row) + Array(repeating: row, count: count),
      covering: row + 1,
      instances: (0..<count).map {
        LineLayout.Instance(block: row...row, result: (row + $0)..<(row + $0 + 1))
      }
    )
  }

  // MARK: - Contents

  /// What is written where, once the blank has its rows.
  package struct Result: Sendable {
    package var edits: [String: [CellEdit]] = [:]
    package var copies: [SheetCopies.Copy] = []
    package var links: [String: [SheetCopies.Link]] = [:]
  }

  /// Fills a blank that was laid out; `detail` is the model sheet of a unit with its rows.
  package func fill(
    _ units: [Unit],
    villages: [VillageLine],
    grids: [String: Grid],
    detail: Grid,
    rows: FormRows,
    title: String,
    year: Int
  ) -> Result {
    var result = Result()
    var names = Array(grids.keys) + [form.sourcesSheet]
    var figures: [FormFigure] = []
    let filler = EvaluationFormFiller(form: form, catalogue: catalogue, language: language)
    for (index, unit) in units.enumerated() {
      let name = SheetName.cleaned(unit.assessment.unit, beside: names)
      names.append(name)
      let contents = filler.contents(unit.assessment, blank: detail, grown: rows)
      result.copies.append(SheetCopies.Copy(name: name, edits: contents.edits))
      let row = table.unitRow + index
      result.edits[table.sheet, default: []] += line(unit, index, row)
      figures += self.figures(unit, row, sheet: name)
      figures += contents.figures.map { figure in
        var figure = figure
        figure.sheet = name
        return figure
      }
      if let column = table.columns["name"] {
        let cell = CellReference(row: row, column: column)
        result.links[table.sheet, default: []].append(
          SheetCopies.Link(cell: cell, target: name)
        )
      }
    }
    let counted = counts(units)
    figures += counted
    result.edits[table.sheet, default: []] += counted.map(\.edit)
    figures += addVillages(villages, &result)
    addTexts(units, grids, title, year, &result)
    var sources = SourceRows(form: form, catalogue: catalogue, language: language)
    for figure in figures { sources.add(figure) }
    result.edits[form.sourcesSheet] = sources.edits
    return result
  }

  private func line(_ unit: Unit, _ index: Int, _ row: Int) -> [CellEdit] {
    var edits: [CellEdit] = []
    func write(_ role: String, _ value: EditValue) {
      guard let column = table.columns[role] else { return }
      edits.append(CellEdit(CellReference(row: row, column: column), value))
    }
    write("number", number(index + 1))
    write("name", .text(unit.assessment.unit))
    write("group", .text(unit.group))
    write("count", number(unit.assessment.count(.met)))
    write("band", .text(band(unit.assessment)))
    if !unit.note.isEmpty { write("note", .text(unit.note)) }
    for (place, criterion) in unit.assessment.criteria.prefix(table.criterionCount).enumerated() {
      let sign = table.signs[criterion.verdict.rawValue] ?? "?"
      let mark = criterion.isProvisional ? table.provisionalSign : ""
      let cell = CellReference(row: row, column: table.firstCriterion + place)
      edits.append(CellEdit(cell, .text(sign + mark)))
    }
    return edits
  }

  /// The band by the criteria that are met; where the open ones decide, it is not known yet.
  private func band(_ assessment: Assessment) -> String {
    func band(_ count: Int) -> String { table.bands.first { count >= $0.from }?.text ?? "" }
    let least = band(assessment.count(.met))
    let most = band(assessment.count(.met) + assessment.count(.undetermined))
    return least == most ? least : catalogue.phrase("band-open", in: language)
  }

  /// The number of criteria that a unit meets: counted on its own sheet.
  private func figures(_ unit: Unit, _ row: Int, sheet: String) -> [FormFigure] {
    guard let column = table.columns["count"] else { return [] }
    var figure = FormFigure(
      cell: CellReference(row: row, column: column),
      value: number(unit.assessment.count(.met)),
      code: unit.assessment.unit,
      formula: catalogue.phrase("source-unit-count", in: language)
    )
    figure.places = [
      FormFigure.Place(file: catalogue.phrase("source-this-file", in: language), sheet: sheet),
      FormFigure.Place(file: unit.folder),
    ]
    return [figure]
  }

  /// For each criterion the units of each verdict, counted in its column.
  private func counts(_ units: [Unit]) -> [FormFigure] {
    guard let set = units.first?.assessment.criteria else { return [] }
    let last = table.unitRow + max(units.count, 1) - 1
    // The rows below the units moved with them.
    let shift = units.count - 1
    return set.prefix(table.criterionCount).enumerated().flatMap { place, criterion in
      Verdict.allCases.compactMap { verdict -> FormFigure? in
        guard let row = table.countRows[verdict.rawValue] else { return nil }
        let column = table.firstCriterion + place
        let count = units.count { $0.assessment.criteria[place].verdict == verdict }
        let word = catalogue.phrase("verdict-" + verdict.rawValue, in: language)
        var figure = FormFigure(
          cell: CellReference(row: row + shift, column: column),
          value: number(count),
          code: "\(criterion.criterion.number)/\(verdict.rawValue)",
          formula: catalogue.phrase(
            "source-criterion-count",
            in: language,
            ["number": criterion.criterion.number, "verdict": word]
          )
        )
        let range = CellRange(
          CellReference(row: table.unitRow, column: column),
          CellReference(row: last, column: column)
        )
        figure.places = [
          FormFigure.Place(
            file: catalogue.phrase("source-this-file", in: language),
            sheet: table.sheet,
            range: range.description
          )
        ]
        return figure
      }
    }
  }

  /// Writes the lines of villages; their figures are those of the file that each names.
  private func addVillages(_ lines: [VillageLine], _ result: inout Result) -> [FormFigure] {
    guard let sheet = table.villages else { return [] }
    var edits: [CellEdit] = []
    var figures: [FormFigure] = []
    for (index, line) in lines.enumerated() {
      let row = sheet.row + index
      func write(_ role: String, _ value: EditValue) {
        guard let column = sheet.columns[role] else { return }
        edits.append(CellEdit(CellReference(row: row, column: column), value))
      }
      write("number", number(index + 1))
      for (role, text) in line.texts.sorted(by: { $0.key < $1.key }) where !text.isEmpty {
        write(role, .text(text))
      }
      for (role, count) in line.numbers.sorted(by: { $0.key < $1.key }) {
        guard let column = sheet.columns[role] else { continue }
        var figure = FormFigure(
          cell: CellReference(row: row, column: column),
          value: number(count),
          code: [line.texts["unit"], line.texts["village"], role].compactMap { $0 }
            .joined(separator: "/"),
          formula: catalogue.phrase("source-file-" + role, in: language)
        )
        figure.sheet = sheet.sheet
        let folder = line.texts["folder"].map { $0 + "/" } ?? ""
        figure.places = [FormFigure.Place(file: folder + (line.texts["file"] ?? ""))]
        figures.append(figure)
        edits.append(figure.edit)
      }
    }
    result.edits[sheet.sheet, default: []] += edits
    return figures
  }

  private func addTexts(
    _ units: [Unit],
    _ grids: [String: Grid],
    _ title: String,
    _ year: Int,
    _ result: inout Result
  ) {
    let texts = FormTexts(form: form, catalogue: catalogue, language: language)
    var values = texts.periods(year: year, isHalf: false)
    (values["unit"], values["UNIT"]) = (title, title.uppercased())
    values["criteria_set_title"] = units.first?.assessment.set.title[language] ?? ""
    for (name, grid) in grids.sorted(by: { $0.key < $1.key }) {
      result.edits[name, default: []] += texts.edits(values, grid)
    }
  }
}
