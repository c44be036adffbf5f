import Tabular
import VietnameseText

/// The columns of a sheet of indicators that are headed by a village each, in place of one column of values.
struct VillageColumns {
  struct Column {
    var column: Int
    var name: String
    var cell: CellReference
    var path: String
  }

  /// From left to right, without what is hidden by hand.
  private(set) var columns: [Column] = []
  private(set) var hidden: [HeaderBand.Column] = []
  /// Columns that sum up the villages.
  private(set) var totals: [HeaderBand.Column] = []
  /// The band without them.
  private(set) var rest: HeaderBand

  init(_ band: HeaderBand, context: ReadingContext, spellings: [String: String]) {
    rest = band
    var others: [HeaderBand.Column] = []
    for column in band.columns {
      guard (column.match?.score ?? 0) < ColumnMatch.usable, column.said == nil,
        let lowest = column.own.last
      else {
        others.append(column)
        continue
      }
      if context.vocabulary.totals.contains(lowest.bareKey) {
        totals.append(column)
      } else if let name = Self.name(column, lowest, context, spellings) {
        if context.grid.isColumnHidden(column.column), !context.readsHidden {
          hidden.append(column)
        } else {
          columns.append(
            Column(column: column.column, name: name, cell: column.cell, path: column.path)
          )
        }
      } else {
        others.append(column)
      }
    }
    if columns.isEmpty {
      (totals, hidden) = ([], [])
    } else {
      rest.columns = others
    }
  }

  /// A heading with the word for a village, of a village that is known, or under one that speaks of villages.
  private static func name(
    _ column: HeaderBand.Column,
    _ lowest: HeaderText,
    _ context: ReadingContext,
    _ spellings: [String: String]
  ) -> String? {
    let (name, kind) = context.villages.read(cell: lowest.text)
    guard !name.isEmpty, name.first?.isUppercase == true || name.first?.isNumber == true else {
      return nil
    }
    if kind == .village || spellings[Vocabulary.key(name)] != nil { return name }
    // "Thôn tự đánh giá" is whose the values are; what stands below it is an answer or a point.
    let isOfValues = column.inherited.dropLast().contains { group in
      context.labels.knownMatches([[group]]).first.map { $0.score >= ColumnMatch.usable } ?? false
    }
    guard !isOfValues, context.vocabulary.verdicts[lowest.key] == nil else { return nil }
    let groups = column.inherited.dropLast().map { " " + $0.key + " " }
    let isUnderVillages = groups.contains { group in
      context.vocabulary.villageKinds.contains { group.contains(" " + $0 + " ") }
    }
    return isUnderVillages ? name : nil
  }
}
