package import Expressions
import Findings
package import Forms
import Tabular

/// Reads `templates/forms/<id>/form.yaml` of a survey.
package enum FormFile {
  /// Reads a survey form; what is wrong goes to the log.
  package static func read(_ root: DefinitionNode, log: DefinitionLog) -> FormDefinition? {
    guard var reader = MappingReader(root, log: log) else { return nil }
    var form = FormDefinition(
      id: reader.string("id"),
      version: reader.optionalString("version") ?? "1",
      title: reader.localized("title") ?? LocalizedText(""),
      shape: reader.word("shape", default: FormDefinition.Shape.list)
    )
    form.recordLabel = reader.localized("record") ?? LocalizedText("")
    form.titles = reader.strings("titles").map { Vocabulary.key($0) }
    form.foreignHeadings = reader.strings("foreign-headings").map { Vocabulary.key($0) }
    if let node = reader.optional("years"), var years = MappingReader(node, log: log) {
      let from = years.number("from")?.whole ?? 0
      form.years = from...max(from, years.number("to")?.whole ?? 9999)
      years.finish()
    }
    form.fields = reader.list("fields").compactMap { field($0, log: log) }
    form.facts = reader.list("facts").compactMap { fact($0, log: log) }
    checkUnique(form.fields.map(\.id), reader.node, log)
    let names = Names(form)
    form.rules = reader.list("rules").compactMap { rule($0, names: names, log: log) }
    if let node = reader.optional("duplicates") {
      form.duplicates = duplicates(node, names: names, log: log)
    }
    for key in ["basis", "source-mark", "confidence"] { _ = reader.optional(key) }
    reader.finish()
    return form
  }

  /// The words that a rule may use.
  private struct Names {
    let fields: [String]
    let choices: Set<String>

    init(_ form: FormDefinition) {
      fields = form.fields.map(\.id)
      choices = Set(form.fields.flatMap { $0.choices.map(\.id) })
    }
  }

  private static func checkUnique(_ ids: [String], _ node: DefinitionNode, _ log: DefinitionLog) {
    var seen: Set<String> = []
    for id in ids where !seen.insert(id).inserted {
      log.report("duplicate-id", at: node, ["id": id])
    }
  }

  private static func field(_ node: DefinitionNode, log: DefinitionLog) -> FieldDefinition? {
    guard var reader = MappingReader(node, log: log) else { return nil }
    let id = reader.string("id")
    let paths = reader.strings("paths").map { path in
      path.split(separator: ">").map { $0.drop { $0 == " " } }.map(String.init)
    }
    let kind = reader.word("type", default: FieldDefinition.Kind.text)
    let role = reader.word("role", default: FieldDefinition.Role.value)
    let place = reader.optionalString("place")
    let field = FieldDefinition(
      id: id,
      label: reader.localized("label") ?? LocalizedText(id),
      kind: kind,
      role: role,
      isRequired: reader.flag("required"),
      isWished: reader.flag("wished"),
      unit: reader.optionalString("unit"),
      minimum: reader.number("minimum"),
      maximum: reader.number("maximum"),
      headers: reader.strings("headers"),
      paths: paths,
      choices: reader.list("choices").compactMap { choice($0, log: log) },
      blankChoice: reader.optionalString("blank"),
      // A group that is no choice is a unit: the villages of a list.
      place: place ?? (role == .group && kind == .text ? "village" : nil)
    )
    if let blank = field.blankChoice, !field.choices.contains(where: { $0.id == blank }) {
      log.report("unknown-choice", at: node, ["name": blank])
    }
    reader.finish()
    return field
  }

  private static func choice(
    _ node: DefinitionNode,
    log: DefinitionLog
  ) -> FieldDefinition.Choice? {
    guard var reader = MappingReader(node, log: log) else { return nil }
    let id = reader.string("id")
    let choice = FieldDefinition.Choice(
      id: id,
      label: reader.localized("label") ?? LocalizedText(id),
      words: (reader.strings("words") + [id]).map { Vocabulary.key($0) },
      headers: reader.strings("headers")
    )
    reader.finish()
    return choice
  }

  private static func fact(_ node: DefinitionNode, log: DefinitionLog) -> FormDefinition.Fact? {
    guard var reader = MappingReader(node, log: log) else { return nil }
    let id = reader.string("id")
    let fact = FormDefinition.Fact(
      id: id,
      label: reader.localized("label") ?? LocalizedText(id),
      kind: reader.word("type", default: FieldDefinition.Kind.text),
      place: reader.optionalString("place"),
      labels: reader.strings("labels")
    )
    reader.finish()
    return fact
  }

  private static func rule(
    _ node: DefinitionNode,
    names: Names,
    log: DefinitionLog
  ) -> FormDefinition.Rule? {
    guard var reader = MappingReader(node, log: log) else { return nil }
    let code = reader.string("code")
    let place = reader.string("at")
    let checkNode = reader.required("check")
    let severity = reader.optionalString("severity").flatMap { Severity(rawValue: $0) }
    let basis = reader.optionalString("basis")
    let readsBlankAsZero = reader.flag("blank-is-zero")
    _ = reader.strings("parts")
    reader.finish()
    if !place.isEmpty { checkName(place, names: names, at: node, log: log) }
    guard let checkNode, let check = expression(checkNode, log: log) else { return nil }
    for name in check.names where !names.choices.contains(name) {
      checkName(name, names: names, at: checkNode, log: log)
    }
    let own = FindingCode.rule(code)
    return FormDefinition.Rule(
      code: own,
      check: check,
      text: checkNode.string ?? "",
      field: place,
      basis: basis,
      severity: severity.map { max($0, own.severity) },
      readsBlankAsZero: readsBlankAsZero
    )
  }

  private static func duplicates(
    _ node: DefinitionNode,
    names: Names,
    log: DefinitionLog
  ) -> FormDefinition.Duplicates? {
    guard var reader = MappingReader(node, log: log) else { return nil }
    let result = FormDefinition.Duplicates(
      key: reader.strings("key"),
      identifiers: reader.strings("identifiers"),
      compared: reader.strings("compare")
    )
    reader.finish()
    for name in result.key + result.identifiers + result.compared {
      checkName(name, names: names, at: node, log: log)
    }
    return result
  }

  private static func checkName(
    _ name: String,
    names: Names,
    at node: DefinitionNode,
    log: DefinitionLog
  ) {
    guard !names.fields.contains(name) else { return }
    if let nearest = Spelling.nearest(to: name, among: names.fields) {
      log.report("misspelt-field", at: node, ["name": name, "nearest": nearest])
    } else {
      log.report("unknown-field", at: node, ["name": name])
    }
  }

  /// Parses the expression in a node; a mistake is reported at its column.
  package static func expression(_ node: DefinitionNode, log: DefinitionLog) -> Expression? {
    let text = node.string ?? ""
    do throws(ExpressionError) {
      return try ExpressionParser.parse(text)
    } catch {
      var place = node.location
      place.column = place.column.map { $0 + error.offset }
      log.report(error.problem, at: place, ["found": error.found, "text": text])
      return nil
    }
  }
}
