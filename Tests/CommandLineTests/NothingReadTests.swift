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
