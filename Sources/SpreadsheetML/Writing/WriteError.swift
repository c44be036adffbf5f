package import Tabular

/// Why a workbook could not be written; what stands at its path then is no workbook.
package enum WriteError: Error, Hashable, Sendable {
  /// The system refused: the number of its error, such as that of a full disk.
  case cannotWrite(code: Int32)
  /// A cell, row or text beyond what a workbook holds, at this cell.
  case limit(Limit, at: CellReference)
  /// A sheet name that spreadsheet programs refuse.
  case sheetName(String, SheetNameFault)
  /// A row or cell that comes before one that is already written.
  case outOfOrder(CellReference)
  /// A sheet, row or cell where none can be now, such as a cell outside a sheet.
  case misplaced

  /// The limits of Excel's specification that a writer can run into.
  package enum Limit: String, Hashable, Sendable {
    /// 1,048,576 rows a sheet.
    case rows
    /// 16,384 columns a sheet.
    case columns
    /// 32,767 UTF-16 units a cell.
    case text
    /// 8,192 characters a formula.
    case formula
    /// 65,530 links a sheet.
    case links
    /// 65,490 formats a workbook.
    case formats
  }
}
