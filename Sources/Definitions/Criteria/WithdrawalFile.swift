import Criteria
import Findings
import Tabular

/// Reads the rule of withdrawal in a `criteria-set.yaml`.
struct WithdrawalFile {
  let log: DefinitionLog

  func read(_ node: DefinitionNode, criteria: [String]) -> WithdrawalRule? {
    guard var reader = MappingReader(node, log: log) else { return nil }
    let act = reader.string("act")
    let text = reader.localized("text") ?? LocalizedText("")
    let confidence = reader.word("confidence", default: Requirement.Confidence.unknown)
    let grounds = reader.list("grounds").compactMap { ground($0, criteria) }
    for key in ["sources", "note"] { _ = reader.optional(key) }
    reader.finish()
    return WithdrawalRule(act: act, text: text, confidence: confidence, grounds: grounds)
  }

  private func ground(_ node: DefinitionNode, _ criteria: [String]) -> WithdrawalRule.Ground? {
    guard var reader = MappingReader(node, log: log) else { return nil }
    let percent = reader.required("not-met-from").flatMap { MappingReader.number($0, log: log) }
    let named = reader.strings("including-one-of")
    reader.finish()
    for number in named where !criteria.contains(number) {
      log.report(
        "not-found",
        at: node,
        ["name": number, "known": criteria.joined(separator: ", ")]
      )
    }
    return percent.map { WithdrawalRule.Ground(fromPercent: $0, includingOneOf: named) }
  }
}
