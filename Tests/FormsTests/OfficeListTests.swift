import Testing

@testable import Forms

/// Lists as offices make them of the official forms: fewer columns, their own words, notes instead of headings.
@Suite struct OfficeListTests {
  @Test func `a list that says of which part of its village a household is belongs to the village`()
    throws
  {
    let reading = try TableText.read(
      """
      DANH SÁCH HỘ DÂN ẤP BÌNH AN,,,,
      Stt,Họ tên chủ hộ,Địa chỉ (tổ),Số nhân khẩu,Nước hợp vệ sinh
      1,Lê A,Tổ 1,4,x
      2,Hà B,Tổ 2,2,
      """
    )
    #expect(reading.records.map { $0["village"] } == ["Bình An", "Bình An"])
    let whole = try TableText.read(
      """
      DANH SÁCH HỘ DÂN XÃ BÌNH AN,,,,
      Stt,Họ tên chủ hộ,Địa chỉ,Số nhân khẩu,Nước hợp vệ sinh
      1,Lê A,Xóm 1,4,x
      """
    )
    #expect(whole.records.map { $0["village"] } == ["1"])
  }

  @Test func `another fact behind a village's name is no part of it`() throws {
    let reading = try TableText.read(
      """
      Thôn: Làng Lụt        Năm: 2025,,,,
      TT,Họ và tên chủ hộ,Số khẩu,Nước sạch,Nhà tiêu HVS
      1,Lê A,4,x,
      """
    )
    #expect(reading.records.map { $0["village"] } == ["Làng Lụt"])
  }

  @Test func `an abbreviation that may mean the row above is read where others stand beside it`()
    throws
  {
    func read(_ answers: [String]) throws -> TableText.Reading {
      let rows = answers.enumerated().map { "\($0 + 1),Lê \($0),4,\($1),x\n" }.joined()
      return try TableText.read(
        "Thôn: A,,,,\nTT,Họ và tên chủ hộ,Số khẩu,Loại nhà ở,Nước sạch\n" + rows
      )
    }
    let short = try read(["KC", "NT", "BKC"])
    #expect(short.records.map { $0["dwelling_class"] } == ["solid", "temporary", "semi_solid"])
    let open = try read(["Kiên cố", "NT", "Bán kiên cố"])
    #expect(open.records.map { $0["dwelling_class"] } == ["solid", nil, "semi_solid"])
    #expect(open.codes.contains("unknown-choice"))
    let sign = try read(["Kiên cố", "-nt-", "Bán kiên cố"])
    #expect(sign.records.map { $0["dwelling_class"] } == ["solid", "solid", "semi_solid"])
  }

  @Test func `an answer under the heading of its choice heads a column of marks`() throws {
    let reading = try TableText.read(
      """
      Thôn: A,,,,,
      TT,Họ và tên chủ hộ,Số khẩu,Chuồng trại chăn nuôi > HVS,Chuồng trại chăn nuôi > Không HVS,Nước sạch
      1,Lê A,4,x,,x
      2,Hà B,2,,x,
      3,Vi C,3,,,x
      """
    )
    #expect(reading.records.map { $0["hygienic_livestock"] } == ["yes", "no", nil])
  }

  @Test func `what is now is read beside what was or is planned`() throws {
    let reading = try TableText.read(
      """
      RÀ SOÁT NHÀ Ở THÔN A,,,,,,
      TT,Họ và tên chủ hộ,Số khẩu,Diện tích (m2),Loại nhà > Đầu năm,Loại nhà > Cuối năm,Nền cứng
      1,Lê A,4,50,Nhà tạm,Kiên cố,x
      """,
      form: "housing-list"
    )
    #expect(reading.records.map { $0["dwelling_class"] } == ["solid"])
    #expect(reading.codes.contains("unknown-column"))
  }

  @Test func `materials answer whether a part of a house is hard`() throws {
    let reading = try TableText.read(
      """
      RÀ SOÁT NHÀ Ở THÔN A,,,,,
      TT,Họ và tên chủ hộ,Số khẩu,Nền,"Khung, tường",Mái
      1,Lê A,4,Gạch lát,Tường gạch,Ngói
      2,Hà B,2,Đất,Phên tre,Mềm
      3,Vi C,2,Cứng,Gỗ,Tôn
      """,
      form: "housing-list"
    )
    #expect(reading.records.map { $0["floor"] } == ["yes", "no", "yes"])
    #expect(reading.records.map { $0["frame"] } == ["yes", "no", nil])
    #expect(reading.records.map { $0["roof"] } == ["yes", "no", "yes"])
    #expect(reading.codes.count { $0 == "unknown-choice" } == 1)
  }

  @Test func `questions of a form on the web are headings`() throws {
    let reading = try TableText.read(
      """
      Họ và tên chủ hộ,Thôn,Gia đình có bao nhiêu nhân khẩu?,Số người có thẻ BHYT,Hộ có sử dụng nước sạch không?
      Lê A,Làng Mài,4,3,Có
      """
    )
    #expect(reading.records.map { $0["household_size"] } == ["4"])
    #expect(reading.records.map { $0["clean_water"] } == ["yes"])
  }

  @Test func `a note below the table gives the unit of its amounts`() throws {
    let table = """
      THU NHẬP CỦA HỘ DÂN CƯ NĂM 2024 THÔN A,,,,,
      TT,Họ và tên chủ hộ,Số khẩu tính TNBQ,Tiền lương,Trồng trọt,Tổng thu nhập
      1,Lê A,4,100.5,20,120.5
      2,Hà B,2,50,30.5,80.5
      """
    let noted = try TableText.read(
      table + "\n\nGhi chú: Thu nhập tính bằng triệu đồng; nhân khẩu đến 31/12/2024.,,,,,\n",
      form: "household-income-2022"
    )
    #expect(noted.records.map { $0["total_income"] } == ["120500", "80500"])
    #expect(noted.codes.contains("unit-read"))
    #expect(!noted.codes.contains("unit-assumed"))
    let open = try TableText.read(table + "\n", form: "household-income-2022")
    #expect(open.codes.contains("unit-assumed"))
  }

  @Test(arguments: [
    ("52 triệu 2", "52200"), ("1 tỷ 2", "1200000"), ("150tr5", "150500"), ("1 tỷ 250", "1250000"),
    // Hundredths, or the next unit.
    ("1 tỷ 50", nil),
  ])
  func `amounts are read as they are spoken`(text: String, value: String?) throws {
    let reading = try TableText.read(
      """
      THU NHẬP CỦA HỘ DÂN CƯ NĂM 2024 THÔN A,,,
      TT,Họ và tên chủ hộ,Số khẩu tính TNBQ,Tổng thu nhập
      1,Lê A,4,\(text)
      2,Hà B,2,80 triệu
      """,
      form: "household-income-2022"
    )
    #expect(reading.records.map { $0["total_income"] } == [value, "80000"])
    #expect(reading.codes.contains("not-a-number") == (value == nil))
  }

  @Test func `income a head is read in the unit that its heading names`() throws {
    let reading = try TableText.read(
      """
      THU NHẬP CỦA HỘ DÂN CƯ NĂM 2024 THÔN A,,,,,
      TT,Họ và tên chủ hộ,Số khẩu tính TNBQ,Tổng thu nhập (triệu đồng),Thu nhập BQ (triệu đồng/người/năm),Thu nhập BQ (nghìn đồng/người/tháng)
      1,Lê A,4,120,30,2500
      """,
      form: "household-income-2022"
    )
    #expect(reading.records.map { $0["income_per_person_million"] } == ["30"])
    #expect(reading.records.map { $0["income_per_person"] } == [nil])
    // A month's is not taken for a year's.
    #expect(reading.codes.contains("unknown-column"))
  }

  @Test func `receipts beside costs are no income`() throws {
    func read(_ last: String) throws -> TableText.Reading {
      try TableText.read(
        """
        THU NHẬP CỦA HỘ DÂN CƯ NĂM 2024 THÔN A,,,,,,
        TT,Họ và tên chủ hộ,Số khẩu tính TNBQ,Trồng trọt,,,Tổng thu nhập
        ,,,Tổng thu,Chi phí,\(last),
        1,Lê A,4,50000,20000,30000,30000
        """,
        form: "household-income-2022"
      )
    }
    #expect(try read("Thu nhập").records.map { $0["crops"] } == ["30000"])
    #expect(try read("Ghi chú").records.map { $0["crops"] } == [nil])
  }

  @Test func `a sum is not held to parts that may stand in a column which is not read`() throws {
    func read(_ heading: String) throws -> [String: String] {
      try TableText.read(
        """
        THU NHẬP CỦA HỘ DÂN CƯ NĂM 2024 THÔN A,,,,,,
        TT,Họ và tên chủ hộ,Số khẩu tính TNBQ,Tiền lương,Trồng trọt,\(heading),Tổng thu nhập
        1,Lê A,4,50000,20000,5000,75000
        """,
        form: "household-income-2022"
      ).records[0]
    }
    #expect(try read("Chăn nuôi")["livestock"] == "5000")
    #expect(try read("Rừng và ao")["livestock"] == nil)
  }

  @Test func `a sign for the same repeats what the person above has`() throws {
    let reading = try TableText.read(
      """
      DANH SÁCH HỘ NGHÈO THÔN A NĂM 2024,,,,,
      TT,Họ và tên,Giới tính,Năm sinh,Dân tộc,Quan hệ với chủ hộ
      1,Lê A,Nam,1970,Thái,Chủ hộ
      ,Hà B,Nữ,1972,Kinh,Vợ
      2,Vi C,Nữ,1950,nt,Chủ hộ
      2.1,Vi D,Nam,1990,nt,Con
      """,
      form: "poverty-list-2022"
    )
    // The row above is the wife of the household before.
    #expect(reading.records.map { $0["ethnicity"] } == ["Thái", "Kinh"])
    #expect(!reading.codes.contains("missing-value"))
    #expect(!reading.codes.contains("not-an-integer"))
  }

  @Test func `rows that name a class divide a list of persons, and their counts are nobody`() throws
  {
    let reading = try TableText.read(
      """
      "DANH SÁCH HỘ NGHÈO, HỘ CẬN NGHÈO THÔN A NĂM 2025",,,,
      STT,Họ và tên,Nam,Nữ,Quan hệ với chủ hộ
      I,HỘ NGHÈO,,,
      1,Lê A,5/3/1970,,Chủ hộ
      ,Hà B,,7/8/1972,Vợ
      ,"Cộng: 1 hộ, 2 khẩu",,,
      II,HỘ CẬN NGHÈO,,,
      1,Vi C,,1/2/1950,Chủ hộ
      ,"Cộng: 1 hộ, 1 khẩu",,,
      """,
      form: "poverty-list-2022"
    )
    #expect(reading.records.map { $0["full_name"] } == ["Lê A", "Vi C"])
    #expect(reading.records.map { $0["poverty_status"] } == ["poor", "near_poor"])
  }

  @Test func `columns are numbered though another table stands beside`() throws {
    let reading = try TableText.read(
      """
      Thôn: A,,,,,,,,
      TT,Họ và tên chủ hộ,Số khẩu,Số người có thẻ BHYT,Nước sạch,,,,
      A,B,1,2,3,,,Tổng số hộ,15
      1,Lê A,4,3,x,,,Hộ nghèo,2
      """
    )
    #expect(reading.records.map { $0["household_size"] } == ["4"])
    #expect(!reading.codes.contains("total-mismatch"))
  }

  @Test func `signs around the name of a group's village are no part of it`() throws {
    let reading = try TableText.read(
      """
      KHẢO SÁT HỘ GIA ĐÌNH XÃ CÁN KHÊ,,,,
      TT,Họ và tên chủ hộ,Số khẩu,Số người có thẻ BHYT,Nước sạch
      * Thôn Kẻ Mui:,,,,
      1,Lê A,4,3,x
      + Thôn Làng Trung,,,,
      1,Hà B,2,2,
      """
    )
    #expect(reading.records.map { $0["village"] } == ["Kẻ Mui", "Làng Trung"])
  }

  @Test func `a group below one that made a choice makes one or is asked about`() throws {
    func read(_ group: String) throws -> TableText.Reading {
      try TableText.read(
        """
        KẾT QUẢ RÀ SOÁT HỘ NGHÈO THÔN A NĂM 2025,,,,
        TT,Họ và tên chủ hộ,Năm sinh,Điểm B1,Điểm B2
        A,Hộ nghèo (1 hộ),,,
        1,Lê A,1970,100,40
        B,\(group),,,
        1,Hà B,1972,160,10
        """,
        form: "poverty-list-2022"
      )
    }
    let known = try read("Hộ thoát nghèo (1 hộ)")
    #expect(known.records.map { $0["poverty_status"] } == ["poor", "none"])
    #expect(!known.codes.contains("unknown-choice"))
    let unknown = try read("Hộ chuyển đi")
    #expect(unknown.records.map { $0["poverty_status"] } == ["poor", nil])
    #expect(unknown.codes.contains("unknown-choice"))
  }

  @Test func `a column of heads beside one of all persons names nobody further`() throws {
    func read(_ head: String) throws -> TableText.Reading {
      try TableText.read(
        """
        DANH SÁCH HỘ NGHÈO THÔN A NĂM 2025,,,,,
        TT,Họ và tên chủ hộ,Họ và tên thành viên,Năm sinh,Giới tính,Quan hệ với chủ hộ
        1,\(head),Lê A,1970,Nam,Chủ hộ
        ,,Hà B,1972,Nữ,Vợ
        ,NGƯỜI LẬP BIỂU,,,,
        """,
        form: "poverty-list-2022"
      )
    }
    #expect(try read("Lê A").records.map { $0["full_name"] } == ["Lê A"])
    // Another name is somebody else's.
    #expect(try read("Vi C").codes.contains("duplicate-column"))
  }
}
