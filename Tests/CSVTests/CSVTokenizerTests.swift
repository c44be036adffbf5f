import CSV
import Testing

struct CSVTokenizerTests {
  private func rows(_ text: String, _ dialect: CSVDialect = CSVDialect()) -> [CSVTokenizer.Row] {
    var tokenizer = CSVTokenizer(Array(text.utf8), dialect: dialect)
    var rows: [CSVTokenizer.Row] = []
    while let row = tokenizer.next() { rows.append(row) }
    return rows
  }

  @Test(arguments: [
    ("", []), ("a", [["a"]]), ("a,b\n", [["a", "b"]]), ("a,\n", [["a", ""]]), ("a,", [["a", ""]]),
    (",", [["", ""]]), ("\n", [[""]]), ("a\n\nb", [["a"], [""], ["b"]]),
    ("a\r\nb\rc\nd", [["a"], ["b"], ["c"], ["d"]]), ("\"a,b\"\"c\n\",d", [["a,b\"c\n", "d"]]),
    ("a\"b,c", [["a\"b", "c"]]), ("\"a\"b,c", [["ab", "c"]]), ("\"\",x", [["", "x"]]),
    ("\"a\nb", [["a\nb"]]), ("hộ,\"thôn, bản\"\n", [["hộ", "thôn, bản"]]),
  ])
  func `fields are split and unquoted`(text: String, expected: [[String]]) {
    #expect(rows(text).map(\.fields) == expected)
  }

  @Test func `rows know their physical line and byte`() {
    let found = rows("a\r\n\"b\r\nb\rb\nb\"\rộ\nc")
    #expect(found.map(\.line) == [1, 2, 6, 7])
    #expect(found.map(\.offset) == [0, 3, 14, 18])
  }

  @Test func `a quote never closed is told`() {
    var tokenizer = CSVTokenizer(Array("a,\"b\nc".utf8), dialect: CSVDialect())
    while tokenizer.next() != nil {}
    #expect(tokenizer.endedInQuotes)
  }

  @Test func `another delimiter leaves commas alone`() {
    let semicolon = CSVDialect(delimiter: UInt8(ascii: ";"))
    #expect(rows("98,7;\"a;b\"", semicolon).map(\.fields) == [["98,7", "a;b"]])
  }
}
