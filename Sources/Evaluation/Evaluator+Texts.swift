import Criteria
import Expressions
import Findings
package import Tabular

/// Values and levels as forms print them.
extension Evaluator {
  func shown(_ assessment: IndicatorAssessment) -> String {
    if let value = assessment.value(places: assessment.places) {
      let unit = assessment.indicator.unit.map { $0 == "%" ? "%" : " " + $0 } ?? ""
      return Self.vietnamese(value) + unit
    }
    if case .flag(let isMet)? = assessment.stated?.value {
      return text(isMet ? "verdict-met" : "verdict-not_met").vi
    }
    return ""
  }

  /// A number as Vietnamese readers write it: decimal comma, groups with dots.
  package static func vietnamese(_ number: ExactDecimal) -> String {
    number.vietnamese
  }

  /// A requirement as forms print it: `≥ 98%`, `Đạt`, `Không`; empty where the level is not known.
  func levelText(_ assessment: IndicatorAssessment, _ language: Language) -> String {
    guard let requirement = assessment.indicator.requirement else { return "" }
    switch assessment.level {
    case .met: return text("verdict-met")[language]
    case .unknown: return ""
    case .number(let number):
      if assessment.indicator.kind == .absence, number == .zero {
        return text("requirement-none")[language]
      }
      let sign =
        switch requirement.comparator {
        case .greaterOrEqual: "≥ "
        case .lessOrEqual: "≤ "
        case .greater: "> "
        case .less: "< "
        case .equal, .notEqual: ""
        }
      let unit = assessment.indicator.unit.map { $0 == "%" ? "%" : " " + $0 } ?? ""
      return sign + (language == .vi ? Self.vietnamese(number) : "\(number)") + unit
    }
  }
}
