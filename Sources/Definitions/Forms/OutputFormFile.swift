package import Forms
import Findings
import Tabular

/// Reads `templates/forms/<id>/form.yaml` of a form that is filled.
package struct OutputFormFile {
  private let log: DefinitionLog

  package init(log: DefinitionLog) { self.log = log }

  /// All forms that are filled, the province's own over the built-in ones.
  package func all(_ store: DefinitionStore) -> [OutputForm] { all(roots: store.roots) }

  func all(roots: [String]) -> [OutputForm] {
    var forms: [OutputForm] = []
    for root in roots {
      for file in DefinitionStore.definitionFiles(in: root, "forms", named: "form.yaml") {
        guard let text = DefinitionStore.text(file, log), Self.isFilled(text),
          let node = DefinitionNode.parse(text, file: file, log: log),
          let form = read(node, folder: folder(of: file))
        else { continue }
        forms.removeAll { $0.id == form.id }
        forms.append(form)
      }
    }
    for index in forms.indices { resolve(&forms[index], among: forms) }
    return forms
  }

  /// Gives a form the rows and columns of the form that it is like.
  private func resolve(_ form: inout OutputForm, among forms: [OutputForm]) {
    guard let own = form.figures, let name = own.like else { return }
    guard var table = forms.first(where: { $0.id == name })?.figures, table.like == nil else {
      let known = forms.filter { $0.figures != nil }.map(\.id).joined(separator: ", ")
      log.report("not-found", at: form.location, ["name": name, "known": known])
      return
    }
    table.lower = own.lower
    form.figures = table
  }

  /// Forms that are filled state their kind; surveys have a shape.
  private static func isFilled(_ text: String) -> Bool {
    OutputForm.Kind.allCases.contains { text.contains("\nkind: \($0.rawValue)") }
  }

  private func folder(of file: String) -> String {
    file.lastIndex(of: "/").map { String(file[..<$0]) } ?? "."
  }

  private func read(_ root: DefinitionNode, folder: String) -> OutputForm? {
    guard var reader = MappingReader(root, log: log) else { return nil }
    var form = OutputForm(
      id: reader.string("id"),
      title: reader.localized("title") ?? LocalizedText(""),
      location: root.location
    )
    form.criteriaSets = reader.strings("criteria-sets")
    for (name, path) in reader.required("variants")?.pairs ?? [] {
      form.variants.append((name.string ?? "", folder + "/" + (path.string ?? "")))
    }
    if let node = reader.optional("figures") {
      let found = FigureTableFile(log: log).read(node)
      form.sheet = found?.sheet ?? ""
      form.figures = found?.table
    } else if let node = reader.optional("documents") {
      form.documents = SummaryTableFile(log: log).documents(node)
      form.sheet = form.documents?.sheet ?? ""
    } else {
      readTable(&reader, &form)
    }
    form.summary = reader.optional("summary").flatMap {
      SummaryTableFile(log: log).summary($0)
    }
    form.texts = reader.list("texts").compactMap { node in
      guard var text = MappingReader(node, log: log) else { return nil }
      let result = OutputForm.Text(find: text.string("find"), write: text.string("write"))
      text.finish()
      return result
    }
    form.kind = reader.word("kind", default: OutputForm.Kind.evaluation)
    readSources(&reader, &form)
    OutputRowsFile(log: log).read(&reader, &form)
    form.level = reader.optionalString("level") ?? ""
    for key in ["source-mark", "confidence"] { _ = reader.optional(key) }
    reader.finish()
    return form
  }

  private func readTable(_ reader: inout MappingReader, _ form: inout OutputForm) {
    guard let node = reader.required("table"), var table = MappingReader(node, log: log) else {
      return
    }
    form.sheet = table.string("sheet")
    form.codeColumn = column(table.required("code-column"))
    form.numberColumn = column(table.required("number-column"))
    form.indicatorColumns = columns(table.required("indicator"))
    form.criterionColumns = columns(table.optional("criterion"))
    table.finish()
  }

  private func readSources(_ reader: inout MappingReader, _ form: inout OutputForm) {
    guard let node = reader.optional("sources"), var sources = MappingReader(node, log: log) else {
      return
    }
    form.sourcesSheet = sources.string("sheet")
    form.modelRow = (sources.whole("model-row") ?? 1) - 1
    form.sourceColumns = columns(sources.required("columns"))
    sources.finish()
  }

  func columns(_ node: DefinitionNode?) -> [String: Int] {
    var result: [String: Int] = [:]
    for (key, value) in node?.pairs ?? [] { result[key.string ?? ""] = column(value) }
    return result
  }

  func column(_ node: DefinitionNode?) -> Int {
    guard let node else { return 0 }
    if let reference = node.string.flatMap({ CellReference(a1: $0 + "1") }) {
      return reference.column
    }
    log.report("not-a-column", at: node, ["found": node.string ?? "?"])
    return 0
  }
}
