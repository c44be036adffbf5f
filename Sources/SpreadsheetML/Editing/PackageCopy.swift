import CISAL
import Output

#if canImport(Glibc)
  import Glibc
#else
  import Darwin
#endif

/// Copies a container with some entries replaced, added or left out.
///
/// Every other entry keeps its compressed bytes, its header, its place in the order and its time; a
/// replaced one keeps its place, name and time; added ones come last and have the first day of ZIP's
/// calendar, so that the same change gives the same bytes.
struct PackageCopy: ~Copyable {
  private static let chunkBytes = 256 << 10

  private let source: Int32
  private let target: Int32
  private var buffer: [UInt8] = []
  private var position: UInt64 = 0

  /// Writes a change into a copy of `source` at a path that does not exist yet.
  static func write(
    _ source: String,
    _ change: PackageChange,
    to target: String
  ) throws(PatchError) {
    var copy = try PackageCopy(source, target)
    do throws(OutputError) {
      if change.isEmpty {
        try copy.copyAll()
      } else if let directory = PackageDirectory(copy.source, checksums: change.checksums) {
        try copy.write(directory, change)
      } else {
        throw .corrupt
      }
    } catch {
      throw error == .corrupt ? .unreadable(ContainerError(.corruptPart)) : .cannotWrite(error)
    }
  }

  private init(_ source: String, _ target: String) throws(PatchError) {
    self.source = open(source, O_RDONLY | O_CLOEXEC)
    self.target =
      self.source < 0 ? -1 : open(target, O_WRONLY | O_CREAT | O_EXCL | O_CLOEXEC, 0o666)
    let code = errno
    if self.source < 0 { throw .unreadable(ContainerError(.unreadable)) }
    if self.target < 0 { throw .cannotWrite(OutputError(code: code)) }
  }

  deinit {
    if source >= 0 { close(source) }
    if target >= 0 { close(target) }
  }

  // MARK: - Bytes

  private mutating func append(_ bytes: some Collection<UInt8>) throws(OutputError) {
    buffer.append(contentsOf: bytes)
    position += UInt64(bytes.count)
    if buffer.count >= Self.chunkBytes { try flush() }
  }

  private mutating func flush() throws(OutputError) {
    try Descriptor.write(buffer, to: target)
    buffer.removeAll(keepingCapacity: true)
  }

  private mutating func copy(_ range: Range<UInt64>) throws(OutputError) {
    var place = range.lowerBound
    while place < range.upperBound {
      let wanted = Int(min(UInt64(Self.chunkBytes), range.upperBound - place))
      let source = self.source
      let chunk = [UInt8](unsafeUninitializedCapacity: wanted) { buffer, count in
        count = max(0, pread(source, buffer.baseAddress, wanted, off_t(place)))
      }
      if chunk.isEmpty { throw .corrupt }
      try append(chunk)
      place += UInt64(chunk.count)
    }
  }

  private mutating func copyAll() throws(OutputError) {
    try copy(0..<UInt64(max(0, lseek(source, 0, SEEK_END))))
    try flush()
  }

  // MARK: - Entries

  private mutating func write(
    _ directory: PackageDirectory,
    _ change: PackageChange
  ) throws(OutputError) {
    let new = Dictionary(change.replacements.map { (Int($0.index), $0.bytes) }) { $1 }
    let removed = Set(change.removals.map { Int($0) })
    var central: [Int: [UInt8]] = [:]
    try copy(directory.prefix)
    let records = directory.records
    for index in records.indices.sorted(by: {
      records[$0].stretch.lowerBound < records[$1].stretch.lowerBound
    }) where !removed.contains(index) {
      let record = records[index]
      if let bytes = new[index] {
        central[index] = try replace(record.central, bytes)
      } else {
        central[index] = PackageDirectory.moved(record.central, to: position)
        try copy(record.stretch)
      }
    }
    var all = records.indices.compactMap { central[$0] }
    for part in change.additions {
      all.append(try add(Array(part.name.utf8), part.bytes))
    }
    let start = position
    for record in all { try append(record) }
    var end = ZipRecords.end(
      count: all.count,
      size: position - start,
      offset: start,
      limits: ZipRecords.Limits()
    )
    PackageDirectory.put(UInt16(directory.comment.count), at: end.count - 2, in: &end)
    try append(end)
    try append(directory.comment)
    try flush()
  }

  /// An entry with other bytes: what its record says of times and kinds stays.
  private mutating func replace(
    _ old: [UInt8],
    _ bytes: [UInt8]
  ) throws(OutputError) -> [UInt8] {
    let length = Int(PackageDirectory.number(old, 28, as: UInt16.self))
    let name = Array(old[46..<(46 + length)])
    // The name's encoding is the only flag that is not about the old data.
    let flags = PackageDirectory.number(old, 8, as: UInt16.self) & (1 << 11)
    let time = PackageDirectory.number(old, 12, as: UInt32.self)
    var central = try add(name, bytes, flags: flags, time: time)
    // Who made it, and its attributes.
    central.replaceSubrange(4..<6, with: old[4..<6])
    central.replaceSubrange(36..<42, with: old[36..<42])
    return central
  }

  private mutating func add(
    _ name: [UInt8],
    _ bytes: [UInt8],
    flags: UInt16? = nil,
    time: UInt32? = nil
  ) throws(OutputError) -> [UInt8] {
    var entry = ZipRecords.Entry(name: name, offset: position, hasRoom: false)
    let data = Self.deflated(bytes)
    entry.size = UInt64(bytes.count)
    entry.compressedSize = UInt64(data.count)
    entry.checksum = bytes.withUnsafeBufferPointer { buffer in
      buffer.baseAddress.map { crc32_gzip_refl(0, $0, UInt64(buffer.count)) } ?? 0
    }
    let limits = ZipRecords.Limits()
    var local = ZipRecords.localHeader(entry, limits: limits)
    var central = ZipRecords.centralHeader(entry, limits: limits)
    if let flags, let time {
      PackageDirectory.put(flags, at: 6, in: &local)
      PackageDirectory.put(time, at: 10, in: &local)
      PackageDirectory.put(flags, at: 8, in: &central)
      PackageDirectory.put(time, at: 12, in: &central)
    }
    try append(local)
    try append(data)
    return central
  }

  private static func deflated(_ bytes: [UInt8]) -> [UInt8] {
    // What zlib would save is a tenth of the one or two parts that are new; it takes longer than all the rest.
    var deflater = Deflater(.fast)
    var result: [UInt8] = []
    result.reserveCapacity(bytes.count / 4)
    bytes.withUnsafeBufferPointer { input in
      deflater.feed(input, isLast: true)
      withUnsafeTemporaryAllocation(of: UInt8.self, capacity: 64 << 10) { output in
        while true {
          let (count, isDone) = deflater.drain(into: output, isLast: true)
          result.append(contentsOf: output[..<count])
          if isDone { return }
        }
      }
    }
    return result
  }
}

extension OutputError {
  /// The source is not what its directory says; never shown as a fault of writing.
  fileprivate static let corrupt = OutputError(.other)
}
