import ArgumentParser
import Definitions
import Findings
import Forms
import NTMToolkit
import Reporting

struct Arrivals: ParsableCommand {
  static let configuration = CommandConfiguration(
    abstract: "Shows what has arrived from which village: missing, clean, faulty, form by form.",
    discussion: """
      Examples:
        ntm arrivals surveys/ -o arrived.html
        ntm arrivals province/ --units communes.csv --forms household-survey,water-sanitation -o arrived.xlsx

      A folder in the folder is a commune. The list of units (see ‘ntm forms show commune-list’) names the
      villages from which something is expected.
      """
  )

  @Argument(help: "Files, folders or globs; a folder inside a folder is a commune.")
  var paths: [String]
  @Option(help: "A list of the units that are expected (.csv or .xlsx), with their villages.")
  var units: String?
  @Option(
    help: ArgumentHelp(
      "The forms that each village hands in, separated by commas, see ‘ntm forms list’; those that came by default.",
      valueName: "id,…"
    )
  )
  var forms: String?
  @Flag(help: "Mask the names of households and their numbers.") var mask = false
  @Option(name: .shortAndLong, help: "The result; its ending chooses .html, .xlsx or .json.")
  var output: String
  @OptionGroup var csv: TextOptions
  @OptionGroup var common: CommonOptions

  private var format: FindingsFormat? {
    output == "-"
      ? .json : output.split(separator: ".").last.flatMap { .init(rawValue: $0.lowercased()) }
  }

  func validate() throws {
    guard let format, [.html, .xlsx, .json].contains(format) else {
      throw ValidationError("-o \(output): use an ending of .html, .xlsx or .json")
    }
  }

  func run() throws {
    let store = try common.loadDefinitions()
    let expected = try expectedForms(store)
    let destination = Destination(output, common, store)
    try destination.check(force: common.force)
    let outputs = ReportOutput(common: common, store: store)
    let page = format == .html ? try outputs.page() : nil
    let list = try common.communes(units, store)
    let importer = FileImporter(
      definitions: store,
      limits: common.limits,
      text: try csv.reading(store)
    )
    var settings = BatchSettings(jobs: common.workers)
    settings.isMasked = mask
    var selection = ReportSelection()
    selection.isMasked = mask
    let batch = try CheckedBatch.read(FileFinder.list(paths), with: importer, settings: settings)
    let whole = try ValidationReport(batch, selection)
    var rollup = ArrivalRollup(definitions: store, list: list, expected: expected)
    let (table, report) = try rollup.run(whole)
    let style = outputs.style
    switch format {
    case .html?:
      guard let page else { return }
      try destination.write { write in
        try ArrivalPage(page: page, style: style).write(table, report, to: write)
      }
    case .xlsx?:
      try destination.make { try ReportWorkbook(style: style).write(table, report, to: $0) }
    default:
      try destination.write { write in try ArrivalJSON.write(table, report, style, to: write) }
    }
    if !common.quiet { Terminal.error(style.summary(table)) }
    if whole.hasDefinitionError { throw ExitCode(4) }
    if whole.isUnreadable { throw ExitCode(3) }
    if whole.totals.count(.error) > 0 { throw ExitCode(1) }
  }

  private func expectedForms(_ store: DefinitionStore) throws -> [String] {
    let known = store.forms.map(\.definition.id)
    let names = (forms ?? "").split(separator: ",").map(String.init)
    for name in names where !known.contains(name) {
      let nearest = Spelling.nearest(to: name, among: known)
      let hint = nearest.map { "did you mean ‘\($0)’?" } ?? "‘ntm forms list’ lists them all"
      throw ValidationError("there is no form ‘\(name)’; \(hint)")
    }
    return names
  }
}
