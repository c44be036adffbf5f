import Testing

@testable import SpreadsheetML

struct ArchiveTests {
  private static let text = String(repeating: "Hộ gia đình thôn Làng Mài\n", count: 4000)

  private func path(_ name: String) -> String {
    let root = #filePath.split(separator: "/").dropLast(3).joined(separator: "/")
    return "/\(root)/fixtures/container/\(name)"
  }

  private func read(
    _ part: String,
    of name: String,
    limits: Limits = Limits()
  ) throws(ContainerError) -> String {
    let archive = try Archive(path: path(name), limits: limits)
    let stream = try archive.open(archive.entry(part))
    return String(decoding: try stream.readAll(), as: UTF8.self)
  }

  @Test(arguments: ["a.txt", "folder/b.txt", "/Folder/B.txt", "folder\\b.txt"])
  func `stored and deflated parts are read whole, by name in any case`(part: String) throws {
    #expect(try read(part, of: "stored-and-deflated.zip") == Self.text)
  }

  @Test func `an empty part is empty`() throws {
    #expect(try read("empty.txt", of: "stored-and-deflated.zip").isEmpty)
  }

  @Test(arguments: [
    ("one-deflated.zip", "b.txt", ContainerError.Code.missingPart),
    ("duplicate-by-case.zip", "xl/a.xml", .duplicatePart),
    ("wrong-checksum.zip", "a.txt", .corruptPart),
    ("wrong-data.zip", "a.txt", .corruptPart),
    ("truncated.zip", "a.txt", .notAZipArchive),
    ("no-such-file.zip", "a.txt", .unreadable),
    ("make_container_fixtures.py", "a.txt", .notAZipArchive),
    ("ratio-bomb.zip", "a.txt", .limitExceeded),
  ])
  func `what cannot be read whole is refused by kind`(
    name: String,
    part: String,
    code: ContainerError.Code
  ) {
    let error = #expect(throws: ContainerError.self) { try read(part, of: name) }
    #expect(error?.code == code)
  }

  @Test func `every limit is named in its error`() {
    var limits = Limits()
    limits.partBytes = 100
    let tooLarge = #expect(throws: ContainerError.self) {
      try read("a.txt", of: "one-deflated.zip", limits: limits)
    }
    #expect(tooLarge?.limit == "partBytes")
    limits.entries = 2
    let tooMany = #expect(throws: ContainerError.self) {
      try read("a.txt", of: "stored-and-deflated.zip", limits: limits)
    }
    #expect(tooMany?.limit == "entries")
    let bomb = #expect(throws: ContainerError.self) { try read("a.txt", of: "ratio-bomb.zip") }
    #expect(bomb?.limit == "ratio")
  }

  @Test func `a part read in chunks of seven bytes is the same part`() throws {
    let archive = try Archive(path: path("one-deflated.zip"))
    var stream = try archive.open(archive.entry("a.txt"))
    let buffer = UnsafeMutableBufferPointer<UInt8>.allocate(capacity: 7)
    defer { buffer.deallocate() }
    var bytes: [UInt8] = []
    while case let count = try stream.read(into: buffer), count > 0 {
      bytes.append(contentsOf: UnsafeMutableBufferPointer(rebasing: buffer[..<count]))
    }
    #expect(String(decoding: bytes, as: UTF8.self) == Self.text)
  }
}
