import Tabular
import Testing

@testable import Forms

/// Headings whose words run down several rows without merges.
@Suite struct SpreadHeadingTests {
  @Test func `a heading of which no row alone is known is read downwards`() throws {
    let reading = try TableText.read(
      """
      TỔNG HỢP SỐ LIỆU CÁC THÔN,,,,,,
      Số,Thôn,Tổng số,Dân,Hộ,Số trẻ,Số người
      TT,,hộ dân,số,cận,em dưới,tham gia
      ,,,,nghèo,16 tuổi,BHYT
      1,Kẻ Sặt,269,1065,6,181,1018
      2,Trung Tiến,255,1018,5,178,958
      """,
      form: "village-summary"
    )
    #expect(reading.records.map { $0["village"] } == ["Kẻ Sặt", "Trung Tiến"])
    #expect(reading.records.map { $0["near_poor_households"] } == ["6", "5"])
    #expect(reading.records.map { $0["children"] } == ["181", "178"])
    #expect(reading.records.map { $0["insured"] } == ["1018", "958"])
  }

  @Test func `words of a heading that are headings elsewhere do not keep it from being read`()
    throws
  {
    let reading = try TableText.read(
      """
      BẢNG TỔNG HỢP CHỈ TIÊU CÁC THÔN NĂM 2024,,,,,,
      STT,TÊN,TỔNG,DÂN,HỘ,SỐ TRẺ,SỐ NGƯỜI
      ,THÔN,SỐ,SỐ,NGHÈO,EM DƯỚI,CÓ THẺ
      ,,HỘ,,,16 TUỔI,BHYT
      1,Làng Mài,190,742,3,128,633
      2,Ea Kmat,177,697,8,139,647
      """,
      form: "village-summary"
    )
    #expect(reading.records.map { $0["village"] } == ["Làng Mài", "Ea Kmat"])
    #expect(reading.records.map { $0["poor_households"] } == ["3", "8"])
    #expect(reading.records.map { $0["insured"] } == ["633", "647"])
  }

  @Test func `the words of all rows say more than the lowest two`() throws {
    let reading = try TableText.read(
      """
      Thôn: Làng Mài,,,,,,
      STT,HỌ TÊN,SỐ,NGUỒN,NƯỚC HỢP,BỂ,NHÀ
      ,CHỦ HỘ,KHẨU,NƯỚC,VỆ SINH,NƯỚC,TIÊU
      ,,,,,HVS,HVS
      1,Lang Tiến,1,Giếng đào,x,,x
      2,Hà Thị Thu,4,Giếng khoan,,x,
      """,
      form: "water-sanitation"
    )
    #expect(reading.records.map { $0["hygienic_water"] } == ["yes", "no"])
    #expect(reading.records.map { $0["hygienic_tank"] } == ["no", "yes"])
    #expect(reading.records.map { $0["hygienic_toilet"] } == ["yes", "no"])
    #expect(!reading.codes.contains("duplicate-column"))
  }

  private static let water = """
    SỐ,CHỦ,SỐ,NGUỒN,NƯỚC SẠCH,NHÀ
    TT,HỘ,KHẨU,NƯỚC,ĐẠT QUY,TIÊU
    ,,,,CHUẨN,HVS
    """

  @Test(arguments: ["", "Bản: Khe Cát,,,,,\n"])
  func `a heading of three rows may come again on the next page or over a further table`(
    caption: String
  ) throws {
    let reading = try TableText.read(
      """
      KHẢO SÁT NƯỚC SẠCH HỘ GIA ĐÌNH,,,,,
      Bản: Đồng Tâm,,,,,
      \(Self.water)
      1,Đỗ Kim Vinh,2,GK,x,x
      2,Cộng Minh Ý,2,GK,,
      3,Quách Thị Mỹ,4,mưa,x,x
      \(caption)\(Self.water)
      \(caption.isEmpty ? 4 : 1),Hoàng Thị Tâm,1,mưa,,x
      \(caption.isEmpty ? 5 : 2),Phạm Hữu Lan,5,mưa,x,
      """,
      form: "water-sanitation"
    )
    #expect(
      reading.names == [
        "Đỗ Kim Vinh", "Cộng Minh Ý", "Quách Thị Mỹ", "Hoàng Thị Tâm", "Phạm Hữu Lan",
      ]
    )
    let village = caption.isEmpty ? "Đồng Tâm" : "Khe Cát"
    #expect(
      reading.records.map { $0["village"] } == [
        "Đồng Tâm", "Đồng Tâm", "Đồng Tâm", village, village,
      ]
    )
    #expect(!reading.codes.contains("not-a-number"))
    #expect(!reading.codes.contains("unknown-choice"))
  }

  @Test func `a year of birth in the table above is not the year of the survey`() throws {
    let heading = "TT hộ,TT khẩu,Họ và tên,Giới tính,Năm sinh,Dân tộc,Quan hệ với chủ hộ,Diễn biến"
    let reading = try TableText.read(
      """
      DANH SÁCH CHI TIẾT HỘ NGHÈO,,,,,,,
      Thôn: Đồng Tâm,,,,,,,
      \(heading)
      1,1,Lê Thị Hoa,Nữ,1992,Kinh,Chủ hộ,Nghèo cũ
      ,2,Lê Văn An,Nam,2015,Kinh,Con,
      ,,,,,,,
      Thôn: Khe Cát,,,,,,,
      \(heading)
      1,1,Hà Văn Bình,Nam,1981,Thái,Chủ hộ,Nghèo cũ
      ,2,Hà Thị Lan,Nữ,2010,Thái,Con,
      """,
      form: "poverty-list-2022"
    ) { grid in
      for (index, cell) in grid.cells.enumerated() {
        guard let text = grid.text(of: cell), let number = Double(text) else { continue }
        grid.cells[index].kind = .number
        grid.cells[index].payload = number.bitPattern
      }
    }
    #expect(reading.records.count == 2)
    #expect(!reading.codes.contains("out-of-range"))
  }
}
