package import Evaluation
import Findings
import Tabular

/// Reads a file of directly stated values: `"2.1": {value: 100, evidence: "…"}` by indicator code.
package enum StatedValuesFile {
  /// Reads YAML or JSON; what is wrong goes to the log.
  package static func read(
    _ text: String,
    file: String,
    log: DefinitionLog
  ) -> [String: StatedValue] {
    guard let root = DefinitionNode.parse(text, file: file, log: log) else { return [:] }
    guard let pairs = root.pairs else {
      log.report("not-a-mapping", at: root)
      return [:]
    }
    var result: [String: StatedValue] = [:]
    for (key, node) in pairs { result[key.string ?? ""] = value(node, log: log) }
    return result
  }

  private static func value(_ node: DefinitionNode, log: DefinitionLog) -> StatedValue? {
    if node.isNull { return nil }
    if node.pairs == nil {
      return StatedValue(value: scalar(node, log: log), location: node.location)
    }
    guard var reader = MappingReader(node, log: log) else { return nil }
    var result = StatedValue(
      value: reader.optional("value").flatMap { scalar($0, log: log) },
      location: node.location
    )
    result.numerator = reader.number("numerator")
    result.denominator = reader.number("denominator")
    result.evidence = reader.optionalString("evidence")
    _ = reader.optional("note")
    reader.finish()
    return result
  }

  private static func scalar(_ node: DefinitionNode, log: DefinitionLog) -> StatedValue.Value? {
    switch node.string {
    case "true": .flag(true)
    case "false": .flag(false)
    case "not-applicable", "not_applicable": .notApplicable
    default: MappingReader.number(node, log: log).map { .number($0) }
    }
  }
}
