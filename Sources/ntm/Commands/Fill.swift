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
    // Sentences are all that it needs of the definitions, and only where there is something to say.
    let messages = Messages(common)
    let destination = Destination(output, common.lang) { messages.text.catalogue }
    try destination.check(force: common.force)
    let values = try values(messages)
    let workbook = try openTemplate(messages)
    try checkMacros(workbook.kind, messages)
    var filler = TemplateFiller(data: values)
    let result = filler.fill(try grids(of: workbook, messages), names: workbook.definedNames)
    report(result.problems.map(finding), messages)
    if !result.problems.isEmpty { throw ExitCode(4) }
    if !common.quiet {
      for path in result.unused {
        Terminal.error(
          messages.text.catalogue.phrase("fill-unused", in: common.lang, ["path": path])
        )
      }
    }
    let change = try change(of: workbook, result, messages)
    do {
      try destination.make { try WorkbookPatcher.write(change, of: template, to: $0) }
    } catch PatchError.unreadable(let error) {
      try unreadable(error, messages)
    }
    report(warnings(change), messages)
  }

  // MARK: - Reading

  private func values(_ messages: Messages) throws -> FillData {
    let bytes =
      data == "-"
      ? FileHandle.standardInput.readDataToEndOfFile() : FileManager.default.contents(atPath: data)
    guard let bytes else {
      var finding = template("no-data", detail: data)
      finding.location.file = data
      report([finding], messages)
      throw ExitCode(3)
    }
    do throws(FillDataProblem) { return try FillData.parse(json: Array(bytes)) } catch {
      var finding = template(error.problem, detail: error.detail)
      finding.location.file = "\(data):\(error.line):\(error.column)"
      report([finding], messages)
      throw ExitCode(3)
    }
  }

  private var source: InputFile { InputFile(path: template, name: template) }

  private func openTemplate(_ messages: Messages) throws -> Workbook {
    do throws(FileProblem) {
      if try !source.isText(limits: common.limits) {
        return try source.workbook(limits: common.limits)
      }
    } catch {
      report([error.finding], messages)
      throw ExitCode(3)
    }
    report([template("not-a-workbook", detail: template)], messages)
    throw ExitCode(3)
  }

  private func grids(of workbook: borrowing Workbook, _ messages: Messages) throws -> [Grid] {
    do throws(FileProblem) {
      return try source.grids(of: workbook, limits: common.limits)
    } catch {
      report([error.finding], messages)
      throw ExitCode(3)
    }
  }

  /// Macros go with the workbook, and a program opens them only under a name that says so.
  private func checkMacros(_ kind: PackageKind, _ messages: Messages) throws {
    guard kind == .xlsm || kind == .xltm else { return }
    let ending = (output as NSString).pathExtension.lowercased()
    guard ending != "xlsm", ending != "xltm" else { return }
    report([template("macro-ending", detail: output)], messages)
    throw ExitCode(4)
  }

  // MARK: - Writing

  private func change(
    of workbook: consuming Workbook,
    _ result: TemplateFiller.Result,
    _ messages: Messages
  ) throws -> PackageChange {
    do throws(PatchError) {
      return try WorkbookEditor.change(
        of: workbook,
        edits: result.edits,
        layouts: result.layouts,
        droppingNames: { $0.hasPrefix("each.") },
        asWorkbook: (output as NSString).pathExtension.lowercased().hasPrefix("xls")
      )
    } catch {
      switch error {
      case .refused(let refusal):
        report([template(refusal.kind.rawValue, detail: refusal.detail)], messages)
        throw ExitCode(4)
      case .unreadable(let error): try unreadable(error, messages)
      case .missingSheet, .cannotWrite: throw error
      }
    }
  }

  /// A container that can be read and not be taken apart.
  private func unreadable(_ error: ContainerError, _ messages: Messages) throws -> Never {
    let problem = FileProblem(container: error, file: template, limits: common.limits)
    report([problem.finding], messages)
    throw ExitCode(3)
  }

  // MARK: - Findings

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

  /// What the result has lost, and what stands in the way of whoever works on with it.
  private func warnings(_ change: PackageChange) -> [Finding] {
    let lost = change.lostReferences.map { place in
      Finding(
        .lostReference,
        at: SourceLocation(file: template),
        arguments: ["place": LocalizedText(place)]
      )
    }
    let protected = change.protectedSheets.map { sheet in
      Finding(.protectedSheet, at: SourceLocation(file: template, sheet: sheet))
    }
    let signature = Finding(.signatureDropped, at: SourceLocation(file: template))
    return lost + protected + (change.droppedSignatures ? [signature] : [])
  }

  private func report(_ findings: [Finding], _ messages: Messages) {
    for finding in findings { Terminal.error(messages.text.lines(finding).joined(separator: "\n")) }
  }
}
