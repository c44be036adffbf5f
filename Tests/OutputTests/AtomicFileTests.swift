import Foundation
import Testing

@testable import Output

struct AtomicFileTests {
  private let folder: String

  init() throws {
    folder = NSTemporaryDirectory() + "ntm-output-" + UUID().uuidString
    try FileManager.default.createDirectory(atPath: folder, withIntermediateDirectories: true)
  }

  private func text(_ path: String) throws -> String {
    try String(contentsOfFile: path, encoding: .utf8)
  }

  private func put(_ text: String, _ name: String) throws -> String {
    try text.write(toFile: folder + "/" + name, atomically: false, encoding: .utf8)
    return folder + "/" + name
  }

  private func names() throws -> [String] {
    try FileManager.default.contentsOfDirectory(atPath: folder).sorted()
  }

  private func mode(_ path: String) throws -> Int {
    let value = try FileManager.default.attributesOfItem(atPath: path)[.posixPermissions]
    return try #require(value as? Int)
  }

  private func refusal(_ body: () throws -> Void) -> OutputError.Reason? {
    do { try body() } catch { return (error as? OutputError)?.reason }
    return nil
  }

  @Test func `a new file is there whole and nothing beside it`() throws {
    try AtomicFile.write("một".utf8, to: folder + "/a.csv")
    #expect(try text(folder + "/a.csv") == "một")
    #expect(try names() == ["a.csv"])
  }

  @Test func `a file that is replaced keeps its mode`() throws {
    let path = try put("cũ", "a.csv")
    #expect(chmod(path, 0o640) == 0)
    try AtomicFile.write("mới".utf8, to: path)
    #expect(try text(path) == "mới")
    #expect(try mode(path) == 0o640)
  }

  @Test func `nobody else can look at a file in the making`() throws {
    try AtomicFile.make(folder + "/a.csv") { path in
      #expect(try mode((path as NSString).deletingLastPathComponent) == 0o700)
      try "x".write(toFile: path, atomically: false, encoding: .utf8)
    }
  }

  @Test func `a link is followed and stays`() throws {
    let path = try put("cũ", "a.csv")
    let link = folder + "/link.csv"
    try FileManager.default.createSymbolicLink(atPath: link, withDestinationPath: "a.csv")
    try AtomicFile.write("mới".utf8, to: link)
    #expect(try text(path) == "mới")
    #expect(try FileManager.default.destinationOfSymbolicLink(atPath: link) == "a.csv")
  }

  @Test func `of a file with two names only the given one changes`() throws {
    let path = try put("cũ", "a.csv")
    try FileManager.default.linkItem(atPath: path, toPath: folder + "/b.csv")
    try AtomicFile.write("mới".utf8, to: path)
    #expect(try text(folder + "/b.csv") == "cũ")
  }

  @Test func `folders, pipes, broken links and missing folders are refused`() throws {
    let link = folder + "/link.csv"
    try FileManager.default.createSymbolicLink(atPath: link, withDestinationPath: "nowhere.csv")
    try FileManager.default.createDirectory(
      atPath: folder + "/sub",
      withIntermediateDirectories: false
    )
    #expect(mkfifo(folder + "/pipe", 0o600) == 0)
    func reason(_ path: String) -> OutputError.Reason? {
      refusal { try AtomicFile.write([1], to: path) }
    }
    #expect(reason(link) == .brokenLink)
    #expect(reason(folder + "/sub") == .notAFile)
    #expect(reason(folder + "/sub/") == .notAFile)
    #expect(reason(folder + "/pipe") == .notAFile)
    #expect(reason("/dev/null") == .notAFile)
    #expect(reason(folder + "/none/a.csv") == .noFolder)
    #expect(reason(folder + "/link.csv/a.csv") == .noFolder)
    #expect(try names() == ["link.csv", "pipe", "sub"])
  }

  @Test func `what fails half-way leaves the old file and nothing else`() throws {
    struct Failure: Error {}
    let path = try put("cũ", "a.csv")
    #expect(throws: Failure.self) {
      try AtomicFile.make(path) { made in
        try "nửa".write(toFile: made, atomically: false, encoding: .utf8)
        try "khác".write(toFile: made + ".grown", atomically: false, encoding: .utf8)
        throw Failure()
      }
    }
    #expect(try text(path) == "cũ")
    #expect(try names() == ["a.csv"])
  }

  @Test func `what a killed run left is gone after the next one`() throws {
    let left = folder + "/.a.csv.ntm-part"
    try FileManager.default.createDirectory(atPath: left, withIntermediateDirectories: false)
    _ = try put("nửa", ".a.csv.ntm-part/a.csv")
    try AtomicFile.write("mới".utf8, to: folder + "/a.csv")
    #expect(try text(folder + "/a.csv") == "mới")
    #expect(try names() == ["a.csv"])
  }

  @Test func `a second writer of the same file is refused, of another one not`() throws {
    let path = folder + "/a.csv"
    try AtomicFile.make(path) { made in
      #expect(refusal { try AtomicFile.write([2], to: path) } == .busy)
      try AtomicFile.write([2], to: folder + "/b.csv")
      try Data([1]).write(to: URL(fileURLWithPath: made))
    }
    #expect(FileManager.default.contents(atPath: path) == Data([1]))
    #expect(try names() == ["a.csv", "b.csv"])
  }

  @Test func `a link in the place of the folder in the making is refused`() throws {
    try FileManager.default.createSymbolicLink(
      atPath: folder + "/.a.csv.ntm-part",
      withDestinationPath: "/tmp"
    )
    #expect(refusal { try AtomicFile.write([1], to: folder + "/a.csv") } == .busy)
  }

  @Test func `names as long as the system allows are written`() throws {
    let name = String(repeating: "ệ", count: 84) + ".c"
    try AtomicFile.write([1], to: folder + "/" + name)
    #expect(try names() == [name])
  }

  @Test func `every reason has a number or a name`() {
    #expect(OutputError(code: ENOSPC).reason == .diskFull)
    #expect(OutputError(code: EROFS).reason == .readOnly)
    #expect(OutputError(code: EACCES).reason == .notAllowed)
    #expect(OutputError(code: EIO).reason == .other)
  }
}
