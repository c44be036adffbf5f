import Tabular

/// Moves the relative references of a formula, as members of a shared formula need it.
enum FormulaShift {
  /// The formula as it reads in a cell so many rows below and columns to the right.
  static func move(_ formula: String, rows: Int, columns: Int) -> String {
    FormulaReferences(formula).replacing { reference in
      var texts: [String] = []
      for corner in [reference.first, reference.second] {
        guard let corner else { continue }
        guard let moved = moved(corner, rows, columns) else { return "#REF!" }
        texts.append(moved.text)
      }
      return texts.joined(separator: ":")
    }
  }

  /// A corner moved; `nil` where it leaves the sheet.
  private static func moved(
    _ corner: FormulaReferences.Corner,
    _ rows: Int,
    _ columns: Int
  ) -> FormulaReferences.Corner? {
    var result = corner
    if let row = corner.row, !corner.hasFixedRow {
      guard (0..<SheetBounds.rows).contains(row + rows) else { return nil }
      result.row = row + rows
    }
    if let column = corner.column, !corner.hasFixedColumn {
      guard (0..<SheetBounds.columns).contains(column + columns) else { return nil }
      result.column = column + columns
    }
    return result
  }
}
