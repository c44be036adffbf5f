import Tabular

/// What of a sheet is wanted; what is not wanted is checked, but neither decoded nor kept.
package struct ReadingOptions: Sendable {
  /// Whether each column is wanted, by its zero-based number; `nil` for all.
  private let wanted: [Bool]?
  /// Whether formula texts are delivered.
  package let formulas: Bool

  /// All columns, or those of the zero-based numbers given; numbers that no sheet has are left out.
  package init(columns: [Int]? = nil, formulas: Bool = true) {
    self.formulas = formulas
    guard let columns else {
      wanted = nil
      return
    }
    var wanted = Array(repeating: false, count: SheetBounds.columns)
    for column in columns where wanted.indices.contains(column) { wanted[column] = true }
    self.wanted = wanted
  }

  /// Whether a column is wanted; `column` lies inside the sheet.
  func wants(_ column: Int) -> Bool {
    guard let wanted else { return true }
    return column < wanted.count && wanted[column]
  }
}
