import ArgumentParser
import Findings
import NTMToolkit
import Reporting
import Tabular

struct Cells: ParsableCommand {
  static let configuration = CommandConfiguration(
    abstract: "Prints every cell of a workbook or CSV file, one JSON object a line.",
    discussion: """
      Examples:
        ntm cells thon-lang-mai.xlsx
        ntm cells thon-lang-mai.xlsx --sheet "Hộ"
      """
  )

  @Argument(help: "The workbook or CSV file.") var file: String
  @Option(help: "Only the sheet of this name.") var sheet: String?
  @OptionGroup var common: CommonOptions

  func run() throws {
    let input = InputFile(path: file, name: file)
    switch input.open() {
    case .failure(let problem):
      let store = try common.loadDefinitions()
      Terminal.error(common.text(store).lines(problem.finding).joined(separator: "\n"))
      throw ExitCode(3)
    case .success(let opened):
      var output = BufferedOutput()
      for grid in opened.grids where sheet == nil || sheet == grid.name {
        for index in grid.rows.indices {
          for position in grid.cells(ofRowAt: index).indices {
            if let line = CellLine.json(grid, row: index, cell: position) { output.line(line) }
          }
        }
      }
      output.flush()
    }
  }
}

/// One cell as a line of JSON.
enum CellLine {
  static func json(_ grid: Grid, row index: Int, cell position: Int) -> String? {
    let cell = grid.cells[position]
    let row = grid.rows[index]
    guard let (type, value) = typed(cell, in: grid) else { return nil }
    let reference = CellReference(row: Int(row.number), column: Int(cell.column))
    let isHidden =
      row.isHidden || row.isFilteredOut || grid.isHidden || grid.isColumnHidden(Int(cell.column))
    let formula = cell.hasFormula ? grid.formulas[position] : nil
    return JSONText.object([
      ("sheet", .text(grid.name)),
      ("cell", .text(reference.description)),
      ("type", .text(type)),
      ("value", value),
      ("formula", formula.map { .text($0) }),
      ("format", grid.style(of: cell).formatCode.map { .text($0) }),
      ("hidden", isHidden ? .flag(true) : nil),
    ]).line
  }

  private static func typed(_ cell: PackedCell, in grid: Grid) -> (String, JSONText)? {
    switch cell.kind {
    case .empty: return nil
    case .sharedText, .localText: return ("text", .text(grid.text(of: cell) ?? ""))
    case .boolean: return ("boolean", .flag(cell.payload == 1))
    case .error: return ("error", .text(grid.text(of: cell) ?? ""))
    case .isoDate: return ("date", .text(grid.text(of: cell) ?? ""))
    // A formula without a stored result has no value; it is shown as an error that says so.
    case .missingResult: return ("error", .text("#MISSING!"))
    case .badTextIndex: return ("error", .text("#REF!"))
    case .number: return ("number", .double(cell.number))
    case .date:
      if let text = SerialDate.isoText(serial: cell.number, epoch: grid.epoch) {
        return ("date", .text(text))
      }
      return ("number", .double(cell.number))
    }
  }
}
