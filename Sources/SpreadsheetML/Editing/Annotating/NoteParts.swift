import Tabular

/// The notes of one sheet: their texts, and the boxes that programs draw them in.
///
/// A note that is there is kept and ours stands behind its text; a cell with a threaded comment keeps
/// that as it is, because a program that knows threads shows no other note there.
struct NoteParts {
  private static let author = "NTM Toolkit"

  /// The sheet part that the notes belong to.
  let sheet: String
  /// The namespace of relationship types and ids.
  let office: String
  private let links: Relationships
  private var commentsPart: String?
  /// The cells whose note is gone, and those that need a box.
  private var gone: Set<CellReference> = []
  private var new: [SheetComment] = []

  init(
    sheet: String,
    office: String,
    _ parts: borrowing PackageParts
  ) throws(PatchError) {
    self.sheet = sheet
    self.office = office
    links = try parts.relationships(of: sheet)
    commentsPart = links.target(kind: "comments")
  }

  /// Takes away the notes of an earlier copy and writes the new ones.
  ///
  /// `editor` is the one of the sheet's own part; `block` is the next free block of shape numbers. Gives
  /// the cells with a threaded comment.
  mutating func write(
    _ notes: [CellReference: String],
    _ editor: inout PartEditor,
    block: inout Int,
    _ parts: inout PackageParts
  ) throws(PatchError) -> Set<CellReference> {
    let threaded = try threadedCells(parts)
    let notes = notes.filter { !threaded.contains($0.key) }
    try writeTexts(notes, &parts)
    if !gone.isEmpty || !new.isEmpty { try writeBoxes(&editor, &block, &parts) }
    return threaded
  }

  private func threadedCells(
    _ parts: borrowing PackageParts
  ) throws(PatchError) -> Set<CellReference> {
    guard let part = links.target(kind: "threadedComment"), parts.has(part) else { return [] }
    let markup = try parts.markup(part)
    return Set(
      markup.elements.indices.compactMap { index in
        markup.value("ref", of: index).flatMap { CellReference(a1: $0) }
      }
    )
  }

  // MARK: - Texts

  private mutating func writeTexts(
    _ notes: [CellReference: String],
    _ parts: inout PackageParts
  ) throws(PatchError) {
    let ordered = notes.sorted { $0.key < $1.key }
    guard let part = commentsPart, parts.has(part) else {
      if ordered.isEmpty { return }
      new = ordered.map { SheetComment($0.key, author: Self.author, text: $0.value) }
      let name = parts.freeName("xl/comments", ".xml")
      let xml = Array((PartEditor.declaration + CommentParts.comments(new)).utf8)
      let base = "application/vnd.openxmlformats-officedocument.spreadsheetml.comments+xml"
      try parts.add(name, xml, type: base)
      _ = try parts.relate(sheet, "\(office)/comments", to: name)
      return
    }
    var editor = PartEditor(try parts.markup(part))
    let existing = try editNotes(notes, &editor, part)
    let markup = editor.markup
    guard let authors = markup.elements.firstIndex(where: { $0.name == "authors" }),
      let list = markup.elements.firstIndex(where: { $0.name == "commentList" })
    else { throw .refused(Refusal(.unreadable, part)) }
    new = ordered.filter { !existing.contains($0.key) }.map {
      SheetComment($0.key, author: Self.author, text: $0.value)
    }
    let again = gone.intersection(notes.keys)
    gone.subtract(again)
    if !new.isEmpty {
      let known = markup.children(of: authors)
      let own = known.firstIndex { markup.text(of: $0) == Self.author }
      if own == nil { editor.append("<author>\(Self.author)</author>", to: authors) }
      for comment in new {
        editor.append(CommentParts.comment(comment, author: own ?? known.count), to: list)
      }
    }
    try parts.apply(editor, to: part)
    // A note of ours that comes again has its box.
    new.removeAll { again.contains($0.cell) }
  }

  /// Cuts our text out of the notes that are there and adds the new one; gives the cells of notes that
  /// stay.
  private mutating func editNotes(
    _ notes: [CellReference: String],
    _ editor: inout PartEditor,
    _ part: String
  ) throws(PatchError) -> Set<CellReference> {
    let markup = editor.markup
    var kept: Set<CellReference> = []
    for index in markup.elements.indices where markup.elements[index].name == "comment" {
      guard let cell = markup.value("ref", of: index).flatMap({ CellReference(a1: $0) }),
        let text = markup.children(of: index).first(where: { markup.elements[$0].name == "text" })
      else { throw .refused(Refusal(.unreadable, part)) }
      let isLeft = cut(text, &editor)
      guard isLeft else {
        // Nothing but ours was in it.
        editor.remove(index)
        gone.insert(cell)
        continue
      }
      kept.insert(cell)
      guard let note = notes[cell] else { continue }
      for child in markup.children(of: text) where markup.elements[child].name == "t" {
        // A plain text becomes the first run.
        let prefix = editor.prefix(of: child)
        editor.insert("<\(prefix)r>", at: markup.elements[child].whole.lowerBound)
        editor.insert("</\(prefix)r>", at: markup.elements[child].whole.upperBound)
      }
      editor.append(CommentParts.run("\n" + note), to: text)
    }
    return kept
  }

  /// Cuts off everything from our first line on; `false` where nothing is left.
  private func cut(_ text: Int, _ editor: inout PartEditor) -> Bool {
    let markup = editor.markup
    var isCut = false
    var isLeft = false
    for child in markup.children(of: text) {
      let name = markup.elements[child].name
      guard name == "r" || name == "t" else { continue }
      let place = name == "t" ? child : markup.descendant("t", of: child) ?? child
      let content = markup.text(of: place)
      if isCut {
        editor.remove(child)
      } else if let found = content.firstRange(of: Annotations.signature) {
        isCut = true
        var rest = content[..<found.lowerBound]
        if rest.hasSuffix("\n") { rest.removeLast() }
        if rest.isEmpty {
          editor.remove(child)
        } else {
          editor.setText(String(rest), of: place)
          isLeft = true
        }
      } else {
        isLeft = true
      }
    }
    return isLeft || !isCut
  }

  // MARK: - Boxes

  private mutating func writeBoxes(
    _ editor: inout PartEditor,
    _ block: inout Int,
    _ parts: inout PackageParts
  ) throws(PatchError) {
    let first = block
    if !new.isEmpty { block += CommentParts.blocks(new.count) }
    let markup = editor.markup
    let element = markup.elements.indices.first {
      markup.elements[$0].name == "legacyDrawing" && markup.elements[$0].parent == 0
    }
    let id = element.flatMap { index in
      markup.elements[index].attributes.first { $0.name.hasSuffix(":id") }.map {
        markup.text($0.value)
      }
    }
    if let target = id.flatMap({ links.target(id: $0) }), parts.has(target) {
      try parts.set(target, try drawing(try parts.markup(target), target, first, block))
      return
    }
    if new.isEmpty { return }
    let name = parts.freeName("xl/drawings/vmlDrawing", ".vml")
    let xml = Array(CommentParts.drawing(new, firstBlock: first).utf8)
    try parts.add(
      name,
      xml,
      type: "application/vnd.openxmlformats-officedocument.vmlDrawing"
    )
    let link = try parts.relate(sheet, "\(office)/vmlDrawing", to: name)
    editor.insertAfter(
      Self.before,
      "<legacyDrawing xmlns:r=\"\(office)\" r:id=\"\(link)\"/>"
    )
  }

  /// What stands before the drawing of notes in a sheet (ECMA-376 Part 1, 18.3.1.99).
  private static let before: Set = [
    "sheetPr", "dimension", "sheetViews", "sheetFormatPr", "cols", "sheetData", "sheetCalcPr",
    "sheetProtection", "protectedRanges", "scenarios", "autoFilter", "sortState",
    "dataConsolidate", "customSheetViews", "mergeCells", "phoneticPr", "conditionalFormatting",
    "dataValidations", "hyperlinks", "printOptions", "pageMargins", "pageSetup", "headerFooter",
    "rowBreaks", "colBreaks", "customProperties", "cellWatches", "ignoredErrors", "smartTags",
    "drawing",
  ]

  /// A drawing with the boxes of notes taken away and added.
  private func drawing(
    _ markup: Markup,
    _ part: String,
    _ first: Int,
    _ end: Int
  ) throws(PatchError) -> [UInt8] {
    var editor = PartEditor(markup)
    for index in markup.elements.indices
    where markup.elements[index].name == "ClientData"
      && markup.value("ObjectType", of: index) == "Note"
    {
      guard let row = markup.descendant("Row", of: index).flatMap({ Int(markup.text(of: $0)) }),
        let column = markup.descendant("Column", of: index).flatMap({ Int(markup.text(of: $0)) }),
        gone.contains(CellReference(row: row, column: column))
      else { continue }
      editor.remove(markup.elements[index].parent ?? index)
    }
    guard !new.isEmpty else { return editor.result() }
    if let map = markup.elements.firstIndex(where: { $0.name == "idmap" }),
      let data = markup.value("data", of: map)
    {
      let own = (first..<end).map { "\($0)" }.joined(separator: ",")
      editor.set("data", data.isEmpty ? own : "\(data),\(own)", of: map)
    }
    let hasKind = markup.elements.indices.contains {
      markup.elements[$0].name == "shapetype" && markup.value("id", of: $0) == "_x0000_t202"
    }
    let root = String(decoding: markup.bytes[markup.elements[0].tag], as: UTF8.self)
    guard CommentParts.namespaces.allSatisfy({ root.contains($0) }) else {
      throw .refused(Refusal(.unreadable, part))
    }
    let xml = (hasKind ? "" : CommentParts.boxKind) + CommentParts.boxes(new, firstBlock: first)
    editor.insert(xml, at: markup.elements[0].content.upperBound)
    return editor.result()
  }
}
