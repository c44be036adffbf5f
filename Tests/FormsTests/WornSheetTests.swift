import Tabular
import Testing

@testable import Forms

/// Sheets that went through many hands: signs for "the same", remarks between households, sums per printed page.
@Suite struct WornSheetTests {
  @Test(arguments: ["//", "\"\"\"\"", "nt", "-nt-", "〃", "như trên"])
  func `a sign for the same as above repeats the word above`(sign: String) throws {
    let reading = try TableText.read(
      """
      TT,Họ và tên chủ hộ,Thôn,Dân tộc,Số khẩu,Loại nhà,Nước sạch
      1,Lê A,Làng Mài,Thái,4,Kiên cố,x
      2,Hà B,\(sign),\(sign),2,\(sign),
      3,Vi C,\(sign),Kinh,3,Nhà tạm,
      """
    )
    #expect(reading.records.map { $0["village"] } == ["Làng Mài", "Làng Mài", "Làng Mài"])
    #expect(reading.records.map { $0["ethnicity"] } == ["Thái", "Thái", "Kinh"])
    #expect(reading.records.map { $0["dwelling_class"] } == ["solid", "solid", "temporary"])
    #expect(reading.cells.contains("filled-down C3:C4"))
  }

  @Test func `a sign for the same repeats no figure, and nothing where nothing stands above`()
    throws
  {
    let reading = try TableText.read(
      """
      Thôn: Làng Mài,,,,
      TT,Họ và tên chủ hộ,Dân tộc,Số khẩu,Nước sạch
      1,Lê A,//,4,x
      2,Hà B,Kinh,//,
      """
    )
    #expect(reading.records.map { $0["ethnicity"] } == [nil, "Kinh"])
    #expect(reading.records.map { $0["household_size"] } == ["4", nil])
    #expect(reading.cells.contains("missing-value C3"))
    #expect(reading.cells.contains("not-a-number D4"))
  }

  @Test func `a remark between two households does not end the table`() throws {
    let reading = try TableText.read(
      """
      Thôn: Làng Mài,,,,
      TT,Họ và tên chủ hộ,Số khẩu,Số người có thẻ BHYT,Nước sạch
      1,Lê A,4,3,x
      2,Hà B,2,2,
      ,Ghi chú: hộ bà Lan đi làm ăn xa,,,
      3,Vi C,3,3,x
      B,Hộ mới chuyển đến,,,
      ,Ghi chú: tính đến tháng 9,,,
      4,Lò D,5,5,x
      ,Người lập biểu,,Trưởng thôn,
      ,Vi Thị Hạnh,,Lương Văn Bình,
      """
    )
    #expect(reading.names == ["Lê A", "Hà B", "Vi C", "Lò D"])
    #expect(reading.codes.contains("rows-skipped"))
  }

  @Test func `numbered notes under the foot are no households`() throws {
    let reading = try TableText.read(
      """
      Thôn: Làng Mài,,,,
      TT,Họ và tên chủ hộ,Số khẩu,Số người có thẻ BHYT,Nước sạch
      1,Lê A,4,3,x
      2,Hà B,2,2,
      Ghi chú:,,,,
      1,Hộ đi vắng ghi theo sổ,,,
      2,Trẻ mới sinh được tính,,,
      """
    )
    #expect(reading.names == ["Lê A", "Hà B"])
  }

  @Test func `the first household below a village that is written once is a household`() throws {
    let reading = try TableText.read(
      """
      Bản,Họ và tên chủ hộ,Số khẩu,Thu nhập (triệu đồng),Nước sạch
      Bản Hạ Sơn,Lê A,4,95,x
      ,Hà B,2,60,
      Bản Pù Nhi,Vi C,3,70,x
      ,Lò D,5,81,x
      """
    )
    #expect(reading.names == ["Lê A", "Hà B", "Vi C", "Lò D"])
    #expect(reading.records.map { $0["village"] } == ["Hạ Sơn", "Hạ Sơn", "Pù Nhi", "Pù Nhi"])
    #expect(!reading.codes.contains("total-mismatch"))
  }

  @Test func `the sum of a printed page is not the sum of the table`() throws {
    let reading = try TableText.read(
      """
      Thôn: Làng Mài,,,,
      TT,Họ và tên chủ hộ,Số khẩu,Thu nhập (nghìn đồng),Nam
      1,Lê A,4,95000,3
      2,Hà B,2,60000,1
      ,Cộng trang,6,155000,4
      3,Vi C,3,70000,2
      4,Lò D,5,81000,2
      ,Cộng trang,8,151000,4
      ,Cộng lũy kế,14,306000,8
      ,Tổng cộng,14,306000,8
      """
    )
    #expect(reading.names == ["Lê A", "Hà B", "Vi C", "Lò D"])
    #expect(!reading.codes.contains("total-mismatch"))
  }

  @Test func `a household's number before each of its members makes no further household`() throws {
    let reading = try TableText.read(
      """
      Thôn: Làng Mài,,,,,
      STT chủ hộ,STT thành viên hộ,Họ tên,Dân tộc,Quan hệ với chủ hộ,Nghèo mới
      1,1,Lê A,Thái,Chủ hộ,x
      1,2,Hà B,Thái,Vợ,x
      2,1,Vi C,Kinh,Chủ hộ,x
      2,2,Vi D,Kinh,Con,x
      """,
      form: "poverty-list-2022"
    )
    #expect(reading.records.map { $0["full_name"] } == ["Lê A", "Vi C"])
  }

  @Test(arguments: [
    ("Thôn Hón Tỉnh, xã Hóa Quỳ", "Hón Tỉnh"), ("THÔN HÓN TỈNH", "Hón Tỉnh"),
    ("Thôn Làng Mài xã Hóa Quỳ tỉnh Thanh Hóa", "Làng Mài"),
    ("Thôn: Thanh Quang    Đơn vị tính: 1.000đ", "Thanh Quang"),
  ])
  func `a village's name ends before the next unit or label`(title: String, village: String) throws
  {
    let reading = try TableText.read(
      """
      "\(title)",,,,
      TT,Họ và tên chủ hộ,Số khẩu,Số người có thẻ BHYT,Nước sạch
      1,Lê A,4,3,x
      """
    )
    #expect(reading.records.map { $0["village"] } == [village])
  }

  @Test
  func `a household without a name is none the less one where its persons are written in words`()
    throws
  {
    let reading = try TableText.read(
      """
      Thôn: Làng Mài,,,,
      TT,Họ và tên chủ hộ,Số khẩu,Số người có thẻ BHYT,Nước sạch
      1,Lê A,4 người,3,x
      2,,5 người,2,
      3,Vi C,3 người,2,x
      """
    )
    #expect(reading.records.map { $0["household_size"] } == ["4", "5", "3"])
    #expect(reading.cells.contains("missing-value B4"))
  }

  @Test func `the title of a list says what all of it are`() throws {
    for (title, status) in [
      ("DANH SÁCH CHI TIẾT HỘ CẬN NGHÈO NĂM 2025", "near_poor"), ("DANH SÁCH HỘ NGHÈO", "poor"),
      ("DANH SÁCH HỘ NGHÈO, HỘ CẬN NGHÈO", nil),
      ("KẾT QUẢ RÀ SOÁT HỘ NGHÈO", nil),
    ] as [(String, String?)] {
      let reading = try TableText.read(
        """
        "\(title)",,,,,
        Thôn: Làng Mài,,,,,
        STT chủ hộ,STT thành viên hộ,Họ tên,Dân tộc,Quan hệ với chủ hộ,Nghèo mới
        1,1,Lê A,Thái,Chủ hộ,x
        """,
        form: "poverty-list-2022"
      )
      #expect(reading.records.map { $0["poverty_status"] } == [status], "\(title)")
    }
  }

  @Test func `an income per head in the total row is no sum`() throws {
    let reading = try TableText.read(
      """
      Thôn: Làng Mài,,,,,,
      TT,Họ tên chủ hộ,Tổng số thành viên,Số nhân khẩu tính TNBQ,Trồng trọt,Chăn nuôi,Tiền lương,Tổng thu nhập,TNBQ người/năm
      1,Lê A,4,4,10000,20000,50000,80000,20000
      2,Hà B,2,2,10000,30000,20000,60000,30000
      ,Tổng cộng,6,6,20000,50000,70000,140000,23333
      """,
      form: "household-income-2022"
    )
    #expect(!reading.codes.contains("total-mismatch"))
  }
}

/// What headings and figures look like when somebody shortened them.
@Suite struct ShortHandTests {
  @Test func `a count in words of a large and a small unit is their sum`() throws {
    let reading = try TableText.read(
      """
      Thôn: Làng Mài,,,,
      TT,Họ và tên chủ hộ,Số khẩu,Thu nhập cả năm,Số người có thẻ BHYT
      1,Lê A,4,1 tỷ 200 triệu,3 thẻ
      2,Hà B,2,251.5tr,2 thẻ
      3,Vi C,2,34 triệu 200 nghìn,2 thẻ
      4,Lò D,2,52 triệu 25,2 thẻ
      """
    )
    #expect(reading.records.map { $0["annual_income"] } == ["1200000", "251500", "34200", nil])
    #expect(reading.records.map { $0["insured_members"] } == ["3", "2", "2", "2"])
    #expect(reading.cells.contains("not-a-number D6"))
  }

  @Test func `a count written with a group of three digits is whole`() throws {
    let reading = try TableText.read(
      """
      STT,Thôn,Tổng số hộ dân,Tổng số nhân khẩu,Số người tham gia BHYT,Số trẻ em dưới 16 tuổi
      1,Phú Hòa,310,1.234,1.198,2.000
      2,An Sơn,205,876,870,199
      """,
      form: "village-summary"
    )
    #expect(reading.records.map { $0["population"] } == ["1234", "876"])
    #expect(reading.records.map { $0["insured"] } == ["1198", "870"])
    // 2 or 2000: both are whole.
    #expect(reading.records.map { $0["children"] } == [nil, "199"])
    #expect(reading.cells.contains("decimal-mark-decided D2"))
    #expect(reading.cells.contains("ambiguous-number F2"))
  }

  @Test func `a household of one and a half thousand is not decided`() throws {
    let reading = try TableText.read(
      """
      Thôn: Làng Mài,,,
      TT,Họ và tên chủ hộ,Số khẩu,Nước sạch
      1,Lê A,1.500,x
      2,Hà B,2,x
      """
    )
    #expect(reading.records.map { $0["household_size"] } == [nil, "2"])
    #expect(reading.cells.contains("ambiguous-number C3"))
  }

  @Test func `lengths are read with the comma that other columns of the table prove`() throws {
    for (last, length) in [("0,300;1,200", "2.621"), ("0.30;1.2", nil)] as [(String, String?)] {
      let reading = try TableText.read(
        """
        Địa phương;Loại A (km);Loại B (km);Chiều dài (km)
        Xã An Hòa;2,621;0,538;3,159
        Xã Ân Tín;4,850;0,252;5,102
        Xã Ân Đức;;\(last)
        """,
        form: "road-lengths"
      )
      #expect(reading.records.first?["length_a"] == length)
    }
  }

  @Test func `a column of groups of three digits is read by where its middle can lie`() throws {
    func table(_ incomes: [String]) throws -> TableText.Reading {
      try TableText.read(
        """
        Thôn: Làng Mài;;;
        TT;Họ và tên chủ hộ;Số khẩu;Thu nhập (nghìn đồng)
        \(incomes.enumerated().map { "\($0 + 1);Lê \($0);4;\($1)" }.joined(separator: "\n"))
        """
      )
    }
    let many = try table(["204.500", "36.500", "103.000", "174.000", "97.500"])
    #expect(many.records.first?["annual_income"] == "204500")
    #expect(many.cells.contains("decimal-mark-decided D3:D7"))
    let few = try table(["204.500", "36.500"])
    #expect(few.records.first?["annual_income"] == nil)
    #expect(few.cells.contains("ambiguous-number D3"))
  }

  @Test func `codes before headings are no part of them`() throws {
    let reading = try TableText.read(
      """
      STT,Thôn,CT01. Tổng số hộ dân,CT02. Tổng số nhân khẩu,3) Số người tham gia BHYT,Mục 4. Số trẻ em
      1,Phú Hòa,310,1200,1198,300
      """,
      form: "village-summary"
    )
    #expect(reading.records.map { $0["households"] } == ["310"])
    #expect(reading.records.map { $0["insured"] } == ["1198"])
    #expect(reading.records.map { $0["children"] } == ["300"])
  }

  @Test func `words of the answers under the heading of one answer are read as words`() throws {
    let reading = try TableText.read(
      """
      Thôn: Làng Mài,,,,
      TT,Họ và tên chủ hộ,Số khẩu,Nghèo,Nước sạch
      1,Lê A,4,Không,x
      2,Hà B,2,Hộ nghèo,x
      3,Vi C,2,Hộ cận nghèo,
      """
    )
    #expect(reading.records.map { $0["poverty_status"] } == ["none", "poor", "near_poor"])
  }

  @Test func `of two years the one above the table is read`() throws {
    let reading = try TableText.read(
      """
      KHẢO SÁT HỘ GIA ĐÌNH NĂM 2025 - THÔN LÀNG MÀI,,,,,,
      TT,Họ và tên chủ hộ,Số khẩu,Thu nhập (1.000đ),,Hộ nghèo,,Hộ cận nghèo,
      ,,,Năm 2024,Năm 2025,2024,2025,2024,2025
      1,Lê A,4,50000,60000,x,,,
      2,Hà B,2,70000,80000,,x,,
      """
    )
    #expect(reading.records.map { $0["annual_income"] } == ["60000", "80000"])
    #expect(reading.records.map { $0["poverty_status"] } == ["none", "poor"])
    #expect(reading.codes.contains("year-column-read"))
  }

  @Test func `without a year above the table two years are a question`() throws {
    let reading = try TableText.read(
      """
      KHẢO SÁT HỘ GIA ĐÌNH - THÔN LÀNG MÀI,,,,
      TT,Họ và tên chủ hộ,Số khẩu,Thu nhập năm 2024 (1.000đ),Thu nhập năm 2025 (1.000đ)
      1,Lê A,4,50000,60000
      """
    )
    #expect(reading.records.map { $0["annual_income"] } == [nil])
    #expect(reading.codes.contains("duplicate-column"))
  }

  @Test func `an abbreviation of two meanings is told by what stands below`() throws {
    for (cells, ethnicity) in [(["Thái", "Kinh"], "Thái"), (["72", "54"], nil)]
      as [([String], String?)]
    {
      let reading = try TableText.read(
        """
        Thôn: Làng Mài,,,,
        TT,Họ và tên chủ hộ,DT,SK,Nước sạch
        1,Lê A,\(cells[0]),4,x
        2,Hà B,\(cells[1]),2,x
        """
      )
      #expect(reading.records[0]["ethnicity"] == ethnicity)
      #expect(reading.records[0]["dwelling_area"] == nil)
      #expect(reading.records[0]["household_size"] == "4")
    }
  }

  @Test func `a unit line may name what is counted beside the unit of money`() throws {
    let reading = try TableText.read(
      """
      Thôn: Làng Mài,,,"Đơn vị tính: triệu đồng, người",
      TT,Họ và tên chủ hộ,Số khẩu,Tổng thu nhập,Nước sạch
      1.,Lê A,4,95,x
      """
    )
    #expect(reading.records.map { $0["annual_income"] } == ["95000"])
    #expect(reading.records.map { $0["ordinal"] } == ["1"])
  }
}

/// Sheets of criteria in which a mark stands under the verdict.
@Suite struct AnswerColumnTests {
  private func read(_ headings: String, _ first: String, _ second: String) throws
    -> TableText.Reading
  {
    try TableText.read(
      """
      TỰ ĐÁNH GIÁ TIÊU CHÍ THÔN NÔNG THÔN MỚI,,,,
      Thôn Tân Lập,,,,
      \(headings)
      1,Giao thông,\(first)
      2,Điện,\(second)
      3,Thu nhập,x,,
      4,Y tế,,,
      """,
      form: "village-criteria"
    )
  }

  @Test(arguments: ["Thôn tự đánh giá", "Kết quả đánh giá", "Đánh giá của thôn"])
  func `a mark under a verdict gives that verdict`(group: String) throws {
    let reading = try read("STT,Tiêu chí,\(group),,Ghi chú\n,,Đạt,Không đạt,", "X,,", ",x,chưa đủ")
    #expect(reading.records.map { $0["village"] } == ["Tân Lập"])
    #expect(reading.records.map { $0["transport"] } == ["met"])
    #expect(reading.records.map { $0["electricity"] } == ["not_met"])
    #expect(reading.records.map { $0["income"] } == ["met"])
    #expect(reading.records.map { $0["health"] } == [nil])
  }

  @Test func `two marks or a doubtful one give none`() throws {
    let reading = try read("STT,Tiêu chí,Kết quả,,Ghi chú\n,,Đạt,Chưa đạt,", "x,x,", "x?,,")
    #expect(reading.records.map { $0["transport"] } == [nil])
    #expect(reading.records.map { $0["electricity"] } == [nil])
    #expect(reading.cells.contains("conflicting-marks D5"))
    #expect(reading.cells.contains("unknown-choice C6"))
  }

  @Test func `of the village's verdicts and the commune's the village's are read`() throws {
    let reading = try read(
      "STT,Tiêu chí,Thôn tự đánh giá,,Xã đánh giá,\n,,Đạt,Chưa đạt,Đạt,Chưa đạt",
      "x,,,x",
      ",x,x,"
    )
    #expect(reading.records.map { $0["transport"] } == ["met"])
    #expect(reading.records.map { $0["electricity"] } == ["not_met"])
  }
}
