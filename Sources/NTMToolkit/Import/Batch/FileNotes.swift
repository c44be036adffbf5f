import Tabular

/// Where a note stands among those of its file; equal ones stay in the order in which they were added.
struct NoteOrder: Comparable, Sendable {
  var rule = 0
  var cell = CellReference(row: 0, column: 0)
  /// The entry, or the bucket, that it comes from.
  var source = 0

  static func < (left: Self, right: Self) -> Bool {
    if left.rule != right.rule { return left.rule < right.rule }
    if left.cell != right.cell { return left.cell < right.cell }
    return left.source < right.source
  }
}

/// What is found of each file when all are known, as bytes; beyond a mebibyte it stands in a file and not in memory.
///
/// Any thread may add; once all is sorted, any thread may read.
struct UnsortedNotes: Sendable {
  private let buckets = BucketFile()
  /// How many neighbouring files share a bucket, so that each can be sorted by itself.
  private let width: Int

  init(files: Int) { width = files / BucketFile.count + 1 }

  func add(_ note: [UInt8], of file: Int, at order: NoteOrder) throws {
    var writer = ByteWriter()
    writer.number(file)
    writer.number(order.rule)
    writer.number(order.cell.row)
    writer.number(order.cell.column)
    writer.number(order.source)
    writer.number(note.count)
    writer.raw(note)
    try buckets.append(writer.bytes, bucket: file / width)
  }

  /// The notes by file, each in their order.
  func sorted(jobs: Int) throws -> FileNotes {
    let result = FileNotes()
    _ = try OrderedWorkers(jobs: jobs, budget: .max).run(
      count: BucketFile.count,
      claim: { _ in 0 },
      stop: { false },
      work: { bucket in Result { try sorted(bucket) } },
      merge: { _, notes in
        for (file, note) in try notes.get() { try result.append(note, of: file) }
      }
    )
    return result
  }

  private func sorted(_ bucket: Int) throws -> [(file: Int, note: [UInt8])] {
    var notes: [(file: Int, order: NoteOrder, note: [UInt8])] = []
    try buckets.forEachPiece(of: bucket) { piece in
      var reader = ByteReader(piece)
      while !reader.isAtEnd {
        let file = try reader.number()
        let order = NoteOrder(
          rule: try reader.number(),
          cell: CellReference(row: try reader.number(), column: try reader.number()),
          source: try reader.number()
        )
        notes.append((file, order, Array(try reader.raw(try reader.number()))))
      }
    }
    notes.sort { $0.file == $1.file ? $0.order < $1.order : $0.file < $1.file }
    return notes.map { ($0.file, $0.note) }
  }
}

/// Notes in the order of files.
final class FileNotes: @unchecked Sendable {
  private static let mostInMemory = 1 << 20

  private var file: TemporaryFile?
  /// What is not in the file yet; it begins where the file ends.
  private var rest: [UInt8] = []
  /// By file, where its notes begin; the last is the end of all.
  private var starts: [Int] = []

  private var end: Int { (file?.size ?? 0) + rest.count }

  /// Appends a note; files come in their order.
  fileprivate func append(_ note: [UInt8], of file: Int) throws {
    while starts.count <= file { starts.append(end) }
    var writer = ByteWriter()
    writer.number(note.count)
    rest += writer.bytes
    rest += note
    guard rest.count >= Self.mostInMemory else { return }
    let kept = try self.file ?? TemporaryFile()
    self.file = kept
    try kept.append(rest)
    rest.removeAll(keepingCapacity: true)
  }

  /// The notes of a file.
  func notes(of index: Int) throws -> [ByteReader] {
    guard starts.indices.contains(index) else { return [] }
    let start = starts[index]
    let next = starts.indices.contains(index + 1) ? starts[index + 1] : end
    guard start < next else { return [] }
    let kept = file?.size ?? 0
    var bytes: [UInt8] = []
    if start < kept { bytes = try file?.read(at: start, count: min(next, kept) - start) ?? [] }
    if next > kept { bytes += rest[(max(start, kept) - kept)..<(next - kept)] }
    var reader = ByteReader(bytes)
    var notes: [ByteReader] = []
    while !reader.isAtEnd {
      let size = try reader.number()
      notes.append(ByteReader(bytes, at: reader.position))
      _ = try reader.raw(size)
    }
    return notes
  }
}
