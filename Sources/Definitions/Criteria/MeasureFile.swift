import Criteria
import Expressions
import Findings
import Forms
import Tabular

/// Reads how an indicator is computed, and checks the formula against its form: fields, kinds, units.
struct MeasureFile {
  let log: DefinitionLog
  let store: DefinitionStore

  /// Reads a measure: a numerator and a denominator, or a `value` whose outermost `/` parts them.
  func measure(_ node: DefinitionNode, of indicator: Indicator) -> Measure? {
    guard var reader = MappingReader(node, log: log) else { return nil }
    let formNode = reader.required("form")
    var scope = self.scope(formNode, reader.word("over", default: Measure.Scope.records))
    if let counts = reader.optionalString("counts") {
      // What one record stands for, where it is not what the form calls its records.
      scope?.record = store.vocabulary.dimension(of: counts)
    }
    let valueNode = reader.optional("value")
    let topNode = valueNode == nil ? reader.required("numerator") : nil
    let bottomNode = reader.optional("denominator")
    let scaleNode = reader.optional("scale")
    let fraction =
      valueNode.flatMap { self.value($0, scope) }
      ?? topNode.flatMap { self.fraction($0, bottomNode, scope) }
    var measure = Measure(
      form: formNode?.string ?? "",
      numerator: fraction?.top ?? .number(.zero),
      denominator: fraction?.bottom
    )
    measure.scope = reader.word("over", default: Measure.Scope.records)
    measure.scale = scaleNode.flatMap { MappingReader.number($0, log: log) } ?? ExactDecimal(1)
    measure.places = reader.whole("round") ?? 1
    measure.missing = reader.word("missing", default: Measure.Missing.undetermined)
    measure.formula = reader.localized("formula") ?? LocalizedText("")
    measure.provisionalReason = reader.localized("provisional-reason")
    _ = reader.optional("note")
    reader.finish()
    guard let fraction else { return nil }
    if let dimension = fraction.dimension {
      checkUnit(dimension, measure.scale, indicator.code, indicator.unit, at: scaleNode ?? node)
    }
    return measure
  }

  /// Reads a figure beside an indicator.
  func detail(_ node: DefinitionNode) -> Detail? {
    guard var reader = MappingReader(node, log: log) else { return nil }
    let id = reader.string("id")
    let text = reader.localized("text") ?? LocalizedText(id)
    let unit = reader.optionalString("unit")
    let formNode = reader.required("form")
    let valueNode = reader.required("value")
    let over = reader.word("over", default: Measure.Scope.records)
    reader.finish()
    let scope = self.scope(formNode, over)
    guard let valueNode, let fraction = self.fraction(valueNode, nil, scope) else { return nil }
    if let dimension = fraction.dimension {
      checkUnit(dimension, ExactDecimal(1), id, unit, at: valueNode)
    }
    var measure = Measure(form: formNode?.string ?? "", numerator: fraction.top, denominator: nil)
    measure.scope = over
    measure.places = 0
    measure.formula = text
    return Detail(id: id, text: text, unit: unit, measure: measure)
  }

  private struct Fraction {
    var top: Expression
    var bottom: Expression?
    var dimension: Dimension?
  }

  /// What a formula over the form's records, or over the facts of its villages, may speak of.
  private func scope(_ node: DefinitionNode?, _ over: Measure.Scope) -> ExpressionScope? {
    guard let node, let id = node.string else { return nil }
    guard let form = store.forms.first(where: { $0.definition.isCalled(id) })?.definition else {
      let known = store.forms.map(\.definition.id)
      log.report(
        Spelling.nearest(to: id, among: known) == nil ? "unknown-form" : "misspelt-form",
        at: node,
        [
          "name": id, "known": known.joined(separator: ", "),
          "nearest": Spelling.nearest(to: id, among: known) ?? "",
        ]
      )
      return nil
    }
    var scope =
      over == .records ? form.scope(store.vocabulary) : form.factScope(store.vocabulary)
    scope.isAggregate = true
    return scope
  }

  private func fraction(
    _ top: DefinitionNode,
    _ bottom: DefinitionNode?,
    _ scope: ExpressionScope?
  ) -> Fraction? {
    let reader = ExpressionReader(log: log)
    guard let scope else { return nil }
    let first = reader.formula(top, scope)
    guard let bottom else {
      return first.map { Fraction(top: $0.0, bottom: nil, dimension: $0.1) }
    }
    let second = reader.formula(bottom, scope)
    guard let first, let second else { return nil }
    let dimension = first.1.flatMap { top in second.1.map { top.over($0) } }
    return Fraction(top: first.0, bottom: second.0, dimension: dimension)
  }

  /// `share(x)`, `sum(a) / sum(b)`: the outermost quotient stays a fraction, so that verdicts are exact.
  private func value(_ node: DefinitionNode, _ scope: ExpressionScope?) -> Fraction? {
    guard let scope, let (expression, dimension) = ExpressionReader(log: log).formula(node, scope)
    else { return nil }
    guard case .arithmetic(.divide, let top, let bottom) = expression else {
      return Fraction(top: expression, bottom: nil, dimension: dimension)
    }
    return Fraction(top: top, bottom: bottom, dimension: dimension)
  }

  /// Kilometres divided by households are no share: the formula's unit, scaled, must be the indicator's.
  private func checkUnit(
    _ found: Dimension,
    _ scale: ExactDecimal,
    _ code: String,
    _ unit: String?,
    at node: DefinitionNode
  ) {
    guard let unit else { return }
    let wanted = store.vocabulary.dimension(of: unit)
    guard found.powers == wanted.powers else {
      log.report(
        "unit-clash",
        at: node,
        ["code": code, "found": "\(found)", "expected": unit]
      )
      return
    }
    guard let own = found.factor, let target = wanted.factor,
      let top = own.top.multiplied(by: target.bottom),
      let bottom = own.bottom.multiplied(by: target.top),
      scale.multiplied(by: bottom) != top
    else { return }
    let right = top.divided(by: bottom, places: 9).map { "\($0)" } ?? "?"
    log.report(
      "wrong-scale",
      at: node,
      ["code": code, "found": "\(scale)", "expected": right, "unit": unit]
    )
  }
}
