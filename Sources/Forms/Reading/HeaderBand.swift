package import Tabular
import VietnameseText

/// The rows of a table's heading, and for each column the headings from top to bottom.
package struct HeaderBand {
  /// Zero-based row numbers.
  package var rows: ClosedRange<Int>
  package var columns: [Column]
  /// A column with what stands over it.
  package struct Column: Sendable {
    package var column: Int
    /// The headings that stand over the column itself.
    var own: [HeaderText]
    /// The same with group headings that only stand over a column further left (no merge).
    var inherited: [HeaderText]
    /// The lowest cell that holds a heading.
    package var cell: CellReference
    /// The headings joined for people: `Thu nhập > Tổng (nghìn đồng)`.
    package var path: String
    package var match: ColumnMatch?
    /// What a mapping profile says of it.
    var said: MappingProfile.Column?
    /// Of what time or plan its figures are, where its headings say that.
    var aspect: ColumnAspect?
    /// Whether nothing else stands over it.
    var isAspectOnly = false
    /// Whether its figures are the plan, share or change beside a result that is read.
    var isAside = false
  }
}

/// Finds heading bands in a grid.
///
/// A class, because every step of reading a table holds it; what it found once it finds again for nothing.
final class HeaderFinder {
  let texts: SheetTexts
  let merges: MergeMap
  let labels: LabelIndex
  let vocabulary: Vocabulary
  private let known: KnownHeadings
  /// A heading has no more rows than this.
  private static let mostRows = 8
  /// How many different columns must be known.
  var fewestColumns = 3
  /// What somebody decided about the columns, with the form they are of.
  var decided: (profile: MappingProfile, form: FormDefinition)?
  /// The bands found before, by where they were looked for.
  private var found: [Int: (band: HeaderBand, lastRow: Int)?] = [:]

  init(
    texts: SheetTexts,
    merges: MergeMap,
    labels: LabelIndex,
    vocabulary: Vocabulary
  ) {
    self.texts = texts
    self.merges = merges
    self.labels = labels
    self.vocabulary = vocabulary
    known = KnownHeadings(labels: labels, vocabulary: vocabulary)
  }

  private lazy var villages = VillageName(vocabulary: vocabulary)

  // Lent, not copied: every row asks for it.
  private var grid: Grid { _read { yield texts.grid } }

  /// The next band at or after an index into the grid's rows, with the index of its last row.
  func next(from start: Int) -> (band: HeaderBand, lastRow: Int)? {
    if let known = found[start] { return known }
    let band = search(from: start)
    found[start] = .some(band)
    return band
  }

  private func search(from start: Int) -> (band: HeaderBand, lastRow: Int)? {
    var index = start
    while index < grid.rows.count {
      if mayHold(2, inRowAt: index), hits(inRowAt: index) >= 2 || spreadHits(from: index) >= 3 {
        let (top, bottom) = extent(around: index, from: start)
        let band = band(top: top, bottom: bottom)
        let lastRow = grid.rows.lastIndex { Int($0.number) <= bottom } ?? index
        let known = band.columns.filter { ($0.match?.score ?? 0) >= ColumnMatch.usable }
        if Set(known.compactMap(\.match?.target)).count >= fewestColumns {
          return (band, max(lastRow, index))
        }
      }
      index += 1
    }
    return nil
  }

  /// Whether a row has so many cells that any form knows; a profile may know others.
  private func mayHold(_ count: Int, inRowAt index: Int) -> Bool {
    guard decided == nil, let known = texts.knownCells else { return true }
    return known[index] >= count
  }

  /// How many different headings of the form stand in a row.
  func hits(inRowAt index: Int) -> Int {
    guard mayHold(1, inRowAt: index) else { return 0 }
    var found: Set<String> = []
    for position in texts.cellIndices(ofRowAt: index) {
      let cell = texts.cells[position]
      guard let entry = texts.entry(cell) else { continue }
      let isDecided = decided?.profile.leaves.contains(entry.key) == true
      guard isDecided || known.isHeading(entry) else { continue }
      if isDecided || labels.leaves.contains(entry.key) || labels.parents[entry.key] != nil {
        found.insert(entry.key)
      } else if entry.text.utf8.count < 200 {
        let bare = entry.heading(vocabulary).bareKey
        if labels.leaves.contains(bare) { found.insert(bare) }
      }
    }
    return found.count
  }

  /// How many different headings of the form stand in the columns from a row downwards, over several rows each.
  private func spreadHits(from index: Int) -> Int {
    let columns = SpreadHeading.columns(from: index, texts, vocabulary) ?? []
    let keys = columns.lazy.map { HeaderText($0, vocabulary: self.vocabulary).bareKey }
    return Set(keys.filter { self.labels.leaves.contains($0) }).count
  }

  /// The first and last row number of the band around a row with headings.
  private func extent(around index: Int, from start: Int) -> (top: Int, bottom: Int) {
    var top = Int(grid.rows[index].number)
    var bottom = top
    var lower = index
    bottom = max(bottom, mergedBottom(ofRowAt: lower))
    while lower + 1 < grid.rows.count, Int(grid.rows[lower + 1].number) <= top + Self.mostRows {
      let row = Int(grid.rows[lower + 1].number)
      guard row <= bottom || (row == bottom + 1 && continuesHeader(rowAt: lower + 1, below: bottom))
      else { break }
      lower += 1
      bottom = max(bottom, row, mergedBottom(ofRowAt: lower))
    }
    var upper = index
    while upper > start, Int(grid.rows[upper - 1].number) == top - 1,
      belongsAbove(rowAt: upper - 1, columns: columnExtent(rowAt: index))
    {
      upper -= 1
      top -= 1
    }
    return (top, min(bottom, top + Self.mostRows))
  }

  private func columnExtent(rowAt index: Int) -> ClosedRange<Int> {
    let columns = grid.cells(ofRowAt: index).filter { texts.entry($0) != nil }.map {
      Int($0.column)
    }
    let low = columns.min() ?? 0
    return low...max(low, columns.max() ?? 0)
  }

  /// The last row that a heading merged downwards from this row reaches.
  private func mergedBottom(ofRowAt index: Int) -> Int {
    let row = Int(grid.rows[index].number)
    var bottom = row
    for cell in grid.cells(ofRowAt: index) where texts.entry(cell) != nil {
      guard let range = merges.range(over: CellReference(row: row, column: Int(cell.column))),
        range.upperLeft.row == row, range.lowerRight.row - row < Self.mostRows
      else { continue }
      bottom = max(bottom, range.lowerRight.row)
    }
    return bottom
  }

  /// Whether a row below goes on with the heading: words only, and under group headings or known.
  private func continuesHeader(rowAt index: Int, below bottom: Int) -> Bool {
    let cells = grid.cells(ofRowAt: index).filter { texts.display($0) != nil }
    if isOfUnits(rowAt: index) { return true }
    // Sums that were saved without their results are figures, though nothing is shown.
    if grid.cells(ofRowAt: index).contains(where: { $0.kind == .missingResult }) { return false }
    if isUnderFigures(cells, below: bottom) || areAspects(cells, below: bottom) { return true }
    guard cells.count >= 2 || hits(inRowAt: index) >= 1 else { return false }
    if areAnswers(cells, below: bottom) { return true }
    for cell in cells {
      guard let entry = texts.entry(cell), isHeadingWord(entry) else { return false }
      // "A" under the heading of the numbers begins a group of rows.
      if entry.key.utf8.count == 1, let above = headingAbove(cell, below: bottom),
        labels.naming.contains(above.heading(vocabulary).bareKey)
      {
        return false
      }
    }
    if isTotal(cells, below: bottom) { return false }
    if ColumnNumbers.isNumberRow(index, texts) { return false }
    let known = hits(inRowAt: index)
    if known >= 2 || (known >= 1 && cells.count <= 3) { return true }
    // Words spread down the rows of a heading without merges: no row of data has words only.
    return cells.allSatisfy { cell in
      let above = CellReference(row: bottom, column: Int(cell.column))
      let anchor = merges.anchor(of: above)
      if grid[anchor].flatMap({ texts.entry($0) }) != nil { return true }
      // Villages under one heading of a sheet of indicators, without a merge.
      return fewestColumns == 2 && isRight(ofHeadings: bottom, Int(cell.column))
    }
  }

  /// Whether a row begins with the label of a total, under the heading of the numbers or names of rows.
  private func isTotal(_ cells: [PackedCell], below bottom: Int) -> Bool {
    guard let first = cells.first, let entry = texts.entry(first),
      vocabulary.totals.contains(entry.key)
        || vocabulary.totals.contains(entry.heading(vocabulary).bareKey)
    else { return false }
    guard let above = headingAbove(first, below: bottom) else { return cells.count == 1 }
    return labels.naming.contains(above.heading(vocabulary).bareKey)
  }

  /// Whether words or years stand under headings of figures only: a row of the table begins with its number
  /// or name, a heading's second line may have nothing but "Bình quân đầu người".
  private func isUnderFigures(_ cells: [PackedCell], below bottom: Int) -> Bool {
    guard let headings = grid.rowIndex(of: bottom).map({ grid.cells(ofRowAt: $0) }),
      let first = headings.first(where: { texts.entry($0) != nil })
    else { return false }
    return !cells.isEmpty && cells.count <= headings.count
      && cells.allSatisfy { cell in
        guard cell.column > first.column else { return false }
        let number = texts.display(cell).flatMap { Int($0) }
        guard
          number.map({ (1990...2100).contains($0) }) ?? texts.entry(cell).map(isHeadingWord)
            ?? false
        else { return false }
        // A group heading stands above it, or to its left in the row above.
        let group = headingAbove(cell, below: bottom) ?? headingLeft(of: cell, in: headings)
        return group.map { !labels.naming.contains($0.heading(vocabulary).bareKey) } ?? false
      }
  }

  /// Whether a row says nothing but whose figures stand below, of what time or what they count: "KH | TH",
  /// "Năm 2024 | Năm 2025", "Số hộ | Số khẩu".
  private func areAspects(_ cells: [PackedCell], below bottom: Int) -> Bool {
    guard cells.count >= 2,
      let first = grid.rowIndex(of: bottom).map({ grid.cells(ofRowAt: $0) })?
        .first(where: { texts.entry($0) != nil })
    else { return false }
    return cells.allSatisfy { cell in
      guard cell.column > first.column else { return false }
      if let text = texts.display(cell), let year = Int(text) {
        return (1990...2100).contains(year)
      }
      guard let entry = texts.entry(cell) else { return false }
      let heading = entry.heading(vocabulary)
      return labels.counted.contains(heading.bareKey)
        || ColumnAspect(heading, vocabulary: vocabulary) != nil
    }
  }

  /// Whether a row names the columns of marks under headings without merges: two known ones at least, all of
  /// them words, and nothing under the headings of numbers and names.
  private func areAnswers(_ cells: [PackedCell], below bottom: Int) -> Bool {
    var known = 0
    for cell in cells {
      guard let entry = texts.entry(cell), Quantity.read(entry.text).number == .notANumber else {
        return false
      }
      if let above = headingAbove(cell, below: bottom),
        labels.naming.contains(above.heading(vocabulary).bareKey)
      {
        return false
      }
      if labels.leaves.contains(entry.key) { known += 1 }
    }
    guard known >= 2, let first = grid.rowIndex(of: bottom).map({ grid.cells(ofRowAt: $0) })?.first
    else { return false }
    return cells.allSatisfy { $0.column > first.column }
  }

  private func headingAbove(_ cell: PackedCell, below bottom: Int) -> SheetTexts.Entry? {
    let above = CellReference(row: bottom, column: Int(cell.column))
    return grid[merges.anchor(of: above)].flatMap { texts.entry($0) }
  }

  private func headingLeft(of cell: PackedCell, in row: ArraySlice<PackedCell>)
    -> SheetTexts.Entry?
  {
    row.last { $0.column < cell.column && texts.entry($0) != nil }.flatMap { texts.entry($0) }
  }

  /// Whether a column stands to the right of the headings of a row.
  private func isRight(ofHeadings row: Int, _ column: Int) -> Bool {
    guard let index = grid.rowIndex(of: row) else { return false }
    let headings = grid.cells(ofRowAt: index).filter { texts.entry($0) != nil }
    return headings.count >= 2 && headings.allSatisfy { Int($0.column) < column }
  }

  /// Whether a row is nothing but units in brackets: it belongs to the heading above.
  func isOfUnits(rowAt index: Int) -> Bool {
    let cells = grid.cells(ofRowAt: index).filter { texts.display($0) != nil }
    return !cells.isEmpty
      && cells.allSatisfy { cell in
        guard let entry = texts.entry(cell) else { return false }
        return entry.text.hasPrefix("(") && entry.text.hasSuffix(")")
          && vocabulary.unit(String(entry.text.dropFirst().dropLast())) != nil
      }
  }

  /// Whether a text may stand in a heading: figures, marks, group numbers and villages may not.
  private func isHeadingWord(_ entry: SheetTexts.Entry) -> Bool {
    if labels.leaves.contains(entry.key) { return true }
    // "Đạt (95%)" is a verdict with its share; "Đạt" alone may head a column of marks.
    let bare = entry.heading(vocabulary).bareKey
    if bare != entry.key, vocabulary.verdicts[bare] != nil { return false }
    let quantity = Quantity.read(entry.text)
    // "16 tuổi" below "Số trẻ em dưới" is no figure in a unit that is counted in.
    let isFigure = quantity.unit.isEmpty || vocabulary.unit(quantity.unit) != nil
    if quantity.number != .notANumber, isFigure { return false }
    if vocabulary.mark(entry.key) != nil || RomanNumeral.isOne(entry.key) { return false }
    // "bản" below "Thôn," is a word of the heading; a village has a name.
    return vocabulary.villageKinds.contains(entry.key)
      || villages.read(cell: entry.text).kind == .none
  }

  /// Whether the row above is a row of group headings and not a title or a unit line.
  private func belongsAbove(rowAt index: Int, columns: ClosedRange<Int>) -> Bool {
    let row = Int(grid.rows[index].number)
    let cells = grid.cells(ofRowAt: index).filter { texts.display($0) != nil }
    guard !cells.isEmpty else { return false }
    let isFact = cells.contains { texts.entry($0)?.text.hasSuffix(":") == true }
    if hits(inRowAt: index) >= (isFact ? 2 : 1), cells.count >= 2 { return true }
    var groups = 0
    for cell in cells {
      guard let entry = texts.entry(cell) else { return false }
      if TitleBlock.isUnitLine(entry.key, vocabulary) || entry.text.contains(":") { return false }
      let reference = CellReference(row: row, column: Int(cell.column))
      let range = merges.range(over: reference) ?? CellRange(reference, reference)
      let width = range.lowerRight.column - range.upperLeft.column + 1
      let isInside = columns.contains(range.upperLeft.column)
      if width * 10 > columns.count * 6 { return false }
      if isInside, width > 1 { groups += 1 }
    }
    return groups >= 1 && cells.count >= 2
  }

  /// The headings of every column between two row numbers; the sheets of a batch repeat the same few.
  private func band(top: Int, bottom: Int) -> HeaderBand {
    let rows = top...bottom
    guard decided == nil else { return HeaderBand(rows: rows, columns: columns(rows)) }
    let key = texts.signature(ofRows: rows, merges)
    return HeaderBand(rows: rows, columns: labels.knownColumns(key) { columns(rows) })
  }

  private func columns(_ rows: ClosedRange<Int>) -> [HeaderBand.Column] {
    let (top, bottom) = (rows.lowerBound, rows.upperBound)
    var headings: [Int: [(cell: CellReference, text: HeaderText)]] = [:]
    var width = 0
    for row in rows {
      guard let index = grid.rowIndex(of: row) else { continue }
      for cell in grid.cells(ofRowAt: index) {
        guard let text = heading(cell) else { continue }
        let reference = CellReference(row: row, column: Int(cell.column))
        let range = merges.range(over: reference) ?? CellRange(reference, reference)
        for column in range.upperLeft.column...range.lowerRight.column {
          headings[column, default: []].append((reference, text))
          width = max(width, column + 1)
        }
      }
    }
    var raw: [(column: Int, own: [HeaderText], groups: [HeaderText], cell: CellReference)] = []
    var groupLeft: [Int: (column: Int, text: HeaderText)] = [:]
    for column in 0..<width {
      guard let own = headings[column], let last = own.last else { continue }
      var inherited: [HeaderText] = []
      for row in top..<max(top, last.cell.row) where !own.contains(where: { $0.cell.row == row }) {
        if let group = groupLeft[row], group.column < column { inherited.append(group.text) }
      }
      for (cell, text) in own where cell.row < bottom && !reachesDown(cell, to: bottom) {
        groupLeft[cell.row] = (column, text)
      }
      raw.append((column, own.map(\.text), inherited, last.cell))
    }
    let aspects = raw.map { Aspects($0.groups, $0.own, vocabulary) }
    // "Kết quả thực hiện" alone is no choice: beside it stands a plan, a share or another year.
    let areSeveral = Set(aspects.compactMap(\.aspect)).count > 1
    var columns = zip(raw, aspects).map { raw, aspects in
      column_(raw.column, raw.own, raw.groups, raw.cell, aspects, chooses: areSeveral)
    }
    questionLoneGroups(&columns)
    questionParts(&columns)
    questionReceipts(&columns)
    setAside(&columns)
    return columns
  }

  /// Plans, shares and changes beside results are none of the form's figures.
  private func setAside(_ columns: inout [HeaderBand.Column]) {
    guard columns.contains(where: { $0.aspect?.isResult == true && $0.said == nil }) else { return }
    for index in columns.indices where columns[index].said == nil {
      guard let aspect = columns[index].aspect, !aspect.isResult else { continue }
      columns[index].isAside = true
      columns[index].match = nil
    }
  }

  /// Whether a heading is merged down over the whole heading, so that it is the head of its own column only.
  private func reachesDown(_ cell: CellReference, to bottom: Int) -> Bool {
    merges.range(over: cell).map {
      $0.lowerRight.row >= bottom && $0.lowerRight.column == $0.upperLeft.column
    } ?? false
  }

  /// What a cell says as a heading; a text that several cells share is taken apart once.
  private func heading(_ cell: PackedCell) -> HeaderText? {
    if let entry = texts.entry(cell) { return entry.heading(vocabulary) }
    return texts.display(cell).map { HeaderText($0, vocabulary: vocabulary) }
  }

  /// A known heading under a group heading that is not known is doubtful, unless the group is a section
  /// of the form: a heading over columns of several fields.
  private func questionLoneGroups(_ columns: inout [HeaderBand.Column]) {
    for index in columns.indices {
      guard let match = columns[index].match, match.reason == .headingUnderOther else { continue }
      let groups = columns[index].own.dropLast().map(\.key).filter {
        !labels.isNeutral($0) && !labels.isRelated($0, to: match.target)
      }
      let isLone = groups.contains { group in
        let fields = columns.filter { column in
          column.own.contains { $0.key == group }
            && (column.match?.score ?? 0) >= ColumnMatch.usable
        }
        return Set(fields.compactMap(\.match?.target.field)).count < 3
      }
      if isLone { columns[index].match?.score = min(match.score, 0.85) }
    }
  }

  /// "Trong đó: Nữ" speaks of the column to its left: right of "Lao động" it counts no women of the household.
  private func questionParts(_ columns: inout [HeaderBand.Column]) {
    for index in columns.indices.dropFirst() {
      guard let match = columns[index].match, columns[index].said == nil,
        match.score >= ColumnMatch.usable, let part = part(columns[index]),
        labels.headers[part]?.contains(match.target) != true,
        let whole = columns[..<index].last(where: { self.part($0) == nil }),
        !(whole.match.map { labels.isPart(part, match.target, of: $0.target) } ?? false)
      else { continue }
      let path = whole.own + [HeaderText(part, vocabulary: vocabulary)]
      let together = labels.knownMatches([path]).first
      if together?.target == match.target, (together?.score ?? 0) >= ColumnMatch.usable { continue }
      columns[index].match?.score = min(match.score, 0.7)
    }
  }

  /// Beside a column of costs under one heading, what is not known to be the rest are the receipts: "Trồng trọt >
  /// Tổng thu" right of "Trồng trọt > Chi phí" is no income.
  private func questionReceipts(_ columns: inout [HeaderBand.Column]) {
    func leaf(_ column: HeaderBand.Column) -> String? {
      column.inherited.count > 1 ? column.inherited.last?.bareKey : nil
    }
    let costs = columns.filter { leaf($0).map { vocabulary.costHeadings.contains($0) } ?? false }
    guard !costs.isEmpty else { return }
    for index in columns.indices {
      guard let match = columns[index].match, columns[index].inherited.count > 1,
        match.score < 0.97, columns[index].said == nil,
        costs.contains(where: { $0.inherited[0].key == columns[index].inherited[0].key })
      else { continue }
      columns[index].match?.score = min(match.score, 0.7)
    }
  }

  /// What a heading counts of another one: "nữ" of "Trong đó: Nữ" in one cell or in two.
  private func part(_ column: HeaderBand.Column) -> String? {
    guard let first = column.own.first, column.own.count <= 2 else { return nil }
    if column.own.count == 1 { return labels.part(of: first.bareKey) }
    return vocabulary.partWords.contains(first.bareKey) ? column.own[1].bareKey : nil
  }

  private func column_(
    _ column: Int,
    _ texts: [HeaderText],
    _ groups: [HeaderText],
    _ cell: CellReference,
    _ aspects: Aspects,
    chooses: Bool
  ) -> HeaderBand.Column {
    var texts = texts
    var matches = labels.knownMatches(groups.isEmpty ? [texts] : [texts, groups + texts])
    // A heading of several rows that was flattened for a CSV: "Nhân khẩu - Nam".
    if (matches.first?.score ?? 0) < ColumnMatch.usable, texts.count == 1, groups.isEmpty,
      let parts = texts[0].parts(vocabulary), let first = labels.knownMatches([parts]).first,
      first.score >= ColumnMatch.usable,
      // "Hộ nghèo - Cận nghèo" are two headings of one column and not one above the other.
      first.reason != .headingUnderOther
        || parts.dropLast().allSatisfy({ !labels.leaves.contains($0.bareKey) })
    {
      texts = parts
      matches = labels.knownMatches([texts])
    }
    if chooses, aspects.isResult, let found = aspects.matches(labels), (found.first?.score ?? 0) > 0
    {
      matches = found
    }
    let usesGroup =
      !groups.isEmpty
      && (matches.first?.score ?? 0) > (labels.knownMatches([texts]).first?.score ?? 0)
    var match = matches.first
    // Two equally good readings are a question, not an answer.
    if let first = match, matches.count > 1, matches[1].score >= first.score - 0.005 {
      match?.score = 0.7
    }
    let said = decided?.profile.column(own: texts, inherited: groups + texts)
    if let said, let decided {
      match = said.target(in: decided.form).map {
        ColumnMatch(target: $0, score: 1, reason: .profile)
      }
    }
    return HeaderBand.Column(
      column: column,
      own: texts,
      inherited: groups + texts,
      cell: cell,
      path: ((usesGroup ? groups : []) + texts).map(\.text).joined(separator: " > "),
      match: match,
      said: said,
      aspect: aspects.aspect,
      isAspectOnly: aspects.aspect != nil && aspects.groups.isEmpty && aspects.own.isEmpty
    )
  }

  /// The headings of a column without those that only say whose figures they are or of what time.
  private struct Aspects {
    var aspect: ColumnAspect?
    var groups: [HeaderText]
    var own: [HeaderText]

    init(_ groups: [HeaderText], _ own: [HeaderText], _ vocabulary: Vocabulary) {
      var aspect: ColumnAspect?
      func isOther(_ heading: HeaderText) -> Bool {
        guard let found = ColumnAspect(heading, vocabulary: vocabulary) else { return true }
        aspect = aspect?.joined(found) ?? found
        return false
      }
      self.groups = groups.filter(isOther)
      self.own = own.filter(isOther)
      self.aspect = aspect
    }

    var isResult: Bool { aspect?.isResult == true }

    /// What the other headings match; `nil` where there are none.
    func matches(_ labels: LabelIndex) -> [ColumnMatch]? {
      if own.isEmpty { return groups.isEmpty ? nil : labels.knownMatches([groups]) }
      return labels.knownMatches(groups.isEmpty ? [own] : [own, groups + own])
    }
  }
}

/// Remembers which texts of a sheet are headings of one form: every row is asked more than once.
final class KnownHeadings {
  private enum Answer: UInt8 { case open, no, yes }
  @exclusivity(unchecked) private var answers: [Answer] = []
  private let labels: LabelIndex
  private let vocabulary: Vocabulary

  init(labels: LabelIndex, vocabulary: Vocabulary) {
    self.labels = labels
    self.vocabulary = vocabulary
  }

  /// Whether a text is a heading of the form, as it stands or without its trimmings.
  func isHeading(_ entry: SheetTexts.Entry) -> Bool {
    // What no form knows this one does not know either.
    if entry.formKey?.isEmpty == true { return false }
    let number = entry.number
    if number >= answers.count {
      answers += Array(repeating: .open, count: max(number + 1, 2 * answers.count) - answers.count)
    }
    if answers[number] == .open { answers[number] = ask(entry) ? .yes : .no }
    return answers[number] == .yes
  }

  private func ask(_ entry: SheetTexts.Entry) -> Bool {
    if labels.leaves.contains(entry.key) || labels.parents[entry.key] != nil { return true }
    return entry.text.utf8.count < 200
      && labels.leaves.contains(entry.heading(vocabulary).bareKey)
  }
}
