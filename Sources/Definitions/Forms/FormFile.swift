package import Expressions
import Findings
package import Forms
import Tabular

/// Reads `templates/forms/<id>/form.yaml` of a survey.
package enum FormFile {
  /// Reads a survey form; what is wrong goes to the log.
  ///
  /// `vocabulary` knows the units that may be named.
  package static func read(
    _ root: DefinitionNode,
    vocabulary: Vocabulary,
    log: DefinitionLog
  ) -> FormDefinition? {
    guard var reader = MappingReader(root, log: log) else { return nil }
    var form = FormDefinition(
      id: reader.string("id"),
      version: reader.optionalString("version") ?? "1",
      title: reader.localized("title") ?? LocalizedText(""),
      shape: reader.word("shape", default: FormDefinition.Shape.list)
    )
    form.family = reader.optionalString("family") ?? form.id
    form.recordLabel = reader.localized("record") ?? LocalizedText("")
    form.titles = reader.strings("titles").map { Vocabulary.key($0) }
    form.foreignHeadings = reader.strings("foreign-headings").map { Vocabulary.key($0) }
    readYears(&reader, into: &form)
    form.basis = reader.list("basis").compactMap { basis($0, log: log) }
    form.sourceMark = reader.localized("source-mark") ?? LocalizedText("")
    form.confidence = reader.optionalString("confidence") ?? ""
    let fieldReader = FormFieldFile(vocabulary: vocabulary, log: log)
    form.fields = fieldReader.fields(reader.list("fields"), shape: form.shape)
    if let node = reader.optional("columns") {
      form.columns = fieldReader.columns(node, shape: form.shape)
    } else if form.shape == .indicators {
      log.report("missing-key", at: root, ["key": "columns"])
    }
    form.facts = reader.list("facts").compactMap { fact($0, log: log) }
    checkUnique(form.facts.map(\.id), reader.node, log)
    let names = Names(form)
    form.rules = reader.list("rules").compactMap { rule($0, names: names, log: log) }
    if let node = reader.optional("duplicates") {
      form.duplicates = duplicates(node, names: names, log: log)
    }
    readStructure(&reader, into: &form, names: names)
    reader.finish()
    return form
  }

  private static func readYears(_ reader: inout MappingReader, into form: inout FormDefinition) {
    guard let node = reader.optional("years"), var years = MappingReader(node, log: reader.log)
    else { return }
    let from = years.whole("from") ?? 0
    let to = years.whole("to") ?? 9999
    if to < from { reader.log.report("wrong-order", at: node, ["from": "\(from)", "to": "\(to)"]) }
    form.years = from...max(from, to)
    years.finish()
  }

  /// What makes a table one of this form, and how its rows belong together.
  private static func readStructure(
    _ reader: inout MappingReader,
    into form: inout FormDefinition,
    names: Names
  ) {
    let log = reader.log
    form.needs = reader.textNodes("needs").map { text, node in
      let alternatives = text.split(separator: "|").map { String($0).trimmed }
      for name in alternatives { checkName(name, names: names, at: node, log: log) }
      return alternatives
    }
    if let node = reader.optional("members"), var members = MappingReader(node, log: log) {
      let fields = members.textNodes("fields")
      for (name, place) in fields { checkName(name, names: names, at: place, log: log) }
      let relation = members.optional("relation")
      if let relation { checkName(relation.string ?? "", names: names, at: relation, log: log) }
      form.members = FormDefinition.Members(
        fields: fields.map(\.text),
        relation: relation?.string,
        head: Set(members.strings("head").map { Vocabulary.key($0) })
      )
      members.finish()
    }
    if let node = reader.optional("totals-by") {
      let name = node.string ?? ""
      checkName(name, names: names, at: node, log: log)
      form.totalsBy = name
    }
  }

  private static func basis(_ node: DefinitionNode, log: DefinitionLog) -> FormDefinition.Basis? {
    guard var reader = MappingReader(node, log: log) else { return nil }
    let basis = FormDefinition.Basis(
      number: reader.string("number"),
      note: reader.localized("note")
    )
    for key in ["date", "title", "source", "confidence"] { _ = reader.optional(key) }
    reader.finish()
    return basis
  }

  /// The words that a rule may use.
  struct Names {
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
    let placeNode = reader.required("at")
    let place = placeNode?.string ?? ""
    let checkNode = reader.required("check")
    let severity = reader.optionalString("severity").flatMap { Severity(rawValue: $0) }
    let basis = reader.optionalString("basis")
    let readsBlankAsZero = reader.flag("blank-is-zero")
    for (name, part) in reader.textNodes("parts") {
      checkName(name, names: names, at: part, log: log)
    }
    reader.finish()
    if let placeNode { checkName(place, names: names, at: placeNode, log: log) }
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
    func fields(_ key: String, _ reader: inout MappingReader) -> [String] {
      reader.textNodes(key).map { name, place in
        checkName(name, names: names, at: place, log: log)
        return name
      }
    }
    let result = FormDefinition.Duplicates(
      key: fields("key", &reader),
      identifiers: fields("identifiers", &reader),
      compared: fields("compare", &reader)
    )
    reader.finish()
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

extension String {
  /// The text without blanks at either end.
  var trimmed: String {
    var body = Substring(self).drop { $0 == " " }
    while body.last == " " { body.removeLast() }
    return String(body)
  }
}
