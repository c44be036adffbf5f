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
