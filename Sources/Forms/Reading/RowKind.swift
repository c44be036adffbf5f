import Tabular
import VietnameseText

/// What a row of a table's body is.
enum RowKind {
  case blank
  case record
  /// A group's name, perhaps with its sums.
  case group(text: String, cell: CellReference, hasFigures: Bool)
  case total(isOfGroup: Bool)
  /// A member, sub-row or continuation under a household.
  case subordinate
  /// A person under the head above, in a form that declares such rows.
  case member
  case placeholder
  case columnNumbers
  case repeatedHeading
  /// The line of the unit or a fact above a further table: "Đơn vị tính: triệu đồng".
  case unitLine
  case foot
}

/// Tells the rows of a body apart by their structure.
struct RowClassifier {
  let context: ReadingContext
  let columns: [TableColumn]
  let finder: HeaderFinder
  private(set) var outline = BodyOutline()
  private let ordinal: Int?
  private let name: Int?
  private let group: Int?
  private let required: [Int]
  private let figures: [Int]
  private let members: FormDefinition.Members?
  private let relation: Int?
  private let memberOrdinal: Int?
  /// Whether some word of an example is a figure, so that a number may be one too.
  private let hasExampleFigures: Bool
  /// Columns in which texts are answers.
  private let answers: Set<Int>

  init(_ context: ReadingContext, columns: [TableColumn], finder: HeaderFinder) {
    self.context = context
    self.columns = columns
    self.finder = finder
    func index(_ role: FieldDefinition.Role) -> Int? {
      columns.firstIndex { $0.field.role == role }
    }
    ordinal = index(.ordinal)
    name = index(.name)
    group = index(.group)
    memberOrdinal = index(.memberOrdinal)
    hasExampleFigures = context.vocabulary.exampleWords.contains { $0.first?.isNumber == true }
    members = context.form.members
    let relationID = members?.relation
    relation = relationID.flatMap { id in columns.firstIndex { $0.field.id == id } }
    answers = Set(
      columns.filter { $0.field.role == .value || $0.field.role == .identifier }.map(\.column)
    )
    required = columns.indices.filter {
      let field = columns[$0].field
      return field.isRequired && field.role == .value
    }
    figures = columns.indices.filter {
      columns[$0].field.role == .value && columns[$0].field.kind.isFigure
    }
  }

  /// Looks at the body as a whole before its rows are told apart.
  mutating func look(at rows: Range<Int>) {
    outline = BodyOutline(
      context,
      columns: columns,
      rows: rows,
      isTotalWord: { startsLikeTotal($0) },
      isSummary: { context.vocabulary.isSummary($0) }
    )
  }

  /// Whether records of this table are numbered.
  var hasNumbers: Bool { ordinal != nil && outline.numberedCount > 0 }

  /// Whether a row carries no number, in a table whose records are numbered.
  func isUnnumbered(_ cells: [Int]) -> Bool {
    hasNumbers && !isNumbered(cells)
  }

  private func isNumbered(_ cells: [Int]) -> Bool {
    guard let ordinal, cells[ordinal] >= 0 else { return false }
    return BodyOutline.isNumber(context.texts.cells[cells[ordinal]], context.texts)
  }

  /// The kind of the row at an index into the grid's rows.
  ///
  /// `cells` holds, for each mapped column, the index of its cell or -1; `isFirst` says that no record
  /// came since the heading, so that a row that numbers the columns may follow.
  /// `isAfterTotal` says that the sum of the whole table stands above.
  func kind(
    rowAt index: Int,
    cells: [Int],
    previousIsRecord: Bool,
    isFirst: Bool,
    isAfterTotal: Bool = false
  ) -> RowKind {
    let nameEntry = entry(name, cells)
    let hasFigures = figures.contains { isFigure(cells[$0]) }
    let isNumbered = isNumbered(cells)
    if members == nil, let nameEntry, hasFigures, isNumbered,
      !startsLikeTotal(nameEntry.key) || isContinued(index), Int(nameEntry.text) == nil,
      !nameEntry.isCount(context.vocabulary) || continuesNumbers(index, cells, isFirst: isFirst),
      let name
    {
      guard outline.sumsOfBelow.contains(index) else {
        let ordinalText = hasExampleFigures ? display(ordinal, cells) : nil
        return isExample(ordinalText, nameEntry) ? .placeholder : .record
      }
      let place = CellReference(
        row: Int(context.texts.rows[index].number),
        column: columns[name].column
      )
      return .group(text: nameEntry.text, cell: place, hasFigures: true)
    }
    let ordinalText = display(ordinal, cells)
    let row = context.texts.cells[context.texts.cellIndices(ofRowAt: index)]
    guard row.contains(where: { context.texts.display($0) != nil || $0.kind == .missingResult })
    else {
      return .blank
    }
    if isFirst, ColumnNumbers.isNumberRow(index, context.texts) || finder.isOfUnits(rowAt: index) {
      return .columnNumbers
    }
    if finder.hits(inRowAt: index) >= 3, !hasFigures { return .repeatedHeading }
    if !hasFigures, isUnitLine(row) { return .unitLine }
    if let total = totalKind(row, hasFigures: hasFigures) { return total }
    if !isNumbered, let label = firstLabel(row), context.vocabulary.isSummary(label.key) {
      return .subordinate
    }
    // A label that begins like a total's in an unnumbered row with figures: compared, never counted.
    if outline.sumsOfAbove.contains(index) { return .total(isOfGroup: false) }
    if ordinal != nil, !isNumbered, hasFigures, let label = firstLabel(row),
      startsLikeTotal(label.key)
    {
      return .total(isOfGroup: false)
    }
    if isAfterTotal, hasNumbers, !isNumbered, index > outline.lastNumbered, hasFigures {
      return .subordinate
    }
    if !hasFigures, !(isNumbered && nameEntry != nil), isFoot(row, isNamed: nameEntry != nil) {
      return .foot
    }
    if isPlaceholder(row) || isExample(ordinalText, nameEntry) { return .placeholder }
    // Names below the last answer: people who signed.
    let isMember =
      members != nil && [memberOrdinal, relation].contains { display($0, cells) != nil }
    if ordinal == nil || !isNumbered, !isMember, index > outline.lastAnswer, nameEntry != nil,
      !hasFigures,
      groupCell(index).map({ context.villages.read(cell: $0.text).kind == .none }) ?? true
    {
      return .subordinate
    }
    return structure(index, cells, nameEntry, ordinalText, hasFigures, previousIsRecord)
  }

  private func structure(
    _ index: Int,
    _ cells: [Int],
    _ nameEntry: SheetTexts.Entry?,
    _ ordinalText: String?,
    _ hasFigures: Bool,
    _ previousIsRecord: Bool
  ) -> RowKind {
    let ordinalKey = ordinalText.map { Vocabulary.key($0) } ?? ""
    let isRoman = RomanNumeral.isOne(ordinalKey) || isLetter(ordinalKey)
    // In a matrix a village in an unnumbered row is one of its units; groups are numbered with letters.
    let isUnit = context.form.shape == .matrix && !isRoman
    if !isUnit, let found = numberedVillage(index, cells, hasFigures) {
      return .group(text: found.text, cell: found.cell, hasFigures: false)
    }
    if !isUnit, let found = groupCell(index),
      isRoman || ordinalKey.isEmpty || ordinalText == found.text,
      !(nameEntry != nil && found.cell.column == group.map { columns[$0].column })
    {
      let kind = context.villages.read(cell: found.text).kind
      if isRoman || kind != .none || found.isWide || isGroupChoice(found.text) {
        return .group(text: found.text, cell: found.cell, hasFigures: hasFigures)
      }
      if outline.sumsOfBelow.contains(index), hasFigures {
        return .group(text: found.text, cell: found.cell, hasFigures: true)
      }
    }
    if members != nil, let nameEntry { return person(nameEntry, ordinalText, cells, index) }
    if isUnit, let nameEntry { return Self.isDashed(nameEntry.text) ? .subordinate : .record }
    if outline.sumsOfBelow.contains(index), nameEntry == nil { return .total(isOfGroup: false) }
    if name == nil { return hasFigures || !ordinalKey.isEmpty ? .record : .subordinate }
    let hasRequired = required.contains { cells[$0] >= 0 && isGiven(cells[$0]) }
    if ordinal != nil, ordinalKey.isEmpty {
      if nameEntry == nil { return hasFigures && hasRequired ? .record : .subordinate }
      if Self.isDashed(nameEntry?.text) || !hasRequired { return .subordinate }
    }
    // A remark in the name's column: "Danh sách bổ sung".
    if let nameEntry, ordinalKey.isEmpty, !hasFigures, !hasRequired, isAlone(nameEntry, index) {
      return .subordinate
    }
    if nameEntry == nil, !hasFigures, !hasRequired {
      return isSparse(cells) ? .subordinate : .record
    }
    if ordinalKey.contains(" "), previousIsRecord, !hasRequired { return .subordinate }
    return .record
  }

  /// Whether a text is one of the groups that the form is divided into, such as a class of roads.
  private func isGroupChoice(_ text: String) -> Bool {
    guard
      let field = context.form.fields.first(where: {
        $0.kind == .choice && ($0.role == .group || $0.isGrouping)
      })
    else { return false }
    let bare = HeaderText(context.villages.read(cell: text).name, vocabulary: context.vocabulary)
    return field.choices.contains { $0.words.contains(bare.bareKey) }
  }

  /// A head or a member, by their numbers first and by the relation else.
  private func person(
    _ name: SheetTexts.Entry,
    _ ordinal: String?,
    _ cells: [Int],
    _ index: Int
  ) -> RowKind {
    if memberOrdinal != nil {
      let number = display(memberOrdinal, cells).flatMap { Int($0) }
      // The household's number may be repeated before each of its members.
      if let number, number > 1, let ordinal, ordinal == numberAbove(index) { return .member }
      return number == 1 || ordinal != nil ? .record : .member
    }
    // "Cộng: 12 hộ" is nobody's name.
    if startsLikeTotal(name.key), ordinal == nil, display(relation, cells) == nil {
      return .subordinate
    }
    if let relation = entry(relation, cells), let members {
      return members.head.contains(relation.key) ? .record : .member
    }
    return ordinal == nil ? .member : .record
  }

  /// Whether the name goes on in the next column: "Tổng" alone would be a label, "Tổng | Lan" is a person.
  private func isContinued(_ index: Int) -> Bool {
    guard let name else { return false }
    return columns[name].continuations.contains { column in
      context.grid.cellIndex(row: index, column: column).map {
        context.texts.display(context.grid.cells[$0]) != nil
      } ?? false
    }
  }

  /// A village with its number and nothing else between the households: "1 | Thôn Đông Hòa".
  private func numberedVillage(
    _ index: Int,
    _ cells: [Int],
    _ hasFigures: Bool
  ) -> (text: String, cell: CellReference)? {
    guard let name, let nameEntry = entry(name, cells), ordinal != nil, group == nil, !hasFigures,
      isNumbered(cells), context.villages.read(cell: nameEntry.text).kind == .village,
      context.grid.cells(ofRowAt: index).count(where: { context.texts.display($0) != nil }) == 2
    else { return nil }
    let row = Int(context.texts.rows[index].number)
    return (nameEntry.text, CellReference(row: row, column: columns[name].column))
  }

  /// The first text of a row that is no number.
  private func firstLabel(_ row: ArraySlice<PackedCell>) -> SheetTexts.Entry? {
    let firstFigure = figures.map { columns[$0].column }.min() ?? Int.max
    for cell in row where Int(cell.column) < firstFigure {
      guard let entry = context.texts.entry(cell), !BodyOutline.isNumber(entry.text) else {
        continue
      }
      return entry
    }
    return nil
  }

  /// Whether a row shows how the form is filled in: "VD" for a number, or "Ví dụ: …" for a name.
  private func isExample(_ ordinal: String?, _ name: SheetTexts.Entry?) -> Bool {
    let words = context.vocabulary.exampleWords
    if let ordinal, words.contains(Vocabulary.key(ordinal)) { return true }
    guard let name, name.text.utf8.first == 0x28 || name.text.holds(byte: 0x3A) else {
      return false
    }
    return words.contains {
      name.key.utf8.count > $0.utf8.count && name.key.beginsWithWords($0)
    }
  }

  private func isLetter(_ key: String) -> Bool {
    key.utf8.count == 1 && key.first.map { $0.isLetter } == true
  }

  /// Whether a row under a total has no label of its own, so that it is the total of something else.
  func continuesTotal(_ cells: [Int]) -> Bool {
    [name, group, ordinal].allSatisfy { display($0, cells) == nil }
      && figures.contains { isFigure(cells[$0]) }
  }

  /// Whether a text is the only one of its row and begins with a word that no name begins with.
  private func isAlone(_ entry: SheetTexts.Entry, _ index: Int) -> Bool {
    guard context.grid.cells(ofRowAt: index).count(where: { context.texts.display($0) != nil }) == 1
    else { return false }
    let first = entry.key.prefix { $0 != " " }
    return context.vocabulary.sheetWords.contains(String(first))
      && first.utf8.count < entry.key.utf8.count
  }

  /// Whether a label begins with a dash, as that of a part of what stands above it.
  static func isDashed(_ text: String?) -> Bool {
    guard let first = text?.first else { return false }
    return "-–+*•".contains(first)
  }

  private func isSparse(_ cells: [Int]) -> Bool { cells.count { $0 >= 0 && isGiven($0) } <= 1 }

  private func entry(_ column: Int?, _ cells: [Int]) -> SheetTexts.Entry? {
    guard let column, cells[column] >= 0 else { return nil }
    return context.texts.entry(context.texts.cells[cells[column]])
  }

  private func display(_ column: Int?, _ cells: [Int]) -> String? {
    guard let column, cells[column] >= 0 else { return nil }
    return context.texts.display(context.texts.cells[cells[column]])
  }

  private func isGiven(_ cell: Int) -> Bool {
    context.texts.cells[cell].kind == .missingResult
      || context.texts.display(context.texts.cells[cell]) != nil
  }

  /// Whether a cell holds a figure: a number, or a text that begins with one, or an error.
  private func isFigure(_ index: Int) -> Bool {
    guard index >= 0 else { return false }
    let cell = context.texts.cells[index]
    switch cell.kind {
    case .number, .error, .missingResult, .date, .isoDate: return true
    case .sharedText, .localText:
      guard let entry = context.texts.entry(cell) else { return false }
      return Quantity.read(entry.text).number != .notANumber
    default: return false
    }
  }

  private func startsLikeTotal(_ key: String) -> Bool {
    context.compiled.totals.begins(key)
  }

  /// A total row: its label is a total's, whole or before a bracket, and no other label stands in it.
  private func totalKind(_ row: ArraySlice<PackedCell>, hasFigures: Bool) -> RowKind? {
    var labels: [SheetTexts.Entry] = []
    var isAmongFigures = false
    let firstFigure = figures.map { columns[$0].column }.min() ?? Int.max
    for cell in row where Int(cell.column) < firstFigure || labels.isEmpty {
      guard let entry = context.texts.entry(cell) else { continue }
      if NumberReader.read(entry.text) != .notANumber { continue }
      if RomanNumeral.isOne(entry.key) || isLetter(entry.key) { continue }
      // "5 người" in a column of persons is the figure of a household without a name.
      if labels.isEmpty { isAmongFigures = Int(cell.column) >= firstFigure }
      labels.append(entry)
    }
    guard let label = labels.first else { return nil }
    let bare = HeaderText(label.text, vocabulary: context.vocabulary).bareKey
    for key in [label.key, bare] where context.vocabulary.totals.contains(key) {
      return .total(isOfGroup: false)
    }
    if hasFigures, !isAmongFigures, context.form.totalsBy == nil, isCount(bare) {
      return .total(isOfGroup: false)
    }
    if context.vocabulary.subtotals.contains(where: { bare.beginsWithWords($0) }) {
      return hasFigures ? .total(isOfGroup: true) : nil
    }
    // "Tổng cộng thôn Làng Mài", "Cộng: 25 hộ": a total word, then a unit's kind word or a count.
    for word in context.vocabulary.totals where bare.hasPrefix(word + " ") {
      let rest = bare.dropFirst(word.count + 1)
      let kinds =
        context.vocabulary.villageKinds + context.vocabulary.hamletKinds + ["(", "i", "ii"]
      if kinds.contains(where: { rest == $0 || rest.hasPrefix($0 + " ") })
        || rest.allSatisfy({ $0.isNumber || $0 == "+" || $0 == " " })
      {
        return .total(isOfGroup: true)
      }
      if isCounted(rest) { return .total(isOfGroup: false) }
    }
    return nil
  }

  private func isCount(_ key: String) -> Bool { context.vocabulary.isCount(key) }

  private func isCounted(_ rest: Substring) -> Bool { context.vocabulary.isCounted(rest) }

  /// Whether a row's number is the next after the record above, so that it is one of them: below the last
  /// record "42 | hộ" is their sum, with a number of its own it is a household without a name.
  private func continuesNumbers(_ index: Int, _ cells: [Int], isFirst: Bool) -> Bool {
    guard let ordinal, cells[ordinal] >= 0,
      let own = display(ordinal, cells).flatMap({ Int($0) })
    else { return false }
    if isFirst { return own == 1 }
    for above in stride(from: index - 1, through: 0, by: -1) {
      let cell = context.texts.cell(row: above, column: columns[ordinal].column)
      if let number = cell.flatMap({ context.texts.display($0) }).flatMap({ Int($0) }) {
        return own == number + 1
      }
      // Below the name of a group the numbers may begin again.
      let isBlank = !context.grid.cells(ofRowAt: above).contains {
        context.texts.display($0) != nil
      }
      if own == 1, !isBlank { return true }
    }
    return false
  }

  /// The number of the nearest row above that has one.
  private func numberAbove(_ index: Int) -> String? {
    guard let ordinal else { return nil }
    for above in stride(from: index - 1, through: 0, by: -1) {
      guard let cell = context.texts.cell(row: above, column: columns[ordinal].column),
        let text = context.texts.display(cell), Int(text) != nil
      else { continue }
      return text
    }
    return nil
  }

  /// Whether the table goes on below a row that reads like its foot: a remark between two households.
  ///
  /// Only the very next rows are looked at, and only what continues the numbers above is taken for a record;
  /// without numbers it must have a name and all that the form requires.
  func goesOn(below index: Int) -> Bool {
    var seen = 0
    var startsGroup = false
    for next in (index + 1)..<max(index + 1, context.texts.rows.count) {
      let row = context.texts.cells[context.texts.cellIndices(ofRowAt: next)]
      guard row.contains(where: { context.texts.display($0) != nil }) else { continue }
      if finder.hits(inRowAt: next) >= 3 { return false }
      let cells = columns.map { column in
        context.grid.cellIndex(row: next, column: column.column) ?? -1
      }
      let isNamed = entry(name, cells).map { !startsLikeTotal($0.key) } ?? false
      if isNamed, figures.contains(where: { isFigure(cells[$0]) }) {
        guard hasNumbers else { return required.allSatisfy { cells[$0] >= 0 } }
        guard isNumbered(cells), let own = display(ordinal, cells).flatMap({ Int($0) }) else {
          return false
        }
        let above = numberAbove(index).flatMap { Int($0) }
        return own == (above ?? 0) + 1 || (own == 1 && startsGroup)
      }
      startsGroup = startsGroup || groupCell(next) != nil
      seen += 1
      if seen == 3 { return false }
    }
    return false
  }

  /// Whether a row begins what stands below the table.
  ///
  /// Beside a name, what is written in a column of its own is an answer: a note that begins with "Nguồn", a
  /// date of birth in words.
  private func isFoot(_ row: ArraySlice<PackedCell>, isNamed: Bool) -> Bool {
    for cell in row {
      if isNamed, answers.contains(Int(cell.column)) { continue }
      guard let entry = context.texts.entry(cell) else { continue }
      if context.vocabulary.foot.contains(where: { entry.key.beginsWithWords($0) }) {
        return true
      }
      if context.vocabulary.isDateLine(entry.key) { return true }
    }
    return false
  }

  private func isUnitLine(_ row: ArraySlice<PackedCell>) -> Bool {
    let texts = row.compactMap { context.texts.entry($0) }
    return texts.count <= 2
      && texts.contains {
        TitleBlock.isUnitLine($0.key, context.vocabulary) && $0.text.contains(":")
      }
  }

  private func isPlaceholder(_ row: ArraySlice<PackedCell>) -> Bool {
    var dots = 0
    for cell in row {
      guard let text = context.texts.display(cell) else { continue }
      let rest = text.filter { !".… ·".contains($0) }
      guard rest.isEmpty else { return false }
      dots += 1
    }
    return dots > 0
  }

  /// The text of a row that names a group: in the name, ordinal or first column, or merged across.
  private func groupCell(_ index: Int) -> (text: String, cell: CellReference, isWide: Bool)? {
    let row = Int(context.grid.rows[index].number)
    let nameColumn = name.map { columns[$0].column }
    for cell in context.grid.cells(ofRowAt: index) {
      guard let entry = context.texts.entry(cell) else { continue }
      if RomanNumeral.isOne(entry.key) || isLetter(entry.key) { continue }
      let reference = CellReference(row: row, column: Int(cell.column))
      let range = context.merges.range(over: reference)
      let isWide = range.map { $0.lowerRight.column - $0.upperLeft.column >= 2 } ?? false
      guard isWide || Int(cell.column) <= (nameColumn ?? 1) else { return nil }
      return (entry.text, reference, isWide)
    }
    return nil
  }
}
