import Expressions
import Findings
import Tabular
import VietnameseText

/// Reads a sheet of indicators: one row each, found by code, then by name; the whole table is one record.
struct IndicatorReader {
  /// A row of the table.
  private struct Row {
    var number: Int
    var code: SheetTexts.Entry?
    var name: SheetTexts.Entry?
    var unit: SheetTexts.Entry?
    var value: PackedCell?
    /// Which of the answers' columns are filled in.
    var filled: [Int] = []
  }

  /// How many of a table's rows are this form's.
  struct RowMatches {
    var known = 0
    var rows = 0
    var fields: Set<Int> = []
  }

  let context: ReadingContext
  let index: IndicatorIndex
  /// What the columns hold, found by their headings.
  private let columns: [IndicatorColumn: MappedColumn]
  private let band: HeaderBand
  private let values: ValueReader
  private var convention = NumberConvention()
  private var record: Record
  private var seen: [Int: Int] = [:]
  private(set) var summary: TableSummary
  /// Whether it is the only column of figures: without one the form was not filled in.
  var isAlone = false
  /// The unit line above the table, for rows that state none.
  var tableUnit: Vocabulary.Unit?
  /// The columns of answers, where a mark stands in place of a value.
  var answers: [AnswerColumns.Answer] = []

  init(
    _ context: ReadingContext,
    _ index: IndicatorIndex,
    columns: [MappedColumn],
    columnForm: FormDefinition,
    band: HeaderBand
  ) {
    self.context = context
    self.index = index
    self.band = band
    var byKind: [IndicatorColumn: MappedColumn] = [:]
    for column in columns {
      if let kind = IndicatorColumn(rawValue: columnForm.fields[column.target.field].id) {
        byKind[kind] = column
      }
    }
    self.columns = byKind
    values = ValueReader(context: context)
    record = Record(fieldCount: context.form.fields.count)
    let left = band.columns.first?.column ?? 0
    let right = band.columns.last?.column ?? left
    summary = TableSummary(
      header: CellRange(
        CellReference(row: band.rows.lowerBound, column: left),
        CellReference(row: band.rows.upperBound, column: right)
      )
    )
  }

  // MARK: - Rows

  private func cell(_ kind: IndicatorColumn, rowAt index: Int) -> PackedCell? {
    guard let column = columns[kind]?.column,
      let cell = context.grid.cellIndex(row: index, column: column)
    else { return nil }
    return context.grid.cells[cell]
  }

  private func row(at index: Int) -> Row {
    func entry(_ kind: IndicatorColumn) -> SheetTexts.Entry? {
      cell(kind, rowAt: index).flatMap { context.texts.entry($0) }
    }
    var row = Row(
      number: Int(context.grid.rows[index].number),
      code: entry(.code),
      name: entry(.name),
      unit: entry(.unit),
      value: cell(.value, rowAt: index)
    )
    if !answers.isEmpty {
      let cells = answers.map { context.texts.cell(row: index, column: $0.column) }
      row.filled = cells.indices.filter { position in
        cells[position].map { context.texts.display($0) != nil } ?? false
      }
      row.value = row.filled.first.flatMap { cells[$0] }
    }
    return row
  }

  /// The rows of the table from an index on, up to its end, with the index after it.
  private func body(from start: Int) -> (rows: [Row], end: Int) {
    var rows: [Row] = []
    var index = start
    // After the last row that belongs to this table for certain, and how many rows that are.
    var certain = (index: start, count: 0)
    var seen: Set<Int> = []
    while index < context.grid.rows.count {
      defer { index += 1 }
      let row = row(at: index)
      if context.grid.rows[index].isHidden, !context.readsHidden { continue }
      if ColumnNumbers.isNumberRow(index, context.texts), rows.isEmpty { continue }
      if isFoot(rowAt: index) { break }
      if row.code == nil, row.name == nil { continue }
      if isOwnHeading(row) {
        // The next printed page goes on; under a line of its own the same rows begin again for another village.
        guard certain.index < index, let next = firstKnown(from: index + 1), seen.contains(next)
        else { continue }
        return (Array(rows.prefix(certain.count)), certain.index)
      }
      rows.append(row)
      if !isHeading(row), let field = known(row: row) {
        seen.insert(field)
        certain = (index + 1, rows.count)
      }
    }
    return (rows, index)
  }

  /// Whether a row says again what stands over the codes and names.
  private func isOwnHeading(_ row: Row) -> Bool {
    func repeats(_ kind: IndicatorColumn, _ entry: SheetTexts.Entry?) -> Bool {
      guard let column = columns[kind] else { return true }
      return entry?.key == context.grid[column.header].flatMap { context.texts.entry($0) }?.key
    }
    return repeats(.name, row.name) && repeats(.code, row.code)
      && (columns[.name] != nil || columns[.code] != nil)
  }

  /// The field of the first row below that is known.
  private func firstKnown(from start: Int) -> Int? {
    for index in start..<min(start + 10, context.grid.rows.count) {
      if let field = known(row: row(at: index)) { return field }
    }
    return nil
  }

  private func isFoot(rowAt index: Int) -> Bool {
    context.grid.cells(ofRowAt: index).contains { cell in
      guard let entry = context.texts.entry(cell) else { return false }
      // A remark in its own column is no foot.
      if Int(cell.column) == columns[.note]?.column { return false }
      return context.vocabulary.isDateLine(entry.key)
        || context.vocabulary.foot.contains { entry.key == $0 || entry.key.hasPrefix($0 + " ") }
          && cell.column == context.grid.cells(ofRowAt: index).first?.column
    }
  }

  /// The index after the table.
  func end(from start: Int) -> Int { body(from: start).end }

  /// What the rows under a heading say for this form.
  func matches(from start: Int) -> RowMatches {
    var result = RowMatches()
    for row in body(from: start).rows.prefix(200) {
      let field = known(row: row)
      if let field {
        result.known += 1
        result.fields.insert(field)
      }
      result.rows += field == nil && isHeading(row) ? 0 : 1
    }
    return result
  }

  /// The field of a row by its code, or else by its name.
  private func known(row: Row) -> Int? {
    row.code.flatMap { index.field(code: $0.text) } ?? named(row)?.target.field
  }

  private func named(_ row: Row) -> ColumnMatch? {
    guard let name = row.name,
      let match = index.match(
        name: Self.withoutNumbering(name.text),
        vocabulary: context.vocabulary
      ),
      match.score >= ColumnMatch.usable
    else { return nil }
    return match
  }

  /// The name without the number or dash before it, such as that of "1) Tổng số hộ" or "- hộ nghèo".
  private static func withoutNumbering(_ text: String) -> String {
    let body = text.drop { "-–+*•. ".contains($0) || $0.isNumber || $0 == ")" }
    return body.isEmpty ? text : String(body)
  }

  /// A row that only names a group of others.
  private func isHeading(_ row: Row) -> Bool {
    row.value.map { context.texts.display($0) == nil && $0.kind != .missingResult } ?? true
  }

  // MARK: - Reading

  /// Reads the table; answers the record, where a row of it is known, and the index after the table.
  mutating func read(from start: Int) -> (record: Record?, end: Int) {
    let (rows, end) = body(from: start)
    for row in rows {
      guard let cell = row.value, cell.kind == .sharedText || cell.kind == .localText,
        let entry = context.texts.entry(cell)
      else { continue }
      convention.add(Quantity.read(entry.text).number)
    }
    record.row = rows.first?.number ?? band.rows.upperBound + 1
    record.line = context.grid.rowIndex(of: record.row).map { Int(context.grid.rows[$0].line) } ?? 0
    let given = Set(rows.filter { !isHeading($0) }.compactMap { known(row: $0) })
    // "Dân số" over its rows is a heading where the figure stands in one of them.
    for row in rows where !isHeading(row) || !(known(row: row).map { given.contains($0) } ?? false)
    {
      read(row)
    }
    guard !seen.isEmpty else { return (nil, end) }
    let isBlank = record.unreadable.isEmpty && record.values.allSatisfy { $0 == nil }
    if isBlank, isAlone { return (nil, end) }
    reportMissing()
    summary.columns = Array(columns.values).sorted { $0.column < $1.column }
    summary.recordCount = 1
    summary.records = record.row...(rows.last?.number ?? record.row)
    return (record, end)
  }

  private mutating func read(_ row: Row) {
    guard let field = field(of: row) else { return }
    let place = CellReference(row: row.number, column: columns[.value]?.column ?? 0)
    if let first = seen[field] {
      report(
        .duplicateIndicator,
        place,
        field: field,
        found: row.code?.text ?? row.name?.text,
        related: [CellReference(row: first, column: place.column)]
      )
      record.values[field] = nil
      record.unreadable.insert(field)
      return
    }
    seen[field] = row.number
    record.places[field] = .cell(place)
    if !answers.isEmpty {
      readAnswer(row, field)
      return
    }
    guard let cell = row.value, let column = column(of: row, field) else { return }
    switch values.read(cell, column, at: place) {
    case .value(let value): record.values[field] = value
    case .unreadable: record.unreadable.insert(field)
    case .blank: break
    }
  }

  /// The answer over the one column in which a mark stands.
  private mutating func readAnswer(_ row: Row, _ field: Int) {
    let definition = context.form.fields[field]
    var marked: [AnswerColumns.Answer] = []
    for position in row.filled {
      let answer = answers[position]
      let place = CellReference(row: row.number, column: answer.column)
      guard let cell = context.grid[place], let text = context.texts.display(cell) else { continue }
      switch text.contains("?") ? nil : context.vocabulary.mark(Vocabulary.key(text)) {
      case true?: marked.append(answer)
      case false?: break
      case nil:
        report(.unknownChoice, place, field: field, found: text, variant: "mark")
        record.unreadable.insert(field)
      }
    }
    guard let first = marked.first, !record.unreadable.contains(field) else { return }
    let place = CellReference(row: row.number, column: first.column)
    record.places[field] = .cell(place)
    if marked.count > 1 {
      report(
        .conflictingMarks,
        CellReference(row: row.number, column: marked[1].column),
        field: field,
        found: marked.map(\.key).joined(separator: ", "),
        related: [place]
      )
      record.unreadable.insert(field)
    } else if let choice = definition.choices.first(where: { $0.words.contains(first.key) }) {
      record.values[field] = .choice(choice.id)
    } else {
      report(.unknownChoice, place, field: field, found: first.key, variant: "mark")
      record.unreadable.insert(field)
    }
  }

  /// The field of a row: its code, unless its name is another field's.
  private func field(of row: Row) -> Int? {
    let byCode = row.code.flatMap { index.field(code: $0.text) }
    let byName = named(row)
    let shown = [row.code?.text, row.name?.text].compactMap { $0 }.joined(separator: " ")
    let place = CellReference(
      row: row.number,
      column: (row.code == nil ? columns[.name] : columns[.code])?.column ?? 0
    )
    if let byCode, let byName, byName.target.field != byCode {
      report(
        .codeAndNameDiffer,
        place,
        field: byCode,
        found: shown,
        ["other": context.form.fields[byName.target.field].label]
      )
      return nil
    }
    // A code that is written like ours but is not known says that the row is something else.
    let isForeign = byCode == nil && row.code.map { index.isCodeLike($0.text) } == true
    if let field = byCode ?? (isForeign ? nil : byName?.target.field) { return field }
    if !isHeading(row) { report(.unknownRow, place, field: nil, found: shown) }
    return nil
  }

  /// The column of values as one row needs it: the unit of the row, then that of the heading.
  private mutating func column(of row: Row, _ field: Int) -> TableColumn? {
    guard var column = columns[.value] else { return nil }
    let definition = context.form.fields[field]
    let place = CellReference(row: row.number, column: columns[.unit]?.column ?? column.column)
    column.target = ColumnTarget(field: field)
    column.path = [row.code?.text, row.name?.text].compactMap { $0 }.joined(separator: " ")
    column.convention = convention
    guard definition.kind.isFigure, let wanted = definition.unit.flatMap({ unit($0) }) else {
      return TableColumn(column, form: context.form)
    }
    guard let stated = row.unit else {
      if let tableUnit, tableUnit.base == wanted.base, definition.kind.hasUnit {
        column.unit = tableUnit
        column.scale = tableUnit.factor.divided(by: wanted.factor, places: 12) ?? ExactDecimal(1)
      } else if definition.kind.hasUnit {
        report(.unitAssumed, place, field: field, found: nil, ["unit": LocalizedText(wanted.name)])
      }
      return TableColumn(column, form: context.form)
    }
    guard let unit = unit(stated.text), unit.base == wanted.base else {
      report(
        .unitMismatch,
        place,
        field: field,
        found: stated.text,
        expected: LocalizedText(definition.unit ?? wanted.name)
      )
      record.unreadable.insert(field)
      return nil
    }
    column.unit = unit
    column.scale = unit.factor.divided(by: wanted.factor, places: 12) ?? ExactDecimal(1)
    if unit.factor != wanted.factor {
      report(
        .unitRead,
        place,
        field: field,
        found: stated.text,
        [
          "unit": LocalizedText(unit.name), "wanted": LocalizedText(definition.unit ?? wanted.name),
          "scale": LocalizedText(column.scale),
        ]
      )
    }
    return TableColumn(column, form: context.form)
  }

  private func unit(_ text: String) -> Vocabulary.Unit? { context.vocabulary.unit(text) }

  // MARK: - What is missing

  /// Rows of the form that the table lacks, and required ones without a value.
  private mutating func reportMissing() {
    let range = summary.header
    for (number, field) in context.form.fields.enumerated() where field.role == .value {
      if let row = seen[number] {
        guard field.isRequired || field.isWished, record.values[number] == nil,
          !record.unreadable.contains(number)
        else { continue }
        let place = CellReference(row: row, column: columns[.value]?.column ?? 0)
        report(
          field.isRequired ? .missingValue : .wishedValueMissing,
          place,
          field: number,
          found: nil,
          ["label": field.label],
          variant: field.isRequired ? nil : "wished"
        )
      } else if field.isRequired || field.isWished {
        context.findings.append(
          Finding(
            field.isRequired ? .missingRow : .wishedRowMissing,
            at: context.location(range),
            field: field.id,
            arguments: [
              "label": field.label, "code": LocalizedText(field.code.map { " (\($0))" } ?? ""),
            ]
          )
        )
      }
    }
  }

  private func report(
    _ code: FindingCode,
    _ place: CellReference,
    field: Int?,
    found: String?,
    _ arguments: [String: LocalizedText] = [:],
    variant: String? = nil,
    expected: LocalizedText? = nil,
    related: [CellReference] = []
  ) {
    let definition = field.map { context.form.fields[$0] }
    var arguments = arguments
    if let definition { arguments["label"] = definition.label }
    context.findings.append(
      Finding(
        code,
        variant,
        at: context.location(place),
        field: definition?.id,
        header: columns[.value]?.path,
        found: found,
        expected: expected,
        arguments: arguments,
        related: related.map { context.location($0) }
      )
    )
  }
}
