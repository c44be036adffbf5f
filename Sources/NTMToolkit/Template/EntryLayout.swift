import Findings
import Forms
import Tabular

/// Where everything stands on the sheet of an empty entry form.
///
/// Lists and matrices have a column for each field, with a group above headings that mean nothing alone;
/// sheets of indicators have a row for each field. What concerns the whole village stands above.
struct EntryLayout {
  /// A column of the table.
  struct Column {
    /// The headings from the group down to its own.
    var path: [String]
    var width: Double
  }

  /// Something to fill in, and the cells that it is filled into.
  struct Input {
    var field: FieldDefinition
    /// How the sheet calls it.
    var name: String
    var cells: CellRange
    /// Whether its cells stand below one another, one for each record.
    var isColumn: Bool
  }

  let form: FormDefinition
  /// Rows for records in lists and matrices; more can be inserted.
  static let records = 500

  let columns: [Column]
  /// The fields with a column or row of their own.
  let fields: [FieldDefinition]
  let facts: [FormDefinition.Fact]
  /// The first row of the headings, and how many there are.
  let header: Int
  let depth: Int
  let firstRow: Int
  /// The column of the labels above the table, and that of what is written beside them.
  let labelColumn: Int

  init(_ form: FormDefinition) {
    self.form = form
    let isByRows = form.shape == .indicators
    let columned = Set(form.shape == .matrix ? form.fields.map(\.id) : [])
    facts = form.facts.filter { !$0.labels.isEmpty && !columned.contains($0.id) }
    let above = Set(facts.map(\.id))
    fields = form.fields.filter {
      $0.role != .identifier && !($0.role == .group && above.contains($0.id))
    }
    columns = isByRows ? Self.indicatorColumns(form) : Self.columns(fields)
    header = facts.count + 3
    depth = columns.map(\.path.count).max() ?? 1
    // Columns are numbered below their headings, as people refer to them.
    firstRow = header + depth + (isByRows ? 0 : 1)
    labelColumn = columns.firstIndex { $0.width >= 20 } ?? 0
  }

  /// The width of all columns, in letters.
  var width: Double { columns.reduce(0) { $0 + $1.width } }

  // MARK: - Columns

  /// The columns of a sheet of indicators, as the form knows them.
  private static func indicatorColumns(_ form: FormDefinition) -> [Column] {
    let widths: [IndicatorColumn: Double] = [
      .ordinal: 6, .code: 11, .name: 48, .unit: 12, .value: 18, .note: 28,
    ]
    return form.columns.map { column in
      let width = IndicatorColumn(rawValue: column.id).flatMap { widths[$0] }
      return Column(path: [column.headers.first ?? column.label.vi], width: width ?? 14)
    }
  }

  private static func columns(_ fields: [FieldDefinition]) -> [Column] {
    var result: [Column] = []
    while result.count < fields.count {
      let rest = fields[result.count...]
      let group = self.group(rest)
      for field in rest.prefix(group?.count ?? 1) {
        let leaf = group.flatMap { group in
          field.paths.first { $0.count == 2 && $0[0] == group.name }?[1]
        }
        let path = leaf.map { [group?.name ?? "", $0] } ?? [field.headers.first ?? field.label.vi]
        result.append(Column(path: withUnit(path, field), width: width(field)))
      }
    }
    return result
  }

  /// The longest group that the first fields have in common, where most of them have no name without it.
  private static func group(_ fields: ArraySlice<FieldDefinition>) -> (name: String, count: Int)? {
    guard let first = fields.first else { return nil }
    var best: (name: String, count: Int)?
    for name in first.paths.filter({ $0.count == 2 }).map({ $0[0] }) {
      let own = fields.prefix { $0.paths.contains { $0.count == 2 && $0[0] == name } }
      let bare = own.filter { field in
        field.paths.contains { $0.count == 2 && $0[0] == name && $0[1] == field.headers.first }
      }
      if own.count > max(best?.count ?? 1, 1), bare.count * 2 > own.count {
        best = (name, own.count)
      }
    }
    return best
  }

  /// The heading with its unit, as the reader of the form knows it.
  private static func withUnit(_ path: [String], _ field: FieldDefinition) -> [String] {
    guard field.kind.hasUnit, let unit = field.unit, let last = path.last,
      !path.contains(where: { $0.contains("(") })
    else { return path }
    return path.dropLast() + ["\(last) (\(unit))"]
  }

  private static func width(_ field: FieldDefinition) -> Double {
    if let width = field.width { return width }
    switch field.role {
    case .name: return 28
    case .ordinal, .memberOrdinal: return 7
    case .identifier, .group, .value: break
    }
    switch field.kind {
    case .text: return 18
    case .choice: return 16
    case .amount: return 13
    case .mark: return 9
    case .count, .length, .percent, .date, .year, .code: return 11
    }
  }

  // MARK: - Cells

  /// The cell beside the label of a fact, with those that it is joined with.
  func factCells(_ index: Int) -> CellRange {
    let row = 2 + index
    var last = labelColumn + 1
    var width = columns.indices.contains(last) ? columns[last].width : 9
    while width < 30, last < max(columns.count - 1, labelColumn + 1) {
      last += 1
      width += columns[last].width
    }
    return CellRange(
      CellReference(row: row, column: labelColumn + 1),
      CellReference(row: row, column: last)
    )
  }

  /// All that is filled in, in the order of the sheet.
  var inputs: [Input] {
    let above = facts.enumerated().map { index, fact -> Input in
      let field = field(of: fact)
      return Input(
        field: field,
        name: fact.labels.first ?? field.label.vi,
        cells: factCells(index),
        isColumn: false
      )
    }
    let value = form.columns.firstIndex { $0.id == IndicatorColumn.value.rawValue } ?? 0
    let below = fields.enumerated().map { index, field -> Input in
      if form.shape == .indicators {
        let cell = CellReference(row: firstRow + index, column: value)
        let name = field.headers.first ?? field.label.vi
        return Input(field: field, name: name, cells: CellRange(cell, cell), isColumn: false)
      }
      let first = CellReference(row: firstRow, column: index)
      let last = CellReference(row: firstRow + Self.records - 1, column: index)
      let name = columns[index].path.joined(separator: " – ")
      return Input(field: field, name: name, cells: CellRange(first, last), isColumn: true)
    }
    return above + below
  }

  /// A fact as a field: it is as required as the field that it stands for.
  private func field(of fact: FormDefinition.Fact) -> FieldDefinition {
    let own = form.fields.first { $0.id == fact.id }
    let label = fact.labels.first ?? fact.id
    return FieldDefinition(
      id: fact.id,
      label: own?.label ?? LocalizedText(vi: label, en: fact.label.en),
      kind: fact.kind,
      role: .value,
      isRequired: own?.isRequired ?? false,
      isWished: false,
      unit: nil,
      minimum: nil,
      maximum: nil,
      headers: fact.labels,
      paths: [],
      choices: own?.choices ?? [],
      blankChoice: nil
    )
  }
}
