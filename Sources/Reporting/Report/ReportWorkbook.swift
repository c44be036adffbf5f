import Findings
import SpreadsheetML
import Tabular

/// A report as a workbook: numbers, findings by cause, every finding, and files against codes.
package struct ReportWorkbook {
  let style: ReportStyle

  package init(style: ReportStyle) { self.style = style }

  struct Looks {
    let title, heading, label, text, number: StyleIndex
    let severity: [Severity: StyleIndex]

    init(_ output: inout WorkbookOutput) throws(WriteError) {
      let plain = CellFormat().with {
        $0.font.size = 11
        $0.vertical = .top
      }
      title = try output.style(
        plain.with {
          $0.font.isBold = true
          $0.font.size = 14
        }
      )
      heading = try output.style(
        plain.with {
          $0.font.isBold = true
          $0.fill = 0xE7EFF7
          $0.hasBorder = true
          $0.wraps = true
          $0.horizontal = .center
          $0.vertical = .center
        }
      )
      let body = plain.with { $0.hasBorder = true }
      label = try output.style(body.with { $0.font.isBold = true })
      text = try output.style(body.with { $0.wraps = true })
      number = try output.style(body)
      func filled(_ colour: UInt32) throws(WriteError) -> StyleIndex {
        try output.style(
          body.with {
            $0.fill = colour
            $0.font.isBold = true
          }
        )
      }
      severity = [
        .error: try filled(0xF8D7DA), .warning: try filled(0xFFF3CD), .note: try filled(0xE2F0FB),
      ]
    }
  }

  /// The links of a sheet: spreadsheet programs take 65,530.
  static let mostLinks = 60_000

  /// The rows of findings that one sheet takes; what is more goes on in another.
  static let mostRows = 1_000_000

  /// Writes the workbook to a path that does not exist yet.
  package func write(_ report: any FindingsReport, to path: String) throws {
    var output = try WorkbookOutput(path: path)
    let looks = try Looks(&output)
    try writeSummary(report.totals, &output, looks)
    try writeGroups(report, &output, looks)
    try writeFindings(report, &output, looks)
    try writeMatrix(report, &output, looks)
    try output.finish()
  }

  /// Lines of 15 points for texts in columns of some width, in digits; a letter is a little narrower.
  private static func height(_ texts: [(text: String?, width: Double)]) -> Double? {
    let lines =
      texts.map { text, width in
        Int((Double(text?.count ?? 0) / (width * 1.05)).rounded(.up))
      }.max() ?? 1
    return lines > 1 ? Double(min(lines, 26) * 15) : nil
  }

  func name(_ key: String) -> String { style.phrase(key) }

  private func writeSummary(
    _ totals: ReportTotals,
    _ output: inout WorkbookOutput,
    _ looks: Looks
  ) throws(WriteError) {
    var setup = SheetSetup(name: name("report-sheet-summary"))
    setup.columnWidths = [44, 16]
    setup.isLandscape = false
    try output.beginSheet(setup)
    try output.nextRow()
    try output.text(name("report-title"), looks.title)
    try output.nextRow()
    if !totals.isComplete {
      try output.nextRow()
      try output.text(style.summary(totals).last ?? "", looks.severity[.error] ?? looks.text)
    }
    var rows: [(String, Int)] = [
      ("report-files", totals.files), ("report-clean-files", totals.cleanFiles),
      ("report-unreadable-files", totals.unreadableFiles), ("report-records", totals.records),
      ("report-errors", totals.count(.error)), ("report-warnings", totals.count(.warning)),
      ("report-notes", totals.count(.note)), ("report-explained-count", totals.explained),
      ("report-ignored-count", totals.ignored), ("report-not-shown-count", totals.notShown),
    ]
    if totals.hasBaseline {
      rows += [
        ("state-new", totals.new), ("state-unchanged", totals.unchanged),
        ("state-fixed", totals.fixed.count),
      ]
    }
    for (key, count) in rows {
      try output.nextRow()
      try output.text(name(key), looks.label)
      try output.integer(count, looks.number)
    }
    try output.nextRow()
    for (code, count) in totals.codes.sorted(by: { ($1.value, $0.key) < ($0.value, $1.key) }) {
      try output.nextRow()
      try output.text(code, looks.text)
      try output.integer(count, looks.number)
    }
    try output.endSheet()
  }

  func begin(
    _ sheet: String,
    _ columns: [(String, Double)],
    _ output: inout WorkbookOutput,
    _ looks: Looks
  ) throws(WriteError) {
    var setup = SheetSetup(name: sheet)
    setup.columnWidths = columns.map(\.1)
    setup.frozenRows = 1
    setup.hasPageNumbers = true
    try output.beginSheet(setup)
    try output.nextRow()
    for (key, _) in columns { try output.text(name(key), looks.heading) }
  }

  func end(_ rows: Int, _ columns: Int, _ output: inout WorkbookOutput) throws(WriteError) {
    output.filter(
      CellRange(CellReference(row: 0, column: 0), CellReference(row: rows, column: columns - 1))
    )
    try output.endSheet()
  }

  private static let groupColumns: [(String, Double)] = [
    ("report-severity", 12), ("report-file", 28), ("report-sheet", 16), ("report-cells", 22),
    ("report-count", 8), ("report-message", 56), ("report-hint", 48), ("report-code", 22),
    ("report-state", 16),
  ]

  /// A cause a row, its first cell linked.
  func writeGroups(
    _ report: any FindingsReport,
    _ output: inout WorkbookOutput,
    _ looks: Looks
  ) throws {
    let columns = Self.groupColumns
    try begin(name("report-sheet-groups"), columns, &output, looks)
    var row = 0
    var links = 0
    try report.forEachFile { file in
      for group in FindingGroup.groups(of: file) where row < Self.mostRows {
        row += 1
        let finding = group.first.finding
        let place = finding.location
        let message = group.message(style)
        let hint = style.catalogue.render(finding, in: style.language).hint
        let ranges = group.rangeText(style)
        try output.nextRow(
          height: Self.height([(place.file, 28), (ranges, 22), (message, 56), (hint, 48)])
        )
        try self.severity(finding.severity, &output, looks)
        try text(place.file, &output, looks)
        try text(place.sheet, &output, looks)
        try text(ranges, &output, looks)
        try output.integer(group.findings.count, looks.number)
        try text(message, &output, looks)
        try text(hint, &output, looks)
        try text(finding.code.name, &output, looks)
        try text(style.state(group.first), &output, looks)
        if let cell = place.range?.upperLeft, let sheet = place.sheet, links < Self.mostLinks {
          links += 1
          try output.link(
            CellReference(row: row, column: 3),
            to: .file(place.file, place: "\(SheetName.quoted(sheet))!\(cell)")
          )
        }
      }
    }
    try end(row, columns.count, &output)
  }

  private static let findingColumns: [(String, Double)] = [
    ("report-severity", 12), ("report-file", 28), ("report-sheet", 16), ("report-cells", 10),
    ("report-header", 28), ("report-record", 22), ("report-found", 20), ("report-expected", 20),
    ("report-message", 56), ("report-hint", 48), ("report-code", 22), ("report-state", 16),
  ]

  func writeFindings(
    _ report: any FindingsReport,
    _ output: inout WorkbookOutput,
    _ looks: Looks
  ) throws {
    let columns = Self.findingColumns
    var sheets = 1
    var row = 0
    try begin(name("report-sheet-findings"), columns, &output, looks)
    try report.forEachFile { file in
      for item in file.findings {
        if row == Self.mostRows {
          try end(row, columns.count, &output)
          sheets += 1
          row = 0
          try begin("\(name("report-sheet-findings")) \(sheets)", columns, &output, looks)
        }
        row += 1
        try write(item, &output, looks)
      }
    }
    try end(row, columns.count, &output)
  }

  private func write(
    _ item: ReportedFinding,
    _ output: inout WorkbookOutput,
    _ looks: Looks
  ) throws(WriteError) {
    let finding = item.finding
    let rendered = style.catalogue.render(finding, in: style.language)
    try output.nextRow(
      height: Self.height([
        (finding.location.file, 28), (finding.header, 28), (rendered.shownFound, 20),
        (rendered.shownExpected, 20), (rendered.message, 56), (rendered.hint, 48),
      ])
    )
    try severity(finding.severity, &output, looks)
    let texts = [
      finding.location.file, finding.location.sheet, finding.location.range?.description,
      finding.header ?? finding.field, finding.record?.name, rendered.shownFound,
      rendered.shownExpected, rendered.message, rendered.hint, finding.code.name, style.state(item),
    ]
    for value in texts { try text(value, &output, looks) }
  }

  /// Files against codes, with the number of findings.
  private func writeMatrix(
    _ report: any FindingsReport,
    _ output: inout WorkbookOutput,
    _ looks: Looks
  ) throws {
    let codes = report.totals.codes.keys.sorted()
    var setup = SheetSetup(name: name("report-sheet-matrix"))
    setup.columnWidths = [32, 10, 10] + codes.map { _ in 11 }
    setup.frozenRows = 1
    setup.frozenColumns = 1
    try output.beginSheet(setup)
    try output.nextRow(height: 60)
    for key in ["report-file", "report-records", "report-count"] {
      try output.text(name(key), looks.heading)
    }
    for code in codes { try output.text(code, looks.heading) }
    var row = 0
    try report.forEachFile { file in
      guard file.container != nil, row < Self.mostRows else { return }
      row += 1
      var counts: [String: (count: Int, severity: Severity)] = [:]
      for item in file.findings {
        let finding = item.finding
        let old = counts[finding.code.name] ?? (0, .note)
        counts[finding.code.name] = (old.count + 1, max(old.severity, finding.severity))
      }
      try output.nextRow()
      try output.text(file.name, looks.label)
      try output.integer(file.records, looks.number)
      try output.integer(file.findings.count, looks.number)
      for code in codes {
        if let found = counts[code] {
          try output.integer(found.count, looks.severity[found.severity] ?? looks.number)
        } else {
          try output.blank(looks.number)
        }
      }
    }
    try end(row, codes.count + 3, &output)
  }

  private func severity(
    _ severity: Severity,
    _ output: inout WorkbookOutput,
    _ looks: Looks
  ) throws(WriteError) {
    try output.text(name("severity-\(severity.rawValue)"), looks.severity[severity] ?? looks.text)
  }

  func text(
    _ value: String?,
    _ output: inout WorkbookOutput,
    _ looks: Looks
  ) throws(WriteError) {
    // A cell holds no more; what was cut off stands in the other outputs.
    let limit = WorkbookOutput.longestText
    let text = value ?? ""
    try output.text(text.utf16.count > limit ? String(text.prefix(limit / 2)) : text, looks.text)
  }
}
