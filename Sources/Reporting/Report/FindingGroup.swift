package import Findings
package import Tabular

/// Findings of one cause: the same code in one column of a sheet.
package struct FindingGroup: Sendable {
  /// From how many on findings are shown as one.
  static let least = 3

  package private(set) var findings: [ReportedFinding]
  /// The cells, neighbours joined; empty where the finding has none.
  package private(set) var ranges: [CellRange]
  /// Whether every record of the sheet is concerned.
  package private(set) var isWholeColumn = false

  package var first: ReportedFinding { findings[0] }
  package var isGroup: Bool { findings.count >= Self.least }

  private struct Cause: Hashable {
    var code: String
    var variant: String?
    var severity: Severity
    var file: String
    var sheet: String?
    var field: String?
    var column: Int
    var state: ReportedFinding.State?
    var explanation: Explanation?
  }

  /// The findings of a file by cause, in the order of the first of each; fewer than three stay single.
  package static func groups(of file: ReportFile) -> [FindingGroup] {
    var order: [[ReportedFinding]] = []
    var places: [Cause: Int] = [:]
    for item in file.findings {
      let finding = item.finding
      guard let cell = finding.location.cell else {
        order.append([item])
        continue
      }
      let cause = Cause(
        code: finding.code.name,
        variant: finding.variant,
        severity: finding.severity,
        file: finding.location.file,
        sheet: finding.location.sheet,
        field: finding.field,
        column: cell.column,
        state: item.state,
        explanation: item.explanation
      )
      if let place = places[cause] {
        order[place].append(item)
      } else {
        places[cause] = order.count
        order.append([item])
      }
    }
    let records = Dictionary(file.sheets.map { ($0.name, $0.records) }, uniquingKeysWith: { $1 })
    return order.flatMap { items -> [FindingGroup] in
      guard items.count >= least else { return items.map { FindingGroup([$0]) } }
      var group = FindingGroup(items)
      let rows = Set(items.compactMap { $0.finding.location.cell?.row }).count
      group.isWholeColumn = items[0].finding.location.sheet.map { records[$0] == rows } ?? false
      return [group]
    }
  }

  /// The same for findings that no report holds.
  package static func groups(of findings: [Finding]) -> [FindingGroup] {
    var file = ReportFile(name: "", container: nil, isReadable: true, records: 0)
    file.findings = findings.map { ReportedFinding($0, fingerprint: "") }
    return groups(of: file)
  }

  private init(_ findings: [ReportedFinding]) {
    self.findings = findings
    ranges = []
    for range in findings.compactMap(\.finding.location.range) {
      if let last = ranges.last, last.lowerRight.column == range.upperLeft.column,
        last.upperLeft.column == range.lowerRight.column,
        last.lowerRight.row + 1 == range.upperLeft.row
      {
        ranges[ranges.count - 1] = CellRange(last.upperLeft, range.lowerRight)
      } else if ranges.last != range {
        ranges.append(range)
      }
    }
  }

  /// The ranges in A1 notation; after a dozen, how many there are more.
  package func rangeText(_ style: ReportStyle) -> String {
    let shown = ranges.prefix(12).map(\.description).joined(separator: ", ")
    guard ranges.count > 12 else { return shown }
    return shown + " " + style.phrase("report-more-ranges", ["count": "\(ranges.count - 12)"])
  }

  /// What is wrong, in a sentence: that of the finding, or of the whole group with an example.
  package func message(_ style: ReportStyle) -> String {
    let message = style.catalogue.render(first.finding, in: style.language).message
    guard isGroup, let cell = first.finding.location.cell else { return message }
    let heading = first.finding.header.map { " (\($0))" } ?? ""
    return style.phrase(
      isWholeColumn ? "report-whole-column" : "report-group",
      [
        "count": "\(findings.count)", "column": CellReference.columnName(cell.column),
        "header": heading,
        "cell": cell.description, "message": message,
      ]
    )
  }
}
