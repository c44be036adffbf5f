import ArgumentParser
import Definitions
import Findings
import Foundation
import NTMToolkit
import Reporting

/// A run of the checks with its outputs.
struct ValidationRun {
  let importer: FileImporter
  let common: CommonOptions
  let inputs: BatchOptions
  let reporting: ReportOptions
  /// What beside the definitions decides how files are read.
  let reading: String

  private var store: DefinitionStore { importer.definitions }
  private var style: ReportStyle { ReportStyle(catalogue: store.catalogue, language: common.lang) }
  private var output: ReportOutput { ReportOutput(common: common, store: store) }

  private func fail(_ key: String, _ values: [String: String], _ code: Int32) -> ExitCode {
    Terminal.error("ntm: " + store.catalogue.phrase(key, in: common.lang, values))
    return ExitCode(code)
  }

  /// Nothing is written over without `--force`; a run that goes on, or checks again, may write over what it
  /// wrote before.
  func checkOutputs() throws {
    let mayExist = common.force || inputs.resume || inputs.watch
    for target in reporting.output {
      try Destination(target.path, common, store).check(force: mayExist)
      if target.format == .html { _ = try output.page() }
    }
    if reporting.format == .html { _ = try output.page() }
  }

  /// No report is written over a file that is read, not even with `--force`.
  func checkInputs(_ list: FileList) throws {
    for target in reporting.output where target.path != "-" {
      var own = stat()
      guard stat(target.path, &own) == 0 else { continue }
      for file in list.files where file.size == Int(own.st_size) {
        var other = stat()
        guard stat(file.input.path, &other) == 0, other.st_ino == own.st_ino,
          other.st_dev == own.st_dev
        else { continue }
        throw fail("output-is-input", ["path": target.path], 64)
      }
    }
  }

  /// The journal of `--resume`; `nil` without it.
  func openJournal() throws -> Journal? {
    guard inputs.resume else { return nil }
    let beside = reporting.output.first { $0.path != "-" }.map { $0.path + ".journal" }
    guard let path = inputs.journal ?? beside else { return nil }
    let options =
      "form=\(inputs.form ?? "") hidden=\(inputs.hidden) limits=\(common.limits) "
      + "mask=\(reporting.mask) reading=\(reading)"
    let identity = Journal.identity(store, options: options)
    do throws(Journal.Problem) {
      return try Journal(path: path, identity: identity)
    } catch {
      switch error {
      case .inUse: throw fail("journal-in-use", ["path": path], 70)
      case .foreign: throw fail("journal-foreign", ["path": path], 64)
      case .system(let reason):
        throw fail("cannot-write", ["path": path, "reason": "\(reason)"], 70)
      }
    }
  }

  func check(_ list: FileList, _ selection: ReportSelection, journal: Journal?) throws
    -> ValidationReport
  {
    var settings = BatchSettings(jobs: common.workers)
    settings.journal = journal
    settings.isMasked = reporting.mask
    if !inputs.previous.isEmpty { settings.previous = FileFinder.list(inputs.previous) }
    settings.stop = { Interruption.isRequested }
    let display = ProgressDisplay(inputs.progress, style, isQuiet: common.quiet)
    settings.progress = { display.show($0) }
    defer { display.end() }
    do {
      let batch = try CheckedBatch.read(list, with: importer, settings: settings)
      return try ValidationReport(batch, selection)
    } catch {
      throw fail("cannot-keep", ["reason": "\(error)"], 70)
    }
  }

  /// Writes every output, standard output last.
  func write(_ report: ValidationReport) throws {
    try writeFiles(report)
    let colour =
      !common.noColor && isatty(1) == 1 && ProcessInfo.processInfo.environment["NO_COLOR"] == nil
    let format = reporting.output.first { $0.path == "-" }?.format ?? reporting.format
    try format.write(report, output, to: "-", colour: colour)
    let totals = report.totals
    // Formats for programs say what they leave out, or that they are not whole, to people as well.
    if format != .text, totals.notShown > 0 || totals.ignored > 0 || !totals.isComplete {
      for line in style.summary(totals) { Terminal.error(line) }
    }
  }

  private func writeFiles(_ report: ValidationReport) throws {
    for target in reporting.output where target.path != "-" {
      try target.format.write(report, output, to: target.path)
    }
  }

  func status(of report: ValidationReport, areCopiesWhole: Bool) -> ExitCode {
    if report.totals.remaining > 0 { return ExitCode(130) }
    if report.hasDefinitionError { return ExitCode(4) }
    if report.isUnreadable || !areCopiesWhole { return ExitCode(3) }
    guard let least = reporting.failOn.severity else { return .success }
    let counts = report.totals.counts.filter { $0.key >= least && $0.value > 0 }
    return counts.isEmpty ? .success : ExitCode(1)
  }

  /// Checks again whenever something in the folders changes, until the run is interrupted.
  ///
  /// Only the files that changed, or of which something else is found than before, are shown; the outputs
  /// are written whole.
  func watch(_ names: [String], _ selection: ReportSelection, _ kept: Journal?) throws {
    var watch = FolderWatch()
    // Outcomes are kept from one round to the next: only what changed is read.
    let journal = try kept ?? Journal.temporary()
    while !Interruption.isRequested {
      let list = FileFinder.list(names)
      if let changed = watch.changes(list) {
        let report = try check(list, selection, journal: journal)
        try journal.refresh()
        let shown = try watch.shown(report, changed: changed)
        try ReportText(style, usesColour: common.usesColour, isQuiet: common.quiet).write(shown) {
          Terminal.output($0)
        }
        try writeFiles(report)
        if !common.quiet { Terminal.error(style.phrase("watch-waiting")) }
      }
      usleep(300_000)
    }
  }
}
