package import Criteria
import Findings

/// Reads `templates/evidence/*.yaml`: which papers show what.
package struct DocumentNeedsFile {
  private let log: DefinitionLog

  package init(log: DefinitionLog) { self.log = log }

  /// All files, the province's own over the built-in ones; codes are those of the sets that they name.
  package func all(_ store: DefinitionStore) -> [DocumentNeeds] {
    var result: [DocumentNeeds] = []
    for file in store.evidenceFiles {
      guard let text = DefinitionStore.text(file, log),
        let node = DefinitionNode.parse(text, file: file, log: log),
        let needs = read(node, store)
      else { continue }
      result.removeAll { $0.id == needs.id }
      result.append(needs)
    }
    return result
  }

  private func read(_ root: DefinitionNode, _ store: DefinitionStore) -> DocumentNeeds? {
    guard var reader = MappingReader(root, log: log) else { return nil }
    let id = reader.string("id")
    let sets = reader.textNodes("criteria-sets")
    var needs = DocumentNeeds(
      id: id,
      criteriaSets: sets.map(\.text),
      sourceMark: reader.localized("source-mark") ?? LocalizedText("")
    )
    needs.general = reader.localized("general")
    let known = codes(of: sets, store)
    var seen: Set<String> = []
    for node in reader.list("documents") {
      guard let need = document(node, known) else { continue }
      if !seen.insert(need.key).inserted { log.report("duplicate-id", at: node, ["id": need.id]) }
      needs.documents.append(need)
    }
    _ = reader.optional("sources")
    reader.finish()
    return needs
  }

  /// The indicator codes of the sets; `nil` where one of them cannot be read, which is said elsewhere.
  private func codes(
    of sets: [(text: String, node: DefinitionNode)],
    _ store: DefinitionStore
  ) -> Set<String>? {
    let library = CriteriaLibrary(store)
    var result: Set<String> = []
    for (name, node) in sets {
      guard library.ids.contains(name) else {
        let nearest = Spelling.nearest(to: name, among: library.ids)
        let known = nearest ?? library.ids.joined(separator: ", ")
        log.report("not-found", at: node, ["name": name, "known": known])
        return nil
      }
      guard let set = library.load(name) else { return nil }
      result.formUnion(set.indicators.map(\.code))
      result.formUnion(set.criteria?.filter { $0.indicators == nil }.map(\.number) ?? [])
    }
    return result
  }

  private func document(_ node: DefinitionNode, _ known: Set<String>?) -> DocumentNeed? {
    guard var reader = MappingReader(node, log: log) else { return nil }
    let id = reader.string("id")
    let subject = reader.required("for")
    let code = subject?.string ?? ""
    var need = DocumentNeed(
      id: id,
      subject: code == "dossier" ? .dossier : .indicator(code),
      text: reader.localized("text") ?? LocalizedText(id)
    )
    need.words = reader.strings("words")
    need.isRequired = !reader.contains("required") || reader.flag("required")
    need.confidence = reader.string("confidence")
    need.sources = reader.strings("sources")
    _ = reader.optional("note")
    reader.finish()
    if need.sources.isEmpty { log.report("missing-source", at: node, ["code": id]) }
    if code != "dossier", let known, !known.contains(code), let subject {
      let nearest = Spelling.nearest(to: code, among: known.sorted()) ?? "dossier"
      log.report("not-found", at: subject, ["name": code, "known": nearest])
    }
    return need
  }
}
