import Tabular

/// Moves the relative references of a formula, as members of a shared formula need it.
enum FormulaShift {
  /// The formula as it reads in a cell so many rows below and columns to the right.
  static func move(_ formula: String, rows: Int, columns: Int) -> String {
    let bytes = Array(formula.utf8)
    var result: [UInt8] = []
    var index = 0
    while index < bytes.count {
      let byte = bytes[index]
      if byte == UInt8(ascii: "\"") || byte == UInt8(ascii: "'") {
        let end = endOfQuoted(bytes, from: index)
        result.append(contentsOf: bytes[index..<end])
        index = end
      } else if isNamePart(byte) || byte == UInt8(ascii: "$") {
        var end = index
        while end < bytes.count, isNamePart(bytes[end]) || bytes[end] == UInt8(ascii: "$") {
          end += 1
        }
        let word = bytes[index..<end]
        let isCall =
          end < bytes.count && (bytes[end] == UInt8(ascii: "(") || bytes[end] == UInt8(ascii: "!"))
        result.append(contentsOf: isCall ? Array(word) : moved(word, rows: rows, columns: columns))
        index = end
      } else {
        result.append(byte)
        index += 1
      }
    }
    return String(decoding: result, as: UTF8.self)
  }

  private static func isNamePart(_ byte: UInt8) -> Bool {
    switch byte {
    case UInt8(ascii: "A")...UInt8(ascii: "Z"), UInt8(ascii: "a")...UInt8(ascii: "z"),
      UInt8(ascii: "0")...UInt8(ascii: "9"), UInt8(ascii: "_"), UInt8(ascii: "."), 0x80...0xFF:
      true
    default: false
    }
  }

  private static func endOfQuoted(_ bytes: [UInt8], from start: Int) -> Int {
    var index = start + 1
    while index < bytes.count {
      if bytes[index] == bytes[start] {
        guard index + 1 < bytes.count, bytes[index + 1] == bytes[start] else { return index + 1 }
        index += 1
      }
      index += 1
    }
    return bytes.count
  }

  /// Moves one word if it is a cell reference; every other word stays.
  private static func moved(_ word: ArraySlice<UInt8>, rows: Int, columns: Int) -> [UInt8] {
    let text = String(decoding: word, as: UTF8.self)
    guard let reference = CellReference(a1: text), !text.contains(".") else { return Array(word) }
    let dollar = UInt8(ascii: "$")
    let fixedColumn = word.first == dollar
    let fixedRow = word.dropFirst().contains(dollar)
    let row = fixedRow ? reference.row : reference.row + rows
    let column = fixedColumn ? reference.column : reference.column + columns
    guard (0..<SheetBounds.rows).contains(row), (0..<SheetBounds.columns).contains(column) else {
      return Array("#REF!".utf8)
    }
    let name = CellReference.columnName(column)
    return Array("\(fixedColumn ? "$" : "")\(name)\(fixedRow ? "$" : "")\(row + 1)".utf8)
  }
}
