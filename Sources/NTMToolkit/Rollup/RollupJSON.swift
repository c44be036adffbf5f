import Criteria
import Definitions
import Evaluation
package import Findings
import Forms
package import Reporting

/// Communes by criteria and villages by forms, as JSON: each commune with its whole result.
package struct RollupJSON {
  private let rollup: CommuneRollup
  private let unit: String
  private let language: Language

  package init(_ rollup: CommuneRollup, unit: String, language: Language) {
    self.rollup = rollup
    self.unit = unit
    self.language = language
  }

  private var catalogue: MessageCatalogue { rollup.definitions.catalogue }

  package func object(_ outcome: CommuneRollup.Outcome) -> JSONText {
    .object([
      ("kind", .text("rollup")),
      ("criteria_set", .text(rollup.set.id)),
      ("unit", .text(unit)),
      ("year", .whole(rollup.year)),
      ("summary", summary(outcome)),
      ("criteria", .list(criteria(outcome))),
      ("communes", .list(outcome.communes.map { commune($0) })),
      ("missing", .list(outcome.missing.map { .text($0.name) })),
      ("findings", findings(outcome.findings)),
    ])
  }

  private func findings(_ findings: [Finding]) -> JSONText {
    .list(findings.map { FindingJSON.object($0, catalogue: catalogue, language: language) })
  }

  private func summary(_ outcome: CommuneRollup.Outcome) -> JSONText {
    let arrivals = outcome.communes.flatMap(\.arrivals)
    func count(_ state: CommuneReport.Arrival.State) -> JSONText {
      .whole(arrivals.count { $0.state == state })
    }
    return .object([
      ("communes", .whole(outcome.communes.count)),
      ("communes_missing", .whole(outcome.missing.count)),
      ("clean", count(.clean)), ("faulty", count(.faulty)), ("unreadable", count(.unreadable)),
      ("villages_missing", count(.missing)),
    ])
  }

  /// For each criterion how many communes have which verdict.
  private func criteria(_ outcome: CommuneRollup.Outcome) -> [JSONText] {
    (rollup.set.criteria ?? []).map { criterion in
      let verdicts = outcome.communes.compactMap { commune in
        commune.assessment.criteria.first { $0.criterion.number == criterion.number }?.verdict
      }
      return .object(
        [("number", .text(criterion.number)), ("name", .text(criterion.name[language]))]
          + Verdict.allCases.map { verdict in
            (verdict.rawValue, .whole(verdicts.count { $0 == verdict }))
          }
      )
    }
  }

  private func commune(_ commune: CommuneReport) -> JSONText {
    let result = AssessmentJSON(catalogue: catalogue, language: language)
      .object(commune.assessment, findings: commune.findings)
    return .object([
      ("name", .text(commune.name)),
      ("folder", .text(commune.folder)),
      ("status", .optional(commune.entry?.status)),
      ("readable", .flag(!commune.isUnreadable)),
      ("villages", .list(commune.arrivals.map { arrival($0) })),
      ("result", result),
    ])
  }

  private func arrival(_ arrival: CommuneReport.Arrival) -> JSONText {
    .object([
      ("village", .text(arrival.village)),
      ("state", .text(arrival.state.rawValue)),
      ("form", .text(arrival.form)),
      ("file", .optional(arrival.file)),
      ("records", .whole(arrival.records)),
      ("errors", .whole(arrival.errors)),
      ("warnings", .whole(arrival.warnings)),
    ])
  }
}
