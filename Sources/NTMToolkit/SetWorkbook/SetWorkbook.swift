package import Criteria
import Expressions
package import Findings
package import SpreadsheetML
import Tabular

/// Writes a criteria set to a workbook in which an official checks it against the printed decision.
///
/// What the set says is locked; checked values, their source, who checked and when are left open. Criteria
/// whose indicators nobody knows get a sheet to enter them.
package struct SetWorkbook {
  private let set: CriteriaSet
  private let region: CriteriaSet.Region?
  private let catalogue: MessageCatalogue
  private let language: Language
  /// Lines of the sheet for indicators that nobody knows, beyond the number that the decision states.
  private static let spareLines = 20
  private static let usualLines = 60
  /// The zero-based rows of the set's id, of the new id and of the headings.
  static let idRow = 1
  static let newIDRow = 2
  static let headingRow = 4

  package init(
    _ set: CriteriaSet,
    region: CriteriaSet.Region?,
    catalogue: MessageCatalogue,
    language: Language
  ) {
    self.set = set
    self.region = region
    self.catalogue = catalogue
    self.language = language
  }

  private func phrase(_ key: String, _ values: [String: String] = [:]) -> String {
    catalogue.phrase(key, in: language, values)
  }

  /// Writes the workbook to a path that does not exist yet.
  package func write(to path: String) throws(WriteError) {
    var output = try WorkbookOutput(path: path)
    output.define("ntm.criteria_set", as: "\"\(set.id)\"")
    let looks = try SetLooks(&output)
    try writeHelp(&output, looks)
    if !set.indicators.isEmpty { try writeCheck(&output, looks) }
    if set.hasUnknownIndicators { try writeEntry(&output, looks) }
    try output.finish()
  }

  // MARK: - Sheets

  private func begin(
    _ sheet: SetSheet,
    _ columns: [SetColumn],
    _ output: inout WorkbookOutput,
    _ looks: SetLooks
  ) throws(WriteError) {
    var setup = SheetSetup(name: phrase(sheet.key))
    setup.columnWidths = columns.map(\.width)
    setup.frozenRows = Self.headingRow + 1
    setup.frozenColumns = sheet == .check ? 3 : 0
    setup.hasPageNumbers = true
    try output.beginSheet(setup)
    try output.beginRow(0, height: 24)
    try output.text(set.title[language], looks.title)
    try output.beginRow(Self.idRow)
    try output.text(phrase("set-id"), looks.label)
    output.skip()
    try output.text(set.id, looks.label)
    try output.beginRow(Self.newIDRow)
    try output.text(phrase("set-new-id"), looks.label)
    output.skip()
    try output.text(set.id + "-checked", looks.input)
    try output.beginRow(Self.headingRow, height: 48)
    for column in columns { try output.text(heading(column), looks.heading) }
  }

  private func heading(_ column: SetColumn) -> String {
    guard case .checkedValue(let id?) = column else { return phrase(column.key) }
    let name = set.places.first { $0.id == id }?.name[language] ?? id
    return phrase(column.key) + ": " + name
  }

  private static let checkColumns: [SetColumn] = [
    .criterion, .code, .text, .kind, .unit, .comparator, .place, .year, .value, .confidence,
    .source,
    .checkedValue(nil), .checkedSource, .checkedBy, .checkedOn, .checkedText,
  ]

  private func writeCheck(
    _ output: inout WorkbookOutput,
    _ looks: SetLooks
  ) throws(WriteError) {
    let columns = Self.checkColumns
    try begin(.check, columns, &output, looks)
    let levels = set.levels(of: region)
    for level in levels {
      try output.nextRow(height: height(level.indicator.text[language]))
      for column in columns {
        if column.isInput(.check) {
          try output.blank(column == .checkedOn ? looks.date : looks.input)
        } else {
          try write(column, level, &output, looks)
        }
      }
    }
    let last = Self.headingRow + levels.count
    output.filter(
      CellRange(
        CellReference(row: Self.headingRow, column: 0),
        CellReference(row: last, column: columns.count - 1)
      )
    )
    output.protect()
    try output.endSheet()
  }

  /// Lines of 15 points for a text in its column.
  private func height(_ text: String) -> Double {
    Double(max(1, text.count / 44 + 1) * 16)
  }

  private func write(
    _ column: SetColumn,
    _ level: SetLevel,
    _ output: inout WorkbookOutput,
    _ looks: SetLooks
  ) throws(WriteError) {
    let requirement = level.indicator.requirement
    switch column {
    case .criterion: try output.text(level.criterion.number, looks.code)
    case .code: try output.text(level.indicator.code, looks.code)
    case .text: try output.text(level.indicator.text[language], looks.text)
    case .kind: try output.text(phrase("set-kind-" + level.indicator.kind.rawValue), looks.text)
    case .unit: try output.text(level.indicator.unit ?? "", looks.text)
    case .comparator:
      try output.text(requirement.map { SetWords.sign($0.comparator) } ?? "", looks.text)
    case .place:
      try output.text(level.place?.name[language] ?? phrase("set-everybody"), looks.text)
    case .year: try output.text(level.year.map { "\($0)" } ?? "", looks.text)
    case .value:
      switch level.level {
      case .met: try output.text(phrase("verdict-met"), looks.text)
      case .unknown: try output.text(phrase("requirement-unknown"), looks.text)
      case .number(let number): try output.number(number, looks.text)
      }
    case .confidence:
      let confidence = requirement?.confidence ?? .unknown
      try output.text(phrase("set-confidence-" + confidence.rawValue), looks.text)
    case .source:
      try output.text(requirement?.article ?? requirement?.set ?? "", looks.text)
    default: try output.blank(looks.text)
    }
  }

  private var entryColumns: [SetColumn] {
    let values: [SetColumn] = [.checkedValue(nil)] + set.places.map { .checkedValue($0.id) }
    return [.criterion, .code, .text, .kind, .unit, .comparator] + values
      + [.checkedSource, .checkedBy, .checkedOn]
  }

  /// The numbers of the criteria without indicators stand ready; further lines are blank.
  private func writeEntry(
    _ output: inout WorkbookOutput,
    _ looks: SetLooks
  ) throws(WriteError) {
    let columns = entryColumns
    try begin(.entry, columns, &output, looks)
    let lines = (set.expectedIndicators ?? Self.usualLines) + Self.spareLines
    for _ in 0..<lines {
      try output.nextRow(height: 32)
      for column in columns {
        switch column {
        case .checkedOn: try output.blank(looks.date)
        case .code, .criterion: try output.blank(looks.codeInput)
        default: try output.blank(looks.input)
        }
      }
    }
    validate(columns, lines, &output)
    output.protect()
    try output.endSheet()
  }

  private func validate(
    _ columns: [SetColumn],
    _ lines: Int,
    _ output: inout WorkbookOutput
  ) {
    for (index, column) in columns.enumerated() {
      let words: [String]
      switch column {
      case .criterion:
        words = set.criteria?.filter { $0.indicators == nil }.map(\.number) ?? []
      case .kind: words = Indicator.Kind.allCases.map { phrase("set-kind-" + $0.rawValue) }
      case .comparator: words = SetWords.signs
      default: continue
      }
      guard !words.isEmpty, words.joined(separator: ",").count <= 250 else { continue }
      output.validate(
        CellValidation(
          range: CellRange(
            CellReference(row: Self.headingRow + 1, column: index),
            CellReference(row: Self.headingRow + lines, column: index)
          ),
          rule: .list(words),
          promptTitle: heading(column),
          prompt: phrase("set-prompt-" + (column == .criterion ? "criterion" : "list")),
          error: phrase("set-prompt-list")
        )
      )
    }
  }

  private func writeHelp(
    _ output: inout WorkbookOutput,
    _ looks: SetLooks
  ) throws(WriteError) {
    var setup = SheetSetup(name: phrase(SetSheet.help.key))
    setup.isLandscape = false
    setup.columnWidths = [8, 96]
    try output.beginSheet(setup)
    try output.beginRow(0, height: 24)
    try output.text(set.title[language], looks.title)
    var lines = ["check-1", "check-2", "check-3", "check-4"]
    if set.hasUnknownIndicators { lines += ["entry-1", "entry-2", "entry-3", "entry-4"] }
    lines.append("import")
    var row = 2
    for (number, line) in lines.enumerated() {
      let text = phrase("set-help-" + line, ["set": set.id])
      try output.beginRow(row, height: Double((text.count / 88 + 1) * 17))
      try output.integer(number + 1, looks.label)
      try output.text(text, looks.text)
      row += 1
    }
    if let status = set.status {
      try output.beginRow(row + 1, height: Double((status[language].count / 88 + 1) * 17))
      output.skip()
      try output.text(status[language], looks.text)
    }
    output.protect()
    try output.endSheet()
  }
}

/// The looks of the workbook's cells.
struct SetLooks {
  let title, heading, label, text, code, input, codeInput, date: StyleIndex

  init(_ output: inout WorkbookOutput) throws(WriteError) {
    let plain = CellFormat()
    let cell = plain.with {
      $0.font.size = 11
      $0.hasBorder = true
      $0.vertical = .top
      $0.wraps = true
    }
    let open = cell.with {
      $0.isLocked = false
      $0.fill = 0xFFF9E5
    }
    title = try output.style(
      plain.with {
        $0.font.isBold = true
        $0.font.size = 14
      }
    )
    heading = try output.style(
      cell.with {
        $0.font.isBold = true
        $0.fill = 0xE7EFF7
        $0.horizontal = .center
        $0.vertical = .center
      }
    )
    label = try output.style(plain.with { $0.vertical = .top })
    text = try output.style(cell)
    // Codes are text: 17.10 as a number would be 17.1.
    code = try output.style(cell.with { $0.numberFormat = "@" })
    input = try output.style(open)
    codeInput = try output.style(open.with { $0.numberFormat = "@" })
    date = try output.style(open.with { $0.numberFormat = "dd/mm/yyyy" })
  }
}

/// Signs as officials write them.
enum SetWords {
  static let signs = ["=", "≥", "≤", ">", "<"]

  static func sign(_ comparator: ComparisonOperator) -> String {
    switch comparator {
    case .equal, .notEqual: "="
    case .greaterOrEqual: "≥"
    case .lessOrEqual: "≤"
    case .greater: ">"
    case .less: "<"
    }
  }

  static func comparator(_ sign: String) -> ComparisonOperator? {
    switch sign {
    case "=": .equal
    case "≥", ">=": .greaterOrEqual
    case "≤", "<=": .lessOrEqual
    case ">": .greater
    case "<": .less
    default: nil
    }
  }
}
