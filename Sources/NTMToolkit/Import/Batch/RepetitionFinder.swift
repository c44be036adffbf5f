/// An entry by which two records are known as the same.
protocol KeyedEntry: CodedEntry {
  /// What of it is brought together with the others of its key.
  associatedtype Met: Sendable
  /// The first that it writes.
  var key: Digest { get }
  /// Reads, behind the key, what is brought together.
  static func met(_ reader: inout ByteReader, group: RuleGroup) throws(ByteReader.Damage) -> Met
  /// Passes over the same; what stands behind it stays with the file.
  static func pass(_ reader: inout ByteReader) throws(ByteReader.Damage)
  /// Writes of its group what is brought together, as ``group(_:)`` reads it.
  static func write(_ group: RuleGroup, to writer: inout ByteWriter)
  static func group(_ reader: inout ByteReader) throws(ByteReader.Damage) -> RuleGroup
}

/// Something that was read in a file of this year or of the year before.
struct Placed<Item> {
  var file: Int
  /// Its number among those of its file.
  var number: Int
  var isPrevious = false
  var item: Item
}

extension Placed: Sendable where Item: Sendable {}

/// Brings together the entries of all files that have the same key.
///
/// They go into buckets, which are written to a file when they are full: memory does not grow with the entries, only
/// with what is repeated. Any thread may add.
struct RepetitionFinder<Entry: KeyedEntry>: Sendable {
  private let buckets = BucketFile()

  /// Adds the entries of a file; files are numbered in the order in which they are to be read.
  ///
  /// `within` says of what is written behind the key, and of its group, which entries are to be brought together.
  func add(
    _ list: EntryList<Entry>,
    file: Int,
    within: (inout ByteReader, RuleGroup) throws -> UInt64 = { _, _ in 0 }
  ) throws {
    let groups = list.groups.map { group in
      var writer = ByteWriter()
      Entry.write(group, to: &writer)
      return writer.bytes
    }
    var writer = ByteWriter()
    try list.forEachCoded { number, group, payload in
      var reader = ByteReader(payload)
      let key = Digest(first: try reader.fixed(), second: try reader.fixed())
      let rest = reader.position
      let part = try within(&reader, list.groups[group])
      reader.move(to: rest)
      try Entry.pass(&reader)
      writer.removeAll()
      writer.number(file)
      writer.number(number)
      writer.number(reader.position - rest + groups[group].count)
      writer.fixed(key.first)
      writer.fixed(key.second ^ part)
      writer.raw(payload[rest..<reader.position])
      writer.raw(groups[group])
      try buckets.append(writer.bytes, bucket: Int(key.first % UInt64(BucketFile.count)))
    }
  }

  /// So many bytes of a bucket are looked at together; of a larger one the keys come in several rounds.
  private static var mostBytes: Int { 1 << 19 }

  /// The entries of each key in a bucket that stands there more than once, in the order of files and entries.
  func forEachRepeated(in bucket: Int, _ body: ([Placed<Entry.Met>]) throws -> Void) throws {
    let size = buckets.size(of: bucket)
    let rounds = UInt64(1 + size / Self.mostBytes)
    for round in 0..<rounds {
      var kept: [UInt8] = []
      kept.reserveCapacity(size / Int(rounds))
      var items: [Item] = []
      try buckets.forEachPiece(of: bucket) { piece in
        var reader = ByteReader(piece)
        while !reader.isAtEnd {
          let (file, number, size) = (try reader.number(), try reader.number(), try reader.number())
          let key = Digest(first: try reader.fixed(), second: try reader.fixed())
          let entry = try reader.raw(size)
          guard key.second % rounds == round else { continue }
          items.append(Item(key: key, file: file, number: number, place: kept.count))
          kept.append(contentsOf: entry)
        }
      }
      items.sort { ($0.key, $0.file, $0.number) < ($1.key, $1.file, $1.number) }
      try Self.forEachRepeated(items, kept, body)
    }
  }

  private struct Item {
    var key: Digest
    var file: Int
    var number: Int
    /// Where it begins among what is kept.
    var place: Int
  }

  private static func forEachRepeated(
    _ items: [Item],
    _ bytes: [UInt8],
    _ body: ([Placed<Entry.Met>]) throws -> Void
  ) throws {
    var start = 0
    while start < items.count {
      var end = start + 1
      while end < items.count, items[end].key == items[start].key { end += 1 }
      defer { start = end }
      guard end - start > 1 else { continue }
      try body(
        items[start..<end].map { item in
          var reader = ByteReader(bytes, at: item.place)
          var met = reader
          try Entry.pass(&reader)
          let group = try Entry.group(&reader)
          return Placed(
            file: item.file,
            number: item.number,
            item: try Entry.met(&met, group: group)
          )
        }
      )
    }
  }
}
