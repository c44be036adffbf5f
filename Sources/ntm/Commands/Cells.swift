import ArgumentParser
import Definitions
import Findings
import NTMToolkit
import Reporting
import Tabular

struct Cells: ParsableCommand {
  static let configuration = CommandConfiguration(
    abstract: "Prints every cell of a workbook or CSV file, one JSON object a line.",
    discussion: """
      The sheets are read through before the first cell is printed, so that a damaged file prints none; \
      then rows are printed as they are read, in memory that does not grow with their number.

      Examples:
        ntm cells thon-lang-mai.xlsx
        ntm cells thon-lang-mai.xlsx --sheet "Hộ"
      """
  )

  @Argument(help: "The workbook or CSV file; - for standard input.") var file: String
  @Option(help: "Only the sheet of this name.") var sheet: String?
  @OptionGroup var csv: TextOptions
  @OptionGroup var common: CommonOptions

  func run() throws {
    let options = try csv.reading(DefinitionStore.builtInEncodings)
    try StandardInput.with(file) { input in
      let reader: SpreadsheetReader
      do throws(FileProblem) {
        reader = try SpreadsheetReader(input, limits: common.limits, text: options)
      } catch {
        throw try failed(error.finding)
      }
      try write(reader)
    }
  }

  private func write(_ reader: SpreadsheetReader) throws {
    let wanted = reader.sheets.indices.filter { sheet == nil || reader.sheets[$0].name == sheet }
    if let sheet, wanted.isEmpty {
      let store = try common.loadDefinitions()
      let names = reader.sheets.map(\.name).joined(separator: ", ")
      let values = ["sheet": sheet, "known": names]
      Terminal.error("ntm: " + store.catalogue.phrase("sheet-missing", in: common.lang, values))
      throw ExitCode(64)
    }
    do {
      var isInOrder: [Bool] = []
      for index in wanted { isInOrder.append(try reader.check(sheetAt: index)) }
      var output = BufferedOutput()
      var findings: [Finding] = []
      for (index, isInOrder) in zip(wanted, isInOrder) {
        let rows =
          try isInOrder ? reader.rows(sheetAt: index) : reader.sortedRows(sheetAt: index)
        while let row = try rows.next() {
          for cell in row.cells { output.line(CellLine.json(cell, sheet: rows.sheet)) }
        }
        findings += rows.findings
      }
      output.flush()
      try show(findings)
    } catch let error as ReadingError {
      throw try error.finding.map { try failed($0) } ?? ExitCode(70)
    }
  }

  /// What was read though no program should have written it so; the cells are given all the same.
  private func show(_ findings: [Finding]) throws {
    guard !findings.isEmpty, !common.quiet else { return }
    let text = common.text(try common.loadDefinitions())
    for finding in findings { Terminal.error(text.lines(finding).joined(separator: "\n")) }
  }

  private func failed(_ finding: Finding) throws -> ExitCode {
    let store = try common.loadDefinitions()
    Terminal.error(common.text(store).lines(finding).joined(separator: "\n"))
    return ExitCode(3)
  }
}

/// One cell as a line of JSON.
enum CellLine {
  static func json(_ cell: SheetCell, sheet: String) -> String {
    let (type, value) = typed(cell.value)
    return JSONText.object([
      ("sheet", .text(sheet)),
      ("cell", .text(cell.address)),
      ("type", .text(type)),
      ("value", value),
      ("formula", cell.formula.map { .text($0) }),
      ("format", cell.format.map { .text($0) }),
      ("hidden", cell.isHidden ? .flag(true) : nil),
    ]).line
  }

  private static func typed(_ value: SheetValue) -> (String, JSONText) {
    switch value {
    case .text(let text): ("text", .text(text))
    case .number(let number): ("number", .double(number))
    case .date(let text): ("date", .text(text))
    case .boolean(let isTrue): ("boolean", .flag(isTrue))
    case .error(let text): ("error", .text(text))
    // A formula without a stored result has no value; it is shown as an error that says so.
    case .missingResult: ("error", .text("#MISSING!"))
    }
  }
}
