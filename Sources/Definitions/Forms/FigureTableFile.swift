import Expressions
import Findings
import Forms

/// Reads the table of figures of a form: its rows and columns, their sums, and what is counted.
struct FigureTableFile {
  let log: DefinitionLog

  /// Reads `figures:`; rows and columns that a sum names must exist.
  func read(_ node: DefinitionNode) -> (sheet: String, table: FigureTable)? {
    guard var reader = MappingReader(node, log: log) else { return nil }
    var table = FigureTable()
    let sheet = reader.string("sheet")
    table.labelHeadings = reader.strings("label")
    table.accountHeadings = reader.strings("accounts")
    table.noteHeadings = reader.strings("note")
    table.unit = reader.optionalString("unit")
    table.lower = reader.strings("lower")
    table.like = reader.optionalString("like")
    table.countsCommunes = reader.flag("counts-communes")
    table.byHand = reader.localized("by-hand")
    let columns = reader.list("columns")
    table.columns = columns.compactMap { column($0) }
    let rows = reader.list("rows")
    table.rows = rows.compactMap { row($0) }
    reader.finish()
    let columnIDs = table.columns.map(\.id)
    for (node, column) in zip(columns, table.columns) { check(column.sum, columnIDs, node) }
    let rowIDs = table.rows.map(\.id)
    for (index, row) in table.rows.enumerated() where rows.indices.contains(index) {
      check(
        row.sums.flatMap { $0 } + [row.atMost, row.parent].compactMap { $0 },
        rowIDs,
        rows[index]
      )
    }
    reportDoubles(rowIDs, node)
    reportDoubles(columnIDs, node)
    return (sheet, table)
  }

  private func check(_ names: [String], _ known: [String], _ node: DefinitionNode) {
    for name in names where !known.contains(name) {
      let nearest = Spelling.nearest(to: name, among: known)
      log.report(
        "not-found",
        at: node,
        ["name": name, "known": nearest ?? known.joined(separator: ", ")]
      )
    }
  }

  private func reportDoubles(_ ids: [String], _ node: DefinitionNode) {
    for (index, id) in ids.enumerated() where ids[..<index].contains(id) {
      log.report("duplicate-id", at: node, ["id": id])
    }
  }

  private func column(_ node: DefinitionNode) -> FigureTable.Column? {
    guard var reader = MappingReader(node, log: log) else { return nil }
    let column = FigureTable.Column(
      id: reader.string("id"),
      paths: reader.strings("headings").map { heading in
        heading.split(separator: ">").map { part in
          String(part.drop { $0 == " " }.reversed().drop { $0 == " " }.reversed())
        }
      },
      role: reader.word("role", default: .actual),
      sum: reader.strings("sum"),
      condition: condition("where", &reader)
    )
    reader.finish()
    return column
  }

  private func row(_ node: DefinitionNode) -> FigureTable.Row? {
    guard var reader = MappingReader(node, log: log) else { return nil }
    var row = FigureTable.Row(id: reader.string("id"), label: reader.string("label"))
    row.aliases = reader.strings("aliases")
    row.parent = reader.optionalString("under")
    row.sums = [reader.strings("sum"), reader.strings("also-sum")].filter { !$0.isEmpty }
    row.atMost = reader.optionalString("at-most")
    row.condition = condition("count", &reader)
    row.openWhen = condition("open-when", &reader)
    row.amount = reader.optionalString("add")
    row.isHeading = reader.flag("heading")
    row.number = reader.optionalString("number") ?? ""
    reader.finish()
    return row
  }

  private func condition(_ key: String, _ reader: inout MappingReader) -> Expression? {
    reader.optional(key).flatMap { ExpressionReader(log: log).parse($0) }
  }
}
