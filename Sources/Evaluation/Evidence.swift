package import Tabular

/// The cells that a figure rests on.
package struct Evidence: Hashable, Sendable {
  package var file: String
  package var sheet: String?
  package var range: CellRange?

  package init(file: String, sheet: String?, range: CellRange?) {
    self.file = file
    self.sheet = sheet
    self.range = range
  }
}

/// Collects the ranges of the columns that a measure reads, table by table.
struct EvidenceCollector: Sendable {
  private struct Table {
    var file: String
    var sheet: String
    var number: Int
    var rows: ClosedRange<Int>
    var columns: Set<Int>
  }

  private var tables: [Table] = []

  mutating func add(file: String, sheet: String, table: Int, row: Int, columns: [Int]) {
    if let last = tables.indices.last, tables[last].number == table, tables[last].sheet == sheet,
      tables[last].file == file
    {
      let rows = tables[last].rows
      tables[last].rows = min(rows.lowerBound, row)...max(rows.upperBound, row)
      for column in columns { tables[last].columns.insert(column) }
    } else {
      tables.append(
        Table(file: file, sheet: sheet, number: table, rows: row...row, columns: Set(columns))
      )
    }
  }

  mutating func merge(_ other: EvidenceCollector) { tables += other.tables }

  /// One range for each run of neighbouring columns.
  var evidence: [Evidence] {
    tables.flatMap { table -> [Evidence] in
      var runs: [ClosedRange<Int>] = []
      for column in table.columns.sorted() {
        if let last = runs.last, column == last.upperBound + 1 {
          runs[runs.count - 1] = last.lowerBound...column
        } else {
          runs.append(column...column)
        }
      }
      return runs.map { run in
        Evidence(
          file: table.file,
          sheet: table.sheet,
          range: CellRange(
            CellReference(row: table.rows.lowerBound, column: run.lowerBound),
            CellReference(row: table.rows.upperBound, column: run.upperBound)
          )
        )
      }
    }
  }
}
