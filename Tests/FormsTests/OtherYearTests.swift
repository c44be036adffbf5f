import Testing

@testable import Forms

/// Columns whose heading names a year.
@Suite struct OtherYearTests {
  private func read(_ title: String, _ heading: String) throws -> TableText.Reading {
    try TableText.read(
      """
      \(title),,,
      Thôn: Làng Mài,,,
      TT,Họ và tên chủ hộ,Số khẩu,\(heading)
      1,Lê A,4,182500
      2,Hà B,2,90000
      """
    )
  }

  @Test(arguments: [
    "Thu nhập năm 2024 (1.000 đồng)", "Tổng thu nhập 2024 (1.000 đồng)",
    "Thu nhập trong năm 2024 (1.000 đồng)",
  ])
  func `a column of another year than the table is said`(heading: String) throws {
    let reading = try read("DANH SÁCH KHẢO SÁT HỘ NĂM 2025", heading)
    #expect(reading.records.map { $0["annual_income"] } == ["182500", "90000"])
    #expect(reading.cells.contains("survey-of-other-year D3"))
  }

  @Test(arguments: [
    ("DANH SÁCH KHẢO SÁT HỘ NĂM 2025", "Thu nhập năm 2025 (1.000 đồng)"),
    ("DANH SÁCH KHẢO SÁT HỘ NĂM 2025", "Tổng thu nhập (1.000 đồng)"),
    ("DANH SÁCH KHẢO SÁT HỘ", "Thu nhập năm 2024 (1.000 đồng)"),
  ])
  func `a column of the table's year is none of another`(title: String, heading: String) throws {
    let reading = try read(title, heading)
    #expect(reading.records.map { $0["annual_income"] } == ["182500", "90000"])
    #expect(!reading.codes.contains("survey-of-other-year"))
  }
}
