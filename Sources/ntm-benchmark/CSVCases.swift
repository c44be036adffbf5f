import CSV
import NTMToolkit
import Tabular
import VietnameseText

/// Reading a CSV file through the public streaming API.
enum CSVCases {
  /// Every field as a slice of bytes, with its quotes and escapes resolved; no `String` is made.
  static func slices(_ file: String) throws -> Int {
    let rows = try SpreadsheetReader(path: file).fieldRows()
    var (fields, bytes) = (0, 0)
    while try rows.next({ row in
      fields += row.count
      for index in 0..<row.count { bytes += row.withBytes(ofField: index) { $0.count } }
    }) {}
    // What was summed is used, so that no reading can be left out.
    return bytes >= 0 ? fields : 0
  }

  /// Every column typed by its first rows: whole numbers, exact decimals, days, marks, texts by place.
  static func columns(_ file: String) throws -> Int {
    let kinds = try self.kinds(file)
    let batches = try SpreadsheetReader(path: file).columns(kinds, fromRow: 2)
    var (fields, sum) = (0, 0)
    while let batch = try batches.next() {
      fields += batch.count * batch.columns.count
      for column in batch.columns {
        switch column.kind {
        case .integer: for value in column.integers { sum &+= Int(value) }
        case .decimal: for value in column.decimals { sum &+= Int(value.significand) }
        case .date: for value in column.days { sum &+= Int(value) }
        case .mark: for value in column.marks where value { sum &+= 1 }
        case .text: for row in 0..<batch.count { sum &+= column.textLength(at: row) }
        }
      }
    }
    return sum != 0 ? fields : 0
  }

  /// The kind of each column that the first rows agree on; the row of headings does not count.
  private static func kinds(_ file: String) throws -> [(String, ColumnKind)] {
    var samples: [[String]] = []
    let rows = try SpreadsheetReader(path: file).fieldRows()
    while samples.count < 500,
      try rows.next({ row in
        samples.append((0..<row.count).map { row.text(ofField: $0) ?? "" })
      })
    {}
    let width = samples.first?.count ?? 0
    return (0..<width).map { column in
      let texts = samples.dropFirst().compactMap { column < $0.count ? $0[column] : nil }
        .filter { !$0.isEmpty }
      return (letters(column), kind(texts))
    }
  }

  private static func letters(_ column: Int) -> String {
    let last = String(UnicodeScalar(UInt8(ascii: "A") + UInt8(column % 26)))
    return column < 26 ? last : letters(column / 26 - 1) + last
  }

  private static func kind(_ texts: [String]) -> ColumnKind {
    if texts.isEmpty { return .text }
    if texts.allSatisfy({ Int($0) != nil }) { return .integer }
    if texts.allSatisfy({ Double($0) != nil }) { return .decimal }
    if texts.allSatisfy({ $0.count == 10 && $0.split(separator: "/").count == 3 }) {
      return .date(.dayFirst)
    }
    return texts.allSatisfy { $0 == "x" } ? .mark(yes: ["x"]) : .text
  }

  /// The file as a grid of texts in memory, as surveys are read.
  static func grid(_ file: String) throws -> Int {
    try DelimitedFile(DelimitedInput(.file(path: file)), name: file).grid.cells.count
  }
}
