package import Tabular

/// What a sheet says around its rows.
///
/// Hidden columns stand before the rows in the file; merges and the filter stand after them, so they
/// are only known when the last row was read (ECMA-376 Part 1, 18.3.1.99).
package struct SheetFrame: Sendable {
  /// Zero-based columns hidden by hand.
  package private(set) var hiddenColumns: [ClosedRange<Int>] = []
  /// Merged ranges.
  package private(set) var merges: [CellRange] = []
  /// Cells without a value that have a fill.
  private(set) var filledBlanks: Set<CellReference> = []
  /// A sheet with more of them is coloured for the eye.
  private static let mostFilledBlanks = 100_000
  /// Whether an address of a merged range was none.
  private(set) var hasBadMerge = false
  /// Whether the sheet says that rows are hidden by a filter (ECMA-376 Part 1, 18.3.1.82).
  var isFiltered = false
  private var filter: (range: CellRange, hasCriteria: Bool)?

  /// The rows among which hidden ones are hidden by a filter, not by hand; `nil` without criteria.
  package var filteredRows: ClosedRange<Int>? {
    guard let filter, filter.hasCriteria else { return nil }
    return filter.range.upperLeft.row...filter.range.lowerRight.row
  }

  mutating func hideColumns(from first: Int?, to last: Int?) {
    guard let first, let last, first >= 1, last >= first, last <= SheetBounds.columns else {
      return
    }
    hiddenColumns.append((first - 1)...(last - 1))
  }

  mutating func merge(_ range: CellRange?, limits: Limits) throws(ContainerError) {
    guard let range else {
      hasBadMerge = true
      return
    }
    guard merges.count < limits.merges else {
      throw ContainerError(.limitExceeded, limit: .merges)
    }
    merges.append(range)
  }

  mutating func fill(_ cell: CellReference) {
    if filledBlanks.count < Self.mostFilledBlanks { filledBlanks.insert(cell) }
  }

  mutating func startFilter(_ range: CellRange?) {
    if let range { filter = (range, false) }
  }

  mutating func addFilterCriteria() { filter?.hasCriteria = true }
}
