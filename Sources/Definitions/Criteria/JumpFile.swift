import Criteria
import Findings
import Tabular

/// Reads the `jumps` of a `criteria-set.yaml`.
struct JumpFile {
  let log: DefinitionLog

  func read(_ node: DefinitionNode) -> JumpRule? {
    guard var reader = MappingReader(node, log: log) else { return nil }
    let unit = reader.optional("unit") == nil ? nil : reader.string("unit")
    let difference = reader.optional("by").flatMap { MappingReader.number($0, log: log) }
    let factor = reader.optional("times").flatMap { MappingReader.number($0, log: log) }
    let text = reader.localized("text") ?? LocalizedText("")
    let confidence = reader.word("confidence", default: Requirement.Confidence.unknown)
    _ = reader.optional("note")
    // One of the two has to be there; where neither is, `by` is asked for.
    if difference == nil, factor == nil { _ = reader.required("by") }
    reader.finish()
    guard difference != nil || factor != nil else { return nil }
    return JumpRule(
      unit: unit,
      difference: difference,
      factor: factor,
      text: text,
      confidence: confidence
    )
  }
}
