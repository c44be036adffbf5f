import Findings
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
  /// Villages that have several columns of values, of which none can be told to be the one that is meant.
  private(set) var open: [(name: String, columns: [HeaderBand.Column])] = []
  /// What was decided where the heading says the years.
  private(set) var findings: [Finding] = []
  /// The band without them.
  private(set) var rest: HeaderBand

  /// `stated` are the years that stand above the table.
  init(
    _ band: HeaderBand,
    context: ReadingContext,
    spellings: [String: String],
    stated: Set<Int> = []
  ) {
    rest = band
    var others: [HeaderBand.Column] = []
    var parts: [(name: String, columns: [HeaderBand.Column])] = []
    for column in band.columns {
      if column.said == nil, let name = Self.village(over: column, context, spellings) {
        if parts.last?.name == name {
          parts[parts.count - 1].columns.append(column)
        } else {
          parts.append((name, [column]))
        }
        continue
      }
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
    for part in parts { add(part, context, stated) }
    if !columns.isEmpty { takeNamesBeside(&others, context) }
    if columns.isEmpty, open.isEmpty {
      (totals, hidden) = ([], [])
    } else {
      columns.sort { $0.column < $1.column }
      rest.columns = others
    }
  }

  /// Beside a village that is known, a heading written as a name is another one: "Hợp Thành", "Xuân Phong".
  private mutating func takeNamesBeside(
    _ others: inout [HeaderBand.Column],
    _ context: ReadingContext
  ) {
    let depth = Set(columns.map { column in column.cell.row })
    others.removeAll { column in
      guard column.said == nil, column.aspect == nil, column.match == nil, column.own.count == 1,
        let heading = column.own.first, depth.contains(column.cell.row),
        Self.isName(heading.text), !context.vocabulary.totals.contains(heading.bareKey)
      else { return false }
      guard context.readsHidden || !context.grid.isColumnHidden(column.column) else {
        hidden.append(column)
        return true
      }
      columns.append(
        Column(
          column: column.column,
          name: CanonicalText.tidy(heading.text),
          cell: column.cell,
          path: column.path
        )
      )
      return true
    }
  }

  /// Whether every word of a heading, two at least, begins with a capital and goes on without.
  private static func isName(_ text: String) -> Bool {
    let words = CanonicalText.tidy(text).split(separator: " ")
    return words.count >= 2
      && words.allSatisfy { word in
        word.first?.isUppercase == true && word.allSatisfy(\.isLetter)
          && word.dropFirst().allSatisfy(\.isLowercase)
      }
  }

  /// Whether no column is headed by a village.
  var isEmpty: Bool { columns.isEmpty && open.isEmpty }

  /// The village of the nearest heading above a column's own, as "Thôn Làng Mài" over "2024" or "Thực hiện".
  private static func village(
    over column: HeaderBand.Column,
    _ context: ReadingContext,
    _ spellings: [String: String]
  ) -> String? {
    for heading in (column.inherited.isEmpty ? column.own : column.inherited).dropLast().reversed()
    {
      let (name, kind) = context.villages.read(cell: heading.text)
      guard let first = name.first, first.isUppercase || first.isNumber,
        !context.vocabulary.villageKinds.contains(Vocabulary.key(name))
      else { continue }
      if kind == .village || spellings[Vocabulary.key(name)] != nil { return name }
    }
    return nil
  }

  /// Takes the one column of a village that is meant: the only one, or that of the year which is stated.
  private mutating func add(
    _ part: (name: String, columns: [HeaderBand.Column]),
    _ context: ReadingContext,
    _ stated: Set<Int>
  ) {
    let seen = part.columns.filter {
      context.readsHidden || !context.grid.isColumnHidden($0.column)
    }
    hidden += part.columns.filter { column in !seen.contains { $0.column == column.column } }
    let meant = ColumnAspect.meant(seen.map(\.aspect), stated: stated)
    guard let chosen = seen.count == 1 ? 0 : meant else {
      if !seen.isEmpty { open.append((part.name, seen)) }
      return
    }
    let own = seen[chosen]
    columns.append(
      Column(column: own.column, name: part.name, cell: own.cell, path: own.path)
    )
    let years = seen.compactMap { column in column.aspect?.year.map { (column, $0) } }
    if seen.count > 1, years.count == seen.count, Set(years.map(\.1)).count > 1 {
      findings.append(.yearColumnRead(years, read: chosen, context))
    } else if seen.count > 1 {
      findings.append(
        .resultColumnRead(own, besides: seen.filter { $0.column != own.column }, context)
      )
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
    guard !name.isEmpty, name.first?.isUppercase == true || name.first?.isNumber == true,
      !lowest.isYear, !context.vocabulary.villageKinds.contains(Vocabulary.key(name))
    else {
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
