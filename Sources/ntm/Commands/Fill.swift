import ArgumentParser
import Definitions
import Filling
import Findings
import Foundation
import NTMToolkit
import Reporting
import SpreadsheetML
import Tabular

struct Fill: ParsableCommand {
  static let configuration = CommandConfiguration(
    abstract: "Fills an .xlsx template from JSON data.",
    discussion: """
      {{path.to.value}} in a cell becomes the value; rows under a defined name each.<path> repeat for every
      element of the array at <path>, with {{.field}} for its fields and {{#}} for its number.

      Example:
        ntm fill template.xlsx data.json -o filled.xlsx
      """
  )

  @Argument(help: "The template.") var template: String
  @Argument(help: "The data, a JSON file; - for standard input.") var data: String
  @Option(name: .shortAndLong, help: "The filled workbook.") var output: String
  @OptionGroup var common: CommonOptions

  func validate() throws {
    try Destination.checkEnding(of: output, among: ["xlsx", "xlsm", "xltx", "xltm"])
  }

  func run() throws {
    let store = try common.loadDefinitions()
    try Destination(output, common, store).check(force: common.force)
    let bytes =
      data == "-"
      ? FileHandle.standardInput.readDataToEndOfFile() : FileManager.default.contents(atPath: data)
    guard let bytes else {
      var finding = template("no-data", detail: data)
      finding.location.file = data
      report([finding], store)
      throw ExitCode(3)
    }
    let grids = try grids(store)
    try checkMacros(store)
    var filler = TemplateFiller(data: try values(Array(bytes), store))
    let result = filler.fill(grids, names: try names(store))
    let problems = result.problems.map(finding)
    report(problems, store)
    if !problems.isEmpty { throw ExitCode(4) }
    if !common.quiet {
      for path in result.unused {
        Terminal.error(store.catalogue.phrase("fill-unused", in: common.lang, ["path": path]))
      }
    }
    try write(result, store)
  }

  private func values(_ bytes: [UInt8], _ store: DefinitionStore) throws -> FillData {
    do throws(FillDataProblem) { return try FillData.parse(json: bytes) } catch {
      var finding = template(error.problem, detail: error.detail)
      finding.location.file = "\(data):\(error.line):\(error.column)"
      report([finding], store)
      throw ExitCode(3)
    }
  }

  /// What is wrong, with the name that was probably meant.
  private func finding(_ problem: FillProblem) -> Finding {
    let nearest = Spelling.nearest(to: problem.detail, among: problem.known)
    var result = template(
      problem.problem + (nearest == nil ? "" : "-near"),
      sheet: problem.sheet,
      cell: problem.cell,
      detail: problem.detail
    )
    if let nearest { result.arguments["nearest"] = LocalizedText(nearest) }
    return result
  }

  /// Macros go with the workbook, and a program opens them only under a name that says so.
  private func checkMacros(_ store: DefinitionStore) throws {
    guard let kind = try? Workbook.open(path: template, limits: common.limits).kind,
      kind == .xlsm || kind == .xltm
    else { return }
    let ending = (output as NSString).pathExtension.lowercased()
    guard ending != "xlsm", ending != "xltm" else { return }
    report([template("macro-ending", detail: output)], store)
    throw ExitCode(4)
  }

  private func template(
    _ problem: String,
    sheet: String? = nil,
    cell: CellReference? = nil,
    detail: String
  ) -> Finding {
    Finding(
      .templateError,
      problem,
      at: SourceLocation(file: template, sheet: sheet, range: cell.map { CellRange($0, $0) }),
      arguments: ["detail": LocalizedText(detail)]
    )
  }

  private func report(_ findings: [Finding], _ store: DefinitionStore) {
    for finding in findings {
      Terminal.error(common.text(store).lines(finding).joined(separator: "\n"))
    }
  }

  private func grids(_ store: DefinitionStore) throws -> [Grid] {
    switch InputFile(path: template, name: template).open(limits: common.limits) {
    case .success(let opened) where opened.kind != .csv: return opened.grids
    case .success:
      report([template("not-a-workbook", detail: template)], store)
      throw ExitCode(3)
    case .failure(let problem):
      report([problem.finding], store)
      throw ExitCode(3)
    }
  }

  private func names(_ store: DefinitionStore) throws -> [Workbook.DefinedName] {
    do throws(XMLError) {
      return try Workbook.open(path: template, limits: common.limits).definedNames
    } catch {
      throw ExitCode(3)
    }
  }

  private func write(_ result: TemplateFiller.Result, _ store: DefinitionStore) throws {
    do {
      try Destination(output, common, store).make { temporary in
        let change = try WorkbookEditor.change(
          template,
          edits: result.edits,
          layouts: result.layouts,
          droppingNames: { $0.hasPrefix("each.") },
          asWorkbook: (output as NSString).pathExtension.lowercased().hasPrefix("xls")
        )
        try WorkbookPatcher.write(change, of: template, to: temporary)
        report(change.lostReferences.map(lostReference), store)
        if change.droppedSignatures { report([signature()], store) }
      }
    } catch let error as PatchError {
      try report(error, store)
    }
  }

  private func lostReference(_ place: String) -> Finding {
    Finding(
      .lostReference,
      at: SourceLocation(file: template),
      arguments: ["place": LocalizedText(place)]
    )
  }

  private func signature() -> Finding {
    Finding(.signatureDropped, at: SourceLocation(file: template), arguments: [:])
  }

  private func report(_ error: PatchError, _ store: DefinitionStore) throws {
    guard case .refused(let refusal) = error else { throw error }
    report([template(refusal.kind.rawValue, detail: refusal.detail)], store)
    throw ExitCode(4)
  }
}
