import Tabular

/// Repetitions in the order of files and entries; beyond some thousands they stand in a file and not in memory.
///
/// Written once and only read from then on, from any thread.
final class LinkFile: @unchecked Sendable {
  private static let mostInMemory = 1 << 20

  private var file: TemporaryFile?
  /// What is not in the file yet; it begins where the file ends.
  private var rest: [UInt8] = []
  /// By file, where its links begin; the last is the end of all.
  private var starts: [Int] = []

  private var end: Int { (file?.size ?? 0) + rest.count }

  /// Sorts the links of a run of files behind those before.
  func append(_ links: [DuplicateLink]) throws {
    for link in links.sorted(by: { ($0.file, $0.entry) < ($1.file, $1.entry) }) {
      while starts.count <= Int(link.file) { starts.append(end) }
      var writer = ByteWriter()
      writer.link(link)
      rest += writer.bytes
      guard rest.count >= Self.mostInMemory else { continue }
      let file = try self.file ?? TemporaryFile()
      self.file = file
      try file.append(rest)
      rest.removeAll(keepingCapacity: true)
    }
  }

  /// The links of a file, by the number in which it was added.
  func links(of index: Int) throws -> [DuplicateLink] {
    guard starts.indices.contains(index) else { return [] }
    let start = starts[index]
    let next = starts.indices.contains(index + 1) ? starts[index + 1] : end
    guard start < next else { return [] }
    let kept = file?.size ?? 0
    var bytes: [UInt8] = []
    if start < kept { bytes = try file?.read(at: start, count: min(next, kept) - start) ?? [] }
    if next > kept { bytes += rest[(max(start, kept) - kept)..<(next - kept)] }
    var reader = ByteReader(bytes)
    var links: [DuplicateLink] = []
    while !reader.isAtEnd { links.append(try reader.link()) }
    return links
  }
}

extension ByteWriter {
  mutating func link(_ link: DuplicateLink) {
    number(Int(link.file))
    number(Int(link.entry))
    number(Int(link.otherFile))
    number(Int(link.otherSheet))
    number(link.other.row)
    number(link.other.column)
    flag(link.isSame)
  }
}

extension ByteReader {
  mutating func link() throws(Damage) -> DuplicateLink {
    func small(_ value: Int) throws(Damage) -> Int32 {
      guard let value = Int32(exactly: value) else { throw Damage() }
      return value
    }
    return DuplicateLink(
      file: try small(try number()),
      entry: try small(try number()),
      otherFile: try small(try number()),
      otherSheet: try small(try number()),
      other: CellReference(row: try number(), column: try number()),
      isSame: try flag()
    )
  }
}
