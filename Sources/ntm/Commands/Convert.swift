import ArgumentParser
import CSV
import Definitions
import Findings
import Forms
import Foundation
import NTMToolkit
import Reporting
import Tabular

struct Convert: ParsableCommand {
  static let configuration = CommandConfiguration(
    abstract: "Writes a sheet as CSV or TSV, in Unicode whatever its fonts were.",
    discussion: """
      Examples:
        ntm convert survey.xlsx survey.csv
        ntm convert old-fonts.xlsx sheet2.tsv --sheet "Bieu 2"
      """
  )

  @Argument(help: "The workbook or CSV file.") var input: String
  @Argument(help: "The result; its ending chooses .csv or .tsv.") var output: String
  @Option(help: "The sheet; the first one by default.") var sheet: String?
  @Flag(help: "Write a byte order mark, which Excel needs to see UTF-8.") var bom = false
  @OptionGroup var common: CommonOptions

  func validate() throws {
    guard ["csv", "tsv"].contains(ending) else {
      throw ValidationError("\(output): use an ending of .csv or .tsv")
    }
  }

  private var ending: String { output.split(separator: ".").last.map { $0.lowercased() } ?? "" }

  func run() throws {
    let store = try common.loadDefinitions()
    if !common.force, FileManager.default.fileExists(atPath: output) {
      Terminal.error(
        "ntm: " + store.catalogue.phrase("output-exists", in: common.lang, ["path": output])
      )
      throw ExitCode(64)
    }
    switch InputFile(path: input, name: input).open() {
    case .failure(let problem):
      Terminal.error(common.text(store).lines(problem.finding).joined(separator: "\n"))
      throw ExitCode(3)
    case .success(let opened):
      guard let grid = opened.grids.first(where: { sheet == nil || $0.name == sheet }) else {
        Terminal.error(
          "ntm: " + store.catalogue.phrase("path-missing", in: common.lang, ["path": sheet ?? ""])
        )
        throw ExitCode(64)
      }
      let text = (bom ? "\u{FEFF}" : "") + self.text(grid, store)
      try OutputFile.write(Data(text.utf8), to: output)
    }
  }

  private func text(_ grid: Grid, _ store: DefinitionStore) -> String {
    let texts = SheetTexts(grid, encodings: store.vocabulary.encodings)
    let delimiter = ending == "tsv" ? "\t" : ","
    var result = ""
    var next = 0
    for index in grid.rows.indices {
      let number = Int(grid.rows[index].number)
      // Rows without cells stay as blank lines, so that addresses keep their meaning.
      while next < number {
        result += "\r\n"
        next += 1
      }
      var fields: [String] = []
      for cell in grid.cells(ofRowAt: index) {
        while fields.count < Int(cell.column) { fields.append("") }
        fields.append(field(cell, texts, delimiter))
      }
      result += fields.joined(separator: delimiter) + "\r\n"
      next = number + 1
    }
    return result
  }

  /// A field as a spreadsheet program reads it back; only texts can be taken for formulas.
  private func field(_ cell: PackedCell, _ texts: SheetTexts, _ delimiter: String) -> String {
    guard let shown = texts.display(cell) else { return "" }
    let isText = cell.kind == .sharedText || cell.kind == .localText
    return CSVField.quoted(shown, delimiter: delimiter.first ?? ",", guardsFormulas: isText)
  }
}
