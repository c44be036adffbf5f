package import Definitions
package import Findings
package import Forms
package import Reporting
package import Tabular

/// Adds up the tables of figures that the level below hands in.
///
/// Accounts give the form of a commune, the forms of the communes that of the province; a form of its
/// own kind is read as it stands, so that what was written can be read back.
package struct FigureRollup {
  package let definitions: DefinitionStore
  package let form: OutputForm
  package let limits: Limits
  /// The units that are expected, by name; empty where nobody says.
  package var expected: [String] = []

  package init(definitions: DefinitionStore, form: OutputForm, limits: Limits) {
    self.definitions = definitions
    self.form = form
    self.limits = limits
  }

  /// What the files gave, and what is to be said about them.
  package struct Outcome: Sendable {
    package var result = FigureResult()
    package var sheets: [FigureSheet] = []
    package var findings: [Finding] = []
    package var isUnreadable = false
    /// Units from which nothing arrived.
    package var missing: [String] = []
  }

  /// Reads all files and adds them up.
  package func run(_ paths: [String], jobs: Int = 1) -> Outcome {
    var outcome = Outcome()
    guard let table = form.figures else { return outcome }
    let list = FileFinder.list(paths)
    outcome.isUnreadable = !list.findings.isEmpty
    outcome.findings += list.findings
    let forms = OutputFormFile(log: DefinitionLog()).all(definitions)
    for read in Workers.map(list.files.map(\.input), jobs: jobs, { self.read($0, table, forms) }) {
      if read.isUnreadable { outcome.isUnreadable = true }
      outcome.findings += read.findings
      outcome.sheets += read.sheets
    }
    if let reason = table.byHand {
      outcome.findings.append(
        Finding(
          .openFigure,
          at: SourceLocation(file: form.id),
          arguments: ["label": form.title, "reason": reason]
        )
      )
      return outcome
    }
    dropDoubles(&outcome)
    noteMissing(&outcome)
    add(table, &outcome)
    return outcome
  }

  /// Whether files are filled forms of this very kind, to be read as they stand.
  package func areOwnForms(_ paths: [String]) -> Bool {
    guard let table = form.figures, !paths.isEmpty else { return false }
    return paths.allSatisfy { path in
      let name = path.split(separator: "/").last.map(String.init) ?? path
      let isTable = ["xlsx", "xlsm", "csv"].contains { name.lowercased().hasSuffix("." + $0) }
      guard isTable,
        case .success(let opened) = InputFile(path: path, name: name).open(limits: limits)
      else { return false }
      return opened.grids.contains { grid in
        FigureLayout(table, in: grid, file: name, vocabulary: definitions.vocabulary)
          .map { !$0.rows.isEmpty } ?? false
      }
    }
  }

  // MARK: - Reading

  private func read(_ input: InputFile, _ table: FigureTable, _ forms: [OutputForm]) -> Outcome {
    var outcome = Outcome()
    switch input.open(limits: limits) {
    case .failure(let problem):
      outcome.isUnreadable = true
      outcome.findings = [problem.finding]
    case .success(let opened):
      let changed = FigureAnswer.all(
        in: opened.grids,
        forms: forms,
        catalogue: definitions.catalogue
      )
      for grid in opened.grids where !grid.isHidden {
        guard
          let layout = FigureLayout(
            table,
            in: grid,
            file: input.name,
            vocabulary: definitions.vocabulary
          ), !layout.rows.isEmpty
        else { continue }
        var reader = FigureReader(layout, unit: nil, vocabulary: definitions.vocabulary)
        let sheet = reader.read()
        outcome.findings += sheet.findings
        outcome.sheets.append(sheet)
      }
      for answer in changed ?? [] where answer.isChanged {
        outcome.findings.append(
          Finding(
            .changedByHand,
            at: SourceLocation(file: input.name, sheet: answer.sheet, cell: answer.source.cell),
            found: answer.now ?? "",
            arguments: ["then": LocalizedText(answer.source.value ?? "–")]
          )
        )
      }
      if outcome.sheets.isEmpty {
        let place = SourceLocation(file: input.name)
        outcome.findings.append(Finding(.sheetSkipped, "no-figures", at: place, found: form.id))
      }
    }
    return outcome
  }

  /// Two tables of one unit contradict each other: which one holds is not for us to say.
  private func dropDoubles(_ outcome: inout Outcome) {
    var first: [String: Int] = [:]
    var doubled: Set<Int> = []
    for (index, sheet) in outcome.sheets.enumerated() {
      let key = UnitNames.key(sheet.unit)
      guard let known = first[key] else {
        first[key] = index
        continue
      }
      doubled.formUnion([known, index])
      let other = outcome.sheets[known]
      outcome.findings.append(
        Finding(
          .duplicateSubmission,
          at: SourceLocation(file: sheet.file, sheet: sheet.sheet),
          found: sheet.unit,
          arguments: ["unit": LocalizedText(sheet.unit), "first": LocalizedText(other.file)],
          related: [SourceLocation(file: other.file, sheet: other.sheet)]
        )
      )
    }
    for index in doubled {
      outcome.sheets[index].disputed.formUnion(outcome.sheets[index].values.keys)
    }
  }

  private func noteMissing(_ outcome: inout Outcome) {
    let arrived = Set(outcome.sheets.map { UnitNames.key($0.unit) })
    for name in expected where !arrived.contains(UnitNames.key(name)) {
      outcome.missing.append(name)
      outcome.findings.append(
        Finding(
          .missingSubmission,
          at: SourceLocation(file: form.id),
          arguments: ["unit": LocalizedText(name)]
        )
      )
    }
  }

  // MARK: - Adding

  private func add(_ table: FigureTable, _ outcome: inout Outcome) {
    for row in table.rows where !row.isHeading {
      for column in table.columns {
        let key = FigureKey(row: row.id, column: column.id)
        add(key, &outcome)
      }
    }
  }

  private func add(_ key: FigureKey, _ outcome: inout Outcome) {
    var sum = Tabular.ExactDecimal.zero
    var places: [FormFigure.Place] = []
    var lacking = outcome.missing
    var isGiven = false
    for sheet in outcome.sheets {
      guard let value = sheet.values[key], !sheet.disputed.contains(key),
        let next = sum.adding(value.value)
      else {
        lacking.append(sheet.unit)
        continue
      }
      isGiven = true
      sum = next
      places += value.places.map { place in
        FormFigure.Place(
          file: place.file,
          sheet: place.sheet,
          range: place.range?.description
        )
      }
    }
    guard !outcome.sheets.isEmpty else { return }
    if lacking.isEmpty {
      outcome.result.figures[key] = FigureResult.Figure(
        value: sum,
        formula: phrase("source-sum", ["count": "\(outcome.sheets.count)"]),
        places: places
      )
    } else if isGiven || !outcome.missing.isEmpty {
      // A figure that no unit gives at all is just blank.
      outcome.result.open[key] = phrase(
        "figure-open",
        [
          "units": lacking.prefix(10).joined(separator: ", ")
            + (lacking.count > 10 ? ", …" : ""),
          "count": "\(lacking.count)",
        ]
      )
    }
  }

  private func phrase(_ key: String, _ values: [String: String]) -> LocalizedText {
    LocalizedText(
      vi: definitions.catalogue.phrase(key, in: .vi, values),
      en: definitions.catalogue.phrase(key, in: .en, values)
    )
  }
}
