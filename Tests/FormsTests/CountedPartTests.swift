import Testing

@testable import Forms

/// Poverty changes without a column that says whether households or persons are counted.
@Suite struct CountedPartTests {
  private func read(_ heading: String, _ rows: String, above: String = "") throws
    -> TableText.Reading
  {
    try TableText.read(
      "TỔNG HỢP DIỄN BIẾN NGHÈO NĂM 2025\n\(above)\n\(heading)\n\(rows)",
      form: "poverty-change-2022"
    )
  }

  private static let single =
    "TT,Thôn,Hộ nghèo đầu kỳ,Trở thành hộ cận nghèo,Vượt chuẩn cận nghèo,Tái nghèo,Phát sinh mới,Hộ nghèo cuối kỳ"
  private static let rows =
    "1,Làng Mài,20,2,1,0,1,18\n2,Quang Trung,10,1,0,0,0,9\n,Cộng,30,3,1,0,1,27"

  @Test func `households are counted where every heading speaks of them`() throws {
    let reading = try read(Self.single, Self.rows)
    #expect(reading.records.map { $0["breakdown"] } == ["households", "households"])
    #expect(reading.records.map { $0["opening"] } == ["20", "10"])
    #expect(reading.codes.contains("value-inferred"))
    #expect(!reading.codes.contains("missing-column"))
  }

  @Test(arguments: ["Đơn vị tính: khẩu", "DIỄN BIẾN NHÂN KHẨU NGHÈO"])
  func `nothing is taken for households where persons are spoken of`(above: String) throws {
    let reading = try read(Self.single, Self.rows, above: above)
    #expect(reading.records.allSatisfy { $0["breakdown"] == nil })
    #expect(reading.codes.contains("missing-column"))
  }

  @Test func `households and persons under each heading are records of their own`() throws {
    let reading = try read(
      """
      TT,Thôn,Hộ nghèo đầu kỳ,,Trở thành hộ cận nghèo,,Vượt chuẩn cận nghèo,,Phát sinh mới,,Hộ nghèo cuối kỳ,
      ,,Số hộ,Số khẩu,Số hộ,Số khẩu,Số hộ,Số khẩu,Số hộ,Số khẩu,Số hộ,Số khẩu
      """,
      """
      1,Làng Mài,20,80,2,8,1,4,1,3,18,71
      2,Quang Trung,10,41,1,4,0,0,0,0,9,37
      ,Cộng,30,121,3,12,1,4,1,3,27,108
      """
    )
    #expect(
      reading.records.map { $0["breakdown"] } == [
        "households", "households", "persons", "persons",
      ]
    )
    #expect(reading.records.map { $0["opening"] } == ["20", "10", "80", "41"])
    #expect(reading.records.map { $0["closing"] } == ["18", "9", "71", "37"])
    #expect(reading.records.map { $0["newly_poor"] } == ["1", "0", "3", "0"])
    #expect(!reading.codes.contains("duplicate-column"))
    #expect(!reading.codes.contains("total-mismatch"))
  }
}
