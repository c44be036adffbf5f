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

  /// The commands that write a file, by what they do; each writes over the file `name` in a folder.
  private static let writers: [String: (name: String, line: String)] = [
    "csv": ("out.csv", "convert \(source) FOLDER/out.csv --force"),
    "workbook": (
      "out.xlsx", "convert fixtures/binh-luong/thon-quang-trung.csv FOLDER/out.xlsx --force"
    ),
    "template": ("out.xlsx", "template household-survey -o FOLDER/out.xlsx --force"),
    "fill": (
      "out.xlsx",
      """
      fill fixtures/templates/repeated-rows.openpyxl.xlsx fixtures/templates/households.json \
      -o FOLDER/out.xlsx --force
      """
    ),
    "annotate": (
      "thon-lang-coc.xlsx",
      "validate fixtures/binh-luong-faulty/thon-lang-coc.xlsx --annotate FOLDER --force"
    ),
  ]
  private static let kinds = ["csv", "workbook", "template", "fill", "annotate"]

  /// A command with its folder, and the file it writes over.
  private func writer(
    _ kind: String,
    in folder: TemporaryFolder
  ) throws -> (name: String, path: String, line: String) {
    let writer = try #require(Self.writers[kind])
    let line = "\"$NTM\" " + writer.line.replacing("FOLDER", with: folder.path)
    return (writer.name, folder.path + "/" + writer.name, line)
  }

  private func text(_ path: String) throws -> String {
    try String(contentsOfFile: path, encoding: .utf8)
  }

  @Test(arguments: kinds)
  func `a limit on file sizes is a sentence and status 70, the old file stays`(kind: String) throws
  {
    let folder = try TemporaryFolder()
    let (name, path, line) = try writer(kind, in: folder)
    try "cũ".write(toFile: path, atomically: false, encoding: .utf8)
    let outcome = try shell("ulimit -f 2; \(line)")
    #expect(outcome.status == 70)
    // A check keeps its findings in a file of its own first, which the limit holds for as well.
    let sentence =
      kind == "annotate" ? "Không còn chỗ để giữ kết quả tạm thời" : "tệp lớn hơn giới hạn"
    #expect(outcome.errors.contains(sentence), "\(outcome.errors)")
    #expect(try text(path) == "cũ")
    #expect(try names(folder) == [name])
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

  @Test(arguments: kinds)
  func `a full disk leaves the old file, says so and leaves nothing behind`(kind: String) throws {
    guard getuid() == 0 else {
      print("not root: no file system of a few kilobytes can be made; left out")
      return
    }
    let folder = try TemporaryFolder()
    let mount = try shell("mount -t tmpfs -o size=8k,nr_inodes=8 tmpfs \(folder.path)")
    guard mount.status == 0 else {
      print("mounting is not allowed here; left out")
      return
    }
    defer { _ = try? shell("umount \(folder.path)") }
    let (name, path, line) = try writer(kind, in: folder)
    try "cũ".write(toFile: path, atomically: false, encoding: .utf8)
    let outcome = try shell(line)
    #expect(outcome.status == 70)
    #expect(outcome.errors.contains("đầy"), "\(outcome.errors)")
    #expect(try text(path) == "cũ")
    #expect(try names(folder) == [name])
    #expect(try shell("mount -o remount,ro \(folder.path)").status == 0)
    let refused = try shell(line)
    #expect(refused.status == 70)
    #expect(refused.errors.contains("chỉ cho đọc"), "\(refused.errors)")
    #expect(try names(folder) == [name])
  }

  @Test(arguments: kinds)
  func `killed at any moment, there is the old file or the new one`(kind: String) throws {
    let folder = try TemporaryFolder()
    let (name, path, line) = try writer(kind, in: folder)
    let clock = ContinuousClock()
    let span = try clock.measure { _ = try shell(line) }
    let whole = try Data(contentsOf: URL(fileURLWithPath: path))
    let old = Data("cũ".utf8)
    // Pauses in a fixed order that goes through the whole of a run. The shell does not wait for what it
    // kills: it may have inherited a mask of signals in which it would wait for ever.
    for step in 0..<12 {
      try old.write(to: URL(fileURLWithPath: path))
      let pause = Double((step * 7) % 12) / 12 * (span / .seconds(1))
      _ = try shell("\(line) & sleep \(pause); kill -9 $!")
      let content = try Data(contentsOf: URL(fileURLWithPath: path))
      #expect(content == old || content == whole, "after \(pause) s")
    }
    // A killed one may be at its end still, with its folder locked.
    var status: Int32 = 70
    for _ in 0..<50 where status == 70 {
      status = try shell(line).status
      usleep(20_000)
    }
    #expect(status == (kind == "annotate" ? 1 : 0))
    #expect(try Data(contentsOf: URL(fileURLWithPath: path)) == whole)
    #expect(try names(folder) == [name])
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
