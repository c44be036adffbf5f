package import CSV
package import Definitions
import Expressions
package import Findings
package import Forms
package import Tabular

/// What one sheet of a file turned out to be.
package struct SheetImport: Sendable {
  package var name: String
  /// The form it was read as; `nil` where it is none.
  package var form: CompiledForm?
  /// How well each form fits, best first.
  package var fits: [FormFit] = []
  package var tables: [TableSummary] = []
  /// The forms that fit equally well, so that it was read as none.
  package var rivals: [CompiledForm] = []
  /// The commune that it names, as a digest; 0 where it names none, or several.
  var unit: UInt64 = 0
  /// The year that it names; 0 where it names none.
  var year = 0
  /// Whether the sheet was looked at.
  var isTried = false
  /// Whether it goes on with a table of the sheet before, without headings.
  var isContinuation = false
}

/// What one file turned out to be, with everything there is to say about it.
package struct FileImport: Sendable {
  package var file: InputFile
  /// What the file is; for one that is not read too.
  package var container = FileKind.unreadable
  package var details: [String: String] = [:]
  package var sheets: [SheetImport] = []
  package var findings: [Finding] = []
  var duplicates = EntryList<DuplicateEntry>()
  /// What the rules over a batch need of its records.
  var rules = RuleEntries()
  package var recordCount = 0
  /// The villages that the records of each table name, in the order in which they were met.
  var villages: [VillageMention] = []
  /// Where the numbered table that was read last ends.
  var lastTable: NumberedTable?
  /// Whether the container could be opened.
  package var isReadable = true
}

/// A village that the records of a table name.
struct VillageMention: Sendable {
  var name: String
  var key: String
  var sheet: String
  var table: Int
  var row: Int
  /// The commune that its sheet names, as a digest; 0 where it names none.
  var unit: UInt64 = 0
}

extension FileImport {
  /// Tells what was read on each sheet its commune and year; a sheet that names none has what the others name.
  fileprivate mutating func shareUnit() {
    let named = Set(sheets.map(\.unit)).subtracting([0])
    let shared = named.count == 1 ? named.first ?? 0 : 0
    let years = Set(sheets.map(\.year)).subtracting([0])
    let year = years.count == 1 ? years.first ?? 0 : 0
    var groups: [String: (unit: UInt64, year: Int)] = [:]
    for index in sheets.indices {
      if sheets[index].unit == 0 { sheets[index].unit = shared }
      if sheets[index].year == 0 { sheets[index].year = year }
      groups[sheets[index].name] = (sheets[index].unit, sheets[index].year)
    }
    rules.settle(groups)
    duplicates.settle(groups)
    for index in villages.indices {
      villages[index].unit = groups[villages[index].sheet]?.unit ?? shared
    }
  }

  fileprivate mutating func noteVillage(
    of record: Record,
    _ form: BoundForm,
    sheet: String,
    table: Int
  ) {
    guard let field = form.village, case .text(let name)? = record.values[field]
    else { return }
    if let last = villages.last, last.name == name, last.table == table, last.sheet == sheet {
      return
    }
    let key = Vocabulary.key(name)
    let isKnown = villages.contains { $0.key == key && $0.table == table && $0.sheet == sheet }
    if !isKnown {
      villages.append(
        VillageMention(name: name, key: key, sheet: sheet, table: table, row: record.row)
      )
    }
  }
}

/// A record with what is needed to know where it comes from.
package struct ImportedRecord {
  package var record: Record
  /// The form it was read as.
  let compiled: CompiledForm
  package var file: String
  package var sheet: String
  package var table: Int
  /// What a cell of its sheet shows.
  package var text: (CellReference) -> String?

  // Lent, not copied: every record is asked for it.
  package var form: FormDefinition { _read { yield compiled.definition } }
}

/// Reads files as surveys; a record goes to the sink as soon as it is made.
package struct FileImporter: Sendable {
  package let definitions: DefinitionStore
  /// Only this form is tried, where one is named.
  package var onlyForm: String?
  /// Whether rows, columns and sheets hidden by hand are read.
  package var readsHidden = false
  /// What somebody decided about the columns of such files.
  package var profile: MappingProfile?
  /// What a file may ask of the machine.
  package var limits = Limits()
  /// What is stated about delimited text.
  package var text = DelimitedInput.Options()
  private let boundForms: [String: BoundForm]
  /// The rules over a batch with what they need of each form.
  let ruleBindings: RuleBindings

  package init(
    definitions: DefinitionStore,
    onlyForm: String? = nil,
    readsHidden: Bool = false,
    profile: MappingProfile? = nil,
    limits: Limits = Limits(),
    text: DelimitedInput.Options? = nil
  ) {
    self.text = text ?? DelimitedInput.Options(definitions)
    self.definitions = definitions
    boundForms = Dictionary(
      definitions.forms.map { ($0.definition.id, BoundForm($0.definition)) },
      uniquingKeysWith: { $1 }
    )
    ruleBindings = RuleBindings(definitions)
    self.onlyForm = onlyForm ?? profile?.form
    self.profile = profile
    self.readsHidden = readsHidden
    self.limits = limits
  }

  /// Reads a file; what is wrong with it are findings, never an error.
  package func read(_ file: InputFile, sink: (ImportedRecord) -> Void) -> FileImport {
    let guarded = ReadGuard(path: file.path)
    guard !guarded.isNoFile else {
      var result = FileImport(file: file)
      result.isReadable = false
      result.findings = [FileProblem("no-file", file: file.name).finding]
      return result
    }
    var result = readOpened(file, sink: sink)
    if guarded.hasChanged {
      result.findings.append(Finding(.fileChanged, at: SourceLocation(file: file.name)))
    }
    return result
  }

  private func readOpened(_ file: InputFile, sink: (ImportedRecord) -> Void) -> FileImport {
    var result = FileImport(file: file)
    switch file.open(limits: limits, text: text) {
    case .failure(let problem):
      result.isReadable = false
      result.container = problem.kind
      result.findings = [problem.finding]
    case .success(let opened):
      result.container = opened.kind
      result.details = opened.details
      result.findings = opened.findings
      let names = Set(opened.grids.map(\.name))
      if definitions.filledForms.contains(where: {
        names.contains($0.table) && ($0.sources.isEmpty || names.contains($0.sources))
      }) {
        let place = SourceLocation(file: file.name)
        result.findings = [Finding(.sheetSkipped, "filled-form", at: place, found: file.name)]
        return result
      }
      let visible = opened.grids.filter { !$0.isHidden }.map(\.name)
      for grid in opened.grids {
        read(grid, among: visible, declaredForm: opened.form, into: &result, sink: sink)
      }
      reportForms(&result)
    }
    result.shareUnit()
    return result
  }

  private func read(
    _ grid: Grid,
    among sheetNames: [String],
    declaredForm: String?,
    into result: inout FileImport,
    sink: (ImportedRecord) -> Void
  ) {
    var sheet = SheetImport(name: grid.name)
    defer { result.sheets.append(sheet) }
    if grid.rows.isEmpty { return }
    if grid.isHidden, !readsHidden {
      let place = SourceLocation(file: result.file.name, sheet: grid.name)
      result.findings.append(Finding(.hiddenDataSkipped, "sheet", at: place, found: grid.name))
      return
    }
    for note in grid.notes {
      result.findings.append(
        FileProblem.finding(note, file: result.file.name, sheet: grid.name)
      )
    }
    sheet.isTried = true
    let texts = SheetTexts(grid, encodings: definitions.vocabulary.encodings)
    let merges = MergeMap(grid.merges)
    let candidates =
      onlyForm.map { name in definitions.tableForms.filter { $0.definition.isCalled(name) } }
      ?? definitions.formIndex.candidates(texts)
    let readers = candidates.map { form in
      let context = ReadingContext(
        file: result.file.name,
        texts: texts,
        merges: merges,
        form: form
      )
      context.readsHidden = readsHidden
      context.profile = profile
      context.sheetNames = sheetNames
      return (context: context, reader: FormReader(context, knownVillages: definitions.villages))
    }
    let fits = zip(candidates, readers).map { form, one in
      var fit = one.reader.fit()
      fit.isDeclared = onlyForm == nil && form.definition.id == declaredForm
      return fit
    }
    sheet.fits = fits.sorted { ($0.score, $1.form) > ($1.score, $0.form) }
    switch FormDecision(fits, forms: candidates, isNamed: onlyForm != nil) {
    case .none:
      guard let finding = result.lastTable?.continuation(in: texts, file: result.file.name) else {
        return
      }
      sheet.isContinuation = true
      result.findings.append(finding)
    case .ambiguous(let rivals):
      sheet.rivals = rivals.map { candidates[$0] }
      reportAmbiguous(sheet.rivals.map(\.definition), sheet.name, &result)
    case .form(let index):
      let form = candidates[index]
      sheet.form = form
      // The chosen one first: it may stand behind another version with a better fit.
      let fit = fits[index]
      sheet.fits = [fit] + sheet.fits.filter { $0.form != fit.form }
      if let finding = outdated(form.definition, fit, sheet.name, result.file.name) {
        result.findings.append(finding)
      }
      var reader = readers[index].reader
      reader.isNamed = onlyForm != nil || fit.isDeclared || !fit.isTable
      readRecords(readers[index].context, reader, form, grid, &sheet, &result, sink: sink)
    }
  }

  private func reportAmbiguous(
    _ forms: [FormDefinition],
    _ sheet: String,
    _ result: inout FileImport
  ) {
    result.findings.append(
      Finding(
        .ambiguousForm,
        at: SourceLocation(file: result.file.name, sheet: sheet),
        found: forms.map(\.id).joined(separator: ", "),
        arguments: [
          "nearest": LocalizedText(
            vi: forms.map { "\($0.id) (\($0.title.vi))" }.joined(separator: "; "),
            en: forms.map { "\($0.id) (\($0.title.en))" }.joined(separator: "; ")
          ),
          "difference": FormFit.difference(forms),
        ]
      )
    )
  }

  /// Says that a form is not meant for the year of the sheet, and which one is.
  private func outdated(_ form: FormDefinition, _ fit: FormFit, _ sheet: String, _ file: String)
    -> Finding?
  {
    guard let year = fit.year, let years = form.years, !years.contains(year) else { return nil }
    let others = definitions.forms.map(\.definition).filter {
      $0.family == form.family && $0.years?.contains(year) == true
    }
    return Finding(
      .outdatedForm,
      others.isEmpty ? "none" : nil,
      at: SourceLocation(file: file, sheet: sheet),
      found: form.id,
      arguments: [
        "year": LocalizedText("\(year)"), "label": form.title,
        "period": LocalizedText("\(years.lowerBound)–\(years.upperBound)"),
        "forms": LocalizedText(others.map(\.id).joined(separator: ", ")),
      ]
    )
  }

  private func readRecords(
    _ context: ReadingContext,
    _ reader: FormReader,
    _ form: CompiledForm,
    _ grid: Grid,
    _ sheet: inout SheetImport,
    _ result: inout FileImport,
    sink: (ImportedRecord) -> Void
  ) {
    let bound = boundForms[form.definition.id] ?? BoundForm(form.definition)
    var checker = RuleChecker(bound)
    let keys = RecordKeys(context.texts, fieldCount: form.definition.fields.count)
    var ruleFindings: [Finding] = []
    var duplicates = EntryList<DuplicateEntry>()
    var collector = RuleCollector(
      form.definition,
      ruleBindings,
      sheet: grid.name,
      keys: keys
    )
    var count = 0
    var last = NumberedTable.End()
    var labelled = context.findings.count
    let name = result.file.name
    let sheetName = grid.name
    let group = RuleGroup(sheet: sheetName)
    func place(_ record: Record) -> (CellReference) -> SourceLocation {
      {
        SourceLocation(
          file: name,
          sheet: sheetName,
          cell: $0,
          line: record.line == 0 ? nil : record.line
        )
      }
    }
    let text = { (cell: CellReference) in context.grid[cell].flatMap { context.texts.display($0) } }
    sheet.tables = reader.read { record, table in
      count += 1
      var found = checker.check(record, table: table, at: place(record))
      // What was said since the record before, about this one's row, is about this one.
      let label = bound.label(of: record)
      for index in found.indices { found[index].record = label }
      for index in labelled..<context.findings.count
      where context.findings[index].location.range?.upperLeft.row == record.row {
        context.findings[index].record = label
      }
      labelled = context.findings.count
      ruleFindings += found
      last.note(record, form.definition, table)
      result.noteVillage(of: record, bound, sheet: sheetName, table: table)
      collector?.add(record, label)
      duplicates.append(record, label, form: bound, keys: keys, in: group)
      sink(
        ImportedRecord(
          record: record,
          compiled: form,
          file: name,
          sheet: sheetName,
          table: table,
          text: text
        )
      )
    }
    ruleFindings += checker.finish()
    result.lastTable = NumberedTable(last, form.definition, sheet.tables, grid.name)
    result.recordCount += count
    if let found = collector?.finish() { result.rules.add(found) }
    sheet.year = sheet.fits.first?.year ?? form.definition.year(in: sheet.tables) ?? 0
    sheet.unit = form.definition.communeDigest(in: sheet.tables, definitions.vocabulary)
    result.duplicates += duplicates
    for index in ruleFindings.indices {
      let field = ruleFindings[index].field
      let column = sheet.tables.lazy.flatMap(\.columns).first {
        form.definition.columnFields[$0.target.field].id == field
      }
      ruleFindings[index].header = column?.path
    }
    // In the order of the sheet, whatever step found it.
    result.findings += (context.findings + ruleFindings).enumerated().sorted {
      let left = $0.element.location.range?.upperLeft ?? CellReference(row: -1, column: -1)
      let right = $1.element.location.range?.upperLeft ?? CellReference(row: -1, column: -1)
      return left == right ? $0.offset < $1.offset : left < right
    }.map(\.element)
  }

  /// What is said of the form that a file resembles most: what is missing, and whether naming the form would do.
  private func variant(of fit: FormFit) -> String? {
    guard fit.score > 0 else { return nil }
    if fit.missing.isEmpty { return "few" }
    return fit.isReadable && onlyForm == nil ? "readable" : "nearest"
  }

  /// A survey of which nothing was read is not clean: it is blank, or something hides its rows.
  private func reportNoRecords(_ result: inout FileImport) {
    for sheet in result.sheets {
      guard let form = sheet.form?.definition else { continue }
      result.findings.append(
        Finding(
          .noRecords,
          at: SourceLocation(file: result.file.name, sheet: sheet.name),
          found: form.id,
          arguments: ["label": form.title]
        )
      )
    }
  }

  /// Names the sheets that are no survey, and the file where none is.
  private func reportForms(_ result: inout FileImport) {
    let hasForm = result.sheets.contains { $0.form != nil }
    for sheet in result.sheets
    where sheet.form == nil && hasForm && sheet.isTried && sheet.rivals.isEmpty
      && !sheet.isContinuation
    {
      let place = SourceLocation(file: result.file.name, sheet: sheet.name)
      result.findings.append(Finding(.sheetSkipped, at: place, found: sheet.name))
    }
    if hasForm, result.recordCount == 0, !result.findings.contains(where: { $0.severity == .error })
    {
      reportNoRecords(&result)
    }
    guard !hasForm, result.sheets.allSatisfy({ $0.rivals.isEmpty }) else { return }
    let fits = result.sheets.flatMap(\.fits).sorted { $0.score > $1.score }
    let nearest = fits.first.flatMap { fit in
      definitions.forms.first { $0.definition.id == fit.form }.map { ($0.definition.title, fit) }
    }
    result.findings.append(
      Finding(
        .unknownForm,
        nearest.flatMap { variant(of: $0.1) },
        at: SourceLocation(file: result.file.name),
        arguments: [
          "nearest": nearest?.0 ?? LocalizedText(""),
          "form": LocalizedText(nearest?.1.form ?? ""),
          "missing": nearest?.1.missing.joined(separator: ", ") ?? LocalizedText(""),
          "known": LocalizedText("\(nearest?.1.known ?? 0)"),
          "total": LocalizedText("\(nearest?.1.total ?? 0)"),
        ]
      )
    )
  }
}

extension FormDefinition {
  /// The year that a fact of the title block names.
  fileprivate func year(in tables: [TableSummary]) -> Int? {
    let ids = Set(facts.filter { $0.kind == .year }.map(\.id))
    let texts = tables.flatMap(\.facts).filter { ids.contains($0.fact) }.map(\.text)
    return texts.lazy.flatMap { $0.split { !$0.isNumber } }.compactMap { Int($0) }.first {
      (1990...2100).contains($0)
    }
  }

  /// The one commune that the tables of a sheet name, as a digest; 0 where none or several are named.
  fileprivate func communeDigest(in tables: [TableSummary], _ vocabulary: Vocabulary) -> UInt64 {
    let fact = facts.first { $0.place == "commune" }?.id ?? "commune"
    let names = tables.flatMap(\.facts).filter { $0.fact == fact }.map {
      vocabulary.letterhead.bareKey($0.text)
    }
    guard let name = names.first, names.allSatisfy({ $0 == name }) else { return 0 }
    return Digest(name).first | 1
  }
}
