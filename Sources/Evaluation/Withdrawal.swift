import Criteria

/// How near a recognised unit is to losing its recognition.
package struct WithdrawalDistance: Hashable, Sendable {
  /// What the verdicts say about the grounds.
  package enum State: String, Sendable {
    /// A ground holds by the criteria that are not met.
    case grounds
    /// A ground would hold if the undetermined criteria were not met.
    case possible
    case far
  }

  package var state: State
  package var notMet: Int
  package var undetermined: Int
  package var total: Int
  /// The fewest further criteria not met with which a ground holds; 0 where one does.
  package var further: Int
  /// For each ground of the rule the least number of criteria not met.
  package var leastCounts: [Int]
}

extension Assessment {
  /// The distance by the set's rule; `nil` where the set has none or its criteria are not known.
  package var withdrawal: WithdrawalDistance? {
    guard let rule = set.withdrawal, !rule.grounds.isEmpty, !criteria.isEmpty else { return nil }
    func numbers(_ verdicts: [Verdict]) -> Set<String> {
      Set(criteria.filter { verdicts.contains($0.verdict) }.map(\.criterion.number))
    }
    let total = criteria.count
    let failed = numbers([.notMet])
    let doubtful = numbers([.notMet, .undetermined])
    func further(_ ground: WithdrawalRule.Ground, _ failed: Set<String>) -> Int {
      let missing = max(0, ground.leastCount(of: total) - failed.count)
      let needsNamed =
        !ground.includingOneOf.isEmpty && failed.isDisjoint(with: ground.includingOneOf)
      return max(missing, needsNamed ? 1 : 0)
    }
    let certain = rule.grounds.map { further($0, failed) }.min() ?? 0
    let worst = rule.grounds.map { further($0, doubtful) }.min() ?? 0
    return WithdrawalDistance(
      state: certain == 0 ? .grounds : worst == 0 ? .possible : .far,
      notMet: failed.count,
      undetermined: doubtful.count - failed.count,
      total: total,
      further: certain,
      leastCounts: rule.grounds.map { $0.leastCount(of: total) }
    )
  }
}
