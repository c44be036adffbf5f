import ArgumentParser
import Definitions
import Findings
import Foundation
import NTMToolkit
import Reporting

/// Which files are checked, and how they are worked through.
struct BatchOptions: ParsableArguments {
  @Option(help: "Read as this form only.") var form: String?
  @Option(help: "Rows, columns and sheets hidden by hand.") var hidden: Import.Hidden = .skip
  @Option(
    help: ArgumentHelp(
      "A list of files, one a line or with NUL between them; - for standard input.",
      valueName: "file"
    )
  )
  var filesFrom: String?
  @Option(
    help: ArgumentHelp(
      "The same surveys of the year before (file, folder or glob; repeatable): rules that compare years use them.",
      valueName: "path"
    )
  )
  var previous: [String] = []
  @Flag(help: "Go on with a run that was ended, and read only files that changed since.")
  var resume = false
  @Option(help: "Where --resume keeps what it knows; beside the first output by default.")
  var journal: String?
  @Option(help: "How progress is shown on standard error: auto, json or none.")
  var progress: ProgressMode = .auto
  @Flag(help: "Check again whenever a file changes, until Ctrl-C.") var watch = false

  /// The paths and what the list names.
  func names(_ paths: [String]) throws -> [String] {
    guard let filesFrom else { return paths }
    let data =
      filesFrom == "-"
      ? FileHandle.standardInput.readDataToEndOfFile()
      : FileManager.default.contents(atPath: filesFrom)
    guard let data else { throw ValidationError("--files-from: ‘\(filesFrom)’ cannot be read") }
    let separator = data.contains(0) ? UInt8(0) : UInt8(ascii: "\n")
    let names = data.split(separator: separator).map { line in
      String(decoding: separator != 0 && line.last == 0x0D ? line.dropLast() : line, as: UTF8.self)
    }
    return paths + names.filter { !$0.isEmpty }
  }
}

/// What is reported, and how.
struct ReportOptions: ParsableArguments {
  /// The least severity that makes the exit status 1.
  enum FailLevel: String, ExpressibleByArgument, CaseIterable {
    case note, warning, error, none

    var severity: Severity? { Severity(rawValue: rawValue) }
  }

  @Option(help: "How findings are written to standard output.") var format: FindingsFormat = .text
  @Option(
    help: ArgumentHelp(
      "A further output in a format; may be given several times.",
      valueName: "format=path"
    ),
    transform: { try FindingsOutput.parse($0) }
  )
  var output: [FindingsOutput] = []
  @Option(help: "Only these codes; separate several by commas.") var select: [String] = []
  @Option(help: "Not these codes; separate several by commas.") var ignore: [String] = []
  @Option(help: "Show at most so many findings; the rest is counted.") var maxFindings: Int?
  @Option(help: "The least severity that makes the exit status 1.") var failOn: FailLevel = .error
  @Option(
    help: ArgumentHelp("An earlier report (JSON or JSON Lines) to compare with.", valueName: "file")
  )
  var baseline: String?
  @Flag(help: "Only findings that the baseline has not.") var newOnly = false
  @Option(help: ArgumentHelp("Explanations of findings that may stand (YAML).", valueName: "file"))
  var waivers: String?
  @Option(help: "The day on which waivers are judged, as 2025-11-30; today by default.")
  var asOf: String?
  @Flag(help: "Mask the names of households and their numbers in every output.") var mask = false

  func validate() throws {
    if let maxFindings, maxFindings < 0 { throw ValidationError("--max-findings: 0 or more") }
    if let asOf, asOf.wholeMatch(of: /[0-9]{4}-[0-9]{2}-[0-9]{2}/) == nil {
      throw ValidationError("--as-of: write a day as 2025-11-30")
    }
  }

  func selection(_ store: DefinitionStore, _ language: Language) throws -> ReportSelection {
    var selection = ReportSelection()
    selection.selected = try codes(select, store)
    selection.ignored = try codes(ignore, store)
    selection.mostFindings = maxFindings
    selection.onlyNew = newOnly
    selection.isMasked = mask
    func fail(_ key: String, _ path: String, _ code: Int32) -> ExitCode {
      Terminal.error("ntm: " + store.catalogue.phrase(key, in: language, ["path": path]))
      return ExitCode(code)
    }
    if let baseline {
      do throws(Baseline.Problem) {
        selection.baseline = try Baseline(path: baseline)
      } catch {
        throw fail(error == .unreadable ? "path-missing" : "not-a-report", baseline, 3)
      }
    }
    if let waivers {
      let log = DefinitionLog()
      selection.waivers = Waivers(
        path: waivers,
        today: asOf ?? Self.today,
        codes: store.catalogue.entries.keys.sorted(),
        log: log
      )
      let text = FindingText(catalogue: store.catalogue, language: language, usesColour: false)
      for problem in log.findings { Terminal.error(text.lines(problem).joined(separator: "\n")) }
      if log.hasErrors { throw ExitCode(4) }
    }
    return selection
  }

  private static var today: String {
    let parts = Calendar(identifier: .gregorian).dateComponents(
      [.year, .month, .day],
      from: Date()
    )
    func digits(_ number: Int?, _ count: Int) -> String {
      let text = "\(number ?? 0)"
      return String(repeating: "0", count: max(0, count - text.count)) + text
    }
    return digits(parts.year, 4) + "-" + digits(parts.month, 2) + "-" + digits(parts.day, 2)
  }

  private func codes(_ lists: [String], _ store: DefinitionStore) throws -> Set<String> {
    let names = lists.flatMap { $0.split(separator: ",").map(String.init) }
    for name in names where store.catalogue.entries[name] == nil {
      let nearest = Spelling.nearest(to: name, among: store.catalogue.entries.keys.sorted())
      let hint = nearest.map { "did you mean ‘\($0)’?" } ?? "‘ntm help codes’ lists them all"
      throw ValidationError("there is no code ‘\(name)’; \(hint)")
    }
    return Set(names)
  }
}
