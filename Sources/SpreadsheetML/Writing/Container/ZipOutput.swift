import CISAL

#if canImport(Glibc)
  import Glibc
#else
  import Darwin
#endif

/// A new ZIP container written from front to back; only the directory is kept in memory.
///
/// An entry's header is written again when its sizes are known, so the file needs no data
/// descriptors; sizes and counts beyond ZIP's 32 and 16 bits take the zip64 forms, and only then.
struct ZipOutput: ~Copyable {
  private static let chunkBytes = 64 << 10

  private var file: Int32
  private let limits: ZipRecords.Limits
  private var deflater: Deflater
  private let output: UnsafeMutableBufferPointer<UInt8>
  private var entries: [ZipRecords.Entry] = []
  private var current: ZipRecords.Entry?
  private var position: UInt64 = 0

  /// Creates the file, which must not exist.
  init(
    path: String,
    compression: Compression,
    limits: ZipRecords.Limits = ZipRecords.Limits()
  ) throws(WriteError) {
    let opened = open(path, O_RDWR | O_CREAT | O_EXCL | O_CLOEXEC, 0o666)
    guard opened >= 0 else { throw .cannotWrite(code: errno) }
    file = opened
    self.limits = limits
    deflater = Deflater(compression)
    output = .allocate(capacity: Self.chunkBytes)
  }

  deinit {
    if file >= 0 { close(file) }
    output.deallocate()
  }

  /// Begins an entry; one that may exceed 4 GiB leaves room for larger sizes in its header.
  mutating func begin(_ name: String, mayBeLarge: Bool = false) throws(WriteError) {
    let entry = ZipRecords.Entry(name: Array(name.utf8), offset: position, hasRoom: mayBeLarge)
    current = entry
    deflater.start()
    try append(ZipRecords.localHeader(entry, limits: limits))
  }

  /// Compresses the next bytes of the entry.
  mutating func write(_ bytes: UnsafeBufferPointer<UInt8>, isLast: Bool) throws(WriteError) {
    guard current != nil else { throw .misplaced }
    if let base = bytes.baseAddress, !bytes.isEmpty, let checksum = current?.checksum {
      current?.checksum = crc32_gzip_refl(checksum, base, UInt64(bytes.count))
      current?.size += UInt64(bytes.count)
    }
    deflater.feed(bytes, isLast: isLast)
    while true {
      let (count, isDone) = deflater.drain(into: output, isLast: isLast)
      current?.compressedSize += UInt64(count)
      try append(UnsafeRawBufferPointer(rebasing: UnsafeRawBufferPointer(output)[..<count]))
      if isDone { return }
    }
  }

  /// Ends the entry, whose last bytes were written.
  mutating func end() throws(WriteError) {
    guard let entry = current else { throw .misplaced }
    current = nil
    let header = ZipRecords.localHeader(entry, limits: limits)
    try rewrite(header, at: entry.offset)
    entries.append(entry)
  }

  /// A whole entry at once.
  mutating func add(_ name: String, _ bytes: [UInt8]) throws(WriteError) {
    try begin(name)
    try bytes.withUnsafeBufferPointer { (buffer) throws(WriteError) in
      try write(buffer, isLast: true)
    }
    try end()
  }

  /// Writes the directory and closes the file.
  mutating func finish() throws(WriteError) {
    let start = position
    for entry in entries { try append(ZipRecords.centralHeader(entry, limits: limits)) }
    try append(
      ZipRecords.end(count: entries.count, size: position - start, offset: start, limits: limits)
    )
    let closing = file
    file = -1
    guard close(closing) == 0 else { throw .cannotWrite(code: errno) }
  }

  // MARK: - Bytes

  private mutating func append(_ bytes: [UInt8]) throws(WriteError) {
    try bytes.withUnsafeBufferPointer { (buffer) throws(WriteError) in
      try append(UnsafeRawBufferPointer(buffer))
    }
  }

  private mutating func append(_ bytes: UnsafeRawBufferPointer) throws(WriteError) {
    var rest = bytes
    while let base = rest.baseAddress, !rest.isEmpty {
      let count = write_(file, base, rest.count)
      if count < 0 {
        if errno == EINTR { continue }
        throw .cannotWrite(code: errno)
      }
      position += UInt64(count)
      rest = UnsafeRawBufferPointer(rebasing: rest[count...])
    }
  }

  private func rewrite(_ bytes: [UInt8], at offset: UInt64) throws(WriteError) {
    var written = 0
    while written < bytes.count {
      let count = bytes.withUnsafeBytes { buffer in
        pwrite(
          file,
          buffer.baseAddress?.advanced(by: written),
          buffer.count - written,
          off_t(offset) + off_t(written)
        )
      }
      if count < 0 {
        if errno == EINTR { continue }
        throw .cannotWrite(code: errno)
      }
      written += count
    }
  }
}

/// The system's `write`, under a name that the writer's own method does not hide.
private func write_(_ file: Int32, _ base: UnsafeRawPointer, _ count: Int) -> Int {
  write(file, base, count)
}
