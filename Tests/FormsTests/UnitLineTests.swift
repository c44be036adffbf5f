import Testing

/// What is said of the units of a table: one thing of one line, however many columns it is for.
@Suite struct UnitLineTests {
  private func income(_ line: String, crops: String = "Mục 2: Trồng trọt") throws
    -> TableText.Reading
  {
    try TableText.read(
      """
      THU NHẬP CỦA HỘ DÂN CƯ;;;;;;;
      Thôn: Làng Mài;;;;;;;
      \(line);;;;;;;
      TT;Họ và tên chủ hộ;Số nhân khẩu;Số NKTTTT;Mục 1: Tiền lương, tiền công;\(crops);Tổng thu nhập
      1;Lê A;4;4;90;2;92
      """,
      form: "household-income-2022"
    )
  }

  @Test func `a unit line is one finding, at its cell, with every column that it is for`() throws {
    let reading = try income("Đơn vị tính: triệu đồng")
    #expect(reading.cells.filter { $0.hasPrefix("unit-read") } == ["unit-read A3"])
    let said = try #require(reading.messages.first { $0.contains("Dòng ghi đơn vị") })
    for words in ["3 cột", "E “Mục 1", "F “Mục 2: Trồng trọt”", "G “Tổng thu nhập”", "nhân 1.000"] {
      #expect(said.contains(words), "\(said)")
    }
    #expect(reading.records.map { $0["total_income"] } == ["92000"])
    let same = try income("Đơn vị tính: 1.000 đồng")
    #expect(same.cells.filter { $0.hasPrefix("unit-read") } == ["unit-read A3"])
    #expect(same.messages.contains { $0.contains("giữ nguyên số") })
  }

  @Test func `a heading that states a unit of its own is said by itself`() throws {
    let reading = try income("Đơn vị tính: triệu đồng", crops: "Mục 2: Trồng trọt (đồng)")
    #expect(reading.cells.filter { $0.hasPrefix("unit-read") } == ["unit-read A3", "unit-read F4"])
    #expect(reading.cells.contains("unit-conflict F4"))
    let said = try #require(reading.messages.first { $0.contains("Dòng ghi đơn vị") })
    #expect(said.contains("2 cột") && !said.contains("Mục 2"))
  }

  @Test func `a unit that nobody states is a question of each column`() throws {
    let reading = try income("Năm 2025")
    #expect(
      reading.cells.filter { $0.hasPrefix("unit-assumed") }
        == ["unit-assumed E4", "unit-assumed F4", "unit-assumed G4"]
    )
  }
}
