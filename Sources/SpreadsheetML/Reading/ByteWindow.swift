/// A window over the inflated bytes of a part: a scanner reads in it and asks for more at its end.
///
/// This file and the scanner are where pointers live; nothing of them gets out.
struct ByteWindow: ~Copyable {
  private var stream: EntryStream
  private var storage: UnsafeMutablePointer<UInt8>
  private var capacity: Int
  /// Where reading stands; always at or before `end`.
  var position = 0
  private(set) var end = 0
  private(set) var isAtEnd = false
  private let chunk: Int

  /// `chunk` is how many bytes are asked for at a time; tests use small ones.
  init(_ stream: consuming EntryStream, chunk: Int = 256 << 10) {
    self.stream = stream
    self.chunk = max(chunk, 1)
    capacity = max(chunk, 16)
    storage = .allocate(capacity: capacity)
  }

  deinit { storage.deallocate() }

  /// The bytes from the window's start to `end`; valid until the next refill.
  var bytes: UnsafePointer<UInt8> { UnsafePointer(storage) }

  /// Drops what was read up to `position` and reads on; false at the end of the part.
  mutating func refill() throws(ContainerError) -> Bool {
    if isAtEnd { return false }
    if position > 0 {
      let rest = end - position
      // Regions may overlap: `update` from a higher to a lower address copies forwards.
      storage.update(from: storage + position, count: rest)
      end = rest
      position = 0
    }
    if capacity - end < chunk {
      let larger = UnsafeMutablePointer<UInt8>.allocate(capacity: max(capacity * 2, end + chunk))
      larger.update(from: storage, count: end)
      storage.deallocate()
      capacity = max(capacity * 2, end + chunk)
      storage = larger
    }
    let count = try stream.read(
      into: UnsafeMutableBufferPointer(start: storage + end, count: chunk)
    )
    if count == 0 { isAtEnd = true }
    end += count
    return count > 0
  }
}
