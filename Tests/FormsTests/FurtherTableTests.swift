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

  @Test func `verdicts with their shares are no further lines of the heading`() throws {
    let reading = try TableText.read(
      """
      KẾT QUẢ THỰC HIỆN TIÊU CHÍ THÔN NÔNG THÔN MỚI NĂM 2023 - THÔN TÂN SƠN,,,
      TÊN TIÊU CHÍ,Cùng kỳ năm trước,KẾT QUẢ,Ghi chú
      Giao thông,Đạt (90 %),Đạt (100 %),
      Thủy lợi,"Đạt (62,5%)","Chưa đạt (62,5%)",
      Điện,Chưa đạt,Đạt (95%),
      Nhà ở dân cư,Đạt,Chưa đạt,
      Thu nhập,Đạt,Đạt,
      Nghèo đa chiều,Chưa đạt,Đạt,
      Y tế,Đạt,Đạt,
      Văn hóa,Đạt,Đạt,
      """,
      form: "village-criteria"
    )
    #expect(reading.records.map { $0["transport"] } == ["met"])
    #expect(reading.records.map { $0["irrigation"] } == ["not_met"])
    #expect(reading.records.map { $0["electricity"] } == ["met"])
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
