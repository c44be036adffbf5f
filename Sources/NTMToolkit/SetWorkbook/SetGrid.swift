import Criteria
import Findings
import Forms
import Tabular
import VietnameseText

/// A sheet of the workbook with its columns found by their headings, in either language.
struct SetGrid {
  let file: String
  let grid: Grid
  let sheet: SetSheet
  let texts: SheetTexts
  let columns: [SetColumn: Int]
  /// The index into the grid's rows of the first line below the headings.
  let firstLine: Int

  /// `nil` for a sheet that is none of the workbook's.
  init?(_ grid: Grid, file: String, set: CriteriaSet?, catalogue: MessageCatalogue) {
    let texts = SheetTexts(grid)
    func keys(_ phrase: String) -> [String] {
      Language.allCases.map { Vocabulary.key(catalogue.phrase(phrase, in: $0)) }
    }
    let single: [SetColumn] = [
      .criterion, .name, .code, .text, .kind, .unit, .comparator, .place, .year, .value,
      .confidence, .source, .checkedText, .checkedSource, .checkedBy, .checkedOn,
    ]
    var names: [String: SetColumn] = [:]
    for column in single { for key in keys(column.key) { names[key] = column } }
    for language in Language.allCases {
      let heading = catalogue.phrase(SetColumn.checkedValue(nil).key, in: language)
      names[Vocabulary.key(heading)] = .checkedValue(nil)
      for place in set?.places ?? [] {
        for language in Language.allCases {
          let name = heading + ": " + place.name[language]
          names[Vocabulary.key(name)] = .checkedValue(place.id)
        }
      }
    }
    for index in grid.rows.indices.prefix(20) {
      var columns: [SetColumn: Int] = [:]
      for cell in grid.cells(ofRowAt: index) {
        guard let text = texts.display(cell), let column = names[Vocabulary.key(text)] else {
          continue
        }
        columns[column] = Int(cell.column)
      }
      guard columns[.code] != nil, columns[.checkedBy] != nil else { continue }
      self.file = file
      self.grid = grid
      self.texts = texts
      self.columns = columns
      sheet = columns[.value] != nil ? .check : .entry
      firstLine = index + 1
      return
    }
    return nil
  }

  /// The text beside a label above the headings.
  static func header(_ phrase: String, in grids: [Grid], _ catalogue: MessageCatalogue) -> String? {
    let keys = Set(Language.allCases.map { Vocabulary.key(catalogue.phrase(phrase, in: $0)) })
    for grid in grids {
      let texts = SheetTexts(grid)
      for index in grid.rows.indices.prefix(SetWorkbook.headingRow) {
        let cells = Array(grid.cells(ofRowAt: index))
        guard let first = cells.first.flatMap({ texts.display($0) }),
          keys.contains(Vocabulary.key(first))
        else { continue }
        if let value = cells.dropFirst().lazy.compactMap({ texts.display($0) }).first {
          return value
        }
      }
    }
    return nil
  }

  func cell(_ column: SetColumn, _ row: Int) -> PackedCell? {
    guard let column = columns[column] else { return nil }
    return grid.cellIndex(row: row, column: column).map { grid.cells[$0] }
  }

  func text(_ column: SetColumn, _ row: Int) -> String? {
    cell(column, row).flatMap { texts.display($0) }.flatMap { $0.isEmpty ? nil : $0 }
  }

  func place(_ column: SetColumn, _ row: Int) -> SourceLocation {
    let reference = CellReference(row: Int(grid.rows[row].number), column: columns[column] ?? 0)
    return SourceLocation(file: file, sheet: grid.name, cell: reference)
  }

  /// What a cell says as a level.
  enum Reading {
    case blank
    case level(Requirement.Level)
    case wrong(FindingCode)
  }

  /// `Đạt`, `Không`, `98`, `≥ 98%` or a number; a percentage format shows 0.98 as 98 %.
  func level(_ column: SetColumn, _ row: Int, _ words: LevelWords) -> Reading {
    guard let cell = cell(column, row), let text = texts.display(cell) else { return .blank }
    if cell.kind == .number {
      guard let number = PlainNumber.exact(cell.number) else { return .wrong(.notANumber) }
      let scale = ExactDecimal(grid.style(of: cell).isPercentage ? 100 : 1)
      return number.multiplied(by: scale).map { .level(.number($0)) } ?? .wrong(.notANumber)
    }
    var body = text[...]
    while let sign = body.first, "≥≤><=~ ".contains(sign) { body.removeFirst() }
    let key = Vocabulary.key(String(body))
    if words.met.contains(key) { return .level(.met) }
    if words.none.contains(key) { return .level(.number(.zero)) }
    switch Quantity.read(String(body)).number {
    case .certain(let number, _): return .level(.number(number))
    case .ambiguous: return .wrong(.ambiguousNumber)
    case .notANumber: return .wrong(.notANumber)
    }
  }

  private static func iso(_ date: CalendarDate) -> String {
    func padded(_ number: Int, _ digits: Int) -> String {
      let text = String(number)
      return String(repeating: "0", count: max(0, digits - text.count)) + text
    }
    return [padded(date.year, 4), padded(date.month, 2), padded(date.day, 2)].joined(separator: "-")
  }

  /// The day in ISO 8601; `nil` for what is none.
  func date(_ row: Int) -> String? {
    guard let cell = cell(.checkedOn, row), let text = texts.display(cell) else { return nil }
    if cell.kind == .date { return String(text.prefix(10)) }
    guard let date = DateReader.read(text).date(order: .dayFirst) else { return nil }
    return Self.iso(date)
  }
}

/// Words that stand for levels.
struct LevelWords {
  var met: Set<String>
  var none: Set<String>

  init(_ vocabulary: Vocabulary, _ catalogue: MessageCatalogue) {
    let shown = Language.allCases.map { Vocabulary.key(catalogue.phrase("verdict-met", in: $0)) }
    met = Set(vocabulary.verdicts.filter { $0.value == "met" }.keys).subtracting(["1", "x"])
      .union(shown)
    none = vocabulary.noneWords
  }
}
