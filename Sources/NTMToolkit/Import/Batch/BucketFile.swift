import Foundation
import Synchronization

/// Bytes sorted into buckets; a full bucket goes to a temporary file that nobody else sees.
///
/// Any thread may append; what two threads append to a bucket comes in no order that could be relied on.
final class BucketFile: Sendable {
  // So many that what grows at their ends stays in the processor's nearest memory.
  static let count = 64
  private static let chunkSize = 16_384

  /// What came into one bucket: what stands in the file, and what is not there yet.
  private final class Bucket: Sendable {
    struct Content {
      var buffer: [UInt8] = []
      var chunks: [(offset: Int, size: Int)] = []
    }

    let content = Mutex(Content())
  }

  private let buckets: [Bucket]
  private let file = Mutex<TemporaryFile?>(nil)

  init(count: Int = count) { buckets = (0..<count).map { _ in Bucket() } }

  /// Appends bytes that stay together.
  func append(_ bytes: [UInt8], bucket: Int) throws {
    try buckets[bucket].content.withLock { content in
      content.buffer.append(contentsOf: bytes)
      guard content.buffer.count >= Self.chunkSize else { return }
      let file = try self.file.withLock { file in
        let known = try file ?? TemporaryFile()
        file = known
        return known
      }
      content.chunks.append((try file.append(content.buffer), content.buffer.count))
      content.buffer.removeAll(keepingCapacity: true)
    }
  }

  /// How many bytes a bucket holds.
  func size(of bucket: Int) -> Int {
    buckets[bucket].content.withLock { $0.chunks.reduce($0.buffer.count) { $0 + $1.size } }
  }

  /// Everything in a bucket piece by piece; what was appended together stands in one piece.
  func forEachPiece(of bucket: Int, _ body: ([UInt8]) throws -> Void) throws {
    let content = buckets[bucket].content.withLock { $0 }
    let file = self.file.withLock { $0 }
    for chunk in content.chunks {
      if let piece = try file?.read(at: chunk.offset, count: chunk.size) { try body(piece) }
    }
    try body(content.buffer)
  }
}

/// What the system answered instead of doing it.
package struct SystemError: Error, CustomStringConvertible {
  package var code: Int32

  package init(_ code: Int32) { self.code = code }

  package var description: String { String(cString: strerror(code)) }
}

/// A file that only this process sees and that is gone with it, however it ends.
final class TemporaryFile: Sendable {
  private let descriptor: Int32
  private let end = Mutex(0)

  init() throws {
    descriptor = try FileBytes.temporary()
  }

  deinit { close(descriptor) }

  var size: Int { end.withLock { $0 } }

  /// Appends bytes and says where they stand.
  @discardableResult func append(_ bytes: [UInt8]) throws -> Int {
    let place = end.withLock { end in
      defer { end += bytes.count }
      return end
    }
    try FileBytes.write(bytes, to: descriptor, at: place)
    return place
  }

  func read(at offset: Int, count: Int) throws -> [UInt8] {
    try FileBytes.read(from: descriptor, at: offset, count: count)
  }
}

/// Reads and writes at a place in a file, however many calls it takes.
enum FileBytes {
  /// A file without a name: it is gone with the process, however that ends.
  static func temporary() throws -> Int32 {
    let folder = NSTemporaryDirectory()
    var template = Array((folder + (folder.hasSuffix("/") ? "" : "/") + "ntm-XXXXXX").utf8CString)
    let descriptor = mkstemp(&template)
    guard descriptor >= 0 else { throw SystemError(errno) }
    unlink(template)
    _ = fcntl(descriptor, F_SETFD, FD_CLOEXEC)
    return descriptor
  }

  static func write(_ bytes: [UInt8], to descriptor: Int32, at offset: Int) throws {
    var done = 0
    while done < bytes.count {
      let count = bytes[done...].withUnsafeBytes {
        pwrite(descriptor, $0.baseAddress, $0.count, off_t(offset + done))
      }
      if count < 0 {
        if errno == EINTR { continue }
        throw SystemError(errno)
      }
      done += count
    }
  }

  /// As many bytes as there are, up to `count`.
  static func read(from descriptor: Int32, at offset: Int, count: Int) throws -> [UInt8] {
    var failure: Int32 = 0
    let bytes = [UInt8](unsafeUninitializedCapacity: count) { buffer, size in
      while size < count {
        let rest = UnsafeMutableRawBufferPointer(
          UnsafeMutableBufferPointer(rebasing: buffer[size...])
        )
        let got = pread(descriptor, rest.baseAddress, count - size, off_t(offset + size))
        if got < 0 {
          if errno == EINTR { continue }
          failure = errno
        }
        if got <= 0 { break }
        size += got
      }
    }
    guard failure == 0 else { throw SystemError(failure) }
    return bytes
  }
}
