import CSV
import Definitions
import Expressions
import Findings
import Tabular
import Testing

@testable import Forms

/// Small tables as text: what is a record, what is not, and what is said about the rest.
@Suite struct TableReadingTests {
  @Test func `a first household of small figures and marks is no row of column numbers`() throws {
    let reading = try TableText.read(
      """
      Thôn: Làng Mài,,,,
      TT,Chủ hộ,Số khẩu,Điện an toàn,Nước sạch
      1,A,4,x,x
      2,B,2,x,
      """
    )
    #expect(reading.names == ["A", "B"])
  }

  @Test func `a value merged over two households belongs to neither for certain`() throws {
    let table = """
      Thôn: Làng Mài,,,,
      TT,Chủ hộ,Số khẩu,Thu nhập (1.000 đồng),Nước sạch
      1,Lê A,4,90000,x
      2,Lê B,2,,
      3,Lê C,2,80000,x
      """
    let reading = try TableText.read(table) { grid in
      grid.merges = ["D3:D4", "E3:E4"].compactMap { CellRange(a1: $0) }
    }
    #expect(
      reading.cells.filter { $0.hasPrefix("merged-value") } == [
        "merged-value D3:D4", "merged-value E3:E4",
      ]
    )
    #expect(reading.records.map { $0["annual_income"] } == ["90000", nil, "80000"])
    #expect(reading.records.map { $0["clean_water"] } == ["yes", nil, "yes"])
  }

  @Test func `a household that is struck through still counts, and is named`() throws {
    let table = """
      Thôn: Làng Mài,,,,
      TT,Chủ hộ,Số khẩu,Điện an toàn,Nước sạch
      1,Lê A,4,x,x
      2,Lê B,2,x,
      """
    let reading = try TableText.read(table) { grid in
      var struck = CellStyle()
      struck.isStruck = true
      grid.styles = [CellStyle(), struck]
      if let last = grid.rows.indices.last {
        for index in Int(grid.rows[last].firstCell)..<grid.cells.count {
          grid.cells[index].style = 1
        }
      }
    }
    #expect(reading.names == ["Lê A", "Lê B"])
    #expect(reading.cells.contains("struck-out A4:E4"))
  }

  @Test func `a household without a name is a record with a finding`() throws {
    let reading = try TableText.read(
      """
      Thôn: Làng Mài,,,,
      TT,Chủ hộ,Số khẩu,Điện an toàn,Nước sạch
      1,,4,x,x
      2,Lê B,2,x,
      """
    )
    #expect(reading.records.count == 2)
    #expect(reading.cells.contains("missing-value B3"))
  }

  @Test(arguments: ["(1),(2),(3),(4),(5)", "A,B,1,2,3", "1,2,3,4,5", "A,B,1,2,3=1+2"])
  func `a row that numbers the columns is no record`(numbers: String) throws {
    let reading = try TableText.read(
      """
      Thôn: Làng Mài,,,,
      TT,Chủ hộ,Số khẩu,Điện an toàn,Nước sạch
      \(numbers)
      1,Lê An,4,x,x
      """
    )
    #expect(reading.names == ["Lê An"])
  }

  @Test func `people whose names begin like a total are people`() throws {
    let reading = try TableText.read(
      """
      Thôn: Làng Mài,,,,
      TT,Chủ hộ,Số khẩu,Điện an toàn,Nước sạch
      1,Tống Văn An,4,x,x
      2,Tổng Thị Bình,3,x,
      3,Cộng Hòa Séc,2,x,x
      ,Cộng,9,3,2
      """
    )
    #expect(reading.names == ["Tống Văn An", "Tổng Thị Bình", "Cộng Hòa Séc"])
    #expect(!reading.codes.contains("total-mismatch"))
  }

  @Test func `a total with an unknown ending is compared and never counted`() throws {
    let reading = try TableText.read(
      """
      Thôn: Làng Mài,,,,
      TT,Chủ hộ,Số khẩu,Điện an toàn,Nước sạch
      1,Lê An,4,x,x
      2,Lê Bình,3,x,
      ,Tổng cộng hai hộ nói trên,8,2,1
      """
    )
    #expect(reading.records.count == 2)
    #expect(reading.cells.contains("total-mismatch C5"))
  }

  @Test func `two villages under each other keep their names`() throws {
    let reading = try TableText.read(
      """
      Thôn: Làng Mài,,,,
      TT,Chủ hộ,Số khẩu,Điện an toàn,Nước sạch
      1,A,4,x,x
      ,,,,
      Thôn: Quang Trung,,,,
      TT,Chủ hộ,Số khẩu,Điện an toàn,Nước sạch
      1,C,3,x,x
      """
    )
    #expect(reading.records.map { $0["village"] } == ["Làng Mài", "Quang Trung"])
  }

  @Test func `group rows give the village, their sums are checked`() throws {
    let reading = try TableText.read(
      """
      TT,Họ tên chủ hộ,Số khẩu,Hộ nghèo,Hộ cận nghèo,Điện an toàn
      I,Thôn Làng Mài,7,1,0,2
      1,A,4,x,,x
      2,B,3,,,x
      II,Bản Quang Trung,5,0,1,0
      1,C,5,,x,x
      ,Tổng cộng,12,1,1,3
      """
    )
    #expect(reading.records.map { $0["village"] } == ["Làng Mài", "Làng Mài", "Quang Trung"])
    #expect(reading.cells.filter { $0.hasPrefix("total-mismatch") } == ["total-mismatch F5"])
  }

  @Test func `members under a head are no households`() throws {
    let reading = try TableText.read(
      """
      Thôn: Làng Mài,,,,
      TT,Họ và tên,Số khẩu,Điện an toàn,Nước sạch
      1,Lê A,3,x,x
      1.1,- Lê B,,,
      ,Lê C,,,
      2,Vi D,1,x,
      """
    )
    #expect(reading.names == ["Lê A", "Vi D"])
    #expect(reading.codes.contains("rows-skipped"))
  }

  @Test func `text numbers without proof of their mark stay open`() throws {
    let reading = try TableText.read(
      """
      Thôn: Làng Mài,,,,
      TT,Chủ hộ,Số khẩu,Thu nhập (nghìn đồng),Điện an toàn
      1,Lê A,4,182.500,x
      2,Lê B,3,99.000,x
      """
    )
    #expect(reading.records.allSatisfy { $0["annual_income"] == nil })
    #expect(
      reading.cells.filter { $0.hasPrefix("ambiguous-number") } == [
        "ambiguous-number D3", "ambiguous-number D4",
      ]
    )
  }

  @Test(arguments: [
    ("Hộ thoát nghèo", "poverty_status"),
    ("Thu nhập bình quân đầu người (nghìn đồng)", "annual_income"),
    ("Hộ nghèo được hỗ trợ nhà", "poverty_status"), ("Số khẩu nghèo", "poverty_status"),
  ])
  func `a heading that only resembles is not read as the field`(heading: String, field: String)
    throws
  {
    let reading = try TableText.read(
      """
      Thôn: Làng Mài,,,,,
      TT,Chủ hộ,Số khẩu,\(heading),Điện an toàn,Nước sạch
      1,Lê A,4,1,x,x
      """
    )
    #expect(reading.records.first?[field] == nil)
    #expect(reading.records.first?["household_size"] == "4")
    #expect(reading.codes.contains("unknown-column"))
  }

  @Test(arguments: [
    ("(triệu đồng)", "52,5", "52500"), ("(nghìn đồng)", "52500", "52500"),
    ("(đồng)", "52500000", "52500"),
    ("(1.000 đ)", "52500", "52500"), ("(ĐVT: triệu đồng)", "52,5", "52500"),
  ])
  func `units in the heading rescale exactly`(unit: String, stored: String, income: String) throws {
    let reading = try TableText.read(
      """
      Thôn: Làng Mài;;;;
      TT;Chủ hộ;Số khẩu;Thu nhập \(unit);Điện an toàn
      1;Lê A;4;\(stored);x
      """
    )
    #expect(reading.records.first?["annual_income"] == income)
  }

  @Test func `a unit in the cell beats the column's, and says so`() throws {
    let reading = try TableText.read(
      """
      Thôn: Làng Mài;;;;
      TT;Chủ hộ;Số khẩu;Thu nhập (nghìn đồng);Điện an toàn
      1;Lê A;4 người;52,5 triệu đồng;x
      """
    )
    #expect(reading.records.first?["annual_income"] == "52500")
    #expect(reading.records.first?["household_size"] == "4")
    #expect(reading.codes.contains("unit-conflict"))
  }
}
