import Testing

@testable import SpreadsheetML

struct NumberFormatTests {
  @Test(arguments: [
    "dd/mm/yyyy", "[$-42A]d mmmm yyyy", "[h]:mm", "mm:ss.0", "\"ngày \"d", "yyyy\\-mm\\-dd;@",
    "[Red]d/m/yy",
  ])
  func `codes with date letters are dates`(code: String) {
    #expect(NumberFormat.isDate(code: code))
  }

  @Test(arguments: [
    "General", "0.00", "#,##0;[Red]-#,##0", "0.0%", "@", "\"hộ dms\"0", "0\\d", "0_d", "[Red]0",
    "[$-42A]0", "[>=100]0", "0;d", "",
  ])
  func `quoted, escaped and bracketed letters are none`(code: String) {
    #expect(!NumberFormat.isDate(code: code))
  }
}
