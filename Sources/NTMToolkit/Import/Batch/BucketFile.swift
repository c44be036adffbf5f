import Foundation

/// Bytes sorted into buckets; a full bucket goes to a temporary file that nobody else sees.
final class BucketFile {
  static let count = 256
  private static let chunkSize = 16_384

  private var buffers = [[UInt8]](repeating: [], count: count)
  private var chunks = [[(offset: Int, size: Int)]](repeating: [], count: count)
  private var file: TemporaryFile?

  func append(_ bytes: [UInt8], bucket: Int) throws {
    buffers[bucket].append(contentsOf: bytes)
    guard buffers[bucket].count >= Self.chunkSize else { return }
    let file = try self.file ?? TemporaryFile()
    self.file = file
    chunks[bucket].append((file.size, buffers[bucket].count))
    try file.append(buffers[bucket])
    buffers[bucket].removeAll(keepingCapacity: true)
  }

  /// Everything in a bucket, in the order in which it came.
  func bytes(of bucket: Int) throws -> [UInt8] {
    var result: [UInt8] = []
    for chunk in chunks[bucket] {
      result += try file?.read(at: chunk.offset, count: chunk.size) ?? []
    }
    return result + buffers[bucket]
  }
}

/// What the system answered instead of doing it.
package struct SystemError: Error, CustomStringConvertible {
  package var code: Int32

  package init(_ code: Int32) { self.code = code }

  package var description: String { String(cString: strerror(code)) }
}

/// A file that only this process sees and that is gone with it, however it ends.
final class TemporaryFile {
  private let descriptor: Int32
  private(set) var size = 0

  init() throws {
    descriptor = try FileBytes.temporary()
  }

  deinit { close(descriptor) }

  func append(_ bytes: [UInt8]) throws {
    try FileBytes.write(bytes, to: descriptor, at: size)
    size += bytes.count
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
