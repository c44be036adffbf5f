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

    var names: [String?] { records.map { $0["household_head"] } }
  }

  private static let root = "/" + #filePath.split(separator: "/").dropLast(3).joined(separator: "/")
  private static let store = DefinitionStore(roots: [root + "/templates"])

  static func read(_ table: String, _ change: (inout Grid) -> Void = { _ in }) throws -> Reading {
    let file = try #require(DelimitedFile.read(Array(table.utf8), name: "t"))
    let form = try #require(store.forms.first { $0.definition.id == "household-survey" })
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
    reading.cells = context.findings.map {
      "\($0.code.name) \($0.location.range?.description ?? "")"
    }
    return reading
  }
}
