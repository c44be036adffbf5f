import CSV
import Findings
import Tabular

/// Findings as CSV (RFC 4180), one a row.
package enum FindingCSV {
  private static let columns = [
    "severity", "code", "file", "sheet", "cell", "field", "header", "found", "expected", "message",
    "hint", "record", "state", "explanation", "fingerprint",
  ]

  package static func write(
    _ report: any FindingsReport,
    _ style: ReportStyle,
    to write: (String) -> Void
  ) throws {
    // Excel sees UTF-8 only with a byte order mark.
    write("\u{FEFF}" + columns.joined(separator: ",") + "\r\n")
    try report.write(
      { file in file.findings.map { Self.row($0, style) + "\r\n" }.joined() },
      mostFindings: ReportStyle.atOnce,
      to: write
    )
    for fixed in report.totals.fixed {
      let fields = [
        fixed.severity, fixed.code, fixed.file, fixed.sheet ?? "", fixed.cell ?? "", "", "", "", "",
        fixed.message, "", "", "fixed", "", fixed.fingerprint,
      ]
      write(fields.map { CSVField.quoted($0) }.joined(separator: ",") + "\r\n")
    }
  }

  private static func row(_ item: ReportedFinding, _ style: ReportStyle) -> String {
    let finding = item.finding
    let text = style.catalogue.render(finding, in: style.language)
    let place = finding.location
    let fields = [
      finding.severity.rawValue, finding.code.name, place.file, place.sheet ?? "",
      place.range?.description ?? "", finding.field ?? "", finding.header ?? "",
      finding.found ?? "", text.expected ?? "", text.message, text.hint ?? "",
      finding.record?.name ?? "", item.state?.rawValue ?? "", item.explanation?.reason ?? "",
      item.fingerprint,
    ]
    return fields.map { CSVField.quoted($0) }.joined(separator: ",")
  }
}
