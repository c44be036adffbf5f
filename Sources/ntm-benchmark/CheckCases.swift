import Criteria
import Definitions
import Findings
import NTMToolkit
import Reporting
import Tabular

/// Cases that check and judge, with the report that somebody asked for.
enum CheckCases {
  /// Every rule on every file, and each finding as a line of JSON; answers how many records there are.
  static func validate(_ paths: [String], jobs: Int) throws -> Int {
    guard let root = DefinitionStore.builtInRoot() else { return 0 }
    let store = DefinitionStore(roots: [root])
    let batch = try CheckedBatch.read(
      FileFinder.list(paths),
      with: FileImporter(definitions: store),
      settings: BatchSettings(jobs: jobs)
    )
    let report = try ValidationReport(batch, ReportSelection())
    var bytes = 0
    try ReportJSON.writeLines(report, ReportStyle(catalogue: store.catalogue, language: .vi)) {
      bytes += $0.utf8.count
    }
    // What was written is used, so that none of it can be left out.
    return bytes >= 0 ? report.totals.records : 0
  }

  /// The communes below a folder judged by a set, as JSON; answers its bytes.
  static func rollup(_ folder: String, criteria: String, region: String, jobs: Int) throws -> Int {
    guard let root = DefinitionStore.builtInRoot() else { return 0 }
    let store = DefinitionStore(roots: [root])
    guard let set = CriteriaLibrary(store).load(criteria) else { return 0 }
    let rollup = CommuneRollup(
      definitions: store,
      set: set,
      region: set.region(named: region),
      year: 2025,
      limits: Limits(),
      list: CommuneList()
    )
    let outcome = try rollup.run([folder], jobs: jobs)
    return RollupJSON(rollup, unit: "tỉnh", language: .vi).object(outcome).line.utf8.count
  }
}
