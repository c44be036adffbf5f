package import Findings
import Reporting
import Tabular

/// The cells of a file as JSON Lines, in row-major order.
package enum CellListing {
  /// Gives the line of every cell, of all sheets or of those of one name, and answers what is to be said of
  /// them.
  ///
  /// All sheets are read through before the first line is given, so that a damaged file gives none; then
  /// memory does not grow with the number of rows, unless a file does not keep them in order.
  package static func write(
    _ reader: SpreadsheetReader,
    sheet: String? = nil,
    to line: (String) -> Void
  ) throws(ReadingError) -> [Finding] {
    let wanted = reader.sheets.indices.filter { sheet == nil || reader.sheets[$0].name == sheet }
    var isInOrder: [Bool] = []
    for index in wanted { isInOrder.append(try reader.check(sheetAt: index)) }
    var findings = sheet == nil ? reader.skippedSheets : []
    for (index, isInOrder) in zip(wanted, isInOrder) {
      let rows = try isInOrder ? reader.rows(sheetAt: index) : reader.sortedRows(sheetAt: index)
      while let row = try rows.next() {
        for cell in row.cells { line(CellLine.json(cell, sheet: rows.sheet)) }
      }
      findings += rows.findings
    }
    return reader.textFindings + findings
  }
}

/// One cell as a line of JSON.
enum CellLine {
  static func json(_ cell: SheetCell, sheet: String) -> String {
    let (type, value) = typed(cell.value)
    return JSONText.object([
      ("sheet", .text(sheet)),
      ("cell", .text(cell.address)),
      ("type", .text(type)),
      ("value", value),
      ("formula", cell.formula.map { .text($0) }),
      ("format", cell.format.map { .text($0) }),
      ("hidden", cell.isHidden ? .flag(true) : nil),
    ]).line
  }

  private static func typed(_ value: SheetValue) -> (String, JSONText) {
    switch value {
    case .text(let text): ("text", .text(text))
    case .number(let number): ("number", .double(number))
    case .date(let text): ("date", .text(text))
    case .boolean(let isTrue): ("boolean", .flag(isTrue))
    case .error(let text): ("error", .text(text))
    // A formula without a stored result has no value; it is shown as an error that says so.
    case .missingResult: ("error", .text("#MISSING!"))
    }
  }
}
