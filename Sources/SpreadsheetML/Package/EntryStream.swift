import CISAL
import CLibZip
import Tabular

/// The inflated bytes of one entry, a chunk at a time; limits and checksum are checked on the way.
package struct EntryStream: ~Copyable {
  private static let chunkSize = 128 << 10

  /// Keeps the archive open while the stream lives.
  private let archive: ArchiveHandle
  private let file: OpaquePointer
  private let entry: Archive.Entry
  /// What reading may use.
  let limits: Limits
  private let state: UnsafeMutablePointer<inflate_state>
  private let input: UnsafeMutableBufferPointer<UInt8>
  private var checksum: UInt32 = 0
  private var consumed = 0
  private var produced = 0
  /// Whether the last byte was handed out and the checksum found right.
  private(set) var isFinished = false

  init(file: OpaquePointer, of archive: ArchiveHandle, entry: Archive.Entry, limits: Limits) {
    self.archive = archive
    self.file = file
    self.entry = entry
    self.limits = limits
    state = archive.takeState()
    isal_inflate_init(state)
    state.pointee.crc_flag = UInt32(ISAL_DEFLATE)
    state.pointee.avail_in = 0
    // A small part needs a small buffer; what the directory claims may be wrong, but not harmful.
    input = .allocate(capacity: Self.capacity(entry.compressedSize))
  }

  deinit {
    zip_fclose(file)
    archive.keep(state)
    input.deallocate()
  }

  private static func capacity(_ claimed: UInt64) -> Int {
    min(chunkSize, max(512, Int(clamping: claimed)))
  }

  /// The inflated bytes that the directory claims; a hint for buffers, never to be trusted.
  var claimedBytes: Int { Int(clamping: entry.size) }

  /// Inflated bytes handed out so far.
  package var inflatedBytes: Int { produced }

  /// Fills the buffer with the next bytes; 0 at the end, after the checksum was found right.
  package mutating func read(
    into buffer: UnsafeMutableBufferPointer<UInt8>
  ) throws(ContainerError) -> Int {
    guard !isFinished, let base = buffer.baseAddress, !buffer.isEmpty else { return 0 }
    let count =
      entry.method == 0
      ? try readStored(into: base, capacity: buffer.count)
      : try inflate(into: base, capacity: buffer.count)
    produced += count
    checksum = crc32_gzip_refl(checksum, base, UInt64(count))
    try checkLimits()
    if count == 0 || isFinished {
      isFinished = true
      guard checksum == entry.checksum, UInt64(produced) == entry.size else {
        throw ContainerError(.corruptPart, part: entry.name)
      }
    }
    return count
  }

  private func checkLimits() throws(ContainerError) {
    if produced > limits.partBytes { throw exceeded(.partBytes) }
    if produced > limits.ratioAbove, produced / max(consumed, 1) > limits.ratio {
      throw exceeded(.ratio)
    }
    if archive.note(produced, of: entry.index) > limits.bytes { throw exceeded(.bytes) }
  }

  private func exceeded(_ limit: Limits.Name) -> ContainerError {
    ContainerError(.limitExceeded, part: entry.name, limit: limit)
  }

  private mutating func readStored(
    into base: UnsafeMutablePointer<UInt8>,
    capacity: Int
  ) throws(ContainerError) -> Int {
    let count = zip_fread(file, base, UInt64(capacity))
    guard count >= 0 else { throw ContainerError(.corruptPart, part: entry.name) }
    consumed += Int(count)
    return Int(count)
  }

  private mutating func inflate(
    into base: UnsafeMutablePointer<UInt8>,
    capacity: Int
  ) throws(ContainerError) -> Int {
    state.pointee.next_out = base
    state.pointee.avail_out = UInt32(clamping: capacity)
    let wanted = state.pointee.avail_out
    while state.pointee.avail_out > 0 {
      if state.pointee.avail_in == 0 {
        let count = zip_fread(file, input.baseAddress, UInt64(input.count))
        guard count >= 0 else { throw ContainerError(.corruptPart, part: entry.name) }
        consumed += Int(count)
        state.pointee.next_in = input.baseAddress
        state.pointee.avail_in = UInt32(count)
      }
      let before = (state.pointee.avail_in, state.pointee.avail_out)
      guard isal_inflate(state) == ISAL_DECOMP_OK else {
        throw ContainerError(.corruptPart, part: entry.name)
      }
      if state.pointee.block_state == ISAL_BLOCK_FINISH {
        isFinished = true
        break
      }
      let isStuck = before == (state.pointee.avail_in, state.pointee.avail_out)
      // Input ended before the last block did: a truncated stream, never a short but valid part.
      if isStuck { throw ContainerError(.corruptPart, part: entry.name) }
    }
    return Int(wanted - state.pointee.avail_out)
  }
}

extension EntryStream {
  /// The whole entry in memory, for the small parts.
  package consuming func readAll() throws(ContainerError) -> [UInt8] {
    var bytes: [UInt8] = []
    // A hint that may be wrong, so that no wrong one takes much memory.
    bytes.reserveCapacity(min(claimedBytes, 1 << 20))
    let chunk = UnsafeMutableBufferPointer<UInt8>.allocate(capacity: 64 << 10)
    defer { chunk.deallocate() }
    while true {
      let count = try read(into: chunk)
      if count == 0 { return bytes }
      bytes.append(contentsOf: UnsafeMutableBufferPointer(rebasing: chunk[..<count]))
    }
  }
}
