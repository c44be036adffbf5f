package import Tabular

/// What was found of one table: for `inspect`, and for whoever traces a figure.
package struct TableSummary: Sendable {
  package var header: CellRange
  package var columns: [MappedColumn] = []
  /// Columns whose heading is not known, by path.
  package var unknown: [(path: String, cell: CellReference)] = []
  /// The first and last zero-based row with a record.
  package var records: ClosedRange<Int>?
  package var recordCount = 0
  package var groups: [CellReference] = []
  package var totals: [CellReference] = []
  package var skipped = 0
  /// What the columns of this table and of those above it in the sheet sum up to.
  var sums: [ColumnTarget: ExactDecimal] = [:]
  package var facts: [LocatedFact] = []
  /// The unit line above the table, such as "Đơn vị tính: triệu đồng".
  package var unit: (unit: Vocabulary.Unit, cell: CellReference)?
  package var village: (name: String, source: Provenance)?

  package init(header: CellRange) { self.header = header }

  /// The column that holds a field or one of its choices.
  package func columns(of field: Int) -> [MappedColumn] {
    columns.filter { $0.target.field == field }
  }
}
