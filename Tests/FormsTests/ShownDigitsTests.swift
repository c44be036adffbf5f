import Tabular
import Testing

@testable import Forms

/// Totals are compared as far as their decimals are seen.
@Suite struct ShownDigitsTests {
  private func number(_ text: String) throws -> ExactDecimal {
    let parts = text.split(separator: ".", maxSplits: 1).map(String.init)
    let places = parts.count > 1 ? parts[1].count : 0
    return ExactDecimal(digits: try #require(Int64(parts.joined())), places: places)
  }

  @Test(arguments: [
    ("12.5", nil, 1), ("12", nil, 0), ("12.5", "0.00", 2), ("12.534", "#,##0.0", 1),
    ("12.534", "0", 0), ("12.534", "General", 3), ("0.5", "0.0%", 1), ("12.5", "0\".00\"", 0),
    ("12.5", "[Red]0.00;0", 2), ("12.5", "@", 1),
  ])
  func `a number has as many decimals as its format shows`(
    text: String,
    format: String?,
    decimals: Int
  ) throws {
    #expect(ShownDigits.decimals(of: try number(text), format: format) == decimals)
  }

  @Test(arguments: [
    ("12.5", "12,50", 2), ("12", "12,00", 2), ("1234", "1.234", 0), ("1.234", "1,234", 3),
    ("1234.5", "1.234,5 triệu đồng", 1), ("-3.1", "-3,1", 1),
  ])
  func `a figure has as many decimals as it is written with`(
    value: String,
    text: String,
    decimals: Int
  ) throws {
    #expect(ShownDigits.decimals(of: try number(value), written: text) == decimals)
  }

  private func read(total: String, _ change: (inout Grid) -> Void = { _ in }) throws
    -> TableText.Reading
  {
    try TableText.read(
      """
      Thôn: Làng Mài,,,,
      TT,Họ và tên chủ hộ,Số khẩu,Tổng thu nhập (triệu đồng),Nước sạch
      1,Lê A,4,"90,26",x
      2,Hà B,2,"60,27",x
      ,Tổng cộng,6,"\(total)",2
      """,
      change
    )
  }

  @Test(arguments: ["150,53", "150,5", "151"])
  func `a total that is written rounded is right`(total: String) throws {
    #expect(!(try read(total: total)).codes.contains("total-mismatch"))
  }

  @Test(arguments: ["150,50", "150,6", "150", "150,4", "152"])
  func `a total that is another one in its last decimal is wrong`(total: String) throws {
    #expect(try read(total: total).cells.contains("total-mismatch D5"))
  }

  @Test(arguments: [("0.0", true), ("0.00", false), ("0", true)])
  func `a stored total is compared as its format shows it`(format: String, isRight: Bool) throws {
    let reading = try read(total: "150") { grid in
      var style = CellStyle()
      style.formatCode = format
      grid.styles = [CellStyle(), style]
      let index = grid.cellIndex(row: 4, column: 3) ?? 0
      grid.cells[index].kind = .number
      grid.cells[index].payload = (150.5).bitPattern
      grid.cells[index].style = 1
    }
    #expect(reading.cells.contains("total-mismatch D5") == !isRight)
  }
}
