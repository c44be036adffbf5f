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
        ntm validate surveys/ --annotate to-correct/
      """
  )

  @Argument(help: "Files, folders (searched with their subfolders) or globs.") var paths: [String]
  @Option(help: "Read as this form only.") var form: String?
  @Option(help: "How findings are written.") var format: FindingsFormat = .text
  @Option(
    help: ArgumentHelp(
      "A further output in a format; may be given several times.",
      valueName: "format=path"
    )
  )
  var output: [FindingsOutput] = []
  @Option(
    help: "The least severity that makes the exit status 1: note, warning or error.",
    transform: { try Choice.parse($0) }
  )
  var failOn: Severity = .error
  @Option(help: "Rows, columns and sheets hidden by hand.") var hidden: Import.Hidden = .skip
  @OptionGroup var profile: ProfileOption
  @Option(
    help: ArgumentHelp(
      "Write copies of the files with findings to this folder: coloured cells with notes, and a list in front.",
      valueName: "dir"
    )
  )
  var annotate: String?
  @OptionGroup var csv: TextOptions
  @OptionGroup var common: CommonOptions

  func run() throws {
    let store = try common.loadDefinitions()
    for target in output {
      try Destination(target.path, common, store).check(force: common.force)
    }
    let copies = try annotate.map { try AnnotateFolder($0, for: paths, common, store) }
    let importer = FileImporter(
      definitions: store,
      onlyForm: form,
      readsHidden: hidden == .include,
      profile: try profile.load(store, common),
      limits: common.limits,
      text: try csv.reading(store)
    )
    let batch = try Batch.read(paths, with: importer, jobs: common.workers)
    let colour =
      !common.noColor && isatty(1) == 1 && ProcessInfo.processInfo.environment["NO_COLOR"] == nil
    for target in output {
      let text = target.format.write(batch, store, common.lang, quiet: common.quiet, colour: false)
      try Destination(target.path, common, store).write(text.utf8)
    }
    Terminal.output(format.write(batch, store, common.lang, quiet: common.quiet, colour: colour))
    let areWhole = try copies?.write(batch.files) ?? true
    let status = Status.code(
      unreadable: batch.isUnreadable || !areWhole,
      findings: batch.findings,
      failOn: failOn
    )
    if status != .success { throw status }
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
