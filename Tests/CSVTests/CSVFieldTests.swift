import Testing

@testable import CSV

@Suite struct CSVFieldTests {
  @Test(arguments: [
    ("plain", "plain"), ("a,b", "\"a,b\""), ("say \"x\"", "\"say \"\"x\"\"\""), ("=1+1", "'=1+1"),
    ("-", "-"), ("@x,y", "\"'@x,y\""), ("two\nlines", "\"two\nlines\""), ("", ""),
  ])
  func `fields are quoted and formulas disarmed`(text: String, written: String) {
    #expect(CSVField.quoted(text) == written)
  }

  @Test func `another delimiter needs other quotes`() {
    #expect(CSVField.quoted("a,b", delimiter: "\t") == "a,b")
    #expect(CSVField.quoted("=a", guardsFormulas: false) == "=a")
  }
}
