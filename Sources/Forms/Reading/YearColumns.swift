import Findings
import Tabular
import VietnameseText

/// The columns of a sheet of indicators that are headed by a year each, or by what is planned and what was reached:
/// "Năm 2024 | Năm 2025", "Kế hoạch | Thực hiện | Tỷ lệ".
///
/// Only the columns of the result are read, of the year that the sheet is about; where that cannot be told, none is.
struct YearColumns {
  /// Columns of one year, plan or result.
  private struct Group {
    var aspect: ColumnAspect
    var indices: [Int]
  }

  /// The band with no other columns of years and plans than those that are read.
  private(set) var band: HeaderBand
  /// Whether there are such columns and it cannot be told which one is meant.
  private(set) var isOpen = false
  /// What was decided or is asked, with its cell.
  private(set) var finding: Finding?
  /// Whether no column of figures is headed so.
  private(set) var isEmpty = true

  init(_ band: HeaderBand, value: Int, context: ReadingContext, stated: Set<Int>) {
    self.band = band
    let isSettled = band.columns.contains { $0.said != nil && $0.match?.target.field == value }
    let groups = Self.groups(band, value, context)
    // "Kết quả thực hiện" alone is no choice.
    let isChoice = groups.count > 1 || groups.contains { $0.aspect.year != nil }
    isEmpty = !isChoice || !groups.contains { $0.aspect.isResult }
    guard !isEmpty, !isSettled else { return }
    let meant = ColumnAspect.meant(groups.map(\.aspect), stated: stated)
    if let meant { mark(groups[meant], value) }
    let kept = Set(meant.map { groups[$0].indices } ?? [])
    let dropped = Set(groups.flatMap(\.indices)).subtracting(kept)
    self.band.columns = self.band.columns.enumerated().filter { !dropped.contains($0.offset) }
      .map(\.element)
    isOpen = meant == nil
    guard meant == nil || groups.count > 1 else { return }
    finding = Self.finding(groups, of: band, meant, stated, context)
  }

  /// Columns headed by a year, a plan or a result and nothing else, or by that of the values.
  private static func groups(_ band: HeaderBand, _ value: Int, _ context: ReadingContext)
    -> [Group]
  {
    // "Kết quả thực hiện" beside the verdict tells how it was reached.
    let hasPlain = band.columns.contains {
      $0.aspect == nil && $0.match?.target.field == value
        && ($0.match?.score ?? 0) >= ColumnMatch.usable
    }
    var groups: [Group] = []
    for (index, column) in band.columns.enumerated() {
      guard column.said == nil, let aspect = column.aspect,
        context.readsHidden || !context.grid.isColumnHidden(column.column)
      else { continue }
      let isFigures =
        column.match.map { $0.target.field == value && $0.score >= ColumnMatch.usable } ?? false
      guard column.isAspectOnly || column.isAside || isFigures,
        !hasPlain || aspect.year != nil
      else { continue }
      if let known = groups.firstIndex(where: { $0.aspect == aspect }) {
        groups[known].indices.append(index)
      } else {
        groups.append(Group(aspect: aspect, indices: [index]))
      }
    }
    return groups
  }

  /// A column that is headed by nothing else is one of values.
  private mutating func mark(_ group: Group, _ value: Int) {
    for index in group.indices where band.columns[index].isAspectOnly {
      band.columns[index].match = ColumnMatch(
        target: ColumnTarget(field: value),
        score: 1,
        reason: .heading
      )
    }
  }

  private static func finding(
    _ groups: [Group],
    of all: HeaderBand,
    _ meant: Int?,
    _ stated: Set<Int>,
    _ context: ReadingContext
  ) -> Finding {
    let columns = groups.map { all.columns[$0.indices[0]] }
    let years = zip(columns, groups).compactMap { column, group in
      group.aspect.year.map { (column, $0) }
    }
    if let meant {
      let isOfYears =
        years.count == groups.count && groups.allSatisfy { $0.aspect.kind == groups[0].aspect.kind }
      return isOfYears
        ? .yearColumnRead(years, read: meant, context)
        : .resultColumnRead(
          columns[meant],
          besides: columns.enumerated().filter { $0.offset != meant }.map(\.element),
          context
        )
    }
    let open = zip(columns, groups).filter { $0.1.aspect.isResult }.map(\.0)
    let isOther =
      !stated.isEmpty
      && !groups.contains {
        $0.aspect.isResult && ($0.aspect.year.map { stated.contains($0) } ?? true)
      }
    return Finding(
      years.isEmpty ? .severalValues : .ambiguousYear,
      isOther ? "other" : nil,
      at: context.location(open[0].cell),
      header: open[0].path,
      found: years.isEmpty ? open[0].path : years.map { "\($0.1)" }.joined(separator: ", "),
      arguments: ["year": LocalizedText(stated.sorted().map(String.init).joined(separator: ", "))],
      related: open.dropFirst().map { context.location($0.cell) }
    )
  }
}
