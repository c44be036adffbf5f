import Foundation
import Testing

/// A file is read once however its path is written, never written over, and its name is shown as text.
@Suite struct SameFileTests {
  private static let table = """
    TT,Họ và tên chủ hộ,Thôn,Số nhân khẩu,Thu nhập (1.000 đồng)
    1,Lê Văn An,Làng Mài,4,182500
    2,Lê Văn Bình,Làng Mài,3,92500
    """

  private func folder(_ names: String...) throws -> TemporaryFolder {
    let folder = try TemporaryFolder()
    for name in names {
      let path = folder.path + "/" + name
      try Self.table.write(toFile: path, atomically: true, encoding: .utf8)
    }
    return folder
  }

  @Test(arguments: [
    "a.csv a.csv", "a.csv ./a.csv", "a.csv x/../a.csv", "./a.csv $PWD/a.csv", ". a.csv",
    "$PWD ./a.csv", ". x/..", "a.csv link/a.csv",
  ])
  func `a file that is named twice is read once, however it is written`(paths: String) throws {
    let folder = try folder("a.csv")
    let line = "cd '\(folder.path)' && mkdir x && ln -s . link && $NTM validate \(paths)"
    let outcome = try Program.shell(line)
    #expect(outcome.status == 0, "\(outcome.output)\(outcome.errors)")
    #expect(outcome.output.contains("1 tệp, 2 bản ghi"), "\(outcome.output)")
  }

  @Test func `two files with the same content are two`() throws {
    let folder = try folder("a.csv", "b.csv")
    let outcome = try Program.run("validate", folder.path)
    #expect(outcome.output.contains("2 tệp, 4 bản ghi"), "\(outcome.output)")
    #expect(outcome.output.contains("duplicate-record"))
  }

  @Test func `two outputs may not be one file, however its path is written`() throws {
    let folder = try folder("a.csv")
    let outcome = try Program.run(
      "validate",
      folder.path + "/a.csv",
      "--output",
      "json=\(folder.path)/r",
      "--output",
      "csv=\(folder.path)/./r"
    )
    #expect(outcome.status == 64, "\(outcome.errors)")
    #expect(!FileManager.default.fileExists(atPath: folder.path + "/r"))
  }

  @Test(arguments: ["a.csv", "./a.csv", "hard.csv", "soft.csv"])
  func `a report is never written over a file that is checked`(name: String) throws {
    let folder = try folder("a.csv")
    let line =
      "cd '\(folder.path)' && ln a.csv hard.csv && ln -s a.csv soft.csv"
      + " && $NTM validate a.csv --output csv=\(name) --force"
    let outcome = try Program.shell(line)
    #expect(outcome.status == 64, "\(outcome.output)\(outcome.errors)")
    #expect(outcome.errors.contains("a.csv") || outcome.errors.contains(name))
    let left = try String(contentsOfFile: folder.path + "/a.csv", encoding: .utf8)
    #expect(left == Self.table)
  }

  @Test func `a name breaks no line and moves no cursor`() throws {
    let folder = try TemporaryFolder()
    let path = folder.path + "/thôn\n\u{1B}[31mđỏ\u{9B}2J.csv"
    let faulty = Self.table.replacingOccurrences(of: "92500", with: "mười\u{1B}[2J")
    try faulty.write(toFile: path, atomically: true, encoding: .utf8)
    for command in ["validate", "inspect"] {
      let outcome = try Program.shell("$NTM \(command) '\(folder.path)'/*.csv")
      #expect(outcome.output.contains("thôn␊␛[31mđỏ\u{FFFD}2J.csv"), "\(outcome.output)")
      for sign in ["\u{1B}", "\u{9B}"] { #expect(!outcome.output.contains(sign)) }
    }
  }
}
