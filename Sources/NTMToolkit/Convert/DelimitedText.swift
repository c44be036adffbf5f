import CSV
package import Forms
import Tabular

/// A grid as delimited text, a row at a time.
package struct DelimitedText {
  private let texts: SheetTexts
  private let delimiter: Character
  private let width: Int

  /// With `padsRows` all rows get as many fields as the widest, as spreadsheet programs write them; a
  /// row of a CSV file that has too few or too many shows that only as long as it is left alone.
  package init(_ texts: SheetTexts, delimiter: Character, padsRows: Bool) {
    self.texts = texts
    self.delimiter = delimiter
    let widest = texts.grid.cells.lazy.filter { $0.kind != .empty }.map { Int($0.column) + 1 }.max()
    width = padsRows ? widest ?? 0 : 0
  }

  /// Hands over the rows with their line ends (RFC 4180).
  ///
  /// Rows without cells are blank lines, so that addresses keep their meaning.
  package func write(_ line: (String) -> Void) {
    let grid = texts.grid
    var next = 0
    for index in grid.rows.indices {
      let number = Int(grid.rows[index].number)
      while next < number {
        line("\r\n")
        next += 1
      }
      var fields: [String] = []
      for cell in grid.cells(ofRowAt: index) {
        while fields.count < Int(cell.column) { fields.append("") }
        fields.append(field(cell))
      }
      if !fields.isEmpty { while fields.count < width { fields.append("") } }
      line(fields.joined(separator: String(delimiter)) + "\r\n")
      next = number + 1
    }
  }

  /// A field as a spreadsheet program reads it back; only texts can be taken for formulas.
  private func field(_ cell: PackedCell) -> String {
    guard let shown = texts.display(cell) else { return "" }
    let isText = cell.kind == .sharedText || cell.kind == .localText
    return CSVField.quoted(shown, delimiter: delimiter, guardsFormulas: isText)
  }
}
