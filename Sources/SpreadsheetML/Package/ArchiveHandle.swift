import CISAL
import CLibZip

/// Owns a libzip handle and closes it when the archive and the last of its streams are gone.
///
/// It also counts what the streams inflate, for the limit on all parts together. A part that is read
/// again, because another reader takes over, is counted once.
final class ArchiveHandle {
  let pointer: OpaquePointer
  private var inflated: [Int]
  private var total = 0
  /// A state of 80 KiB that a closed stream has left for the next.
  private var spareState: UnsafeMutablePointer<inflate_state>?

  init(_ pointer: OpaquePointer, entries: Int) {
    self.pointer = pointer
    inflated = Array(repeating: 0, count: entries)
  }

  deinit {
    zip_discard(pointer)
    spareState?.deallocate()
  }

  /// A state for inflating, not initialised.
  func takeState() -> UnsafeMutablePointer<inflate_state> {
    defer { spareState = nil }
    return spareState ?? .allocate(capacity: 1)
  }

  /// Takes back a state that is not needed any more.
  func keep(_ state: UnsafeMutablePointer<inflate_state>) {
    spareState?.deallocate()
    spareState = state
  }

  /// Notes how far an entry was inflated, and answers the inflated bytes of all entries.
  func note(_ bytes: Int, of entry: UInt64) -> Int {
    guard let index = Int(exactly: entry), inflated.indices.contains(index) else { return total }
    if bytes > inflated[index] {
      total += bytes - inflated[index]
      inflated[index] = bytes
    }
    return total
  }
}
