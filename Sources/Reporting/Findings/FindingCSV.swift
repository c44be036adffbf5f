import CSV
package import Findings
import Tabular

/// Findings as CSV (RFC 4180), one a row.
package enum FindingCSV {
  private static let columns = [
    "severity", "code", "file", "sheet", "cell", "field", "header", "found", "expected", "message",
    "hint",
  ]

  package static func text(
    _ findings: [Finding],
    catalogue: MessageCatalogue,
    language: Language
  ) -> String {
    let rows = findings.map { finding -> String in
      let text = catalogue.render(finding, in: language)
      let place = finding.location
      let fields = [
        finding.severity.rawValue, finding.code.name, place.file, place.sheet ?? "",
        place.range?.description ?? "", finding.field ?? "", finding.header ?? "",
        finding.found ?? "", text.expected ?? "", text.message, text.hint ?? "",
      ]
      return fields.map { CSVField.quoted($0) }.joined(separator: ",")
    }
    // Excel sees UTF-8 only with a byte order mark.
    return "\u{FEFF}" + ([columns.joined(separator: ",")] + rows).joined(separator: "\r\n") + "\r\n"
  }
}
