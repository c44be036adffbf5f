package import Findings
import Tabular

/// A finding as a report shows it.
package struct ReportedFinding: Sendable {
  /// How it stands to an earlier report.
  package enum State: String, Sendable { case new, unchanged }

  package var finding: Finding
  /// The same in every run while it is the same finding, wherever its row moves.
  package var fingerprint: String
  package var state: State?
  /// Why it may stand as it is.
  package var explanation: Explanation?

  package init(_ finding: Finding, fingerprint: String) {
    self.finding = finding
    self.fingerprint = fingerprint
  }
}

/// What somebody answers for: a finding that may stand (giải trình).
package struct Explanation: Hashable, Sendable {
  package var reason: String
  package var author: String
  /// Days as ISO 8601.
  package var date: String
  package var expires: String

  package init(reason: String, author: String, date: String, expires: String) {
    self.reason = reason
    self.author = author
    self.date = date
    self.expires = expires
  }
}

/// A finding of an earlier report that is there no more.
package struct FixedFinding: Sendable {
  package var code: String
  package var severity: String
  package var file: String
  package var sheet: String?
  package var cell: String?
  package var message: String
  package var fingerprint: String

  package init(
    code: String,
    severity: String,
    file: String,
    sheet: String?,
    cell: String?,
    message: String,
    fingerprint: String
  ) {
    self.code = code
    self.severity = severity
    self.file = file
    self.sheet = sheet
    self.cell = cell
    self.message = message
    self.fingerprint = fingerprint
  }
}

/// What a report says about one file.
package struct ReportFile: Sendable {
  package struct Sheet: Sendable {
    package var name: String
    /// The id of the form that it was read as.
    package var form: String?
    package var records: Int
    /// The villages that its records name, each once.
    package var villages: [String]

    package init(name: String, form: String?, records: Int, villages: [String] = []) {
      self.name = name
      self.form = form
      self.records = records
      self.villages = villages
    }
  }

  package var name: String
  /// What the file is, such as `xlsx`; `nil` for a path that led to no file.
  package var container: String?
  package var isReadable: Bool
  package var records: Int
  package var sheets: [Sheet]
  package var villages: [String]
  /// What is shown; see the totals for what is not.
  package var findings: [ReportedFinding] = []

  package init(
    name: String,
    container: String?,
    isReadable: Bool,
    records: Int,
    sheets: [Sheet] = [],
    villages: [String] = []
  ) {
    self.name = name
    self.container = container
    self.isReadable = isReadable
    self.records = records
    self.sheets = sheets
    self.villages = villages
  }
}

/// The numbers of a report.
package struct ReportTotals: Sendable {
  package var files = 0
  package var unreadableFiles = 0
  /// Files without an error.
  package var cleanFiles = 0
  package var records = 0
  /// Findings that count, by severity: neither ignored nor explained.
  package var counts: [Severity: Int] = [:]
  package var explained = 0
  /// Left out by the wish of whoever asked.
  package var ignored = 0
  /// Counted, but left out because there are too many.
  package var notShown = 0
  package var new = 0
  package var unchanged = 0
  /// Whether it was compared with an earlier report.
  package var hasBaseline = false
  package var fixed: [FixedFinding] = []
  /// Findings of the earlier report in files that were not looked at this time.
  package var notCompared = 0
  /// Files that were not looked at because the run was ended.
  package var remaining = 0
  /// Shown findings by code.
  package var codes: [String: Int] = [:]

  package init() {}

  package var isComplete: Bool { remaining == 0 }

  package func count(_ severity: Severity) -> Int { counts[severity] ?? 0 }
}

/// One value from which every output is made; its files may be gone through several times.
package protocol FindingsReport {
  var totals: ReportTotals { get }
  func forEachFile(_ body: (ReportFile) throws -> Void) throws
  /// How many files may be put into words at once.
  var jobs: Int { get }
}

extension FindingsReport {
  package var jobs: Int { 1 }

  /// Writes what each file gives, in their order; the words are made on several cores.
  ///
  /// Where each finding has words of its own, a file of many findings may come in several parts of at most
  /// `mostFindings`: its words are never in memory as a whole.
  package func write(
    _ render: @escaping @Sendable (ReportFile) -> String,
    mostFindings: Int = .max,
    to write: (String) -> Void
  ) throws {
    let most = jobs > 1 ? jobs * 16 : 1
    var files: [ReportFile] = []
    func flush() {
      for text in Workers.map(files, jobs: jobs, render) where !text.isEmpty { write(text) }
      files.removeAll(keepingCapacity: true)
    }
    try forEachFile { file in
      var part = file
      for start in stride(from: 0, to: max(1, file.findings.count), by: mostFindings) {
        if file.findings.count > mostFindings {
          part.findings = Array(file.findings[start...].prefix(mostFindings))
        }
        files.append(part)
        if files.count >= most { flush() }
      }
    }
    flush()
  }
}

/// What every output needs beside the report.
package struct ReportStyle: Sendable {
  /// How many findings of a file are put into words together.
  static let atOnce = 1000

  package var catalogue: MessageCatalogue
  package var language: Language

  package init(catalogue: MessageCatalogue, language: Language) {
    self.catalogue = catalogue
    self.language = language
  }

  /// A phrase of the catalogue.
  package func phrase(_ key: String, _ values: [String: String] = [:]) -> String {
    catalogue.phrase(key, in: language, values)
  }

  /// How a finding stands to an earlier report, and who answers for it; empty for most.
  func state(_ item: ReportedFinding) -> String {
    var parts: [String] = []
    if let state = item.state { parts.append(phrase("state-\(state.rawValue)")) }
    if let explanation = item.explanation {
      let words = "\(explanation.reason) (\(explanation.author), \(explanation.date))"
      parts.append("\(phrase("state-explained")): " + words)
    }
    return parts.joined(separator: "; ")
  }

  /// The counts in sentences, the most important last.
  package func summary(_ totals: ReportTotals) -> [String] {
    var lines: [String] = []
    if totals.ignored > 0 { lines.append(phrase("report-ignored", ["count": "\(totals.ignored)"])) }
    if totals.notShown > 0 {
      lines.append(phrase("report-not-shown", ["count": "\(totals.notShown)"]))
    }
    if totals.explained > 0 {
      lines.append(phrase("report-explained", ["count": "\(totals.explained)"]))
    }
    if totals.hasBaseline {
      let values = [
        "new": "\(totals.new)", "unchanged": "\(totals.unchanged)",
        "fixed": "\(totals.fixed.count)",
      ]
      lines.append(phrase("report-baseline", values))
      if totals.notCompared > 0 {
        lines.append(phrase("report-not-compared", ["count": "\(totals.notCompared)"]))
      }
    }
    lines.append(
      phrase(
        "summary",
        [
          "files": "\(totals.files)", "records": "\(totals.records)",
          "errors": "\(totals.count(.error))", "warnings": "\(totals.count(.warning))",
          "notes": "\(totals.count(.note))",
        ]
      )
    )
    if !totals.isComplete {
      let values = [
        "remaining": "\(totals.remaining)", "total": "\(totals.files + totals.remaining)",
      ]
      lines.append(phrase("report-interrupted", values))
    }
    return lines
  }
}
