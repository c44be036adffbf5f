import Criteria
package import Findings

/// A verdict that somebody wrote into a form; never taken for one that was computed.
package struct Claim: Hashable, Sendable {
  /// Who says so; appraisals stay apart from the commune's own assessment.
  package enum Author: String, Sendable, CaseIterable {
    case own = "self"
    case verification, appraisal
  }

  /// What it speaks of.
  package enum Subject: Hashable, Sendable {
    case indicator(String)
    case criterion(String)
    /// The number of criteria that are met.
    case metCount(Int)
  }

  package var author: Author
  package var subject: Subject
  package var verdict: Verdict
  package var isProvisional: Bool
  /// As it is written.
  package var text: String
  package var location: SourceLocation

  package init(
    author: Author,
    subject: Subject,
    verdict: Verdict,
    isProvisional: Bool,
    text: String,
    location: SourceLocation
  ) {
    self.author = author
    self.subject = subject
    self.verdict = verdict
    self.isProvisional = isProvisional
    self.text = text
    self.location = location
  }
}

extension Assessment {
  /// Sets claims beside the verdicts, and reports those that say something else.
  ///
  /// An undetermined verdict contradicts nothing: neither as a claim nor as a result.
  package mutating func compare(_ claims: [Claim], catalogue: MessageCatalogue) {
    for claim in claims {
      switch claim.subject {
      case .indicator(let code):
        guard let (criterion, index) = indicatorIndex(code) else { continue }
        criteria[criterion].indicators[index].claims.append(claim)
        compare(claim, criteria[criterion].indicators[index].verdict, "indicator", code, catalogue)
      case .criterion(let number):
        guard let index = criteria.firstIndex(where: { $0.criterion.number == number }) else {
          continue
        }
        criteria[index].claims.append(claim)
        compare(claim, criteria[index].verdict, "criterion", number, catalogue)
      case .metCount(let declared):
        compareWithLines(claim, declared, claims)
        let open = count(.undetermined)
        // What is undetermined may still be met: only a number that cannot be reached differs.
        guard declared < count(.met) || declared > count(.met) + open else { continue }
        findings.append(
          Finding(
            .declaredVerdictDiffers,
            "total",
            at: claim.location,
            found: claim.text,
            arguments: [
              "computed": LocalizedText("\(count(.met))"), "open": LocalizedText("\(open)"),
            ]
          )
        )
      }
    }
  }

  /// A form that gives a verdict on every criterion must count its own verdicts.
  private mutating func compareWithLines(_ claim: Claim, _ declared: Int, _ claims: [Claim]) {
    let lines = claims.filter {
      if case .criterion = $0.subject { $0.author == .own } else { false }
    }
    let met = lines.count { $0.verdict == .met }
    guard lines.count == criteria.count, met != declared else { return }
    findings.append(
      Finding(
        .totalMismatch,
        "met-count",
        at: claim.location,
        found: claim.text,
        arguments: ["sum": LocalizedText("\(met)")]
      )
    )
  }

  private func indicatorIndex(_ code: String) -> (Int, Int)? {
    for (number, criterion) in criteria.enumerated() {
      if let index = criterion.indicators.firstIndex(where: { $0.indicator.code == code }) {
        return (number, index)
      }
    }
    return nil
  }

  private mutating func compare(
    _ claim: Claim,
    _ verdict: Verdict,
    _ kind: String,
    _ code: String,
    _ catalogue: MessageCatalogue
  ) {
    guard claim.verdict != .undetermined, verdict != .undetermined, claim.verdict != verdict else {
      return
    }
    func text(_ key: String) -> LocalizedText {
      LocalizedText(vi: catalogue.phrase(key, in: .vi), en: catalogue.phrase(key, in: .en))
    }
    findings.append(
      Finding(
        .declaredVerdictDiffers,
        "claim",
        at: claim.location,
        field: code,
        found: claim.text,
        arguments: [
          "kind": text("claim-" + kind), "code": LocalizedText(code),
          "author": text("claim-by-" + claim.author.rawValue),
          "computed": text("verdict-" + verdict.rawValue),
        ]
      )
    )
  }
}
