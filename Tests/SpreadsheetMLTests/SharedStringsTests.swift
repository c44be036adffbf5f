import Tabular
import Testing

@testable import SpreadsheetML

struct SharedStringsTests {
  private static let expected = [
    "Lê Văn An", " blanks ", "Ủy ban nhân dân", "課", "", "", "a\rb_x0041__xZZZZ_", "<Hộ> & ộ",
  ]

  private func table(_ path: Workbook.ReadingPath) throws -> SharedStrings {
    let root = #filePath.split(separator: "/").dropLast(3).joined(separator: "/")
    let archive = try Archive(path: "/\(root)/fixtures/container/shared-strings.zip")
    return SharedStrings(part: "xl/sharedStrings.xml", in: archive, path: path)
  }

  private func texts(_ table: SharedStrings) -> [String?] {
    (0..<table.texts.count).map { table.texts[$0] }
  }

  @Test(arguments: [Workbook.ReadingPath.fastest, .reference])
  func `runs are joined, phonetic runs left out, escapes decoded, nothing trimmed`(
    path: Workbook.ReadingPath
  ) throws {
    let table = try table(path)
    try table.loadAll()
    #expect(texts(table) == Self.expected)
    #expect(table.texts[8] == nil)
    #expect(table.texts[-1] == nil)
  }

  /// Speed rests on this: one text in two fonts must not leave the whole table to libxml2.
  @Test func `texts in runs are read by the scanner`() throws {
    let path = SheetScannerTests.root + "/fixtures/reading/comment-between-rows.xlsx"
    let table = try Workbook.open(path: path).sharedStrings
    try table.loadAll()
    #expect(!table.isHandedOver)
    #expect(table.texts[2] == "Thôn 2")
    #expect(table.runs[2]?.map(\.fontName) == [nil, ".VnTime"])
  }

  @Test(arguments: [Workbook.ReadingPath.fastest, .reference])
  func `texts are read as far as they are asked for`(path: Workbook.ReadingPath) throws {
    let table = try table(path)
    for count in 1...8 {
      try table.load(count: count)
      #expect(texts(table) == Array(Self.expected.prefix(count)))
    }
    try table.load(count: 100)
    #expect(texts(table) == Self.expected)
  }
}
