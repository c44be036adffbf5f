package import Findings
package import Forms
import Tabular

/// Reads `templates/forms/<id>/form.yaml` of a survey.
package enum FormFile {
  /// Reads a survey form; what is wrong goes to the log.
  ///
  /// `extends` names a form of `known` whose fields, facts and rules come first. The vocabulary knows the
  /// units; the rules' own sentences go into the catalogue.
  package static func read(
    _ root: DefinitionNode,
    over known: [FormDefinition] = [],
    vocabulary: Vocabulary,
    catalogue: inout MessageCatalogue,
    log: DefinitionLog
  ) -> FormDefinition? {
    guard var reader = MappingReader(root, log: log) else { return nil }
    let base = reader.optional("extends").flatMap { self.base($0, among: known, log: log) }
    let id = reader.string("id")
    let shape = reader.word("shape", default: base?.shape ?? FormDefinition.Shape.list)
    let version = reader.optionalString("version")
    let title = reader.localized("title")
    // What a form adds to another one stands over a copy of it.
    var form =
      base ?? FormDefinition(id: id, version: "1", title: LocalizedText(""), shape: shape)
    form.id = id
    form.shape = shape
    if let version { form.version = version }
    if let title { form.title = title }
    form.family = reader.optionalString("family") ?? base?.family ?? form.id
    if let label = reader.localized("record") { form.recordLabel = label }
    form.titles += reader.strings("titles").map { Vocabulary.key($0) }
    form.foreignHeadings += reader.strings("foreign-headings").map { Vocabulary.key($0) }
    readYears(&reader, into: &form)
    form.basis += reader.list("basis").compactMap { basis($0, log: log) }
    if let mark = reader.localized("source-mark") { form.sourceMark = mark }
    if let confidence = reader.optionalString("confidence") { form.confidence = confidence }
    let fieldReader = FormFieldFile(vocabulary: vocabulary, log: log)
    let fields = fieldReader.fields(reader.list("fields"), shape: form.shape)
    form.fields = merged(form.fields, fields, by: \.id)
    if let node = reader.optional("columns") {
      form.columns = fieldReader.columns(node, shape: form.shape)
    } else if form.shape == .indicators, base == nil {
      log.report("missing-key", at: root, ["key": "columns"])
    }
    let facts = reader.list("facts").compactMap { fact($0, log: log) }
    checkUnique(facts.map(\.id), reader.node, log)
    form.facts = merged(form.facts, facts, by: \.id)
    let names = Names(form)
    let rules = reader.list("rules")
    // A rule of the same id takes the place of the extended form's.
    let ids = Set(
      rules.compactMap { node in node.pairs?.first { $0.key.string == "id" }?.value.string }
    )
    form.rules.removeAll { ids.contains($0.id) }
    form.rules += RuleFile(form, vocabulary: vocabulary, log: log).read(rules, into: &catalogue)
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
    let needs = reader.textNodes("needs").map { text, node in
      let alternatives = text.split(separator: "|").map { String($0).trimmed }
      for name in alternatives { checkName(name, names: names, at: node, log: log) }
      return alternatives
    }
    if !needs.isEmpty { form.needs = needs }
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
    form.isTurned = reader.flag("turned") || form.isTurned
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
    let labels = reader.strings("labels")
    let fact = FormDefinition.Fact(
      id: id,
      label: reader.localized("label") ?? labels.first.map { LocalizedText($0) }
        ?? LocalizedText(id),
      kind: reader.word("type", default: FieldDefinition.Kind.text),
      place: reader.optionalString("place"),
      labels: labels
    )
    reader.finish()
    return fact
  }

  /// The form that another one adds to.
  private static func base(
    _ node: DefinitionNode,
    among known: [FormDefinition],
    log: DefinitionLog
  ) -> FormDefinition? {
    let id = node.string ?? ""
    if let form = known.first(where: { $0.id == id }) { return form }
    let ids = known.map(\.id)
    let nearest = Spelling.nearest(to: id, among: ids)
    log.report(
      nearest == nil ? "unknown-form" : "misspelt-form",
      at: node,
      ["name": id, "nearest": nearest ?? "", "known": ids.joined(separator: ", ")]
    )
    return nil
  }

  /// The items of a base with those of the same id replaced, and new ones after them.
  private static func merged<Item>(
    _ base: [Item],
    _ own: [Item],
    by id: (Item) -> String
  ) -> [Item] {
    let ids = Set(base.map(id))
    return base.map { item in own.first { id($0) == id(item) } ?? item }
      + own.filter { !ids.contains(id($0)) }
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
      let known = names.fields.joined(separator: ", ")
      log.report("unknown-field", at: node, ["name": name, "known": known])
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
