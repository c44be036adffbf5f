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

  package var workbook: NewWorkbook {
    var workbook = NewWorkbook()
    let sheet = entrySheet
    workbook.sheets = [sheet, instructions]
    workbook.names = [
      ("ntm.form", "\"\(form.id)\""), ("ntm.version", "\"\(form.version)\""),
    ]
    return workbook
  }

  private var entrySheet: NewWorkbook.Sheet {
    var sheet = NewWorkbook.Sheet(name: phrase("template-sheet"))
    let fields = self.fields
    let last = max(fields.count - 1, 5)
    sheet.cells.append(
      .init(CellReference(row: 0, column: 0), .text(form.title[language].uppercased()), .title)
    )
    sheet.merges.append(
      CellRange(CellReference(row: 0, column: 0), CellReference(row: 0, column: last))
    )
    var row = 2
    for fact in form.facts {
      guard let label = fact.labels.first else { continue }
      sheet.cells.append(.init(CellReference(row: row, column: 1), .text(label + ":"), .label))
      sheet.cells.append(.init(CellReference(row: row, column: 2), .clear, .input))
      row += 1
    }
    let header = row + 1
    for (column, field) in fields.enumerated() {
      sheet.cells.append(
        .init(CellReference(row: header, column: column), .text(heading(field)), .heading)
      )
      sheet.cells.append(
        .init(CellReference(row: header + 1, column: column), .text("(\(column + 1))"), .heading)
      )
      sheet.widths.append(field.role == .name ? 26 : field.role == .ordinal ? 5 : 11)
      if let validation = validation(field, column, header + 2) {
        sheet.validations.append(validation)
      }
    }
    // The longest heading in columns of eleven letters.
    let lines = fields.map { heading($0).count / 9 + 1 }.max() ?? 1
    sheet.heights[header] = max(lines * 15, 30)
    sheet.frozenRows = header + 2
    sheet.inputs = CellRange(
      CellReference(row: header + 2, column: 0),
      CellReference(row: header + 1 + Self.inputRows, column: fields.count - 1)
    )
    sheet.isProtected = true
    return sheet
  }

  /// The heading with its unit, as the reader of the form knows it.
  private func heading(_ field: FieldDefinition) -> String {
    let name = field.headers.first ?? field.label.vi
    guard field.kind == .amount, let unit = field.unit else { return name }
    return "\(name) (\(unit))"
  }

  private func validation(
    _ field: FieldDefinition,
    _ column: Int,
    _ first: Int
  ) -> NewWorkbook.Validation? {
    let range = CellRange(
      CellReference(row: first, column: column),
      CellReference(row: first + Self.inputRows - 1, column: column)
    )
    let rule: NewWorkbook.Validation.Rule
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
    case .amount:
      rule = .decimal(
        minimum: field.minimum.map { "\($0)" } ?? "0",
        maximum: field.maximum.map { "\($0)" }
      )
      prompt = phrase("template-amount", ["unit": field.unit ?? ""])
    case .text, .date, .year: return nil
    }
    return NewWorkbook.Validation(
      range: range,
      rule: rule,
      promptTitle: field.label[language],
      prompt: prompt,
      error: prompt
    )
  }

  private var instructions: NewWorkbook.Sheet {
    var sheet = NewWorkbook.Sheet(name: phrase("template-instructions"))
    sheet.isLandscape = false
    sheet.widths = [34, 70]
    sheet.cells.append(
      .init(
        CellReference(row: 0, column: 0),
        .text(phrase("template-instructions").uppercased()),
        .title
      )
    )
    sheet.cells.append(
      .init(CellReference(row: 1, column: 0), .text(phrase("template-how")), .note)
    )
    sheet.merges = [
      CellRange(CellReference(row: 1, column: 0), CellReference(row: 1, column: 1))
    ]
    for (index, field) in fields.enumerated() {
      sheet.heights[3 + index] = 32
      var text = phrase(
        "template-" + field.kind.rawValue,
        [
          "unit": field.unit ?? "",
          "choices": field.choices.map { $0.label[language] }.joined(separator: "; "),
        ]
      )
      if field.isRequired { text += " " + phrase("template-required") }
      sheet.cells.append(
        .init(CellReference(row: 3 + index, column: 0), .text(field.label[language]), .label)
      )
      sheet.cells.append(.init(CellReference(row: 3 + index, column: 1), .text(text), .note))
    }
    return sheet
  }
}
