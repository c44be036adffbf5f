import ArgumentParser
import Definitions
import Findings
import NTMToolkit
import Reporting

struct Validate: ParsableCommand {
  static let configuration = CommandConfiguration(
    abstract: "Checks surveys and says what is wrong, in which cell, and what to do.",
    discussion: """
      Examples:
        ntm validate surveys/
        ntm validate surveys/ --annotate to-correct/
        ntm validate surveys/ --output html=report.html --output xlsx=report.xlsx
        ntm validate "surveys/*/thon-*.xlsx" --format jsonl > findings.jsonl
        ntm validate province/ --output json=report.json --resume
        ntm validate surveys/ --baseline last-week.json --waivers explained.yaml
        ntm validate surveys-2025/ --previous surveys-2024/
        ntm validate --watch surveys/
        ntm help part-exceeds-whole
      """
  )

  @Argument(help: "Files, folders (searched with their subfolders) or globs.")
  var paths: [String] = []
  @OptionGroup var inputs: BatchOptions
  @OptionGroup var reporting: ReportOptions
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

  func validate() throws {
    if paths.isEmpty, inputs.filesFrom == nil {
      throw ValidationError("Name files, folders or globs, or use --files-from.")
    }
    let outputs = reporting.output.filter { $0.path != "-" }
    if inputs.resume, outputs.isEmpty, inputs.journal == nil {
      throw ValidationError(
        "--resume keeps its journal beside an output: add --output or --journal."
      )
    }
    if reporting.newOnly, reporting.baseline == nil {
      throw ValidationError("--new-only needs --baseline.")
    }
    if outputs.count + 1 < reporting.output.count {
      throw ValidationError("Standard output takes one format only.")
    }
    var entries = DirectoryEntries()
    if Set(outputs.map { entries.key($0.path) }).count < outputs.count {
      throw ValidationError("Two outputs have the same path.")
    }
    if annotate != nil, inputs.watch {
      throw ValidationError("--annotate and --watch do not go together.")
    }
    // The copies are the villages' own workbooks, names and all.
    if annotate != nil, reporting.mask {
      throw ValidationError(
        "--mask cannot hide the names in the copies of --annotate: write them in another run."
      )
    }
  }

  func run() throws {
    let store = try common.loadDefinitions()
    if let form = inputs.form { try common.form(form, store) }
    let importer = FileImporter(
      definitions: store,
      onlyForm: inputs.form,
      readsHidden: inputs.hidden == .include,
      profile: try profile.load(store, common),
      limits: common.limits,
      text: try csv.reading(store)
    )
    let run = ValidationRun(
      importer: importer,
      common: common,
      inputs: inputs,
      reporting: reporting,
      reading:
        "\(profile.contentKey) \(csv.encoding ?? "") \(csv.delimiter ?? "") \(csv.quote ?? "")"
    )
    try run.checkOutputs()
    let selection = try reporting.selection(store, common.lang)
    let names = try inputs.names(paths)
    let list = FileFinder.list(names)
    try run.checkInputs(list)
    let copies = try annotate.map { try AnnotateFolder($0, for: names, common, store) }
    let journal = try run.openJournal()
    Interruption.watch()
    if inputs.watch {
      try run.watch(names, selection, journal)
      throw ExitCode(130)
    }
    let report = try run.check(list, selection, journal: journal)
    try run.write(report)
    let areWhole = try copies?.write(report) ?? true
    let status = run.status(of: report, areCopiesWhole: areWhole)
    if status != .success { throw status }
  }
}
