import Findings
import Tabular
import VietnameseText

/// The columns of a sheet of indicators that are headed by a year each: "Năm 2024 | Năm 2025".
///
/// Only the column of the year that the sheet is about is read; where that year is not stated, none is.
struct YearColumns {
  private struct Column {
    var year: Int
    var index: Int
  }

  /// The band with no other columns of years than the one that is read.
  private(set) var band: HeaderBand
  /// Whether there are columns of years and it cannot be told which one is meant.
  private(set) var isOpen = false
  /// What was decided or is asked, with its cell.
  private(set) var finding: Finding?
  /// Whether some column of figures is headed by a year.
  private(set) var isEmpty = true

  init(_ band: HeaderBand, value: Int, context: ReadingContext, stated: Set<Int>) {
    self.band = band
    let isSettled = band.columns.contains { $0.said != nil && $0.match?.target.field == value }
    let columns = band.columns.indices.compactMap { index in
      Self.year(of: band.columns[index], value: value, context).map {
        Column(year: $0, index: index)
      }
    }
    isEmpty = columns.isEmpty
    guard !columns.isEmpty, !isSettled else { return }
    let meant = columns.filter { stated.contains($0.year) }
    let isAlone = columns.count == 1 && stated.isEmpty
    let chosen = meant.count == 1 ? meant[0] : isAlone ? columns[0] : nil
    if let chosen {
      self.band.columns[chosen.index].match = ColumnMatch(
        target: ColumnTarget(field: value),
        score: 1,
        reason: .heading
      )
    }
    let dropped = Set(columns.map(\.index)).subtracting(chosen.map { [$0.index] } ?? [])
    self.band.columns = self.band.columns.enumerated().filter { !dropped.contains($0.offset) }
      .map(\.element)
    isOpen = chosen == nil
    guard chosen == nil || columns.count > 1 else { return }
    let shown = columns.filter { $0.index != chosen?.index }.map { "\($0.year)" }
    finding = Finding(
      chosen == nil ? .ambiguousYear : .yearColumnRead,
      chosen == nil && meant.isEmpty && !stated.isEmpty ? "other" : nil,
      at: context.location(band.columns[chosen?.index ?? columns[0].index].cell),
      header: band.columns[chosen?.index ?? columns[0].index].path,
      found: shown.joined(separator: ", "),
      arguments: [
        "year": LocalizedText(
          chosen.map { "\($0.year)" } ?? stated.sorted().map(String.init).joined(separator: ", ")
        )
      ],
      related: columns.filter { $0.index != (chosen?.index ?? columns[0].index) }
        .map { context.location(band.columns[$0.index].cell) }
    )
  }

  /// The year that a column of figures is headed by: alone, after its word, or behind the heading of the figures.
  private static func year(of column: HeaderBand.Column, value: Int, _ context: ReadingContext)
    -> Int?
  {
    guard column.said == nil, let lowest = column.own.last,
      context.readsHidden || !context.grid.isColumnHidden(column.column)
    else { return nil }
    let words = lowest.key.split(separator: " ")
    guard let last = words.last.flatMap({ Int($0) }), (1990...2100).contains(last) else {
      return nil
    }
    let groups = column.inherited.dropLast()
    if groups.contains(where: { context.vocabulary.isQualifying($0.key) }) { return nil }
    let isYear = words.dropLast().allSatisfy { context.vocabulary.yearWords.contains(String($0)) }
    let isFigures =
      column.match.map { $0.target.field == value && $0.score >= ColumnMatch.usable } ?? false
    return isYear || isFigures ? last : nil
  }
}
