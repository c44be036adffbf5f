import Criteria
package import Evaluation
package import Findings

/// The distance to a withdrawal of recognition as a sentence for people.
package struct WithdrawalText {
  private let catalogue: MessageCatalogue

  package init(catalogue: MessageCatalogue) { self.catalogue = catalogue }

  /// The sentence; empty where the set has no rule.
  package func text(_ assessment: Assessment) -> LocalizedText {
    guard let distance = assessment.withdrawal, let rule = assessment.set.withdrawal else {
      return LocalizedText("")
    }
    var values = [
      "not_met": "\(distance.notMet)", "undetermined": "\(distance.undetermined)",
      "total": "\(distance.total)", "further": "\(distance.further)", "act": rule.act,
    ]
    let key = "withdrawal-" + distance.state.rawValue
    values["rule"] = rule.text.vi
    let vi = catalogue.phrase(key, in: .vi, values)
    values["rule"] = rule.text.en
    let en = catalogue.phrase(key, in: .en, values)
    guard rule.confidence != .verified else { return LocalizedText(vi: vi, en: en) }
    return LocalizedText(
      vi: vi + " " + catalogue.phrase("withdrawal-unverified", in: .vi, values),
      en: en + " " + catalogue.phrase("withdrawal-unverified", in: .en, values)
    )
  }
}
