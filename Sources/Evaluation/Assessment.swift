package import Criteria
package import Findings
package import Tabular

/// Whether a requirement is reached.
package enum Verdict: String, Sendable, CaseIterable {
  case met
  case notMet = "not_met"
  case notApplicable = "not_applicable"
  case undetermined
}

/// An indicator with its value, its requirement and the verdict.
package struct IndicatorAssessment: Sendable {
  package var indicator: Indicator
  package var measurement: Measurement?
  /// The value stated, where no survey gives one.
  package var stated: StatedValue?
  package var level: Requirement.Level = .unknown
  package var verdict: Verdict = .undetermined
  package var reason = LocalizedText("")
  /// The requirement as forms print it; empty where it is not known.
  package var requirementText = LocalizedText("")
  package var isProvisional = false
  /// Whether the figure rests on surveys that are not whole, so that it decides nothing.
  package var isIncomplete = false
  /// The years of surveys that are counted, though they are not of the year that is judged.
  package var otherYears: [Int] = []
  /// Further figures, by detail.
  package var details: [(detail: Detail, measurement: Measurement)] = []
  /// Verdicts that forms declare, beside the computed one.
  package var claims: [Claim] = []

  package init(_ indicator: Indicator) { self.indicator = indicator }

  /// The value as a number with so many decimals; `nil` where there is none.
  package func value(places: Int) -> ExactDecimal? {
    if let measurement { return measurement.value(places: places) }
    guard let stated else { return nil }
    if case .number(let number)? = stated.value { return number.rounded(places: places) }
    if stated.value == nil, let top = stated.numerator, let bottom = stated.denominator {
      return top.multiplied(by: Self.scale(indicator))?.divided(by: bottom, places: places)
    }
    return nil
  }

  static func scale(_ indicator: Indicator) -> ExactDecimal {
    indicator.measure?.scale ?? ExactDecimal(indicator.kind == .percentage ? 100 : 1)
  }

  /// The decimals that the definition shows.
  package var places: Int { indicator.measure?.places ?? 1 }
}

/// A criterion with the assessments of its indicators.
package struct CriterionAssessment: Sendable {
  package var criterion: Criterion
  package var indicators: [IndicatorAssessment]
  package var verdict: Verdict
  package var isProvisional: Bool
  package var reason: LocalizedText
  /// Verdicts that forms declare, beside the computed one.
  package var claims: [Claim] = []
}

/// The assessment of a unit by a set.
package struct Assessment: Sendable {
  package var set: CriteriaSet
  package var unit: String
  package var year: Int
  package var region: CriteriaSet.Region?
  /// The unit as the list has it, with those above it; empty where the list does not know it.
  package var lineage: [AdministrativeUnit] = []
  package var criteria: [CriterionAssessment]
  package var findings: [Finding]

  /// How many criteria have a verdict.
  package func count(_ verdict: Verdict) -> Int { criteria.count { $0.verdict == verdict } }
}
