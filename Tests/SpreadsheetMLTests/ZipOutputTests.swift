import Tabular
import Testing

@testable import SpreadsheetML

@Suite struct ZipOutputTests {
  /// Writes entries and reads them back with libzip.
  private func roundTrip(
    _ parts: [(String, [UInt8])],
    limits: ZipRecords.Limits,
    compression: Compression,
    mayBeLarge: Bool
  ) throws -> [String: [UInt8]] {
    let file = try TemporaryFile()
    var zip = try ZipOutput(path: file.path, compression: compression, limits: limits)
    for (name, bytes) in parts {
      try zip.begin(name, mayBeLarge: mayBeLarge)
      // In two pieces, the first of which may be empty.
      try bytes.withUnsafeBufferPointer { (all) throws(WriteError) in
        let half = all.count / 2
        try zip.write(UnsafeBufferPointer(rebasing: all[..<half]), isLast: false)
        try zip.write(UnsafeBufferPointer(rebasing: all[half...]), isLast: true)
      }
      try zip.end()
    }
    try zip.finish()
    var readLimits = Limits()
    readLimits.entries = 1 << 20
    let archive = try Archive(path: file.path, limits: readLimits)
    var result: [String: [UInt8]] = [:]
    for entry in archive.entries { result[entry.name] = try archive.open(entry).readAll() }
    return result
  }

  private static let large = (0..<700_000).map { UInt8(truncatingIfNeeded: $0 * $0 >> 7) }
  private static let parts: [(String, [UInt8])] = [
    ("rỗng.txt", []), ("a.txt", [1]), ("folder/b.bin", large), ("z.txt", Array("Bản Cát".utf8)),
  ]

  @Test(arguments: [Compression.fast, .balanced], [false, true])
  func `entries are read back as they were written`(compression: Compression, room: Bool) throws {
    let read = try roundTrip(
      Self.parts,
      limits: .init(),
      compression: compression,
      mayBeLarge: room
    )
    #expect(read == Dictionary(uniqueKeysWithValues: Self.parts))
  }

  @Test func `a large entry is one stream though two compressors made it`() throws {
    let bytes = (0..<(3 * Deflater.smallBytes)).map { UInt8(truncatingIfNeeded: $0 * $0 >> 9) }
    let parts = [("a", bytes), ("b", Array("sau".utf8)), ("c", bytes)]
    let read = try roundTrip(parts, limits: .init(), compression: .balanced, mayBeLarge: true)
    #expect(read == Dictionary(uniqueKeysWithValues: parts))
  }

  @Test func `the zip64 forms are read back, taken from any size on`() throws {
    let limits = ZipRecords.Limits(size: 100, entries: 3)
    let read = try roundTrip(Self.parts, limits: limits, compression: .fast, mayBeLarge: true)
    #expect(read == Dictionary(uniqueKeysWithValues: Self.parts))
  }

  @Test func `more entries than sixteen bits count are all there`() throws {
    let parts = (0..<65_600).map { ("p/\($0)", Array("\($0)".utf8)) }
    let read = try roundTrip(parts, limits: .init(), compression: .balanced, mayBeLarge: false)
    #expect(read.count == parts.count)
    #expect(read["p/65599"] == Array("65599".utf8))
  }
}
