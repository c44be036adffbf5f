package import Definitions
package import Findings
import Forms
package import Tabular

/// A definition proposed from an example sheet: fields from its headings, types from what stands below.
///
/// What is uncertain is a comment with a question in the definition.
package struct FormDraft {
  /// The definition as a YAML file.
  package private(set) var text = ""
  /// What is wrong with it when it is read as a definition; empty for a draft that can be used.
  package private(set) var problems: [Finding] = []
  /// How many records it reads from the example itself.
  package private(set) var recordCount = 0

  private let sketch: TableSketch
  private let known: KnownFields
  private let definitions: DefinitionStore
  private let language: Language
  private var fields: [DraftField] = []
  private var shape = FormDefinition.Shape.list

  /// Drafts a definition with an id; `nil` where the sheet has no table.
  package init?(
    _ grid: Grid,
    id: String,
    file: String,
    definitions: DefinitionStore,
    language: Language
  ) {
    guard let sketch = TableSketch(grid, vocabulary: definitions.vocabulary) else { return nil }
    self.sketch = sketch
    self.definitions = definitions
    self.language = language
    known = KnownFields(definitions.forms.map(\.definition))
    var columns: [IndicatorColumn: Int] = [:]
    for (index, column) in sketch.columns.enumerated() {
      if let kind = known.indicatorColumn(column.keys), columns[kind] == nil {
        columns[kind] = index
      }
    }
    if columns[.value] != nil, columns[.name] != nil, sketch.columns.count <= 6 {
      shape = .indicators
      readIndicators(columns)
    } else {
      readColumns()
    }
    text = write(id: id, file: file, columns: shape == .indicators ? columns : [:])
    check(grid, file: file)
  }

  /// An id from a file's name: `Thu nhập 2025` becomes `thu-nhap-2025`.
  package static func id(from name: String) -> String {
    String(DraftNames.slug(name).map { $0 == "_" ? "-" : $0 })
  }

  private func phrase(_ key: String, _ values: [String: String] = [:]) -> String {
    definitions.catalogue.phrase(key, in: language, values)
  }

  // MARK: - Fields

  private mutating func readColumns() {
    var ids = DraftNames()
    var paths: Set<[String]> = []
    let typer = ColumnTyper(vocabulary: definitions.vocabulary, unitLine: sketch.unitLine)
    for column in sketch.columns {
      var field = DraftField(column, typer)
      let twin = known.field(column.keys)
      if let twin { field.adopt(twin) }
      field.id = ids.unique(twin?.id ?? DraftNames.slug(column.path.last ?? ""))
      // Two columns under one heading could not be told apart.
      if !paths.insert(column.path.map { Vocabulary.key($0) }).inserted {
        field.isDisabled = true
        field.questions.append(("draft-same-heading", ["cell": column.cell.description]))
      }
      fields.append(field)
    }
    decideRoles()
  }

  /// One column names the records, one may number them; a column of villages makes a matrix.
  private mutating func decideRoles() {
    for role in [FieldDefinition.Role.ordinal, .name, .group] {
      for index in fields.indices.filter({ fields[$0].role == role }).dropFirst() {
        fields[index].role = .value
      }
    }
    let figures = fields.count { $0.kind.isFigure && $0.role == .value }
    if let group = fields.firstIndex(where: { $0.role == .group && $0.kind == .text }),
      !fields.contains(where: { $0.role == .name }), figures >= 2
    {
      shape = .matrix
      fields[group].role = .name
      fields[group].place = "village"
      fields[group].isRequired = true
    }
    guard !fields.contains(where: { $0.role == .name && !$0.isDisabled }) else { return }
    let texts = fields.indices.filter { fields[$0].kind == .text && fields[$0].role == .value }
    guard let name = texts.max(by: { fields[$0].variety < fields[$1].variety }) else { return }
    fields[name].role = .name
    fields[name].isRequired = true
    fields[name].questions.append(("draft-name", [:]))
  }

  private mutating func readIndicators(_ columns: [IndicatorColumn: Int]) {
    var ids = DraftNames()
    for row in sketch.rows {
      func text(_ kind: IndicatorColumn) -> String? { columns[kind].flatMap { row[$0] } }
      guard let name = text(.name), let value = text(.value) else { continue }
      let typer = ColumnTyper(vocabulary: definitions.vocabulary, unitLine: sketch.unitLine)
      var field = DraftField(indicator: name, value: value, unit: text(.unit), typer)
      field.code = text(.code)
      field.id = ids.unique(known.field([Vocabulary.key(name)])?.id ?? DraftNames.slug(name))
      fields.append(field)
    }
  }

  // MARK: - Writing

  private func write(id: String, file: String, columns: [IndicatorColumn: Int]) -> String {
    // The title stands right above the table, below letterhead and motto.
    let title = sketch.titles.map(\.text).last { text in
      text.count > 12 && !text.contains(":") && !text.hasPrefix("(")
    }
    var lines = ["# " + phrase("draft-head", ["file": file, "cell": sketch.header.description])]
    lines += [
      "id: \(id)", "version: \"1\"", "shape: \(shape.rawValue)",
      "title: {vi: \(quoted(title ?? id)), en: \(quoted(id))}  # ? " + phrase("draft-english"),
      "record: {vi: \"dòng\", en: \"row\"}  # ? " + phrase("draft-record"),
      "# ? " + phrase("draft-years"),
      "# years: {from: 2026, to: 2030}",
      "# basis:",
      "#   - {number: \"…/QĐ-…\"}",
      "source-mark: " + quoted(phrase("draft-source", ["file": file])),
      "confidence: inferred", "",
    ]
    lines.append("# " + phrase("draft-titles"))
    lines.append("titles: [\(title.map { quoted($0.lowercased()) } ?? "")]")
    if let unit = sketch.unitLine {
      lines.append("# ? " + phrase("draft-unit-line", ["text": unit]))
    }
    lines.append("# ? " + phrase("draft-needs"))
    let telling = fields.filter { $0.role == .value && !$0.isDisabled && $0.kind != .text }
    lines.append("needs: [\(telling.prefix(2).map(\.id).joined(separator: ", "))]")
    lines.append("")
    if shape == .indicators {
      lines.append("columns:")
      for (kind, index) in columns.sorted(by: { $0.value < $1.value }) {
        lines.append("  \(kind.rawValue): [\(quoted(sketch.columns[index].path.last ?? ""))]")
      }
      lines.append("")
    }
    lines.append("fields:")
    if needsVillage {
      lines += [
        "  # " + phrase("draft-village", ["village": sketch.village ?? ""]),
        "  - id: village", "    label: {vi: \"Thôn\", en: \"Village\"}", "    type: text",
        "    role: group",
      ]
    }
    for field in fields {
      for (key, values) in field.questions { lines.append("  # ? " + phrase(key, values)) }
      lines += field.lines(shape: shape).map { field.isDisabled ? "  # " + $0 : "  " + $0 }
    }
    lines += [
      "", "facts:",
      "  - {id: commune, type: text, place: commune, labels: [\"Xã\"]}",
      "  - {id: village_named, type: text, place: village, labels: [\"Thôn\", \"Bản\", \"Ấp\"]}",
      "  - {id: survey_year, type: year, labels: [\"Năm\"]}", "",
      "# ? " + phrase("draft-rules"), "# rules:",
      "#   - {code: part-exceeds-whole, check: … <= …, at: …}",
    ]
    return lines.joined(separator: "\n") + "\n"
  }

  private var needsVillage: Bool {
    sketch.village != nil && shape != .matrix
      && !fields.contains { $0.role == .group || $0.id == "village" }
  }

  private func quoted(_ text: String) -> String { DraftField.quoted(text) }

  // MARK: - Proof

  /// Reads the draft as a definition, and the example with it.
  private mutating func check(_ grid: Grid, file: String) {
    let log = DefinitionLog()
    var catalogue = definitions.catalogue
    guard let node = DefinitionNode.parse(text, file: "form.yaml", log: log),
      let form = FormFile.read(
        node,
        vocabulary: definitions.vocabulary,
        catalogue: &catalogue,
        log: log
      )
    else {
      problems = log.findings
      return
    }
    problems = log.findings.filter { $0.severity == .error }
    let compiled = CompiledForm(form, vocabulary: definitions.vocabulary)
    let context = ReadingContext(file: file, grid: grid, form: compiled)
    var count = 0
    _ = FormReader(context, knownVillages: definitions.villages).read { _, _ in count += 1 }
    recordCount = count
  }
}
