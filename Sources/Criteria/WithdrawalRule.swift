package import Findings
package import Tabular

/// When a recognised unit loses its recognition: by the share of criteria that it no longer meets.
package struct WithdrawalRule: Sendable {
  /// One ground; any of them is enough.
  package struct Ground: Hashable, Sendable {
    /// The least share of criteria not met, in percent.
    package var fromPercent: ExactDecimal
    /// Numbers of criteria of which at least one is among those not met; empty where any count.
    package var includingOneOf: [String]

    package init(fromPercent: ExactDecimal, includingOneOf: [String]) {
      self.fromPercent = fromPercent
      self.includingOneOf = includingOneOf
    }

    /// The least number of criteria not met, of so many.
    package func leastCount(of total: Int) -> Int {
      var count = 0
      while count <= total, !reaches(count, of: total) { count += 1 }
      return count
    }

    private func reaches(_ count: Int, of total: Int) -> Bool {
      guard let all = ExactDecimal(significand: Int128(total), exponent: 0),
        let own = ExactDecimal(significand: Int128(count) * 100, exponent: 0),
        let least = fromPercent.multiplied(by: all)
      else { return false }
      return own >= least
    }
  }

  package var act: String
  package var text: LocalizedText
  package var confidence: Requirement.Confidence
  package var grounds: [Ground]

  package init(
    act: String,
    text: LocalizedText,
    confidence: Requirement.Confidence,
    grounds: [Ground]
  ) {
    self.act = act
    self.text = text
    self.confidence = confidence
    self.grounds = grounds
  }
}
