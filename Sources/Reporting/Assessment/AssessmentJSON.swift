import Criteria
import Expressions
package import Evaluation
package import Findings
import Tabular

/// An assessment as the outer contract's JSON.
package struct AssessmentJSON {
  private let catalogue: MessageCatalogue
  private let language: Language
  /// Decimals kept of a value that does not end: the verdict is taken on the exact fraction.
  private static let places = 10

  package init(catalogue: MessageCatalogue, language: Language) {
    self.catalogue = catalogue
    self.language = language
  }

  package func object(
    _ assessment: Assessment,
    findings: [Finding],
    changes: [IndicatorChange]? = nil,
    plan: Plan? = nil
  ) -> JSONText {
    .object([
      ("criteria_set", .text(assessment.set.id)),
      ("criteria_sets", .list(assessment.set.chain.map { .text($0) })),
      ("unit", .text(assessment.unit)),
      ("lineage", lineage(assessment)),
      ("year", .whole(assessment.year)),
      ("region", .optional(assessment.region?.id)),
      (
        "summary",
        .object([
          ("met", .whole(assessment.count(.met))),
          ("not_met", .whole(assessment.count(.notMet))),
          ("not_applicable", .whole(assessment.count(.notApplicable))),
          ("undetermined", .whole(assessment.count(.undetermined))),
        ])
      ),
      ("criteria", .list(assessment.criteria.map { criterion($0) })),
      ("withdrawal", PlanJSON.withdrawal(assessment)),
      ("plan", plan.map { PlanJSON.object($0) }),
      ("changes", changes.map { list in .list(list.map { change($0) }) }),
      (
        "findings",
        .list(
          findings.map { FindingJSON.object($0, catalogue: catalogue, language: language) }
        )
      ),
    ])
  }

  /// The unit and those above it; left out where the list of units does not know it.
  private func lineage(_ assessment: Assessment) -> JSONText? {
    guard !assessment.lineage.isEmpty else { return nil }
    return .list(
      assessment.lineage.map { unit in
        .object([
          ("level", .text(unit.level.rawValue)), ("id", .text(unit.id)),
          ("name", .text(unit.title)), ("valid_from", .optional(unit.validFrom)),
          ("valid_to", .optional(unit.validTo)), ("source", .text(unit.source)),
        ])
      }
    )
  }

  private func change(_ change: IndicatorChange) -> JSONText {
    .object([
      ("code", .text(change.code)),
      ("change", .text(change.kind.rawValue)),
      ("before", change.before.map { .number($0) } ?? .null),
      ("after", change.after.map { .number($0) } ?? .null),
      ("verdict_before", .optional(change.verdictBefore)),
      ("verdict_after", .text(change.verdictAfter)),
    ])
  }

  private func criterion(_ assessment: CriterionAssessment) -> JSONText {
    .object([
      ("number", .text(assessment.criterion.number)),
      ("name", .text(assessment.criterion.name[language])),
      ("verdict", .text(assessment.verdict.rawValue)),
      ("provisional", assessment.isProvisional ? .flag(true) : nil),
      ("reason", .text(assessment.reason[language])),
      ("declared", declared(assessment.claims)),
      ("indicators", .list(assessment.indicators.map { indicator($0) })),
    ])
  }

  private func indicator(_ assessment: IndicatorAssessment) -> JSONText {
    .object([
      ("code", .text(assessment.indicator.code)),
      ("text", .text(assessment.indicator.text[language])),
      ("unit", .optional(assessment.indicator.unit)),
      ("value", value(assessment)),
      ("shown", assessment.value(places: assessment.places).map { .number($0) }),
      ("numerator", number(counted(assessment)?.numerator ?? assessment.stated?.numerator)),
      ("denominator", number(counted(assessment)?.denominator ?? assessment.stated?.denominator)),
      ("requirement", requirement(assessment)),
      ("verdict", .text(assessment.verdict.rawValue)),
      ("provisional", assessment.isProvisional ? .flag(true) : nil),
      ("incomplete", assessment.isIncomplete ? .flag(true) : nil),
      (
        "other_years",
        assessment.otherYears.isEmpty ? nil : .list(assessment.otherYears.map { .whole($0) })
      ),
      ("reason", .text(assessment.reason[language])),
      ("declared", declared(assessment.claims)),
      (
        "formula",
        assessment.measurement == nil
          ? nil : assessment.indicator.measure.map { .text($0.formula[language]) }
      ),
      (
        "details",
        assessment.details.isEmpty
          ? nil : .list(assessment.details.map { detail($0.detail, $0.measurement) })
      ),
      ("evidence", .list(evidence(assessment))),
    ])
  }

  /// Verdicts that forms declare, each with who gave it and where.
  private func declared(_ claims: [Claim]) -> JSONText? {
    guard !claims.isEmpty else { return nil }
    return .list(
      claims.map { claim in
        .object([
          ("by", .text(claim.author.rawValue)),
          ("verdict", .text(claim.verdict.rawValue)),
          ("provisional", claim.isProvisional ? .flag(true) : nil),
          ("text", .text(claim.text)),
          ("file", .text(claim.location.file)),
          ("sheet", claim.location.sheet.map { .text($0) }),
          ("cell", claim.location.cell.map { .text($0.description) }),
        ])
      }
    )
  }

  private func number(_ value: ExactDecimal?) -> JSONText? { value.map { .number($0) } }

  /// The measurement, where any record could be counted: 0 of 0 is no figure.
  private func counted(_ assessment: IndicatorAssessment) -> Measurement? {
    assessment.measurement.flatMap { $0.hasCounted ? $0 : nil }
  }

  private func value(_ assessment: IndicatorAssessment) -> JSONText {
    if let value = assessment.value(places: Self.places) { return .number(value) }
    if case .flag(let isMet)? = assessment.stated?.value { return .flag(isMet) }
    return .null
  }

  private func requirement(_ assessment: IndicatorAssessment) -> JSONText? {
    guard let requirement = assessment.indicator.requirement else { return nil }
    let level: JSONText =
      switch assessment.level {
      case .met: .text("met")
      case .number(let number): .number(number)
      case .unknown: .null
      }
    return .object([
      (
        "comparator",
        .text(requirement.comparator == .equal ? "=" : requirement.comparator.rawValue)
      ),
      ("value", level),
      ("set", .text(requirement.set)),
      ("source", .text(requirement.sources.joined(separator: ", "))),
      ("confidence", .text(requirement.confidence.rawValue)),
      ("article", .optional(requirement.article)),
    ])
  }

  private func detail(_ detail: Detail, _ measurement: Measurement) -> JSONText {
    .object([
      ("id", .text(detail.id)),
      ("text", .text(detail.text[language])),
      ("unit", .optional(detail.unit)),
      ("value", measurement.value(places: Self.places).map { .number($0) } ?? .null),
      ("missing", measurement.missingCount > 0 ? .whole(measurement.missingCount) : nil),
      ("evidence", .list(measurement.evidence.map { self.evidence($0) })),
    ])
  }

  private func evidence(_ assessment: IndicatorAssessment) -> [JSONText] {
    if let measurement = assessment.measurement { return measurement.evidence.map { evidence($0) } }
    guard let stated = assessment.stated else { return [] }
    return [
      .object([
        ("file", .text(stated.location.file)),
        ("sheet", stated.location.sheet.map { .text($0) }),
        ("range", stated.location.range.map { .text($0.description) }),
        ("line", stated.location.line.map { .whole($0) }),
        ("document", stated.evidence.map { .text($0) }),
      ])
    ]
  }

  private func evidence(_ evidence: Evidence) -> JSONText {
    .object([
      ("file", .text(evidence.file)),
      ("sheet", evidence.sheet.map { .text($0) }),
      ("range", evidence.range.map { .text($0.description) }),
      ("rows", evidence.rows.map { .text($0) }),
    ])
  }
}
