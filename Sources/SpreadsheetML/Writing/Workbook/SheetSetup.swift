import Tabular

/// What is known of a new sheet before its rows.
package struct SheetSetup: Sendable {
  /// The name, which has to keep the rules of ``SheetName``.
  package var name: String
  /// Widths in characters of the default font, from the first column on; `nil` for the program's own.
  package var columnWidths: [Double?] = []
  /// Rows that stay while the rest scrolls.
  package var frozenRows = 0
  /// The rows that every printed page repeats; `nil` for those that stay.
  package var repeatedRows: ClosedRange<Int>?
  /// Columns that stay while the rest scrolls.
  package var frozenColumns = 0
  /// How many columns are printed, from the first on; `nil` for all.
  package var printedColumns: Int?
  package var isHidden = false
  /// The paper of its pages.
  package enum Paper: Int, Sendable {
    case a3 = 8
    case a4 = 9
  }
  package var paper = Paper.a4
  /// Landscape; portrait otherwise.
  ///
  /// All columns are fitted to the width of a page.
  package var isLandscape = true
  /// Whether pages carry their number and the number of pages.
  package var hasPageNumbers = false

  package init(name: String) { self.name = name }

  /// The part up to where the rows begin; elements in the order of ECMA-376 Part 1, 18.3.1.99.
  func xml(isFirst: Bool) -> String {
    let main = "http://schemas.openxmlformats.org/spreadsheetml/2006/main"
    let office = "http://schemas.openxmlformats.org/officeDocument/2006/relationships"
    var text = "<worksheet xmlns=\"\(main)\" xmlns:r=\"\(office)\">"
    text += "<sheetPr><pageSetUpPr fitToPage=\"1\"/></sheetPr>"
    text += "<sheetViews><sheetView\(isFirst ? " tabSelected=\"1\"" : "") workbookViewId=\"0\""
    text += frozenRows > 0 || frozenColumns > 0 ? ">\(pane)</sheetView>" : "/>"
    text += "</sheetViews><sheetFormatPr defaultRowHeight=\"15.75\"/>"
    if columnWidths.contains(where: { $0 != nil }) {
      text += "<cols>"
      for (index, width) in columnWidths.enumerated() {
        guard let width else { continue }
        text +=
          "<col min=\"\(index + 1)\" max=\"\(index + 1)\" width=\"\(width)\" customWidth=\"1\"/>"
      }
      text += "</cols>"
    }
    return text + "<sheetData>"
  }

  private var pane: String {
    let corner = CellReference(row: frozenRows, column: frozenColumns)
    var text = "<pane"
    if frozenColumns > 0 { text += " xSplit=\"\(frozenColumns)\"" }
    if frozenRows > 0 { text += " ySplit=\"\(frozenRows)\"" }
    let active =
      frozenColumns == 0 ? "bottomLeft" : frozenRows == 0 ? "topRight" : "bottomRight"
    text += " topLeftCell=\"\(corner)\" activePane=\"\(active)\" state=\"frozen\"/>"
    return text + "<selection pane=\"\(active)\"/>"
  }
}
