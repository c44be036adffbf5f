package import Criteria
package import Definitions
package import Evaluation
package import Findings
import Forms
import Reporting
import Tabular

/// The figures and verdicts that an evaluation form, or a list of values, declares.
package struct DeclaredFigures: Sendable {
  /// The values by indicator code.
  package var values: [String: StatedValue] = [:]
  /// The verdicts, each with who gave it.
  package var claims: [Claim] = []
  package var findings: [Finding] = []
  /// The unit and its region or group, where the file names them.
  package var unit: String?
  package var region: String?
  /// The verdicts on criteria of the year before, and those that are planned.
  package var before: [String: CriterionVerdict] = [:]
  package var planned: [String: CriterionVerdict] = [:]

  /// Codes of which several tables say something else.
  var disputed: Set<String> = []

  /// A verdict on a criterion with its place.
  package struct CriterionVerdict: Sendable {
    package var verdict: Verdict
    package var location: SourceLocation
  }

  package init() {}
}

extension DeclaredFigures {
  /// The meanings of columns that make a table one of declared figures.
  static let needed = [
    ["code", "value"], ["content", "value"], ["ordinal", "value"],
    ["code", "numerator", "denominator"],
    ["code", "self"], ["content", "self"], ["ordinal", "self"],
  ]

  /// Reads the declared figures of one unit; `nil` where the file declares none.
  ///
  /// A form that we filled has a sheet of sources: its exact fractions are read, not the rounded cell.
  /// A file with the tables of several units gives those of `unit`, and a question where that is none.
  package static func read(
    _ opened: OpenedFile,
    file: String,
    set: CriteriaSet,
    store: DefinitionStore,
    unit: String? = nil
  ) -> DeclaredFigures? {
    let all = units(opened, file: file, set: set, store: store)
    guard all.count > 1 else { return all.first }
    let wanted = unit.map { UnitNames.key($0) }
    if let own = all.first(where: { $0.unit.map { UnitNames.key($0) } == wanted }) { return own }
    var result = DeclaredFigures()
    result.findings = [
      Finding(
        .ambiguousUnit,
        "tables",
        at: SourceLocation(file: file),
        found: unit ?? "",
        arguments: ["units": LocalizedText(all.compactMap(\.unit).joined(separator: "; "))],
        severity: .error
      )
    ]
    return result
  }

  /// The declared figures of a file, one for each unit that its sheets name, in the order of the sheets.
  package static func units(
    _ opened: OpenedFile,
    file: String,
    set: CriteriaSet,
    store: DefinitionStore
  ) -> [DeclaredFigures] {
    let headings = DeclaredHeadings(store.vocabulary)
    let forms = OutputFormFile(log: DefinitionLog()).all(store)
    let overviews = Set(forms.compactMap(\.summary).flatMap { [$0.sheet, $0.villages?.sheet] })
    let ownSources = Set(forms.map(\.sourcesSheet))
    var result: [DeclaredFigures] = []
    for grid in opened.grids
    where !grid.isHidden && !ownSources.contains(grid.name) && !overviews.contains(grid.name) {
      let own = sources(for: grid, in: opened, forms, store)
      guard let table = table(grid, file, headings, forms, isOurs: !own.isEmpty) else { continue }
      var builder = DeclaredFiguresBuilder(
        table,
        set: set,
        vocabulary: store.vocabulary,
        catalogue: store.catalogue
      )
      builder.readRows()
      builder.applySources(own)
      var figures = builder.figures
      figures.unit = UnitTitle(vocabulary: store.vocabulary).find(in: table.above)
      // In a summary of ours each sheet is named after its unit, as far as a sheet's name reaches.
      let isSummary = opened.grids.contains { $0.name != grid.name && overviews.contains($0.name) }
      if isSummary, !own.isEmpty, grid.name.count < 31 { figures.unit = grid.name }
      figures.region = set.region(in: table.above)?.id
      let key = figures.unit.map { UnitNames.key($0) }
      if let known = result.firstIndex(where: { $0.unit.map { UnitNames.key($0) } == key }) {
        result[known].add(figures)
      } else {
        result.append(figures)
      }
    }
    return result
  }

  /// The table of a sheet: one that gives values or verdicts, or a plan of ours with its present figures.
  private static func table(
    _ grid: Grid,
    _ file: String,
    _ headings: DeclaredHeadings,
    _ forms: [OutputForm],
    isOurs: Bool
  ) -> DeclaredTable? {
    if let table = DeclaredTable(in: grid, file: file, headings: headings, needing: needed) {
      return table
    }
    // In anybody else's plan the present figures may be those of another year.
    guard isOurs, forms.contains(where: { $0.kind == .plan && $0.sheet == grid.name }),
      var table = DeclaredTable(in: grid, file: file, headings: headings, needing: [["current"]])
    else { return nil }
    table.take("current", as: "value")
    return table
  }

  /// Figures of a further table of the same unit: one that says something else is used by neither.
  private mutating func add(_ other: DeclaredFigures) {
    findings += other.findings
    for (code, value) in other.values.sorted(by: { $0.key < $1.key }) {
      guard let known = values[code] else {
        if !disputed.contains(code) { values[code] = value }
        continue
      }
      guard !known.says(the: value) else { continue }
      values[code] = nil
      disputed.insert(code)
      findings.append(
        Finding(
          .contradictorySources,
          at: value.location,
          field: code,
          arguments: [
            "code": LocalizedText(code), "first": LocalizedText(Self.words(known.location)),
          ],
          related: [known.location]
        )
      )
    }
    let known = Set(claims.map { "\($0.author) \($0.subject)" })
    claims += other.claims.filter { !known.contains("\($0.author) \($0.subject)") }
    before.merge(other.before) { first, _ in first }
    planned.merge(other.planned) { first, _ in first }
    region = region ?? other.region
  }

  private static func words(_ place: SourceLocation) -> String {
    [place.file, place.sheet, place.range?.description].compactMap { $0 }.joined(separator: " › ")
  }

  /// The sources of the figures by cell, where the sheet is a form that we filled.
  private static func sources(
    for grid: Grid,
    in opened: OpenedFile,
    _ forms: [OutputForm],
    _ store: DefinitionStore
  ) -> [CellReference: FigureSource] {
    for form in forms
    where form.sheet == grid.name
      || opened.grids.contains(where: { $0.name == form.summary?.sheet })
    {
      guard let sheet = opened.grids.first(where: { $0.name == form.sourcesSheet }) else {
        continue
      }
      let figures = SourceReader(form: form, sources: sheet, catalogue: store.catalogue)
        .figures.filter { ($0.sheet ?? form.mainSheet) == grid.name }
      return Dictionary(figures.map { ($0.cell, $0) }, uniquingKeysWith: { first, _ in first })
    }
    return [:]
  }
}
