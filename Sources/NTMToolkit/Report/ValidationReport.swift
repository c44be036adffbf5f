import Definitions
import Findings
import Forms
package import Reporting
import Tabular

/// What of a batch is reported, and how it stands to what was known before.
package struct ReportSelection {
  /// Only these codes; empty for all.
  package var selected: Set<String> = []
  package var ignored: Set<String> = []
  /// The most findings that are shown; `nil` for all.
  package var mostFindings: Int?
  /// Only what an earlier report has not.
  package var onlyNew = false
  package var waivers: Waivers?
  package var baseline: Baseline?
  /// Whether names were masked while files were read.
  package var isMasked = false

  package init() {}
}

/// The report of a batch: its findings with their fingerprints, explained and compared.
package struct ValidationReport: FindingsReport {
  package private(set) var totals = ReportTotals()
  private let batch: CheckedBatch
  private let selection: ReportSelection
  /// What is to be said of waivers, and of a run that was ended.
  private var closing: [Finding] = []

  /// Goes through the batch once and counts.
  package init(_ batch: CheckedBatch, _ selection: ReportSelection) throws {
    self.batch = batch
    self.selection = selection
    if batch.remaining > 0 {
      closing.append(
        Finding(
          .batchInterrupted,
          at: SourceLocation(file: batch.files.last?.input.name ?? ""),
          arguments: [
            "remaining": LocalizedText("\(batch.remaining)"),
            "total": LocalizedText("\(batch.files.count + batch.remaining)"),
          ]
        )
      )
    }
    var used: Set<Int> = []
    var marks = Marks(selection)
    if let waivers = selection.waivers, batch.remaining == 0 {
      try go(&marks, noting: &used) { _, _ in }
      closing += waivers.problems(used: used, files: batch.files.map(\.input.name))
      marks = Marks(selection)
    }
    var numbers = ReportTotals()
    var looked: Set<String> = []
    try go(&marks, noting: &used, isCounting: true) { file, _ in
      if file.container != nil {
        if file.isReadable { looked.insert(file.name) }
        numbers.files += 1
        numbers.records += file.records
        if !file.isReadable { numbers.unreadableFiles += 1 }
        let isFaulty = file.findings.contains {
          $0.finding.severity == .error && $0.explanation == nil
        }
        if !isFaulty { numbers.cleanFiles += 1 }
      }
      for item in file.findings { numbers.codes[item.finding.code.name, default: 0] += 1 }
    }
    numbers.counts = marks.counts
    numbers.explained = marks.explained
    numbers.ignored = marks.ignored
    numbers.notShown = marks.notShown
    numbers.new = marks.new
    numbers.unchanged = marks.unchanged
    numbers.remaining = batch.remaining
    numbers.hasBaseline = selection.baseline != nil
    if let baseline = selection.baseline {
      // What was not looked at, or asked for, is not corrected.
      let gone = baseline.gone(marks.seen).filter { marks.isSelected($0.code) }
      numbers.fixed = gone.filter { looked.contains($0.file) }
      numbers.notCompared = gone.count - numbers.fixed.count
    }
    totals = numbers
  }

  package var jobs: Int { batch.jobs }

  /// Whether at least one input could not be read.
  package var isUnreadable: Bool { totals.unreadableFiles > 0 || !batch.pathFindings.isEmpty }

  /// Whether a mistake in a definition was met while files were read.
  package var hasDefinitionError: Bool { totals.codes[FindingCode.definitionError.name] != nil }

  package func forEachFile(_ body: (ReportFile) throws -> Void) throws {
    var marks = Marks(selection)
    var used: Set<Int> = []
    try go(&marks, noting: &used) { file, _ in try body(file) }
  }

  /// The files with the findings that are shown and that nobody has explained.
  package func forEachImport(_ body: (FileImport) throws -> Void) throws {
    var marks = Marks(selection)
    var used: Set<Int> = []
    try go(&marks, noting: &used) { file, imported in
      guard var imported else { return }
      imported.findings = file.findings.filter { $0.explanation == nil }.map(\.finding)
      try body(imported)
    }
  }

  private func go(
    _ marks: inout Marks,
    noting used: inout Set<Int>,
    isCounting: Bool = false,
    _ body: (ReportFile, FileImport?) throws -> Void
  ) throws {
    // Whoever only counts needs no fingerprints, unless an earlier report is asked for them.
    let isMarked = !isCounting || selection.baseline != nil
    let isMasked = selection.isMasked
    /// A finding of a path or of the batch, which no file that was read holds.
    func alone(_ finding: Finding, isReadable: Bool) throws {
      var file = ReportFile(
        name: finding.location.file,
        container: nil,
        isReadable: isReadable,
        records: 0
      )
      file.findings = marks.take([finding], &used)
      try body(file, nil)
    }
    for finding in batch.pathFindings { try alone(finding, isReadable: false) }
    try batch.forEach({ file in
      (file, isMarked ? Fingerprint.all(file.findings, isMasked: isMasked) : nil)
    }) { result, fingerprints in
      var file = ReportFile(
        name: result.file.name,
        container: result.container.rawValue,
        isReadable: result.isReadable,
        records: result.recordCount,
        sheets: result.sheets.map { sheet in
          ReportFile.Sheet(
            name: sheet.name,
            form: sheet.form?.definition.id,
            records: sheet.tables.reduce(0) { $0 + $1.recordCount },
            villages: result.villageNames(in: sheet.name)
          )
        },
        villages: result.villageNames(in: nil)
      )
      file.findings = marks.take(result.findings, fingerprints, &used)
      try body(file, result)
    }
    for finding in closing { try alone(finding, isReadable: true) }
  }
}

/// Marks findings in the order of the report and counts them.
private struct Marks {
  private let selection: ReportSelection
  var counts: [Severity: Int] = [:]
  var explained = 0
  var ignored = 0
  var notShown = 0
  var new = 0
  var unchanged = 0
  /// Fingerprints that were met, with a baseline.
  var seen: Set<String> = []
  private var shown = 0

  init(_ selection: ReportSelection) { self.selection = selection }

  /// The findings of a file that are shown.
  mutating func take(_ findings: [Finding], _ used: inout Set<Int>) -> [ReportedFinding] {
    take(findings, Fingerprint.all(findings, isMasked: selection.isMasked), &used)
  }

  /// The same with their fingerprints; without them they are only counted.
  mutating func take(
    _ findings: [Finding],
    _ fingerprints: [String]?,
    _ used: inout Set<Int>
  ) -> [ReportedFinding] {
    var result: [ReportedFinding] = []
    for (index, finding) in findings.enumerated() {
      var item = ReportedFinding(finding, fingerprint: fingerprints?[index] ?? "")
      if selection.baseline != nil { seen.insert(item.fingerprint) }
      guard isSelected(finding.code.name) else {
        ignored += 1
        continue
      }
      if let baseline = selection.baseline {
        item.state = baseline.knows(item.fingerprint) ? .unchanged : .new
        if item.state == .new { new += 1 } else { unchanged += 1 }
        if selection.onlyNew, item.state == .unchanged { continue }
      }
      if let (index, explanation) = selection.waivers?.explanation(of: finding) {
        used.insert(index)
        item.explanation = explanation
        explained += 1
      } else {
        counts[finding.severity, default: 0] += 1
      }
      if let most = selection.mostFindings, shown >= most {
        notShown += 1
        continue
      }
      shown += 1
      result.append(item)
    }
    return result
  }

  func isSelected(_ code: String) -> Bool {
    // Nobody can choose not to know that the report is not whole.
    if code == FindingCode.batchInterrupted.name { return true }
    return (selection.selected.isEmpty || selection.selected.contains(code))
      && !selection.ignored.contains(code)
  }
}

/// What makes a finding the same finding in another run: its kind, sheet, field and record, not its row.
enum Fingerprint {
  /// The same for a masked report as for an open one, which is why it rests on the mask of a name.
  static func text(_ finding: Finding, isMasked: Bool) -> String {
    var text = finding.code.name
    text.reserveCapacity(96)
    func add(_ part: String) {
      text += "\u{1F}"
      text += part
    }
    add(finding.variant ?? "")
    add(finding.location.file)
    add(finding.location.sheet ?? "")
    add(finding.field ?? "")
    if let record = finding.record {
      add(isMasked ? record.name : Masker.whole(record.name))
      add(record.group.map { Vocabulary.key($0) } ?? "")
    } else {
      add(finding.header ?? "")
      add(finding.found ?? "")
    }
    return text
  }

  /// Those of a file's findings.
  static func all(_ findings: [Finding], isMasked: Bool) -> [String] {
    var repeated: [Digest: Int] = [:]
    repeated.reserveCapacity(findings.count)
    return findings.map { finding in
      let base = text(finding, isMasked: isMasked)
      let digest = Digest(base)
      let number = repeated[digest, default: 0]
      repeated[digest] = number + 1
      return make(base, number)
    }
  }

  /// Sixteen hexadecimal digits; `number` tells equal ones of a file apart.
  static func make(_ text: String, _ number: Int) -> String {
    let digits = String(Digest(text + "\u{1F}\(number)").first, radix: 16)
    return String(repeating: "0", count: 16 - digits.count) + digits
  }
}

extension FileImport {
  /// The villages that its records name, or those of one sheet, each once.
  fileprivate func villageNames(in sheet: String?) -> [String] {
    var seen: Set<String> = []
    let own = villages.filter { sheet == nil || $0.sheet == sheet }
    return own.filter { seen.insert($0.key).inserted }.map(\.name)
  }
}
