import Findings
import Forms
import SpreadsheetML
import Tabular

/// What an entry form says about each of its fields: in its instructions, beside the cell, and to whoever
/// writes something else into it.
struct EntryGuide {
  /// The row of the instructions on which the first field stands.
  private static let firstRow = 6
  /// The column of the first answer that a field may have.
  private static let firstAnswer = 3
  /// What a message of a spreadsheet program can hold (ECMA-376 Part 1, 18.3.1.32).
  private static let longestMessage = 255

  let form: FormDefinition
  let inputs: [EntryLayout.Input]
  let catalogue: MessageCatalogue
  let language: Language

  func phrase(_ key: String, _ values: [String: String] = [:]) -> String {
    catalogue.phrase(key, in: language, values)
  }

  var sheetName: String { phrase("template-instructions") }

  // MARK: - What may be written

  /// The texts that a field may hold, where it is not free.
  private func answers(_ field: FieldDefinition) -> [String] {
    switch field.kind {
    case .mark: ["x"]
    case .choice: field.choices.map(\.label.vi)
    default: []
    }
  }

  /// The limits of a number in words; empty where it has none.
  private func limits(_ field: FieldDefinition) -> String {
    let lowest = lowest(field)
    switch (lowest, field.maximum) {
    case (let lowest?, let highest?):
      return phrase("template-between", ["lowest": shown(lowest), "highest": shown(highest)])
    case (let lowest?, nil): return phrase("template-at-least", ["lowest": shown(lowest)])
    case (nil, let highest?): return phrase("template-at-most", ["highest": shown(highest)])
    case (nil, nil): return ""
    }
  }

  /// A number as its readers write it.
  private func shown(_ number: ExactDecimal) -> String {
    number.written(in: language)
  }

  private func lowest(_ field: FieldDefinition) -> ExactDecimal? {
    field.minimum ?? (field.kind == .count ? .zero : nil)
  }

  /// How the field is filled in.
  private func instruction(_ field: FieldDefinition) -> String {
    let text = phrase(
      "template-" + field.kind.rawValue,
      [
        "unit": field.unit ?? (field.kind == .percent ? "%" : ""), "limits": limits(field),
        "choices": field.choices.map { $0.label.vi }.joined(separator: "; "),
      ]
    ).split(separator: " ").joined(separator: " ").replacing(" ,", with: ",").replacing(
      " .",
      with: "."
    )
    return field.isRequired ? text + " " + phrase("template-required") : text
  }

  /// What the spreadsheet program lets people write into the cells of a field; `nil` where all is free.
  func validation(at index: Int) -> CellValidation? {
    let input = inputs[index]
    let field = input.field
    let rule: CellValidation.Rule
    switch field.kind {
    case .mark, .choice: rule = .cells(answerCells(index))
    case .count:
      rule = .whole(minimum: lowest(field)?.description, maximum: field.maximum?.description)
    case .amount, .length, .percent:
      rule = .decimal(minimum: lowest(field)?.description, maximum: field.maximum?.description)
    // Four digits are what makes a year.
    case .year: rule = .whole(minimum: "1000", maximum: "9999")
    case .date: rule = .date
    case .text, .code: rule = .any
    }
    let instruction = instruction(field)
    return CellValidation(
      range: input.cells,
      rule: rule,
      promptTitle: field.label[language],
      prompt: cut(instruction),
      errorTitle: phrase("template-error-title"),
      error: cut(phrase("template-error", ["label": field.label[language]]) + " " + instruction)
    )
  }

  /// A text that fits into a message, with dots where something is left out.
  private func cut(_ text: String) -> String {
    text.utf16.count <= Self.longestMessage ? text : text.prefix(Self.longestMessage - 15) + "…"
  }

  /// The cells of the instructions that hold the answers of a field.
  ///
  /// Answers in cells are known in any case of letters, and may have commas; a list inside the rule may not.
  private func answerCells(_ index: Int) -> String {
    let row = Self.firstRow + index
    let first = CellReference(row: row, column: Self.firstAnswer)
    let last = CellReference(
      row: row,
      column: Self.firstAnswer + max(answers(inputs[index].field).count, 1) - 1
    )
    let corners = [first, last].map { "$\(CellReference.columnName($0.column))$\($0.row + 1)" }
    return SheetName.quoted(sheetName) + "!" + corners.joined(separator: ":")
  }

  // MARK: - The sheet

  func write(_ output: inout WorkbookOutput, _ looks: EntryLooks) throws(WriteError) {
    var setup = SheetSetup(name: sheetName)
    let most = inputs.map { answers($0.field).count }.max() ?? 0
    setup.columnWidths = [10, 36, 64] + [Double](repeating: 18, count: most)
    setup.frozenRows = Self.firstRow
    setup.repeatedRows = Self.firstRow - 1...Self.firstRow - 1
    setup.hasPageNumbers = true
    setup.isLandscape = false
    // The answers stand in the text as well; their cells are for the drop-downs.
    setup.printedColumns = Self.firstAnswer
    try output.beginSheet(setup)
    try output.beginRow(0, height: 24)
    try output.text(sheetName.uppercased(), looks.title)
    try writeAcross(phrase("template-how-\(form.shape.rawValue)", howValues), 1, &output, looks)
    try writeAcross(phrase("template-how-all"), 2, &output, looks)
    let source = phrase(
      "template-source",
      ["version": form.version, "source": form.sourceMark[language]]
    )
    try writeAcross(source, 3, &output, looks)
    output.merge(CellRange(CellReference(row: 0, column: 0), CellReference(row: 0, column: 2)))
    try output.beginRow(Self.firstRow - 1, height: 20)
    for key in ["template-place", "template-field", "template-answer"] {
      try output.text(phrase(key), looks.heading)
    }
    if most > 0 { try output.text(phrase("template-answers"), looks.heading) }
    for (index, input) in inputs.enumerated() {
      let text = instruction(input.field)
      try output.beginRow(
        Self.firstRow + index,
        height: Double((max(text.count / 72, input.name.count / 40) + 1) * 17)
      )
      try output.text(place(input), looks.centred)
      try output.text(input.name, looks.cell)
      try output.text(text, looks.cell)
      for answer in answers(input.field) { try output.text(answer, looks.centred) }
    }
    output.protect()
    try output.endSheet()
  }

  private var howValues: [String: String] {
    let value = form.columns.first { $0.id == IndicatorColumn.value.rawValue }
    return [
      "record": form.recordLabel[language], "value": value?.headers.first ?? "",
      "rows": "\(EntryLayout.records)",
    ]
  }

  private func writeAcross(
    _ text: String,
    _ row: Int,
    _ output: inout WorkbookOutput,
    _ looks: EntryLooks
  ) throws(WriteError) {
    try output.beginRow(row, height: Double((text.count / 120 + 1) * 17))
    try output.text(text, looks.note)
    output.merge(CellRange(CellReference(row: row, column: 0), CellReference(row: row, column: 2)))
  }

  /// Where a field is filled in: its column, or its cell.
  private func place(_ input: EntryLayout.Input) -> String {
    let cell = input.cells.upperLeft
    return input.isColumn ? CellReference.columnName(cell.column) : "\(cell)"
  }
}
