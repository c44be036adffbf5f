package import Findings
package import Tabular

/// What all steps of reading one grid share, and the findings they add to.
package final class ReadingContext {
  package let file: String
  package let form: FormDefinition
  // Kept and not asked of the form each time: a property that is computed would be copied.
  package let vocabulary: Vocabulary
  let labels: LabelIndex
  package let texts: SheetTexts
  package let merges: MergeMap
  let formats: ShownFormats
  /// Columns whose number formats were reported.
  var reportedFormats: Set<Int> = []
  package var findings: [Finding] = []
  /// What somebody decided about files like this one.
  package var profile: MappingProfile?
  /// Whether rows and columns hidden by hand are read.
  package var readsHidden = false
  /// The names of all visible sheets of the workbook, for telling names from labels.
  package var sheetNames: [String] = []
  /// The year that the title block of the table at hand names.
  var year: Int?
  /// All years that stand above it, but those of documents.
  var statedYears: Set<Int> = []
  /// Whether the values of a sheet of indicators are verdicts, all of them.
  var onlyVerdicts = false
  /// The patterns that texts of a field have to have, by the field's id.
  let patterns: [String: [String]]

  // Lent, not copied: every cell asks for it.
  package var grid: Grid { _read { yield texts.grid } }
  var villages: VillageName { compiled.villages }

  let compiled: CompiledForm

  package convenience init(file: String, grid: Grid, form: CompiledForm) {
    self.init(
      file: file,
      texts: SheetTexts(grid, encodings: form.vocabulary.encodings),
      merges: MergeMap(grid.merges),
      form: form
    )
  }

  /// Looks at a grid as another form: its texts are the same.
  package init(file: String, texts: SheetTexts, merges: MergeMap, form: CompiledForm) {
    self.file = file
    self.form = form.definition
    self.texts = texts
    self.merges = merges
    compiled = form
    vocabulary = form.vocabulary
    labels = form.labels
    formats = texts.formats(form.vocabulary)
    patterns = form.patterns
  }

  /// The same with a list of findings of its own, for looking without saying anything.
  func silent() -> ReadingContext {
    let other = ReadingContext(file: file, texts: texts, merges: merges, form: compiled)
    other.readsHidden = readsHidden
    other.profile = profile
    other.sheetNames = sheetNames
    other.statedYears = statedYears
    other.onlyVerdicts = onlyVerdicts
    return other
  }

  func location(_ cell: CellReference) -> SourceLocation {
    let line = grid.rowIndex(of: cell.row).map { Int(grid.rows[$0].line) } ?? 0
    return SourceLocation(file: file, sheet: grid.name, cell: cell, line: line == 0 ? nil : line)
  }

  func location(_ range: CellRange) -> SourceLocation {
    SourceLocation(file: file, sheet: grid.name, range: range)
  }

  var sheetLocation: SourceLocation { SourceLocation(file: file, sheet: grid.name) }
}

/// A form definition with its headings indexed, ready for any number of sheets.
///
/// A class, because every sheet is compared with several: a copy would cost more than the comparison.
package final class CompiledForm: Sendable {
  package let definition: FormDefinition
  package let vocabulary: Vocabulary
  package let labels: LabelIndex
  let villages: VillageName
  let totals: TotalLabels
  /// The rows of a sheet of indicators; `nil` for other shapes.
  let indicators: IndicatorIndex?
  /// The patterns that the form's rules ask of texts, by field.
  let patterns: [String: [String]]

  package init(_ definition: FormDefinition, vocabulary: Vocabulary) {
    self.definition = definition
    self.vocabulary = vocabulary
    labels = LabelIndex(definition, vocabulary: vocabulary)
    villages = VillageName(vocabulary: vocabulary)
    totals = TotalLabels(vocabulary)
    let asked = definition.rules.compactMap { rule in
      if case .pattern(let patterns) = rule.check { (rule.field, patterns) } else { nil }
    }
    patterns = Dictionary(asked) { $0 + $1 }
    indicators =
      definition.shape == .indicators ? IndicatorIndex(definition, vocabulary: vocabulary) : nil
  }

  /// The columns of a sheet of indicators as a form of its own; `nil` for other shapes.
  var columnForm: CompiledForm? { indicators?.columnForm.first }
}
