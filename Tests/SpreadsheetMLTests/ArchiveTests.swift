import Tabular
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
    #expect(tooLarge?.limit == .partBytes)
    limits.entries = 2
    let tooMany = #expect(throws: ContainerError.self) {
      try read("a.txt", of: "stored-and-deflated.zip", limits: limits)
    }
    #expect(tooMany?.limit == .entries)
    limits = Limits()
    limits.fileBytes = 20
    let large = #expect(throws: ContainerError.self) {
      try read("a.txt", of: "one-deflated.zip", limits: limits)
    }
    #expect(large?.limit == .fileBytes)
    let bomb = #expect(throws: ContainerError.self) { try read("a.txt", of: "ratio-bomb.zip") }
    #expect(bomb?.limit == .ratio)
  }

  @Test func `inflated bytes are counted over all parts, and once for a part read twice`() throws {
    let size = Self.text.utf8.count
    var limits = Limits()
    limits.bytes = 2 * size - 1
    let archive = try Archive(path: path("stored-and-deflated.zip"), limits: limits)
    #expect(try archive.open(archive.entry("a.txt")).readAll().count == size)
    #expect(try archive.open(archive.entry("a.txt")).readAll().count == size)
    let error = #expect(throws: ContainerError.self) {
      try archive.open(archive.entry("folder/b.txt")).readAll()
    }
    #expect(error?.limit == .bytes)
  }

  @Test func `a stream keeps its archive open`() throws {
    func stream() throws -> EntryStream {
      let archive = try Archive(path: path("one-deflated.zip"))
      return try archive.open(archive.entry("a.txt"))
    }
    #expect(try stream().readAll().count == Self.text.utf8.count)
  }

  @Test func `limits are read from a list, and what is wrong in it is named`() throws {
    let limits = try Limits(list: "cells=80M, ratio=400,part-bytes=3k")
    #expect(limits.cells == 80_000_000)
    #expect(limits.ratio == 400)
    #expect(limits.partBytes == 3_000)
    #expect(limits.entries == Limits().entries)
    #expect(throws: Limits.ListError.unknownName("cell")) { try Limits(list: "cell=1") }
    for item in [
      "cells", "cells=", "cells=0", "cells=-1", "cells=x", "cells=9999999999999999999",
      "cells=9223372036854775807G",
    ] {
      #expect(throws: Limits.ListError.badValue(item)) { try Limits(list: item) }
    }
    #expect(try Limits(list: "") == Limits())
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
