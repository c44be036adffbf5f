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

  /// Reads the first table of declared figures of a file; `nil` where there is none.
  ///
  /// A form that we filled has a sheet of sources: its exact fractions are read, not the rounded cell.
  package static func read(
    _ opened: OpenedFile,
    file: String,
    set: CriteriaSet,
    store: DefinitionStore
  ) -> DeclaredFigures? {
    let headings = DeclaredHeadings(store.vocabulary)
    let ownSources = Set(store.filledForms.map(\.sources))
    for grid in opened.grids where !grid.isHidden && !ownSources.contains(grid.name) {
      guard
        let table = DeclaredTable(in: grid, file: file, headings: headings, needing: Self.needed)
      else { continue }
      var builder = DeclaredFiguresBuilder(
        table,
        set: set,
        vocabulary: store.vocabulary,
        catalogue: store.catalogue
      )
      builder.readRows()
      builder.applySources(sources(for: grid, in: opened, store))
      var figures = builder.figures
      figures.unit = UnitTitle(vocabulary: store.vocabulary).find(in: table.above)
      figures.region = set.region(in: table.above)?.id
      return figures
    }
    return nil
  }

  /// The sources of the figures by cell, where the sheet is a form that we filled.
  private static func sources(
    for grid: Grid,
    in opened: OpenedFile,
    _ store: DefinitionStore
  ) -> [CellReference: FigureSource] {
    let forms = OutputFormFile(log: DefinitionLog()).all(store)
    for form in forms where form.sheet == grid.name {
      guard let sheet = opened.grids.first(where: { $0.name == form.sourcesSheet }) else {
        continue
      }
      let figures = SourceReader(form: form, sources: sheet, catalogue: store.catalogue)
        .figures
      return Dictionary(figures.map { ($0.cell, $0) }, uniquingKeysWith: { first, _ in first })
    }
    return [:]
  }
}
