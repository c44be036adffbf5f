import Tabular
import Testing

@testable import SpreadsheetML

/// Which hidden rows a filter hides, and which somebody hid by hand.
@Suite struct FilteredRowsTests {
  @Test(arguments: [
    ("D17-rows-hidden-by-a-filter", [2], [Int]()),
    ("D17-rows-hidden-by-the-filter-of-a-table", [2], [9]),
    ("D17-rows-hidden-by-an-advanced-filter", [2], [9]),
    ("D17-filter-of-a-saved-view", [], [2, 9]),
    ("D17-filter-in-force-and-another-in-a-saved-view", [2], [9]),
    ("D17-hidden-rows-and-columns", [], [2, 3]),
  ])
  func `rows of a filter are told from rows hidden by hand`(
    name: String,
    filtered: [Int],
    byHand: [Int]
  ) throws {
    let path = SheetScannerTests.root + "/fixtures/compatibility/\(name).xlsx"
    for way in [Workbook.ReadingPath.fastest, .reference] {
      let grid = try Workbook.open(path: path).readGrid(sheetAt: 0, path: way)
      #expect(grid.rows.filter(\.isFilteredOut).map { Int($0.number) + 1 } == filtered)
      #expect(grid.rows.filter(\.isHidden).map { Int($0.number) + 1 } == byHand)
    }
  }
}
