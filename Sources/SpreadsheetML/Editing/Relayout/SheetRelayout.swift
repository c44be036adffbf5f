import Tabular

/// Writes a sheet again with lines repeated, left out and moved, and everything that refers to them.
struct SheetRelayout {
  let name: String
  let rewriter: FormulaRewriter

  /// The new lines of this sheet; `nil` where only its formulas refer to a sheet that moves.
  private var layout: LineLayout? { rewriter.layout(of: name) }

  /// The part with everything moved.
  func write(_ splicer: SheetSplicer) throws(Refusal) -> [UInt8] {
    let formulas = splicer.formulaCells()
    guard let markup = Markup(splicer.bytes, skipping: splicer.dataContent) else {
      throw Refusal(.unreadable, name)
    }
    var references = SheetReferences(
      name: name,
      rewriter: rewriter,
      sizes: layout.flatMap { LineSizes(splicer, $0.axis) },
      markup: markup
    )
    try references.move()
    if let layout {
      try check(formulas, splicer, layout)
      references.editor.replace(splicer.dataContent, try rows(splicer, formulas, layout))
    } else {
      try rewrite(formulas, splicer, &references.editor)
    }
    return references.editor.result()
  }

  // MARK: - A sheet that stays

  /// Rewrites the formulas that refer to a sheet that moves.
  private func rewrite(
    _ formulas: [FormulaCell],
    _ splicer: SheetSplicer,
    _ editor: inout PartEditor
  ) throws(Refusal) {
    var changed: [(FormulaCell, String)] = []
    var groups: Set<String> = []
    for formula in formulas {
      let new = try rewritten(formula, standpoint: nil)
      guard new != formula.text else { continue }
      changed.append((formula, new))
      if formula.formula.type == "shared", let group = formula.formula.group {
        groups.insert(group)
      }
    }
    if !groups.isEmpty {
      // Where one member changes, each gets a formula of its own.
      changed = changed.filter { $0.0.formula.type != "shared" }
      for formula in formulas where formula.formula.type == "shared" {
        guard let group = formula.formula.group, groups.contains(group) else { continue }
        changed.append((formula, try rewritten(formula, standpoint: nil)))
      }
    }
    for (formula, text) in changed {
      let own = Array(splicer.bytes[formula.cell.bytes])
      let element = Self.element(formula.formula, text, own, cells: formula.formula.cells)
      editor.replace(formula.formula.element, element)
    }
  }

  /// The `f` element with another formula; a shared one becomes plain.
  private static func element(
    _ formula: CellFormula,
    _ text: String,
    _ cell: [UInt8],
    cells: CellRange?
  ) -> [UInt8] {
    let content = PartEditor.escaped(text)
    var attributes = ""
    if formula.type == "array" || formula.type == "dataTable" {
      attributes = " t=\"\(formula.type ?? "")\"" + (cells.map { " ref=\"\($0)\"" } ?? "")
      for name: StaticString in ["dt2D", "dtr", "del1", "del2", "r1", "r2", "aca"] {
        if let value = Self.attribute(name, formula, cell) { attributes += " \(name)=\"\(value)\"" }
      }
    }
    if let always = Self.attribute("ca", formula, cell) { attributes += " ca=\"\(always)\"" }
    return Array("<f\(attributes)>\(content)</f>".utf8)
  }

  /// An attribute of a formula; `cell` are the bytes of its cell.
  private static func attribute(_ name: StaticString, _ formula: CellFormula, _ cell: [UInt8])
    -> String?
  {
    guard let start = CellFormula.start(cell, from: 0, before: cell.count),
      let end = SheetSplicer.tagEnd(cell, from: start)
    else { return nil }
    return SheetSplicer.attribute(name, cell, start..<end)
  }

  private func rewritten(
    _ formula: FormulaCell,
    standpoint: FormulaRewriter.Standpoint?
  ) throws(Refusal) -> String {
    let place = "\(name)!\(formula.cell.reference)"
    guard let text = formula.text else { throw Refusal(.unreadable, place) }
    let moved = try rewriter.rewritten(text, owner: name, place: place, at: standpoint)
    rewriter.losses.check(text, moved, at: place)
    return moved
  }

  // MARK: - A sheet that moves

  /// Refuses what would leave the sheet, and arrays that would be torn.
  private func check(
    _ formulas: [FormulaCell],
    _ splicer: SheetSplicer,
    _ layout: LineLayout
  ) throws(Refusal) {
    let last =
      layout.axis == .rows
      ? splicer.rows.last?.number
      : splicer.rows.compactMap { $0.cells.last?.reference.column }.max()
    let isPushedOut = last.map { $0 >= layout.covered && layout.places(of: $0).isEmpty } ?? false
    if isPushedOut || layout.sources.count > layout.axis.limit { throw Refusal(.bounds, name) }
    for array in SheetSplicer.arrays(formulas) {
      let lines = Area(array.cells.description)?.lines(layout.axis) ?? 0...0
      for place in layout.copies(lines) where place.count != lines.count {
        throw Refusal(.array, "\(name)!\(array.anchor)")
      }
    }
  }

  private func rows(
    _ splicer: SheetSplicer,
    _ formulas: [FormulaCell],
    _ layout: LineLayout
  ) throws(Refusal) -> [UInt8] {
    let byCell = Dictionary(
      formulas.map { ($0.cell.reference, $0) },
      uniquingKeysWith: { first, _ in first }
    )
    var result: [UInt8] = []
    for (number, row) in order(splicer.rows, layout) {
      result += tag(row, number, splicer.bytes, layout)
      for (place, cell) in cells(row, number, layout) {
        if let formula = byCell[cell.reference] {
          result += try moved(formula, to: place, splicer.bytes, layout)
        } else {
          result += Self.tag(Array(splicer.bytes[cell.bytes]), "r", place.description)
        }
      }
      result += Array("</row>".utf8)
    }
    return result
  }

  /// The rows of the result with the row that each comes from.
  private func order(
    _ rows: [SheetSplicer.RowSpan],
    _ layout: LineLayout
  ) -> [(Int, SheetSplicer.RowSpan)] {
    guard layout.axis == .rows else { return rows.map { ($0.number, $0) } }
    let places = rows.flatMap { row in layout.places(of: row.number).map { ($0, row) } }
    return places.sorted { $0.0 < $1.0 }
  }

  /// The cells of a row at their new places.
  private func cells(
    _ row: SheetSplicer.RowSpan,
    _ number: Int,
    _ layout: LineLayout
  ) -> [(CellReference, SheetSplicer.CellSpan)] {
    guard layout.axis == .columns else {
      return row.cells.map { (CellReference(row: number, column: $0.reference.column), $0) }
    }
    let places = row.cells.flatMap { cell in
      layout.places(of: cell.reference.column).map {
        (CellReference(row: number, column: $0), cell)
      }
    }
    return places.sorted { $0.0 < $1.0 }
  }

  /// The opening tag of a row; `spans` is only a hint and goes where columns move.
  private func tag(
    _ row: SheetSplicer.RowSpan,
    _ number: Int,
    _ bytes: [UInt8],
    _ layout: LineLayout
  ) -> [UInt8] {
    var tag = Self.tag(Array(bytes[row.openTag]) + [0x3E], "r", "\(number + 1)")
    if layout.axis == .columns { tag = Self.tag(tag, "spans", nil) }
    return tag
  }

  /// Some bytes with an attribute of their first tag set, or taken away.
  private static func tag(_ bytes: [UInt8], _ name: StaticString, _ value: String?) -> [UInt8] {
    guard let end = SheetSplicer.tagEnd(bytes, from: 0),
      let found = SheetSplicer.attributeRange(name, bytes, 0..<end)
    else { return bytes }
    guard let value else {
      return Array(bytes[..<found.whole.lowerBound]) + bytes[found.whole.upperBound...]
    }
    return Array(bytes[..<found.value.lowerBound]) + Array(value.utf8)
      + bytes[found.value.upperBound...]
  }

  /// A formula cell at its new place, without its old result: the next program computes it.
  private func moved(
    _ formula: FormulaCell,
    to place: CellReference,
    _ bytes: [UInt8],
    _ layout: LineLayout
  ) throws(Refusal) -> [UInt8] {
    let old = formula.cell.reference
    let standpoint = FormulaRewriter.Standpoint(
      source: layout.axis == .rows ? old.row : old.column,
      result: layout.axis == .rows ? place.row : place.column
    )
    let text = try rewritten(formula, standpoint: standpoint)
    let cell = formula.cell.bytes
    var own = Array(bytes[cell])
    if place == old, text == formula.text, formula.formula.type == nil { return own }
    let cells = formula.formula.cells.map { range in
      CellRange(
        place,
        CellReference(
          row: place.row + range.lowerRight.row - old.row,
          column: place.column + range.lowerRight.column - old.column
        )
      )
    }
    let element = try inputs(
      Self.element(formula.formula, text, own, cells: cells),
      formula,
      standpoint
    )
    if let result = formula.formula.result {
      own.removeSubrange(
        (result.lowerBound - cell.lowerBound)..<(result.upperBound - cell.lowerBound)
      )
    }
    let span = formula.formula.element
    own.replaceSubrange(
      (span.lowerBound - cell.lowerBound)..<(span.upperBound - cell.lowerBound),
      with: element
    )
    return Self.tag(Self.tag(own, "t", nil), "r", place.description)
  }

  /// The input cells of a data table, moved.
  private func inputs(
    _ element: [UInt8],
    _ formula: FormulaCell,
    _ standpoint: FormulaRewriter.Standpoint
  ) throws(Refusal) -> [UInt8] {
    guard formula.formula.type == "dataTable" else { return element }
    var result = element
    for name: StaticString in ["r1", "r2"] {
      guard let end = SheetSplicer.tagEnd(result, from: 0),
        let cell = SheetSplicer.attribute(name, result, 0..<end)
      else { continue }
      let place = "\(self.name)!\(formula.cell.reference)"
      let moved = try rewriter.rewritten(cell, owner: self.name, place: place, at: standpoint)
      guard Area(moved) != nil else { throw Refusal(.array, place) }
      result = Self.tag(result, name, moved)
    }
    return result
  }
}

extension FormulaRewriter {
  /// The formula as it must read, or a refusal that names its place.
  func rewritten(
    _ formula: String,
    owner: String,
    place: String,
    at standpoint: Standpoint? = nil,
    repeated: Repeated = .refused
  ) throws(Refusal) -> String {
    do throws(Obstacle) {
      return try rewrite(formula, owner: owner, at: standpoint, repeated: repeated)
    } catch {
      throw Refusal(error == .repeatedCell ? .repeatedCell : .throughSheets, "\(place): \(formula)")
    }
  }
}
