#if canImport(Glibc)
  import Glibc
#elseif canImport(Darwin)
  import Darwin
#endif

/// The bytes of a file or of memory, handed over in pieces.
package struct ByteSource: ~Copyable {
  private let descriptor: Int32
  private let bytes: [UInt8]
  private var position = 0
  private let largestPiece: Int

  /// Opens a file and goes to an offset.
  package init(path: String, offset: Int = 0) throws(CSVError) {
    descriptor = open(path, O_RDONLY | O_CLOEXEC)
    bytes = []
    largestPiece = .max
    if descriptor < 0 || offset > 0 && lseek(descriptor, off_t(offset), SEEK_SET) < 0 {
      throw CSVError(.unreadable)
    }
  }

  /// Reads from memory from an offset on; `pieces` is the most that comes at once.
  package init(_ bytes: [UInt8], offset: Int = 0, pieces: Int = .max) {
    descriptor = -1
    self.bytes = bytes
    position = min(offset, bytes.count)
    largestPiece = max(pieces, 1)
  }

  deinit { if descriptor >= 0 { close(descriptor) } }

  /// Fills a place with the next bytes and answers how many; 0 at the end.
  mutating func read(into place: UnsafeMutablePointer<UInt8>, count: Int) throws(CSVError) -> Int {
    if descriptor >= 0 {
      while true {
        #if canImport(Glibc)
          let got = Glibc.read(descriptor, place, count)
        #else
          let got = Darwin.read(descriptor, place, count)
        #endif
        if got >= 0 { return got }
        if errno != EINTR { throw CSVError(.unreadable, offset: position) }
      }
    }
    let piece = min(count, largestPiece, bytes.count - position)
    bytes.withUnsafeBufferPointer { all in
      if let base = all.baseAddress, piece > 0 {
        place.update(from: base + position, count: piece)
      }
    }
    position += piece
    return piece
  }
}
