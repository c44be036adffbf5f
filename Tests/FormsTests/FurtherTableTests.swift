import Tabular
import Testing

@testable import Forms

/// Tables of one sheet whose headings are not all as full as the first's.
@Suite struct FurtherTableTests {
  @Test func `codes of the next page mean what the first page says`() throws {
    let reading = try TableText.read(
      """
      Thôn: Làng Mài,,,,
      TT,Họ và tên chủ hộ,Số khẩu,Nước sạch,Điện an toàn (1. Không; 2. Có)
      1,Lê An,4,x,2
      2,Lê Bình,3,x,1
      TT,Họ và tên chủ hộ,Nước sạch,Số khẩu,Điện an toàn
      3,Hà Cúc,x,2,1
      4,Hà Dung,x,5,2
      """
    )
    #expect(reading.records.map { $0["safe_electricity"] } == ["yes", "no", "no", "yes"])
    #expect(reading.records.map { $0["household_size"] } == ["4", "3", "2", "5"])
    #expect(reading.codes.count { $0 == "legend-read" } == 2)
  }

  @Test func `a name over two columns goes on in both on the next page`() throws {
    let reading = try TableText.read(
      """
      Thôn: Làng Mài,,,,
      TT,Họ và tên chủ hộ,,Số khẩu,Nước sạch,Điện an toàn
      1,Lê Văn,An,4,x,x
      TT,Họ và tên chủ hộ,,Nước sạch,Số khẩu,Điện an toàn
      2,Hà Thị,Cúc,x,2,x
      """
    ) { grid in
      grid.merges = [
        CellRange(CellReference(row: 1, column: 1), CellReference(row: 1, column: 2))
      ]
    }
    #expect(reading.names == ["Lê Văn An", "Hà Thị Cúc"])
  }
}
