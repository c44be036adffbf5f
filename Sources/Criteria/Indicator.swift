package import Expressions
package import Findings
package import Tabular

/// One indicator: what is measured and what is required.
package struct Indicator: Sendable {
  /// How an indicator is judged.
  package enum Kind: String, Sendable, CaseIterable {
    case passFail = "pass-fail"
    case percentage
    case absence
    case incomeByYear = "income-by-year"
    case areaPerPerson = "area-per-person"
    case quantity
  }

  package var code: String
  package var text: LocalizedText
  package var kind: Kind
  package var unit: String?
  package var confidence: String
  package var isOptional: Bool
  package var isSingle: Bool
  package var subItems: [String]
  package var requirement: Requirement?
  package var measure: Measure?
  package var details: [Detail]

  package init(code: String, text: LocalizedText, kind: Kind) {
    self.code = code
    self.text = text
    self.kind = kind
    confidence = "unknown"
    isOptional = false
    isSingle = false
    subItems = []
    details = []
  }
}

/// A figure beside an indicator that is judged by nobody, such as the number of poor households.
package struct Detail: Sendable {
  package var id: String
  package var text: LocalizedText
  package var unit: String?
  package var measure: Measure

  package init(id: String, text: LocalizedText, unit: String?, measure: Measure) {
    self.id = id
    self.text = text
    self.unit = unit
    self.measure = measure
  }
}

/// How an indicator's value is computed from the records of a survey.
package struct Measure: Sendable {
  /// What counts as one: every record, or every village.
  package enum Scope: String, Sendable, CaseIterable {
    case records, villages
  }

  /// What a record does that lacks a needed field.
  package enum Missing: String, Sendable, CaseIterable {
    case undetermined, skip
    case notApplicable = "not-applicable"
  }

  package var form: String
  package var scope: Scope
  package var numerator: Expression
  package var denominator: Expression?
  package var scale: ExactDecimal
  /// Decimals for show.
  package var places: Int
  package var missing: Missing
  package var formula: LocalizedText
  package var provisionalReason: LocalizedText?

  package init(form: String, numerator: Expression, denominator: Expression?) {
    self.form = form
    self.numerator = numerator
    self.denominator = denominator
    scope = .records
    scale = ExactDecimal(1)
    places = 1
    missing = .undetermined
    formula = LocalizedText("")
  }
}
