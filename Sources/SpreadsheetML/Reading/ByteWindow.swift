/// A window over the inflated bytes of a part: a scanner reads in it and asks for more at its end.
///
/// This file and the scanners are where pointers live; nothing of them gets out.
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
    // A little more than the whole of a small part: its end is then seen with its first bytes.
    self.chunk = max(1, min(chunk, min(stream.claimedBytes, 1 << 30) + 1024))
    self.stream = stream
    capacity = max(self.chunk, 16)
    storage = .allocate(capacity: capacity)
  }

  deinit { storage.deallocate() }

  /// The bytes from the window's start to `end`; valid until the next refill.
  var bytes: UnsafePointer<UInt8> { UnsafePointer(storage) }

  /// How much of the part was read, by what the directory claims of its size; above 0, to 1.
  var share: Double {
    let read = stream.inflatedBytes - (end - position)
    return stream.claimedBytes > 0
      ? min(1, Double(max(1, read)) / Double(stream.claimedBytes)) : 1
  }

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
    // Mostly the rest of one element is kept: the window only grows for an element that fills it.
    if capacity - end < (chunk + 1) / 2 { grow() }
    let room = min(chunk, capacity - end)
    let count = try stream.read(into: UnsafeMutableBufferPointer(start: storage + end, count: room))
    if count == 0 || stream.isFinished { isAtEnd = true }
    end += count
    return count > 0
  }

  private mutating func grow() {
    let larger = UnsafeMutablePointer<UInt8>.allocate(capacity: capacity * 2)
    larger.update(from: storage, count: end)
    storage.deallocate()
    capacity *= 2
    storage = larger
  }

  /// Whether a word stands at an index, wholly inside the window.
  func has(_ word: StaticString, _ index: Int) -> Bool {
    guard index + word.utf8CodeUnitCount <= end else { return false }
    for offset in 0..<word.utf8CodeUnitCount where storage[index + offset] != word.utf8Start[offset]
    {
      return false
    }
    return true
  }
}
