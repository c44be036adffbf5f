import Testing

@testable import Forms

/// Rows directly under a heading: parts of it, or rows of the table.
@Suite struct HeadingRowTests {
  private static let households = "1,Lê A,4,3,x\n2,Hà B,2,2,\n3,Vi C,6,4,x"

  @Test(arguments: [
    "TỔNG CỘNG,,,,", ",TỔNG CỘNG,,,", ",Tổng số,,,", "Tổng số,,,,", ",Cộng,,,", "Cộng,,,,",
    ",TỔNG CỘNG,12,9,2", "Tổng số,,12,9,2", ",Cộng:,12,9,2", ",Tổng cộng,,,2",
  ])
  func `a total directly under the heading is a total`(total: String) throws {
    for numbers in ["", "A,B,1,2,3\n", "(1),(2),(3),(4),(5)\n"] {
      let reading = try TableText.read(
        """
        Thôn: Làng Mài,,,,
        TT,Họ và tên chủ hộ,Số khẩu,Số người có thẻ BHYT,Nước sạch
        \(numbers)\(total)
        \(Self.households)
        """
      )
      #expect(reading.names == ["Lê A", "Hà B", "Vi C"], "\(numbers)")
      #expect(reading.records.map { $0["ordinal"] } == ["1", "2", "3"])
      #expect(!reading.codes.contains("total-mismatch"))
      #expect(!reading.codes.contains("unknown-column"))
    }
  }

  @Test func `a wrong total directly under the heading is said`() throws {
    let reading = try TableText.read(
      """
      Thôn: Làng Mài,,,,
      TT,Họ và tên chủ hộ,Số khẩu,Số người có thẻ BHYT,Nước sạch
      Tổng số,,13,9,2
      \(Self.households)
      """
    )
    #expect(reading.cells.contains("total-mismatch C3"))
  }

  @Test func `the second line of a heading may be nothing but a total's word`() throws {
    let reading = try TableText.read(
      """
      Thôn: Làng Mài,,,,
      TT,Họ và tên chủ hộ,Nhân khẩu,Số người có thẻ BHYT,Nước sạch
      ,,Tổng số,,
      \(Self.households)
      """
    )
    #expect(reading.names == ["Lê A", "Hà B", "Vi C"])
    #expect(reading.records.map { $0["household_size"] } == ["4", "2", "6"])
  }

  @Test(arguments: [
    "Bình quân đầu người", "BQ/người/tháng", "Một tháng", "Hằng tháng", "Trên đầu người", "BQ/LĐ",
    "Tính trên lao động",
  ])
  func `income per head under a heading of income is no total income`(word: String) throws {
    let heads = ["\(word),,", "\(word),Cả hộ,", "\(word),Lao động,"]
    for head in heads {
      let reading = try TableText.read(
        """
        Thôn: Làng Mài,,,,,,
        TT,Họ và tên chủ hộ,Số khẩu,Số người có thẻ BHYT,Tổng thu nhập (1.000 đồng),,Nước sạch
        ,,,,\(head)
        1,Lê A,4,3,22500,90000,x
        2,Hà B,2,2,30000,60000,x
        """
      )
      #expect(reading.names == ["Lê A", "Hà B"], "\(head)")
      #expect(reading.records.allSatisfy { $0["annual_income"] == nil }, "\(head)")
      #expect(reading.codes.contains("unknown-column"), "\(head)")
    }
  }

  @Test(arguments: [
    "Tổng thu nhập (bình quân đầu người)", "Tổng thu nhập (BQ/người/năm)",
    "Tổng thu nhập (1 người)",
    "Tổng thu nhập (tháng)", "Tổng thu nhập (6 tháng đầu năm)", "Tổng thu nhập (kế hoạch)",
    "Tổng thu nhập (năm trước)", "Tổng thu nhập (dự kiến)", "Tổng thu nhập/người",
  ])
  func `a remark in brackets makes a figure another one`(heading: String) throws {
    let reading = try TableText.read(
      """
      Thôn: Làng Mài,,,,,
      TT,Họ và tên chủ hộ,Số khẩu,Số người có thẻ BHYT,\(heading),Nước sạch (chưa có)
      1,Lê A,4,3,22500,x
      2,Hà B,2,2,30000,x
      """
    )
    #expect(reading.records.allSatisfy { $0["annual_income"] == nil && $0["clean_water"] == nil })
    #expect(reading.codes.count { $0 == "unknown-column" } == 2)
  }

  @Test(arguments: [
    "Nước sạch (Đạt/Chưa đạt)", "Nước sạch (có: x, không: bỏ trống)", "Nước sạch (đánh dấu x)",
    "Nước sạch (Không/Có)", "Nước sạch (năm 2025)",
  ])
  func `a remark in brackets that explains the answers changes nothing`(heading: String) throws {
    let reading = try TableText.read(
      """
      Thôn: Làng Mài,,,,
      TT,Họ và tên chủ hộ,Số khẩu,Số người có thẻ BHYT,"\(heading)"
      1,Lê A,4,3,x
      2,Hà B,2,2,x
      """
    )
    #expect(reading.records.map { $0["clean_water"] } == ["yes", "yes"])
  }

  @Test func `income per head is read where the form asks for it`() throws {
    let reading = try TableText.read(
      """
      Thôn: Làng Mài,,,,,
      TT,Họ tên chủ hộ,Số nhân khẩu tính TNBQ,"Mục 1: Tiền lương, tiền công",Mục 2: Trồng trọt,Tổng thu nhập (1.000 đồng),TNBQ người/năm (1.000 đ)
      1,Lê A,4,80000,10000,90000,22500
      """,
      form: "household-income-2022"
    )
    #expect(reading.records.map { $0["total_income"] } == ["90000"])
    #expect(reading.records.map { $0["income_per_person"] } == ["22500"])
  }

  @Test(arguments: ["2024,2025", "Năm 2024,Năm 2025", "2024,Năm nay"])
  func `two years under one heading are a question`(years: String) throws {
    let reading = try TableText.read(
      """
      Thôn: Làng Mài,,,,,,
      TT,Họ và tên chủ hộ,Số khẩu,Số người có thẻ BHYT,Tổng thu nhập (1.000 đồng),,Nước sạch
      ,,,,\(years),
      1,Lê A,4,3,22500,90000,x
      2,Hà B,2,2,30000,60000,x
      """
    )
    #expect(reading.names == ["Lê A", "Hà B"])
    #expect(reading.codes.contains("unknown-column") || reading.codes.contains("duplicate-column"))
  }

  @Test(arguments: ["2,4 hộ,2,2,", "2,hộ,2,2,", "2,17,2,2,", "2,,2,2,", ",17,2,2,", ",,2,2,"])
  func `a household without a name is none the less one`(row: String) throws {
    let reading = try TableText.read(
      """
      Thôn: Làng Mài,,,,
      TT,Họ và tên chủ hộ,Số khẩu,Số người có thẻ BHYT,Nước sạch
      1,Lê A,4,3,x
      \(row)
      3,Vi C,6,4,x
      """
    )
    #expect(reading.names == ["Lê A", nil, "Vi C"])
    #expect(reading.cells.contains { $0 == "not-text B4" || $0 == "missing-value B4" })
  }

  @Test(arguments: ["Cộng thôn Làng Mài,,12,9,2\n", ""])
  func `a number of households for a name in the first row of a group is no total`(
    subtotal: String
  ) throws {
    let reading = try TableText.read(
      """
      DANH SÁCH KHẢO SÁT HỘ,,,,
      TT,Họ và tên chủ hộ,Số khẩu,Số người có thẻ BHYT,Nước sạch
      I,Thôn Làng Mài,,,
      \(Self.households)
      \(subtotal)II,Thôn Khe Cát,,,
      1,4 hộ,3,3,x
      2,Lê D,5,5,x
      """
    )
    #expect(reading.names == ["Lê A", "Hà B", "Vi C", nil, "Lê D"])
    #expect(reading.codes.contains("not-text"))
    #expect(!reading.codes.contains("total-mismatch"))
  }

  @Test(arguments: ["2,55,5 khẩu,5,x", "2,,5 khẩu,5,x"])
  func `a figure with its unit is no label of a total where the name is missing`(
    row: String
  ) throws {
    let reading = try TableText.read(
      """
      Thôn: Làng Mài,,,,
      TT,Họ và tên chủ hộ,Số khẩu,Số người có thẻ BHYT,Nước sạch
      1,Lê A,4 khẩu,3,x
      \(row)
      3,Vi C,6 khẩu,4,x
      """
    )
    #expect(reading.names == ["Lê A", nil, "Vi C"])
    #expect(reading.records.map { $0["household_size"] } == ["4", "5", "6"])
    #expect(!reading.codes.contains("total-mismatch"))
  }
}
