import Tabular

/// Finds the formulas whose stored results no longer hold after an edit.
///
/// The rule: a formula that could read an edited or moved cell, directly or through other formulas,
/// loses its stored result, and the workbook asks to be computed when it is opened. A formula that
/// reads a defined name, a table or a computed address could read any cell. A program that does not
/// compute then shows no number rather than an old one.
struct StaleResults {
  /// Cells that changed on one sheet; wider than the truth where that is simpler.
  private struct Changes {
    /// From the first to the last changed row, by column.
    var rows: [Int: ClosedRange<Int>] = [:]
    /// Everything from a line on.
    var from: (line: Int, axis: LineLayout.Axis)?

    mutating func insert(_ cell: CellReference) {
      let old = rows[cell.column] ?? cell.row...cell.row
      rows[cell.column] = min(old.lowerBound, cell.row)...max(old.upperBound, cell.row)
    }

    func overlaps(_ reference: FormulaReferences.Reference) -> Bool {
      let rows = Self.range(reference.first.row, reference.second?.row, SheetBounds.rows)
      let columns = Self.range(
        reference.first.column,
        reference.second?.column,
        SheetBounds.columns
      )
      if let from, (from.axis == .rows ? rows : columns).upperBound >= from.line { return true }
      if columns.count <= self.rows.count {
        return columns.contains { self.rows[$0]?.overlaps(rows) ?? false }
      }
      return self.rows.contains { columns.contains($0.key) && $0.value.overlaps(rows) }
    }

    private static func range(_ first: Int?, _ second: Int?, _ limit: Int) -> ClosedRange<Int> {
      guard let first else { return 0...(limit - 1) }
      let second = second ?? first
      return min(first, second)...max(first, second)
    }
  }

  private struct Formula {
    var sheet: String
    var cell: CellReference
    var cells: CellRange?
    var references: FormulaReferences
    var result: Range<Int>?
    var type: String?
    var isStale = false
  }

  private var changes: [String: Changes] = [:]
  private var formulas: [Formula] = []
  private let order: [String]

  /// `sheets` are the names of all sheets in their order.
  init(sheets: [String]) { order = sheets.map(FormulaRewriter.folded) }

  /// Whether anything changed that a formula could read.
  var isEmpty: Bool { changes.isEmpty }

  mutating func edited(_ cells: [CellReference], on sheet: String) {
    for cell in cells { changes[FormulaRewriter.folded(sheet), default: Changes()].insert(cell) }
  }

  mutating func moved(_ layout: LineLayout, on sheet: String) {
    changes[FormulaRewriter.folded(sheet), default: Changes()].from =
      (layout.firstChange, layout.axis)
  }

  /// Takes up the formulas of a sheet.
  mutating func add(_ cells: [FormulaCell], on sheet: String) {
    for cell in cells {
      formulas.append(
        Formula(
          sheet: FormulaRewriter.folded(sheet),
          cell: cell.cell.reference,
          cells: cell.formula.type == "shared" ? nil : cell.formula.cells,
          references: FormulaReferences(cell.text ?? ""),
          result: cell.formula.result,
          type: cell.text == nil ? "unknown" : cell.formula.type
        )
      )
    }
  }

  /// Follows the changes through the formulas; `true` where any is concerned, or has no result.
  mutating func follow() -> Bool {
    // Each turn goes through all formulas in their order; honest sheets need a few.
    for _ in 0..<64 {
      var isFound = false
      for index in formulas.indices where !formulas[index].isStale && reads(formulas[index]) {
        mark(index)
        isFound = true
      }
      if !isFound { return formulas.contains { $0.isStale || $0.result == nil } }
    }
    for index in formulas.indices { formulas[index].isStale = true }
    return true
  }

  private mutating func mark(_ index: Int) {
    formulas[index].isStale = true
    let formula = formulas[index]
    let corners = formula.cells.map { [$0.upperLeft, $0.lowerRight] } ?? [formula.cell]
    guard let first = corners.first, let last = corners.last else { return }
    var changes = self.changes[formula.sheet] ?? Changes()
    for column in first.column...max(first.column, last.column) {
      changes.insert(CellReference(row: first.row, column: column))
      changes.insert(CellReference(row: last.row, column: column))
    }
    self.changes[formula.sheet] = changes
  }

  private func reads(_ formula: Formula) -> Bool {
    if formula.references.readsNames || formula.type == "dataTable" || formula.type == "unknown" {
      return true
    }
    // Functions that work out which cells they read.
    let indirect: Set = ["INDIRECT", "OFFSET"]
    if formula.references.calls.contains(where: { indirect.contains($0.uppercased()) }) {
      return true
    }
    return formula.references.references.contains { reference in
      switch reference.sheet {
      case .otherWorkbook: return false
      case .own: return changes[formula.sheet]?.overlaps(reference) ?? false
      case .named(let name):
        return changes[FormulaRewriter.folded(name)]?.overlaps(reference) ?? false
      case .span(let first, let last):
        return sheets(first, last).contains { changes[$0]?.overlaps(reference) ?? false }
      }
    }
  }

  private func sheets(_ first: String, _ last: String) -> ArraySlice<String> {
    guard let start = order.firstIndex(of: FormulaRewriter.folded(first)),
      let end = order.firstIndex(of: FormulaRewriter.folded(last))
    else { return order[...] }
    return order[min(start, end)...max(start, end)]
  }

  /// The places of the stored results of a sheet that no longer hold.
  func results(on sheet: String) -> [Range<Int>] {
    let sheet = FormulaRewriter.folded(sheet)
    return formulas.filter { $0.isStale && $0.sheet == sheet }.compactMap(\.result)
  }

  /// The cells of arrays and data tables that no longer hold; all but the first of each have a result and
  /// no formula.
  func arrays(on sheet: String) -> [CellRange] {
    let sheet = FormulaRewriter.folded(sheet)
    return formulas.filter { $0.isStale && $0.sheet == sheet }.compactMap(\.cells)
  }
}
