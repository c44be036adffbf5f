import Expressions
import Findings
import Tabular
import VietnameseText

/// Watches where the middle of a column of figures lies: a whole column in another unit than its heading says
/// has no figure that stands out from the others.
struct ColumnMiddles {
  private let context: ReadingContext
  /// The fields that say where the middle of their column lies, and for each its figures in half the bytes.
  private let watched: [Int]
  private var figures: [[Double]]
  /// A middle of fewer figures says little.
  private static let fewest = 5

  init(_ context: ReadingContext) {
    self.context = context
    watched = context.form.fields.indices.filter { context.form.fields[$0].typical != nil }
    figures = watched.map { _ in [] }
  }

  mutating func add(_ record: Record) {
    for (index, field) in watched.enumerated() {
      guard case .number(let value)? = record.values[field], value > .zero else { continue }
      figures[index].append(value.approximate)
    }
  }

  /// The decimal mark by which alone the middle of a column of texts lies where it can: "204.500" nghìn đồng in
  /// row after row is no income of 204,5 nghìn.
  static func mark(_ column: MappedColumn, rows start: Int, _ context: ReadingContext)
    -> DecimalMark?
  {
    guard let typical = context.form.fields[column.target.field].typical,
      column.convention.proofs == 0, column.convention.undecided >= fewest
    else { return nil }
    var readings: [DecimalMark: [ExactDecimal]] = [:]
    for index in start..<context.texts.rows.count {
      guard let cell = context.texts.cell(row: index, column: column.column),
        let entry = context.texts.entry(cell)
      else { continue }
      let quantity = Quantity.read(entry.text)
      guard quantity.unit.isEmpty else { continue }
      for mark in [DecimalMark.comma, .point] {
        guard let value = quantity.number.value(mark: mark)?.multiplied(by: column.scale),
          value > .zero
        else { continue }
        readings[mark, default: []].append(value)
      }
    }
    let possible = readings.filter { _, values in
      let middle = values.sorted()[values.count / 2]
      return !(middle < typical.lowest) && !(typical.highest < middle)
    }
    return possible.count == 1 ? possible.first?.key : nil
  }

  /// Reports the columns whose middle is implausible, with the unit that would explain it.
  func check(_ columns: [MappedColumn]) {
    for (index, field) in watched.enumerated() {
      let values = figures[index]
      guard values.count >= Self.fewest, let typical = context.form.fields[field].typical,
        let column = columns.first(where: { $0.target.field == field })
      else { continue }
      // The middle lies outside where more than half of the figures do: only then they are sorted.
      let half = values.count / 2
      let below = values.count { $0 < typical.lowest.approximate }
      let above = values.count { $0 > typical.highest.approximate }
      guard below > half || above >= values.count - half,
        let middle = PlainNumber.exact(values.sorted()[half])
      else { continue }
      report(column, middle, typical)
    }
  }

  private func report(
    _ column: MappedColumn,
    _ middle: ExactDecimal,
    _ typical: (lowest: ExactDecimal, highest: ExactDecimal)
  ) {
    let field = context.form.fields[column.target.field]
    let unit = unit(of: field, column, middle, typical)
    context.findings.append(
      Finding(
        .unitDoubtful,
        unit == nil ? nil : "unit",
        at: context.location(column.header),
        field: field.id,
        header: column.path,
        found: "\(middle)",
        arguments: [
          "label": field.label, "unit": LocalizedText(field.unit ?? ""),
          "found": LocalizedText(middle),
          "from": LocalizedText(typical.lowest), "to": LocalizedText(typical.highest),
          "other": LocalizedText(unit?.name ?? ""),
          "stated": LocalizedText(column.unit?.name ?? field.unit ?? ""),
        ]
      )
    )
  }

  /// The unit in which the figures would be what is usual.
  private func unit(
    of field: FieldDefinition,
    _ column: MappedColumn,
    _ middle: ExactDecimal,
    _ typical: (lowest: ExactDecimal, highest: ExactDecimal)
  ) -> Vocabulary.Unit? {
    guard let wanted = field.unit.flatMap({ context.vocabulary.unit($0) }),
      let written = middle.divided(by: column.scale, places: 12)
    else { return nil }
    let others = Set(context.vocabulary.units.values.filter { $0.base == wanted.base })
    let explaining = others.filter { unit in
      guard unit.factor != column.unit?.factor,
        let scale = unit.factor.divided(by: wanted.factor, places: 12),
        let value = written.multiplied(by: scale)
      else { return false }
      return !(value < typical.lowest) && !(typical.highest < value)
    }
    return explaining.count == 1 ? explaining.first : nil
  }
}
