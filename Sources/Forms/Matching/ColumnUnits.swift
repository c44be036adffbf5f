import Findings
import Tabular
import VietnameseText

/// Finds the unit of each column's figures: its heading beats the line of the table.
struct ColumnUnits {
  let context: ReadingContext
  let line: (unit: Vocabulary.Unit, cell: CellReference)?

  /// Sets unit and scale of every column of amounts.
  func apply(to columns: inout [MappedColumn], band: HeaderBand) {
    for index in columns.indices {
      let field = context.form.fields[columns[index].target.field]
      guard field.kind.hasUnit, let wanted = field.unit.flatMap({ context.vocabulary.unit($0) })
      else { continue }
      let stated =
        columns[index].statedUnit ?? headingUnit(of: columns[index], in: band, base: wanted.base)
      let lineUnit = [line?.unit, context.profile?.unit].compactMap { $0 }
        .first { $0.base == wanted.base }
      // Where a form asks for several units, a heading in the field's own contradicts nobody.
      let isOwn = stated?.factor == wanted.factor && hasOtherUnits(wanted)
      if let stated, let lineUnit, stated.factor != lineUnit.factor, !isOwn {
        reportConflict(columns[index], field, stated, lineUnit)
      }
      guard let unit = stated ?? lineUnit else {
        reportAssumed(columns[index], field, wanted)
        continue
      }
      columns[index].unit = unit
      columns[index].scale = unit.factor.divided(by: wanted.factor, places: 12) ?? ExactDecimal(1)
      if unit.factor != wanted.factor || stated == nil {
        reportRead(columns[index], field, unit, wanted)
      }
    }
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
    base: String
  ) -> Vocabulary.Unit? {
    guard let heading = band.columns.first(where: { $0.column == column.column }) else {
      return nil
    }
    for text in heading.inherited.reversed() {
      for trimming in text.trimmings.reversed() {
        if let unit = unit(in: trimming, base: base) { return unit }
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

  private func reportAssumed(
    _ column: MappedColumn,
    _ field: FieldDefinition,
    _ wanted: Vocabulary.Unit
  ) {
    context.findings.append(
      Finding(
        .unitAssumed,
        at: context.location(column.header),
        field: field.id,
        header: column.path,
        arguments: ["unit": LocalizedText(field.unit ?? wanted.name)]
      )
    )
  }

  private func reportRead(
    _ column: MappedColumn,
    _ field: FieldDefinition,
    _ unit: Vocabulary.Unit,
    _ wanted: Vocabulary.Unit
  ) {
    context.findings.append(
      Finding(
        .unitRead,
        unit.factor == wanted.factor ? "same" : nil,
        at: context.location(column.header),
        field: field.id,
        header: column.path,
        found: unit.name,
        arguments: [
          "unit": LocalizedText(unit.name), "wanted": LocalizedText(field.unit ?? wanted.name),
          "scale": LocalizedText(column.scale),
        ]
      )
    )
  }
}
