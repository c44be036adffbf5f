package import Findings
package import Forms
import VietnameseText

/// Reads a mapping profile, a file of the user's own; what is wrong in it has its line and column.
package struct MappingProfileFile {
  private let store: DefinitionStore
  private let log: DefinitionLog
  /// What a column is called that is not to be read.
  private static let ignored = "ignore"

  /// Reads the file at a path; `nil` where it cannot be used, with the problems in either case.
  package static func read(path: String, store: DefinitionStore) -> (
    profile: MappingProfile?, problems: [Finding]
  ) {
    let log = DefinitionLog()
    guard let text = DefinitionStore.text(path, log),
      let root = DefinitionNode.parse(text, file: path, log: log)
    else { return (nil, log.findings) }
    let profile = MappingProfileFile(store: store, log: log).read(root)
    return (log.hasErrors ? nil : profile, log.findings)
  }

  private init(store: DefinitionStore, log: DefinitionLog) {
    self.store = store
    self.log = log
  }

  private func read(_ root: DefinitionNode) -> MappingProfile? {
    guard var reader = MappingReader(root, log: log) else { return nil }
    var profile = MappingProfile()
    let form = reader.optional("form").flatMap { self.form($0) }
    profile.form = form?.id
    profile.village = reader.optionalString("village")
    profile.decimal = reader.optional("decimal").flatMap { self.decimal($0) }
    profile.unit = reader.optional("unit").flatMap { self.unit($0) }
    let forms = form.map { [$0] } ?? store.forms.map(\.definition)
    for (key, value) in reader.optional("columns")?.pairs ?? [] {
      guard let path = key.string, let column = column(value, forms) else { continue }
      if profile.contains(path) {
        log.report("duplicate-key", at: key, ["key": path])
      }
      profile.add(path, column)
    }
    reader.finish()
    return profile
  }

  private func form(_ node: DefinitionNode) -> FormDefinition? {
    let name = node.string ?? ""
    if let form = store.forms.first(where: { $0.definition.isCalled(name) }) {
      return form.definition
    }
    let known = store.forms.map(\.definition.id)
    log.report("unknown-word", at: node, ["found": name, "known": known.joined(separator: ", ")])
    return nil
  }

  private func decimal(_ node: DefinitionNode) -> DecimalMark? {
    switch node.string {
    case "comma": return .comma
    case "point": return .point
    default:
      log.report("unknown-word", at: node, ["found": node.string ?? "?", "known": "comma, point"])
      return nil
    }
  }

  private func unit(_ node: DefinitionNode) -> Vocabulary.Unit? {
    let name = node.string ?? ""
    if let unit = store.vocabulary.unit(name) { return unit }
    let words = store.vocabulary.units.keys.map(\.text)
    log.report(
      "unknown-unit",
      at: node,
      ["found": name, "nearest": Spelling.nearest(to: Vocabulary.key(name), among: words) ?? "?"]
    )
    return nil
  }

  /// `field`, `field = choice`, `ignore`, or a mapping with unit and decimal mark.
  private func column(_ node: DefinitionNode, _ forms: [FormDefinition]) -> MappingProfile.Column? {
    guard node.pairs != nil else { return target(node, forms) }
    guard var reader = MappingReader(node, log: log) else { return nil }
    let target = reader.required("field").flatMap { self.target($0, forms) }
    let unit = reader.optional("unit").flatMap { self.unit($0) }
    let decimal = reader.optional("decimal").flatMap { self.decimal($0) }
    reader.finish()
    guard var column = target else { return nil }
    column.unit = unit
    column.decimal = decimal
    return column
  }

  private func target(_ node: DefinitionNode, _ forms: [FormDefinition]) -> MappingProfile.Column? {
    guard let text = node.string else {
      log.report("not-a-text", at: node)
      return nil
    }
    let parts = text.split(separator: "=").map { $0.filter { $0 != " " } }
    guard let name = parts.first, name != Self.ignored else {
      return MappingProfile.Column(field: nil)
    }
    let fields = forms.flatMap(\.fields)
    let known = fields.filter { $0.id == name }
    guard !known.isEmpty else {
      let ids = Set(fields.map(\.id)).sorted() + [Self.ignored]
      let nearest = Spelling.nearest(to: name, among: ids)
      log.report(
        nearest == nil ? "unknown-field" : "misspelt-field",
        at: node,
        ["name": name, "nearest": nearest ?? ""]
      )
      return nil
    }
    guard parts.count > 1 else { return MappingProfile.Column(field: name) }
    let choices = known.flatMap(\.choices).map(\.id)
    guard choices.contains(parts[1]) else {
      log.report(
        "unknown-word",
        at: node,
        ["found": parts[1], "known": choices.joined(separator: ", ")]
      )
      return nil
    }
    return MappingProfile.Column(field: name, choice: parts[1])
  }
}
