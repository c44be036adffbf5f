package import Findings

/// Reads `templates/messages/*.yaml` into a catalogue.
package enum MessageCatalogueFile {
  /// Reads one file and adds its entries; a later file replaces entries of the same name.
  package static func read(
    _ text: String,
    file: String,
    into catalogue: inout MessageCatalogue,
    log: DefinitionLog
  ) {
    guard let root = DefinitionNode.parse(text, file: file, log: log),
      var reader = MappingReader(root, log: log)
    else { return }
    for (key, value) in reader.optional("findings")?.pairs ?? [] {
      catalogue.entries[key.string ?? ""] = entry(value, log: log)
    }
    for (key, value) in reader.optional("pages")?.pairs ?? [] {
      addPage(key, value, into: &catalogue, log: log)
    }
    for (key, value) in reader.optional("phrases")?.pairs ?? [] {
      catalogue.phrases[key.string ?? ""] = MappingReader.localized(value, log: log)
    }
    for (key, value) in reader.optional("units")?.pairs ?? [] {
      catalogue.units[key.string ?? ""] = MappingReader.localized(value, log: log)
    }
    reader.finish()
  }

  /// What the page of a code adds to its sentences.
  private static func addPage(
    _ key: DefinitionNode,
    _ node: DefinitionNode,
    into catalogue: inout MessageCatalogue,
    log: DefinitionLog
  ) {
    guard var reader = MappingReader(node, log: log) else { return }
    let code = key.string ?? ""
    if catalogue.entries[code] == nil {
      let known = catalogue.entries.keys.sorted()
      let nearest = Spelling.nearest(to: code, among: known)
      log.report(
        nearest == nil ? "unknown-code" : "misspelt-code",
        at: key,
        ["name": code, "nearest": nearest ?? ""]
      )
    }
    catalogue.entries[code]?.example = reader.localized("example")
    catalogue.entries[code]?.advice = reader.localized("hint")
    reader.finish()
  }

  private static func entry(
    _ node: DefinitionNode,
    log: DefinitionLog
  ) -> MessageCatalogue.Entry? {
    guard var reader = MappingReader(node, log: log) else { return nil }
    guard
      let message = reader.required("message").flatMap({ MappingReader.localized($0, log: log) })
    else { return nil }
    var variants: [String: MessageCatalogue.Entry] = [:]
    for (key, value) in reader.optional("variants")?.pairs ?? [] {
      variants[key.string ?? ""] = entry(value, log: log)
    }
    let result = MessageCatalogue.Entry(
      message: message,
      hint: reader.localized("hint"),
      expected: reader.localized("expected"),
      example: reader.localized("example"),
      variants: variants
    )
    reader.finish()
    return result
  }
}
