import Tabular

/// Which row of the template each row of the result comes from.
package struct RowLayout: Sendable {
  /// The template row of each result row, in order; what comes after the last keeps its distance.
  package let templateRows: [Int]
  /// For each template row its first and last row in the result; `nil` for rows that are gone.
  private var places: [Int: ClosedRange<Int>] = [:]
  /// By how much the rows below the last move.
  private let shift: Int
  private let last: Int
  private let blocks: [ClosedRange<Int>]

  package init(templateRows: [Int], blocks: [ClosedRange<Int>]) {
    self.templateRows = templateRows
    self.blocks = blocks
    last = max(templateRows.max() ?? -1, blocks.map(\.upperBound).max() ?? -1)
    for (result, template) in templateRows.enumerated() {
      places[template] = (places[template]?.lowerBound ?? result)...result
    }
    shift = templateRows.count - (last + 1)
  }

  /// Whether every row stays where it is.
  package var isIdentity: Bool {
    shift == 0 && templateRows.enumerated().allSatisfy { $0.offset == $0.element }
  }

  /// The first and last result row of a template row; `nil` when it is gone.
  func place(of row: Int) -> ClosedRange<Int>? {
    row > last ? (row + shift)...(row + shift) : places[row]
  }

  /// A range of template rows in the result: from the first place of its first row that is left to
  /// the last place of its last; `nil` when all of it is gone.
  func range(_ rows: ClosedRange<Int>) -> ClosedRange<Int>? {
    var first: Int?
    var final: Int?
    var row = rows.lowerBound
    while first == nil, row <= rows.upperBound {
      first = place(of: row)?.lowerBound
      row += 1
    }
    row = rows.upperBound
    while final == nil, row >= rows.lowerBound {
      final = place(of: row)?.upperBound
      row -= 1
    }
    guard let first, let final, first <= final else { return nil }
    return first...final
  }

  /// Whether a template row stands in a block that repeats.
  func isInBlock(_ row: Int) -> Bool { blocks.contains { $0.contains(row) } }

  /// The copies of rows that stand together: each a list of result rows, for merges inside a block.
  func copies(_ rows: ClosedRange<Int>) -> [ClosedRange<Int>] {
    if rows.lowerBound > last { return range(rows).map { [$0] } ?? [] }
    var result: [ClosedRange<Int>] = []
    for (index, template) in templateRows.enumerated() where template == rows.lowerBound {
      var end = index
      while end + 1 < templateRows.count, templateRows[end] < rows.upperBound,
        templateRows[end + 1] == templateRows[end] + 1
      {
        end += 1
      }
      if templateRows[end] == rows.upperBound { result.append(index...end) }
    }
    return result
  }
}
