import Testing

@testable import Forms

/// Sheets of indicators with a column for each year.
@Suite struct YearColumnTests {
  private func read(_ title: String, _ heading: String) throws -> TableText.Reading {
    try TableText.read(
      """
      \(title),,,,
      Thôn: Làng Mài,,,,
      \(heading)
      CT01,Tổng số hộ dân,Hộ,120,130
      CT02,Tổng số nhân khẩu,Người,480,500
      CT03,Số hộ nghèo,Hộ,4,3
      """,
      form: "village-indicators"
    )
  }

  private static let headings = [
    "Mã CT,Tên chỉ tiêu,Đơn vị tính,Năm 2024,Năm 2025",
    "Mã CT,Tên chỉ tiêu,Đơn vị tính,2024,2025",
    "Mã CT,Tên chỉ tiêu,Đơn vị tính,Số liệu năm 2024,Số liệu năm 2025",
    "Mã CT,Tên chỉ tiêu,Đơn vị tính,Thực hiện 2024,Thực hiện năm 2025",
    "Mã CT,Tên chỉ tiêu,Đơn vị tính,Số liệu,\n,,,Năm 2024,Năm 2025",
    "Mã CT,Tên chỉ tiêu,Đơn vị tính,Số liệu,\n,,,2024,2025",
  ]

  @Test(arguments: headings)
  func `the column of the year above the table is read`(heading: String) throws {
    let reading = try read("BÁO CÁO CHỈ TIÊU VĂN HÓA - XÃ HỘI NĂM 2025", heading)
    #expect(reading.records.map { $0["households"] } == ["130"])
    #expect(reading.records.map { $0["poor_households"] } == ["3"])
    #expect(reading.codes.contains("year-column-read"))
    let before = try read(
      "BÁO CÁO CHỈ TIÊU NĂM 2024 (theo Công văn ngày 3 tháng 2 năm 2025)",
      heading
    )
    #expect(before.records.map { $0["households"] } == ["120"])
  }

  @Test(arguments: headings)
  func `without one year above the table no column is read`(heading: String) throws {
    for title in ["BÁO CÁO CHỈ TIÊU", "SO SÁNH CHỈ TIÊU NĂM 2024 VÀ NĂM 2025", "CHỈ TIÊU NĂM 2023"]
    {
      let reading = try read(title, heading)
      #expect(reading.records.isEmpty, "\(title)")
      #expect(reading.codes.contains("ambiguous-year"), "\(title)")
    }
  }

  @Test func `a planned year beside the one reported is no choice`() throws {
    let reading = try read(
      "BÁO CÁO CHỈ TIÊU",
      "Mã CT,Tên chỉ tiêu,Đơn vị tính,Thực hiện năm 2025,Kế hoạch năm 2026"
    )
    #expect(reading.records.map { $0["households"] } == ["120"])
    #expect(!reading.codes.contains("ambiguous-year"))
  }

  @Test func `one column of another year than the sheet is not read`() throws {
    let reading = try read(
      "BÁO CÁO CHỈ TIÊU NĂM 2025",
      "Mã CT,Tên chỉ tiêu,Đơn vị tính,Số liệu năm 2024,Ghi chú"
    )
    #expect(reading.records.isEmpty)
    #expect(reading.codes.contains("ambiguous-year"))
  }
}
