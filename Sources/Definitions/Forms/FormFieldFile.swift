import Findings
import Forms
import Tabular
import VietnameseText

/// Reads the fields of a survey form, and says where two of them could not be told apart in a table.
struct FormFieldFile {
  let vocabulary: Vocabulary
  let log: DefinitionLog

  /// The fields in the order of the file.
  func fields(_ nodes: [DefinitionNode], shape: FormDefinition.Shape) -> [FieldDefinition] {
    var owners = HeadingOwners(log: log)
    let fields = nodes.compactMap { field($0, shape: shape, owners: &owners) }
    var seen: Set<String> = []
    for (node, id) in nodes.lazy.compactMap({ node in id(of: node).map { (node, $0) } })
    where !seen.insert(id).inserted { log.report("duplicate-id", at: node, ["id": id]) }
    for (node, field) in zip(nodes, fields) {
      for named in [field.carries, field.twin].compactMap({ $0 })
      where !fields.contains(where: { $0.id == named }) {
        let nearest = Spelling.nearest(to: named, among: fields.map(\.id))
        log.report(
          nearest == nil ? "unknown-field" : "misspelt-field",
          at: node,
          ["name": named, "nearest": nearest ?? ""]
        )
      }
    }
    return fields
  }

  private func id(of node: DefinitionNode) -> String? {
    node.pairs?.first { $0.key.string == "id" }?.value.string
  }

  private func field(
    _ node: DefinitionNode,
    shape: FormDefinition.Shape,
    owners: inout HeadingOwners
  ) -> FieldDefinition? {
    guard var reader = MappingReader(node, log: log) else { return nil }
    let id = reader.string("id")
    let kind = reader.word("type", default: FieldDefinition.Kind.text)
    let role = reader.word("role", default: FieldDefinition.Role.value)
    let place = reader.optionalString("place")
    let codeNode = reader.optional("code")
    let headers = headings("headers", &reader)
    let paths = headings("paths", &reader)
    let choices = reader.list("choices")
    var words = HeadingOwners(log: log)
    let field = FieldDefinition(
      id: id,
      label: reader.localized("label") ?? LocalizedText(id),
      kind: kind,
      role: role,
      isRequired: reader.flag("required"),
      isWished: reader.flag("wished"),
      unit: unit(&reader, kind),
      minimum: reader.number("minimum"),
      maximum: reader.number("maximum"),
      headers: headers.map(\.text),
      paths: paths.map { Self.path($0.text) },
      choices: choices.compactMap { choice($0, of: id, words: &words, owners: &owners) },
      blankChoice: reader.optionalString("blank"),
      answers: answers(&reader),
      twin: reader.optionalString("same-as"),
      // A group that is no choice is a unit: the villages of a list.
      place: place ?? (role == .group && kind == .text ? "village" : nil),
      carries: reader.optionalString("carries"),
      isGrouping: reader.flag("grouping"),
      titled: reader.strings("titled").map { Vocabulary.key($0) },
      isToldByHeadings: reader.flag("told-by-headings"),
      isRatio: reader.flag("ratio"),
      code: codeNode?.string,
      width: reader.number("width").map { Double("\($0)") ?? 0 },
      usual: range("usual", &reader),
      typical: range("typical", &reader)
    )
    reader.finish()
    check(field, at: node)
    for (text, place) in headers { owners.add([Vocabulary.key(text)], text, of: id, at: place) }
    for (text, place) in paths {
      owners.add(Self.path(text).map { Vocabulary.key($0) }, text, of: id, at: place)
    }
    if let codeNode, let code = field.code {
      owners.add([Vocabulary.key(code)], code, of: id, at: codeNode)
    }
    if shape == .indicators, role == .value, field.headers.isEmpty, field.code == nil {
      log.report("missing-key", at: node, ["key": "headers"])
    }
    return field
  }

  /// Headings as they are written, those with alternatives in braces one by one.
  private func headings(_ key: String, _ reader: inout MappingReader)
    -> [(text: String, node: DefinitionNode)]
  {
    reader.textNodes(key).flatMap { text, node in
      HeadingPattern.expand(text).map { (text: $0, node: node) }
    }
  }

  private static func path(_ text: String) -> [String] {
    text.split(separator: ">").map { String($0).trimmed }
  }

  /// A unit that the vocabulary does not know could be neither read nor converted.
  private func unit(_ reader: inout MappingReader, _ kind: FieldDefinition.Kind) -> String? {
    guard let node = reader.optional("unit"), let unit = node.string else {
      if kind.hasUnit {
        log.report("missing-unit", at: reader.node, ["name": id(of: reader.node) ?? "?"])
      }
      return kind == .percent ? "%" : nil
    }
    if vocabulary.unit(unit) == nil {
      let words = vocabulary.units.keys.map(\.text)
      let nearest = Spelling.nearest(to: Vocabulary.key(unit), among: words)
      let name = nearest.flatMap { vocabulary.units[$0]?.name }
      log.report("unknown-unit", at: node, ["found": unit, "nearest": name ?? "?"])
    }
    return unit
  }

  /// What is a yes or no to one field only, `{yes: […], no: […]}`.
  private func answers(_ reader: inout MappingReader) -> [String: Bool] {
    guard let node = reader.optional("answers"), var answers = MappingReader(node, log: log) else {
      return [:]
    }
    var result: [String: Bool] = [:]
    for word in answers.strings("yes") { result[Vocabulary.key(word)] = true }
    for word in answers.strings("no") { result[Vocabulary.key(word)] = false }
    answers.finish()
    return result
  }

  /// A range of figures, `{from: …, to: …}`.
  private func range(_ key: String, _ reader: inout MappingReader)
    -> (lowest: ExactDecimal, highest: ExactDecimal)?
  {
    guard let node = reader.optional(key), var range = MappingReader(node, log: log) else {
      return nil
    }
    let lowest = range.number("from")
    let highest = range.number("to")
    range.finish()
    guard let lowest, let highest else { return nil }
    if highest < lowest {
      log.report("wrong-order", at: node, ["from": "\(lowest)", "to": "\(highest)"])
    }
    return (lowest, highest)
  }

  private func check(_ field: FieldDefinition, at node: DefinitionNode) {
    if let blank = field.blankChoice, !field.choices.contains(where: { $0.id == blank }) {
      log.report("unknown-choice", at: node, ["name": blank])
    }
    if field.kind == .choice, field.choices.isEmpty {
      log.report("missing-key", at: node, ["key": "choices"])
    }
    if field.kind != .choice, !field.choices.isEmpty || field.carries != nil {
      log.report("choice-of-other-type", at: node, ["id": field.id, "type": field.kind.rawValue])
    }
    // Points and ratios have none; a length or a sum of money without its unit would be a guess.
    if field.kind.hasUnit, field.unit == nil {
      let severity: Severity = field.kind == .length ? .error : .warning
      log.report("missing-key", at: node, ["key": "unit"], severity: severity)
    }
    if let low = field.minimum, let high = field.maximum, high < low {
      log.report("wrong-order", at: node, ["from": "\(low)", "to": "\(high)"])
    }
  }

  private func choice(
    _ node: DefinitionNode,
    of field: String,
    words: inout HeadingOwners,
    owners: inout HeadingOwners
  ) -> FieldDefinition.Choice? {
    guard var reader = MappingReader(node, log: log) else { return nil }
    let id = reader.string("id")
    let stated = reader.textNodes("words")
    let headers = headings("headers", &reader)
    let label = reader.localized("label") ?? LocalizedText(id)
    for (text, place) in stated { words.add([Vocabulary.key(text)], text, of: id, at: place) }
    // An entry form offers the label as the answer, so it is one.
    if !stated.contains(where: { Vocabulary.key($0.text) == Vocabulary.key(label.vi) }) {
      words.add([Vocabulary.key(label.vi)], label.vi, of: id, at: node)
    }
    for (text, place) in headers {
      owners.add(
        Self.path(text).map { Vocabulary.key($0) },
        text,
        of: "\(field) = \(id)",
        at: place
      )
    }
    let choice = FieldDefinition.Choice(
      id: id,
      label: label,
      words: (stated.map(\.text) + [label.vi, id]).map { Vocabulary.key($0) },
      headers: headers.map(\.text)
    )
    reader.finish()
    return choice
  }

  /// The columns of a sheet of indicators, by what stands in them.
  func columns(_ node: DefinitionNode, shape: FormDefinition.Shape) -> [FieldDefinition] {
    guard var reader = MappingReader(node, log: log) else { return [] }
    if shape != .indicators { log.report("columns-of-other-shape", at: node) }
    var owners = HeadingOwners(log: log)
    let columns = IndicatorColumn.allCases.compactMap { column -> FieldDefinition? in
      let headers = reader.textNodes(column.rawValue)
      if headers.isEmpty {
        guard column == .value || column == .name else { return nil }
        log.report("missing-key", at: node, ["key": column.rawValue])
      }
      for (text, place) in headers {
        owners.add([Vocabulary.key(text)], text, of: column.rawValue, at: place)
      }
      return column.field(headers: headers.map(\.text))
    }
    reader.finish()
    return columns
  }
}

/// Which heading belongs to which field: one that belongs to two could be neither.
private struct HeadingOwners {
  let log: DefinitionLog
  private var owners: [[String]: String] = [:]

  init(log: DefinitionLog) { self.log = log }

  mutating func add(_ keys: [String], _ text: String, of owner: String, at node: DefinitionNode) {
    if let known = owners[keys], known != owner {
      log.report("shared-heading", at: node, ["found": text, "first": known, "second": owner])
    } else {
      owners[keys] = owner
    }
  }
}
