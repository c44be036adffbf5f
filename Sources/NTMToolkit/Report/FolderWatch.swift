package import Reporting

/// Tells which files changed between two looks at their folders.
package struct FolderWatch {
  private struct Look: Hashable {
    var size: Int
    var changed: Int
  }

  private var known: [String: Look] = [:]
  private var last: [String: Look]?
  private var isFirst = true
  /// What was found in each file at the last check, by its name.
  private var found: [String: [String]] = [:]

  package init() {}

  /// The names of files that are new or changed; `nil` while nothing changed, or is still changing.
  ///
  /// A file that is being saved looks otherwise at each look: it counts once two looks agree.
  package mutating func changes(_ list: FileList) -> Set<String>? {
    let now = Dictionary(
      list.files.map { item in
        (item.input.path, Look(size: item.size, changed: ReadGuard(path: item.input.path).changed))
      },
      uniquingKeysWith: { $1 }
    )
    defer { last = now }
    guard isFirst || (last == now && now != known) else { return nil }
    isFirst = false
    let names = list.files.map(\.input).filter { known[$0.path] != now[$0.path] }.map(\.name)
    known = now
    return Set(names)
  }

  /// The part of a report to show after a change: the changed files, and those in which something else is
  /// found than before because of them.
  package mutating func shown(_ report: any FindingsReport, changed: Set<String>) throws
    -> ChangedFiles
  {
    var names = changed
    var now: [String: [String]] = [:]
    try report.forEachFile { file in
      guard !file.findings.isEmpty else { return }
      now[file.name, default: []] += file.findings.map(\.fingerprint)
    }
    for (name, fingerprints) in now where found[name] != fingerprints { names.insert(name) }
    found = now
    return ChangedFiles(report: report, names: names)
  }
}

/// A report of some of its files, with the numbers of all.
package struct ChangedFiles: FindingsReport {
  private let report: any FindingsReport
  private let names: Set<String>

  package init(report: any FindingsReport, names: Set<String>) {
    self.report = report
    self.names = names
  }

  package var totals: ReportTotals { report.totals }

  package func forEachFile(_ body: (ReportFile) throws -> Void) throws {
    try report.forEachFile { file in if names.contains(file.name) { try body(file) } }
  }
}
