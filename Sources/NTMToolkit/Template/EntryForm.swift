package import Findings
package import Forms
package import SpreadsheetML
import Tabular

/// The empty workbook of a survey form: what is asked, drop-downs, limits and instructions.
package struct EntryForm {
  private let form: FormDefinition
  private let catalogue: MessageCatalogue
  private let language: Language
  private static let inputRows = 300

  package init(form: FormDefinition, catalogue: MessageCatalogue, language: Language) {
    self.form = form
    self.catalogue = catalogue
    self.language = language
  }

  private func phrase(_ key: String, _ values: [String: String] = [:]) -> String {
    catalogue.phrase(key, in: language, values)
  }

  /// The fields that have a column: all but those that tell records apart and those of the title block.
  private var fields: [FieldDefinition] {
    let facts = Set(form.facts.map(\.id))
    return form.fields.filter {
      $0.role != .identifier && !($0.role == .group && facts.contains($0.id))
    }
  }

  /// Writes the workbook to a path that does not exist yet.
  package func write(to path: String) throws(WriteError) {
    var output = try WorkbookOutput(path: path)
    output.define(FormMark.form, as: "\"\(form.id)\"")
    output.define(FormMark.version, as: "\"\(form.version)\"")
    let looks = try Looks(&output)
    try writeEntries(&output, looks)
    try writeInstructions(&output, looks)
    try output.finish()
  }

  /// The looks of cells.
  private struct Looks {
    let title, heading, label, input, note: StyleIndex

    init(_ output: inout WorkbookOutput) throws(WriteError) {
      let plain = CellFormat()
      title = try output.style(
        plain.with {
          $0.font.isBold = true
          $0.font.size = 14
          $0.horizontal = .center
        }
      )
      heading = try output.style(
        plain.with {
          $0.font.isBold = true
          $0.font.size = 11
          $0.fill = 0xE7EFF7
          $0.hasBorder = true
          $0.horizontal = .center
          $0.vertical = .center
          $0.wraps = true
        }
      )
      label = try output.style(
        plain.with {
          $0.vertical = .center
          $0.wraps = true
        }
      )
      input = try output.style(
        plain.with {
          $0.hasBorder = true
          $0.isLocked = false
        }
      )
      note = try output.style(
        plain.with {
          $0.font.isItalic = true
          $0.font.size = 11
          $0.vertical = .center
          $0.wraps = true
        }
      )
    }
  }

  private func writeEntries(
    _ output: inout WorkbookOutput,
    _ looks: Looks
  ) throws(WriteError) {
    let fields = self.fields
    let facts = form.facts.filter { !$0.labels.isEmpty }
    let header = facts.count + 3
    var setup = SheetSetup(name: phrase("template-sheet"))
    setup.columnWidths = fields.map { $0.role == .name ? 26 : $0.role == .ordinal ? 5 : 11 }
    setup.frozenRows = header + 2
    try output.beginSheet(setup)
    try output.beginRow(0)
    try output.text(form.title[language].uppercased(), looks.title)
    let last = CellReference(row: 0, column: max(fields.count - 1, 5))
    output.merge(CellRange(CellReference(row: 0, column: 0), last))
    for (index, fact) in facts.enumerated() {
      try output.beginRow(2 + index)
      output.skip()
      try output.text((fact.labels.first ?? "") + ":", looks.label)
      try output.blank(looks.input)
    }
    // The longest heading in columns of eleven letters.
    let lines = fields.map { heading($0).count / 9 + 1 }.max() ?? 1
    try output.beginRow(header, height: Double(max(lines * 15, 30)))
    for field in fields { try output.text(heading(field), looks.heading) }
    try output.nextRow()
    for index in fields.indices { try output.text("(\(index + 1))", looks.heading) }
    for _ in 0..<Self.inputRows {
      try output.nextRow()
      for _ in fields { try output.blank(looks.input) }
    }
    for (column, field) in fields.enumerated() {
      if let validation = validation(field, column, header + 2) { output.validate(validation) }
    }
    output.protect()
    try output.endSheet()
  }

  /// The heading with its unit, as the reader of the form knows it.
  private func heading(_ field: FieldDefinition) -> String {
    let name = field.headers.first ?? field.label.vi
    guard field.kind.hasUnit, let unit = field.unit else { return name }
    return "\(name) (\(unit))"
  }

  private func validation(
    _ field: FieldDefinition,
    _ column: Int,
    _ first: Int
  ) -> CellValidation? {
    let range = CellRange(
      CellReference(row: first, column: column),
      CellReference(row: first + Self.inputRows - 1, column: column)
    )
    let rule: CellValidation.Rule
    let prompt: String
    switch field.kind {
    case .mark:
      rule = .list(["x"])
      prompt = phrase("template-mark")
    case .choice:
      // A list inside a validation may not be longer than 255 letters (ECMA-376 Part 1, 18.3.1.32).
      let labels = field.choices.map(\.label.vi)
      guard labels.joined(separator: ",").count <= 250,
        !labels.contains(where: { $0.contains(",") })
      else {
        return nil
      }
      rule = .list(labels)
      prompt = phrase("template-choice", ["choices": labels.joined(separator: "; ")])
    case .count:
      rule = .whole(
        minimum: field.minimum.map { "\($0)" } ?? "0",
        maximum: field.maximum.map { "\($0)" }
      )
      prompt = phrase("template-count")
    case .amount, .length, .percent:
      rule = .decimal(
        minimum: field.minimum.map { "\($0)" } ?? "0",
        maximum: field.maximum.map { "\($0)" }
      )
      prompt = phrase("template-amount", ["unit": field.unit ?? ""])
    case .text, .date, .year, .code: return nil
    }
    return CellValidation(
      range: range,
      rule: rule,
      promptTitle: field.label[language],
      prompt: prompt,
      error: prompt
    )
  }

  private func writeInstructions(
    _ output: inout WorkbookOutput,
    _ looks: Looks
  ) throws(WriteError) {
    var setup = SheetSetup(name: phrase("template-instructions"))
    setup.isLandscape = false
    setup.columnWidths = [34, 70]
    try output.beginSheet(setup)
    try output.beginRow(0)
    try output.text(phrase("template-instructions").uppercased(), looks.title)
    try output.beginRow(1)
    try output.text(phrase("template-how"), looks.note)
    output.merge(CellRange(CellReference(row: 1, column: 0), CellReference(row: 1, column: 1)))
    for (index, field) in fields.enumerated() {
      try output.beginRow(3 + index, height: 32)
      try output.text(field.label[language], looks.label)
      try output.text(instruction(field), looks.note)
    }
    try output.endSheet()
  }

  private func instruction(_ field: FieldDefinition) -> String {
    let text = phrase(
      "template-" + field.kind.rawValue,
      [
        "unit": field.unit ?? "",
        "choices": field.choices.map { $0.label[language] }.joined(separator: "; "),
      ]
    )
    return field.isRequired ? text + " " + phrase("template-required") : text
  }
}
