import Foundation
import Testing

/// A survey of which nothing is read is never clean.
@Suite struct NothingReadTests {
  private func validate(_ table: String) throws -> Program.Outcome {
    let folder = try TemporaryFolder()
    let file = folder.path + "/thon.csv"
    try table.write(toFile: file, atomically: true, encoding: .utf8)
    return try Program.run("validate", file)
  }

  @Test(arguments: ["household-survey", "village-indicators", "village-criteria", "housing-list"])
  func `an entry form that nobody filled in is an error`(form: String) throws {
    let folder = try TemporaryFolder()
    let file = folder.path + "/mau.xlsx"
    #expect(try Program.run("template", form, "-o", file).status == 0)
    let outcome = try Program.run("validate", file)
    #expect(outcome.status == 1, "\(outcome.output)")
    #expect(outcome.output.contains("[no-records]"))
  }

  @Test func `a table that lacks telling columns is read once its form is named`() throws {
    let folder = try TemporaryFolder()
    let file = folder.path + "/thon.csv"
    let table = """
      TỔNG HỢP SỐ LIỆU CÁC THÔN,,,,
      TT,Thôn,Tổng số hộ,Số hộ nghèo,Số hộ cận nghèo
      1,Làng Mài,190,3,4
      2,Khe Cát,177,8,2

      """
    try table.write(toFile: file, atomically: true, encoding: .utf8)
    let open = try Program.run("validate", file)
    #expect(open.status == 1)
    #expect(open.output.contains("--form village-summary"), "\(open.output)")
    let named = try Program.run("import", file, "--form", "village-summary", "--quiet")
    #expect(named.objects.count == 2)
  }

  @Test func `a heading without rows is an error, with a row it is none`() throws {
    let heading = """
      Thôn: Làng Mài,,,
      TT,Họ và tên chủ hộ,Số khẩu,Tổng thu nhập (1.000 đồng)

      """
    let empty = try validate(heading)
    #expect(empty.status == 1)
    #expect(empty.output.contains("[no-records]"))
    #expect(try validate(heading + "1,Lê A,4,182500\n").status == 0)
  }
}
