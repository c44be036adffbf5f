/// The overview of units by criteria: a row for each unit, a column for each criterion.
package struct SummaryTable: Sendable {
  /// A class of units by how many criteria they meet.
  package struct Band: Sendable {
    package var from: Int
    package var text: String

    package init(from: Int, text: String) {
      self.from = from
      self.text = text
    }
  }

  package var sheet: String
  /// The zero-based row that is repeated for each unit.
  package var unitRow: Int
  /// Zero-based columns: `number`, `name`, `group`, `count`, `band`, `note`.
  package var columns: [String: Int]
  /// The column of the first criterion, and how many there are.
  package var firstCriterion: Int
  package var criterionCount: Int
  /// The zero-based rows that count the units of a verdict.
  package var countRows: [String: Int]
  /// The sign of each verdict.
  package var signs: [String: String]
  /// Behind a sign: it rests on what nobody has checked.
  package var provisionalSign: String
  /// From the most criteria to the fewest.
  package var bands: [Band]
  /// The sheet of villages by what they handed in; `nil` for a form without one.
  package var villages: VillageTable?

  /// The sheet of villages: a row for each form of a village.
  package struct VillageTable: Sendable {
    package var sheet: String
    package var row: Int
    package var columns: [String: Int]

    /// The columns that hold figures.
    var figureColumns: Set<Int> {
      Set(["records", "errors", "warnings"].compactMap { columns[$0] })
    }

    package init(sheet: String, row: Int, columns: [String: Int]) {
      self.sheet = sheet
      self.row = row
      self.columns = columns
    }
  }

  /// The columns of the overview that hold figures.
  var figureColumns: Set<Int> {
    Set(firstCriterion..<(firstCriterion + criterionCount)).union([
      columns["count"] ?? firstCriterion
    ])
  }

  package init(sheet: String) {
    self.sheet = sheet
    unitRow = 0
    columns = [:]
    firstCriterion = 0
    criterionCount = 0
    countRows = [:]
    signs = [:]
    provisionalSign = ""
    bands = []
  }
}

/// The list of documents that show what an evaluation says.
package struct DocumentTable: Sendable {
  package var sheet: String
  /// The zero-based model rows of a criterion and of a document.
  package var criterionRow: Int
  package var row: Int
  package var columns: [String: Int]
  /// The headings by which the columns are known in other layouts.
  package var headings: [String: [String]] = [:]
  /// The words for the states, as they are written first.
  package var states: [String: [String]] = [:]

  package init(sheet: String, criterionRow: Int, row: Int, columns: [String: Int]) {
    self.sheet = sheet
    self.criterionRow = criterionRow
    self.row = row
    self.columns = columns
  }
}
