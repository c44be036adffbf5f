import Tabular

/// The formula element of a cell with its places in the part (ECMA-376 Part 1, 18.3.1.40).
struct CellFormula {
  /// `shared`, `array` or `dataTable`; `nil` for a plain formula.
  var type: String?
  /// The number of the group of a shared formula.
  var group: String?
  /// The cells that a shared formula, an array or a data table covers.
  var cells: CellRange?
  /// The formula as stored, with entities decoded; empty where a shared formula's first cell has it.
  var text: String
  /// The `f` element.
  var element: Range<Int>
  /// The opening tag without `>` or `/>`.
  var tag: Range<Int>
  /// The `v` element with the stored result.
  var result: Range<Int>?

  /// Finds the formula of a cell; `nil` where it has none.
  init?(_ bytes: [UInt8], in cell: Range<Int>) {
    guard let start = Self.start(bytes, from: cell.lowerBound, before: cell.upperBound),
      let end = SheetSplicer.tagEnd(bytes, from: start)
    else { return nil }
    let isEmpty = bytes[end - 1] == UInt8(ascii: "/")
    tag = start..<(isEmpty ? end - 1 : end)
    text = ""
    element = start..<(end + 1)
    if !isEmpty {
      guard let close = SheetSplicer.find("</f>", in: bytes, from: end, before: cell.upperBound)
      else { return nil }
      let stored = String(decoding: bytes[(end + 1)..<close], as: UTF8.self)
      text = XMLEntities.decode(stored) ?? stored
      element = start..<(close + 4)
    }
    type = SheetSplicer.attribute("t", bytes, start..<end)
    if type == "normal" { type = nil }
    group = SheetSplicer.attribute("si", bytes, start..<end)
    cells = SheetSplicer.attribute("ref", bytes, start..<end).flatMap { CellRange(a1: $0) }
    result = Self.result(bytes, from: element.upperBound, before: cell.upperBound)
  }

  /// Where an `f` element begins in a stretch of the part.
  static func start(_ bytes: [UInt8], from start: Int, before end: Int) -> Int? {
    var index = start
    while let found = SheetSplicer.find("<f", in: bytes, from: index, before: end) {
      if SheetSplicer.isElement("f", bytes, at: found) { return found }
      index = found + 2
    }
    return nil
  }

  /// Where a `v` element stands in a stretch of the part.
  static func result(_ bytes: [UInt8], from start: Int, before end: Int) -> Range<Int>? {
    guard let open = SheetSplicer.find("<v", in: bytes, from: start, before: end),
      SheetSplicer.isElement("v", bytes, at: open),
      let tagEnd = SheetSplicer.tagEnd(bytes, from: open)
    else { return nil }
    if bytes[tagEnd - 1] == UInt8(ascii: "/") { return open..<(tagEnd + 1) }
    guard let close = SheetSplicer.find("</v>", in: bytes, from: tagEnd, before: end) else {
      return nil
    }
    return open..<(close + 4)
  }
}

/// A cell with a formula, as a sheet has it.
struct FormulaCell {
  var cell: SheetSplicer.CellSpan
  var formula: CellFormula
  /// The formula as it reads in this cell; `nil` for a shared formula without its first cell.
  var text: String?
}

extension SheetSplicer {
  /// All formula cells, shared formulas as each cell reads them.
  func formulaCells() -> [FormulaCell] {
    var result: [FormulaCell] = []
    var masters: [String: (cell: CellReference, text: String)] = [:]
    for row in rows {
      for cell in row.cells where cell.hasFormula {
        guard let formula = CellFormula(bytes, in: cell.bytes) else { continue }
        if formula.type == "shared", !formula.text.isEmpty, let group = formula.group {
          masters[group] = (cell.reference, formula.text)
        }
        result.append(FormulaCell(cell: cell, formula: formula, text: formula.text))
      }
    }
    for index in result.indices where result[index].formula.type == "shared" {
      guard result[index].formula.text.isEmpty else { continue }
      let place = result[index].cell.reference
      result[index].text = result[index].formula.group.flatMap { masters[$0] }.map { master in
        FormulaShift.move(
          master.text,
          rows: place.row - master.cell.row,
          columns: place.column - master.cell.column
        )
      }
    }
    return result
  }

  /// The cells that are the results of one array formula or data table, by its first cell.
  static func arrays(_ formulas: [FormulaCell]) -> [(anchor: CellReference, cells: CellRange)] {
    formulas.compactMap { formula in
      guard formula.formula.type == "array" || formula.formula.type == "dataTable" else {
        return nil
      }
      let place = formula.cell.reference
      return (place, formula.formula.cells ?? CellRange(place, place))
    }
  }

  /// The part with each member of some shared formulas given a formula of its own.
  func expanding(_ groups: Set<String>, _ formulas: [FormulaCell]) -> [UInt8] {
    var result: [UInt8] = []
    var copied = 0
    for formula in formulas where formula.formula.group.map(groups.contains) ?? false {
      guard let text = formula.text else { continue }
      result += bytes[copied..<formula.formula.element.lowerBound]
      result += Array("<f>\(PartEditor.escaped(text))</f>".utf8)
      copied = formula.formula.element.upperBound
    }
    return result + bytes[copied...]
  }

  /// The stored results of the cells of some arrays that have no formula of their own.
  func results(in arrays: [CellRange]) -> [Range<Int>] {
    if arrays.isEmpty { return [] }
    return rows.flatMap(\.cells).filter { cell in
      !cell.hasFormula && arrays.contains { $0.contains(cell.reference) }
    }.compactMap {
      CellFormula.result(bytes, from: $0.bytes.lowerBound, before: $0.bytes.upperBound)
    }
  }

  /// The part without some stored results.
  func withoutResults(_ results: [Range<Int>]) -> [UInt8] {
    var result: [UInt8] = []
    var copied = 0
    for place in results.sorted(by: { $0.lowerBound < $1.lowerBound }) {
      result += bytes[copied..<place.lowerBound]
      copied = place.upperBound
    }
    return result + bytes[copied...]
  }
}
