import Tabular
import Testing

@testable import SpreadsheetML

/// Rows one at a time: the same by both readers, with any window, and no further than asked for.
@Suite struct RowStreamTests {
  private static let chunks = [64, 509, 256 << 10]

  private func path(_ name: String) -> String {
    SheetScannerTests.root + "/fixtures/reading/" + name
  }

  /// A row as text: number, marks, cells.
  private func line(_ rows: borrowing RowStream) -> String {
    let row = rows.row
    let formulas = Dictionary(row.formulas.map { ($0.index, $0.text) }, uniquingKeysWith: { $1 })
    let cells = row.cells.enumerated().map { index, cell in
      let name = CellReference.columnName(Int(cell.column))
      let value =
        rows.text(of: cell)
        ?? (cell.kind == .number || cell.kind == .date ? "\(cell.number)" : "\(cell.kind)")
      return "\(name)=\(value)" + (formulas[index].map { "[\($0)]" } ?? "")
    }
    let marks = (row.isHidden ? "h" : "") + (row.isOutOfOrder ? "<" : "")
    return "\(row.number + 1)\(marks): " + cells.joined(separator: " ")
  }

  private func lines(
    _ name: String,
    _ options: ReadingOptions = ReadingOptions(),
    path way: Workbook.ReadingPath = .fastest,
    chunk: Int = 256 << 10,
    first count: Int = Int.max
  ) throws -> [String] {
    let workbook = try Workbook.open(path: path(name))
    var rows = try workbook.rows(sheetAt: 0, options: options, path: way, chunk: chunk)
    var result: [String] = []
    while result.count < count, try rows.next() { result.append(line(rows)) }
    return result
  }

  /// Holds both readers and all windows to the same rows, and answers them.
  private func agreed(_ name: String, _ options: ReadingOptions = ReadingOptions()) throws
    -> [String]
  {
    let reference = try lines(name, options, path: .reference)
    for chunk in Self.chunks {
      #expect(try lines(name, options, chunk: chunk) == reference, "\(name), chunk \(chunk)")
    }
    return reference
  }

  @Test func `every row comes with its values typed`() throws {
    let rows = try agreed("plain-rows.xlsx")
    #expect(rows.count == 40)
    #expect(rows[1] == "2: A=Thôn 2 B=20.0 C=ghi chú 2 D=45002.0")
  }

  /// Speed rests on this: what programs usually write must not be left to libxml2.
  @Test(arguments: [
    "reading/plain-rows.xlsx", "reading/formulas.xlsx", "binh-luong/thon-lang-mai.xlsx",
    "compatibility/D12-every-type.xlsx", "compatibility/D13-shared-texts-without-runs.xlsx",
    "compatibility/C07-single-quotes.xlsx", "compatibility/C07-utf8-with-byte-order-mark.xlsx",
  ])
  func `plain parts are read by the scanner alone`(name: String) throws {
    let workbook = try Workbook.open(path: SheetScannerTests.root + "/fixtures/" + name)
    for index in workbook.sheets.indices {
      var rows = try workbook.rows(sheetAt: index)
      while try rows.next() {}
      let isHandedOver = rows.isHandedOver
      #expect(!isHandedOver, "\(name), sheet \(index)")
    }
    let isRich = name.contains("single-quotes") || name.contains("without-runs")
    #expect(workbook.sharedStrings.isHandedOver == isRich)
  }

  @Test func `rows go on where libxml2 takes over in the middle`() throws {
    let rows = try agreed("comment-between-rows.xlsx")
    #expect(rows == (try lines("plain-rows.xlsx")))
  }

  @Test func `rows out of order come as they stand in the file, and say so`() throws {
    #expect(
      try agreed("rows-out-of-order.xlsx") == [
        "2: A=2.0 B=hai", "5: A=5.0", "3<: A=ba C=33.0", "5<: A=55.0 B=56.0", "7: A=7.0",
      ]
    )
    let workbook = try Workbook.open(path: path("rows-out-of-order.xlsx"))
    let grid = try workbook.readGrid(sheetAt: 0)
    #expect(grid.rows.map(\.number) == [1, 2, 4, 6])
    // Of two cells at one address the later counts, in the grid as in a row.
    #expect(grid[CellReference(row: 4, column: 0)]?.number == 55)
    #expect(grid[CellReference(row: 2, column: 0)].flatMap { grid.text(of: $0) } == "ba")
  }

  @Test func `cells out of order are sorted, and a cell that names another row stands there`()
    throws
  {
    #expect(
      try agreed("cells-out-of-order.xlsx") == [
        "2: A=1.0 C=33.0", "4: A=4.0", "6: B=66.0 C=67.0", "7: A=7.0",
      ]
    )
  }

  @Test func `only wanted columns come, and rows without any are passed over`() throws {
    let some = ReadingOptions(columns: [1, 3, -1, 99_999])
    #expect(try agreed("plain-rows.xlsx", some)[4] == "5: B=50.0 D=45005.0")
    #expect(
      try agreed("rows-out-of-order.xlsx", ReadingOptions(columns: [1])) == [
        "2: B=hai", "5: B=56.0",
      ]
    )
  }

  @Test func `formulas come at their place, or not at all`() throws {
    #expect(
      try agreed("formulas.xlsx") == [
        "1: A=5.0[SUM(B1:C1)] B=10.0[A1*2] C=missingResult[1/0]", "2: A=4.0 B=8.0[A2*2]",
        "3: B=6.0[A3*2] C=#DIV/0! D=boolean",
      ]
    )
    // The shared formula's first cell stands in a column that is not wanted.
    #expect(
      try agreed("formulas.xlsx", ReadingOptions(columns: [0, 3], formulas: false))[0] == "1: A=5.0"
    )
  }

  @Test func `an index beyond the shared texts is marked`() throws {
    #expect(try agreed("unknown-text-index.xlsx") == ["1: A=hai", "2: A=badTextIndex B=một"])
  }

  @Test(arguments: [Workbook.ReadingPath.fastest, .reference])
  func `merges and filters are known after the last row`(way: Workbook.ReadingPath) throws {
    let workbook = try Workbook.open(path: path("filter-and-merges-after-rows.xlsx"))
    var rows = try workbook.rows(sheetAt: 0, path: way)
    #expect(try rows.next())
    let (before, isEarly) = (rows.frame, rows.isAtEnd)
    #expect(before.hiddenColumns == [1...2])
    #expect(before.merges.isEmpty)
    #expect(!isEarly)
    while try rows.next() {}
    let (after, isLate) = (rows.frame, rows.isAtEnd)
    #expect(isLate)
    #expect(after.merges.map(\.description) == ["A1:B1", "C1:C3"])
    #expect(after.filteredRows == 0...4)
    let grid = try workbook.readGrid(sheetAt: 0)
    #expect(grid.rows.map(\.isFilteredOut) == [false, true, false])
    #expect(grid.rows.map(\.isHidden) == [false, false, true])
  }

  @Test(arguments: ["damaged-after-rows.xlsx", "wrong-checksum-of-sheet.xlsx"])
  func `damage behind the rows that were asked for is met by who reads on`(name: String) throws {
    let first = try lines(name, chunk: 64, first: 5)
    #expect(first == (try lines("plain-rows.xlsx", first: 5)))
    #expect(throws: XMLError.self) { try lines(name, chunk: 64) }
    #expect(throws: XMLError.self) { try Workbook.open(path: path(name)).readGrid(sheetAt: 0) }
  }

  @Test func `the texts are only read for columns that have some`() throws {
    // The shared texts are damaged; the number column does not need them.
    #expect(throws: XMLError.self) { try lines("wrong-checksum-of-texts.xlsx") }
    let numbers = ReadingOptions(columns: [1])
    #expect(try lines("wrong-checksum-of-texts.xlsx", numbers).count == 40)
  }

  @Test func `the limit of cells holds while rows come`() throws {
    var limits = Limits()
    limits.cells = 10
    let workbook = try Workbook.open(path: path("plain-rows.xlsx"), limits: limits)
    for way in [Workbook.ReadingPath.fastest, .reference] {
      var rows = try workbook.rows(sheetAt: 0, path: way)
      #expect(try rows.next())
      let error = #expect(throws: XMLError.self) { while try rows.next() {} }
      #expect(error?.code == .container(ContainerError(.limitExceeded, limit: .cells)))
    }
  }
}
