import Tabular
import Testing

@testable import Forms

/// Cells that show something else than they hold, or nothing.
@Suite struct UnseenCellTests {
  private func read(_ change: (inout Grid) -> Void) throws -> TableText.Reading {
    try TableText.read(
      """
      Thôn: Làng Mài,,,,,
      TT,Họ và tên chủ hộ,Số khẩu,Số người có thẻ BHYT,Tổng thu nhập (1.000 đồng),Nước sạch
      1,Lê A,4,3,90000,x
      2,Hà B,2,0,60000,x
      3,Vi C,5,4,80000,
      """,
      change
    )
  }

  @Test(arguments: [";;;", ";", "\"\"", "[=60000]\"\";0", "[<70000];General", "[White];;;"])
  func `a figure that its format hides is named and not read`(format: String) throws {
    let reading = try read { $0.show(60000, as: format, at: "E4") }
    #expect(reading.records.map { $0["annual_income"] } == ["90000", nil, "80000"])
    #expect(reading.cells.contains("hidden-data-skipped E4"))
  }

  @Test(arguments: ["#,##0;;", "#,##0;-#,##0;;@", "#,###", "0;-0;\"\"", "[=0]\"\";0"])
  func `a zero that its format hides is read and named`(format: String) throws {
    let reading = try read { $0.show(0, as: format, at: "D4") }
    #expect(reading.records.map { $0["insured_members"] } == ["3", "0", "4"])
    #expect(reading.cells.contains("blank-read-as D4"))
  }

  @Test(arguments: [
    "General", "0", "#,##0", "0.00", "#,##0;[Red]-#,##0", "#,##0\\ \"₫\"", "@",
    "_-* #,##0\\ _₫_-;\\-* #,##0\\ _₫_-;_-* \"-\"??\\ _₫_-;_-@_-", "0;-0;\"-\"",
    "[$-42A]#,##0", "#,##0 \"nghìn đồng\"", "[>=1000]#,##0;0", "#,##0 \"(1.000 đ)\"",
  ])
  func `a format that shows the figure changes nothing`(format: String) throws {
    let reading = try read { $0.show(60000, as: format, at: "E4") }
    #expect(reading.records.map { $0["annual_income"] } == ["90000", "60000", "80000"])
    #expect(!reading.codes.contains("hidden-data-skipped"))
    #expect(!reading.codes.contains("ambiguous-number"))
  }

  @Test(arguments: [
    "\"1\"0", "0\"000\"", "#,##0\".000\"", "0\\0", "\"85\"", "[<70000]\"x\";0", "\"có\"",
    "0\"000\"\" đồng\"",
  ])
  func `a format that shows another figure is asked about`(format: String) throws {
    let reading = try read { $0.show(60000, as: format, at: "E4") }
    #expect(reading.records.map { $0["annual_income"] } == ["90000", nil, "80000"])
    #expect(reading.cells.contains("ambiguous-number E4"))
  }

  @Test func `a mark is what its format shows`() throws {
    let reading = try read {
      $0.show(1, as: "\"Không\"", at: "F3")
      $0.show(1, as: "[=1]\"x\";[=0]\"\";0", at: "F4")
    }
    #expect(reading.records.map { $0["clean_water"] } == ["no", "yes", "no"])
  }

  @Test func `what is written in the colour of its ground is named and not read`() throws {
    let reading = try read { grid in
      grid.hide(["B4", "D3"])
    }
    #expect(reading.names == ["Lê A", nil, "Vi C"])
    #expect(reading.records.map { $0["insured_members"] } == [nil, "0", "4"])
    #expect(reading.cells.contains("hidden-data-skipped B4"))
    #expect(reading.cells.contains("hidden-data-skipped D3"))
  }

  @Test func `a row of which nothing is seen is a hidden row`() throws {
    let reading = try read { $0.hide(["A4", "B4", "C4", "D4", "E4", "F4"]) }
    #expect(reading.names == ["Lê A", "Vi C"])
    #expect(reading.cells.contains("hidden-data-skipped A4:F4"))
  }
}

extension Grid {
  /// Puts a number under a format into a cell that is there.
  fileprivate mutating func show(_ number: Double, as format: String, at name: String) {
    var style = CellStyle()
    style.formatCode = format
    guard let index = set(style, at: name) else { return }
    cells[index].kind = .number
    cells[index].payload = number.bitPattern
  }

  fileprivate mutating func hide(_ names: [String]) {
    var style = CellStyle()
    style.isInvisible = true
    for name in names { _ = set(style, at: name) }
  }

  private mutating func set(_ style: CellStyle, at name: String) -> Int? {
    guard let place = CellReference(a1: name), let row = rowIndex(of: place.row),
      let index = cellIndex(row: row, column: place.column)
    else { return nil }
    if styles.isEmpty { styles.append(CellStyle()) }
    styles.append(style)
    cells[index].style = UInt16(styles.count - 1)
    return index
  }
}
