import Testing

@testable import SpreadsheetML

struct NumberFormatTests {
  @Test(arguments: [
    "dd/mm/yyyy", "[$-42A]d mmmm yyyy", "mm:ss.0", "\"ngày \"d", "yyyy\\-mm\\-dd;@",
    "[Red]d/m/yy", "[$-1042A]dd\\.mm\\.yyyy", "h:mm AM/PM", "[$-F800]dddd, mmmm dd, yyyy", "d;[h]",
  ])
  func `codes with date letters are dates`(code: String) {
    #expect(NumberFormat.meaning(of: code) == .date)
  }

  @Test(arguments: ["[h]:mm", "[mm]:ss", "[ss].00", "[H]:MM:SS;@", "d \"ngày\" [h]:mm", "[Red][h]"])
  func `codes that count hours on are durations`(code: String) {
    #expect(NumberFormat.meaning(of: code) == .duration)
  }

  @Test(arguments: [
    "General", "0.00", "#,##0;[Red]-#,##0", "0.0%", "@", "\"hộ dms\"0", "0\\d", "0_d", "[Red]0",
    "[$-42A]0", "[>=100]0", "0;d", "", "GENERAL", "[$₫-42A]#,##0", "0*d",
  ])
  func `quoted, escaped and bracketed letters are none`(code: String) {
    #expect(NumberFormat.meaning(of: code) == .number)
  }

  @Test func `built-in ids are known by number`() {
    let dates = (0..<100).filter { NumberFormat.meaning(ofBuiltIn: $0) == .date }
    #expect(dates == Array(14...22) + Array(27...36) + [45, 47] + Array(50...58))
    #expect(NumberFormat.meaning(ofBuiltIn: 46) == .duration)
  }
}
