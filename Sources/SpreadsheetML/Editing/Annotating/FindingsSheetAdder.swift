import Tabular

/// Puts a new sheet before all others: everything that counts sheets counts on.
struct FindingsSheetAdder {
  /// The namespace of relationship types and ids.
  let office: String

  func add(
    _ bytes: [UInt8],
    named wish: String,
    _ parts: inout PackageParts
  ) throws(PatchError) {
    let part = parts.freeName("xl/worksheets/sheet", ".xml")
    let spreadsheet = "application/vnd.openxmlformats-officedocument.spreadsheetml"
    try parts.add(part, bytes, type: "\(spreadsheet).worksheet+xml")
    let link = try parts.relate(parts.workbookPart, "\(office)/worksheet", to: part)
    var editor = PartEditor(try parts.markup(parts.workbookPart))
    let markup = editor.markup
    guard let sheets = markup.elements.firstIndex(where: { $0.name == "sheets" }) else {
      throw .refused(Refusal(.unreadable, parts.workbookPart))
    }
    let others = markup.children(of: sheets)
    let taken = others.compactMap { markup.value("name", of: $0) }
    let name = SheetName.cleaned(wish, beside: taken)
    let id =
      (others.compactMap { markup.value("sheetId", of: $0).flatMap { Int($0) } }.max() ?? 0) + 1
    let title = PartEditor.escaped(name, inAttribute: true)
    editor.insert(
      editor.qualified(
        "<sheet name=\"\(title)\" sheetId=\"\(id)\" xmlns:r=\"\(office)\" r:id=\"\(link)\"/>"
      ),
      at: markup.elements[sheets].content.lowerBound
    )
    countOn(&editor)
    define(name, sheets, &editor)
    try parts.apply(editor, to: parts.workbookPart)
    try list(name, beside: others.count, &parts)
  }

  /// Names that belong to a sheet name it by its place; the list is what the program shows first.
  private func countOn(_ editor: inout PartEditor) {
    let markup = editor.markup
    for index in markup.elements.indices {
      switch markup.elements[index].name {
      case "definedName":
        guard let place = markup.value("localSheetId", of: index).flatMap({ Int($0) }) else {
          continue
        }
        editor.set("localSheetId", "\(place + 1)", of: index)
      case "workbookView":
        editor.unset("activeTab", of: index)
        editor.unset("firstSheet", of: index)
      default: continue
      }
    }
  }

  private func define(_ sheet: String, _ sheets: Int, _ editor: inout PartEditor) {
    let markup = editor.markup
    let target = PartEditor.escaped(SheetName.quoted(sheet) + "!$A$1")
    let name =
      "<definedName name=\"\(Annotations.definedName)\" hidden=\"1\">\(target)</definedName>"
    if let names = markup.elements.firstIndex(where: { $0.name == "definedNames" }) {
      // One that leads nowhere is what a deleted list left.
      for index in markup.children(of: names)
      where markup.value("name", of: index) == Annotations.definedName { editor.remove(index) }
      editor.append(name, to: names)
    } else {
      editor.insertAfter(
        ["sheets", "functionGroups", "externalReferences"],
        "<definedNames>\(name)</definedNames>"
      )
    }
  }

  /// The names of the sheets in the properties of the file, where they are those of the workbook.
  private func list(
    _ name: String,
    beside count: Int,
    _ parts: inout PackageParts
  ) throws(PatchError) {
    let links = try parts.relationships(of: "")
    guard let part = links.target(kind: "extended-properties"), parts.has(part) else { return }
    var editor = PartEditor(try parts.markup(part))
    let markup = editor.markup
    guard let pairs = markup.elements.firstIndex(where: { $0.name == "HeadingPairs" }),
      let number = markup.descendant("i4", of: pairs), markup.text(of: number) == "\(count)",
      let titles = markup.elements.firstIndex(where: { $0.name == "TitlesOfParts" }),
      let vector = markup.descendant("vector", of: titles),
      let first = markup.children(of: vector).first,
      let size = markup.value("size", of: vector).flatMap({ Int($0) })
    else { return }
    editor.setText("\(count + 1)", of: number)
    editor.set("size", "\(size + 1)", of: vector)
    let prefix = editor.prefix(of: first)
    editor.insert(
      "<\(prefix)lpstr>\(PartEditor.escaped(name))</\(prefix)lpstr>",
      at: markup.elements[first].whole.lowerBound
    )
    try parts.apply(editor, to: part)
  }
}
