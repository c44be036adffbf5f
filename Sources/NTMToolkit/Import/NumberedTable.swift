import Expressions
import Findings
import Forms
import Tabular

/// Where a numbered table ends, so that a sheet which goes on with it is known.
struct NumberedTable: Sendable {
  /// The last number that a record carried.
  struct End {
    var number: Int?
    var table = 0

    mutating func note(_ record: Record, _ form: FormDefinition, _ table: Int) {
      guard let field = form.fields.firstIndex(where: { $0.role == .ordinal }),
        case .number(let value)? = record.values[field], let number = Int("\(value)")
      else { return }
      self.number = number
      self.table = table
    }
  }

  private let sheet: String
  private let next: Int
  private let ordinal: Int
  private let name: Int

  /// The end of the last table of a sheet; `nil` where it has no numbers.
  init?(_ end: End, _ form: FormDefinition, _ tables: [TableSummary], _ sheet: String) {
    guard let number = end.number, tables.indices.contains(end.table) else { return nil }
    func column(_ role: FieldDefinition.Role) -> Int? {
      tables[end.table].columns.first { form.fields[$0.target.field].role == role }?.column
    }
    guard let ordinal = column(.ordinal), let name = column(.name) else { return nil }
    (self.sheet, next, self.ordinal, self.name) = (sheet, number + 1, ordinal, name)
  }

  /// Whether a row carries a number: a list that begins with 8, 9 goes on with another, whatever its own numbers.
  private func isNumber(_ number: Int, rowAt index: Int, _ grid: Grid, _ texts: SheetTexts) -> Bool
  {
    guard index < grid.rows.count, let cell = grid.cellIndex(row: index, column: ordinal) else {
      return false
    }
    return texts.display(grid.cells[cell]).flatMap { Int($0) } == number
  }

  /// Says that a sheet without headings goes on with the table: its first number is the next one, and a name
  /// stands in the column of names.
  func continuation(in texts: SheetTexts, file: String) -> Finding? {
    let grid = texts.grid
    for index in grid.rows.indices.prefix(20) {
      guard let cell = grid.cellIndex(row: index, column: ordinal),
        let text = texts.display(grid.cells[cell])
      else { continue }
      // "Trang 2" above the rows.
      guard let number = Int(text) else { continue }
      guard
        number == next || (number > 1 && isNumber(number + 1, rowAt: index + 1, grid, texts)),
        let beside = grid.cellIndex(row: index, column: name).flatMap({
          texts.display(grid.cells[$0])
        }), Int(beside) == nil
      else { return nil }
      return Finding(
        .continuedSheet,
        at: SourceLocation(
          file: file,
          sheet: grid.name,
          cell: CellReference(row: Int(grid.rows[index].number), column: ordinal)
        ),
        found: text,
        arguments: ["before": LocalizedText(sheet)]
      )
    }
    return nil
  }
}
