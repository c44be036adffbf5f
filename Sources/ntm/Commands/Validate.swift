import ArgumentParser
import Definitions
import Findings
import Foundation
import NTMToolkit
import Reporting

struct Validate: ParsableCommand {
  static let configuration = CommandConfiguration(
    abstract: "Checks surveys and says what is wrong, in which cell, and what to do.",
    discussion: """
      Examples:
        ntm validate surveys/
        ntm validate "surveys/*.xlsx" --format jsonl > findings.jsonl
      """
  )

  enum Format: String, ExpressibleByArgument, CaseIterable {
    case text, jsonl, json
  }

  @Argument(help: "Files, folders (searched with their subfolders) or globs.") var paths: [String]
  @Option(help: "Read as this form only.") var form: String?
  @Option(help: "How findings are written.") var format: Format = .text
  @Option(
    help: "The least severity that makes the exit status 1: note, warning or error.",
    transform: { try Choice.parse($0) }
  )
  var failOn: Severity = .error
  @Option(help: "Rows, columns and sheets hidden by hand.") var hidden: Import.Hidden = .skip
  @OptionGroup var common: CommonOptions

  func run() throws {
    let store = try common.loadDefinitions()
    let importer = FileImporter(definitions: store, onlyForm: form, readsHidden: hidden == .include)
    let batch = Batch.read(paths, with: importer, jobs: common.workers)
    switch format {
    case .text: printText(batch, store)
    case .jsonl:
      var output = BufferedOutput()
      for finding in batch.findings { output.line(json(finding, store).line) }
      output.flush()
    case .json:
      Terminal.output(JSONText.list(batch.findings.map { json($0, store) }).line + "\n")
    }
    let status = Status.code(
      unreadable: batch.isUnreadable,
      findings: batch.findings,
      failOn: failOn
    )
    if status != .success { throw status }
  }

  private func json(_ finding: Finding, _ store: DefinitionStore) -> JSONText {
    FindingJSON.object(finding, catalogue: store.catalogue, language: common.lang)
  }

  private func printText(_ batch: Batch, _ store: DefinitionStore) {
    let colour =
      !common.noColor && isatty(1) == 1 && ProcessInfo.processInfo.environment["NO_COLOR"] == nil
    let text = FindingText(catalogue: store.catalogue, language: common.lang, usesColour: colour)
    var output = BufferedOutput()
    for finding in batch.findings where !common.quiet || finding.severity > .note {
      for line in text.lines(finding) { output.line(line) }
    }
    output.line(batch.summary(store.catalogue, common.lang))
    output.flush()
  }
}

extension Batch {
  /// The counts of a batch in a sentence.
  func summary(_ catalogue: MessageCatalogue, _ language: Language) -> String {
    func count(_ severity: Severity) -> String { "\(findings.count { $0.severity == severity })" }
    return catalogue.phrase(
      "summary",
      in: language,
      [
        "files": "\(files.count)", "records": "\(files.reduce(0) { $0 + $1.recordCount })",
        "errors": count(.error), "warnings": count(.warning), "notes": count(.note),
      ]
    )
  }
}
