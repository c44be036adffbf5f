/// The texts that cells share by index, each kept once, up to a bound.
///
/// The table has to be in memory until the last sheet is written, so it takes new texts only up to
/// ``limitBytes``; texts that come later stand in their cells.
struct StringPool: ~Copyable {
  /// Bytes of all texts together.
  let limitBytes: Int
  private(set) var count = 0
  private var bytes: [UInt8] = []
  private var ends: [UInt32] = []
  private var hashes: [UInt32] = []
  /// One more than the index of a text, or 0; open addressing, at most half full.
  private var slots: [UInt32] = Array(repeating: 0, count: 1 << 10)

  init(limitBytes: Int) { self.limitBytes = min(limitBytes, 1 << 30) }

  /// The index of a text, which is added where it is new; `nil` where the table is full.
  mutating func index(of text: UnsafeBufferPointer<UInt8>) -> Int? {
    let hash = Self.hash(text)
    let mask = UInt32(truncatingIfNeeded: slots.count - 1)
    var slot = hash & mask
    while case let entry = slots[Int(slot)], entry != 0 {
      let index = Int(entry) - 1
      if hashes[index] == hash, equals(text, index) { return index }
      slot = (slot &+ 1) & mask
    }
    guard bytes.count + text.count <= limitBytes else { return nil }
    bytes.append(contentsOf: text)
    ends.append(UInt32(bytes.count))
    hashes.append(hash)
    count += 1
    slots[Int(slot)] = UInt32(count)
    if count * 2 > slots.count { grow() }
    return count - 1
  }

  /// Lets somebody see the bytes of a text.
  borrowing func withText(
    at index: Int,
    _ body: (UnsafeBufferPointer<UInt8>) throws(WriteError) -> Void
  ) throws(WriteError) {
    let range = range(index)
    try bytes.withUnsafeBufferPointer { (all) throws(WriteError) in
      try body(UnsafeBufferPointer(rebasing: all[range]))
    }
  }

  private func range(_ index: Int) -> Range<Int> {
    (index == 0 ? 0 : Int(ends[index - 1]))..<Int(ends[index])
  }

  private func equals(_ text: UnsafeBufferPointer<UInt8>, _ index: Int) -> Bool {
    let range = range(index)
    guard range.count == text.count else { return false }
    return bytes.withUnsafeBufferPointer { all in
      for offset in 0..<text.count where all[range.lowerBound + offset] != text[offset] {
        return false
      }
      return true
    }
  }

  private mutating func grow() {
    let size = slots.count * 4
    slots = Array(repeating: 0, count: size)
    let mask = UInt32(truncatingIfNeeded: size - 1)
    for (index, hash) in hashes.enumerated() {
      var slot = hash & mask
      while slots[Int(slot)] != 0 { slot = (slot &+ 1) & mask }
      slots[Int(slot)] = UInt32(index + 1)
    }
  }

  /// Mixes four bytes at a time; no seed, so that the same texts take the same path every time.
  ///
  /// Wrapping arithmetic is the hash itself.
  private static func hash(_ text: UnsafeBufferPointer<UInt8>) -> UInt32 {
    var hash: UInt64 = 0x9E37_79B9_7F4A_7C15 ^ UInt64(text.count)
    var index = 0
    while index + 4 <= text.count {
      let word =
        UInt64(text[index]) | UInt64(text[index + 1]) << 8 | UInt64(text[index + 2]) << 16
        | UInt64(text[index + 3]) << 24
      hash = (hash ^ word) &* 0xFF51_AFD7_ED55_8CCD
      hash ^= hash >> 32
      index += 4
    }
    while index < text.count {
      hash = (hash ^ UInt64(text[index])) &* 0xFF51_AFD7_ED55_8CCD
      index += 1
    }
    return UInt32(truncatingIfNeeded: hash ^ hash >> 29)
  }
}
