import Tabular
import Testing
import VietnameseText

@testable import NTMToolkit

@Suite struct ColumnProfileTests {
  private typealias Kind = ColumnProfile.Kind
  private typealias Doubt = ColumnProfile.Doubt

  private func decide(_ texts: [String]) -> (kind: ColumnProfile.Kind, doubt: ColumnProfile.Doubt?)
  {
    var profile = ColumnProfile()
    for (row, text) in texts.enumerated() { profile.add(text, row: row) }
    return profile.decision
  }

  @Test(arguments: [
    (["Tên", "An", "Bình"], ColumnProfile.Kind.text),
    (["Số", "1", "25", ""], .number(.comma, format: nil)),
    (["Số", "1,5", "2"], .number(.comma, format: nil)),
    (["Số", "1.5", "2"], .number(.point, format: nil)),
    (["Thu nhập", "1.234", "1.234,5"], .number(.comma, format: "#,##0.0")),
    (["Thu nhập", "1,234", "1,234.50"], .number(.point, format: "#,##0.00")),
    (["Thu nhập", "1.234.567", "-5"], .number(.comma, format: "#,##0")),
    (["Thu nhập", "1 234", "–", "7"], .number(.comma, format: "#,##0")),
    (["CCCD", "038085001234", "038085001235"], .identifier),
    (["CMND", "123456789012"], .identifier),
    (["Mã", "01", "2", "10"], .identifier),
    (["Điện thoại", "+84912345678"], .identifier),
    (["Mã", "1234.56789012345678"], .identifier),
    (["Ngày", "07/3/2025", "25/12/2024"], .date(.dayFirst)),
    (["Ngày", "3/7/2025", "12/25/2024", "-"], .date(.monthFirst)),
    (["Ngày", "2025-03-07", "2024-12-25"], .date(.dayFirst)),
    (["Ngày", "7/7/2025"], .date(.dayFirst)),
    (["Ngày", "25/12/24"], .text),
    (["Năm", "1965", "0"], .number(.comma, format: nil)),
    (["Ghi chú", "=1+1", "@x", "1E5", "TRUE", "12%"], .text),
    (["Mã", "A1", "2", "B3"], .text),
    // Headings above and a signature below do not count.
    (["Biểu 1", "(1)", "5", "6", "7", "", "Người lập", "Lê Văn An"], .number(.comma, format: nil)),
  ])
  func `a column becomes what all its values are`(texts: [String], kind: ColumnProfile.Kind) {
    let (decided, doubt) = decide(texts)
    #expect(decided == kind)
    #expect(doubt == nil)
  }

  @Test(arguments: [
    (["Thu nhập", "1.234", "5.678"], ColumnProfile.Doubt.ambiguousNumbers),
    (["Thu nhập", "1,5", "2.5"], .contradictoryNumbers),
    (["Ngày", "3/7/2025", "4/7/2025"], .ambiguousDates),
    (["Ngày", "25/7/2025", "7/25/2025"], .contradictoryDates),
    (["Ngày", "25/7/1899", "1/12/2025"], .oldDates),
    (["Thu nhập", "1", "2", "mười triệu", "3"], .mixed),
    (["Ngày", "25/7/2025", "31/02/2025", "26/7/2025"], .mixed),
    (["Ngày sinh", "25/7/1970", "1965", "26/7/1970"], .mixed),
  ])
  func `what is doubtful stays text, with the reason`(texts: [String], doubt: ColumnProfile.Doubt) {
    let (kind, found) = decide(texts)
    #expect(kind == .text)
    #expect(found == doubt)
  }

  @Test func `the obstacle is named where it stands`() {
    var profile = ColumnProfile()
    for (row, text) in ["Thu nhập", "1", "2", "mười triệu", "3"].enumerated() {
      profile.add(text, row: row)
    }
    #expect(profile.place(of: .mixed) == 3)
    #expect(profile.heading == "Thu nhập")
  }
}
