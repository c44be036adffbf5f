import Expressions
import Findings
import Tabular
import VietnameseText

/// What one column of marks says in a row.
private struct ColumnMark {
  var field: Int
  var choice: Int
  var place: CellReference
  var isYes: Bool
}

/// Makes records from rows: values, village, choices over mark columns, blanks and merges.
struct RecordBuilder {
  let context: ReadingContext
  var columns: [TableColumn]
  let village: VillageSource
  /// Fields that may stand in a column which is not read.
  var unasked: [Int] = []
  private let values: ValueReader
  private let groupField: Int?
  /// The choice that group rows make, such as the class of the roads below.
  private let groupChoice: Int?
  private var chosen: (id: String, cell: CellReference)?
  /// The choice that the title makes for the whole list.
  private var titled: (field: Int, id: String, cell: CellReference)?
  private let placeFields: [Int]
  private let memberFields: Set<Int>
  /// Whether the row at hand is a member's, so that the household's merged cells may reach over it.
  private var readsMember = false
  /// The marks of the row at hand.
  private var marks: [ColumnMark] = []
  private var groupName: (name: String, cell: CellReference)?
  private var groupIsVillage = false
  private var lastVillage: (name: String, cell: CellReference)?
  private var filledDown: [Int] = []
  /// What the row above gave, for signs that repeat it.
  private var above: Record?
  /// The same of the row of the person above, head or member.
  private var personAbove: Record?
  /// The rows in which a sign repeats the value above, by field.
  private var repeated: [Int: [CellReference]] = [:]
  private var firstRow: Int?
  /// How the answers of a column are abbreviated: in capitals, in small letters.
  private var abbreviated: [Int: Set<Bool>] = [:]
  /// Merges over several records that were reported, by their first cell.
  private var reportedMerges: Set<CellReference> = []
  private var inferredFrom: Set<Provenance> = []
  private var blanksRead: [Int: (count: Int, first: CellReference, last: CellReference)] = [:]
  /// Villages by what is written for them; `nil` for a part of the village that the title names.
  private var villageCache: [String: String?] = [:]
  /// The village of the row before, as written and as it is called.
  private var villageBefore: (text: String, name: String?)?
  /// The first and the last row of each run of one village in its column, in their order.
  private var givenVillages: [(first: Int, last: Int, key: String)] = []
  /// Whether the column repeats a village's name in row after row.
  private var namesEveryRow = false
  /// Fields of one column of words in which a blank stands for a choice.
  private var blankChoices: [Int: String] = [:]

  init(_ context: ReadingContext, columns: [TableColumn], village: VillageSource) {
    self.context = context
    self.columns = columns
    self.village = village
    values = ValueReader(context: context)
    let fields = context.form.fields
    groupField = fields.firstIndex { $0.role == .group && $0.kind != .choice }
    groupChoice = fields.firstIndex {
      $0.kind == .choice && ($0.role == .group || $0.isGrouping)
    }
    memberFields = Set(
      (context.form.members?.fields ?? []).compactMap { context.form.fieldIndex($0) }
    )
    placeFields = fields.indices.filter { fields[$0].place != nil && fields[$0].role != .group }
  }

  private var coloured = ColouredMarks()

  /// Looks at whole columns before the rows: whether blanks of a choice column mean one of the choices.
  mutating func prepare(rows: Range<Int>) {
    coloured = ColouredMarks(columns, rows: rows, context: context)
    if let column = columns.first(where: { $0.field.role == .group && $0.field.kind == .text }) {
      for index in rows {
        guard let cell = context.texts.cell(row: index, column: column.column),
          let entry = context.texts.entry(cell)
        else { continue }
        let row = Int(context.texts.rows[index].number)
        if let before = givenVillages.last, before.key == entry.key {
          namesEveryRow = true
          givenVillages[givenVillages.count - 1].last = row
        } else if !context.vocabulary.totals.contains(entry.key) {
          givenVillages.append((row, row, entry.key))
        }
      }
    }
    for column in columns where column.target.choice == nil {
      let field = column.field
      guard field.kind == .choice, let blank = field.blankChoice,
        let meaning = field.choices.first(where: { $0.id == blank })
      else { continue }
      var writesMeaning = false
      for index in rows {
        guard let cell = context.texts.cell(row: index, column: column.column),
          // The 0 of a total row is no answer: only words count.
          cell.kind != .number, let text = context.texts.display(cell), Int(text) == nil
        else { continue }
        if meaning.words.contains(Vocabulary.key(text)) { writesMeaning = true }
      }
      // Where the choice is written out in some rows, a blank in another row says nothing.
      if !writesMeaning { blankChoices[column.target.field] = blank }
    }
  }

  /// Takes the choice that the title of the list names and no column gives.
  ///
  /// A title that names several, such as "hộ nghèo, hộ cận nghèo", makes none.
  mutating func take(title: String, at cell: CellReference) {
    let key = Vocabulary.key(title)
    for (index, field) in context.form.fields.enumerated()
    where !field.titled.isEmpty && !columns.contains(where: { $0.target.field == index }) {
      let named = field.choices.filter { choice in
        // One word alone, such as "nghèo", stands in the names of the others too.
        choice.words.contains { $0.contains(" ") && key.holdsWords($0) }
      }
      guard named.count == 1,
        field.titled.contains(where: { before in
          named[0].words.contains { key.holdsWords(before + " " + $0) }
        })
      else { continue }
      titled = (index, named[0].id, cell)
      context.findings.append(
        Finding(
          .valueInferred,
          "choice",
          at: context.location(cell),
          field: field.id,
          found: title,
          arguments: ["label": field.label, "value": named[0].label]
        )
      )
    }
  }

  /// Takes a choice for the whole table, as its headings say.
  mutating func take(_ part: CountedParts.Part) {
    titled = (part.field, part.choice.id, part.cell)
    let field = context.form.fields[part.field]
    context.findings.append(
      Finding(
        .valueInferred,
        "headings",
        at: context.location(part.cell),
        field: field.id,
        found: part.choice.label.vi,
        arguments: ["label": field.label, "value": part.choice.label]
      )
    )
  }

  mutating func startGroup(_ text: String, at cell: CellReference) {
    (above, personAbove) = (nil, nil)
    if choose(text, at: cell) { return }
    guard groupField != nil else { return }
    let (name, kind) = context.villages.read(cell: text)
    // A hamlet is a part of the village where the title names that one.
    if kind == .hamlet, village.name != nil || groupIsVillage { return }
    if kind == .none, village.name != nil || groupIsVillage || !isPlaceLike(name) { return }
    groupName = (village.spelled(name), cell)
    groupIsVillage = kind == .village
  }

  /// Whether a group's text without a kind word may be a village's name and no remark between the rows.
  private func isPlaceLike(_ text: String) -> Bool {
    let words = text.split(separator: " ")
    guard let first = words.first, words.count <= 5, first.first?.isUppercase == true,
      !text.contains(where: { ":*()".contains($0) })
    else { return false }
    return !context.vocabulary.sheetWords.contains(Vocabulary.key(String(first)))
  }

  /// Whether a group row makes the choice of a form that is divided so.
  private mutating func choose(_ text: String, at cell: CellReference) -> Bool {
    guard let groupChoice else { return false }
    let (bare, kind) = context.villages.read(cell: text)
    let key = HeaderText(bare, vocabulary: context.vocabulary).bareKey
    let field = context.form.fields[groupChoice]
    let found = field.choices.first { choice in
      choice.words.contains {
        key == $0 || (field.role == .group && key.hasPrefix($0 + " "))
      }
    }
    if let found {
      chosen = (found.id, cell)
      return true
    }
    if field.role != .group {
      guard kind == .none else { return false }
      // Below a group that made a choice, one that makes none is of another kind.
      if chosen != nil { reportGroup(text, field, at: cell) }
      chosen = nil
      return false
    }
    // Not the group before: what follows belongs to something that is not known.
    guard kind == .none || groupField == nil else { return false }
    chosen = nil
    reportGroup(text, field, at: cell)
    return true
  }

  private func reportGroup(_ text: String, _ field: FieldDefinition, at cell: CellReference) {
    context.findings.append(
      Finding(
        .unknownChoice,
        at: context.location(cell),
        field: field.id,
        found: text,
        arguments: [
          "choices": field.choices.map(\.label).joined(separator: ", ")
        ]
      )
    )
  }

  /// Reads the row at an index into the grid's rows; `cells` has each mapped column's cell or -1.
  mutating func record(rowAt index: Int, cells: [Int]) -> Record {
    var record = Record(fieldCount: context.form.fields.count)
    record.row = Int(context.grid.rows[index].number)
    record.line = Int(context.grid.rows[index].line)
    firstRow = firstRow ?? record.row
    record.unreadable.formUnion(unasked)
    fill(&record, cells)
    setVillage(&record)
    if let groupChoice, record.values[groupChoice] == nil, let chosen,
      !record.unreadable.contains(groupChoice)
    {
      record.values[groupChoice] = .choice(chosen.id)
      record.places[groupChoice] = .cell(chosen.cell)
    }
    if let titled, record.values[titled.field] == nil {
      record.values[titled.field] = .choice(titled.id)
      record.places[titled.field] = .cell(titled.cell)
    }
    tidyPlaces(&record)
    reportMissing(record, among: nil)
    reportDoubtfulHead(record)
    (above, personAbove) = (record, record)
    return record
  }

  private func tidyPlaces(_ record: inout Record) {
    for field in placeFields {
      guard case .text(let text)? = record.values[field] else { continue }
      record.values[field] = .text(village.spelled(context.villages.read(cell: text).name))
    }
  }

  /// Reads the row of a person under a head: only what a member has of its own.
  mutating func member(rowAt index: Int, cells: [Int], of head: Record) -> Record {
    var record = Record(fieldCount: context.form.fields.count)
    record.row = Int(context.grid.rows[index].number)
    record.line = Int(context.grid.rows[index].line)
    readsMember = true
    fill(&record, cells)
    readsMember = false
    for (field, definition) in context.form.fields.enumerated() where !isOfMembers(field) {
      reportDifference(definition, field, record, head)
      record.values[field] = nil
      record.places[field] = nil
      record.unreadable.remove(field)
    }
    tidyPlaces(&record)
    reportMissing(record, among: memberFields)
    personAbove = record
    return record
  }

  private func isOfMembers(_ field: Int) -> Bool { memberFields.contains(field) }

  /// What a member's row says of the household must not contradict the head's row.
  private func reportDifference(
    _ definition: FieldDefinition,
    _ field: Int,
    _ member: Record,
    _ head: Record
  ) {
    guard definition.role == .value, let own = member.values[field], own != .mark(false),
      own != head.values[field], !head.unreadable.contains(field),
      case .cell(let place)? = member.places[field]
    else { return }
    context.findings.append(
      Finding(
        .memberDiffers,
        at: context.location(place),
        field: definition.id,
        header: columns.first { $0.target.field == field }?.path,
        found: own.shown,
        arguments: [
          "label": definition.label, "found": definition.said(own),
          "other": head.values[field].map { definition.said($0) } ?? LocalizedText("–"),
        ]
      )
    )
  }

  /// A row that begins a household by its number, while the relation names somebody else.
  private func reportDoubtfulHead(_ record: Record) {
    guard let members = context.form.members,
      let relation = members.relation.flatMap({ context.form.fieldIndex($0) }),
      case .text(let text)? = record.values[relation], !members.head.contains(Vocabulary.key(text)),
      case .cell(let place)? = record.places[relation]
    else { return }
    context.findings.append(
      Finding(
        .doubtfulHead,
        at: context.location(place),
        field: context.form.fields[relation].id,
        found: text
      )
    )
  }

  /// Reads the cells of a row into a record.
  private mutating func fill(_ record: inout Record, _ cells: [Int]) {
    marks.removeAll(keepingCapacity: true)
    let hasMerges = context.merges.reaches(row: record.row)
    for position in columns.indices {
      let column = columns[position]
      let field = column.target.field
      // "2.1" before a member numbers no household.
      if readsMember, column.field.role == .ordinal { continue }
      let own = CellReference(row: record.row, column: column.column)
      let place =
        hasMerges && column.isFilledDown ? filledPlace(own, cells[position]) : own
      if record.places[field] == nil { record.places[field] = .cell(place) }
      let cell =
        place == own
        ? (cells[position] >= 0 ? context.texts.cells[cells[position]] : nil) : context.grid[place]
      if let choice = column.target.choice, let carried = column.carried, let cell,
        let isYes = carry(cell, carried, at: place, into: &record)
      {
        marks.append(ColumnMark(field: field, choice: choice, place: own, isYes: isYes))
        continue
      }
      let outcome =
        coloured.columns.contains(column.column)
          || hasMerges && column.mayBeCovered && isCovered(own, cells[position], column)
        ? .unreadable
        : cell.map {
          (column.mayRepeat ? repetition($0, column, at: place) : nil)
            ?? values.read($0, column, at: place)
        } ?? .blank
      if let choice = column.target.choice {
        switch outcome {
        case .value(.mark(let isYes)):
          marks.append(ColumnMark(field: field, choice: choice, place: own, isYes: isYes))
        case .unreadable: record.unreadable.insert(field)
        default: marks.append(ColumnMark(field: field, choice: choice, place: own, isYes: false))
        }
      } else {
        set(&record, field, outcome, place)
        if !column.continuations.isEmpty { goOn(&record, column) }
      }
    }
    // Once for each field, at the first of its marks.
    for index in marks.indices
    where !marks[..<index].contains(where: { $0.field == marks[index].field }) {
      decide(&record, marks[index].field)
    }
  }

  /// The value of the row above where a sign repeats it; `nil` for any other cell.
  ///
  /// Only words are repeated: a figure or mark that is none has its own finding.
  private mutating func repetition(
    _ cell: PackedCell,
    _ column: TableColumn,
    at place: CellReference
  ) -> ValueReader.Outcome? {
    guard let entry = context.texts.entry(cell), entry.isDitto(context.vocabulary) else {
      return nil
    }
    let field = column.field
    if let choice = entry.choice(of: field), entry.text.allSatisfy(\.isLetter) {
      // "NT" is "nhà tạm" beside "KC" and "BKC", "nt" is "như trên" beside whole words.
      let isUpper = entry.text == entry.text.uppercased()
      let cases = abbreviations(column)
      if cases == [isUpper] { return nil }
      guard cases.isEmpty, !isUpper else {
        return values.fail(
          .unknownChoice,
          column,
          place,
          variant: "ditto",
          found: entry.text,
          ["label": field.choices[choice].label]
        )
      }
    }
    // The row above may be another person of the household, or of the one before.
    let isPersonal = memberFields.contains(column.target.field)
    guard let value = (isPersonal ? personAbove : above)?.values[column.target.field] else {
      return values.fail(
        .missingValue,
        column,
        place,
        variant: "ditto",
        found: entry.text,
        ["label": column.field.label]
      )
    }
    repeated[column.target.field, default: []].append(place)
    return .value(value)
  }

  /// Whether answers of a column are abbreviated in capitals, in small letters or both; looked at where a sign
  /// makes it matter.
  private mutating func abbreviations(_ column: TableColumn) -> Set<Bool> {
    if let known = abbreviated[column.column] { return known }
    var cases: Set<Bool> = []
    for index in context.texts.rows.indices {
      guard let cell = context.texts.cell(row: index, column: column.column),
        let entry = context.texts.entry(cell), entry.text.count <= 4,
        entry.text.allSatisfy(\.isLetter), !entry.isDitto(context.vocabulary),
        entry.choice(of: column.field) != nil
      else { continue }
      cases.insert(entry.text == entry.text.uppercased())
    }
    abbreviated[column.column] = cases
    return cases
  }

  /// Reads what stands in the place of a mark, such as a birth year under "Nam".
  ///
  /// Answers whether the choice is made; `nil` for a mark or a blank, which say it themselves.
  private func carry(
    _ cell: PackedCell,
    _ carried: TableColumn,
    at place: CellReference,
    into record: inout Record
  ) -> Bool? {
    if cell.kind == .boolean { return nil }
    if let entry = context.texts.entry(cell) {
      if entry.mark(context.compiled) != nil { return nil }
    } else {
      guard let display = context.texts.display(cell),
        context.vocabulary.mark(Vocabulary.key(display)) == nil
      else { return nil }
    }
    let field = carried.target.field
    // Two columns that both give the value: which of them holds is not known.
    let isSecond = record.values[field] != nil || record.unreadable.contains(field)
    record.places[field] = record.places[field] ?? .cell(place)
    switch values.read(cell, carried, at: place) {
    case .value(let value) where !isSecond: record.values[field] = value
    case .blank: return nil
    default:
      record.values[field] = nil
      record.unreadable.insert(field)
    }
    if !isSecond { record.places[field] = .cell(place) }
    return true
  }

  /// Adds the rest of a text that stands in several columns under one heading.
  private func goOn(_ record: inout Record, _ column: TableColumn) {
    for next in column.continuations {
      guard let cell = context.grid[CellReference(row: record.row, column: next)],
        let rest = context.texts.display(cell)
      else { continue }
      let field = column.target.field
      if case .text(let text)? = record.values[field] {
        record.values[field] = .text(text + " " + rest)
      } else if record.values[field] == nil, !record.unreadable.contains(field) {
        record.values[field] = .text(rest)
      }
    }
  }

  private mutating func set(
    _ record: inout Record,
    _ field: Int,
    _ outcome: ValueReader.Outcome,
    _ place: CellReference
  ) {
    switch outcome {
    case .value(let value): record.values[field] = value
    case .unreadable: record.unreadable.insert(field)
    case .blank:
      let definition = context.form.fields[field]
      if definition.kind == .mark { record.values[field] = .mark(false) }
      if definition.kind == .choice, let blank = blankChoices[field], !readsMember {
        record.values[field] = .choice(blank)
        let known = blanksRead[field]
        blanksRead[field] = ((known?.count ?? 0) + 1, known?.first ?? place, place)
      }
    }
  }

  /// A blank in a merged cell shows the merge's value.
  private mutating func filledPlace(_ own: CellReference, _ cell: Int) -> CellReference {
    let isBlank = cell < 0 || context.texts.cells[cell].kind == .empty
    guard isBlank,
      let range = context.merges.range(over: own), range.upperLeft != own
    else { return own }
    filledDown.append(own.row)
    return range.upperLeft
  }

  /// Whether one value is merged over this record and the one above: whose it is nobody can tell.
  private mutating func isCovered(_ own: CellReference, _ cell: Int, _ column: TableColumn) -> Bool
  {
    if readsMember, !memberFields.contains(column.target.field) { return false }
    let isBlank = cell < 0 || context.texts.cells[cell].kind == .empty
    guard isBlank, let firstRow,
      let range = context.merges.range(over: own), range.upperLeft.row < own.row,
      range.upperLeft.row >= firstRow, let value = context.grid[range.upperLeft],
      let text = context.texts.display(value)
    else { return false }
    if reportedMerges.insert(range.upperLeft).inserted {
      context.findings.append(
        Finding(
          .mergedValue,
          at: context.location(range),
          field: column.field.id,
          header: column.path,
          found: text
        )
      )
    }
    return true
  }

  /// One answer of several columns of marks.
  private mutating func decide(_ record: inout Record, _ field: Int) {
    guard let first = marks.firstIndex(where: { $0.field == field && $0.isYes }) else {
      decideBlank(&record, field)
      return
    }
    let one = marks[first]
    guard marks[(first + 1)...].contains(where: { $0.field == field && $0.isYes }) else {
      guard !record.unreadable.contains(field) else { return }
      record.values[field] = .choice(context.form.fields[field].choices[one.choice].id)
      record.places[field] = .cell(one.place)
      return
    }
    record.unreadable.insert(field)
    record.places[field] = .cell(one.place)
    reportConflict(marks.filter { $0.field == field && $0.isYes }, context.form.fields[field])
  }

  /// What no mark at all says, where every answer has its column.
  private func decideBlank(_ record: inout Record, _ field: Int) {
    let definition = context.form.fields[field]
    guard let blank = definition.blankChoice, !record.unreadable.contains(field) else { return }
    let isWhole = definition.choices.indices.allSatisfy { choice in
      definition.choices[choice].headers.isEmpty
        || marks.contains { $0.field == field && $0.choice == choice }
    }
    if isWhole { record.values[field] = .choice(blank) }
  }

  private func reportConflict(_ marked: [ColumnMark], _ definition: FieldDefinition) {
    let found = marked.map { definition.choices[$0.choice].label }.joined(separator: ", ")
    context.findings.append(
      Finding(
        .conflictingMarks,
        at: context.location(marked[1].place),
        field: definition.id,
        header: columns.first { $0.column == marked[1].place.column }?.path,
        found: found.vi,
        arguments: ["found": found],
        related: [context.location(marked[0].place)]
          + marked.dropFirst(2).map { context.location($0.place) }
      )
    )
  }

  // MARK: - Village

  /// Gives the record of a whole table its village, and says where there is none.
  mutating func placeVillage(of record: inout Record, header row: Int) {
    setVillage(&record)
    guard let groupField, record.values[groupField] == nil else { return }
    let field = context.form.fields[groupField]
    guard field.isRequired else { return }
    context.findings.append(
      Finding(
        .missingValue,
        at: context.location(CellReference(row: row, column: 0)),
        field: field.id,
        arguments: ["label": field.label]
      )
    )
  }

  /// Gives a record its village where its own row does not: from group rows, title, sheet or file.
  mutating func setVillage(_ record: inout Record) {
    guard let field = groupField else { return }
    if case .text(let text)? = record.values[field] {
      if let name = villageName(text) {
        record.values[field] = .text(name)
        if case .cell(let cell)? = record.places[field] { lastVillage = (name, cell) }
        return
      }
      record.values[field] = nil
    }
    if columns.contains(where: { $0.target.field == field }), let lastVillage {
      guard isOfVillageAbove(record.row) else { return }
      record.values[field] = .text(lastVillage.name)
      record.places[field] = .cell(lastVillage.cell)
      filledDown.append(record.row)
    } else if let groupName {
      record.values[field] = .text(groupName.name)
      record.places[field] = .cell(groupName.cell)
      infer(.cell(groupName.cell), groupName.name, "group", field)
    } else if let name = village.name, let place = village.place {
      record.values[field] = .text(name)
      record.places[field] = place
      let variant =
        switch place {
        case .cell: "title"
        case .sheetName: "sheet-name"
        case .fileName: "file-name"
        case .profile: "profile"
        }
      infer(place, name, variant, field)
    }
  }

  /// The village that a cell names; `nil` where it names a part of the table's: "Tổ 1" in a list of "Ấp 3".
  private mutating func villageName(_ text: String) -> String? {
    if let villageBefore, villageBefore.text == text { return villageBefore.name }
    let name: String?
    if let known = villageCache[text] {
      name = known
    } else {
      let (read, kind) = context.villages.read(cell: text)
      name = kind == .hamlet && village.isVillage ? nil : village.spelled(read)
    }
    villageCache[text] = name
    villageBefore = (text, name)
    return name
  }

  /// Whether a blank village is that of the row above: where every row names its village, a blank between two
  /// villages may belong to either.
  private func isOfVillageAbove(_ row: Int) -> Bool {
    guard namesEveryRow, let next = givenVillages.first(where: { $0.last > row }),
      let above = givenVillages.last(where: { $0.first < row })
    else { return true }
    return next.key == above.key
  }

  private mutating func infer(_ place: Provenance, _ name: String, _ variant: String, _ field: Int)
  {
    guard inferredFrom.insert(place).inserted else { return }
    let location: SourceLocation =
      switch place {
      case .cell(let cell): context.location(cell)
      case .sheetName: context.sheetLocation
      case .fileName, .profile: SourceLocation(file: context.file)
      }
    context.findings.append(
      Finding(
        .valueInferred,
        variant,
        at: location,
        field: context.form.fields[field].id,
        found: name,
        arguments: ["value": LocalizedText(name)]
      )
    )
  }

  // MARK: - What is missing

  private func reportMissing(_ record: Record, among fields: Set<Int>?) {
    for (index, field) in context.form.fields.enumerated() where field.isRequired || field.isWished
    {
      if let fields, !fields.contains(index) { continue }
      guard record.values[index] == nil, !record.unreadable.contains(index) else { continue }
      let column = columns.first { $0.target.field == index }
      // A column that is not there was reported once; the village may come from elsewhere.
      guard column != nil || field.role == .group else { continue }
      let place = CellReference(row: record.row, column: column?.column ?? columns[0].column)
      context.findings.append(
        Finding(
          field.isRequired ? .missingValue : .wishedValueMissing,
          field.isRequired ? nil : "wished",
          at: context.location(place),
          field: field.id,
          header: column?.path,
          arguments: ["label": field.label]
        )
      )
    }
  }

  /// Reports once a column what was read from blanks, merges and signs that repeat.
  mutating func finish() {
    for (field, places) in repeated.sorted(by: { $0.key < $1.key }) {
      context.findings.append(
        Finding(
          .filledDown,
          "ditto",
          at: context.location(CellRange(places[0], places[places.count - 1])),
          field: context.form.fields[field].id,
          header: columns.first { $0.target.field == field }?.path,
          arguments: ["count": LocalizedText("\(places.count)")]
        )
      )
    }
    for (field, blank) in blanksRead.sorted(by: { $0.key < $1.key }) {
      let definition = context.form.fields[field]
      let meaning = definition.choices.first { $0.id == blankChoices[field] }?.label
      context.findings.append(
        Finding(
          .blankReadAs,
          at: context.location(CellRange(blank.first, blank.last)),
          field: definition.id,
          header: columns.first { $0.target.field == field }?.path,
          arguments: [
            "count": LocalizedText("\(blank.count)"), "value": meaning ?? LocalizedText("?"),
          ]
        )
      )
    }
    guard let first = filledDown.first, let last = filledDown.last, let field = groupField,
      let column = columns.first(where: { $0.target.field == field })
    else { return }
    let range = CellRange(
      CellReference(row: first, column: column.column),
      CellReference(row: last, column: column.column)
    )
    context.findings.append(
      Finding(
        .filledDown,
        at: context.location(range),
        field: context.form.fields[field].id,
        header: column.path,
        arguments: ["count": LocalizedText("\(filledDown.count)")]
      )
    )
  }
}
