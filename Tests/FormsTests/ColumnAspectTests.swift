import Testing

@testable import Forms

/// Columns of plans, results and shares, of this year and others.
@Suite struct ColumnAspectTests {
  private func summary(_ title: String, _ heading: String, _ rows: String) throws
    -> TableText.Reading
  {
    try TableText.read(
      "\(title),,,,,,,,,,,,\n\(heading)\n\(rows)",
      form: "village-summary"
    )
  }

  private static let rows = """
    1,Làng Mài,90,100,300,400,5,6,70,80,280,380
    2,Quang Trung,91,101,301,401,4,7,71,81,281,381
    """

  private static let under = [
    "Tổng số hộ,,Nhân khẩu,,Hộ nghèo,,Trẻ em dưới 16 tuổi,,Số người tham gia BHYT,",
    "Hộ,,Khẩu,,,,,,,",
  ]

  @Test(arguments: [
    "KH,TH", "Kế hoạch năm 2025,Thực hiện năm 2025", "Năm 2024,Năm 2025", "2024,2025",
    "TH năm 2024,TH năm 2025", "Kế hoạch giao,Kết quả thực hiện",
  ])
  func `of two columns under each heading the result of the stated year is read`(pair: String)
    throws
  {
    let reading = try summary(
      "TỔNG HỢP CHỈ TIÊU CÁC THÔN NĂM 2025",
      "TT,Thôn," + Self.under[0] + "\n,," + Array(repeating: pair, count: 5).joined(separator: ","),
      Self.rows
    )
    #expect(reading.records.map { $0["households"] } == ["100", "101"])
    #expect(reading.records.map { $0["insured"] } == ["380", "381"])
    #expect(reading.records.map { $0["poor_households"] } == ["6", "7"])
    #expect(!reading.codes.contains("unknown-column"), "\(reading.cells)")
    #expect(!reading.codes.contains("duplicate-column"))
  }

  @Test(arguments: [
    ("Kế hoạch năm 2025", "Thực hiện năm 2025"), ("Năm 2024", "Năm 2025"),
    ("Thực hiện năm 2024", "Thực hiện năm 2025"),
  ])
  func `of two groups of the same headings the result of the stated year is read`(
    first: String,
    second: String
  ) throws {
    let names = "Tổng số hộ,Nhân khẩu,Hộ nghèo,Trẻ em dưới 16 tuổi,Số người tham gia BHYT"
    let reading = try summary(
      "TỔNG HỢP CHỈ TIÊU CÁC THÔN NĂM 2025",
      "TT,Thôn,\(first),,,,,\(second),,,,\n,,\(names),\(names)",
      "1,Làng Mài,90,300,5,70,280,100,400,6,80,380\n2,Quang Trung,91,301,4,71,281,101,401,7,81,381"
    )
    #expect(reading.records.map { $0["households"] } == ["100", "101"])
    #expect(reading.records.map { $0["insured"] } == ["380", "381"])
  }

  @Test(arguments: [
    ("TỔNG HỢP CHỈ TIÊU CÁC THÔN", "Năm 2024,Năm 2025"),
    ("TỔNG HỢP CHỈ TIÊU CÁC THÔN NĂM 2024 VÀ NĂM 2025", "Năm 2024,Năm 2025"),
    ("TỔNG HỢP CHỈ TIÊU CÁC THÔN NĂM 2025", "TH 6 tháng,TH cả năm"),
  ])
  func `where it cannot be told which is meant none is read`(title: String, pair: String) throws {
    let reading = try summary(
      title,
      "TT,Thôn," + Self.under[0] + "\n,," + Array(repeating: pair, count: 5).joined(separator: ","),
      Self.rows
    )
    #expect(reading.records.allSatisfy { $0["households"] == nil && $0["insured"] == nil })
    #expect(reading.codes.contains("duplicate-column"))
  }

  @Test func `a year that the table is compared with is not its own`() throws {
    let reading = try summary(
      "CHỈ TIÊU CÁC THÔN NĂM 2025 SO VỚI NĂM 2024",
      "TT,Thôn," + Self.under[0] + "\n,,"
        + Array(repeating: "Năm 2024,Năm 2025", count: 5).joined(separator: ","),
      Self.rows
    )
    #expect(reading.records.map { $0["households"] } == ["100", "101"])
  }

  @Test func `plans without results are read as nothing else`() throws {
    let names = "Tổng số hộ,Nhân khẩu,Hộ nghèo,Trẻ em dưới 16 tuổi,Số người tham gia BHYT"
    let reading = try summary(
      "KẾ HOẠCH NĂM 2025",
      "TT,Thôn,Kế hoạch năm 2025,,,,\n,,\(names)",
      "1,Làng Mài,90,300,5,70,280\n2,Quang Trung,91,301,4,71,281"
    )
    #expect(reading.records.allSatisfy { $0["households"] == nil })
  }

  private func indicators(_ title: String, _ heading: String) throws -> TableText.Reading {
    try TableText.read(
      """
      \(title),,,,,
      Thôn: Làng Mài,,,,,
      TT,Chỉ tiêu,ĐVT,\(heading)
      1,Tổng số hộ dân,Hộ,120,130,140
      2,Tổng số nhân khẩu,Người,480,500,520
      3,Số hộ nghèo,Hộ,4,3,2
      """,
      form: "village-indicators"
    )
  }

  @Test(arguments: [
    ("Thực hiện năm 2024,Kế hoạch năm 2025,Thực hiện 6 tháng đầu năm 2025", "140"),
    ("KH năm 2025,TH năm 2025,Tỷ lệ TH/KH (%)", "130"),
    ("TH năm 2024,TH năm 2025,So sánh (%)", "130"), ("TH,KH,TH/KH", "120"),
    ("Năm 2025,KH năm 2026,Tăng (+), giảm (-)", "120"),
  ])
  func `the result of the stated year is read in a sheet of indicators`(
    heading: String,
    households: String
  ) throws {
    let reading = try indicators("KẾT QUẢ THỰC HIỆN CHỈ TIÊU NĂM 2025", heading)
    #expect(reading.records.map { $0["households"] } == [households])
  }

  @Test(arguments: ["KH năm 2025,KH năm 2026,Ghi chú", "TH năm 2023,TH năm 2024,Ghi chú"])
  func `no plan and no other year is taken for the result`(heading: String) throws {
    let reading = try indicators("CHỈ TIÊU NĂM 2025", heading)
    #expect(reading.records.allSatisfy { $0["households"] == nil })
  }

  @Test(arguments: [
    ("Kế hoạch,Thực hiện,Ghi chú", "Đạt,Chưa đạt,xem biên bản"),
    ("Kết quả thực hiện,Đánh giá,Ghi chú", "95%,Chưa đạt,"),
    ("Kết quả,Đánh giá,Ghi chú", "Đã có nhà văn hóa,Chưa đạt,"),
  ])
  func `the verdict on a criterion is what was reached`(heading: String, cells: String) throws {
    let reading = try TableText.read(
      """
      KẾT QUẢ THỰC HIỆN TIÊU CHÍ THÔN NÔNG THÔN MỚI NĂM 2025,,,,
      Thôn Làng Mài,,,,
      TT,Tiêu chí,\(heading)
      1,Giao thông,\(cells)
      2,Điện,\(cells)
      3,Thu nhập,\(cells)
      4,Y tế,\(cells)
      """,
      form: "village-criteria"
    )
    #expect(reading.records.map { $0["transport"] } == ["not_met"])
    #expect(reading.records.map { $0["health"] } == ["not_met"])
  }

  @Test func `changes in a period are read whatever the group headings add`() throws {
    let reading = try TableText.read(
      """
      TỔNG HỢP DIỄN BIẾN HỘ NGHÈO NĂM 2025,,,,,,,,,,,
      TT,Đơn vị,Phân tổ,Hộ nghèo đầu kỳ,Số hộ nghèo giảm trong kỳ,,,Số hộ nghèo tăng trong kỳ,,,,Hộ nghèo cuối kỳ
      ,,,,Trở thành hộ cận nghèo,Vượt chuẩn cận nghèo,"Khác (chết, chuyển đi)",Từ hộ cận nghèo,Tái nghèo,Phát sinh mới,Khác (tách hộ),
      1,Làng Mài,Hộ,20,3,2,1,2,1,1,0,18
      2,Quang Trung,Hộ,10,1,1,0,0,0,1,1,10
      """,
      form: "poverty-change-2022"
    )
    #expect(reading.records.map { $0["became_near_poor"] } == ["3", "1"])
    #expect(reading.records.map { $0["other_out"] } == ["1", "0"])
    #expect(reading.records.map { $0["from_near_poor"] } == ["2", "0"])
    #expect(reading.records.map { $0["other_in"] } == ["0", "1"])
    #expect(!reading.codes.contains("unknown-column"), "\(reading.cells)")
  }
}
