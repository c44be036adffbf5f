import Criteria
import Expressions
package import Findings
package import Tabular

/// What changed in one indicator since an earlier assessment.
package struct IndicatorChange: Sendable {
  /// The kinds of change, the verdict's before the value's.
  package enum Kind: String, Sendable {
    case newlyMet = "newly_met"
    case newlyLost = "newly_lost"
    case better, worse, same
    case notComparable = "not_comparable"
  }

  package var code: String
  package var kind: Kind
  package var before: ExactDecimal?
  package var after: ExactDecimal?
  package var verdictBefore: String?
  package var verdictAfter: String
}

/// What changed in one criterion since an earlier assessment.
package struct CriterionChange: Sendable {
  package var number: String
  package var before: String
  package var after: String

  package init(number: String, before: String, after: String) {
    self.number = number
    self.before = before
    self.after = after
  }
}

/// Compares an assessment with the indicators of an earlier one.
package enum Comparison {
  /// An indicator of the earlier assessment.
  package struct Earlier: Sendable {
    package var value: ExactDecimal?
    package var verdict: String

    package init(value: ExactDecimal?, verdict: String) {
      self.value = value
      self.verdict = verdict
    }
  }

  /// The changes in the order of the set; indicators that the earlier one lacks are not comparable.
  package static func changes(
    _ assessment: Assessment,
    since earlier: [String: Earlier]
  ) -> [IndicatorChange] {
    assessment.criteria.flatMap(\.indicators).map { indicator in
      let before = earlier[indicator.indicator.code]
      let after = indicator.value(places: 10)
      return IndicatorChange(
        code: indicator.indicator.code,
        kind: kind(indicator, before, after),
        before: before?.value,
        after: after,
        verdictBefore: before?.verdict,
        verdictAfter: indicator.verdict.rawValue
      )
    }
  }

  /// The changes that are so large that one of the two values may be wrong, by the rules of the set.
  package static func jumps(_ changes: [IndicatorChange], in assessment: Assessment) -> [Finding] {
    let units = Dictionary(
      assessment.criteria.flatMap(\.indicators).map { ($0.indicator.code, $0.indicator.unit) },
      uniquingKeysWith: { first, _ in first }
    )
    return changes.compactMap { change in
      guard let before = change.before, let after = change.after,
        let rule = assessment.set.jumps.first(where: {
          $0.doubts(before, after, unit: units[change.code] ?? nil)
        })
      else { return nil }
      return Finding(
        .unlikelyJump,
        at: SourceLocation(file: assessment.set.id),
        found: "\(after)",
        arguments: [
          "code": LocalizedText(change.code), "found": LocalizedText(after),
          "before": LocalizedText(before.rounded(places: 2) ?? before),
          "after": LocalizedText(after.rounded(places: 2) ?? after), "rule": rule.text,
        ]
      )
    }
  }

  private static func kind(
    _ indicator: IndicatorAssessment,
    _ before: Earlier?,
    _ after: ExactDecimal?
  ) -> IndicatorChange.Kind {
    guard let before else { return .notComparable }
    let met = Verdict.met.rawValue
    if before.verdict != met, indicator.verdict == .met { return .newlyMet }
    if before.verdict == met, indicator.verdict != .met { return .newlyLost }
    guard let old = before.value, let new = after else {
      return before.verdict == indicator.verdict.rawValue ? .same : .notComparable
    }
    if old == new { return .same }
    switch indicator.indicator.requirement?.comparator {
    case .greaterOrEqual, .greater: return new > old ? .better : .worse
    case .lessOrEqual, .less: return new < old ? .better : .worse
    // An absence is better the fewer there are; of other equalities nobody can say.
    case .equal where indicator.indicator.kind == .absence: return new < old ? .better : .worse
    default: return .notComparable
    }
  }
}
