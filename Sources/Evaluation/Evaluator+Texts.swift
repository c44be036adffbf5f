import Criteria
import Expressions
import Findings
import Tabular

/// Values and levels as forms print them.
extension Evaluator {
  func shown(_ assessment: IndicatorAssessment, _ language: Language) -> String {
    if let value = assessment.value(places: assessment.places) {
      return value.written(in: language) + unit(of: assessment, language)
    }
    if case .flag(let isMet)? = assessment.stated?.value {
      return text(isMet ? "verdict-met" : "verdict-not_met")[language]
    }
    return ""
  }

  private func unit(of assessment: IndicatorAssessment, _ language: Language) -> String {
    guard let unit = assessment.indicator.unit else { return "" }
    return unit == "%" ? "%" : " " + catalogue.unit(unit, in: language)
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
      return sign + number.written(in: language) + unit(of: assessment, language)
    }
  }
}
