package import Findings
package import Tabular
import VietnameseText

/// How well a sheet fits a form, with what speaks for and against it.
package struct FormFit: Sendable {
  package var form: String
  /// From 0 to 1.
  package var score: Double
  package var matched: [String]
  /// Labels of what the form needs and the sheet lacks.
  package var missing: [LocalizedText]
  /// Whether there is a table that can be read as the form.
  package var isTable: Bool
  /// Whether there is a table that can be read as the form once somebody names it.
  package var isReadable = false
  /// Whether all columns are there that a record needs, so that a title that names the form settles it.
  var isWhole = false
  /// How many columns (or rows of indicators) are known, and how many there are.
  package var known = 0
  package var total = 0
  /// The cell of a title that speaks for the form.
  package var title: CellReference?
  /// The number of a decision that stands above the table and that the form rests on.
  package var basis: String?
  /// The year that the title block names.
  package var year: Int?
  /// Every year that stands above the table.
  var years: Set<Int> = []
  /// Whether the workbook says itself that it is this form.
  package var isDeclared = false

  package init(form: FormDefinition) {
    self.form = form.id
    score = 0
    matched = []
    missing = form.fields.filter { $0.isRequired && $0.role != .group }.map(\.label)
    isTable = false
  }
}

/// Reads every table of a form that stands in a grid.
package struct FormReader {
  let context: ReadingContext
  /// Where headings are looked for: the form itself, or the columns of a sheet of indicators.
  let table: ReadingContext
  private let finder: HeaderFinder
  /// Spellings of villages in the unit list, by key.
  private let knownVillages: [String: String]

  package init(_ context: ReadingContext, knownVillages: [String: String]) {
    self.context = context
    self.knownVillages = knownVillages
    if let columns = context.compiled.columnForm {
      table = ReadingContext(
        file: context.file,
        texts: context.texts,
        merges: context.merges,
        form: columns
      )
      table.readsHidden = context.readsHidden
      table.onlyVerdicts = context.form.fields.allSatisfy {
        $0.role != .value || $0.kind == .choice
      }
    } else {
      table = context
    }
    let finder = HeaderFinder(
      texts: table.texts,
      merges: table.merges,
      labels: table.labels,
      vocabulary: table.vocabulary
    )
    if context.form.shape == .indicators { finder.fewestColumns = 2 }
    if let profile = context.profile { finder.decided = (profile, table.form) }
    self.finder = finder
  }

  /// How well the best table of the grid fits, without reading it.
  package func fit() -> FormFit {
    var best = FormFit(form: context.form)
    var index = 0
    while let (band, lastRow) = finder.next(from: index) {
      let fit = fit(band, from: lastRow + 1)
      if fit.score > best.score { best = fit }
      if best.isTable { break }
      index = lastRow + 1
    }
    return best
  }

  /// `top` is the index of the first row that may speak of this table: that after the one above.
  private func fit(_ band: HeaderBand, from start: Int, below top: Int = 0) -> FormFit {
    var fit =
      context.compiled.indicators.map { indicatorFit($0, band, from: start) } ?? columnFit(band)
    let evidence = TitleEvidence(context, from: top, above: band.rows.lowerBound)
    fit.title = evidence.title
    fit.basis = evidence.basis
    fit.year = evidence.year
    fit.years = evidence.years
    // What only this form asks tells it from others; a title that names it does so as well.
    if fit.title != nil, fit.isWhole { fit.isTable = true }
    fit.score = min(
      1,
      fit.score * 0.9 + (fit.title == nil ? 0 : 0.1) + (fit.basis == nil ? 0 : 0.1)
    )
    return fit
  }

  private func columnFit(_ band: HeaderBand) -> FormFit {
    let fields = context.form.fields
    let usable = band.columns.compactMap(\.match).filter { $0.score >= ColumnMatch.usable }
    let targets = Set(usable.map(\.target.field))
    // Names, numbers and notes stand in every list; the other fields speak for this form.
    let telling = targets.filter { isTelling(fields[$0]) }
    let most = max(1, min(6, fields.count { isTelling($0) }))
    let required = fields.indices.filter { fields[$0].isRequired && fields[$0].role != .group }
    let present = required.filter { targets.contains($0) }
    let share = Double(usable.count) / Double(max(band.columns.count, 1))
    let lacking = lackingNeeds(targets)
    var fit = FormFit(form: context.form)
    let isComplete = present.count == required.count && share > 0.5
    let isTold =
      hasNames(targets)
      ? telling.count >= min(3, most) || (telling.count >= 1 && isComplete)
      : telling.count >= 6 && share > 0.5 && !hasGroups(targets)
    // Names and notes alone tell no form from another; where somebody names it, they are its columns.
    fit.isReadable = isTold || (hasNames(targets) && isComplete && share == 1 && targets.count >= 2)
    fit.isTable = isTold && lacking.isEmpty
    // Tables of villages have the headings of several forms in common, and titles that say little.
    fit.isWhole = isTold && isComplete && context.form.shape == .list
    // A list that lacks what each of its records needs is rather one of another form.
    let gap = present.count == required.count ? 0 : 0.1
    fit.score = max(0, min(1, Double(telling.count) / Double(most)) * 0.6 + share * 0.4 - gap)
    fit.matched = targets.sorted().map { fields[$0].id }
    fit.missing = lacking + required.filter { !targets.contains($0) }.map { fields[$0].label }
    fit.known = usable.count
    fit.total = band.columns.count
    return fit
  }

  private func isTelling(_ field: FieldDefinition) -> Bool {
    field.role == .value && field.kind != .text
  }

  private func indicatorFit(
    _ index: IndicatorIndex,
    _ band: HeaderBand,
    from start: Int
  ) -> FormFit {
    var fit = FormFit(form: context.form)
    let columns = ColumnMapper(context: table.silent()).map(band)
    let kinds = Set(columns.map { table.form.fields[$0.target.field].id })
    guard
      kinds.contains(IndicatorColumn.value.rawValue)
        || !villageColumns(band).isEmpty || !yearColumns(band).isEmpty,
      !kinds.isDisjoint(with: [IndicatorColumn.code.rawValue, IndicatorColumn.name.rawValue])
    else { return fit }
    let reader = IndicatorReader(
      context,
      index,
      columns: columns,
      columnForm: table.form,
      band: band
    )
    let matches = reader.matches(from: start)
    let fields = context.form.fields
    let wanted = fields.count { $0.role == .value }
    let lacking = lackingNeeds(matches.fields)
    let share = Double(matches.known) / Double(max(matches.rows, 1))
    fit.isReadable = matches.known >= min(3, wanted) && share >= 0.5
    fit.isTable = fit.isReadable && lacking.isEmpty
    fit.score = share * 0.7 + Double(matches.fields.count) / Double(max(wanted, 1)) * 0.3
    fit.matched = matches.fields.sorted().map { fields[$0].id }
    fit.missing =
      lacking
      + fields.indices.filter {
        fields[$0].isRequired && fields[$0].role == .value && !matches.fields.contains($0)
      }.map { fields[$0].label }
    fit.known = matches.known
    fit.total = matches.rows
    return fit
  }

  /// The labels of fields that the form cannot do without; of alternatives the first.
  private func lackingNeeds(_ targets: Set<Int>) -> [LocalizedText] {
    context.form.needs.filter { alternatives in
      !alternatives.contains { id in
        context.form.fieldIndex(id).map {
          targets.contains($0) || context.form.fields[$0].isToldByHeadings
        } ?? false
      }
    }.map { alternatives in
      alternatives.compactMap { context.form.fieldIndex($0) }
        .map { context.form.fields[$0].label }.joined(separator: " / ")
    }
  }

  /// Whether the column is there that names each record.
  ///
  /// A table of villages is no list of households,
  /// even where its headings are the same.
  private func hasNames(_ targets: Set<Int>) -> Bool {
    guard let name = context.form.fields.firstIndex(where: { $0.role == .name }) else {
      return true
    }
    return targets.contains(name)
  }

  private func hasGroups(_ targets: Set<Int>) -> Bool {
    targets.contains { context.form.fields[$0].role == .group }
  }

  /// Whether the workbook or the user names the form, so that columns it cannot do without may be missing.
  package var isNamed = false

  /// Reads all tables; each record goes to the sink as soon as it is made.
  package func read(sink: (Record, Int) -> Void) -> [TableSummary] {
    let grid = context.grid
    var tables: [TableSummary] = []
    var index = 0
    var previousEnd = 0
    var lastTitle: TitleBlock?
    while let (band, lastRow) = finder.next(from: index) {
      if tables.isEmpty, !isPart {
        let starts = SideBySide.starts(band, form: context.form)
        if !starts.isEmpty { return readParts(band, starts: starts, sink: sink) }
      }
      let fit = fit(band, from: lastRow + 1, below: previousEnd)
      guard fit.isTable || (isNamed && fit.isReadable) else {
        reportSkipped(band)
        index = lastRow + 1
        continue
      }
      let top = grid.rows.firstIndex { Int($0.number) >= band.rows.lowerBound } ?? 0
      var title = TitleBlock(
        rows: min(previousEnd, top)..<top,
        texts: context.texts,
        merges: context.merges,
        form: context.form,
        vocabulary: context.vocabulary
      )
      // The next page of the same table has its heading again, but not its title.
      if title.titles.isEmpty, let above = lastTitle { title = above }
      lastTitle = title
      // A further table of the sheet is of the same year, unless it names another.
      context.year = fit.year ?? context.year
      if !fit.years.isEmpty { context.statedYears = fit.years }
      let number = tables.count
      let end: Int
      if let indicators = context.compiled.indicators {
        let found = readIndicators(indicators, band, from: lastRow + 1, title: title) {
          sink($0, number + $1)
        }
        tables += found.summaries
        end = found.end
      } else {
        let counted = CountedParts(band, form: context.form, titles: title.titles.map(\.text))
        let bands = counted.parts.isEmpty ? [(band, nil)] : counted.parts.map { ($0.band, $0) }
        let above = tables.last
        var last = lastRow + 1
        for (band, part) in bands {
          let number = tables.count
          let found = readTable(
            band,
            from: lastRow + 1,
            title: title,
            above: above?.columns ?? [],
            carried: bands.count > 1 ? [:] : above?.sums ?? [:],
            named: fit.title,
            part: part
          ) { sink($0, number) }
          tables.append(found.0)
          last = max(last, found.end)
        }
        if bands.count > 1 { keepEachOnce() }
        end = last
      }
      index = max(end, lastRow + 1)
      previousEnd = index
    }
    if table !== context { context.findings = table.findings + context.findings }
    return tables
  }

  /// Whether the grid is one of several lists of a sheet.
  private var isPart = false

  /// Reads lists that stand side by side, each for itself.
  private func readParts(
    _ band: HeaderBand,
    starts: [Int],
    sink: (Record, Int) -> Void
  ) -> [TableSummary] {
    var tables: [TableSummary] = []
    let bounds = [0] + starts + [Int(UInt16.max)]
    context.findings.append(
      Finding(
        .tablesSideBySide,
        at: context.location(
          CellRange(
            CellReference(row: band.rows.lowerBound, column: band.columns.first?.column ?? 0),
            CellReference(row: band.rows.upperBound, column: band.columns.last?.column ?? 0)
          )
        ),
        found: starts.map { CellReference.columnName($0) }.joined(separator: ", "),
        arguments: ["count": LocalizedText("\(starts.count + 1)")]
      )
    )
    for (left, right) in zip(bounds, bounds.dropFirst()) {
      let grid = SideBySide.part(
        context.grid,
        columns: left...(right - 1),
        headingAt: band.rows.lowerBound
      )
      let part = ReadingContext(
        file: context.file,
        texts: SheetTexts(grid, encodings: context.vocabulary.encodings),
        merges: context.merges,
        form: context.compiled
      )
      part.readsHidden = context.readsHidden
      part.profile = context.profile
      part.sheetNames = context.sheetNames
      var reader = FormReader(part, knownVillages: knownVillages)
      reader.isPart = true
      reader.isNamed = isNamed
      let number = tables.count
      tables += reader.read { sink($0, number + $1) }
      context.findings += part.findings
    }
    return tables
  }

  /// The years that stand above a table.
  private func statedYears(above band: HeaderBand) -> Set<Int> {
    context.texts.years(from: 0, above: band.rows.lowerBound, context.vocabulary).years
  }

  private func villageColumns(_ band: HeaderBand) -> VillageColumns {
    VillageColumns(
      band,
      context: table,
      spellings: knownVillages,
      stated: statedYears(above: band)
    )
  }

  private func yearColumns(_ band: HeaderBand) -> YearColumns {
    YearColumns(
      band,
      value: valueField,
      context: table,
      stated: statedYears(above: band)
    )
  }

  private func readIndicators(
    _ index: IndicatorIndex,
    _ band: HeaderBand,
    from start: Int,
    title: TitleBlock,
    sink: (Record, Int) -> Void
  ) -> (summaries: [TableSummary], end: Int) {
    let headed = Set(band.columns.map(\.column))
    let answers = AnswerColumns(band, value: valueField, form: context.form, context: table)
    let villages = villageColumns(answers.band)
    if !villages.isEmpty {
      return readVillages(villages, index, headed, from: start, title: title, sink: sink)
    }
    let years = yearColumns(answers.band)
    let band = years.band
    if let finding = years.finding { context.findings.append(finding) }
    let mapper = ColumnMapper(context: table)
    let columns = mapper.map(band)
    if years.isOpen {
      let reader = IndicatorReader(
        context,
        index,
        columns: columns,
        columnForm: table.form,
        band: band
      )
      return ([reader.summary], reader.end(from: start))
    }
    mapper.reportMissing(columns, inferable: [], at: band)
    let village = villageSource(title)
    var reader = IndicatorReader(
      context,
      index,
      columns: columns,
      columnForm: table.form,
      band: band
    )
    reader.tableUnit = title.unit?.unit
    reader.isAlone = true
    reader.answers = answers.answers
    let values = columns.filter { $0.target.field == valueField }.map(\.column)
    if answers.answers.isEmpty, let value = values.first, values.count == 1,
      isBesideUnheaded(value, headed, from: start)
    {
      let header = columns.first { $0.column == value }
      reportSeveral(header?.path ?? "", at: header?.header)
      return ([reader.summary], reader.end(from: start))
    }
    let (found, end) = reader.read(from: start)
    if var record = found {
      var builder = RecordBuilder(context, columns: [], village: village)
      builder.placeVillage(of: &record, header: band.rows.lowerBound)
      sink(record, 0)
    }
    var summary = reader.summary
    summary.facts = title.facts
    summary.unit = title.unit
    if let name = village.name, let place = village.place { summary.village = (name, place) }
    return ([summary], end)
  }

  private func readTable(
    _ band: HeaderBand,
    from start: Int,
    title: TitleBlock,
    above: [MappedColumn],
    carried: [ColumnTarget: ExactDecimal],
    named titleCell: CellReference?,
    part: CountedParts.Part?,
    sink: (Record) -> Void
  ) -> (TableSummary, end: Int) {
    let mapper = ColumnMapper(context: context)
    var columns = mapper.map(band)
    mapper.adopt(from: above, into: &columns, band)
    let village = villageSource(title)
    let inferable = context.form.fields.indices.filter { context.form.fields[$0].role == .group }
    mapper.reportMissing(
      columns,
      inferable: Set(inferable + (part.map { [$0.field] } ?? [])),
      at: band
    )
    ColumnUnits(context: context, line: title.unit).apply(to: &columns, band: band)
    var reader = TableReader(
      context,
      finder: finder,
      columns: columns,
      band: band,
      village: village
    )
    reader.earlier = Dictionary(above.map { ($0.target, $0.convention) }) { first, _ in first }
    reader.carried = carried
    reader.title = titleCell
    reader.part = part
    let end = reader.read(from: start, sink: sink)
    var summary = reader.summary
    summary.facts = title.facts
    summary.unit = title.unit
    if let name = village.name, let place = village.place { summary.village = (name, place) }
    return (summary, end)
  }

  /// The village of a table by title block, sheet name and file name, in this order.
  private func villageSource(_ title: TitleBlock) -> VillageSource {
    var source = VillageSource(spellings: knownVillages)
    for (text, _) in title.titles {
      if let found = context.villages.find(inTitle: text), !VillageName.isCapitals(found.name) {
        source.spellings[Vocabulary.key(found.name)] = found.name
      }
    }
    if let village = context.profile?.village {
      set(&source, village, .profile)
      source.isVillage = true
      return source
    }
    let placeFact = context.form.facts.first { $0.place == "village" }
    if let placeFact, let fact = title.fact(placeFact.id)?.first {
      set(&source, context.villages.read(cell: fact.text).name, .cell(fact.cell))
      source.isVillage = true
      compare(source, at: fact.cell, with: nameFromSheet())
      return source
    }
    let found = title.titles.lazy.compactMap { title in
      context.villages.find(inTitle: title.text).map { ($0, title.cell) }
    }
    let sheetName = nameFromSheet()
    // A line of its own, "Thôn Làng Mài", names it for certain; in a title the word may belong to others.
    if let best = found.first(where: { $0.0.kind == .village && $0.0.opens })
      ?? found.first(where: { $0.0.kind == .village }) ?? found.first(where: { _ in true })
    {
      set(&source, best.0.name, .cell(best.1))
      source.isVillage = best.0.kind == .village
      if best.0.kind == .village { compare(source, at: best.1, with: sheetName) }
      return source
    }
    if let name = sheetName {
      set(&source, name, .sheetName)
      source.isVillage = context.villages.read(cell: context.grid.name).kind == .village
    } else if let name = nameFromFile() {
      set(&source, name, .fileName)
    }
    return source
  }

  /// Says when the sheet is called after another village than its title: a copied sheet keeps its title.
  private func compare(_ source: VillageSource, at cell: CellReference, with sheetName: String?) {
    // "Xóm 1" is a part of the village.
    guard let sheetName, context.villages.read(cell: context.grid.name).kind != .hamlet,
      let name = source.name, Vocabulary.key(sheetName) != Vocabulary.key(name)
    else { return }
    context.findings.append(
      Finding(
        .villageConflict,
        at: context.location(cell),
        field: context.form.fields.first { $0.role == .group }?.id,
        found: name,
        arguments: ["sheetName": LocalizedText(sheetName)]
      )
    )
  }

  private func set(_ source: inout VillageSource, _ name: String, _ place: Provenance) {
    source.name = source.spelled(name)
    source.place = place
  }

  private func nameFromSheet() -> String? {
    let name = Self.withoutCopyNumber(context.grid.name)
    let (short, kind) = context.villages.read(cell: name)
    if kind != .none { return short }
    if let known = knownVillages[Vocabulary.key(name)] { return known }
    // One sheet per village: several names that are no label such as "Biểu 1" or "Tổng hợp".
    let names = context.sheetNames.filter { isPlaceLike(placeName($0)) }
    let own = placeName(context.grid.name)
    return names.count >= 2 && isPlaceLike(own) ? CanonicalText.tidy(own) : nil
  }

  /// The name of a sheet without numbering: "3 - Làng Mài (2)" is called after Làng Mài.
  private func placeName(_ sheet: String) -> String {
    context.villages.read(cell: Self.withoutCopyNumber(sheet)).name
  }

  /// The name of a sheet without the number that a copy of it gets: "Làng Mài (2)".
  private static func withoutCopyNumber(_ name: String) -> String {
    guard name.hasSuffix(")"), let open = name.lastIndex(of: "("), open > name.startIndex,
      Int(name[name.index(after: open)...].dropLast()) != nil
    else { return name }
    return CanonicalText.tidy(String(name[..<open]))
  }

  /// Whether a sheet's name may be a village's: capitals as in a name, accents or two words, and a word
  /// that is on no sheet by custom.
  private func isPlaceLike(_ name: String) -> Bool {
    let words = CanonicalText.tidy(name).split(separator: " ")
    guard words.allSatisfy({ $0.first?.isUppercase == true || Int($0) != nil }) else {
      return false
    }
    let hasAccents = CanonicalText.accentFreeKey(name) != name.lowercased()
    return (hasAccents || words.count > 1)
      && words.contains {
        Int($0) == nil && !context.vocabulary.sheetWords.contains(Vocabulary.key(String($0)))
      }
  }

  /// A file name has no accents: it can only point to a village that is known.
  private func nameFromFile() -> String? {
    let base = context.file.split(separator: "/").last.map(String.init) ?? context.file
    let stem = base.split(separator: ".").first.map(String.init) ?? base
    let key = CanonicalText.accentFreeKey(stem)
    let matches = knownVillages.values.filter { key.hasSuffix(CanonicalText.accentFreeKey($0)) }
    return Set(matches).count == 1 ? matches.first : nil
  }

  private func reportSkipped(_ band: HeaderBand) {
    let left = band.columns.first?.column ?? 0
    let right = band.columns.last?.column ?? left
    context.findings.append(
      Finding(
        .tableSkipped,
        at: context.location(
          CellRange(
            CellReference(row: band.rows.lowerBound, column: left),
            CellReference(row: band.rows.upperBound, column: right)
          )
        )
      )
    )
  }
}
