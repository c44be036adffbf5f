import Findings
import Tabular
import VietnameseText

/// Finds the unit of each column's figures: its heading beats the line of the table.
struct ColumnUnits {
  let context: ReadingContext
  let line: (unit: Vocabulary.Unit, cell: CellReference)?

  /// Sets unit and scale of every column of amounts.
  func apply(to columns: inout [MappedColumn], band: HeaderBand) {
    var decided: [UnitDecision] = []
    for index in columns.indices {
      let field = context.form.fields[columns[index].target.field]
      guard field.kind.hasUnit, let wanted = field.unit.flatMap({ context.vocabulary.unit($0) })
      else { continue }
      let stated =
        columns[index].statedUnit
        ?? headingUnit(of: columns[index], in: band, base: wanted.base, isRatio: field.isRatio)
      let lineUnit = [line?.unit, context.profile?.unit].compactMap { $0 }
        .first { $0.base == wanted.base }
      // Where a form asks for several units, a heading in the field's own contradicts nobody.
      let isOwn = stated?.factor == wanted.factor && hasOtherUnits(wanted)
      if let stated, let lineUnit, stated.factor != lineUnit.factor, !isOwn {
        reportConflict(columns[index], field, stated, lineUnit)
      }
      let noted = stated == nil && lineUnit == nil ? note(below: band, base: wanted.base) : nil
      guard let unit = stated ?? lineUnit ?? noted?.unit else {
        decided.append(UnitDecision(columns[index], wanted: field.unit ?? wanted.name))
        continue
      }
      columns[index].unit = unit
      columns[index].scale = unit.factor.divided(by: wanted.factor, places: 12) ?? ExactDecimal(1)
      if unit.factor != wanted.factor || stated == nil {
        var read = UnitDecision(columns[index], wanted: field.unit ?? wanted.name)
        read.unit = unit
        read.isAsked = unit.factor == wanted.factor
        read.isOfLine = stated == nil && line?.unit == unit
        decided.append(read)
      }
    }
    report(decided)
  }

  private func hasOtherUnits(_ unit: Vocabulary.Unit) -> Bool {
    context.form.fields.contains { field in
      guard field.kind.hasUnit, let other = field.unit.flatMap({ context.vocabulary.unit($0) })
      else { return false }
      return other.base == unit.base && other.factor != unit.factor
    }
  }

  /// The unit in the headings of a column, the lowest first.
  private func headingUnit(
    of column: MappedColumn,
    in band: HeaderBand,
    base: String,
    isRatio: Bool
  ) -> Vocabulary.Unit? {
    guard let heading = band.columns.first(where: { $0.column == column.column }) else {
      return nil
    }
    for text in heading.inherited.reversed() {
      for trimming in text.trimmings.reversed() {
        if let unit = unit(in: trimming, base: base) { return unit }
        // "Triệu đồng/người/năm" over income a head.
        if isRatio, var unit = context.vocabulary.unit(trimming), unit.base.hasPrefix(base + "/") {
          unit.base = base
          return unit
        }
      }
      if let unit = unit(atEndOf: text.key, base: base) { return unit }
    }
    return nil
  }

  /// A unit in brackets, also after a label: "ĐVT: triệu đồng", "năm 2025, triệu đồng".
  private func unit(in text: String, base: String) -> Vocabulary.Unit? {
    let parts = [text] + text.split(whereSeparator: { ":,;".contains($0) }).map(String.init)
    return parts.lazy.compactMap { context.vocabulary.unit($0) }.first { $0.base == base }
      ?? unit(atEndOf: Vocabulary.key(text), base: base)
  }

  /// A unit of at least two words at the end of a heading: "Thu nhập nghìn đồng".
  private func unit(atEndOf key: String, base: String) -> Vocabulary.Unit? {
    let words = key.split(separator: " ")
    for length in [3, 2] where words.count > length {
      let tail = words.suffix(length).joined(separator: " ")
      if let unit = context.vocabulary.units[tail], unit.base == base { return unit }
    }
    return nil
  }

  /// The unit that a note below the tables of the sheet gives: "Ghi chú: thu nhập tính bằng triệu đồng".
  ///
  /// A row of the table ends the search, which begins at the last row of the sheet.
  private func note(below band: HeaderBand, base: String) -> (
    unit: Vocabulary.Unit, cell: CellReference
  )? {
    let texts = context.texts
    for index in texts.rows.indices.reversed().prefix(Self.mostNoteRows) {
      let row = Int(texts.rows[index].number)
      guard row > band.rows.upperBound else { return nil }
      let cells = texts.cells[texts.cellIndices(ofRowAt: index)]
      if cells.contains(where: { texts.entry($0) == nil && texts.display($0) != nil }) {
        return nil
      }
      for cell in cells {
        guard let entry = texts.entry(cell), entry.text.utf8.count > 8 else { continue }
        for part in entry.text.split(whereSeparator: { ";.,".contains($0) }) {
          if let unit = unit(inNote: Vocabulary.key(String(part))), unit.base == base {
            return (unit, CellReference(row: row, column: Int(cell.column)))
          }
        }
      }
    }
    return nil
  }
  private static let mostNoteRows = 30

  private func unit(inNote key: String) -> Vocabulary.Unit? {
    let words = key.split(separator: " ")
    for phrase in context.vocabulary.unitNotes.map({ $0.split(separator: " ") }) {
      guard let range = words.firstRange(of: phrase) else { continue }
      let rest = words[range.upperBound...]
      for length in [3, 2, 1] where rest.count >= length {
        let name = rest.prefix(length).joined(separator: " ")
        if let unit = context.vocabulary.units[name], !unit.isCount { return unit }
      }
    }
    return nil
  }

  private func reportConflict(
    _ column: MappedColumn,
    _ field: FieldDefinition,
    _ stated: Vocabulary.Unit,
    _ line: Vocabulary.Unit
  ) {
    context.findings.append(
      Finding(
        .unitConflict,
        at: context.location(column.header),
        field: field.id,
        header: column.path,
        found: stated.name,
        arguments: ["line": LocalizedText(line.name), "used": LocalizedText(stated.name)],
        related: self.line.map { [context.location($0.cell)] } ?? []
      )
    )
  }

  // MARK: - What was decided

  /// Says how each column is read; columns of which one line decides are one finding.
  private func report(_ decided: [UnitDecision]) {
    var rest = decided[...]
    while let first = rest.first {
      let group = rest.filter { $0.isDecided(as: first) }
      rest.removeAll { $0.isDecided(as: first) }
      context.findings.append(finding(first, group.map(\.column)))
    }
  }

  private func finding(_ decision: UnitDecision, _ columns: [MappedColumn]) -> Finding {
    let isGroup = columns.count > 1
    let first = decision.column
    let place = context.location(
      isGroup ? line?.cell ?? first.header : first.header
    )
    let variant = [decision.isAsked ? "same" : nil, isGroup ? "columns" : nil].compactMap { $0 }
    var finding = Finding(
      decision.unit == nil ? .unitAssumed : .unitRead,
      variant.isEmpty ? nil : variant.joined(separator: "-"),
      at: place,
      field: isGroup ? nil : context.form.fields[first.target.field].id,
      header: isGroup ? nil : first.path,
      found: decision.unit?.name,
      arguments: [
        "unit": LocalizedText(decision.unit?.name ?? decision.wanted),
        "wanted": LocalizedText(decision.wanted), "scale": LocalizedText(first.scale),
      ]
    )
    guard isGroup else { return finding }
    finding.arguments["count"] = LocalizedText(count: columns.count)
    finding.arguments["columns"] = LocalizedText(columns.map(Self.words).joined(separator: "; "))
    finding.related = columns.map { context.location($0.header) }.filter { $0 != place }
    return finding
  }

  /// A column by its letter and its own heading, without those above.
  private static func words(_ column: MappedColumn) -> String {
    let heading = column.path.split(separator: " > ").last.map(String.init) ?? column.path
    return "\(CellReference.columnName(column.column)) “\(heading)”"
  }
}

/// By which unit a column is read; none where nobody states one.
private struct UnitDecision {
  var column: MappedColumn
  var wanted: String
  var unit: Vocabulary.Unit?
  /// Whether it is the unit that the form asks for.
  var isAsked = false
  /// Whether the line of the table says so, and not the heading of the column.
  var isOfLine = false

  init(_ column: MappedColumn, wanted: String) {
    self.column = column
    self.wanted = wanted
  }

  /// Whether one finding can speak of both: a heading decides for its column alone.
  func isDecided(as other: UnitDecision) -> Bool {
    wanted == other.wanted && unit == other.unit && isOfLine == other.isOfLine
      && (isOfLine || column.column == other.column.column)
  }
}
