import CISAL
import CZlib

/// How the entries of a new container are compressed; each gives the same bytes every time.
package enum Compression: Sendable {
  /// ISA-L's level 2: several times as fast as zlib, output about a fifth larger.
  case fast
  /// zlib's level 6, as spreadsheet programs write, for the first 4 MiB of an entry, then as `fast`:
  /// forms that are mailed around are small, and large exports do not wait.
  case balanced
}

/// Raw deflate (RFC 1951) of one entry after another, a chunk at a time.
struct Deflater: ~Copyable {
  private enum Engine {
    case fast(UnsafeMutablePointer<isal_zstream>, UnsafeMutablePointer<UInt8>)
    case small(UnsafeMutablePointer<z_stream>)
  }

  /// The bytes of an entry that are compressed well.
  static let smallBytes = 4 << 20

  private let compression: Compression
  private var engine: Engine
  /// The bytes of the entry that were fed.
  private var fed = 0

  init(_ compression: Compression) {
    self.compression = compression
    engine = Self.engine(compression)
    reset()
  }

  private static func engine(_ compression: Compression) -> Engine {
    switch compression {
    case .fast:
      let stream = UnsafeMutablePointer<isal_zstream>.allocate(capacity: 1)
      let level = UnsafeMutablePointer<UInt8>.allocate(capacity: Int(ntm_isal_level_2_bytes))
      return .fast(stream, level)
    case .balanced:
      let stream = UnsafeMutablePointer<z_stream>.allocate(capacity: 1)
      stream.initialize(to: z_stream())
      // Fails only without memory, where Swift ends the process as well.
      precondition(
        deflateInit2_(
          stream,
          Z_DEFAULT_COMPRESSION,
          Z_DEFLATED,
          -MAX_WBITS,
          8,
          Z_DEFAULT_STRATEGY,
          ZLIB_VERSION,
          Int32(MemoryLayout<z_stream>.size)
        ) == Z_OK
      )
      return .small(stream)
    }
  }

  deinit { Self.free(engine) }

  private static func free(_ engine: Engine) {
    switch engine {
    case .fast(let stream, let level):
      stream.deallocate()
      level.deallocate()
    case .small(let stream):
      deflateEnd(stream)
      stream.deallocate()
    }
  }

  /// Begins a new entry.
  mutating func start() {
    if case .balanced = compression, case .fast = engine { use(.balanced) }
    fed = 0
    reset()
  }

  /// Takes another engine, so that only one is in memory.
  private mutating func use(_ compression: Compression) {
    Self.free(engine)
    engine = Self.engine(compression)
    reset()
  }

  private func reset() {
    switch engine {
    case .fast(let stream, let level):
      isal_deflate_init(stream)
      stream.pointee.level = 2
      stream.pointee.level_buf = level
      stream.pointee.level_buf_size = ntm_isal_level_2_bytes
      stream.pointee.end_of_stream = 0
    case .small(let stream): deflateReset(stream)
    }
  }

  /// Hands over the next bytes of the entry; they must stay until `drain` says that it is done.
  mutating func feed(_ input: UnsafeBufferPointer<UInt8>, isLast: Bool) {
    // What zlib was fed last ends with a whole byte (`Z_SYNC_FLUSH`): another stream can go on there.
    if fed >= Self.smallBytes, case .small = engine { use(.fast) }
    fed += input.count
    let start = UnsafeMutablePointer(mutating: input.baseAddress)
    switch engine {
    case .fast(let stream, _):
      stream.pointee.next_in = start
      stream.pointee.avail_in = UInt32(clamping: input.count)
      stream.pointee.end_of_stream = isLast ? 1 : 0
    case .small(let stream):
      stream.pointee.next_in = start
      stream.pointee.avail_in = UInt32(clamping: input.count)
    }
  }

  /// Fills the output; `isDone` says that all that was fed is taken, with the end where it was the last.
  func drain(
    into output: UnsafeMutableBufferPointer<UInt8>,
    isLast: Bool
  ) -> (count: Int, isDone: Bool) {
    let capacity = UInt32(clamping: output.count)
    switch engine {
    case .fast(let stream, _):
      stream.pointee.next_out = output.baseAddress
      stream.pointee.avail_out = capacity
      isal_deflate(stream)
      let rest = stream.pointee.avail_out
      let isDone = isLast ? stream.pointee.internal_state.state == ZSTATE_END : rest > 0
      return (Int(capacity - rest), isDone)
    case .small(let stream):
      stream.pointee.next_out = output.baseAddress
      stream.pointee.avail_out = capacity
      let isEnough = fed >= Self.smallBytes
      let status = deflate(stream, isLast ? Z_FINISH : isEnough ? Z_SYNC_FLUSH : Z_NO_FLUSH)
      let rest = stream.pointee.avail_out
      return (Int(capacity - rest), isLast ? status == Z_STREAM_END : rest > 0)
    }
  }
}
