import Tabular
import Testing

@testable import Forms

/// What officials do to save time: flattened headings, coloured cells instead of marks, numbered sheet names.
@Suite struct CarelessSheetTests {
  @Test func `a title about village criteria names no village, its own line does`() throws {
    for title in ["KẾT QUẢ THỰC HIỆN TIÊU CHÍ THÔN NTM", "BIỂU CHẤM ĐIỂM CÁC BẢN, THÔN KIỂU MẪU"] {
      let reading = try TableText.read(
        """
        \(title),,,,
        Thôn Làng Mài,,,,
        TT,Họ và tên chủ hộ,Số khẩu,Số người có thẻ BHYT,Nước sạch
        1,Lê A,4,3,x
        2,Hà B,2,2,
        """
      )
      #expect(reading.records.map { $0["village"] } == ["Làng Mài", "Làng Mài"], "\(title)")
    }
  }

  @Test(arguments: [
    ("DANH SÁCH HỘ THÔN: Làng Mài", "Làng Mài"), ("Danh sách hộ dân ấp: Tân Lập", "Tân Lập"),
  ])
  func `a colon may stand between the kind of a village and its name`(
    title: String,
    village: String
  ) throws {
    let reading = try TableText.read(
      """
      \(title),,,,
      TT,Họ và tên chủ hộ,Số khẩu,Số người có thẻ BHYT,Nước sạch
      1,Lê A,4,3,x
      """
    )
    #expect(reading.records.map { $0["village"] } == [village])
  }

  @Test func `headings of two rows that were flattened are read as a path`() throws {
    let reading = try TableText.read(
      """
      Thôn: Làng Mài,,,,,
      TT,Họ và tên chủ hộ,Nhân khẩu - Tổng số,Nhân khẩu - Nam,Nhân khẩu - Nữ,Nước sạch
      1,Lê A,4,3,1,x
      """
    )
    #expect(reading.records.map { $0["household_size"] } == ["4"])
    #expect(reading.records.map { $0["male_members"] } == ["3"])
    #expect(reading.records.map { $0["female_members"] } == ["1"])
  }

  @Test func `two answers joined in one heading are no path`() throws {
    let reading = try TableText.read(
      """
      Thôn: Làng Mài,,,,
      TT,Họ và tên chủ hộ,Số khẩu,Hộ nghèo - Cận nghèo,Nước sạch
      1,Lê A,4,x,x
      2,Hà B,2,,
      """
    )
    #expect(reading.records.allSatisfy { $0["poverty_status"] != "near_poor" })
  }

  @Test func `a total's word or a unit under a heading is what the heading says`() throws {
    let reading = try TableText.read(
      """
      Thôn: Làng Mài,,,,,
      TT,Họ và tên chủ hộ,Số nhân khẩu,,Lao động có việc làm,
      ,,Tổng,Trong đó: Nữ,Tổng,Trong đó: Nữ
      1,Lê A,4,1,3,2
      2,Hà B,5,2,2,1
      """
    )
    #expect(reading.records.map { $0["household_size"] } == ["4", "5"])
    #expect(reading.records.map { $0["employed_members"] } == ["3", "2"])
    // Women at work are not the women of the household.
    #expect(reading.records.allSatisfy { ["1", "2", nil].contains($0["female_members"]) })
    #expect(reading.records[0]["female_members"] != "2")
  }

  @Test func `a part is one of the column to its left`() throws {
    for (headings, women) in [
      ("Số khẩu,Lao động trong độ tuổi,Trong đó: Nữ", nil),
      ("Lao động trong độ tuổi,Số khẩu,Trong đó: Nữ", "1"),
      ("Lao động trong độ tuổi,Tổng số thành viên,Trong đó nữ", "1"),
    ] {
      let reading = try TableText.read(
        """
        Thôn: Làng Mài,,,,
        TT,Họ và tên chủ hộ,\(headings)
        1,Lê A,4,4,1
        """
      )
      #expect(reading.records.map { $0["female_members"] } == [women], "\(headings)")
      #expect(reading.codes.contains("unknown-column") == (women == nil))
    }
  }

  @Test func `answers in the second row of a heading without merges belong to it`() throws {
    let reading = try TableText.read(
      """
      Thôn: Làng Mài,,,,,,,
      TT,Chủ hộ,Số khẩu,Nguồn nước,,Loại nhà tiêu,,Nước HVS
      ,,,Nước máy,Giếng đào,Tự hoại,Không có,
      1,Lê A,4,x,,x,,x
      2,Hà B,2,,x,,x,
      """,
      form: "water-sanitation"
    )
    #expect(reading.records.map { $0["water_source"] } == ["piped", "dug_well"])
    #expect(reading.records.map { $0["toilet_type"] } == ["septic", "none"])
  }

  @Test func `a group row makes the choice of the houses below it, an unknown one ends it`() throws
  {
    let reading = try TableText.read(
      """
      Thôn: Làng Mài,,,,,
      TT,Chủ hộ,Diện tích (m2),Nền cứng,Mái cứng,Năm xây
      I,Nhà kiên cố,,,,
      1,Lê A,80,x,x,2010
      II,NHÀ TẠM,,,,
      2,Hà B,40,,,1990
      III,Chưa xác định,,,,
      3,Vi C,45,,,1995
      """,
      form: "housing-list"
    )
    #expect(reading.records.map { $0["dwelling_class"] } == ["solid", "temporary", nil])
  }

  @Test func `cells that are coloured instead of marked are asked about`() throws {
    let reading = try TableText.read(Self.marks) { $0.colour(["D3", "D4"]) }
    #expect(reading.records.map { $0["clean_water"] } == [nil, nil, nil])
    #expect(reading.cells.contains("unknown-choice D3:D4"))
  }

  @Test func `rows that are coloured for the eye change nothing`() throws {
    let reading = try TableText.read(Self.marks) { $0.colour(["A3", "B3", "C3", "D3"]) }
    #expect(reading.records.map { $0["clean_water"] } == ["no", "no", "no"])
    #expect(!reading.codes.contains("unknown-choice"))
  }

  private static let marks = """
    Thôn: Làng Mài,,,,
    TT,Họ và tên chủ hộ,Số khẩu,Nước sạch,Số người có thẻ BHYT
    1,Lê A,4,,3
    2,Hà B,2,,2
    3,Vi C,5,,4
    """
}

extension Grid {
  /// Gives cells a fill; a blank stays blank.
  fileprivate mutating func colour(_ names: [String]) {
    var style = CellStyle()
    style.hasFill = true
    if styles.isEmpty { styles.append(CellStyle()) }
    styles.append(style)
    for name in names {
      guard let place = CellReference(a1: name) else { continue }
      if let row = rowIndex(of: place.row), let index = cellIndex(row: row, column: place.column) {
        cells[index].style = UInt16(styles.count - 1)
      } else {
        filledBlanks.insert(place)
      }
    }
  }
}

extension CarelessSheetTests {
  @Test func `a village with its number between the households is a group`() throws {
    let reading = try TableText.read(
      """
      TT,Họ và tên chủ hộ,Số khẩu,Số người có thẻ BHYT,Nước sạch
      1,THÔN ĐÔNG HÒA,,,
      1,Lê A,4,3,x
      2,Thôn Tây Hòa,,,
      1,Hà B,2,2,
      """
    )
    #expect(reading.names == ["Lê A", "Hà B"])
    #expect(reading.records.map { $0["village"] } == ["Đông Hòa", "Tây Hòa"])
  }

  @Test func `a lettered group directly under the heading is no part of it`() throws {
    let reading = try TableText.read(
      """
      Thôn: Làng Mài,,,,,
      TT,Chủ hộ,Diện tích (m2),Nền cứng,Mái cứng,Năm xây
      A,"NHÀ TẠM, DỘT NÁT",,,,
      1,Lê A,80,,,2010
      B,NHÀ KIÊN CỐ,,,,
      2,Hà B,40,x,x,1990
      """,
      form: "housing-list"
    )
    #expect(reading.records.map { $0["household_head"] } == ["Lê A", "Hà B"])
    #expect(reading.records.map { $0["dwelling_class"] } == ["temporary", "solid"])
  }

  @Test func `a column of villages may be headed by any word for one`() throws {
    for heading in ["Ấp", "Buôn", "Bản", "Tổ dân phố"] {
      let reading = try TableText.read(
        """
        TT,\(heading),Tổng số hộ,Tổng số nhân khẩu,Số hộ nghèo,Số người tham gia BHYT,Số trẻ em dưới 16 tuổi
        1,Tân Lập,120,480,6,456,80
        """,
        form: "village-summary"
      )
      #expect(reading.records.map { $0["village"] } == ["Tân Lập"], "\(heading)")
      #expect(reading.records.map { $0["poor_households"] } == ["6"])
    }
  }
}
