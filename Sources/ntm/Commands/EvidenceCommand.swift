import ArgumentParser
import Criteria
import Definitions
import Evaluation
import Findings
import Forms
import NTMToolkit
import Reporting
import SpreadsheetML
import Tabular

struct EvidenceCommand: ParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "evidence",
    abstract:
      "Lists the papers that the criteria need: which are there in a folder, which are missing.",
    discussion: """
      Examples:
        ntm evidence minh-chung/ --criteria thanh-hoa-2024-25 --unit "xã Bình Lương" --year 2025 -o evidence.xlsx
        ntm evidence minh-chung/ --list evidence.xlsx --criteria … -o newer.xlsx   numbers and issuers are kept
        ntm evidence evidence.xlsx --criteria … -o evidence.json                   a list read back

      A file is known by the code that its name or folder begins with (“4.2 …”, “Tiêu chí 17/…”), else by
      words of the paper. Only names are looked at; which papers are needed is in templates/evidence.
      """
  )

  @Argument(help: "A folder with the papers, or a list (.xlsx) to read back.") var path: String
  @Option(help: "The criteria set, see ‘ntm criteria list’.") var criteria: String
  @Option(help: "The unit, such as ‘xã Bình Lương’.") var unit: String
  @Option(help: "The year.") var year: Int
  @Option(help: "An earlier list (.xlsx) whose numbers, issuers and notes are kept.") var list:
    String?
  @Option(help: "A result of ‘ntm evaluate’ (.json): what does not apply needs no paper.")
  var result: String?
  @Option(name: .shortAndLong, help: "The result; its ending chooses .json or .xlsx.")
  var output: String
  @OptionGroup var common: CommonOptions

  func validate() throws {
    guard ["json", "xlsx"].contains(ending) || output == "-" else {
      throw ValidationError("-o \(output): use an ending of .json or .xlsx")
    }
  }

  private var ending: String { output.split(separator: ".").last.map { $0.lowercased() } ?? "" }

  func run() throws {
    let store = try common.loadDefinitions()
    let text = common.text(store)
    try Destination(output, common, store).check(force: common.force)
    let (set, _) = try CriteriaChoice(criteria: criteria, region: nil).load(store, common)
    let filled = FilledForm(store: store, language: common.lang, variant: "annex")
    let form = try filled.first(.evidence, fitting: set)
    let needs = try self.needs(set, store, text)
    var documents = try read(path, needs, set, form, store, text)
    if let list { keep(try read(list, needs, set, form, store, text), in: &documents) }
    let earlier = try result.map { try EarlierResult.read($0, store, common.lang) }
    let notApplicable = (earlier?.indicators ?? [:]).filter {
      $0.value.verdict == "not_applicable"
    }
    documents.decide(notApplicable: Set(notApplicable.keys), place: path)
    try write(report(documents, set), documents.findings, filled, form, store)
    for finding in documents.findings where !common.quiet || finding.severity == .error {
      Terminal.error(text.lines(finding).joined(separator: "\n"))
    }
    Terminal.error(
      store.catalogue.phrase(
        "evidence-summary",
        in: common.lang,
        [
          "present": "\(documents.count(.present))", "missing": "\(documents.count(.missing))",
          "not_needed": "\(documents.count(.notNeeded))",
          "unmatched": "\(documents.unmatched.count)", "path": output,
        ]
      )
    )
    let isUnreadable = documents.findings.contains { $0.code == .unreadableFile }
    let status = Status.code(
      unreadable: isUnreadable,
      findings: documents.findings,
      failOn: .error
    )
    if status != .success { throw status }
  }

  private func needs(
    _ set: CriteriaSet,
    _ store: DefinitionStore,
    _ text: FindingText
  ) throws -> [DocumentNeed] {
    let log = DefinitionLog()
    let all = DocumentNeedsFile(log: log).all(store)
    for problem in log.findings { Terminal.error(text.lines(problem).joined(separator: "\n")) }
    if log.hasErrors { throw ExitCode(4) }
    let general = LocalizedText(
      vi: store.catalogue.phrase("evidence-general", in: .vi),
      en: store.catalogue.phrase("evidence-general", in: .en)
    )
    return DocumentNeeds.list(all, for: set, general: general)
  }

  /// The list of a folder, or one that was written before.
  private func read(
    _ path: String,
    _ needs: [DocumentNeed],
    _ set: CriteriaSet,
    _ form: OutputForm,
    _ store: DefinitionStore,
    _ text: FindingText
  ) throws -> DocumentList {
    guard path.lowercased().hasSuffix(".xlsx") else {
      return DocumentFolder(needs, set: set, store: store).read(path)
    }
    let name = path.split(separator: "/").last.map(String.init) ?? path
    switch InputFile(path: path, name: name).open(limits: common.limits) {
    case .failure(let problem):
      Terminal.error(text.lines(problem.finding).joined(separator: "\n"))
      throw ExitCode(3)
    case .success(let opened):
      let reader = DocumentListReader(needs, form: form, store: store)
      guard let found = reader?.read(opened, file: name) else {
        throw filledFailure(store, path)
      }
      return found
    }
  }

  private func filledFailure(_ store: DefinitionStore, _ path: String) -> ExitCode {
    Terminal.error(
      "ntm: " + store.catalogue.phrase("no-evidence-list", in: common.lang, ["path": path])
    )
    return ExitCode(3)
  }

  /// What people wrote into an earlier list stays; what is there is decided by the files of today.
  private func keep(_ earlier: DocumentList, in list: inout DocumentList) {
    let known = Dictionary(
      earlier.entries.map { ($0.need.key, $0) },
      uniquingKeysWith: { first, _ in first }
    )
    for index in list.entries.indices {
      guard let entry = known[list.entries[index].need.key] else { continue }
      list.entries[index].reference = entry.reference
      list.entries[index].issuer = entry.issuer
      list.entries[index].note = entry.note
    }
  }

  private func report(_ list: DocumentList, _ set: CriteriaSet) -> DocumentReport {
    DocumentReport(
      set: set,
      unit: unit,
      year: year,
      source: list.source,
      lines: list.entries.map { entry in
        DocumentLine(
          need: entry.need,
          state: entry.state.rawValue,
          files: entry.files.map { ($0.name, $0.match.rawValue) },
          reference: entry.reference,
          issuer: entry.issuer,
          note: entry.note
        )
      },
      unmatched: list.unmatched
    )
  }

  private func write(
    _ report: DocumentReport,
    _ findings: [Finding],
    _ filled: FilledForm,
    _ form: OutputForm,
    _ store: DefinitionStore
  ) throws {
    let destination = Destination(output, common, store)
    guard ending == "xlsx" else {
      let json = DocumentListJSON(catalogue: store.catalogue, language: common.lang)
      return try destination.write((json.object(report, findings: findings).line + "\n").utf8)
    }
    let filler = DocumentFiller(form: form, catalogue: store.catalogue, language: common.lang)
    guard let filler, let blank = form.variants.first?.path else {
      throw filled.fail("no-form", ["set": report.set.id], 4)
    }
    try destination.make { path in
      do {
        // Beside the result, and gone with the folder in which it is made.
        let grown = path + ".grown"
        let change = try WorkbookEditor.change(
          of: try WorkbookEditor.open(blank),
          edits: [:],
          layouts: [form.sheet: filler.layout(report)]
        )
        try WorkbookPatcher.write(change, of: blank, to: grown)
        let filling = filler.fill(report, grown: try filled.grid(of: form.sheet, in: grown))
        let whole = try WorkbookEditor.change(
          of: try WorkbookEditor.open(grown),
          edits: filling.edits,
          fittingRows: true
        )
        try WorkbookPatcher.write(whole, of: grown, to: path)
      } catch let error as PatchError {
        if case .cannotWrite = error { throw error }
        throw filled.fail("template-problem", ["path": blank, "problem": "\(error)"], 4)
      }
    }
  }
}
