import Testing

@testable import Forms

/// Several columns or rows of values for one village: the plan and what was reached, this year and the one before.
@Suite struct SeveralValuesTests {
  private func indicators(_ heading: String, title: String = "BÁO CÁO CHỈ TIÊU VĂN HÓA - XÃ HỘI")
    throws -> TableText.Reading
  {
    try TableText.read(
      """
      \(title),,,,,,
      \(heading)
      1,Tổng số hộ dân,Hộ,125,120,129,121
      2,Tổng số nhân khẩu,Người,485,480,489,481
      3,Số hộ nghèo,Hộ,10,5,14,6
      4,Số trẻ em dưới 16 tuổi,Người,115,110,119,111
      """,
      form: "village-indicators"
    )
  }

  @Test(arguments: [
    "Đầu kỳ,Cuối kỳ,Đầu kỳ,Cuối kỳ", "2023,2024,2023,2024", "Tổng,Nữ,Tổng,Nữ",
    "TH 6 tháng,TH cả năm,TH 6 tháng,TH cả năm",
  ])
  func `two columns under each village are asked about and no village of their own`(second: String)
    throws
  {
    let reading = try indicators(
      "TT,Chỉ tiêu,ĐVT,Thôn Làng Mài,,Thôn Quang Trung,\n,,,\(second)"
    )
    #expect(reading.records.isEmpty)
    #expect(reading.codes.count { $0 == "several-values" } == 2)
  }

  @Test(arguments: [
    "KH,TH,KH,TH", "Kế hoạch,Thực hiện,Kế hoạch,Thực hiện",
    "KH năm 2025,TH năm 2025,KH năm 2025,TH năm 2025",
  ])
  func `of plan and result under each village the result is read`(second: String) throws {
    let reading = try indicators(
      "TT,Chỉ tiêu,ĐVT,Thôn Làng Mài,,Thôn Quang Trung,\n,,,\(second)"
    )
    #expect(reading.records.map { $0["village"] } == ["Làng Mài", "Quang Trung"])
    #expect(reading.records.map { $0["households"] } == ["120", "121"])
    #expect(reading.codes.count { $0 == "result-column-read" } == 2)
    #expect(!reading.codes.contains("several-values"))
  }

  @Test func `of the years under each village the one above the table is read`() throws {
    let reading = try indicators(
      "TT,Chỉ tiêu,ĐVT,Thôn Làng Mài,,Thôn Quang Trung,\n,,,Năm 2023,Năm 2024,Năm 2023,Năm 2024",
      title: "BÁO CÁO CHỈ TIÊU NĂM 2024"
    )
    #expect(reading.records.map { $0["village"] } == ["Làng Mài", "Quang Trung"])
    #expect(reading.records.map { $0["households"] } == ["120", "121"])
    #expect(reading.codes.contains("year-column-read"))
  }

  private func summary(_ column: String, _ first: String, _ second: String, name: String = "")
    throws -> TableText.Reading
  {
    try TableText.read(
      """
      TỔNG HỢP SỐ LIỆU CÁC THÔN NĂM 2024,,,,,,,
      TT,Thôn,\(column),Số hộ,Nhân khẩu,Hộ nghèo,Trẻ em dưới 16 tuổi,Số người tham gia BHYT
      1,Làng Mài,\(first),122,489,4,110,480
      ,\(name),\(second),120,480,5,108,460
      2,Quang Trung,\(first),100,411,2,90,402
      ,\(name),\(second),98,402,3,88,390
      """,
      form: "village-summary"
    )
  }

  @Test(arguments: [("Chỉ tiêu", "Kế hoạch", "Thực hiện"), ("Năm", "2023", "2024")])
  func `a second row of values without a name is an error at both rows`(
    column: String,
    first: String,
    second: String
  ) throws {
    let reading = try summary(column, first, second)
    let found = reading.cells.filter { $0.hasPrefix("several-values") }
    #expect(found == ["several-values A3:H4", "several-values A5:H6"])
    #expect(reading.records.map { $0["village"] } == ["Làng Mài", "Quang Trung"])
    #expect(reading.records.map { $0["households"] } == [nil, nil])
  }

  @Test(arguments: ["- DTTS", "+ Trong đó: DTTS", "Trong đó: DTTS"])
  func `a row that is a part of the village above is neither a village nor a second row`(
    name: String
  ) throws {
    let reading = try summary("Ghi chú", "", "", name: name)
    #expect(reading.records.map { $0["village"] } == ["Làng Mài", "Quang Trung"])
    #expect(!reading.codes.contains("several-values"))
  }

  @Test func `a subtotal without a group sums the rows since the one before`() throws {
    let reading = try TableText.read(
      """
      TỔNG HỢP SỐ LIỆU CÁC THÔN NĂM 2024,,,,,,
      TT,Thôn,Số hộ,Nhân khẩu,Hộ nghèo,Trẻ em dưới 16 tuổi,Số người tham gia BHYT
      1,Làng Mài,100,400,3,80,380
      2,Quang Trung,110,420,4,90,390
      ,Cộng cụm 1,210,820,7,170,770
      3,Hợp Thành,90,300,2,60,290
      4,Xuân Phong,80,310,1,70,300
      ,Cộng cụm 2,170,610,3,130,590
      ,Toàn xã,380,1430,10,300,1360
      """,
      form: "village-summary"
    )
    #expect(reading.records.count == 4)
    #expect(!reading.codes.contains("total-mismatch"))
  }
}
