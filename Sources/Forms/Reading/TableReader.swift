import Expressions
import Findings
import Tabular
import VietnameseText

/// Reads the body of one table row by row and hands out its records.
struct TableReader {
  let context: ReadingContext
  let finder: HeaderFinder
  var columns: [MappedColumn]
  let band: HeaderBand
  /// What tables above this one in the sheet proved of the decimal mark, by column.
  var earlier: [ColumnTarget: NumberConvention] = [:]
  /// What the tables above sum up to.
  var carried: [ColumnTarget: ExactDecimal] = [:]
  /// The cell of the title by which the form is known.
  var title: CellReference?
  /// What the table counts, where its headings say it.
  var part: CountedParts.Part?
  var summary: TableSummary
  private var builder: RecordBuilder
  private var totals: TotalsCheck
  private var hiddenRows: [Int] = []
  private var skippedRows: [Int] = []
  private var struckRows: [Int] = []
  /// The household whose members may follow, or the village of which another row of values may.
  private var pending: Record?
  private var unnumberedRows: [Int] = []
  private var middles: ColumnMiddles

  init(
    _ context: ReadingContext,
    finder: HeaderFinder,
    columns: [MappedColumn],
    band: HeaderBand,
    village: VillageSource
  ) {
    self.context = context
    self.finder = finder
    self.columns = columns
    self.band = band
    let left = band.columns.first?.column ?? 0
    let right = band.columns.last?.column ?? left
    summary = TableSummary(
      header: CellRange(
        CellReference(row: band.rows.lowerBound, column: left),
        CellReference(row: band.rows.upperBound, column: right)
      )
    )
    builder = RecordBuilder(context, columns: [], village: village)
    totals = TotalsCheck(context, columns: [])
    middles = ColumnMiddles(context)
  }

  /// Reads from an index into the grid's rows to the end of the table, and answers the index after it.
  mutating func read(from start: Int, sink: (Record) -> Void) -> Int {
    decideConventions(from: start)
    decideDates(from: start)
    let ready = columns.map { TableColumn($0, form: context.form) }
    builder.columns = ready
    if let title, let cell = context.grid[title], let text = context.texts.display(cell) {
      builder.take(title: text, at: title)
    }
    if let part { builder.take(part) }
    totals = TotalsCheck(context, columns: ready, carried: carried)
    builder.unasked = fieldsBesideUnread()
    builder.prepare(rows: start..<context.grid.rows.count)
    var classifier = RowClassifier(context, columns: ready, finder: finder)
    classifier.look(at: start..<context.grid.rows.count)
    var cells = [Int](repeating: -1, count: columns.count)
    var previousIsRecord = false
    var isFirst = true
    var index = start
    var end = context.grid.rows.count
    // Where a further table may begin: after the last row that belongs to this one for certain.
    var restart = start
    var formulas = ColumnFormulas(context, columns: ready)
    var hasCaption = false
    // A total may take several rows, one for each of the things that are counted.
    var followsTotal = false
    var isAfterTotal = false
    var followsHeading = false
    reading: while index < context.grid.rows.count {
      locate(&cells, rowAt: index)
      let row = Int(context.grid.rows[index].number)
      var kind = classifier.kind(
        rowAt: index,
        cells: cells,
        previousIsRecord: previousIsRecord,
        isFirst: isFirst,
        isAfterTotal: isAfterTotal
      )
      if followsTotal, classifier.continuesTotal(cells) { kind = .total(isOfGroup: false) }
      followsTotal = false
      let goesOn = followsHeading && repeatsHeading(rowAt: index, fewest: 1)
      if goesOn || repeatsHeading(rowAt: index, fewest: 3) { kind = .repeatedHeading }
      followsHeading = false
      let isHidden = context.grid.rows[index].isHidden && !context.readsHidden
      switch kind {
      case .blank: break
      case .columnNumbers:
        summary.otherRows[.columnNumbers, default: []].append(row)
        formulas.read(rowAt: index)
      case .foot:
        guard summary.recordCount > 0, classifier.goesOn(below: index) else {
          end = index
          break reading
        }
        summary.otherRows[.subordinate, default: []].append(row)
        skippedRows.append(row)
      case .repeatedHeading:
        guard goesOn || isSameHeading(rowAt: index), !hasCaption else {
          end = hasCaption ? restart : index
          break reading
        }
        isFirst = true
        followsHeading = true
        summary.otherRows[.repeatedHeading, default: []].append(row)
      case .unitLine:
        hasCaption = true
        summary.otherRows[.unitLine, default: []].append(row)
        skippedRows.append(row)
      case _ where isHidden || isUnseen(rowAt: index): hiddenRows.append(row)
      case .record:
        previousIsRecord = true
        isFirst = false
        restart = index + 1
        hasCaption = false
        flush(sink)
        let record = builder.record(rowAt: index, cells: cells)
        note(record)
        if !formulas.isEmpty { formulas.check(rowAt: index) }
        if isStruck(cells) { struckRows.append(row) }
        if classifier.isUnnumbered(cells) { unnumberedRows.append(row) }
        isAfterTotal = false
        if isHeldBack { pending = record } else { sink(record) }
      case .member:
        guard let head = pending else {
          skippedRows.append(row)
          break
        }
        pending?.members.append(builder.member(rowAt: index, cells: cells, of: head))
        restart = index + 1
      case .group(let text, let cell, let hasFigures):
        summary.groups.append(cell)
        builder.startGroup(text, at: cell)
        hasCaption = hasCaption || text.contains(":")
        totals.startGroup(row: row, hasFigures ? context.grid.rowIndex(of: row) : nil, cells)
        previousIsRecord = false
      case .total(let isOfGroup):
        summary.totals.append(CellReference(row: row, column: 0))
        totals.add(row: row, rowIndex: index, cells: cells, isOfGroup: isOfGroup)
        followsTotal = context.form.totalsBy != nil
        isAfterTotal = !isOfGroup && summary.recordCount > 0
        restart = index + 1
      case .subordinate:
        summary.otherRows[.subordinate, default: []].append(row)
        skippedRows.append(row)
        if !isAfterTotal, isSecond(rowAt: index, cells) { withhold(row) }
      case .placeholder:
        summary.otherRows[.placeholder, default: []].append(row)
        skippedRows.append(row)
      }
      index += 1
    }
    flush(sink)
    finish()
    return end
  }

  /// Amounts without a column of their own, where a column among those of the others is not read: they may stand in
  /// that one, so that they are unknown and not 0.
  private func fieldsBesideUnread() -> [Int] {
    let fields = context.form.fields
    let amounts = columns.filter { fields[$0.target.field].kind == .amount }.map(\.column)
    guard var first = amounts.first, let last = amounts.last else { return [] }
    let mapped = Set(columns.map(\.column))
    let unread = Set(band.columns.map(\.column)).subtracting(mapped)
    while unread.contains(first - 1) { first -= 1 }
    guard unread.contains(where: { (first...last).contains($0) }) else { return [] }
    return fields.indices.filter { field in
      fields[field].kind == .amount && !columns.contains { $0.target.field == field }
    }
  }

  /// Whether a row without a name gives most of the values that the village above has: the plan beside what was
  /// reached, or another year.
  private func isSecond(rowAt index: Int, _ cells: [Int]) -> Bool {
    var (given, all) = (0, 0)
    for (position, column) in columns.enumerated() {
      let field = context.form.fields[column.target.field]
      guard field.role == .value, field.kind.isFigure else { continue }
      all += 1
      guard cells[position] >= 0 else { continue }
      if context.texts.display(context.texts.cells[cells[position]]) != nil { given += 1 }
    }
    guard given * 2 > all else { return false }
    // "Trong đó: …", "- hộ nghèo" and "Kế hoạch" say themselves that they are not the village's own figures.
    let label = context.grid.cells(ofRowAt: index).lazy.compactMap { context.texts.entry($0) }.first
    guard let label else { return true }
    let isPart =
      context.vocabulary.isSummary(label.key)
      || context.vocabulary.partWords.contains { label.key.hasPrefix($0) }
      || RowClassifier.isDashed(label.text)
    return !isPart
  }

  /// Takes the figures out of the village above, of which a row gives others: which are meant is not known.
  private mutating func withhold(_ row: Int) {
    guard context.form.shape == .matrix, let record = pending else { return }
    reportSecond(row, of: record)
    for (field, definition) in context.form.fields.enumerated()
    where definition.role == .value && definition.kind.isFigure {
      pending?.values[field] = nil
      pending?.unreadable.insert(field)
    }
  }

  private func reportSecond(_ row: Int, of record: Record) {
    let name = context.form.fields.indices.first {
      context.form.fields[$0].role == .name || context.form.fields[$0].place != nil
    }
    let left = band.columns.first?.column ?? 0
    let right = band.columns.last?.column ?? left
    context.findings.append(
      Finding(
        .severalValues,
        "row",
        at: context.location(
          CellRange(
            CellReference(row: record.row, column: left),
            CellReference(row: row, column: right)
          )
        ),
        found: name.flatMap { record.values[$0]?.shown } ?? "",
        arguments: [
          "row": LocalizedText("\(record.row + 1)"), "other": LocalizedText("\(row + 1)"),
        ]
      )
    )
  }

  /// Whether what follows a record may still change it.
  private var isHeldBack: Bool { context.form.members != nil || context.form.shape == .matrix }

  /// Hands out the record to which nothing more belongs.
  private mutating func flush(_ sink: (Record) -> Void) {
    if let record = pending { sink(record) }
    pending = nil
  }

  private mutating func note(_ record: Record) {
    summary.recordCount += 1
    summary.records = (summary.records?.lowerBound ?? record.row)...record.row
    totals.add(record)
    middles.add(record)
  }

  private mutating func finish() {
    (summary.totalsCompared, summary.totalsDifferent) = totals.check()
    builder.finish()
    middles.check(columns)
    summary.columns = columns
    summary.unread = ColumnMapper(context: context).unread(band, besides: columns)
    if !hiddenRows.isEmpty { summary.otherRows[.hidden] = hiddenRows }
    summary.sums = totals.carriedOn
    summary.skipped = skippedRows.count
    if !skippedRows.isEmpty { report(.rowsSkipped, skippedRows) }
    if !struckRows.isEmpty { report(.struckOut, struckRows) }
    if context.form.members == nil, context.form.totalsBy == nil, !unnumberedRows.isEmpty {
      report(.unnumberedRow, unnumberedRows)
    }
    if !hiddenRows.isEmpty { report(.hiddenDataSkipped, hiddenRows, variant: "rows") }
  }

  /// Whether nothing is seen of a row though it is filled in: white on white, or `;;;`.
  private func isUnseen(rowAt index: Int) -> Bool {
    guard context.formats.mayHide, !context.readsHidden else { return false }
    var isFilled = false
    for cell in context.grid.cells(ofRowAt: index) where context.texts.display(cell) != nil {
      guard context.formats[cell]?.view(cell) == .nothing else { return false }
      isFilled = true
    }
    return isFilled
  }

  /// Whether the first cell of a record that says something is struck through.
  private func isStruck(_ cells: [Int]) -> Bool {
    let name = columns.firstIndex {
      context.form.fields[$0.target.field].role == .name
    }
    guard let position = name ?? cells.firstIndex(where: { $0 >= 0 }), cells[position] >= 0 else {
      return false
    }
    let style = Int(context.texts.cells[cells[position]].style)
    return style < context.grid.styles.count && context.grid.styles[style].isStruck
  }

  private func report(_ code: FindingCode, _ rows: [Int], variant: String? = nil) {
    let left = band.columns.first?.column ?? 0
    let right = band.columns.last?.column ?? left
    let range = CellRange(
      CellReference(row: rows[0], column: left),
      CellReference(row: rows[rows.count - 1], column: right)
    )
    let shown = rows.prefix(20).map { String($0 + 1) }.joined(separator: ", ")
    context.findings.append(
      Finding(
        code,
        variant,
        at: context.location(range),
        found: rows.count > 20 ? shown + ", …" : shown,
        arguments: ["count": LocalizedText("\(rows.count)")]
      )
    )
  }

  /// Finds, for each mapped column, the cell of a row.
  private func locate(_ cells: inout [Int], rowAt index: Int) {
    let row = context.texts.cellIndices(ofRowAt: index)
    var next = row.lowerBound
    // Cells and columns both run from left to right.
    for position in columns.indices {
      let column = columns[position].column
      while next < row.upperBound, Int(context.texts.cells[next].column) < column { next += 1 }
      let isThere = next < row.upperBound && Int(context.texts.cells[next].column) == column
      cells[position] = isThere ? next : -1
    }
  }

  /// Whether a row of headings repeats this table's own, as on every printed page.
  private func isSameHeading(rowAt index: Int) -> Bool {
    var same = 0
    for cell in context.grid.cells(ofRowAt: index) {
      guard let entry = context.texts.entry(cell) else { continue }
      // A group heading that is merged over several columns stands in the first of them.
      let column = band.columns.first { $0.column == Int(cell.column) }
      if column?.own.contains(where: { $0.key == entry.key }) == true {
        same += 1
      } else if context.labels.leaves.contains(entry.key) {
        // A known heading over another column: this page has its columns in another order.
        return false
      }
    }
    return same >= 3
  }

  /// Whether a row says nothing but what the heading says in its columns: words spread down its rows again.
  private func repeatsHeading(rowAt index: Int, fewest: Int) -> Bool {
    var same = 0
    for position in context.texts.cellIndices(ofRowAt: index) {
      let cell = context.texts.cells[position]
      guard let entry = context.texts.entry(cell) else {
        if [.empty, .sharedText, .localText].contains(cell.kind) { continue }
        return false
      }
      let column = band.columns.first { $0.column == Int(cell.column) }
      guard column?.own.contains(where: { $0.key == entry.key }) == true else { return false }
      same += 1
    }
    return same >= fewest
  }

  /// Looks at the columns of dates: which part comes first, and whether a program changed them.
  private mutating func decideDates(from start: Int) {
    for position in columns.indices
    where context.form.fields[columns[position].target.field].kind == .date {
      var first: CellReference?
      var last: CellReference?
      for index in start..<context.grid.rows.count {
        guard let found = context.grid.cellIndex(row: index, column: columns[position].column)
        else { continue }
        let cell = context.grid.cells[found]
        guard let display = context.texts.display(cell) else { continue }
        if cell.kind == .date || cell.kind == .isoDate {
          if let date = CalendarDate(iso: display.prefix(10)) {
            columns[position].dates.add(stored: date)
          }
        } else if cell.kind != .number {
          columns[position].dates.add(
            DateText.read(display, words: context.vocabulary.dateWords)
          )
          let place = CellReference(
            row: Int(context.grid.rows[index].number),
            column: columns[position].column
          )
          first = first ?? place
          last = place
        }
      }
      let column = columns[position]
      guard column.dates.undecided > 0, let order = column.dates.decided, let first, let last
      else { continue }
      context.findings.append(
        Finding(
          .dateOrderDecided,
          order == .dayFirst ? "day" : "month",
          at: context.location(CellRange(first, last)),
          field: context.form.fields[column.target.field].id,
          header: column.path,
          arguments: ["count": LocalizedText("\(column.dates.undecided)")]
        )
      )
    }
  }

  /// Decides the decimal mark of each column of figures from its unambiguous texts.
  private mutating func decideConventions(from start: Int) {
    let figures = columns.indices.filter {
      context.form.fields[columns[$0].target.field].kind.isFigure
    }
    var first: [Int: Int] = [:]
    var last: [Int: Int] = [:]
    for index in start..<context.texts.rows.count {
      for position in figures {
        guard let cell = context.texts.cell(row: index, column: columns[position].column),
          cell.kind == .sharedText || cell.kind == .localText,
          let entry = context.texts.entry(cell)
        else { continue }
        columns[position].convention.add(Quantity.read(entry.text).number)
        let row = Int(context.texts.rows[index].number)
        if first[position] == nil { first[position] = row }
        last[position] = row
      }
    }
    // Columns of measures that one hand filled in: where others prove the comma and none the point, a column
    // that proves nothing is read like them.
    let proven = figures.filter { columns[$0].convention.provesCommaOnly }
    let isOfComma = !figures.contains { columns[$0].convention.provesPoint }
    for position in figures {
      if let earlier = earlier[columns[position].target] {
        columns[position].convention.adopt(earlier)
      }
      if isOfComma, let first = proven.first,
        [.length, .amount].contains(context.form.fields[columns[position].target.field].kind)
      {
        columns[position].convention.adopt(columns[first].convention)
      }
      if columns[position].convention.decided == nil,
        let mark = ColumnMiddles.mark(columns[position], rows: start, context)
      {
        columns[position].convention.presume(mark)
      }
      let column = columns[position]
      guard column.convention.undecided > 0, let mark = column.convention.decided,
        let top = first[position], let bottom = last[position]
      else { continue }
      let range = CellRange(
        CellReference(row: top, column: column.column),
        CellReference(row: bottom, column: column.column)
      )
      context.findings.append(
        Finding(
          .decimalMarkDecided,
          column.convention.proofs == 0 ? "typical" : mark == .comma ? "comma" : "point",
          at: context.location(range),
          field: context.form.fields[column.target.field].id,
          header: column.path,
          arguments: [
            "count": LocalizedText("\(column.convention.undecided)"),
            "proofs": LocalizedText("\(column.convention.proofs)"),
            "value": LocalizedText(mark == .comma ? "," : "."),
          ]
        )
      )
    }
  }
}
