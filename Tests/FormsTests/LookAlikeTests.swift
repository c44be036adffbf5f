import Tabular
import Testing

@testable import Forms

/// What looks like a household, a column or a village and is none: read as what it is, or asked about.
@Suite struct LookAlikeTests {
  @Test func `rows below a total that compare or share out are no households`() throws {
    let reading = try TableText.read(
      """
      Thôn: Làng Mài,,,,,,
      TT,Họ và tên chủ hộ,Số khẩu,Số người có thẻ BHYT,Tổng thu nhập (1.000 đồng),Nước sạch
      1,Lê A,4,3,90000,x
      2,Hà B,2,2,60000,x
      3,Vi C,5,4,80000,
      Tổng cộng,,11,9,230000,
      Bình quân,,4,3,76667,
      ,Trong đó: hộ nghèo,5,4,80000,
      Năm 2024,,10,9,200000,
      """
    )
    #expect(reading.names == ["Lê A", "Hà B", "Vi C"])
    #expect(!reading.codes.contains("total-mismatch"))
  }

  @Test func `sums without a label are known by their figures`() throws {
    let reading = try TableText.read(
      """
      Thôn: Làng Mài,,,,,,
      TT,Họ và tên chủ hộ,Số khẩu,Số người có thẻ BHYT,Tổng thu nhập (1.000 đồng),Nước sạch
      1,Lê A,4,3,90000,x
      2,Hà B,2,2,60000,x
      3,Vi C,5,4,80000,
      ,,11,9,230000,
      """
    )
    #expect(reading.names == ["Lê A", "Hà B", "Vi C"])
    #expect(!reading.codes.contains("missing-value"))
  }

  @Test func `a village's sum above its households is no household, though it is numbered`() throws
  {
    let reading = try TableText.read(
      """
      TT,Họ và tên chủ hộ,Số khẩu,Nam,Nữ,Số người có thẻ BHYT
      1,Làng Mài,16,8,8,13
      1,Lê A,4,2,2,3
      2,Hà B,2,1,1,2
      3,Vi C,5,3,2,4
      4,Lò D,5,2,3,4
      2,Đồng Tâm,11,5,6,9
      1,Lê E,4,2,2,3
      2,Hà F,2,1,1,2
      3,Vi G,4,1,3,3
      4,Lò H,1,1,0,1
      """
    )
    #expect(reading.names == ["Lê A", "Hà B", "Vi C", "Lò D", "Lê E", "Hà F", "Vi G", "Lò H"])
    #expect(reading.records.last?["village"] == "Đồng Tâm")
  }

  @Test func `what is carried over from page to page is no household`() throws {
    let reading = try TableText.read(
      """
      Thôn: Làng Mài,,,,,,
      TT,Họ và tên chủ hộ,Số khẩu,Số người có thẻ BHYT,Tổng thu nhập (1.000 đồng),Nước sạch
      1,Lê A,4,3,90000,x
      2,Hà B,2,2,60000,x
      3,Vi C,5,4,80000,
      Cộng trang 1,,11,9,230000,
      Mang sang,,11,9,230000,
      4,Lò D,1,1,20000,
      Tổng cộng,,12,10,250000,
      """
    )
    #expect(reading.names == ["Lê A", "Hà B", "Vi C", "Lò D"])
    #expect(!reading.codes.contains("total-mismatch"))
  }

  @Test func `an example of how to fill in the form is no household`() throws {
    let reading = try TableText.read(
      """
      Thôn: Làng Mài,,,,,,
      TT,Họ và tên chủ hộ,Số khẩu,Số người có thẻ BHYT,Tổng thu nhập (1.000 đồng),Nước sạch
      VD,Nguyễn Văn A,4,4,50000,x
      1,Lê A,4,3,90000,x
      2,Hà B,2,2,60000,x
      3,Vi C,5,4,80000,
      """
    )
    #expect(reading.names == ["Lê A", "Hà B", "Vi C"])
  }

  @Test func `people who signed below the table are no households`() throws {
    let reading = try TableText.read(
      """
      Thôn: Làng Mài,,,
      Họ và tên chủ hộ,Số khẩu,Số người có thẻ BHYT,Nước sạch
      Lê A,4,3,x
      Hà B,2,2,x
      ,,,
      Vi Thị Lan,,,
      """
    )
    #expect(reading.names == ["Lê A", "Hà B"])
  }

  @Test func `an unnumbered row with figures counts and is named`() throws {
    let reading = try TableText.read(
      """
      Thôn: Làng Mài,,,,,,
      TT,Họ và tên chủ hộ,Số khẩu,Số người có thẻ BHYT,Tổng thu nhập (1.000 đồng),Nước sạch
      1,Lê A,4,3,90000,x
      2,Hà B,2,2,60000,x
      3,Vi C,5,4,80000,
      ,Lò D,1,1,20000,
      """
    )
    #expect(reading.names.count == 4)
    #expect(reading.cells.contains("unnumbered-row A6:F6"))
  }

  @Test func `a heading with another unit is another column`() throws {
    let reading = try TableText.read(
      """
      Thôn: Làng Mài,,,,,,
      TT,Họ và tên chủ hộ,Số khẩu,Số người có thẻ BHYT (%),Tổng thu nhập (triệu đồng/người/năm),Nước sạch
      1,Lê A,4,3,90000,x
      2,Hà B,2,2,60000,x
      3,Vi C,5,4,80000,
      """
    )
    #expect(
      reading.records.allSatisfy { $0["insured_members"] == nil && $0["annual_income"] == nil }
    )
    #expect(reading.codes.filter { $0 == "unknown-column" }.count == 2)
  }

  @Test func `what stands under a plan, last year or a lack is another column`() throws {
    let reading = try TableText.read(
      """
      Thôn: Làng Mài,,,,,,,
      TT,Họ và tên chủ hộ,Số khẩu,Kế hoạch,Năm trước,Chưa đạt,Nước sạch
      ,,,Tổng thu nhập,Số khẩu,Nhà tiêu HVS,
      1,Lê A,4,90000,3,x,x
      2,Hà B,2,60000,2,,x
      """
    )
    #expect(
      reading.records.allSatisfy { $0["annual_income"] == nil && $0["hygienic_toilet"] == nil }
    )
    #expect(reading.records.map { $0["household_size"] } == ["4", "2"])
  }

  @Test func `years of birth in the columns of the sexes are no counts`() throws {
    let reading = try TableText.read(
      """
      Thôn: Làng Mài,,,,,
      TT,Họ và tên chủ hộ,Năm sinh,,Số khẩu,Nước sạch
      ,,Nam,Nữ,,
      1,Lê A,1970,,4,x
      2,Hà B,,1981,2,x
      """
    )
    #expect(reading.records.allSatisfy { $0["male_members"] == nil && $0["female_members"] == nil })
  }

  @Test func `codes are read by the legend of their heading`() throws {
    let reading = try TableText.read(
      """
      Thôn: Làng Mài,,,,
      TT,Họ và tên chủ hộ,Số khẩu,Nước sạch (1. Không; 2. Có),Loại nhà (1: Kiên cố; 2: Bán kiên cố; 3: Nhà gỗ)
      1,Lê A,4,1,1
      2,Hà B,2,2,3
      """
    )
    #expect(reading.records.map { $0["clean_water"] } == ["no", "yes"])
    #expect(reading.records.map { $0["dwelling_class"] } == ["solid", nil])
    #expect(reading.cells.contains("unknown-choice E4"))
  }

  @Test func `two certain headings for one field are a question`() throws {
    let reading = try TableText.read(
      """
      Thôn: Làng Mài,,,,
      TT,Họ và tên chủ hộ,Số khẩu,Tổng số nhân khẩu (người),Nước sạch
      1,Lê A,4,5,x
      """
    )
    #expect(reading.records.first?["household_size"] == nil)
    #expect(reading.codes.contains("duplicate-column"))
  }

  @Test func `a page with its columns in another order is read by its own heading`() throws {
    let reading = try TableText.read(
      """
      Thôn: Làng Mài,,,
      TT,Họ và tên chủ hộ,Số khẩu,Số người có thẻ BHYT,Nước sạch
      1,Lê A,4,3,x
      TT,Họ và tên chủ hộ,Số người có thẻ BHYT,Số khẩu,Nước sạch
      2,Hà B,1,2,x
      """
    )
    #expect(reading.records.map { $0["household_size"] } == ["4", "2"])
    #expect(reading.records.last?["village"] == "Làng Mài")
  }

  @Test func `a village forgotten between two villages is not filled in`() throws {
    let reading = try TableText.read(
      """
      TT,Họ và tên chủ hộ,Thôn,Số khẩu,Nước sạch
      1,Lê A,Làng Mài,4,x
      2,Hà B,Làng Mài,2,x
      3,Vi C,,5,x
      4,Lò D,Đồng Tâm,1,x
      5,Lò E,,1,x
      6,Lò F,Đồng Tâm,1,x
      """
    )
    #expect(
      reading.records.map { $0["village"] } == [
        "Làng Mài", "Làng Mài", nil, "Đồng Tâm", "Đồng Tâm", "Đồng Tâm",
      ]
    )
    #expect(reading.cells.contains("missing-value C4"))
  }

  @Test func `phrases that begin with a kind word are no villages`() throws {
    let reading = try TableText.read(
      """
      BẢN TỔNG HỢP KHẢO SÁT HỘ,,,
      TỔ CÔNG TÁC SỐ 2,,,
      Thôn Làng Mài,,,
      TT,Họ và tên chủ hộ,Số khẩu,Nước sạch
      1,Lê A,4,x
      """
    )
    #expect(reading.records.first?["village"] == "Làng Mài")
  }

  @Test func `the row of column numbers says how columns add up`() throws {
    let reading = try TableText.read(
      """
      Thôn: Làng Mài,,,,,
      TT,Họ và tên chủ hộ,Số khẩu,Trong đó: nam,Trong đó: trẻ em,Nước sạch
      A,B,1=2+3,2,3,4
      1,Lê A,4,1,3,x
      2,Hà B,4,1,2,x
      """
    )
    #expect(reading.cells.contains("sum-mismatch C5"))
    #expect(!reading.cells.contains("sum-mismatch C4"))
  }

  @Test func `a number is no name, and a figure beyond all others is worth a look`() throws {
    let reading = try TableText.read(
      """
      Thôn: Làng Mài,,,,,,
      TT,Họ và tên chủ hộ,Số khẩu,Số người có thẻ BHYT,Tổng thu nhập (1.000 đồng),Nước sạch
      1,17,4,3,90000,x
      2,Hà B,2,2,60,x
      """
    )
    #expect(reading.names == [nil, "Hà B"])
    #expect(reading.cells.contains("not-text B3"))
    #expect(reading.cells.contains("outlier E4"))
  }

  @Test func `a number is read as its format shows it`() throws {
    let reading = try TableText.read(
      """
      Thôn: Làng Mài,,,,
      TT,Họ và tên chủ hộ,Số khẩu,Tổng thu nhập (1.000 đồng),Nước sạch
      1,Lê A,x,x,x
      """
    ) { grid in
      var scaled = CellStyle()
      scaled.formatCode = "#,##0,"
      var percent = CellStyle()
      percent.isPercentage = true
      grid.styles = [CellStyle(), scaled, percent]
      for index in grid.cells.indices.suffix(3).dropLast() {
        let isIncome = index == grid.cells.count - 2
        let value: Double = isIncome ? 85_000_000 : 1
        grid.cells[index].kind = .number
        grid.cells[index].payload = value.bitPattern
        grid.cells[index].style = isIncome ? 1 : 2
      }
    }
    #expect(reading.records.first?["annual_income"] == "85000")
    #expect(reading.records.first?["household_size"] == nil)
    #expect(reading.cells.contains("not-a-number C3"))
    #expect(reading.cells.contains("unit-conflict D3"))
  }
}
