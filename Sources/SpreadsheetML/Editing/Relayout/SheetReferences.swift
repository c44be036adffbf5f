import Tabular

/// Everything of a sheet around its rows, with references moved (ECMA-376 Part 1, 18.3.1).
struct SheetReferences {
  let name: String
  let rewriter: FormulaRewriter
  /// The sizes of this sheet's lines, where they move.
  let sizes: LineSizes?
  var editor: PartEditor

  var markup: Markup { editor.markup }
  /// `nil` where the sheet's own lines stay.
  var layout: LineLayout? { rewriter.layout(of: name) }

  init(name: String, rewriter: FormulaRewriter, sizes: LineSizes?, markup: Markup) {
    self.name = name
    self.rewriter = rewriter
    self.sizes = sizes
    editor = PartEditor(markup)
  }

  static let main: Set = [
    "http://schemas.openxmlformats.org/spreadsheetml/2006/main",
    "http://purl.oclc.org/ooxml/spreadsheetml/main",
  ]
  static let extensionFormula = "http://schemas.microsoft.com/office/excel/2006/main"
  static let extension2009 = "http://schemas.microsoft.com/office/spreadsheetml/2009/9/main"

  /// Elements that name no cells, or whose cells are named by elements inside them.
  private static let plain: Set = [
    "worksheet", "sheetPr", "tabColor", "outlinePr", "pageSetUpPr", "sheetViews", "sheetView",
    "pivotSelection", "pivotArea", "references", "reference", "x", "sheetFormatPr", "cols", "col",
    "sheetData", "sheetCalcPr", "sheetProtection", "protectedRanges", "securityDescriptor",
    "scenarios", "scenario", "customSheetViews", "customSheetView", "mergeCells", "phoneticPr",
    "cfRule", "formula", "formula1", "formula2", "colorScale", "dataBar", "iconSet", "cfvo",
    "color", "dataValidations", "hyperlinks", "printOptions", "pageMargins", "pageSetup",
    "headerFooter", "oddHeader", "oddFooter", "evenHeader", "evenFooter", "firstHeader",
    "firstFooter", "brk", "customProperties", "customPr", "cellWatches", "ignoredErrors",
    "smartTags", "cellSmartTag", "cellSmartTagPr", "drawing", "drawingHF", "legacyDrawing",
    "legacyDrawingHF", "picture", "oleObjects", "oleObject", "objectPr", "controls", "control",
    "controlPr", "from", "to", "tableParts", "tablePart", "extLst", "filterColumn", "filters",
    "filter", "dateGroupItem", "top10", "customFilters", "customFilter", "dynamicFilter",
    "colorFilter", "iconFilter", "sortCondition",
  ]

  /// What an extension may hold (by the names inside `ext`): all else is refused.
  private static let extensions: Set = [
    "conditionalFormattings", "dataValidations", "sparklineGroups", "slicerList", "timelineRefs",
    "protectedRanges", "ignoredErrors", "id", "PLV", "webExtensions", "legacyDrawing",
  ]

  /// Containers that may not stand without content.
  private static let containers: Set = [
    "mergeCells", "dataValidations", "hyperlinks", "protectedRanges", "ignoredErrors",
    "cellWatches", "rowBreaks", "colBreaks", "smartTags", "conditionalFormattings", "sparklines",
    "sparklineGroup", "sparklineGroups", "ext", "extLst", "cols",
  ]

  /// Moves everything; what cannot be moved with certainty is refused by name.
  mutating func move() throws(Refusal) {
    for index in markup.elements.indices where !editor.isRemoved(index) {
      try formula(index)
      if let layout { try lines(index, layout) }
    }
    guard layout != nil else { return }
    editor.removeEmptied(Self.containers)
    count()
  }

  func refusal(_ kind: Refusal.Kind, _ index: Int) -> Refusal {
    Refusal(kind, "\(name): <\(markup.elements[index].name)>")
  }

  // MARK: - Elements that name lines

  private mutating func lines(_ index: Int, _ layout: LineLayout) throws(Refusal) {
    let element = markup.elements[index]
    if element.namespace == Self.extension2009 || element.namespace == Self.extensionFormula {
      return try extended(index, layout)
    }
    // Formats inside extensions name no cells.
    guard Self.main.contains(element.namespace), ancestor(["dxf"], of: index) == nil else { return }
    switch element.name {
    case "dimension": hull("ref", index, layout)
    case "sheetView", "customSheetView", "pane": view(index, layout)
    case "selection": selection(index, layout)
    case "cols" where layout.axis == .columns: columns(index, layout)
    case "protectedRange", "ignoredError", "conditionalFormatting", "dataValidation":
      list("sqref", index, layout)
    case "scenarios": hull("sqref", index, layout)
    case "inputCells": if !hull("r", index, layout) { throw refusal(.part, index) }
    case "autoFilter": try filter(index, layout)
    case "sortState", "sortCondition": if !hull("ref", index, layout) { editor.remove(index) }
    case "mergeCell": merge(index, layout)
    case "hyperlink": try hyperlink(index, layout)
    case "rowBreaks", "colBreaks": breaks(index, layout)
    case "cellWatch", "cellSmartTags": if !hull("r", index, layout) { editor.remove(index) }
    case "anchor": try anchor(index, layout)
    case "ext": try checkExtension(index)
    case let name where Self.plain.contains(name): break
    default: throw refusal(.part, index)
    }
  }

  /// Moves a reference as one range; `false` when all of it is gone.
  @discardableResult
  mutating func hull(_ attribute: String, _ index: Int, _ layout: LineLayout) -> Bool {
    guard let text = markup.value(attribute, of: index), let area = Area(text) else { return true }
    guard let moved = layout.area(area) else { return false }
    editor.set(attribute, moved.text, of: index)
    return true
  }

  /// Moves a list of ranges; takes the element away when nothing of it is left.
  private mutating func list(_ attribute: String, _ index: Int, _ layout: LineLayout) {
    guard let text = markup.value(attribute, of: index) else { return }
    if let moved = layout.list(text) {
      editor.set(attribute, moved, of: index)
    } else {
      editor.remove(index)
    }
  }

  /// The merged ranges that one becomes: one for each repetition, none where one cell is left.
  private func merges(_ index: Int, _ layout: LineLayout) -> [Area] {
    guard let area = markup.value("ref", of: index).flatMap({ Area($0) }) else { return [] }
    return layout.copies(area).filter { !$0.isCell }
  }

  private mutating func merge(_ index: Int, _ layout: LineLayout) {
    var bytes: [UInt8] = []
    for copy in merges(index, layout) {
      var own = PartEditor(markup)
      own.set("ref", copy.text, of: index)
      bytes += own.result(in: whole(index))
    }
    if bytes.isEmpty { editor.remove(index) } else { editor.replace(whole(index), bytes) }
  }

  func whole(_ index: Int) -> Range<Int> { markup.elements[index].whole }

  /// A filter keeps its heading; columns inside it keep their own filter.
  private mutating func filter(_ index: Int, _ layout: LineLayout) throws(Refusal) {
    guard let area = markup.value("ref", of: index).flatMap({ Area($0) }),
      let lines = area.lines(layout.axis)
    else { return }
    guard let range = layout.range(lines) else { return editor.remove(index) }
    if layout.axis == .rows, layout.place(of: lines.lowerBound)?.count != 1 {
      throw refusal(.table, index)
    }
    editor.set("ref", area.with(range, layout.axis).text, of: index)
    guard layout.axis == .columns else { return }
    for child in markup.children(of: index) where markup.elements[child].name == "filterColumn" {
      guard let number = markup.value("colId", of: child).flatMap({ Int($0) }) else { continue }
      if let place = layout.place(of: lines.lowerBound + number) {
        editor.set("colId", "\(place.lowerBound - range.lowerBound)", of: child)
      } else {
        editor.remove(child)
      }
    }
  }

  /// The counts that some lists state of themselves.
  private mutating func count() {
    for index in markup.elements.indices where !editor.isRemoved(index) {
      let element = markup.elements[index]
      guard ["mergeCells", "dataValidations"].contains(element.name), let layout else { continue }
      let children = markup.children(of: index).filter { !editor.isRemoved($0) }
      guard markup.value("count", of: index) != nil else { continue }
      let number = children.reduce(0) { sum, child in
        sum + (element.name == "mergeCells" ? merges(child, layout).count : 1)
      }
      editor.set("count", "\(number)", of: index)
    }
  }

  private func checkExtension(_ index: Int) throws(Refusal) {
    for child in markup.children(of: index)
    where !Self.extensions.contains(markup.elements[child].name) {
      let uri = markup.value("uri", of: index) ?? ""
      throw Refusal(.part, "\(name): <ext uri=\"\(uri)\"> <\(markup.elements[child].name)>")
    }
  }
}
