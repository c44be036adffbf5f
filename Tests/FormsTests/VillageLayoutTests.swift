import Testing

@testable import Forms

/// Where the villages stand in tables of several: in rows, in columns, one below the other.
@Suite struct VillageLayoutTests {
  @Test func `villages one below the other are records of their own`() throws {
    let reading = try TableText.read(
      """
      SỐ LIỆU VĂN HÓA - XÃ HỘI CÁC THÔN NĂM 2025,,,
      THÔN LÀNG MÀI,,,
      Mã CT,Tên chỉ tiêu,ĐVT,Số liệu
      CT01,Tổng số hộ dân,hộ,120
      CT02,Tổng số nhân khẩu,người,480
      CT03,Số hộ nghèo,hộ,4
      ,,,
      THÔN QUANG TRUNG,,,
      Mã CT,Tên chỉ tiêu,ĐVT,Số liệu
      CT01,Tổng số hộ dân,hộ,130
      CT02,Tổng số nhân khẩu,người,500
      CT03,Số hộ nghèo,hộ,3
      """,
      form: "village-indicators"
    )
    #expect(reading.records.map { $0["village"] } == ["Làng Mài", "Quang Trung"])
    #expect(reading.records.map { $0["households"] } == ["120", "130"])
    #expect(!reading.codes.contains("duplicate-indicator"))
  }

  @Test func `a heading again on the next page goes on with the village`() throws {
    let reading = try TableText.read(
      """
      SỐ LIỆU CỦA THÔN LÀNG MÀI NĂM 2025,,,
      Mã CT,Tên chỉ tiêu,ĐVT,Số liệu
      CT01,Tổng số hộ dân,hộ,120
      CT02,Tổng số nhân khẩu,người,480
      Mã CT,Tên chỉ tiêu,ĐVT,Số liệu
      CT03,Số hộ nghèo,hộ,4
      CT04,Số hộ cận nghèo,hộ,5
      """,
      form: "village-indicators"
    )
    #expect(reading.records.map { $0["poor_households"] } == ["4"])
    #expect(reading.records.map { $0["households"] } == ["120"])
  }

  @Test func `the same rows again without another village are a question`() throws {
    let reading = try TableText.read(
      """
      SỐ LIỆU CỦA THÔN LÀNG MÀI NĂM 2025,,,
      Mã CT,Tên chỉ tiêu,ĐVT,Số liệu
      CT01,Tổng số hộ dân,hộ,120
      CT02,Tổng số nhân khẩu,người,480
      Mã CT,Tên chỉ tiêu,ĐVT,Số liệu
      CT01,Tổng số hộ dân,hộ,130
      CT02,Tổng số nhân khẩu,người,500
      """,
      form: "village-indicators"
    )
    #expect(reading.codes.contains("duplicate-indicator"))
    #expect(reading.records.allSatisfy { $0["households"] == nil })
  }

  @Test func `beside a village a heading written as a name is another one`() throws {
    let reading = try TableText.read(
      """
      TỔNG HỢP CHỈ TIÊU CÁC THÔN NĂM 2025,,,,,
      TT,Chỉ tiêu,ĐVT,Toàn xã,Thôn Làng Mài,Hợp Thành
      1,Tổng số hộ dân,hộ,250,120,130
      2,Tổng số nhân khẩu,người,980,480,500
      3,Số hộ nghèo,hộ,7,4,3
      """,
      form: "village-indicators"
    )
    #expect(reading.records.map { $0["village"] } == ["Làng Mài", "Hợp Thành"])
    #expect(reading.records.map { $0["population"] } == ["480", "500"])
    #expect(!reading.codes.contains("total-mismatch"))
  }

  @Test(arguments: [
    "Đơn vị thôn", "Tên thôn, bản", "Thôn (bản)", "Tên thôn/tổ dân phố", "Các thôn",
  ])
  func `a heading of nothing but words for villages is that of the villages`(heading: String) throws
  {
    let reading = try TableText.read(
      """
      TỔNG HỢP SỐ LIỆU CÁC THÔN NĂM 2025,,,,,,
      TT,"\(heading)",Số hộ,Nhân khẩu,Hộ nghèo,Trẻ em dưới 16 tuổi,Số người tham gia BHYT
      1,Làng Mài,100,400,3,80,380
      2,Quang Trung,110,420,4,90,390
      """,
      form: "village-summary"
    )
    #expect(reading.records.map { $0["village"] } == ["Làng Mài", "Quang Trung"])
  }

  @Test func `how many villages there are is no column of villages`() throws {
    let reading = try TableText.read(
      """
      TỔNG HỢP SỐ LIỆU NĂM 2025,,,,,,
      TT,Số thôn,Số hộ,Nhân khẩu,Hộ nghèo,Trẻ em dưới 16 tuổi,Số người tham gia BHYT
      1,6,100,400,3,80,380
      """,
      form: "village-summary"
    )
    #expect(reading.records.isEmpty)
  }
}
