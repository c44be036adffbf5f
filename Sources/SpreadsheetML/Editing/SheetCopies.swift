package import Tabular

/// Makes copies of a model sheet, each with its own cells, and links from another sheet to them.
///
/// The model becomes the first copy. A model with drawings, comments or tables is refused: its parts
/// would have to be copied with it.
package struct SheetCopies {
  /// One sheet that is made from the model.
  package struct Copy: Sendable {
    package var name: String
    package var edits: [CellEdit]

    package init(name: String, edits: [CellEdit]) {
      self.name = name
      self.edits = edits
    }
  }

  /// A cell that leads to the first cell of a sheet.
  package struct Link: Sendable {
    package var cell: CellReference
    package var target: String

    package init(cell: CellReference, target: String) {
      self.cell = cell
      self.target = target
    }
  }

  private let model: String
  private let copies: [Copy]

  package init(of model: String, copies: [Copy]) {
    self.model = model
    self.copies = copies
  }

  /// The changes of the workbook at `source`: the copies, the edits of other sheets, the links.
  ///
  /// Rows are made as high as the written texts need.
  package func change(
    _ source: String,
    edits: [String: [CellEdit]],
    links: [String: [Link]]
  ) throws(PatchError) -> PackageChange {
    var parts = try PackageParts(try WorkbookEditor.open(source))
    guard let sheet = parts.sheets.first(where: { $0.name == model }), !copies.isEmpty else {
      throw .missingSheet(model)
    }
    let splicer = try WorkbookEditor.splicer(sheet.part, parts)
    guard try parts.relationships(of: sheet.part).items.isEmpty else {
      throw .refused(Refusal(.part, model))
    }
    let styles = try WorkbookEditor.wrappedStyles(parts)
    let modelFit = RowFit(splicer, styles: styles)
    var additions: [PartAddition] = []
    for (index, copy) in copies.enumerated() {
      var own = splicer
      let bytes = own.applying(copy.edits, fit: modelFit)
      if index == 0 {
        try parts.set(sheet.part, bytes)
      } else {
        let own = try parts.restored(bytes, as: sheet.part)
        additions.append(PartAddition(name: Self.part(index), bytes: own))
      }
    }
    for (name, cells) in edits.sorted(by: { $0.key < $1.key }) {
      guard let other = parts.sheets.first(where: { $0.name == name }) else {
        throw .missingSheet(name)
      }
      var own = try WorkbookEditor.splicer(other.part, parts)
      let bytes = own.applying(cells, fit: RowFit(own, styles: styles))
      try parts.set(other.part, Self.adding(links[name] ?? [], to: bytes))
    }
    try listSheets(&parts, sheet)
    var change = try parts.change()
    change.additions += additions
    return change
  }

  // MARK: - Links

  /// Puts links where the schema has them: after formats and validations, before what is printed.
  private static func adding(_ links: [Link], to bytes: [UInt8]) -> [UInt8] {
    guard !links.isEmpty, let markup = Markup(bytes) else { return bytes }
    let after = ["printOptions", "pageMargins", "pageSetup", "headerFooter"]
    guard let place = markup.elements.first(where: { after.contains($0.name) })?.whole.lowerBound
    else { return bytes }
    var editor = PartEditor(markup)
    let items = links.map { link in
      let target = PartEditor.escaped(SheetName.quoted(link.target) + "!A1", inAttribute: true)
      return "<hyperlink ref=\"\(link.cell)\" location=\"\(target)\"/>"
    }
    editor.insert("<hyperlinks>" + items.joined() + "</hyperlinks>", at: place)
    return editor.result()
  }

  // MARK: - The list of sheets

  private static func part(_ index: Int) -> String { "xl/worksheets/copy\(index).xml" }

  private func listSheets(
    _ parts: inout PackageParts,
    _ sheet: Workbook.Sheet
  ) throws(PatchError) {
    var workbook = PartEditor(try parts.markup(parts.workbookPart))
    let elements = workbook.markup.elements
    let listed = elements.indices.filter { elements[$0].name == "sheet" }
    let ids = listed.compactMap { workbook.markup.value("sheetId", of: $0).flatMap { Int($0) } }
    guard let own = listed.first(where: { workbook.markup.value("name", of: $0) == model }),
      let last = listed.last, let first = ids.max()
    else { throw .missingSheet(model) }
    workbook.set("name", copies[0].name, of: own)
    var names = ""
    for (index, copy) in copies.enumerated().dropFirst() {
      let name = PartEditor.escaped(copy.name, inAttribute: true)
      names +=
        "<sheet \(Self.relationships) name=\"\(name)\" sheetId=\"\(first + index)\" r:id=\"copy\(index)\"/>"
    }
    workbook.insert(names, at: elements[last].whole.upperBound)
    copyNames(&workbook, own: listed.firstIndex(of: own) ?? 0, count: listed.count)
    try parts.apply(workbook, to: parts.workbookPart)
    try relate(&parts)
  }

  /// Declared at each element: some programs do so too, and have no prefix above.
  private static let relationships =
    "xmlns:r=\"http://schemas.openxmlformats.org/officeDocument/2006/relationships\""

  /// The names of the model, such as its print titles, for every copy.
  private func copyNames(_ workbook: inout PartEditor, own: Int, count: Int) {
    let markup = workbook.markup
    for index in markup.elements.indices
    where markup.elements[index].name == "definedName"
      && markup.value("localSheetId", of: index) == "\(own)"
    {
      let text = markup.text(of: index)
      let name = markup.value("name", of: index) ?? ""
      workbook.setText(renamed(text, copies[0].name), of: index)
      var added = ""
      for number in copies.indices.dropFirst() {
        let target = PartEditor.escaped(renamed(text, copies[number].name))
        added +=
          "<definedName name=\"\(name)\" localSheetId=\"\(count + number - 1)\">\(target)</definedName>"
      }
      workbook.insert(added, at: markup.elements[index].whole.upperBound)
    }
  }

  private func renamed(_ text: String, _ name: String) -> String {
    text.split(separator: SheetName.quoted(model) + "!", omittingEmptySubsequences: false)
      .joined(separator: SheetName.quoted(name) + "!")
  }

  private func relate(_ parts: inout PackageParts) throws(PatchError) {
    var types = PartEditor(try parts.markup(PackageParts.contentTypes))
    let slash = parts.workbookPart.lastIndex(of: "/")
    let folder = slash.map { String(parts.workbookPart[...$0]) } ?? ""
    let file = slash.map { String(parts.workbookPart[parts.workbookPart.index(after: $0)...]) }
    let name = folder + "_rels/" + (file ?? parts.workbookPart) + ".rels"
    var relations = PartEditor(try parts.markup(name))
    guard let lastType = types.markup.elements.last(where: { $0.name == "Override" }),
      let lastRelation = relations.markup.elements.last(where: { $0.name == "Relationship" })
    else { throw .refused(Refusal(.unreadable, name)) }
    var overrides = ""
    var links = ""
    for index in copies.indices.dropFirst() {
      overrides +=
        "<Override PartName=\"/\(Self.part(index))\" ContentType=\"application/vnd.openxmlformats-officedocument.spreadsheetml.worksheet+xml\"/>"
      links +=
        "<Relationship Id=\"copy\(index)\" Type=\"http://schemas.openxmlformats.org/officeDocument/2006/relationships/worksheet\" Target=\"/\(Self.part(index))\"/>"
    }
    types.insert(overrides, at: lastType.whole.upperBound)
    relations.insert(links, at: lastRelation.whole.upperBound)
    try parts.apply(types, to: PackageParts.contentTypes)
    try parts.apply(relations, to: name)
  }
}
