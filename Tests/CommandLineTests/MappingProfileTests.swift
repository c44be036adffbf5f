import Foundation
import Testing

/// What the reader can only ask about columns is settled once, in a file.
@Suite struct MappingProfileTests {
  private static let survey = """
    Thôn Làng Mài,,,,,
    TT,Họ và tên chủ hộ,Số khẩu,Số khẩu (theo sổ hộ khẩu),Thu nhập thường xuyên,Nước sạch
    1,Lê Văn An,4,5,"85.500",x
    2,Hà Thị Bình,2,3,"60.250",
    """

  private func file(_ folder: TemporaryFolder, _ name: String, _ text: String) throws -> String {
    let path = folder.path + "/" + name
    try text.write(toFile: path, atomically: true, encoding: .utf8)
    return path
  }

  @Test func `rival columns, units, decimals and columns to ignore are settled by a profile`()
    throws
  {
    let folder = try TemporaryFolder()
    let survey = try file(folder, "thon.csv", Self.survey)
    let before = try Program.run("validate", survey, "--format", "jsonl")
    #expect(before.status == 1)
    #expect(before.objects.contains { $0["code"] as? String == "duplicate-column" })
    let profile = try file(
      folder,
      "thon.yaml",
      """
      form: household-survey
      columns:
        "Số khẩu": household_size
        "Số khẩu (theo sổ hộ khẩu)": ignore
        "Thu nhập thường xuyên": {field: annual_income, unit: triệu đồng, decimal: point}
      """
    )
    let after = try Program.run("import", survey, "--profile", profile)
    #expect(after.status == 0, "\(after.errors)")
    let fields = after.objects.compactMap { $0["fields"] as? [String: Any] }
    #expect(fields.map { $0["household_size"] as? Int } == [4, 2])
    #expect(fields.map { $0["annual_income"] as? Int } == [85_500, 60_250])
    #expect(!after.errors.contains("weak-column-match"))
    #expect(!after.errors.contains("unknown-column"))
    #expect(!after.errors.contains("unit-assumed"))
  }

  @Test func `a mistake in a profile is named with its line, column and the nearest word`() throws {
    let folder = try TemporaryFolder()
    let survey = try file(folder, "thon.csv", Self.survey)
    let profile = try file(
      folder,
      "thon.yaml",
      """
      form: household-survey
      decimal: dot
      columns:
        "Số khẩu": household_sise
        "Nước sạch": poverty_status = rich
      """
    )
    let outcome = try Program.run("inspect", survey, "--profile", profile)
    #expect(outcome.status == 4)
    #expect(outcome.errors.contains("thon.yaml:2:10"))
    #expect(outcome.errors.contains("thon.yaml:4:14"))
    #expect(outcome.errors.contains("household_size"))
    #expect(outcome.errors.contains("near_poor"))
  }

  @Test func `a proposed profile reads the file as it was read, and keeps the questions`() throws {
    let folder = try TemporaryFolder()
    let survey = try file(folder, "thon.csv", Self.survey)
    let profile = folder.path + "/thon.yaml"
    #expect(try Program.run("inspect", survey, "--write-profile", profile).status == 0)
    #expect(try Program.run("inspect", survey, "--write-profile", profile).status == 64)
    let text = try String(contentsOfFile: profile, encoding: .utf8)
    #expect(text.contains("\n  \"Nước sạch\": clean_water\n"))
    #expect(text.contains("\n  # \"Số khẩu (theo sổ hộ khẩu)\": household_size\n"))
    let plain = try Program.run("import", survey)
    let settled = try Program.run("import", survey, "--profile", profile)
    #expect(settled.output == plain.output)
  }

  @Test func `inspect says in sentences what each row and column was taken for`() throws {
    let folder = try TemporaryFolder()
    let survey = try file(
      folder,
      "thon.csv",
      """
      Thôn Làng Mài,,,,
      TT,Họ và tên chủ hộ,Số khẩu,Số xe máy,Tổng thu nhập (triệu đồng)
      (1),(2),(3),(4),(5)
      1,Lê Văn An,4,1,"85,5"
      ,- Lê Văn Con,,,
      2,Hà Thị Bình,2,0,60
      Tổng cộng,,6,1,"145,5"
      """
    )
    let outcome = try Program.run("inspect", survey)
    #expect(outcome.status == 0)
    for sentence in [
      "Bảng: tiêu đề ở A2:E2; 2 hộ, từ dòng 4 đến dòng 6.", "Thôn: Làng Mài (theo ô A1).",
      "Dòng đánh số cột: 3.", "Không tính 1 dòng phụ (thành viên, ghi chú, bình quân, tỷ lệ…): 5.",
      "Dòng tổng (không tính là bản ghi): 7; đã so 2 số với cộng các dòng, đều khớp.",
      "D  “Số xe máy”: biểu mẫu không có mục này.",
      "đơn vị triệu đồng, nhân 1.000 ra 1.000 đồng; số viết với dấu phẩy thập phân.",
    ] {
      #expect(outcome.output.contains(sentence), "\(sentence)\n\(outcome.output)")
    }
    let table = try #require(
      ((try Program.run("inspect", survey, "--format", "json").object["sheets"] as? [[String: Any]])?
        .first?["tables"] as? [[String: Any]])?.first
    )
    #expect((table["other_rows"] as? [String: [Int]])?["subordinate"] == [5])
    #expect(
      (table["unread_columns"] as? [[String: Any]])?.first?["header"] as? String == "Số xe máy"
    )
  }

  @Test func `inspect names findings of one cause once`() throws {
    let folder = try TemporaryFolder()
    let survey = try file(
      folder,
      "thon.csv",
      """
      Thôn Làng Mài,,
      TT,Họ và tên chủ hộ,Số khẩu
      1,Lê Văn An,bốn
      2,Hà Thị Bình,hai
      3,Lò Văn Cường,năm
      """
    )
    let output = try Program.run("inspect", survey).output
    #expect(output.components(separatedBy: "[not-a-number]").count == 2, "\(output)")
    #expect(output.contains("C3:C5"), "\(output)")
  }
}
