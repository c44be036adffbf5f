/// A rectangle of cells, both corners included.
public struct CellRange: Hashable, Sendable {
  /// The corner with the smallest row and column.
  public var upperLeft: CellReference
  /// The corner with the largest row and column.
  public var lowerRight: CellReference

  /// Creates a range from two opposite corners in any order.
  public init(_ first: CellReference, _ second: CellReference) {
    upperLeft = CellReference(
      row: min(first.row, second.row),
      column: min(first.column, second.column)
    )
    lowerRight = CellReference(
      row: max(first.row, second.row),
      column: max(first.column, second.column)
    )
  }

  /// Reads `A1:C4` or the single cell `A1`; `nil` for anything else.
  public init?(a1 text: some StringProtocol) {
    let parts = text.split(separator: ":", omittingEmptySubsequences: false)
    guard parts.count <= 2, let head = parts.first, let tail = parts.last,
      let first = CellReference(a1: head), let last = CellReference(a1: tail)
    else { return nil }
    self.init(first, last)
  }

  /// Whether the cell lies inside.
  public func contains(_ cell: CellReference) -> Bool {
    cell.row >= upperLeft.row && cell.row <= lowerRight.row
      && cell.column >= upperLeft.column && cell.column <= lowerRight.column
  }
}

extension CellRange: CustomStringConvertible {
  /// A1 notation; a range of one cell is written as that cell.
  public var description: String {
    upperLeft == lowerRight ? "\(upperLeft)" : "\(upperLeft):\(lowerRight)"
  }
}
