import Testing

@testable import Forms

/// Tables that stand where one would not look for them, and rows that look like records.
@Suite struct OddTableTests {
  @Test func `lists side by side are read one by one, each with its village`() throws {
    let reading = try TableText.read(
      """
      DANH SÁCH HỘ GIA ĐÌNH NĂM 2025,,,,,,,,,,
      Thôn Làng Mài,,,,,,Thôn Làng Cốc,,,,
      TT,Họ và tên chủ hộ,Số khẩu,Số người có thẻ BHYT,Nước sạch,,TT,Họ và tên chủ hộ,Số khẩu,Số người có thẻ BHYT,Nước sạch
      1,Lê A,4,3,x,,1,Lê D,5,5,
      2,Hà B,2,2,,,2,Hà E,1,1,x
      3,Vi C,5,4,x,,,,,,
      """
    )
    #expect(reading.names == ["Lê A", "Hà B", "Vi C", "Lê D", "Hà E"])
    #expect(
      reading.records.map { $0["village"] }
        == ["Làng Mài", "Làng Mài", "Làng Mài", "Làng Cốc", "Làng Cốc"]
    )
    #expect(reading.records.map { $0["household_size"] } == ["4", "2", "5", "5", "1"])
    #expect(reading.codes.contains("tables-side-by-side"))
    #expect(!reading.codes.contains("duplicate-column"))
  }

  @Test func `the same figures twice in one list are no lists side by side`() throws {
    let reading = try TableText.read(
      """
      Thôn: Làng Mài,,,,,,
      TT,Họ và tên chủ hộ,Số khẩu,Số người có thẻ BHYT,Nước sạch,Số khẩu,Số người có thẻ BHYT
      1,Lê A,4,3,x,5,4
      2,Hà B,2,2,,3,3
      """
    )
    #expect(reading.codes.count { $0 == "duplicate-column" } == 2)
    #expect(reading.names == ["Lê A", "Hà B"])
  }

  @Test(arguments: [
    "Thôn Làng Mài: 4 hộ", "Thôn Làng Mài (4 hộ; 15 khẩu)", "I. Thôn Làng Mài - gồm 4 hộ",
    "Thôn Làng Mài - Trưởng thôn: Lê Văn X",
  ])
  func `how many live in a village is no part of its name`(group: String) throws {
    let reading = try TableText.read(
      """
      TT,Họ và tên chủ hộ,Số khẩu,Số người có thẻ BHYT,Nước sạch
      ,\(group),,,
      1,Lê A,4,3,x
      2,Hà B,2,2,
      3,Vi C,5,4,x
      """
    )
    #expect(reading.records.map { $0["village"] } == ["Làng Mài", "Làng Mài", "Làng Mài"])
  }

  @Test(arguments: ["3,hộ", ",3 hộ", "3 hộ,", ",TB"])
  func `a row that counts the households or gives their mean is none`(label: String) throws {
    let reading = try TableText.read(
      """
      Thôn: Làng Mài,,,,
      TT,Họ và tên chủ hộ,Số khẩu,Số người có thẻ BHYT,Nước sạch
      1,Lê A,4,3,x
      2,Hà B,2,2,
      3,Vi C,6,4,x
      \(label),12,9,2
      """
    )
    #expect(reading.names == ["Lê A", "Hà B", "Vi C"])
  }

  @Test func `sums without results below a heading are no part of it`() throws {
    let reading = try TableText.read(
      """
      Thôn: Làng Mài,,,,
      TT,Họ và tên chủ hộ,Số khẩu,Số người có thẻ BHYT,Nước sạch
      ,Tổng cộng,1,1,1
      1,Lê A,4,3,x
      2,Hà B,2,2,
      """
    ) { grid in
      for place in ["C3", "D3", "E3"] { grid.loseResult(at: place) }
    }
    #expect(reading.names == ["Lê A", "Hà B"])
  }

  private func indicators(_ head: String, _ rows: [String]) throws -> TableText.Reading {
    try TableText.read(
      "BÁO CÁO CHỈ TIÊU VĂN HÓA - XÃ HỘI NĂM 2025,,,,,\n" + head + "\n"
        + rows.joined(separator: "\n"),
      form: "village-indicators"
    )
  }

  @Test func `a sheet of indicators with a column for each village gives a record for each`() throws
  {
    let reading = try indicators(
      "Mã CT,Tên chỉ tiêu,Đơn vị tính,Thôn Làng Mài,Thôn Làng Cốc,Toàn xã",
      [
        "CT01,Tổng số hộ dân,Hộ,120,130,250", "CT02,Tổng số nhân khẩu,Người,480,500,990",
        "CT03,Số hộ nghèo,Hộ,4,không rõ,4",
      ]
    )
    #expect(reading.records.map { $0["village"] } == ["Làng Mài", "Làng Cốc"])
    #expect(reading.records.map { $0["households"] } == ["120", "130"])
    #expect(reading.records.map { $0["population"] } == ["480", "500"])
    #expect(reading.records.map { $0["poor_households"] } == ["4", nil])
    #expect(reading.cells.contains("total-mismatch F4"))
    #expect(reading.cells.contains("not-a-number E5"))
    #expect(!reading.cells.contains("total-mismatch F5"))
    #expect(!reading.codes.contains("unknown-column"))
    #expect(reading.codes.count { $0 == "missing-row" } == 11)
  }

  @Test func `a heading over indicators that is called like one of them is none`() throws {
    let reading = try indicators(
      "Tên chỉ tiêu,Đơn vị tính,Số liệu",
      ["Dân số,,", "Tổng số hộ dân,Hộ,120", "Tổng số nhân khẩu,Người,480", "Số hộ nghèo,Hộ,4"]
    )
    #expect(reading.records.map { $0["population"] } == ["480"])
    #expect(!reading.codes.contains("duplicate-indicator"))
  }

  @Test func `a kind word alone is a part of the heading and no village`() throws {
    let reading = try TableText.read(
      """
      TT,"Thôn,",Tổng số,Tổng số,Số người,Số trẻ em dưới
      ,bản,hộ dân,nhân khẩu,tham gia BHYT,16 tuổi
      ,TỔNG CỘNG,,,,
      1,Làng Mài,120,480,455,100
      2,Làng Cốc,90,350,330,80
      """,
      form: "village-summary"
    )
    #expect(reading.records.map { $0["village"] } == ["Làng Mài", "Làng Cốc"])
    #expect(reading.records.map { $0["insured"] } == ["455", "330"])
    #expect(reading.records.map { $0["children"] } == ["100", "80"])
  }

  @Test func `roads are divided by their classes without a number or a merge`() throws {
    let reading = try TableText.read(
      """
      TT,Tên tuyến đường,Chiều dài (km),Kết cấu mặt đường,Đã cứng hóa (km)
      "Đường trục xã, liên xã",,,,
      1,Đường A,1.5,BTXM,1.5
      "II. Đường ngõ, xóm",,,,
      1,Ngõ B,0.4,Đất,0
      """,
      form: "road-inventory"
    )
    #expect(reading.records.map { $0["road_class"] } == ["commune", "lane"])
  }

  @Test func `the last household's members are members, though nothing is marked in their rows`()
    throws
  {
    let reading = try TableText.read(
      """
      Thôn: Làng Mài,,,,,,
      STT hộ,STT khẩu,Họ và tên,Năm sinh,,Quan hệ với chủ hộ,Nghèo mới,Hộ DTTS
      ,,,Nam,Nữ,,,
      1,1,Lê A,1975,,Chủ hộ,x,
      ,2,Hà B,,1978,Vợ,,
      2,1,Vi C,1950,,Chủ hộ,x,x
      ,2,Vi D,,1955,Vợ,,
      ,3,Vi E,1990,,Con,,
      Tổng cộng,,,,,,,
      """,
      form: "poverty-list-2022"
    )
    #expect(reading.records.map { $0["full_name"] } == ["Lê A", "Vi C"])
    #expect(!reading.codes.contains("rows-skipped"))
  }

  @Test func `a heading without a merge belongs to the group heading on its left`() throws {
    let reading = try TableText.read(
      """
      Thôn: Làng Mài,,,,,,
      TT,Họ và tên chủ hộ,Nguồn nước,Nước sinh hoạt,,Nhà tiêu,
      ,,,HVS,Đạt quy chuẩn,Loại,HVS
      1,Lê A,Nước máy,x,x,Tự hoại,
      2,Hà B,Giếng đào,,,Không có,x
      """,
      form: "water-sanitation"
    )
    #expect(reading.records.map { $0["hygienic_water"] } == ["yes", "no"])
    #expect(reading.records.map { $0["hygienic_toilet"] } == ["no", "yes"])
  }

  @Test func `villages under one heading are columns of their own`() throws {
    let reading = try indicators(
      "Mã CT,Tên chỉ tiêu,Đơn vị tính,Số liệu các thôn,,\n,,,Làng Mài,Làng Cốc,Cộng",
      [
        "CT01,Tổng số hộ dân,Hộ,120,130,250", "CT02,Tổng số nhân khẩu,Người,480,500,980",
        "CT03,Số hộ nghèo,Hộ,4,3,7",
      ]
    )
    #expect(reading.records.map { $0["village"] } == ["Làng Mài", "Làng Cốc"])
    #expect(reading.records.map { $0["households"] } == ["120", "130"])
    #expect(!reading.codes.contains("total-mismatch"))
  }
}
