import Findings
import Tabular
import VietnameseText

/// How well a sheet fits a form, with what speaks for and against it.
package struct FormFit: Sendable {
  package var form: String
  /// From 0 to 1.
  package var score: Double
  package var matched: [String]
  package var missing: [String]
  package var isTable: Bool
}

/// Reads every table of a form that stands in a grid.
package struct FormReader {
  private let context: ReadingContext
  private let finder: HeaderFinder
  /// Spellings of villages in the unit list, by key.
  private let knownVillages: [String: String]

  package init(_ context: ReadingContext, knownVillages: [String: String]) {
    self.context = context
    self.knownVillages = knownVillages
    finder = HeaderFinder(
      texts: context.texts,
      merges: context.merges,
      labels: context.labels,
      vocabulary: context.vocabulary
    )
  }

  /// How well the best table of the grid fits, without reading it.
  package func fit() -> FormFit {
    let grid = context.grid
    var best = FormFit(form: context.form.id, score: 0, matched: [], missing: [], isTable: false)
    var index = 0
    while let (band, lastRow) = finder.next(from: index, upTo: grid.rows.count) {
      let fit = fit(band)
      if fit.score > best.score { best = fit }
      if best.isTable { break }
      index = lastRow + 1
    }
    if best.score == 0 {
      best.missing = context.form.fields.filter(\.isRequired).map(\.label.vi)
    }
    return best
  }

  private func fit(_ band: HeaderBand) -> FormFit {
    let fields = context.form.fields
    let usable = band.columns.compactMap(\.match).filter { $0.score >= ColumnMatch.usable }
    let targets = Set(usable.map(\.target.field))
    // Names, numbers and notes stand in every list; the other fields speak for this form.
    let telling = targets.filter { fields[$0].role == .value && fields[$0].kind != .text }
    let required = fields.indices.filter { fields[$0].isRequired && fields[$0].role != .group }
    let present = required.filter { targets.contains($0) }
    let share = Double(usable.count) / Double(max(band.columns.count, 1))
    let isTable =
      hasNames(targets)
      ? telling.count >= 3 || (telling.count >= 1 && present.count == required.count && share > 0.5)
      : telling.count >= 6 && share > 0.5 && !hasGroups(targets)
    let named = hasTitle(above: band) ? 0.1 : 0
    return FormFit(
      form: context.form.id,
      score: (min(1, Double(telling.count) / 6) * 0.6 + share * 0.4) * 0.9 + named,
      matched: targets.sorted().map { fields[$0].id },
      missing: required.filter { !targets.contains($0) }.map { fields[$0].label.vi },
      isTable: isTable
    )
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

  /// Whether a text above the heading is a title of this form.
  private func hasTitle(above band: HeaderBand) -> Bool {
    let titles = context.form.titles
    guard !titles.isEmpty else { return false }
    for index in context.grid.rows.indices.prefix(40)
    where Int(context.grid.rows[index].number) < band.rows.lowerBound {
      for cell in context.grid.cells(ofRowAt: index) {
        guard let entry = context.texts.entry(cell) else { continue }
        if titles.contains(where: { entry.key.contains($0) }) { return true }
      }
    }
    return false
  }

  /// Reads all tables; each record goes to the sink as soon as it is made.
  package func read(sink: (Record, Int) -> Void) -> [TableSummary] {
    let grid = context.grid
    var tables: [TableSummary] = []
    var index = 0
    var previousEnd = 0
    while let (band, lastRow) = finder.next(from: index, upTo: grid.rows.count) {
      guard fit(band).isTable else {
        reportSkipped(band)
        index = lastRow + 1
        continue
      }
      let top = grid.rows.firstIndex { Int($0.number) >= band.rows.lowerBound } ?? 0
      let title = TitleBlock(
        rows: min(previousEnd, top)..<top,
        texts: context.texts,
        merges: context.merges,
        form: context.form,
        vocabulary: context.vocabulary
      )
      let number = tables.count
      let earlier = tables.last?.columns.map { ($0.target, $0.convention) } ?? []
      let (summary, end) = readTable(
        band,
        from: lastRow + 1,
        title: title,
        earlier: Dictionary(earlier) { first, _ in first }
      ) { sink($0, number) }
      tables.append(summary)
      index = max(end, lastRow + 1)
      previousEnd = index
    }
    return tables
  }

  private func readTable(
    _ band: HeaderBand,
    from start: Int,
    title: TitleBlock,
    earlier: [ColumnTarget: NumberConvention],
    sink: (Record) -> Void
  ) -> (TableSummary, end: Int) {
    let mapper = ColumnMapper(context: context)
    var columns = mapper.map(band)
    let village = villageSource(title)
    let inferable = context.form.fields.indices.filter { context.form.fields[$0].role == .group }
    mapper.reportMissing(columns, inferable: Set(inferable), at: band)
    ColumnUnits(context: context, line: title.unit).apply(to: &columns, band: band)
    var reader = TableReader(
      context,
      finder: finder,
      columns: columns,
      band: band,
      village: village
    )
    reader.earlier = earlier
    let end = reader.read(from: start, sink: sink)
    var summary = reader.summary
    summary.facts = title.facts
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
    let placeFact = context.form.facts.first { $0.place == "village" }
    if let placeFact, let fact = title.fact(placeFact.id)?.first {
      set(&source, context.villages.read(cell: fact.text).name, .cell(fact.cell))
      return source
    }
    let found = title.titles.lazy.compactMap { title in
      context.villages.find(inTitle: title.text).map { ($0, title.cell) }
    }
    if let best = found.first(where: { $0.0.kind == .village }) ?? found.first(where: { _ in true })
    {
      set(&source, best.0.name, .cell(best.1))
      return source
    }
    if let name = nameFromSheet() {
      set(&source, name, .sheetName)
    } else if let name = nameFromFile() {
      set(&source, name, .fileName)
    }
    return source
  }

  private func set(_ source: inout VillageSource, _ name: String, _ place: Provenance) {
    source.name = source.spelled(name)
    source.place = place
  }

  private func nameFromSheet() -> String? {
    let name = context.grid.name
    let (short, kind) = context.villages.read(cell: name)
    if kind != .none { return short }
    if let known = knownVillages[Vocabulary.key(name)] { return known }
    // One sheet per village: several names that are no label such as "Biểu 1" or "Tổng hợp".
    let names = context.sheetNames.filter(isPlaceLike)
    return names.count >= 2 && isPlaceLike(name) ? CanonicalText.tidy(name) : nil
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
