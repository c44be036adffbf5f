import ArgumentParser
import Criteria
import Definitions
import Evaluation
import Findings
import Forms
import Foundation
import NTMToolkit
import Reporting

struct Rollup: ParsableCommand {
  static let configuration = CommandConfiguration(
    abstract:
      "Puts together what the level below handed in: communes by criteria, or a reporting form.",
    discussion: """
      Examples:
        ntm rollup province/ --criteria thanh-hoa-2024-25 --year 2025 --region bac-trung-bo \\
          --unit "tỉnh Thanh Hóa" -o summary.xlsx
        ntm rollup accounts.xlsx --form bieu-11 --unit "xã Bình Lương" --year 2026 -o bieu-11.xlsx
        ntm rollup communes/ --form bieu-07 --units communes.csv --unit "tỉnh …" --year 2026 -o bieu-07.xlsx
      """
  )

  @Argument(help: "Files and folders; a folder inside a folder is a commune.") var paths: [String]
  @Option(help: "The criteria set by which communes are judged, see ‘ntm criteria list’.")
  var criteria: String?
  @Option(help: "The unit that reports, such as ‘tỉnh Thanh Hóa’.") var unit: String
  @Option(help: "The year.") var year: Int
  @Option(help: "The form of the result, see ‘ntm forms list’; the summary by default.")
  var form: String?
  @Option(help: "A list of the units that are expected (.csv or .xlsx), with groups and decisions.")
  var units: String?
  @Option(help: "The region of communes for which the list names none.") var region: String?
  @Option(help: "The group of communes for which the list names none (2026-2030).")
  var group: String?
  @Option(help: "Whether the form speaks of half a year or of the year.") var period:
    Evaluate.Period = .year
  @Option(name: .shortAndLong, help: "The result; its ending chooses .json, .xlsx or .html.")
  var output: String
  @OptionGroup var common: CommonOptions

  func validate() throws {
    guard ["json", "xlsx", "html"].contains(ending) || output == "-" else {
      throw ValidationError("-o \(output): use an ending of .json, .xlsx or .html")
    }
  }

  var ending: String { output.split(separator: ".").last.map { $0.lowercased() } ?? "" }

  func run() throws {
    let store = try common.loadDefinitions()
    let filled = FilledForm(store: store, language: common.lang, variant: "annex", formID: form)
    try Destination(output, common, store).check(force: common.force)
    let list = try common.communes(units, store)
    let chosen = try form.map { try filled.named($0) }
    if let chosen, let table = chosen.figures {
      let own = FigureRollup(definitions: store, form: chosen, limits: common.limits)
      if !table.countsCommunes || own.areOwnForms(paths) {
        return try addUp(chosen, list, filled, store)
      }
    }
    guard let criteria else {
      throw filled.fail("rollup-needs-criteria", ["form": form ?? ""], 64)
    }
    let choice = CriteriaChoice(criteria: criteria, region: region ?? group)
    let (set, own) = try choice.load(store, common)
    let rollup = CommuneRollup(
      definitions: store,
      set: set,
      region: own,
      year: year,
      limits: common.limits,
      list: list
    )
    let outcome = try rollup.run(paths, jobs: common.workers)
    let findings = list.findings + outcome.findings
    if let chosen, let table = chosen.figures {
      let counter = CommuneCounter(table, definitions: store, outcome: outcome)
      return try write(
        counter.count(),
        chosen,
        filled,
        findings: findings
          + outcome.communes.flatMap(\.findings).filter {
            $0.code == .declaredVerdictDiffers
          },
        isUnreadable: outcome.isUnreadable,
        store
      )
    }
    let destination = Destination(output, common, store)
    if ending == "xlsx" {
      let form = try chosen ?? filled.first(.summary, fitting: set)
      try SummaryForm(filled: filled, form: form, unit: unit, year: year)
        .write(outcome, to: destination)
    } else if ending == "html" {
      let form = try chosen ?? filled.first(.summary, fitting: set)
      let report = ReportOutput(common: common, store: store)
      try SummaryPage(output: report, form: form, unit: unit, year: year)
        .write(outcome, to: destination)
    } else {
      let json = RollupJSON(rollup, unit: unit, language: common.lang).object(outcome)
      try destination.write((json.line + "\n").utf8)
    }
    summarise(outcome, findings, store)
    let all = findings + outcome.communes.flatMap(\.findings)
    let status = Status.code(unreadable: outcome.isUnreadable, findings: all, failOn: .error)
    if status != .success { throw status }
  }

  /// A line for each commune, and what is missing.
  private func summarise(
    _ outcome: CommuneRollup.Outcome,
    _ findings: [Finding],
    _ store: DefinitionStore
  ) {
    let values = outcome.communes.flatMap(\.findings).filter { $0.code == .unknownIndicator }
    show(findings.filter { $0.severity >= .warning } + values, store)
    guard !common.quiet else { return }
    for commune in outcome.communes {
      func count(_ state: CommuneReport.Arrival.State) -> String {
        "\(commune.arrivals.count { $0.state == state })"
      }
      Terminal.error(
        "  "
          + store.catalogue.phrase(
            "rollup-commune",
            in: common.lang,
            [
              "name": commune.name, "met": "\(commune.assessment.count(.met))",
              "total": "\(commune.assessment.criteria.count)",
              "undetermined": "\(commune.assessment.count(.undetermined))",
              "clean": count(.clean), "faulty": count(.faulty),
              "unreadable": count(.unreadable), "missing": count(.missing),
            ]
          )
      )
    }
    Terminal.error(
      store.catalogue.phrase(
        "rollup-summary",
        in: common.lang,
        [
          "communes": "\(outcome.communes.count)", "missing": "\(outcome.missing.count)",
          "path": output,
        ]
      )
    )
  }

  func show(_ findings: [Finding], _ store: DefinitionStore) {
    let text = common.text(store)
    for finding in findings { Terminal.error(text.lines(finding).joined(separator: "\n")) }
  }

  // MARK: - Forms of figures

  private func addUp(
    _ form: OutputForm,
    _ list: CommuneList,
    _ filled: FilledForm,
    _ store: DefinitionStore
  ) throws {
    var rollup = FigureRollup(definitions: store, form: form, limits: common.limits)
    // A form of the province is its own: the communes of the list are counted in it.
    rollup.expected = form.figures?.countsCommunes == true ? [] : list.entries.map(\.name)
    let outcome = rollup.run(paths, jobs: common.workers)
    try write(
      outcome.result,
      form,
      filled,
      findings: list.findings + outcome.findings,
      isUnreadable: outcome.isUnreadable,
      store
    )
  }

  /// Writes figures as the form or as JSON, and says what stays open.
  func write(
    _ result: FigureResult,
    _ form: OutputForm,
    _ filled: FilledForm,
    findings: [Finding],
    isUnreadable: Bool,
    _ store: DefinitionStore
  ) throws {
    if ending == "xlsx" {
      try filled.write(
        result,
        as: form,
        unit: unit,
        year: year,
        isHalf: period == .half,
        to: Destination(output, common, store)
      )
    } else {
      let json = FigureJSON(form: form, catalogue: store.catalogue, language: common.lang)
        .object(result, unit: unit, year: year, findings: findings)
      try Destination(output, common, store).write((json.line + "\n").utf8)
    }
    show(findings.filter { common.quiet ? $0.severity == .error : $0.severity >= .warning }, store)
    if !common.quiet {
      Terminal.error(
        store.catalogue.phrase(
          "rollup-written",
          in: common.lang,
          [
            "form": form.title[common.lang], "figures": "\(result.figures.count)",
            "open": "\(result.open.count)", "path": output,
          ]
        )
      )
    }
    let status = Status.code(unreadable: isUnreadable, findings: findings, failOn: .error)
    if status != .success { throw status }
  }
}
