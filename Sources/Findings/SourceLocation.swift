public import Tabular

/// Where something stands: a file, and in it a sheet, a range of cells or a line.
public struct SourceLocation: Hashable, Sendable {
  /// The file as it was named by the caller; for a cell found in a folder, the path from there.
  public var file: String
  /// The sheet's name.
  public var sheet: String?
  /// The cell or range; `nil` for the whole sheet or file.
  public var range: CellRange?
  /// The one-based physical line of a text file (CSV, definitions).
  public var line: Int?
  /// The one-based column in that line.
  public var column: Int?
  /// The offset in a text file, from 0, where a byte is what matters.
  public var byte: Int?

  /// Creates a location.
  public init(
    file: String,
    sheet: String? = nil,
    range: CellRange? = nil,
    line: Int? = nil,
    column: Int? = nil,
    byte: Int? = nil
  ) {
    self.byte = byte
    self.file = file
    self.sheet = sheet
    self.range = range
    self.line = line
    self.column = column
  }

  /// The location of one cell.
  public init(file: String, sheet: String?, cell: CellReference, line: Int? = nil) {
    self.init(file: file, sheet: sheet, range: CellRange(cell, cell), line: line)
  }

  /// The single cell, where the location is one.
  public var cell: CellReference? {
    guard let range, range.upperLeft == range.lowerRight else { return nil }
    return range.upperLeft
  }
}
