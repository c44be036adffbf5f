import Tabular
import Testing

@testable import CSV

@Suite struct CSVFieldTests {
  @Test(arguments: [
    ("plain", "plain"), ("a,b", "\"a,b\""), ("say \"x\"", "\"say \"\"x\"\"\""), ("=1+1", "'=1+1"),
    ("-", "-"), ("@x,y", "\"'@x,y\""), ("two\nlines", "\"two\nlines\""), ("", ""),
    ("\t=1", "'\t=1"), ("\r\n=1", "\"'\r\n=1\""), ("\n=1", "\"'\n=1\""), ("＝1+1", "'＝1+1"),
    ("＋84 912", "'＋84 912"), ("－5", "'－5"), ("＠a", "'＠a"), ("'=1", "''=1"), ("'tis", "'tis"),
  ])
  func `fields are quoted and formulas disarmed`(text: String, written: String) {
    #expect(CSVField.quoted(text) == written)
  }

  @Test func `another delimiter needs other quotes`() {
    #expect(CSVField.quoted("a,b", delimiter: "\t") == "a,b")
    #expect(CSVField.quoted("=a", guardsFormulas: false) == "=a")
  }

  @Test(arguments: [
    "=1+1", "+84 912 345 678", "-5", "@SUM(A1)", "\t=1", "\r=1", "\n=1", "＝1", "＋1", "－1", "＠x",
    "'=1", "''-5", "'", "''", "-", "'-", "'tis", "Lê Văn An", "=\"a,b\"", "--", "'\"",
  ])
  func `a guarded field comes back as it was`(text: String) throws {
    let file = "a;b\r\n\(CSVField.quoted(text, delimiter: ";"));x\r\n"
    let read = try #require(DelimitedFile.read(Array(file.utf8), name: "a", delimiter: 0x3B))
    let cell = try #require(read.grid.cells.first { $0.column == 0 && $0.payload == 2 })
    #expect(read.grid.text(of: cell) == text)
    let isGuarded = CSVField.unguarded("'" + text) != nil
    #expect(read.issues.contains { $0.kind == .guardRemoved } == isGuarded)
  }
}
