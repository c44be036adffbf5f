import ArgumentParser
import Definitions
import Findings
import Forms
import Foundation
import NTMToolkit
import Reporting
import SpreadsheetML
import Tabular

struct Convert: ParsableCommand {
  static let configuration = CommandConfiguration(
    abstract: "Writes a sheet as CSV or TSV, or a CSV or TSV file as a workbook.",
    discussion: """
      Texts of old fonts become Unicode. In a workbook a column becomes numbers or dates where all its cells
      agree; what is doubtful stays text and is named, as do codes, telephone and identity numbers.

      Examples:
        ntm convert survey.xlsx survey.csv
        ntm convert old-fonts.xlsx sheet2.tsv --sheet "Bieu 2"
        ntm convert survey.csv survey.xlsx
        ntm convert survey.xlsx - | less
      """
  )

  /// What a result can be.
  enum Target: String, ExpressibleByArgument, CaseIterable { case csv, tsv, xlsx }

  @Argument(help: "The workbook, CSV or TSV file; - for standard input.") var input: String
  @Argument(
    help: "The result; its ending chooses .csv, .tsv or .xlsx; - for standard output."
  )
  var output: String
  @Option(help: "What the result is; csv for standard output, else by the ending.")
  var to: Target?
  @Option(help: "The sheet to read, the first one by default; or the name of the new sheet.")
  var sheet: String?
  @Flag(help: "Keep every cell of a new workbook as text.") var keepText = false
  @Flag(help: "Write a byte order mark, which Excel needs to see UTF-8.") var bom = false
  @OptionGroup var csv: TextOptions
  @OptionGroup var common: CommonOptions

  func validate() throws {
    guard target != nil else {
      throw ValidationError("\(output): use an ending of .csv, .tsv or .xlsx, or --to")
    }
  }

  private var target: Target? {
    if let to { return to }
    if output == "-" { return .csv }
    return Target(rawValue: output.split(separator: ".").last.map { $0.lowercased() } ?? "")
  }

  func run() throws {
    let store = try common.loadDefinitions()
    try destination(store).check(force: common.force)
    let options = try csv.reading(store)
    try StandardInput.with(input) { file in
      switch file.open(limits: common.limits, text: options) {
      case .failure(let problem):
        Terminal.error(common.text(store).lines(problem.finding).joined(separator: "\n"))
        throw ExitCode(3)
      case .success(let opened):
        for finding in opened.findings where !common.quiet || finding.severity > .note {
          Terminal.error(common.text(store).lines(finding).joined(separator: "\n"))
        }
        try convert(opened, file, store)
      }
    }
  }

  /// Says why nothing was done.
  private func fail(
    _ phrase: String,
    _ values: [String: String],
    _ store: DefinitionStore
  ) throws -> Never {
    Terminal.error("ntm: " + store.catalogue.phrase(phrase, in: common.lang, values))
    throw ExitCode(64)
  }

  private func convert(
    _ opened: OpenedFile,
    _ file: InputFile,
    _ store: DefinitionStore
  ) throws {
    if target == .xlsx {
      guard opened.kind == .csv, var grid = opened.grids.first else {
        try fail("convert-same", ["path": input], store)
      }
      if let sheet { grid.name = sheet }
      return try writeWorkbook(grid, file, store)
    }
    guard let grid = opened.grids.first(where: { sheet == nil || $0.name == sheet }) else {
      let known = opened.grids.map(\.name).joined(separator: ", ")
      try fail("sheet-missing", ["sheet": sheet ?? "", "known": known], store)
    }
    let texts = SheetTexts(grid, encodings: store.vocabulary.encodings)
    let text = DelimitedText(
      texts,
      delimiter: target == .tsv ? "\t" : ",",
      padsRows: opened.kind != .csv
    )
    return try writeText(text, store)
  }

  private func destination(_ store: DefinitionStore) -> Destination {
    Destination(output, common, store)
  }

  private func writeText(_ text: DelimitedText, _ store: DefinitionStore) throws {
    try destination(store).write { piece in
      if bom { piece("\u{FEFF}") }
      text.write(piece)
    }
  }

  private func writeWorkbook(_ grid: Grid, _ file: InputFile, _ store: DefinitionStore) throws {
    let typing = SheetTyping(grid, file: file.name, keepsText: keepText)
    let text = common.text(store)
    for finding in typing.findings where !common.quiet || finding.severity > .note {
      Terminal.error(text.lines(finding).joined(separator: "\n"))
    }
    try destination(store).make { path in
      do throws(WriteError) { try typing.write(to: path) } catch {
        guard case .limit(_, let cell) = error else { throw error }
        let place = SourceLocation(file: file.name, sheet: grid.name, cell: cell)
        let finding = Finding(.limitExceeded, "sheet-size", at: place)
        Terminal.error(text.lines(finding).joined(separator: "\n"))
        throw ExitCode(3)
      }
    }
  }
}
