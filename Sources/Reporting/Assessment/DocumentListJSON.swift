package import Criteria
package import Findings

/// The list of papers in the form that reports need; filled by whoever compared a folder.
package struct DocumentLine: Sendable {
  package var need: DocumentNeed
  package var state: String
  package var files: [(name: String, match: String)]
  package var reference: String
  package var issuer: String
  package var note: String

  package init(
    need: DocumentNeed,
    state: String,
    files: [(name: String, match: String)],
    reference: String,
    issuer: String,
    note: String
  ) {
    self.need = need
    self.state = state
    self.files = files
    self.reference = reference
    self.issuer = issuer
    self.note = note
  }

  /// The indicator or criterion; empty for a paper of the dossier.
  package var code: String {
    switch need.subject {
    case .dossier: ""
    case .indicator(let code), .criterion(let code): code
    }
  }
}

/// Everything that a list of papers says.
package struct DocumentReport: Sendable {
  package var set: CriteriaSet
  package var unit: String
  package var year: Int
  package var source: String
  package var lines: [DocumentLine]
  package var unmatched: [String]

  package init(
    set: CriteriaSet,
    unit: String,
    year: Int,
    source: String,
    lines: [DocumentLine],
    unmatched: [String]
  ) {
    self.set = set
    self.unit = unit
    self.year = year
    self.source = source
    self.lines = lines
    self.unmatched = unmatched
  }

  package func count(_ state: String) -> Int { lines.count { $0.state == state } }

  /// The lines under their headings: the dossier, then each criterion with its number.
  package func sections(_ dossier: String, _ language: Language) -> [(
    number: String, name: String, lines: [DocumentLine]
  )] {
    var result: [(number: String, name: String, lines: [DocumentLine])] = [
      ("", dossier, lines.filter { $0.need.subject == .dossier })
    ]
    for criterion in set.criteria ?? [] {
      let codes = Set(criterion.indicators?.map(\.code) ?? [])
      let own = lines.filter { line in
        switch line.need.subject {
        case .dossier: false
        case .indicator(let code): codes.contains(code)
        case .criterion(let number): number == criterion.number
        }
      }
      result.append((criterion.number, criterion.name[language], own))
    }
    return result.filter { !$0.lines.isEmpty }
  }
}

/// A list of papers as JSON.
package struct DocumentListJSON {
  private let catalogue: MessageCatalogue
  private let language: Language

  package init(catalogue: MessageCatalogue, language: Language) {
    self.catalogue = catalogue
    self.language = language
  }

  package func object(_ report: DocumentReport, findings: [Finding]) -> JSONText {
    .object([
      ("kind", .text("evidence")),
      ("criteria_set", .text(report.set.id)),
      ("unit", .text(report.unit)),
      ("year", .whole(report.year)),
      ("source", .text(report.source)),
      (
        "summary",
        .object([
          ("required", .whole(report.lines.count - report.count("not_needed"))),
          ("present", .whole(report.count("present"))),
          ("missing", .whole(report.count("missing"))),
          ("not_needed", .whole(report.count("not_needed"))),
        ])
      ),
      ("documents", .list(report.lines.map { line($0) })),
      ("unmatched", .list(report.unmatched.map { .text($0) })),
      (
        "findings",
        .list(findings.map { FindingJSON.object($0, catalogue: catalogue, language: language) })
      ),
    ])
  }

  private func line(_ line: DocumentLine) -> JSONText {
    .object([
      ("id", .text(line.need.key)),
      ("indicator", .optional(line.code.isEmpty ? nil : line.code)),
      ("document", .text(line.need.text[language])),
      ("required", .flag(line.need.isRequired)),
      ("state", .text(line.state)),
      ("reference", line.reference.isEmpty ? nil : .text(line.reference)),
      ("issuer", line.issuer.isEmpty ? nil : .text(line.issuer)),
      ("note", line.note.isEmpty ? nil : .text(line.note)),
      (
        "files",
        .list(
          line.files.map { .object([("file", .text($0.name)), ("by", .text($0.match))]) }
        )
      ),
      ("confidence", .text(line.need.confidence)),
      ("sources", line.need.sources.isEmpty ? nil : .list(line.need.sources.map { .text($0) })),
    ])
  }
}
