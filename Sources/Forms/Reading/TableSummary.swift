package import Tabular

/// A column that is not read: its heading is not known, or not for certain.
package struct UnreadColumn: Sendable {
  package var column: Int
  package var path: String
  package var cell: CellReference
  /// What it may be.
  package var nearest: ColumnMatch?
  /// Whether a mapping profile says that it is none.
  package var isIgnored: Bool
  /// Whether it is hidden, and hidden columns are not read.
  package var isHidden = false
}

/// What a row of a table is that is no record.
package enum OtherRow: String, Sendable, CaseIterable {
  case columnNumbers = "column-numbers"
  case repeatedHeading = "repeated-heading"
  case unitLine = "unit-line"
  /// Members, sub-rows, continuations, remarks, means and shares.
  case subordinate
  /// Dots to be filled in, or an example of how to do it.
  case placeholder
  case hidden
}

/// What was found of one table: for `inspect`, and for whoever traces a figure.
package struct TableSummary: Sendable {
  package var header: CellRange
  package var columns: [MappedColumn] = []
  /// Columns that are not read.
  package var unread: [UnreadColumn] = []
  /// Rows that are no records, by what they are.
  package var otherRows: [OtherRow: [Int]] = [:]
  /// How many figures of total rows were compared with the sums of their rows, and how many differ.
  package var totalsCompared = 0
  package var totalsDifferent = 0
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
