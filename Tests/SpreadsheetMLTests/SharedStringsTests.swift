import Tabular
import Testing

@testable import SpreadsheetML

struct SharedStringsTests {
  @Test func `runs are joined, phonetic runs left out, escapes decoded, nothing trimmed`() throws {
    let root = #filePath.split(separator: "/").dropLast(3).joined(separator: "/")
    let archive = try Archive(path: "/\(root)/fixtures/container/shared-strings.zip")
    let table = try SharedStrings.read(archive.open(archive.entry("xl/sharedStrings.xml"))).texts
    let texts = (0..<table.count).map { table[$0] }
    #expect(
      texts == [
        "Lê Văn An", " blanks ", "Ủy ban nhân dân", "課", "", "", "a\rb_x0041__xZZZZ_",
        "<Hộ> & ộ",
      ]
    )
    #expect(table[8] == nil)
    #expect(table[-1] == nil)
  }
}
