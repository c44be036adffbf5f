import Expressions
import Findings
import Tabular
import VietnameseText

/// Sheets of indicators with a column for each village.
extension FormReader {
  /// Reads each village's column as a sheet of its own, and holds the columns of totals to their sums.
  func readVillages(
    _ villages: VillageColumns,
    _ index: IndicatorIndex,
    _ headed: Set<Int>,
    from start: Int,
    title: TitleBlock,
    sink: (Record, Int) -> Void
  ) -> (summaries: [TableSummary], end: Int) {
    let columns = ColumnMapper(context: table).map(villages.rest)
    for column in villages.hidden { reportHidden(column, villages.rest) }
    context.findings += villages.findings
    for village in villages.open { reportSeveral(village.name, at: village.columns.first?.cell) }
    var summaries: [TableSummary] = []
    var records: [Record] = []
    var end = start
    for village in villages.columns {
      if isBesideUnheaded(village.column, headed, from: start) {
        reportSeveral(village.path, at: village.cell)
        continue
      }
      var reader = reader(index, columns, village, villages.rest)
      reader.tableUnit = title.unit?.unit
      let (found, after) = reader.read(from: start)
      end = max(end, after)
      var summary = reader.summary
      summary.facts = title.facts
      summary.unit = title.unit
      summary.village = (village.name, .cell(village.cell))
      summaries.append(summary)
      guard var record = found,
        let field = context.form.fields.firstIndex(where: { $0.place == "village" })
      else { continue }
      record.values[field] = .text(village.name)
      record.places[field] = .cell(village.cell)
      records.append(record)
      sink(record, summaries.count - 1)
    }
    for total in villages.totals {
      compare(total, records, index, columns, villages.rest, from: start)
    }
    keepEachOnce()
    return (summaries, end)
  }

  /// Whether values stand right of a column of values under no heading of their own, as a second line of headings
  /// leaves them that is not read as one.
  func isBesideUnheaded(_ column: Int, _ headed: Set<Int>, from start: Int) -> Bool {
    let next = headed.filter { $0 > column }.min()
    guard next != column + 1, !headed.contains(column + 1),
      context.readsHidden || !context.grid.isColumnHidden(column + 1)
    else { return false }
    var (both, own) = (0, 0)
    for index in start..<context.texts.rows.count {
      guard let value = context.texts.cell(row: index, column: column), isAnswer(value) else {
        continue
      }
      own += 1
      if let other = context.texts.cell(row: index, column: column + 1), isAnswer(other) {
        both += 1
      }
    }
    // At the right end of a table numbers may be noted beside it; between two columns there is no room for that.
    return both >= 2 && (next != nil || both * 2 > own)
  }

  private func isAnswer(_ cell: PackedCell) -> Bool {
    guard let entry = context.texts.entry(cell) else { return context.texts.display(cell) != nil }
    return context.vocabulary.verdicts[entry.key] != nil || entry.mark(context.compiled) != nil
      || Quantity.read(entry.text).number != .notANumber
      || context.form.fields.contains { $0.kind == .choice && entry.choice(of: $0) != nil }
  }

  func reportSeveral(_ name: String, at cell: CellReference?) {
    context.findings.append(
      Finding(
        .severalValues,
        at: cell.map { context.location($0) } ?? context.sheetLocation,
        header: name,
        found: name
      )
    )
  }

  private func reader(
    _ index: IndicatorIndex,
    _ columns: [MappedColumn],
    _ village: VillageColumns.Column,
    _ band: HeaderBand
  ) -> IndicatorReader {
    IndicatorReader(
      context,
      index,
      columns: columns + [
        MappedColumn(
          column: village.column,
          target: ColumnTarget(field: valueField),
          match: ColumnMatch(
            target: ColumnTarget(field: valueField),
            score: 1,
            reason: .heading
          ),
          path: village.path,
          header: village.cell
        )
      ],
      columnForm: table.form,
      band: band
    )
  }

  var valueField: Int {
    table.form.fieldIndex(IndicatorColumn.value.rawValue) ?? 0
  }

  /// Compares a column of totals with the sums of the villages, where every village gave its figure.
  private func compare(
    _ total: HeaderBand.Column,
    _ records: [Record],
    _ index: IndicatorIndex,
    _ columns: [MappedColumn],
    _ band: HeaderBand,
    from start: Int
  ) {
    let known = context.findings.count
    let column = VillageColumns.Column(
      column: total.column,
      name: "",
      cell: total.cell,
      path: total.path
    )
    var reader = reader(index, columns, column, band)
    let stated = reader.read(from: start).record
    // What is wrong with the rows was said for the villages.
    context.findings.removeSubrange(known...)
    guard let stated else { return }
    for (field, definition) in context.form.fields.enumerated() where definition.kind == .count {
      guard case .number(let figure)? = stated.values[field],
        case .cell(let place)? = stated.places[field]
      else { continue }
      let parts = records.compactMap { record -> ExactDecimal? in
        if case .number(let part)? = record.values[field] { part } else { nil }
      }
      guard parts.count == records.count,
        let sum = parts.reduce(ExactDecimal?.some(.zero), { $0?.adding($1) }), sum != figure
      else { continue }
      context.findings.append(
        .totalMismatch(
          at: context.location(place),
          definition,
          header: total.path,
          stated: figure,
          sum: sum
        )
      )
    }
  }

  private func reportHidden(_ column: HeaderBand.Column, _ band: HeaderBand) {
    let top = CellReference(row: band.rows.lowerBound, column: column.column)
    let last = CellReference(row: Int(context.grid.rows.last?.number ?? 0), column: column.column)
    context.findings.append(
      Finding(
        .hiddenDataSkipped,
        "column",
        at: context.location(CellRange(top, last)),
        header: column.path,
        found: CellReference.columnName(column.column)
      )
    )
  }

  /// What is wrong with the rows themselves was found for each village: it is said once.
  func keepEachOnce() {
    var seen: Set<String> = []
    context.findings = context.findings.filter { finding in
      seen.insert(
        "\(finding.code.name) \(finding.location) \(finding.field ?? "") \(finding.found ?? "")"
      ).inserted
    }
  }
}
