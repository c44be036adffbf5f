package import Tabular

/// Which cell's value a covered cell shows.
package struct MergeMap {
  private var byRow: [Int: [CellRange]] = [:]
  /// How many rows of merges are kept: a sheet may claim merges over all its million rows.
  private static let mostRows = 400_000

  package init(_ merges: [CellRange]) {
    var rows = 0
    for merge in merges {
      for row in merge.upperLeft.row...merge.lowerRight.row {
        rows += 1
        guard rows <= Self.mostRows else { return }
        byRow[row, default: []].append(merge)
      }
    }
  }

  /// Whether any merge reaches a row.
  func reaches(row: Int) -> Bool { !byRow.isEmpty && byRow[row] != nil }

  /// The merged range over a cell, if any.
  package func range(over cell: CellReference) -> CellRange? {
    byRow.isEmpty ? nil : byRow[cell.row]?.first { $0.contains(cell) }
  }

  /// The cell whose value is shown at a cell: itself, or the upper left of its merge.
  package func anchor(of cell: CellReference) -> CellReference {
    range(over: cell)?.upperLeft ?? cell
  }
}
