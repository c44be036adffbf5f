import CSV
import Definitions
import Expressions
import Findings
import Tabular
import Testing

@testable import Forms

/// Reads a small table written as text as a household survey.
enum TableText {
  struct Reading {
    var records: [[String: String]] = []
    var codes: [String] = []
    /// Each finding as its code and place.
    var cells: [String] = []
    var messages: [String] = []

    var names: [String?] { records.map { $0["household_head"] } }
  }

  private static let root = "/" + #filePath.split(separator: "/").dropLast(3).joined(separator: "/")
  private static let store = DefinitionStore(roots: [root + "/templates"])

  /// Reads a table as a built-in form, or as one whose definition is given.
  static func read(
    _ table: String,
    form id: String = "household-survey",
    definition: String? = nil,
    _ change: (inout Grid) -> Void = { _ in }
  ) throws -> Reading {
    let file = try #require(DelimitedFile.read(Array(table.utf8), name: "t"))
    let form = try definition.map { try compiled($0) } ?? builtIn(id)
    var grid = file.grid
    change(&grid)
    let context = ReadingContext(file: "t.csv", grid: grid, form: form)
    var reading = Reading()
    _ = FormReader(context, knownVillages: [:]).read { record, _ in
      var fields: [String: String] = [:]
      for (index, field) in form.definition.fields.enumerated() {
        switch record.values[index] {
        case .text(let text), .choice(let text), .date(let text): fields[field.id] = text
        case .number(let number): fields[field.id] = "\(number)"
        case .mark(let isYes): fields[field.id] = isYes ? "yes" : "no"
        case nil: break
        }
      }
      reading.records.append(fields)
    }
    reading.codes = context.findings.map(\.code.name)
    // A sentence whose value nobody gave still has its braces.
    reading.messages = context.findings.map { Self.store.catalogue.render($0, in: .vi).message }
    for message in reading.messages {
      #expect(!message.contains("{"), "\(message)")
    }
    reading.cells = context.findings.map {
      "\($0.code.name) \($0.location.range?.description ?? "")"
    }
    return reading
  }

  private static func builtIn(_ id: String) throws -> CompiledForm {
    try #require(store.forms.first { $0.definition.id == id })
  }

  private static func compiled(_ definition: String) throws -> CompiledForm {
    let log = DefinitionLog()
    var catalogue = store.catalogue
    let node = try #require(DefinitionNode.parse(definition, file: "form.yaml", log: log))
    let form = FormFile.read(
      node,
      vocabulary: store.vocabulary,
      catalogue: &catalogue,
      log: log
    )
    #expect(log.findings.isEmpty, "\(log.findings)")
    return CompiledForm(try #require(form), vocabulary: store.vocabulary)
  }
}

extension Grid {
  /// Makes a cell a formula that was saved without its result.
  mutating func loseResult(at name: String) {
    guard let place = CellReference(a1: name),
      let index = cellIndex(row: rowIndex(of: place.row) ?? 0, column: place.column)
    else { return }
    cells[index].kind = .missingResult
  }

  /// Puts a day count under the format of a date into a cell that is there.
  mutating func storeDate(_ serial: Double, at name: String) {
    guard let place = CellReference(a1: name),
      let index = cellIndex(row: rowIndex(of: place.row) ?? 0, column: place.column)
    else { return }
    if !styles.contains(where: \.isDate) {
      if styles.isEmpty { styles.append(CellStyle()) }
      var style = CellStyle()
      style.isDate = true
      styles.append(style)
    }
    cells[index].kind = .date
    cells[index].payload = serial.bitPattern
    cells[index].style = UInt16(styles.count - 1)
  }
}
