import CSV
import Criteria
package import Evaluation
package import Findings
import Tabular

/// An assessment as CSV: a row an indicator, with its criterion's verdict.
package enum AssessmentCSV {
  package static func text(_ assessment: Assessment, language: Language) -> String {
    let header = [
      "criterion", "criterion_name", "criterion_verdict", "code", "text", "unit", "requirement",
      "value",
      "numerator", "denominator", "verdict", "provisional", "reason",
    ]
    var lines = [header.joined(separator: ",")]
    for criterion in assessment.criteria {
      for indicator in criterion.indicators {
        var value = indicator.value(places: 10).map { "\($0)" } ?? ""
        if value.isEmpty, case .flag(let isMet)? = indicator.stated?.value { value = "\(isMet)" }
        let fields = [
          criterion.criterion.number, criterion.criterion.name[language],
          criterion.verdict.rawValue,
          indicator.indicator.code, indicator.indicator.text[language],
          indicator.indicator.unit ?? "",
          indicator.requirementText[language], value,
          (indicator.measurement?.numerator ?? indicator.stated?.numerator).map { "\($0)" } ?? "",
          (indicator.measurement?.denominator ?? indicator.stated?.denominator).map { "\($0)" }
            ?? "",
          indicator.verdict.rawValue, indicator.isProvisional ? "true" : "false",
          indicator.reason[language],
        ]
        lines.append(fields.map { CSVField.quoted($0) }.joined(separator: ","))
      }
    }
    return lines.joined(separator: "\r\n") + "\r\n"
  }
}
