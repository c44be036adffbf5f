import ArgumentParser
import Definitions
import Findings
import NTMToolkit
import Reporting

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
    // One's own definitions may have encodings of their own.
    let options =
      try common.definitions == nil
      ? csv.reading(DefinitionStore.builtInEncodings) : csv.reading(common.loadDefinitions())
    try StandardInput.with(file) { input in
      let reader: SpreadsheetReader
      do throws(FileProblem) {
        reader = try SpreadsheetReader(input, limits: common.limits, text: options)
      } catch {
        throw failed(error.finding)
      }
      try write(reader)
    }
  }

  private func write(_ reader: SpreadsheetReader) throws {
    guard sheet == nil || reader.sheets.contains(where: { $0.name == sheet }) else {
      let names = reader.sheets.map(\.name).joined(separator: ", ")
      let values = ["sheet": sheet ?? "", "known": names]
      let catalogue = common.messages().catalogue
      Terminal.error("ntm: " + catalogue.phrase("sheet-missing", in: common.lang, values))
      throw ExitCode(64)
    }
    let findings: [Finding]
    do throws(ReadingError) {
      var output = BufferedOutput()
      findings = try CellListing.write(reader, sheet: sheet) { output.line($0) }
      output.flush()
    } catch {
      throw error.finding.map { failed($0) } ?? ExitCode(70)
    }
    // What was read though no program should have written it so; the cells are given all the same.
    if !findings.isEmpty, !common.quiet { show(findings) }
  }

  private func show(_ findings: [Finding]) {
    let text = common.messages()
    for finding in findings { Terminal.error(text.lines(finding).joined(separator: "\n")) }
  }

  private func failed(_ finding: Finding) -> ExitCode {
    show([finding])
    return ExitCode(3)
  }
}
