import Testing

@testable import Forms

/// Headings and answers in other words than the form's own.
@Suite struct OtherWordTests {
  @Test(arguments: [
    ("Đạt (95%)", "met"), ("Chưa đạt (62,5%)", "not_met"), ("Không đạt (40 %)", "not_met"),
    ("Đạt 95%", "met"), ("Chưa đạt: 40%", "not_met"),
    ("Đạt chuẩn", "met"), ("Đạt (95%?)", nil), ("Đạt > 95%", nil), ("Đạt (95)", nil),
    ("Đạt (chưa có hồ sơ)", nil), ("Đạt (8/10)", nil), ("95%", nil),
  ])
  func `a verdict may have its percentage in brackets`(written: String, read: String?) throws {
    let reading = try TableText.read(
      """
      KẾT QUẢ THỰC HIỆN TIÊU CHÍ THÔN NÔNG THÔN MỚI;;
      Thôn: Làng Mài;;
      TT;Tên tiêu chí;Kết quả
      1;Giao thông;Đạt
      2;Thủy lợi;\(written)
      3;Điện;Đạt
      4;Thu nhập;Chưa đạt
      """,
      form: "village-criteria"
    )
    #expect(reading.records.map { $0["irrigation"] } == [read])
    #expect(reading.codes.contains("unknown-choice") == (read == nil))
  }

  @Test(arguments: [
    "Mục 6: SXKD phi nông lâm thủy sản", "Mục 6: SXKD phi nông, lâm nghiệp và thủy sản",
    "Sản xuất kinh doanh phi nông lâm thuỷ sản", "Mục 6: Sản xuất, kinh doanh phi NLTS",
  ])
  func `the sixth section of income is known in full words and in letters`(heading: String) throws {
    let reading = try TableText.read(
      """
      TỔNG HỢP THU NHẬP CỦA HỘ NĂM 2025;;;;;;;
      Thôn: Làng Mài;;;;;;;
      Đơn vị tính: 1.000 đồng;;;;;;;
      TT;Họ và tên chủ hộ;Số nhân khẩu;Số NKTTTT;Mục 1: Tiền lương, tiền công;Mục 2: Trồng trọt;\(heading);Tổng thu nhập
      1;Lê A;4;4;90000;2000;5000;97000
      """,
      form: "household-income-2022"
    )
    #expect(reading.records.map { $0["business"] } == ["5000"])
  }

  @Test(arguments: ["Xã", "Tên xã", "Xã, thị trấn"])
  func `lengths of roads are given for communes as well`(heading: String) throws {
    let reading = try TableText.read(
      """
      CHIỀU DÀI ĐƯỜNG GIAO THÔNG NÔNG THÔN;;;;;
      TT;\(heading);Loại A (km);Loại B (km);Loại C (km);Tổng chiều dài (km)
      1;Bình Lương;1;2;3;6
      2;Yên Lạc;2;2;3;7
      """,
      form: "road-lengths"
    )
    #expect(reading.records.map { $0["unit_name"] } == ["Bình Lương", "Yên Lạc"])
  }

  @Test func `a unit that the form has too is not said to be converted`() throws {
    let table = { (unit: String) in
      """
      Thôn: Làng Mài;;;
      Đơn vị tính: \(unit);;;
      TT;Họ và tên chủ hộ;Số khẩu;Tổng thu nhập
      1;Lê A;4;182500
      """
    }
    let same = try TableText.read(table("nghìn đồng"))
    #expect(same.codes.contains("unit-read"))
    #expect(!same.messages.contains { $0.contains("nhân 1") || $0.contains("đổi ra") })
    let other = try TableText.read(table("đồng"))
    #expect(other.messages.contains { $0.contains("nhân 0,001") })
  }
}
