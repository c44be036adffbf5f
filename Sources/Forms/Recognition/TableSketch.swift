import Findings
package import Tabular
import VietnameseText

/// The table of a sheet that no form knows: its headings and what stands under each.
package struct TableSketch {
  /// A column with its headings from top to bottom and what its cells hold.
  package struct Column {
    package var column: Int
    package var path: [String]
    package var cell: CellReference
    /// The keys by which the lowest heading is compared: as written, and without brackets and units.
    package var keys: [String]
    /// The unit that the headings name.
    package var unit: String?
    package var values: ColumnContent
  }

  package var columns: [Column] = []
  /// The texts above the table, with their cells.
  package var titles: [(text: String, cell: CellReference)] = []
  package var header: CellRange
  /// The unit line above the table, as written.
  package var unitLine: String?
  /// The village that the title block names, where it names one.
  package var village: String?
  /// What the rows show, by row and column of the table; at most some hundreds.
  package var rows: [[String?]] = []
  private static let mostRows = 500

  /// Finds the row of headings as a person would: the row with most words above rows with figures.
  package init?(_ grid: Grid, vocabulary: Vocabulary) {
    let texts = SheetTexts(grid, encodings: vocabulary.encodings)
    let merges = MergeMap(grid.merges)
    guard let index = Self.headingRow(texts) else { return nil }
    // Its own words as a form make the usual reader of headings find the whole band.
    var form = FormDefinition(id: "", version: "", title: LocalizedText(""), shape: .list)
    for cell in grid.cells(ofRowAt: index) {
      guard let text = texts.entry(cell)?.text else { continue }
      form.fields.append(Self.field(form.fields.count, header: text))
    }
    let compiled = CompiledForm(form, vocabulary: vocabulary)
    let finder = HeaderFinder(
      texts: texts,
      merges: merges,
      labels: compiled.labels,
      vocabulary: vocabulary
    )
    finder.fewestColumns = 1
    guard let (band, lastRow) = finder.next(from: max(0, index - 3)) else {
      return nil
    }
    let context = ReadingContext(file: "", texts: texts, merges: merges, form: compiled)
    let left = band.columns.first?.column ?? 0
    let right = band.columns.last?.column ?? left
    header = CellRange(
      CellReference(row: band.rows.lowerBound, column: left),
      CellReference(row: band.rows.upperBound, column: right)
    )
    readTitles(context, above: band.rows.lowerBound)
    let rows = Self.body(context, from: lastRow + 1)
    columns = band.columns.map { column in
      let leaf = column.own.last
      return Column(
        column: column.column,
        path: column.path.split(separator: " > ").map(String.init),
        cell: column.cell,
        keys: [leaf?.key, leaf?.bareKey].compactMap { $0 },
        unit: column.inherited.reversed().flatMap(\.trimmings).first {
          vocabulary.unit($0) != nil
        },
        values: ColumnContent(column.column, rows: rows, context)
      )
    }
    self.rows = rows.prefix(Self.mostRows).map { index in
      columns.map { column in
        grid.cellIndex(row: index, column: column.column).flatMap {
          texts.display(grid.cells[$0])
        }
      }
    }
  }

  private static func field(_ number: Int, header: String) -> FieldDefinition {
    FieldDefinition(
      textOf: "c\(number)",
      label: LocalizedText(header),
      headers: [header]
    )
  }

  /// The row with the most different words, with figures or rows of the same width below it.
  private static func headingRow(_ texts: SheetTexts) -> Int? {
    let grid = texts.grid
    var best: (index: Int, count: Int)?
    for index in grid.rows.indices.prefix(60) {
      var words: Set<String> = []
      var hasFigure = false
      for cell in grid.cells(ofRowAt: index) {
        guard let entry = texts.entry(cell) else {
          if texts.display(cell) != nil { hasFigure = true }
          continue
        }
        if Quantity.read(entry.text).number != .notANumber { hasFigure = true }
        words.insert(entry.key)
      }
      guard !hasFigure, words.count >= 2, !ColumnNumbers.isNumberRow(index, texts) else { continue }
      if words.count > (best?.count ?? 0) { best = (index, words.count) }
    }
    return best?.index
  }

  private mutating func readTitles(_ context: ReadingContext, above top: Int) {
    for index in context.grid.rows.indices {
      let row = Int(context.grid.rows[index].number)
      guard row < top else { break }
      for cell in context.grid.cells(ofRowAt: index) {
        guard let entry = context.texts.entry(cell) else { continue }
        titles.append((entry.text, CellReference(row: row, column: Int(cell.column))))
        if TitleBlock.isUnitLine(entry.key, context.vocabulary) { unitLine = entry.text }
        village = village ?? context.villages.find(inTitle: entry.text)?.name
      }
    }
  }

  /// The rows of the table: to its foot, without blank rows, column numbers and totals.
  private static func body(_ context: ReadingContext, from start: Int) -> [Int] {
    var rows: [Int] = []
    for index in start..<context.grid.rows.count {
      let cells = context.grid.cells(ofRowAt: index)
      let shown = cells.compactMap { context.texts.display($0) }
      if shown.isEmpty { continue }
      if rows.isEmpty, ColumnNumbers.isNumberRow(index, context.texts) { continue }
      let keys = cells.compactMap { context.texts.entry($0)?.key }
      let isFoot = keys.contains { key in
        context.vocabulary.foot.contains { key == $0 || key.hasPrefix($0 + " ") }
          || context.vocabulary.isDateLine(key)
      }
      if isFoot, shown.count <= 3 { break }
      // A row of one text names a group; a total is none of the values.
      let first = keys.first ?? ""
      if context.vocabulary.totals.contains(first) || shown.count < 2 { continue }
      rows.append(index)
    }
    return rows
  }
}

/// What the cells of one column hold.
package struct ColumnContent {
  package var count = 0
  package var blanks = 0
  package var marks = 0
  package var wholes = 0
  package var decimals = 0
  package var years = 0
  package var dates = 0
  package var percents = 0
  /// Digits with a zero in front, or more of them than a count has.
  package var codes = 0
  package var villages = 0
  package var other = 0
  /// Different texts in the order in which they were met, up to a limit.
  package var words: [String] = []
  /// A text that is unlike the others, with its cell.
  package var odd: (text: String, cell: CellReference)?
  private static let mostWords = 40

  init(_ column: Int, rows: [Int], _ context: ReadingContext) {
    for index in rows {
      guard let position = context.grid.cellIndex(row: index, column: column) else {
        blanks += 1
        continue
      }
      let cell = context.grid.cells[position]
      guard let text = context.texts.display(cell) else {
        blanks += 1
        continue
      }
      count += 1
      let row = Int(context.grid.rows[index].number)
      add(text, cell, at: CellReference(row: row, column: column), context)
    }
  }

  private mutating func add(
    _ text: String,
    _ cell: PackedCell,
    at place: CellReference,
    _ context: ReadingContext
  ) {
    let style = Int(cell.style)
    let styles = context.grid.styles
    switch cell.kind {
    case .date, .isoDate: dates += 1
    case .boolean: marks += 1
    case .number where styles.indices.contains(style) && styles[style].isPercentage: percents += 1
    case .number:
      let isWhole = cell.number == cell.number.rounded()
      if isWhole { wholes += 1 } else { decimals += 1 }
      if isWhole, (1900...2100).contains(cell.number) { years += 1 }
    default: addText(text, at: place, context)
    }
  }

  private mutating func addText(
    _ text: String,
    at place: CellReference,
    _ context: ReadingContext
  ) {
    let key = Vocabulary.key(text)
    let isDigits = text.allSatisfy { $0.isASCII && $0.isNumber }
    if isDigits, text.hasPrefix("0") && text.count > 1 || text.count > 9 {
      codes += 1
    } else if context.vocabulary.mark(key) != nil {
      marks += 1
    } else if DateReader.read(text) != .notADate {
      dates += 1
    } else if Quantity.read(text).number != .notANumber {
      let quantity = Quantity.read(text)
      if quantity.unit.contains("%") {
        percents += 1
      } else if isDigits {
        wholes += 1
      } else {
        decimals += 1
      }
      if isDigits, let year = Int(text), (1900...2100).contains(year) { years += 1 }
      return
    } else {
      other += 1
      if context.villages.read(cell: text).kind != .none { villages += 1 }
    }
    if words.count < Self.mostWords, !words.contains(where: { Vocabulary.key($0) == key }) {
      words.append(text)
    }
    if wholes + decimals > 0, other > 0, odd == nil { odd = (text, place) }
  }
}
