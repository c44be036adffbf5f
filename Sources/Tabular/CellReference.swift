/// The address of one cell, zero-based inside and in A1 notation outside.
public struct CellReference: Hashable, Comparable, Sendable {
  /// The zero-based row; row 0 is shown as 1.
  public var row: Int
  /// The zero-based column; column 0 is shown as A.
  public var column: Int

  /// Creates an address from a zero-based row and column.
  public init(row: Int, column: Int) {
    self.row = row
    self.column = column
  }

  /// Reads A1 notation, in either case and with optional `$` signs; `nil` for anything else.
  ///
  /// Bounds are those of ECMA-376 Part 1, 18.3.1.73: 1,048,576 rows and 16,384 columns.
  public init?(a1 text: some StringProtocol) {
    var column = 0
    var row = 0
    var digits = 0
    var letters = 0
    for byte in text.utf8 {
      switch byte {
      case UInt8(ascii: "$"):
        continue
      case UInt8(ascii: "A")...UInt8(ascii: "Z"), UInt8(ascii: "a")...UInt8(ascii: "z"):
        guard digits == 0, letters < 3 else { return nil }
        letters += 1
        column = column * 26 + Int(byte & 0x1F)
      case UInt8(ascii: "0")...UInt8(ascii: "9"):
        guard letters > 0, digits < 7 else { return nil }
        digits += 1
        row = row * 10 + Int(byte - UInt8(ascii: "0"))
      default:
        return nil
      }
    }
    guard digits > 0, row >= 1, row <= SheetBounds.rows, column <= SheetBounds.columns else {
      return nil
    }
    self.init(row: row - 1, column: column - 1)
  }

  /// Orders addresses row by row, then by column.
  public static func < (left: Self, right: Self) -> Bool {
    (left.row, left.column) < (right.row, right.column)
  }
}

extension CellReference: CustomStringConvertible {
  /// The letters of a zero-based column: 0 is `A`, 26 is `AA`.
  public static func columnName(_ column: Int) -> String {
    if (0..<26).contains(column) { return String(UnicodeScalar(0x41 + UInt8(column))) }
    var letters: [UInt8] = []
    var rest = column
    while rest >= 0 {
      letters.append(UInt8(ascii: "A") + UInt8(rest % 26))
      rest = rest / 26 - 1
    }
    return String(decoding: letters.reversed(), as: UTF8.self)
  }

  /// A1 notation without `$` signs, such as `B5`.
  public var description: String { Self.columnName(column) + String(row + 1) }
}

/// The size of a worksheet, as ECMA-376 and every spreadsheet program have it.
public enum SheetBounds {
  /// The number of rows a sheet can hold.
  public static let rows = 1_048_576
  /// The number of columns a sheet can hold.
  public static let columns = 16_384
}
