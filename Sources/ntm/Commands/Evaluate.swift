import ArgumentParser
import CSV
import Criteria
import Definitions
import Evaluation
import Findings
import Foundation
import NTMToolkit
import Reporting
import Tabular

struct Evaluate: ParsableCommand {
  static let configuration = CommandConfiguration(
    abstract: "Judges a commune by a criteria set, from its surveys and stated values.",
    discussion: """
      Examples:
        ntm evaluate surveys/ --criteria thanh-hoa-2024-25 --unit "xã Bình Lương" --year 2025 \\
          --region bac-trung-bo --values values.yaml -o result.xlsx
        ntm evaluate surveys/ --criteria vn-2024-211 --unit "xã Bình Lương" --year 2025 -o result.json
      The unit may be named with those above it: --unit "xã Minh Sơn, huyện Triệu Sơn".
      """
  )

  @Argument(help: "Files, folders or globs with the surveys.") var paths: [String] = []
  @Option(help: "The criteria set, see ‘ntm criteria list’.") var criteria: String
  @Option(help: "The unit that is judged, such as ‘xã Bình Lương’.") var unit: String
  @Option(help: "The year whose levels hold.") var year: Int
  @Option(help: "The region whose levels hold, by id or name.") var region: String?
  @Option(help: "The group of communes (2026-2030).") var group: String?
  @Option(
    help:
      "Values that no survey gives (.yaml, .json, .csv or .xlsx), or a filled-in evaluation form."
  )
  var values: String?
  @Option(
    help: "A list of communes with their villages (.csv or .xlsx): which surveys must be there."
  )
  var units: String?
  @Option(name: .shortAndLong, help: "The result; its ending chooses .json, .csv or .xlsx.")
  var output: String
  @Option(
    help: "An earlier result (.json): what changed since is shown, and added to a .json result."
  )
  var against: String?
  @Option(help: "A plan (.xlsx or .csv) whose figures and targets are checked.") var plan: String?
  @Option(
    help: "The form of an .xlsx result, see ‘ntm forms list’; the evaluation form by default."
  )
  var form: String?
  @Option(help: "Whether the form speaks of half a year or of the year.") var period: Period = .year
  @Option(help: "The variant of the form: annex or standalone.") var variant: String = "annex"
  @OptionGroup var profile: ProfileOption
  @OptionGroup var csv: TextOptions
  @OptionGroup var common: CommonOptions

  func validate() throws {
    guard ["json", "csv", "xlsx"].contains(ending) || output == "-" else {
      throw ValidationError("-o \(output): use an ending of .json, .csv or .xlsx")
    }
    if paths.isEmpty, values == nil {
      throw ValidationError("name the surveys, or a file of values with --values")
    }
  }

  private var ending: String { output.split(separator: ".").last.map { $0.lowercased() } ?? "" }

  func run() throws {
    let store = try common.loadDefinitions()
    let text = common.text(store)
    try Destination(output, common, store).check(force: common.force)
    let set = try loadSet(store, text)
    let unitCheck = checkUnit(store)
    let (chosen, groupFindings) = try chooseRegion(set, unitCheck.unit, store)
    let declared = try loadValues(store, set, text)
    let list = try common.communes(units, store)
    let expected = ExpectedVillages(
      list.entry(named: unit),
      unit: unit,
      year: year,
      registry: store.units
    )
    var result = try CommuneEvaluation(
      definitions: store,
      set: set,
      region: chosen,
      unit: unit,
      year: year,
      declared: declared,
      valuesFile: values.map { lastPart($0) },
      expected: expected
    ).run(
      paths,
      importer: FileImporter(
        definitions: store,
        profile: try profile.load(store, common),
        limits: common.limits,
        text: try csv.reading(store)
      ),
      jobs: common.workers
    )
    result.assessment.lineage = unitCheck.unit.map { store.units.lineage(of: $0) } ?? []
    result.assessment.findings +=
      unitCheck.findings + groupFindings + checkYear(set) + unitCheck.foreign(result.batch)
      + checkList(list) + checkVillages(result.villages, expected, set)
    let earlier = try against.map { try EarlierResult.read($0, store, common.lang) }
    let changes = earlier.map { Comparison.changes(result.assessment, since: $0.indicators) }
    result.assessment.findings += Comparison.jumps(changes ?? [], in: result.assessment)
    let (plan, planFindings) = try loadPlan(result.assessment, store, text)
    let findings =
      result.batch.findings + declared.findings + result.assessment.findings + planFindings
    try write(
      result.assessment,
      findings,
      changes,
      beside(plan, changes, earlier, result.assessment),
      store
    )
    if let changes { showChanges(changes, store) }
    let style = ReportStyle(catalogue: store.catalogue, language: common.lang)
    Summary(
      catalogue: store.catalogue,
      language: common.lang,
      text: ReportText(style, usesColour: common.usesColour, isQuiet: common.quiet)
    ).show(
      result,
      quiet: common.quiet,
      output: output
    )
    let status = Status.code(
      unreadable: result.batch.isUnreadable,
      findings: findings,
      failOn: .error
    )
    if status != .success { throw status }
  }

  private func showChanges(_ changes: [IndicatorChange], _ store: DefinitionStore) {
    for change in changes where change.kind != .same && change.kind != .notComparable {
      let values = [change.before, change.after].map { value in
        value.map { ($0.rounded(places: 2) ?? $0).written(in: common.lang) } ?? "–"
      }
      Terminal.error(
        "  "
          + store.catalogue.phrase(
            "change-" + change.kind.rawValue,
            in: common.lang,
            ["code": change.code, "before": values[0], "after": values[1]]
          )
      )
    }
  }

  private func lastPart(_ path: String) -> String {
    path.split(separator: "/").last.map(String.init) ?? path
  }

  private func loadSet(
    _ store: DefinitionStore,
    _ text: FindingText
  ) throws -> CriteriaSet {
    let library = CriteriaLibrary(store)
    let set = library.load(criteria)
    for problem in library.log.findings {
      Terminal.error(text.lines(problem).joined(separator: "\n"))
    }
    guard let set, !library.log.hasErrors else { throw ExitCode(4) }
    return set
  }

  private func loadValues(
    _ store: DefinitionStore,
    _ set: CriteriaSet,
    _ text: FindingText
  ) throws -> DeclaredFigures {
    guard let values else { return DeclaredFigures() }
    let loaded = DeclaredFigures.load(
      values,
      set: set,
      store: store,
      limits: common.limits,
      unit: unit
    )
    for finding in loaded.findings + (loaded.figures?.findings ?? []) {
      Terminal.error(text.lines(finding).joined(separator: "\n"))
    }
    if let figures = loaded.figures { return figures }
    if loaded.isWithoutTable {
      Terminal.error(
        "ntm: " + store.catalogue.phrase("no-values", in: common.lang, ["path": values])
      )
    }
    throw Status.code(unreadable: true, findings: loaded.findings, failOn: nil)
  }

  private func write(
    _ assessment: Assessment,
    _ findings: [Finding],
    _ changes: [IndicatorChange]?,
    _ beside: EvaluationFormFiller.Beside,
    _ store: DefinitionStore
  ) throws {
    let destination = Destination(output, common, store)
    switch ending {
    case "csv":
      try destination.write(
        ("\u{FEFF}" + AssessmentCSV.text(assessment, language: common.lang)).utf8
      )
    case "xlsx":
      try FilledForm(store: store, language: common.lang, variant: variant, formID: form).write(
        assessment,
        beside: beside,
        to: destination
      )
    default:
      let json = AssessmentJSON(catalogue: store.catalogue, language: common.lang)
      let line =
        json.object(assessment, findings: findings, changes: changes, plan: beside.plan).line + "\n"
      try destination.write(line.utf8)
    }
  }
}
