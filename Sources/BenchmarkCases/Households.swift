#if canImport(Glibc)
  import Glibc
#else
  import Darwin
#endif
import SpreadsheetML

/// A sheet of households of any size, the same that the peers' programs write.
package enum Households {
  /// A sequence of numbers that the peers' programs make in the same way.
  private struct Numbers {
    private var state: UInt64 = 42

    mutating func next(below limit: UInt64) -> Int {
      state = state &* 6_364_136_223_846_793_005 &+ 1_442_695_040_888_963_407
      return Int((state >> 33) % limit)
    }
  }

  /// Writes a sheet of households of so many rows and columns; gives the number of cells.
  package static func write(rows: Int, columns: Int, to path: String) throws -> Int {
    unlink(path)
    var output = try WorkbookOutput(path: path)
    let day = try output.style(CellFormat().with { $0.numberFormat = "dd/mm/yyyy" })
    try output.beginSheet(SheetSetup(name: "Hộ"))
    var numbers = Numbers()
    for row in 0..<rows {
      try output.nextRow()
      for column in 0..<columns { try cell(column % 14, row, day, &numbers, &output) }
    }
    try output.endSheet()
    try output.finish()
    return rows * columns
  }

  private static func cell(
    _ kind: Int,
    _ row: Int,
    _ day: StyleIndex,
    _ numbers: inout Numbers,
    _ output: inout WorkbookOutput
  ) throws {
    switch kind {
    case 0: try output.integer(row)
    case 1: try output.text("Lê Văn \(row)")
    case 2: try output.text(numbers.next(below: 2) == 0 ? "Làng Mài" : "Quang Trung")
    case 3: try output.text(numbers.next(below: 2) == 0 ? "Thái" : "Kinh")
    case 4: try output.integer(numbers.next(below: 8) + 1)
    case 5: try output.integer(numbers.next(below: 5))
    case 6: try output.integer(numbers.next(below: 6))
    case 7: try output.integer(numbers.next(below: 4))
    case 8: try output.number(Double(numbers.next(below: 39_000_000)) / 100)
    case 9: try output.text(numbers.next(below: 2) == 0 ? "Kiên cố" : "Bán kiên cố")
    case 10: try output.number(Double(200 + numbers.next(below: 2_800)) / 10)
    case 11: try output.date(serial: Double(45_658 + numbers.next(below: 300)), day)
    case 12: try output.text("x")
    default: try output.text("TH-\(row)")
    }
  }
}
