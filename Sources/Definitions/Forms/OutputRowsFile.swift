import Findings
import Forms
import Tabular

/// Reads which rows of a blank are repeated, and the rows that a form adds to those of a set.
struct OutputRowsFile {
  let log: DefinitionLog
  private static let roles = [
    "section": ["title"], "criterion": ["number", "name"], "indicator": ["code", "text", "unit"],
    "detail": ["text", "unit"],
  ]

  func read(_ reader: inout MappingReader, _ form: inout OutputForm) {
    if let node = reader.optional("grow"), var grow = MappingReader(node, log: log) {
      var lines: [String: OutputForm.Grow.Line] = [:]
      for (kind, roles) in Self.roles.sorted(by: { $0.key < $1.key }) {
        lines[kind] = grow.optional(kind).flatMap { line($0, roles) }
      }
      form.grow = OutputForm.Grow(lines: lines)
      grow.finish()
    }
    form.sectionSets = reader.strings("sections-for")
    form.sections = reader.list("sections").compactMap { node in
      guard var section = MappingReader(node, log: log) else { return nil }
      let result = OutputForm.Section(
        title: section.string("title"),
        criteria: section.strings("criteria")
      )
      section.finish()
      return result
    }
    form.planSection = reader.optionalString("plan-section")
    form.ownRows = reader.list("own-rows").compactMap { node in
      guard var row = MappingReader(node, log: log) else { return nil }
      let section = row.string("section")
      let result = OutputForm.OwnRow(
        id: row.string("id"),
        section: section,
        text: row.string("text"),
        unit: row.optionalString("unit") ?? ""
      )
      row.finish()
      if !form.sections.contains(where: { $0.title == section }) {
        let known = form.sections.map(\.title).joined(separator: ", ")
        log.report("not-found", at: node, ["name": section, "known": known])
      }
      return result
    }
  }

  private func line(_ node: DefinitionNode, _ roles: [String]) -> OutputForm.Grow.Line? {
    guard var reader = MappingReader(node, log: log) else { return nil }
    guard let row = reader.whole("row"), row > 0, row <= SheetBounds.rows else {
      log.report("missing-key", at: node, ["key": "row"])
      return nil
    }
    var columns: [String: Int] = [:]
    for role in roles {
      if let node = reader.optional(role) { columns[role] = OutputFormFile(log: log).column(node) }
    }
    reader.finish()
    return OutputForm.Grow.Line(row: row - 1, columns: columns)
  }
}
