import Tabular
import Testing

@testable import Forms

/// Odd cells: read as what they can only mean, or left out with a finding at the cell; never guessed.
@Suite struct ValueReadingTests {
  // MARK: - Answers

  @Test(arguments: ["x?", "có?", "-1", "–1"])
  func `an answer with a doubt is none`(answer: String) throws {
    let reading = try TableText.read(
      """
      Thôn: Làng Mài,,,,
      TT,Họ và tên chủ hộ,Số khẩu,Nước sạch,Nhà tiêu hợp vệ sinh
      1,Lê A,4,x,x
      2,Hà B,2,\(answer),x
      3,Vi C,5,,x
      """
    )
    #expect(reading.records.map { $0["clean_water"] } == ["yes", nil, "no"])
    #expect(reading.cells.contains("unknown-choice D4"))
  }

  @Test func `a doubted word is no choice`() throws {
    let reading = try TableText.read(
      """
      Thôn: Làng Mài,,,,
      TT,Họ và tên chủ hộ,Số khẩu,Diện hộ,Loại nhà
      1,Lê A,4,HN,Kiên cố
      2,Hà B,2,HN?,Kiên cố?
      3,Vi C,5,HCN,BKC
      """
    )
    #expect(reading.records.map { $0["poverty_status"] } == ["poor", nil, "near_poor"])
    #expect(reading.records.map { $0["dwelling_class"] } == ["solid", nil, "semi_solid"])
  }

  // MARK: - Years and dates

  @Test(arguments: [
    ("1975", "1975"), ("12/3/1975", "1975"), ("12.3.1975", "1975"), ("3/1975", "1975"),
    ("tháng 3/1975", "1975"), ("ngày 5 tháng 3 năm 1975", "1975"), ("Năm 1975", "1975"),
    ("SN 1975", "1975"), ("12/03/1975 00:00:00", "1975"), ("1975-03-12", "1975"),
    ("12/3/75", "1975"), ("12-3-75", "1975"),
  ])
  func `a year is read from every spelling that has one`(text: String, year: String) throws {
    let reading = try births(text)
    #expect(reading.records.count == 3)
    #expect(reading.records[1]["birth_year"] == year)
  }

  @Test(arguments: [
    ("75", "not-a-date"), ("50 tuổi", "not-a-date"), ("30/2/1975", "not-a-date"),
    ("12/3/0975", "not-a-date"), ("1975?", "not-a-date"), ("3.1975", "not-a-date"),
    ("12/3/15", "ambiguous-date"), ("27463", "not-a-date"), ("13/1975", "not-a-date"),
  ])
  func `what is no year, or one of two, is asked about`(text: String, code: String) throws {
    let reading = try births(text)
    #expect(reading.records[1]["birth_year"] == nil)
    #expect(reading.cells.contains { $0.hasPrefix(code) && $0.hasSuffix("D5") })
  }

  @Test func `a year that has not come yet is named`() throws {
    let reading = try births("2052")
    #expect(reading.cells.contains("out-of-range D5"))
  }

  private func births(_ text: String) throws -> TableText.Reading {
    try TableText.read(
      """
      DANH SÁCH HỘ NGHÈO THÔN LÀNG MÀI NĂM 2025,,,,,,
      STT,Họ tên,Quan hệ với chủ hộ,Nam,Nữ,Nghèo cũ,Hộ CSCC

      1,Lê A,Chủ hộ,1960,,x,
      2,Hà B,Chủ hộ,\(text),,x,
      3,Vi C,Chủ hộ,,1981,x,
      """.replacing("\n\n", with: "\n,,,,,,\n"),
      form: "poverty-list-2022"
    )
  }

  @Test func `a date in words in a list does not end it`() throws {
    let reading = try TableText.read(
      """
      DANH SÁCH HỘ NGHÈO THÔN LÀNG MÀI NĂM 2025,,,,,,
      STT,Họ tên,Quan hệ với chủ hộ,Nam,Nữ,Nghèo cũ,Ghi chú
      1,Lê A,Chủ hộ,1960,,x,Nguồn nước ô nhiễm
      ,Lê B,Con,ngày 5 tháng 3 năm 1990,,,
      2,Hà B,Chủ hộ,1971,,x,Cán bộ hưu trí
      3,Vi C,Chủ hộ,,1981,x,
      ,,,"Yên Lạc, ngày 12 tháng 11 năm 2025",,,
      """,
      form: "poverty-list-2022"
    )
    #expect(reading.records.map { $0["full_name"] } == ["Lê A", "Hà B", "Vi C"])
  }

  @Test func `a year typed into a cell of dates is no year of 1905`() throws {
    let reading = try TableText.read(
      """
      DANH SÁCH HỘ NGHÈO THÔN LÀNG MÀI NĂM 2025,,,,,,
      STT,Họ tên,Quan hệ với chủ hộ,Nam,Nữ,Nghèo cũ,Hộ CSCC
      1,Lê A,Chủ hộ,1960,,x,
      2,Hà B,Chủ hộ,1971,,x,
      """,
      form: "poverty-list-2022"
    ) { grid in
      grid.storeDate(1971, at: "D4")
    }
    #expect(reading.records[1]["birth_year"] == nil)
    #expect(reading.cells.contains("ambiguous-date D4"))
  }

  private func dated(
    _ dates: [String],
    _ change: (inout Grid) -> Void = { _ in }
  ) throws -> TableText.Reading {
    let rows = dates.enumerated().map { "\($0.offset + 1),Lê \($0.offset),\"\($0.element)\",x" }
    return try TableText.read(
      "Thôn: Làng Mài,,,\nTT,Họ tên,Ngày rà soát,Đạt\n" + rows.joined(separator: "\n"),
      definition: """
        id: dated
        version: "1"
        shape: list
        title: {vi: "Có ngày", en: "Dated"}
        record: {vi: "hộ", en: "household"}
        years: {from: 2021, to: 2030}
        fields:
          - {id: ordinal, label: {vi: "TT", en: "No."}, type: count, role: ordinal, headers: ["TT"]}
          - {id: name, label: {vi: "Tên", en: "Name"}, type: text, role: name, required: true, headers: ["Họ tên"]}
          - {id: checked, label: {vi: "Ngày", en: "Date"}, type: date, headers: ["Ngày rà soát"]}
          - {id: met, label: {vi: "Đạt", en: "Met"}, type: mark, headers: ["Đạt"]}
        """,
      change
    )
  }

  @Test func `the clear dates of a column decide how the others are read`() throws {
    let reading = try dated(["25/12/2024", "07/03/2025", "7-3-98", "ngày 5 tháng 3 năm 2025"])
    #expect(
      reading.records.map { $0["checked"] }
        == ["2024-12-25", "2025-03-07", "1998-03-07", "2025-03-05"]
    )
    #expect(reading.codes.contains("date-order-decided"))
    let american = try dated(["12/25/2024", "07/03/2025"])
    #expect(american.records.map { $0["checked"] } == ["2024-12-25", "2025-07-03"])
  }

  @Test func `a year of two digits that may be of either century stays out`() throws {
    let reading = try dated(["25/12/2024", "25/3/25"])
    #expect(reading.records[1]["checked"] == nil)
    #expect(reading.cells.contains("ambiguous-date C4"))
  }

  @Test func `dates of two meanings stay out where none is clear, or the clear ones differ`() throws
  {
    let open = try dated(["07/03/2025", "08/03/2025"])
    #expect(open.records.allSatisfy { $0["checked"] == nil })
    #expect(open.codes.count { $0 == "ambiguous-date" } == 2)
    let torn = try dated(["25/12/2024", "12/25/2024", "07/03/2025"])
    #expect(torn.records[2]["checked"] == nil)
    #expect(torn.cells.contains("ambiguous-date C5"))
  }

  @Test func `dates that a program set to American dates turned around are asked about`() throws {
    // 7/3 and 8/3 became 3 July and 3 August, 25/3 stayed a text.
    let reading = try dated(["45841", "25/03/2025", "45872"]) { grid in
      grid.storeDate(45841, at: "C3")
      grid.storeDate(45872, at: "C5")
    }
    #expect(reading.records.map { $0["checked"] } == [nil, "2025-03-25", nil])
    #expect(reading.cells.filter { $0.hasPrefix("ambiguous-date") }.count == 2)
  }

  @Test func `stored dates with a day above 12 show that nothing was turned around`() throws {
    let reading = try dated(["45841", "25/03/2025", "45856"]) { grid in
      grid.storeDate(45841, at: "C3")
      grid.storeDate(45856, at: "C5")
    }
    #expect(reading.records.map { $0["checked"] } == ["2025-07-03", "2025-03-25", "2025-07-18"])
  }

  @Test(arguments: ["30/2/2025", "3/2025", "2025", "5-Mar-25", "45000", "hôm qua", "12/3/0025"])
  func `what is no whole date stays out`(text: String) throws {
    let reading = try dated(["25/12/2024", text])
    #expect(reading.records[1]["checked"] == nil)
    #expect(reading.cells.contains("not-a-date C4"))
  }

  // MARK: - Numbers of identity

  @Test func `an identity number that lost its zero is not accepted`() throws {
    let reading = try TableText.read(
      """
      Thôn: Làng Mài,,,,
      TT,Họ và tên chủ hộ,Số CCCD,Số khẩu,Nước sạch
      1,Lê A,038070012345,4,x
      2,Hà B,38070012346,2,x
      3,Vi C,038 070 012 347,5,x
      4,Lò D,123456789,5,x
      5,Bùi E,chưa có,5,x
      6,Cao G,1070012345,5,x
      7,Cao H,03807001234,5,x
      """
    )
    #expect(
      reading.records.map { $0["identity_number"] }
        == ["038070012345", nil, "038070012347", "123456789", nil, nil, "03807001234"]
    )
    #expect(
      reading.cells.filter { $0.hasPrefix("lost-leading-zero") } == [
        "lost-leading-zero C4", "lost-leading-zero C8",
      ]
    )
  }

  // MARK: - Whole columns in another unit

  @Test(arguments: [
    ("1.000 đồng", [182_500_000, 110_000_000, 95_000_000, 88_000_000, 120_000_000], true),
    ("1.000 đồng", [182, 110, 95, 88, 120], true),
    ("1.000 đồng", [7500, 8000, 6500, 9000, 7000], true),
    ("1.000 đồng", [182_500, 110_000, 95_000, 88_000, 120_000], false),
    ("triệu đồng", [182, 110, 95, 88, 120], false),
    ("triệu đồng", [182_500, 110_000, 95_000, 88_000, 120_000], true),
    ("đồng", [182_500, 110_000, 95_000, 88_000, 120_000], true),
  ])
  func `a column in another unit than its heading says is an error of the column`(
    unit: String,
    incomes: [Int],
    isDoubtful: Bool
  ) throws {
    let rows = incomes.enumerated().map { "\($0.offset + 1),Lê \($0.offset),4,\($0.element),x" }
    let reading = try TableText.read(
      "Thôn: Làng Mài,,,,\nTT,Họ và tên chủ hộ,Số khẩu,Tổng thu nhập (\(unit)),Nước sạch\n"
        + rows.joined(separator: "\n")
    )
    #expect(reading.cells.contains("unit-doubtful D2") == isDoubtful)
  }
}
