import Tabular
import Testing

@testable import SpreadsheetML

/// What nobody sees in a sheet: fonts in the colour of the ground, rows and columns without height or width.
@Suite struct UnseenCellTests {
  @Test func `fonts in the colour of their fill leave nothing to be seen`() throws {
    let path = SheetScannerTests.root + "/fixtures/reading/unseen-cells.xlsx"
    for way in [Workbook.ReadingPath.fastest, .reference] {
      let grid = try Workbook.open(path: path).readGrid(sheetAt: 0, path: way)
      let unseen = grid.cells.filter { grid.styles[Int($0.style)].isInvisible }.map(\.number)
      #expect(unseen == [1, 2, 3, 4, 6, 8, 9])
      #expect(grid.rows.filter(\.isHidden).map { Int($0.number) + 1 } == [20])
      #expect(grid.isColumnHidden(3) && !grid.isColumnHidden(0))
    }
  }

  @Test func `blanks with a fill are told apart from blanks`() throws {
    let path = SheetScannerTests.root + "/fixtures/reading/coloured-blanks.xlsx"
    for way in [Workbook.ReadingPath.fastest, .reference] {
      let grid = try Workbook.open(path: path).readGrid(sheetAt: 0, path: way)
      #expect(grid.filledBlanks.map(\.description).sorted() == ["B1", "B3"])
      #expect(grid.cells.map(\.number) == [1, 2, 3])
    }
  }
}
