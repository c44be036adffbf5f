package import Tabular

/// The cells that a figure rests on.
package struct Evidence: Hashable, Sendable {
  package var file: String
  package var sheet: String?
  package var range: CellRange?
  /// The rows that count in the numerator, such as `8-40, 43`; `nil` where all of them do.
  package var rows: String?

  package init(file: String, sheet: String?, range: CellRange?, rows: String? = nil) {
    self.file = file
    self.sheet = sheet
    self.range = range
    self.rows = rows
  }
}

/// Row numbers as runs: most rows of a table count, or most do not.
struct RowRuns: Sendable {
  private(set) var runs: [ClosedRange<Int>] = []
  private(set) var count = 0

  mutating func add(_ row: Int) {
    count += 1
    if let last = runs.last, row == last.upperBound + 1 {
      runs[runs.count - 1] = last.lowerBound...row
    } else {
      runs.append(row...row)
    }
  }

  /// As people count rows, from 1; a dash for none.
  var text: String {
    runs.isEmpty
      ? "–"
      : runs.map { run in
        run.count == 1 ? "\(run.lowerBound + 1)" : "\(run.lowerBound + 1)-\(run.upperBound + 1)"
      }.joined(separator: ", ")
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
    var counted = RowRuns()
    var size = 0
  }

  private var tables: [Table] = []

  mutating func add(
    file: String,
    sheet: String,
    table: Int,
    row: Int,
    columns: [Int],
    counts: Bool
  ) {
    defer {
      tables[tables.count - 1].size += 1
      if counts { tables[tables.count - 1].counted.add(row) }
    }
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
      // A formula that only counts records rests on no column more than on another.
      return (runs.isEmpty ? [0...0] : runs).map { run in
        Evidence(
          file: table.file,
          sheet: table.sheet,
          range: CellRange(
            CellReference(row: table.rows.lowerBound, column: run.lowerBound),
            CellReference(row: table.rows.upperBound, column: run.upperBound)
          ),
          rows: table.counted.count == table.size ? nil : table.counted.text
        )
      }
    }
  }
}
