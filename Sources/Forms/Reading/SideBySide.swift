import Tabular

/// Two lists that stand beside each other in one sheet, to save paper.
///
/// Their headings are the same, so that every field would have two columns; each list is read for itself.
enum SideBySide {
  /// The column at which each further list begins; empty where there is one list only.
  static func starts(_ band: HeaderBand, form: FormDefinition) -> [Int] {
    guard let name = form.fields.firstIndex(where: { $0.role == .name }) else { return [] }
    let usable = band.columns.filter { ($0.match?.score ?? 0) >= ColumnMatch.usable }
    guard usable.count(where: { $0.match?.target.field == name }) > 1 else { return [] }
    var starts: [Int] = []
    var lists: [[ColumnTarget]] = [[]]
    for column in usable {
      guard let target = column.match?.target else { continue }
      if lists[lists.count - 1].contains(target) {
        lists.append([])
        starts.append(column.column)
      }
      lists[lists.count - 1].append(target)
    }
    // Each list has its names and more; else two columns of one list say the same.
    let areLists = lists.allSatisfy { list in
      list.count >= 3 && list.contains { $0.field == name }
    }
    return areLists ? starts : []
  }

  /// The grid with the columns of one list; above its heading also what stands over all lists.
  static func part(_ grid: Grid, columns: ClosedRange<Int>, headingAt top: Int) -> Grid {
    var part = grid
    part.cells = []
    part.formulas = [:]
    for index in grid.rows.indices {
      part.rows[index].firstCell = Int32(part.cells.count)
      let cells = grid.cells(ofRowAt: index)
      let isAbove = Int(grid.rows[index].number) < top
      let hasOwn = cells.contains { columns.contains(Int($0.column)) }
      for position in cells.indices {
        guard columns.contains(Int(cells[position].column)) || isAbove && !hasOwn else { continue }
        part.formulas[part.cells.count] = grid.formulas[position]
        part.cells.append(cells[position])
      }
    }
    return part
  }
}
