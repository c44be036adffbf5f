package import Criteria
package import Definitions
package import Evaluation
package import Findings
import Forms
import Foundation
package import Reporting
package import Tabular

/// What one commune handed in, and how it stands by the set.
package struct CommuneReport: Sendable {
  /// One file with what a village handed in; `nil` for the file of a village that is missing.
  package struct Arrival: Sendable {
    package typealias State = ArrivalState

    package var village: String
    package var form: String
    package var file: String?
    package var records = 0
    package var errors = 0
    package var warnings = 0
    package var state: State
  }

  package var name: String
  /// The folder or file, below the path that was named.
  package var folder: String
  package var entry: CommuneList.Entry?
  package var assessment: Assessment
  package var arrivals: [Arrival] = []
  package var findings: [Finding] = []
  package var isUnreadable = false
  /// Verdicts of the year before and of the plan, by criterion, where a form gives them.
  package var before: [String: DeclaredFigures.CriterionVerdict] = [:]
  package var planned: [String: DeclaredFigures.CriterionVerdict] = [:]
}

/// Judges every commune below some folders, and says what has arrived.
///
/// A folder in a folder is a commune: with the workbooks of its villages and a file of stated values,
/// or with a result, or with a filled-in evaluation form. A result or form beside the folders is one too.
package struct CommuneRollup: Sendable {
  package let definitions: DefinitionStore
  package let set: CriteriaSet
  /// For communes for which the list names none.
  package let region: CriteriaSet.Region?
  package let year: Int
  package let limits: Limits
  package let list: CommuneList

  package init(
    definitions: DefinitionStore,
    set: CriteriaSet,
    region: CriteriaSet.Region?,
    year: Int,
    limits: Limits,
    list: CommuneList
  ) {
    self.definitions = definitions
    self.set = set
    self.region = region
    self.year = year
    self.limits = limits
    self.list = list
  }

  /// The communes in the order of their folders, those of which nothing arrived, and what is to be said.
  package struct Outcome: Sendable {
    package var communes: [CommuneReport] = []
    package var missing: [CommuneList.Entry] = []
    package var findings: [Finding] = []
    package var isUnreadable = false
  }

  private static let valueNames = ["values", "gia-tri", "so-lieu"]
  private static let tables = ["xlsx", "xlsm", "csv", "tsv"]

  /// Reads and judges everything; the result is the same for any number of workers.
  package func run(_ paths: [String], jobs: Int) throws -> Outcome {
    var outcome = Outcome()
    let units = paths.flatMap { path -> [String] in
      let found = Self.units(path)
      if found.isEmpty {
        outcome.isUnreadable = true
        let place = SourceLocation(file: path)
        outcome.findings.append(Finding(.unreadableFile, "not-found", at: place))
      }
      return found
    }
    outcome.communes = try Workers.map(units, jobs: jobs) { unit in Result { try reports(unit) } }
      .flatMap { try $0.get() }
    outcome.isUnreadable = outcome.isUnreadable || outcome.communes.contains(where: \.isUnreadable)
    reportDoubles(&outcome)
    let arrived = Set(outcome.communes.map { UnitNames.key($0.entry?.name ?? $0.name) })
    for entry in list.entries where !arrived.contains(UnitNames.key(entry.name)) {
      outcome.missing.append(entry)
      outcome.findings.append(
        Finding(
          .missingSubmission,
          at: entry.place,
          arguments: ["unit": LocalizedText(entry.name)]
        )
      )
    }
    return outcome
  }

  /// The folders and files that are communes, in a stable order.
  private static func units(_ path: String) -> [String] {
    var isFolder: ObjCBool = false
    guard FileManager.default.fileExists(atPath: path, isDirectory: &isFolder) else { return [] }
    guard isFolder.boolValue else { return [path] }
    let names = ((try? FileManager.default.contentsOfDirectory(atPath: path)) ?? []).sorted()
      .filter { !$0.hasPrefix(".") && !$0.hasPrefix("~$") }
    let base = path.hasSuffix("/") ? path : path + "/"
    let folders = names.filter {
      var isFolder: ObjCBool = false
      _ = FileManager.default.fileExists(atPath: base + $0, isDirectory: &isFolder)
      return isFolder.boolValue
    }
    // A folder of villages is one commune.
    if folders.isEmpty, !names.contains(where: { $0.hasSuffix(".json") && !isValues($0) }) {
      return names.isEmpty ? [] : [path]
    }
    let files = names.filter { name in
      !folders.contains(name) && !isValues(name) && ["json", "xlsx", "xlsm"].contains(ending(name))
    }
    return (folders + files).sorted().map { base + $0 }
  }

  private static func ending(_ name: String) -> String {
    name.split(separator: ".").last.map { $0.lowercased() } ?? ""
  }

  private static func stem(_ path: String) -> String {
    let last = path.split(separator: "/").last.map(String.init) ?? path
    return last.lastIndex(of: ".").map { String(last[..<$0]) } ?? last
  }

  private static func isValues(_ name: String) -> Bool {
    valueNames.contains(stem(name).lowercased())
  }

  /// Two folders of one commune contradict each other.
  private func reportDoubles(_ outcome: inout Outcome) {
    var first: [String: CommuneReport] = [:]
    for commune in outcome.communes {
      let key = UnitNames.key(commune.name)
      if let known = first[key] {
        outcome.findings.append(
          Finding(
            .duplicateSubmission,
            at: SourceLocation(file: commune.folder),
            found: commune.name,
            arguments: [
              "unit": LocalizedText(commune.name), "first": LocalizedText(known.folder),
            ],
            related: [SourceLocation(file: known.folder)]
          )
        )
      } else {
        first[key] = commune
      }
    }
  }

  // MARK: - One commune

  private func reports(_ path: String) throws -> [CommuneReport] {
    var isFolder: ObjCBool = false
    _ = FileManager.default.fileExists(atPath: path, isDirectory: &isFolder)
    guard isFolder.boolValue else {
      let loaded = DeclaredFigures.loadAll(path, set: set, store: definitions, limits: limits)
      return try loaded.map { try report(path, surveys: [], values: path, loaded: $0) }
    }
    let base = path.hasSuffix("/") ? path : path + "/"
    let names = ((try? FileManager.default.contentsOfDirectory(atPath: path)) ?? []).sorted()
      .filter { !$0.hasPrefix(".") && !$0.hasPrefix("~$") }
    let values = names.first { Self.isValues($0) } ?? names.first { $0.hasSuffix(".json") }
    let surveys = names.filter { $0 != values && Self.ending($0) != "json" }
    let file = values.map { base + $0 }
    let loaded = file.map {
      DeclaredFigures.load($0, set: set, store: definitions, limits: limits)
    }
    return [
      try report(path, surveys: surveys.map { base + $0 }, values: file, loaded: loaded)
    ]
  }

  private func report(
    _ path: String,
    surveys: [String],
    values: String?,
    loaded: DeclaredFigures.Loaded?
  ) throws -> CommuneReport {
    let folder = path.split(separator: "/").last.map(String.init) ?? path
    var declared = DeclaredFigures()
    var findings: [Finding] = []
    var isUnreadable = false
    if let loaded {
      declared = loaded.figures ?? declared
      findings += loaded.findings
      isUnreadable = loaded.figures == nil
    }
    var result = try evaluate(surveys, declared, folder, values)
    // A folder may hold nothing but a filled-in form, in anybody's layout.
    if values == nil, result.batch.files.allSatisfy({ $0.recordCount == 0 }) {
      let forms = surveys.compactMap { path -> DeclaredFigures? in
        let loaded = DeclaredFigures.load(path, set: set, store: definitions, limits: limits)
        return loaded.figures
      }
      if forms.count == 1 {
        declared = forms[0]
        result = try evaluate([], declared, folder, surveys.first)
      }
    }
    let title = declared.unit ?? Self.stem(folder)
    let entry = list.entry(name: title, folder: Self.stem(folder))
    var report = CommuneReport(
      name: entry?.name ?? title,
      folder: folder,
      entry: entry,
      assessment: result.assessment
    )
    report.assessment.unit = report.name
    report.before = declared.before
    report.planned = declared.planned
    report.findings =
      findings + declared.findings + result.batch.findings
      + result.assessment.findings
    report.isUnreadable = isUnreadable || result.batch.isUnreadable
    report.arrivals = arrivals(result.batch, entry)
    return report
  }

  private func evaluate(
    _ surveys: [String],
    _ declared: DeclaredFigures,
    _ folder: String,
    _ values: String?
  ) throws -> CommuneEvaluation.Result {
    let stem = Self.stem(folder)
    let entry = list.entry(name: declared.unit ?? stem, folder: stem)
    let own = (entry?.group ?? declared.region).flatMap { set.region(named: $0) }
    return try CommuneEvaluation(
      definitions: definitions,
      set: set,
      region: own ?? region,
      unit: stem,
      year: year,
      declared: declared,
      valuesFile: values.map {
        folder + "/" + ($0.split(separator: "/").last.map(String.init) ?? "")
      },
      expected: ExpectedVillages(
        entry,
        unit: entry?.name ?? declared.unit ?? stem,
        year: year,
        registry: definitions.units
      )
    ).run(surveys, importer: FileImporter(definitions: definitions, limits: limits))
  }

  /// A line for each village and form; a village of the list that nothing names is missing.
  private func arrivals(_ batch: Batch, _ entry: CommuneList.Entry?) -> [CommuneReport.Arrival] {
    let mentions = batch.villages?.mentions ?? []
    var result: [CommuneReport.Arrival] = []
    for file in batch.files {
      let errors = file.findings.count { $0.severity == .error }
      let villages = mentions.filter { $0.file == file.file.name }.map(\.name)
      let forms = Set(file.sheets.compactMap { $0.form?.definition.id }).sorted()
      for village in villages.isEmpty ? [""] : villages {
        result.append(
          CommuneReport.Arrival(
            village: village,
            form: forms.joined(separator: ", "),
            file: file.file.name,
            records: file.recordCount,
            errors: errors,
            warnings: file.findings.count { $0.severity == .warning },
            state: !file.isReadable ? .unreadable : errors > 0 ? .faulty : .clean
          )
        )
      }
    }
    let arrived = Set(mentions.map { Vocabulary.key($0.name) })
    for village in entry?.villages ?? [] where !arrived.contains(Vocabulary.key(village)) {
      result.append(CommuneReport.Arrival(village: village, form: "", file: nil, state: .missing))
    }
    return result
  }
}
