import Findings

/// A page of tables for a browser: one file that needs no network, and a keyboard is enough.
///
/// The page is a template with `{{…}}` for what a report puts in; everything that comes from files is escaped.
package struct TablePage {
  /// The template lacks a placeholder.
  package struct Problem: Error {
    package var missing: String
  }

  /// The template's text between its placeholders, with the placeholder that follows each part.
  private let parts: [(text: Substring, placeholder: String?)]
  private let look: String
  private let script: String

  private static let required = ["title", "style", "introduction", "tables", "strings", "script"]

  /// Takes a template, the style sheet and the script that go into it.
  package init(template: String, look: String, script: String) throws(Problem) {
    var parts: [(Substring, String?)] = []
    var rest = template[...]
    while let open = rest.firstRange(of: "{{"),
      let close = rest[open.upperBound...].firstRange(of: "}}")
    {
      parts.append((rest[..<open.lowerBound], String(rest[open.upperBound..<close.lowerBound])))
      rest = rest[close.upperBound...]
    }
    parts.append((rest, nil))
    let known = Set(parts.compactMap(\.1))
    if let missing = Self.required.first(where: { !known.contains($0) }) {
      throw Problem(missing: missing)
    }
    self.parts = parts
    self.look = look
    self.script = script
  }

  /// Rows that stand in the page itself: who has no script sees at least these.
  private static let firstRows = 200

  /// Writes the page piece by piece.
  package func write(
    title: String,
    introduction: [PageBlock],
    tables: [PageTable],
    _ style: ReportStyle,
    to write: (String) -> Void
  ) throws {
    for part in parts {
      write(String(part.text))
      switch part.placeholder {
      case nil: break
      case "lang": write(style.language.rawValue)
      case "title": write(PageText.escaped(title))
      case "style": write(look)
      case "script": write(script)
      case "introduction": for block in introduction { write(Self.markup(block)) }
      case "tables": for table in tables { try Self.write(table, style, to: write) }
      case "strings": write(Self.strings(style))
      case let name?: write(PageText.escaped(style.phrase("report-" + name)))
      }
    }
  }

  private static func markup(_ block: PageBlock) -> String {
    switch block {
    case .alarm(let text):
      return "<p class=\"alarm\" role=\"alert\">\(PageText.escaped(text))</p>\n"
    case .paragraph(let text): return "<p>\(PageText.escaped(text))</p>\n"
    case .numbers(let numbers):
      let items = numbers.map { label, count, kind in
        "<div class=\"\(kind)\"><dt>\(PageText.escaped(label))</dt><dd>\(count)</dd></div>\n"
      }
      return "<dl class=\"numbers\">\n" + items.joined() + "</dl>\n"
    }
  }

  // MARK: - Tables

  private static func write(
    _ table: PageTable,
    _ style: ReportStyle,
    to write: (String) -> Void
  ) throws {
    let (id, caption) = (table.id, PageText.escaped(table.caption))
    write(
      """
      <section class="table" id="\(id)" aria-labelledby="\(id)-caption">
      <form class="filters" hidden></form>
      <p class="shown" role="status" aria-live="polite"></p>
      <div class="scroll" role="region" aria-labelledby="\(id)-caption" tabindex="0">
      <table tabindex="-1"><caption id="\(id)-caption">\(caption)</caption>
      <thead><tr>

      """
    )
    for (index, column) in table.columns.enumerated() where !column.isHidden {
      let title = column.title.map { " title=\"\(PageText.escaped($0))\"" } ?? ""
      let kind = column.kind.map { " class=\"\($0)\"" } ?? ""
      write("<th scope=\"col\" data-column=\"\(index)\"\(kind)\(title)>")
      write(PageText.escaped(column.heading) + "</th>\n")
    }
    write("</tr></thead>\n<tbody>\n")
    var count = 0
    try table.rows { row in
      count += 1
      if count <= firstRows { write(markup(row, table.columns)) }
    }
    let width = table.columns.count { !$0.isHidden }
    if count == 0 {
      write("<tr><td colspan=\"\(width)\">\(PageText.escaped(table.none))</td></tr>\n")
    }
    write("</tbody></table></div>\n<nav class=\"pages\" hidden></nav>\n")
    if count > firstRows {
      let text = style.phrase("report-noscript", ["count": "\(firstRows)"])
      write("<noscript><p>\(PageText.escaped(text))</p></noscript>\n")
    }
    write("<script type=\"application/json\" class=\"setup\">\(setup(table))</script>\n")
    write("<script type=\"application/json\" class=\"rows\">[")
    var separator = "\n"
    try table.rows { row in
      write(separator + PageText.scripted(json(row)))
      separator = ",\n"
    }
    write("]</script>\n</section>\n")
  }

  private static func markup(_ row: PageRow, _ columns: [PageTable.Column]) -> String {
    var text = row.kind.map { "<tr class=\"\($0)\">" } ?? "<tr>"
    for (cell, column) in zip(row.cells, columns) where !column.isHidden {
      let kind = [column.kind, cell.kind].compactMap { $0 }.joined(separator: " ")
      text += kind.isEmpty ? "<td>" : "<td class=\"\(kind)\">"
      text +=
        cell.paragraphs.isEmpty
        ? PageText.escaped(cell.text) : "<p>\(PageText.escaped(cell.text))</p>"
      for paragraph in cell.paragraphs {
        text += "<p class=\"\(paragraph.kind)\">\(PageText.escaped(paragraph.text))</p>"
      }
      text += "</td>"
    }
    return text + "</tr>\n"
  }

  private static func setup(_ table: PageTable) -> String {
    let columns = table.columns.map { column in
      JSONText.object([
        ("heading", .text(column.heading)), ("filter", .flag(column.isFilter)),
        ("hidden", .flag(column.isHidden)), ("kind", .optional(column.kind)),
      ])
    }
    return PageText.scripted(
      .object([
        ("columns", .list(columns)), ("shown", .text(table.shown)), ("none", .text(table.none)),
      ])
    )
  }

  /// A row as the script has it: its class, how much it stands for, and its cells; a plain cell is its text.
  private static func json(_ row: PageRow) -> JSONText {
    .list([.text(row.kind ?? ""), .whole(row.count), .list(row.cells.map { json($0) })])
  }

  private static func json(_ cell: PageCell) -> JSONText {
    let isPlain =
      cell.paragraphs.isEmpty && cell.kind == nil && cell.rank == nil && cell.values == nil
      && cell.target == nil
    if isPlain { return .text(cell.text) }
    let paragraphs = cell.paragraphs.map { JSONText.list([.text($0.kind), .text($0.text)]) }
    let target = cell.target.map { target in
      JSONText.list([
        .text(target.table),
        .list(target.filters.map { .list([.whole($0.column), .text($0.value)]) }),
      ])
    }
    return .object([
      ("text", .text(cell.text)),
      ("more", paragraphs.isEmpty ? nil : .list(paragraphs)),
      ("kind", cell.kind.map { .text($0) }),
      ("rank", cell.rank.map { .whole($0) }),
      ("values", cell.values.map { .list($0.map { .text($0) }) }),
      ("target", target),
    ])
  }

  /// The words that the script needs.
  private static func strings(_ style: ReportStyle) -> String {
    let keys = [
      "page-of", "printed", "all", "search", "reset", "pages", "first", "previous", "next", "last",
    ]
    return PageText.scripted(.object(keys.map { ($0, .text(style.phrase("report-" + $0))) }))
  }
}
