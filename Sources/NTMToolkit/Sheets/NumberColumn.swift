public import Tabular

/// The numbers of one column of a sheet, by row, read without making any text.
public struct NumberColumn: Sendable {
  /// The number of each row, row 1 first; `nil` where the cell is empty or holds anything else.
  public private(set) var values: [Double?] = []
  /// The rows whose cell holds something that is no number: a text, a date, an error, a mark.
  ///
  /// They are
  /// named so that a sum over ``values`` cannot silently leave them out.
  public private(set) var otherRows: [Int] = []

  /// The number in a row as spreadsheet programs show it, from 1; `nil` where there is none.
  public subscript(row: Int) -> Double? {
    values.indices.contains(row - 1) ? values[row - 1] : nil
  }

  /// The number in a row as an exact decimal of at most 15 digits, which is what programs keep of it;
  /// `nil` where there is none.
  public func decimal(inRow row: Int) -> ExactDecimal? { self[row].flatMap(PlainNumber.exact) }

  /// Takes over a cell; of two in one row the later counts.
  mutating func add(_ cell: PackedCell, row: Int) {
    if cell.kind == .empty { return }
    let isAgain = row < values.count && (values[row] != nil || otherRows.contains(row + 1))
    while values.count <= row { values.append(nil) }
    let isNumber = cell.kind == .number
    values[row] = isNumber ? cell.number : nil
    if isAgain { otherRows.removeAll { $0 == row + 1 } }
    if !isNumber { otherRows.append(row + 1) }
  }
}
