import Findings
import Tabular

/// Columns of marks in which nothing is written and cells are coloured instead: what the colour means only
/// the writer knows, and a blank would be read as no.
struct ColouredMarks {
  /// The columns of the sheet.
  private(set) var columns: Set<Int> = []

  init() {}

  init(_ all: [TableColumn], rows: Range<Int>, context: ReadingContext) {
    guard !context.grid.filledBlanks.isEmpty,
      let name = all.first(where: { $0.field.role == .name })
    else { return }
    for column in all where column.target.choice != nil || column.field.kind == .mark {
      let coloured = Self.coloured(column, besides: name, rows: rows, context)
      guard let first = coloured.first, let last = coloured.last else { continue }
      columns.insert(column.column)
      context.findings.append(
        Finding(
          .unknownChoice,
          "colour",
          at: context.location(CellRange(first, last)),
          field: column.field.id,
          header: column.path,
          arguments: ["count": LocalizedText("\(coloured.count)")]
        )
      )
    }
  }

  /// The coloured cells of a column in which nothing is written; a row that is coloured from its name on is
  /// only easier to read so.
  private static func coloured(
    _ column: TableColumn,
    besides name: TableColumn,
    rows: Range<Int>,
    _ context: ReadingContext
  ) -> [CellReference] {
    var found: [CellReference] = []
    for index in rows {
      guard let named = context.texts.cell(row: index, column: name.column),
        context.texts.display(named) != nil
      else { continue }
      if let cell = context.texts.cell(row: index, column: column.column),
        context.texts.display(cell) != nil
      {
        return []
      }
      let row = Int(context.grid.rows[index].number)
      let place = CellReference(row: row, column: column.column)
      if context.grid.filledBlanks.contains(place), !hasFill(named, context) { found.append(place) }
    }
    return found
  }

  private static func hasFill(_ cell: PackedCell, _ context: ReadingContext) -> Bool {
    let style = Int(cell.style)
    return context.grid.styles.indices.contains(style) && context.grid.styles[style].hasFill
  }
}
