import Tabular
import VietnameseText

/// The columns of a sheet of indicators that are headed by an answer each, with a mark in the one that holds:
/// "Thôn tự đánh giá" over "Đạt" and "Chưa đạt".
struct AnswerColumns {
  struct Answer {
    var column: Int
    /// The key of the answer that a mark in the column gives.
    var key: String
    var cell: CellReference
  }

  /// From left to right; empty where the sheet has a column of values.
  private(set) var answers: [Answer] = []
  /// The band with the first of them as its column of values and without the others.
  private(set) var band: HeaderBand

  init(_ band: HeaderBand, value: Int, form: FormDefinition, context: ReadingContext) {
    self.band = band
    let words = Set(form.fields.flatMap(\.choices).flatMap(\.words).filter { $0.count > 1 })
    var groups: [[Int]] = []
    for (index, column) in band.columns.enumerated() where column.said == nil {
      guard let leaf = column.own.last?.key, words.contains(leaf) else { continue }
      let isHidden = context.grid.isColumnHidden(column.column) && !context.readsHidden
      guard !isHidden else { continue }
      if let last = groups.last?.first, Self.group(band.columns[last]) == Self.group(column) {
        groups[groups.count - 1].append(index)
      } else {
        groups.append([index])
      }
    }
    groups = groups.filter { $0.count > 1 }
    if groups.isEmpty { readRow(below: band, value, words, context) }
    // Beside the answers of somebody else those stand under the heading of the values.
    let own =
      groups.count == 1
      ? groups : groups.filter { Self.isValue(band.columns[$0[0]], value, context) }
    let others = Set(groups.flatMap { $0 })
    guard !others.isEmpty else { return }
    if own.count == 1 {
      answers = own[0].map { index in
        let column = band.columns[index]
        return Answer(column: column.column, key: column.own.last?.key ?? "", cell: column.cell)
      }
      self.band.columns[own[0][0]].match = ColumnMatch(
        target: ColumnTarget(field: value),
        score: 1,
        reason: .headingInGroup
      )
    }
    // Whose answers the others are is not known: a mark among them says nothing.
    let kept = own.count == 1 ? own[0][0] : -1
    self.band.columns = self.band.columns.enumerated().filter { index, column in
      index == kept
        || !others.contains(index) && (own.isEmpty || column.match?.target.field != value)
    }.map(\.element)
  }

  /// The answers in a row of their own under a heading that is not merged over them: nothing else stands in it.
  private mutating func readRow(
    below band: HeaderBand,
    _ value: Int,
    _ words: Set<String>,
    _ context: ReadingContext
  ) {
    let group = band.columns.firstIndex {
      $0.match?.target.field == value && ($0.match?.score ?? 0) >= ColumnMatch.usable
    }
    guard let group,
      let index = context.texts.rows.firstIndex(where: { Int($0.number) > band.rows.upperBound }),
      context.readsHidden || !context.texts.rows[index].isHidden
    else { return }
    let row = Int(context.texts.rows[index].number)
    let first = band.columns[group].column
    let next = band.columns.dropFirst(group + 1).first?.column ?? Int.max
    var found: [Answer] = []
    for cell in context.grid.cells(ofRowAt: index) where context.texts.display(cell) != nil {
      guard let key = context.texts.entry(cell)?.key, words.contains(key) else { return }
      let column = Int(cell.column)
      guard (first..<next).contains(column) else { continue }
      found.append(
        Answer(column: column, key: key, cell: CellReference(row: row, column: column))
      )
    }
    if found.count > 1, Set(found.map(\.key)).count == found.count { answers = found }
  }

  private static func group(_ column: HeaderBand.Column) -> String {
    over(column).map(\.key).joined(separator: "\u{1F}")
  }

  /// The headings over the answers, where they are merged and where they only stand over the first of them.
  private static func over(_ column: HeaderBand.Column) -> [HeaderText] {
    Array((column.inherited.isEmpty ? column.own : column.inherited).dropLast())
  }

  private static func isValue(_ column: HeaderBand.Column, _ value: Int, _ context: ReadingContext)
    -> Bool
  {
    let groups = over(column)
    guard !groups.isEmpty else { return false }
    return context.labels.knownMatches([groups]).first.map {
      $0.target.field == value && $0.score >= ColumnMatch.usable
    } ?? false
  }
}
