import Foundation
import Output
import Testing

/// What a user gets when a result cannot be written, or the program is stopped while it writes.
struct OutputFaultTests {
  private static let source = "fixtures/binh-luong/thon-lang-mai.xlsx"

  /// Runs a line of shell in which `$NTM` is the program.
  private func shell(_ line: String) throws -> Program.Outcome { try Program.shell(line) }

  private func names(_ folder: TemporaryFolder) throws -> [String] {
    try FileManager.default.contentsOfDirectory(atPath: folder.path).sorted()
  }

  @Test func `a limit on file sizes is a sentence and status 70, the old file stays`() throws {
    let folder = try TemporaryFolder()
    let path = folder.path + "/out.csv"
    try "cũ".write(toFile: path, atomically: false, encoding: .utf8)
    let outcome = try shell("ulimit -f 2; \"$NTM\" convert \(Self.source) \(path) --force")
    #expect(outcome.status == 70)
    #expect(outcome.errors.contains("tệp lớn hơn giới hạn"), "\(outcome.errors)")
    #expect(try String(contentsOfFile: path, encoding: .utf8) == "cũ")
    #expect(try names(folder) == ["out.csv"])
  }

  @Test func `a full disk behind standard output is said`() throws {
    let outcome = try shell("\"$NTM\" convert \(Self.source) - > /dev/full")
    #expect(outcome.status == 70)
    #expect(outcome.errors.contains("đầy"), "\(outcome.errors)")
    let cells = try shell("\"$NTM\" cells \(Self.source) > /dev/full")
    #expect(cells.status == 70)
    #expect(!cells.errors.contains("Fatal"))
  }

  @Test func `a reader that goes away ends the program quietly`() throws {
    let outcome = try shell("\"$NTM\" cells \(Self.source) | head -c 1")
    #expect(outcome.errors.isEmpty, "\(outcome.errors)")
    #expect(outcome.output == "{")
  }

  @Test func `closed streams get no other file's content`() throws {
    let folder = try TemporaryFolder()
    let path = folder.path + "/out.csv"
    let outcome = try shell("\"$NTM\" convert \(Self.source) \(path) <&- >&- 2>&-")
    #expect(outcome.status == 0)
    let whole = folder.path + "/whole.csv"
    #expect(try Program.run("convert", Self.source, whole).status == 0)
    #expect(FileManager.default.contentsEqual(atPath: path, andPath: whole))
    #expect(try shell("\"$NTM\" cells \(Self.source) >&-").status == 70)
  }

  @Test func `a missing folder and a device are named before any work`() throws {
    let folder = try TemporaryFolder()
    let missing = try Program.run("convert", Self.source, folder.path + "/none/out.csv")
    #expect(missing.status == 70)
    #expect(missing.errors.contains("không có thư mục này"))
    let device = try Program.run("template", "household-survey", "-o", "/dev/null", "--force")
    #expect(device.status == 70)
    #expect(device.errors.contains("không phải tệp"))
  }

  @Test func `a full disk leaves the old file, says so and leaves nothing behind`() throws {
    guard getuid() == 0 else {
      print("not root: no file system of a few kilobytes can be made; left out")
      return
    }
    let folder = try TemporaryFolder()
    let mount = try shell("mount -t tmpfs -o size=16k,nr_inodes=8 tmpfs \(folder.path)")
    guard mount.status == 0 else {
      print("mounting is not allowed here; left out")
      return
    }
    defer { _ = try? shell("umount \(folder.path)") }
    let path = folder.path + "/out.csv"
    try "cũ".write(toFile: path, atomically: false, encoding: .utf8)
    let outcome = try Program.run("convert", Self.source, path, "--force")
    #expect(outcome.status == 70)
    #expect(outcome.errors.contains("đầy"), "\(outcome.errors)")
    #expect(try String(contentsOfFile: path, encoding: .utf8) == "cũ")
    #expect(try names(folder) == ["out.csv"])
    #expect(try shell("mount -o remount,ro \(folder.path)").status == 0)
    let refused = try Program.run("convert", Self.source, path, "--force")
    #expect(refused.status == 70)
    #expect(refused.errors.contains("chỉ cho đọc"), "\(refused.errors)")
  }

  @Test func `killed at any moment, there is the old file or the new one`() throws {
    let folder = try TemporaryFolder()
    let path = folder.path + "/out.xlsx"
    let new = folder.path + "/new.xlsx"
    #expect(try Program.run("template", "household-survey", "-o", new).status == 0)
    let whole = try Data(contentsOf: URL(fileURLWithPath: new))
    let old = Data("cũ".utf8)
    // Pauses in a fixed order that goes through the whole of a run. The shell does not wait for what it
    // kills: it may have inherited a mask of signals in which it would wait for ever.
    for step in 0..<24 {
      try old.write(to: URL(fileURLWithPath: path))
      let pause = Double((step * 7) % 24) * 0.004
      _ = try shell(
        "\"$NTM\" template household-survey -o \(path) --force & sleep \(pause); kill -9 $!"
      )
      let content = try Data(contentsOf: URL(fileURLWithPath: path))
      #expect(content == old || content == whole, "after \(pause) s")
    }
    #expect(try Program.run("template", "household-survey", "-o", path, "--force").status == 0)
    #expect(try names(folder) == ["new.xlsx", "out.xlsx"])
  }

  @Test func `a second run for the same file is refused and the first one wins`() throws {
    let folder = try TemporaryFolder()
    let path = folder.path + "/out.csv"
    try AtomicFile.make(path) { made in
      let outcome = try Program.run("convert", Self.source, path, "--force")
      #expect(outcome.status == 70)
      #expect(outcome.errors.contains("một lần chạy khác"), "\(outcome.errors)")
      try "một".write(toFile: made, atomically: false, encoding: .utf8)
    }
    #expect(try String(contentsOfFile: path, encoding: .utf8) == "một")
    #expect(try names(folder) == ["out.csv"])
  }
}
