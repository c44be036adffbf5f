package import Tabular

/// Works out what a workbook becomes: cells edited, lines moved, and all that refers to them.
///
/// Nothing is written here, and nothing is left half done: what cannot be done right is refused.
/// Protected sheets are edited like others: protection keeps people from slips in a spreadsheet
/// program, and a template is filled on purpose. It stays in place for those who open the result.
package enum WorkbookEditor {
  /// The changes of a workbook.
  ///
  /// `edits` are by sheet and name cells of the result; `layouts` are by sheet. `fittingRows` makes rows
  /// as high as the written texts need. `droppingNames` takes away defined names; `asWorkbook` makes a
  /// workbook of a template (.xltx) that is changed, since a program takes a file for what both its name
  /// and its types say.
  package static func change(
    of workbook: consuming Workbook,
    edits: [String: [CellEdit]],
    layouts: [String: LineLayout] = [:],
    fittingRows: Bool = false,
    droppingNames: (String) -> Bool = { _ in false },
    asWorkbook: Bool = false
  ) throws(PatchError) -> PackageChange {
    var parts = try PackageParts(workbook)
    let edits = edits.filter { !$0.value.isEmpty }
    for name in Set(edits.keys).union(layouts.keys).sorted()
    where !parts.sheets.contains(where: { $0.name == name }) {
      throw .missingSheet(name)
    }
    let names = parts.sheets.map(\.name)
    let rewriter = FormulaRewriter(
      layouts: layouts.filter { !$0.value.isIdentity },
      sheets: names
    )
    var stale = StaleResults(sheets: names)
    var facts: [String: SheetFacts] = [:]
    let dateStyles = try dateStyles(&parts, edits)
    let styles = fittingRows ? try wrappedStyles(parts) : nil
    if !rewriter.isEmpty {
      try RelatedParts(rewriter: rewriter).move(&parts)
      try parts.removeCalculationChain()
    }
    for sheet in parts.sheets {
      if let layout = rewriter.layout(of: sheet.name) { stale.moved(layout, on: sheet.name) }
      guard let cells = edits[sheet.name] else { continue }
      facts[sheet.name] = try write(
        cells,
        on: sheet,
        fitting: styles,
        dateStyles: dateStyles,
        &parts
      )
      stale.edited(cells.map(\.cell), on: sheet.name)
    }
    let isStale = try dropResults(&stale, facts, &parts)
    try workbookPart(&parts, rewriter, droppingNames, isStale: isStale)
    if asWorkbook { try parts.becomeWorkbook() }
    var change = try parts.change()
    change.lostReferences = rewriter.losses.places
    change.protectedSheets = names.filter { facts[$0]?.isProtected ?? false }
    return change
  }

  /// Opens the workbook at a path, for changing.
  package static func open(
    _ source: String,
    limits: Limits = Limits()
  ) throws(PatchError) -> Workbook {
    do throws(XMLError) { return try Workbook.open(path: source, limits: limits) } catch {
      throw WorkbookPatcher.error(error)
    }
  }

  // MARK: - Cells

  /// The formats that wrap, for fitting rows.
  static func wrappedStyles(_ parts: borrowing PackageParts) throws(PatchError) -> WrappedStyles {
    guard let part = parts.stylesPart else { return WrappedStyles(nil) }
    return WrappedStyles(Markup(try parts.bytes(part)))
  }

  /// The cells of a sheet's part, for editing.
  static func splicer(
    _ part: String,
    _ parts: borrowing PackageParts
  ) throws(PatchError) -> SheetSplicer {
    guard let splicer = SheetSplicer.reading(try parts.bytes(part)) else {
      throw .refused(Refusal(.unreadable, part))
    }
    return splicer
  }

  /// What is seen of a sheet while cells are written into it.
  private struct SheetFacts {
    /// Whether it lets nobody type into it.
    var isProtected: Bool
    var hasFormulas: Bool
  }

  private static func write(
    _ cells: [CellEdit],
    on sheet: Workbook.Sheet,
    fitting styles: WrappedStyles?,
    dateStyles: [String: String],
    _ parts: inout PackageParts
  ) throws(PatchError) -> SheetFacts {
    var splicer = try splicer(sheet.part, parts)
    let formulas = splicer.formulaCells()
    let edited = Set(cells.map(\.cell))
    for array in SheetSplicer.arrays(formulas)
    where edited.contains(where: { array.cells.contains($0) }) {
      throw .refused(Refusal(.array, "\(sheet.name)!\(array.anchor)"))
    }
    let overwritten = formulas.filter { edited.contains($0.cell.reference) }
    let groups = Set(overwritten.compactMap { $0.formula.text.isEmpty ? nil : $0.formula.group })
    if !groups.isEmpty, let expanded = SheetSplicer(splicer.expanding(groups, formulas)) {
      splicer = expanded
    }
    splicer.dateStyles = dateStyles
    let fit = styles.flatMap { RowFit(splicer, styles: $0) }
    try parts.set(sheet.part, splicer.applying(cells, fit: fit))
    if !overwritten.isEmpty { try parts.removeCalculationChain() }
    return SheetFacts(isProtected: splicer.isProtected, hasFormulas: !formulas.isEmpty)
  }

  /// Takes away the results that no longer hold; `true` where a formula must be computed.
  private static func dropResults(
    _ stale: inout StaleResults,
    _ facts: [String: SheetFacts],
    _ parts: inout PackageParts
  ) throws(PatchError) -> Bool {
    if stale.isEmpty { return false }
    var splicers: [String: SheetSplicer] = [:]
    var isUnknown = false
    for sheet in parts.sheets where facts[sheet.name]?.hasFormulas ?? true {
      let bytes = try parts.bytes(sheet.part)
      // Most sheets have no formula: nothing in them can be out of date.
      if CellFormula.start(bytes, from: 0, before: bytes.count) == nil,
        SheetSplicer.find("<sheetData", in: bytes, from: 0) != nil
      {
        continue
      }
      guard let splicer = SheetSplicer.reading(bytes) else {
        // Written in another way: its results stay, and are computed when it is opened.
        isUnknown = true
        continue
      }
      let formulas = splicer.formulaCells()
      if formulas.isEmpty { continue }
      stale.add(formulas, on: sheet.name)
      splicers[sheet.name] = splicer
    }
    let isStale = stale.follow()
    for sheet in parts.sheets {
      guard let splicer = splicers[sheet.name] else { continue }
      let arrays = stale.arrays(on: sheet.name)
      let results = stale.results(on: sheet.name) + splicer.results(in: arrays)
      if !results.isEmpty { try parts.set(sheet.part, splicer.withoutResults(results)) }
    }
    return isStale || isUnknown
  }

  /// Adds date copies of all cell formats, where a date goes into a cell that shows none.
  private static func dateStyles(
    _ parts: inout PackageParts,
    _ edits: [String: [CellEdit]]
  ) throws(PatchError) -> [String: String] {
    let needsStyle = edits.values.contains { cells in
      cells.contains { if case .dated = $0.value { true } else { false } }
    }
    guard needsStyle, let part = parts.stylesPart else { return [:] }
    let all = Set((0..<parts.styleCount).map { "\($0)" })
    guard let styles = DateStyles(try parts.bytes(part), styles: all) else {
      throw .refused(Refusal(.unreadable, part))
    }
    try parts.set(part, styles.bytes)
    return styles.byStyle
  }

  // MARK: - The workbook part

  /// Defined names moved or taken out, and computing asked for.
  private static func workbookPart(
    _ parts: inout PackageParts,
    _ rewriter: FormulaRewriter,
    _ droppingNames: (String) -> Bool,
    isStale: Bool
  ) throws(PatchError) {
    let hasDropped = parts.definedNames.contains { droppingNames($0.name) }
    guard !rewriter.isEmpty || isStale || hasDropped else { return }
    var editor = PartEditor(try parts.markup(parts.workbookPart))
    for index in editor.markup.elements.indices
    where editor.markup.elements[index].name == "definedName" {
      let name = editor.markup.value("name", of: index) ?? ""
      if droppingNames(name) {
        editor.remove(index)
        continue
      }
      do throws(Refusal) {
        let text = editor.markup.text(of: index)
        editor.setText(try rewriter.rewritten(text, owner: "", place: name), of: index)
      } catch {
        throw .refused(error)
      }
    }
    editor.removeEmptied(["definedNames"])
    if isStale { computeOnLoad(&editor) }
    try parts.apply(editor, to: parts.workbookPart)
  }

  /// Asks the next program to compute all formulas when it opens the file.
  private static func computeOnLoad(_ editor: inout PartEditor) {
    let markup = editor.markup
    if let index = markup.elements.firstIndex(where: { $0.name == "calcPr" }) {
      return editor.set("fullCalcOnLoad", "1", of: index)
    }
    // Its place in the order of the schema (ECMA-376 Part 1, 18.2.27).
    let before = ["definedNames", "externalReferences", "functionGroups", "sheets"]
    for name in before {
      guard let index = markup.elements.firstIndex(where: { $0.name == name }) else { continue }
      let element = markup.elements[index]
      let head = markup.bytes[(element.tag.lowerBound + 1)...].prefix { $0 > 0x20 && $0 != 0x3E }
      let prefix = String(decoding: head, as: UTF8.self).dropLast(name.utf8.count)
      let end = element.whole.upperBound
      return editor.insert("<\(prefix)calcPr fullCalcOnLoad=\"1\"/>", at: end)
    }
  }
}
