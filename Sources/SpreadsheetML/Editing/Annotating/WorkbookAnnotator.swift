package import Tabular

/// Works out the annotated copy of a workbook: coloured cells, notes, and a first sheet that lists
/// them; nothing that the workbook says is changed.
///
/// Marks of an earlier copy are taken away first, so that a copy of a copy has each of them once.
package enum WorkbookAnnotator {
  /// The change that makes the copy.
  package static func change(
    _ source: String,
    _ annotations: Annotations,
    limits: Limits = Limits()
  ) throws(PatchError) -> PackageChange {
    var parts = try PackageParts(try WorkbookEditor.open(source, limits: limits))
    let own = parts.findingsSheet
    guard let stylesPart = parts.stylesPart,
      var styles = StyleAppender(try parts.markup(stylesPart))
    else { throw .refused(Refusal(.unreadable, parts.stylesPart ?? "styles.xml")) }
    let office = try officeNamespace(parts)
    var block = try freeBlock(parts)
    var annotations = annotations
    for sheet in parts.sheets where sheet.part != own?.part {
      let marks = annotations.marks.filter { $0.sheet == sheet.name }
      let threaded = try mark(sheet, marks, office, &styles, &block, &parts)
      annotations.remarkThreads(threaded, on: sheet.name)
    }
    let looks = styles.looks()
    let namespace = try parts.markup(parts.workbookPart).elements.first?.namespace ?? ""
    let list = FindingsSheet.part(annotations, looks, namespace: namespace)
    if let own {
      try parts.set(own.part, list)
    } else {
      try FindingsSheetAdder(office: office).add(list, named: annotations.sheetName, &parts)
    }
    try parts.set(stylesPart, styles.result())
    return try parts.change()
  }

  /// Whether a workbook is an annotated copy.
  package static func isAnnotated(_ path: String, limits: Limits = Limits()) -> Bool {
    guard let workbook = try? Workbook.open(path: path, limits: limits) else { return false }
    return workbook.findingsSheet != nil
  }

  private static func officeNamespace(
    _ parts: borrowing PackageParts
  ) throws(PatchError) -> String {
    let main = try parts.markup(parts.workbookPart).elements.first?.namespace ?? ""
    return main.contains("purl.oclc.org")
      ? "http://purl.oclc.org/ooxml/officeDocument/relationships"
      : "http://schemas.openxmlformats.org/officeDocument/2006/relationships"
  }

  /// The first block of shape numbers that no drawing of notes uses.
  private static func freeBlock(_ parts: borrowing PackageParts) throws(PatchError) -> Int {
    var last = 0
    for name in parts.names where name.lowercased().hasSuffix(".vml") {
      guard let markup = Markup(try parts.bytes(name)) else { continue }
      for index in markup.elements.indices where markup.elements[index].name == "idmap" {
        let data = markup.value("data", of: index) ?? ""
        last = max(last, data.split(separator: ",").compactMap { Int($0) }.max() ?? 0)
      }
    }
    return last + 1
  }

  // MARK: - One sheet

  /// Marks the cells of a sheet; gives those whose threaded comment leaves no place for a note.
  private static func mark(
    _ sheet: Workbook.Sheet,
    _ marks: [Annotations.Mark],
    _ office: String,
    _ styles: inout StyleAppender,
    _ block: inout Int,
    _ parts: inout PackageParts
  ) throws(PatchError) -> Set<CellReference> {
    let bytes = try parts.bytes(sheet.part)
    guard var splicer = SheetSplicer.reading(bytes),
      let frame = Markup(splicer.bytes, skipping: splicer.dataContent)
    else {
      throw .refused(Refusal(.unreadable, sheet.part))
    }
    let merges = MergedCells(frame)
    var levels: [CellReference: Annotations.Level] = [:]
    var notes: [CellReference: String] = [:]
    for mark in marks {
      for cell in coloured(mark) {
        let place = merges.shown(cell)
        levels[place] = max(levels[place] ?? .note, mark.level)
      }
      let place = merges.shown(mark.cells.upperLeft)
      notes[place, default: Annotations.signature] += "\n" + mark.text
    }
    let edits = restyled(splicer, ColumnLooks(frame), levels, &styles)
    let restyledPart = edits.isEmpty ? splicer.bytes : splicer.applying(edits)
    guard let end = SheetSplicer(restyledPart),
      let markup = Markup(restyledPart, skipping: end.dataContent)
    else { throw .refused(Refusal(.unreadable, sheet.part)) }
    var editor = PartEditor(markup)
    // Of two selected sheets what is typed into one goes into the other as well.
    for index in markup.elements.indices where markup.elements[index].name == "sheetView" {
      editor.unset("tabSelected", of: index)
    }
    var noteParts = try NoteParts(sheet: sheet.part, office: office, parts)
    let threaded = try noteParts.write(notes, &editor, block: &block, &parts)
    let result = editor.result()
    if result != bytes { try parts.set(sheet.part, result) }
    return threaded
  }

  /// The most cells of a range that are coloured one by one; of a longer one only the first.
  private static let longestRange = 400

  private static func coloured(_ mark: Annotations.Mark) -> [CellReference] {
    let (first, last) = (mark.cells.upperLeft, mark.cells.lowerRight)
    let count = (last.row - first.row + 1) * (last.column - first.column + 1)
    guard mark.level > .note, count <= longestRange else { return [first] }
    return (first.row...last.row).flatMap { row in
      (first.column...last.column).map { CellReference(row: row, column: $0) }
    }
  }

  private static func restyled(
    _ splicer: SheetSplicer,
    _ columns: ColumnLooks,
    _ levels: [CellReference: Annotations.Level],
    _ styles: inout StyleAppender
  ) -> [CellEdit] {
    var edits: [CellEdit] = []
    var rest = levels
    // Whether a style is one of our marks, and what it was before.
    var known: [Int: Int] = [:]
    for row in splicer.rows {
      for cell in row.cells {
        let style = cell.style.flatMap { Int($0) } ?? 0
        let base = known[style] ?? styles.unmarked(style)
        known[style] = base
        let level = rest.removeValue(forKey: cell.reference)
        guard level != nil || base != style else { continue }
        let new = level.map { styles.marked(base, $0) } ?? base
        edits.append(CellEdit(cell.reference, .style("\(new)")))
      }
    }
    for (cell, level) in rest.sorted(by: { $0.key < $1.key }) {
      let own = splicer.rowLook(cell.row) ?? columns.look(cell.column)
      edits.append(CellEdit(cell, .style("\(styles.marked(own, level))")))
    }
    return edits
  }
}

/// The merged ranges of a sheet, of which programs show the first cell alone.
private struct MergedCells {
  private let ranges: [CellRange]

  init(_ markup: Markup) {
    ranges = markup.elements.indices.filter { markup.elements[$0].name == "mergeCell" }
      .compactMap { markup.value("ref", of: $0).flatMap { CellRange(a1: $0) } }
  }

  func shown(_ cell: CellReference) -> CellReference {
    ranges.first { $0.contains(cell) }?.upperLeft ?? cell
  }
}

/// The formats of whole columns, which cells without one of their own have.
private struct ColumnLooks {
  private let ranges: [(ClosedRange<Int>, Int)]

  init(_ markup: Markup) {
    ranges = markup.elements.indices.filter { markup.elements[$0].name == "col" }.compactMap {
      guard let first = markup.value("min", of: $0).flatMap({ Int($0) }),
        let last = markup.value("max", of: $0).flatMap({ Int($0) }), first <= last,
        let style = markup.value("style", of: $0).flatMap({ Int($0) })
      else { return nil }
      return ((first - 1)...(last - 1), style)
    }
  }

  func look(_ column: Int) -> Int { ranges.first { $0.0.contains(column) }?.1 ?? 0 }
}

extension Annotations.Level: Comparable {
  package static func < (left: Self, right: Self) -> Bool { left.rawValue < right.rawValue }
}
