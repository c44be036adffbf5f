import Tabular

/// A part beside the sheets that refers to cells, with its references moved.
struct RelatedPart {
  /// The name of the part, for refusals.
  let part: String
  /// The sheet that the part belongs to; `nil` for one that belongs to none or to all.
  let sheet: String?
  let rewriter: FormulaRewriter
  /// The sizes of the lines of that sheet.
  let sizes: LineSizes?
  var editor: PartEditor

  private var markup: Markup { editor.markup }
  /// `nil` where the sheet's own lines stay.
  private var layout: LineLayout? { sheet.flatMap { rewriter.layout(of: $0) } }

  init(
    part: String,
    sheet: String?,
    rewriter: FormulaRewriter,
    sizes: LineSizes?,
    markup: Markup
  ) {
    self.part = part
    self.sheet = sheet
    self.rewriter = rewriter
    self.sizes = sizes
    editor = PartEditor(markup)
  }

  /// Moves what a part of a kind refers to.
  mutating func move(_ kind: PartKind) throws(Refusal) {
    switch kind {
    case .drawing: try drawing()
    case .chart: try chart()
    case .vml: try vml()
    case .comments: try comments()
    case .table: try table()
    case .singleCells: try cells("singleXmlCell", "r")
    case .pivotTable: try pivotTable()
    case .pivotCache: try pivotCache()
    case .control: for index in markup.elements.indices { try links(index) }
    case .connections:
      for index in markup.elements.indices { try attribute("cell", index, .refused) }
    case .sheet, .neutral, .immovable: break
    }
  }

  private func refusal(_ kind: Refusal.Kind, _ element: Int) -> Refusal {
    Refusal(kind, "\(part): <\(markup.elements[element].name)>")
  }

  private func rewritten(
    _ formula: String,
    _ repeated: FormulaRewriter.Repeated,
    at standpoint: FormulaRewriter.Standpoint? = nil
  ) throws(Refusal) -> String {
    try rewriter.rewritten(
      formula,
      owner: sheet ?? "",
      place: part,
      at: standpoint,
      repeated: repeated
    )
  }

  private mutating func attribute(
    _ name: String,
    _ index: Int,
    _ repeated: FormulaRewriter.Repeated
  ) throws(Refusal) {
    guard let formula = markup.value(name, of: index), !formula.isEmpty else { return }
    editor.set(name, try rewritten(formula, repeated), of: index)
  }

  // MARK: - Drawings and charts

  private mutating func drawing() throws(Refusal) {
    for index in markup.elements.indices {
      // A shape that shows the text of a cell.
      try attribute("textlink", index, .refused)
      guard let layout, let sizes else { continue }
      let mover = AnchorMover(layout: layout, sizes: sizes, place: part)
      switch markup.elements[index].name {
      case "twoCellAnchor":
        let modes: [String: AnchorMover.Mode] = ["oneCell": .oneCell, "absolute": .absolute]
        let mode = markup.value("editAs", of: index).flatMap { modes[$0] } ?? .twoCells
        try mover.move(index, mode, &editor)
      case "oneCellAnchor": try mover.move(index, .oneCell, &editor)
      default: break
      }
    }
  }

  /// The cells of titles, categories and values.
  ///
  /// The values that a chart keeps stay where only their cells moved, and go where there are more or
  /// fewer cells: they would stand for the wrong ones, and the next program reads the cells anyway.
  private mutating func chart() throws(Refusal) {
    for index in markup.elements.indices
    where ["f", "sqref"].contains(markup.elements[index].name) {
      // A title is one cell; categories and values are all cells of a block that repeats.
      let isTitle = ancestors(index).contains("tx")
      let old = markup.text(of: index)
      let moved = try rewritten(old, isTitle ? .first : .all)
      editor.setText(moved, of: index)
      guard let parent = markup.elements[index].parent, Self.extents(old) != Self.extents(moved)
      else { continue }
      let caches = ["numCache", "strCache", "multiLvlStrCache"]
      for child in markup.children(of: parent) where caches.contains(markup.elements[child].name) {
        editor.remove(child)
      }
    }
  }

  /// How many rows and columns each reference of a formula has.
  private static func extents(_ formula: String) -> [[Int]] {
    FormulaReferences(formula).references.map { reference in
      let second = reference.second ?? reference.first
      func length(_ first: Int?, _ last: Int?) -> Int {
        guard let first, let last else { return 0 }
        return abs(last - first) + 1
      }
      return [
        length(reference.first.row, second.row), length(reference.first.column, second.column),
      ]
    }
  }

  private func ancestors(_ index: Int) -> [String] {
    var result: [String] = []
    var next = markup.elements[index].parent
    while let element = next {
      result.append(markup.elements[element].name)
      next = markup.elements[element].parent
    }
    return result
  }

  // MARK: - Comments and controls

  private mutating func comments() throws(Refusal) {
    try cells("comment", "ref")
    try cells("threadedComment", "ref")
  }

  /// Elements with one cell each: they go with their cell, the first where it is repeated.
  private mutating func cells(_ name: String, _ attribute: String) throws(Refusal) {
    guard let layout else { return }
    for index in markup.elements.indices where markup.elements[index].name == name {
      guard let cell = markup.value(attribute, of: index).flatMap({ CellReference(a1: $0) }) else {
        throw refusal(.part, index)
      }
      let line = layout.axis == .rows ? cell.row : cell.column
      guard let place = layout.place(of: line)?.lowerBound else {
        editor.remove(index)
        continue
      }
      let moved =
        layout.axis == .rows
        ? CellReference(row: place, column: cell.column)
        : CellReference(row: cell.row, column: place)
      editor.set(attribute, moved.description, of: index)
    }
  }

  private static let excelVML = "urn:schemas-microsoft-com:office:excel"

  private mutating func vml() throws(Refusal) {
    for index in markup.elements.indices where markup.elements[index].namespace == Self.excelVML {
      let name = markup.elements[index].name
      if name == "ClientData" { try clientData(index) }
      if ["FmlaLink", "FmlaRange", "FmlaGroup", "FmlaTxbx", "FmlaPict"].contains(name) {
        editor.setText(try rewritten(markup.text(of: index), .refused), of: index)
      }
    }
  }

  /// The links of a control to cells, as attributes.
  private mutating func links(_ index: Int) throws(Refusal) {
    for name in ["fmlaLink", "fmlaRange", "fmlaGroup", "fmlaTxbx", "fmlaPict"] {
      try attribute(name, index, .refused)
    }
  }

  private mutating func clientData(_ index: Int) throws(Refusal) {
    guard let layout else { return }
    func child(_ name: String) -> Int? { markup.descendant(name, of: index) }
    let anchor = child("Anchor")
    if markup.value("ObjectType", of: index) == "Note" {
      let element = child(layout.axis == .rows ? "Row" : "Column")
      guard let element, let line = Int(markup.text(of: element)) else { return }
      guard let place = layout.place(of: line)?.lowerBound else {
        return editor.remove(markup.elements[index].parent ?? index)
      }
      editor.setText("\(place)", of: element)
      if let anchor { shift(anchor, by: place - line, layout) }
    } else if let anchor, let sizes {
      // Both elements mean the contrary of their names: that the object does not move, not resize.
      let mode: AnchorMover.Mode =
        isSet(child("MoveWithCells"))
        ? .absolute : isSet(child("SizeWithCells")) ? .oneCell : .twoCells
      try move(anchor, mode, AnchorMover(layout: layout, sizes: sizes, place: part), layout)
    }
  }

  private func isSet(_ index: Int?) -> Bool {
    index.map { !["false", "f", "0"].contains(markup.text(of: $0).lowercased()) } ?? false
  }

  /// The eight numbers of an anchor: column, pixels, row, pixels, for two corners.
  private func numbers(_ anchor: Int) -> [Int]? {
    let numbers = markup.text(of: anchor).split(separator: ",").map {
      Int($0.filter { !$0.isWhitespace })
    }
    guard numbers.count == 8, !numbers.contains(nil) else { return nil }
    return numbers.compactMap { $0 }.map { min(max(0, $0), 1 << 30) }
  }

  private mutating func shift(_ anchor: Int, by shift: Int, _ layout: LineLayout) {
    guard shift != 0, var values = numbers(anchor) else { return }
    let first = layout.axis == .rows ? 2 : 0
    for index in [first, first + 4] { values[index] = max(0, values[index] + shift) }
    editor.setText(values.map(String.init).joined(separator: ", "), of: anchor)
  }

  private mutating func move(
    _ anchor: Int,
    _ mode: AnchorMover.Mode,
    _ mover: AnchorMover,
    _ layout: LineLayout
  ) throws(Refusal) {
    guard var values = numbers(anchor) else { throw refusal(.part, anchor) }
    let first = layout.axis == .rows ? 2 : 0
    func corner(_ index: Int) -> AnchorMover.Corner {
      AnchorMover.Corner(
        line: min(values[index], layout.axis.limit - 1),
        offset: values[index + 1] * LineSizes.unitsPerPixel
      )
    }
    let (from, to) = try mover.moved(corner(first), corner(first + 4), mode)
    (values[first], values[first + 1]) = (from.line, from.offset / LineSizes.unitsPerPixel)
    (values[first + 4], values[first + 5]) = (to.line, to.offset / LineSizes.unitsPerPixel)
    editor.setText(values.map(String.init).joined(separator: ", "), of: anchor)
  }

  // MARK: - Tables and pivot tables

  /// A table grows with the rows in it; its heading and totals are one row each, its columns stay.
  private mutating func table() throws(Refusal) {
    for index in markup.elements.indices {
      switch markup.elements[index].name {
      case "calculatedColumnFormula", "totalsRowFormula":
        editor.setText(try rewritten(markup.text(of: index), .refused), of: index)
      case "table": try tableRange(index)
      case "autoFilter", "sortState", "sortCondition":
        try tableFilter(index)
      default: break
      }
    }
  }

  /// The filter and order of a table, which end where its rows do: new last rows are in them.
  private mutating func tableFilter(_ index: Int) throws(Refusal) {
    guard let layout, let area = markup.value("ref", of: index).flatMap({ Area($0) }),
      let lines = area.lines(layout.axis)
    else { return }
    guard var moved = layout.range(lines) else { throw refusal(.table, index) }
    let table = markup.value("ref", of: 0).flatMap { Area($0)?.lines(layout.axis) }
    let totals = Int(markup.value("totalsRowCount", of: 0) ?? "0") ?? 0
    if layout.axis == .rows, let table, lines.upperBound == table.upperBound - totals,
      let end = layout.range(table)?.upperBound
    {
      moved = moved.lowerBound...max(moved.lowerBound, end - totals)
    }
    editor.set("ref", area.with(moved, layout.axis).text, of: index)
  }

  private mutating func tableRange(_ index: Int) throws(Refusal) {
    guard let layout, let area = markup.value("ref", of: index).flatMap({ Area($0) }),
      let lines = area.lines(layout.axis)
    else { return }
    let refusal = Refusal(.table, markup.value("displayName", of: index) ?? part)
    guard let range = layout.range(lines) else { throw refusal }
    if layout.axis == .columns {
      guard layout.uniformShift(of: lines) != nil else { throw refusal }
    } else {
      let heading = Int(markup.value("headerRowCount", of: index) ?? "1") ?? 1
      let totals = Int(markup.value("totalsRowCount", of: index) ?? "0") ?? 0
      let first = lines.lowerBound + max(0, heading)
      let last = lines.upperBound - max(0, totals)
      guard first <= last, layout.range(first...last) != nil,
        layout.stretches(lines) == [range]
      else { throw refusal }
      for line in lines where line < first || line > last {
        guard layout.place(of: line)?.count == 1 else { throw refusal }
      }
    }
    editor.set("ref", area.with(range, layout.axis).text, of: index)
  }

  /// A pivot table moves as a whole, with the filters above it.
  private mutating func pivotTable() throws(Refusal) {
    guard let layout else { return }
    for index in markup.elements.indices where markup.elements[index].name == "location" {
      guard let area = markup.value("ref", of: index).flatMap({ Area($0) }),
        let lines = area.lines(layout.axis)
      else { throw refusal(.pivot, index) }
      let filters = Int(markup.value("rowPageCount", of: index) ?? "0") ?? 0
      let above = layout.axis == .rows && filters > 0 ? min(filters, 1000) + 1 : 0
      let whole = max(0, lines.lowerBound - above)...lines.upperBound
      guard let shift = layout.uniformShift(of: whole) else { throw refusal(.pivot, index) }
      let moved = (lines.lowerBound + shift)...(lines.upperBound + shift)
      editor.set("ref", area.with(moved, layout.axis).text, of: index)
    }
  }

  /// The cells that a pivot table is made from, on whichever sheet.
  private mutating func pivotCache() throws(Refusal) {
    for index in markup.elements.indices
    where ["worksheetSource", "rangeSet"].contains(markup.elements[index].name) {
      guard let sheet = markup.value("sheet", of: index), let layout = rewriter.layout(of: sheet),
        let area = markup.value("ref", of: index).flatMap({ Area($0) })
      else { continue }
      // Another workbook has a relationship.
      if markup.elements[index].attributes.contains(where: { $0.name.hasSuffix(":id") }) {
        continue
      }
      guard let lines = area.lines(layout.axis), let moved = layout.area(area),
        layout.axis == .columns
          ? layout.uniformShift(of: lines) != nil
          : layout.place(of: lines.lowerBound)?.count == 1
      else { throw refusal(.pivot, index) }
      editor.set("ref", moved.text, of: index)
    }
  }
}
