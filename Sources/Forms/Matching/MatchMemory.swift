import Synchronization

/// What was worked out before: the workbooks of a province repeat the same few hundred headings.
final class MatchMemory<Key: Hashable & Sendable, Value: Sendable>: Sendable {
  /// A batch of odd sheets may not fill the memory.
  private static var most: Int { 2_000 }

  private let found = Mutex<[Key: Value]>([:])

  /// The value of a key, made on first use.
  func value(_ key: Key, _ make: () -> Value) -> Value {
    if let known = found.withLock({ $0[key] }) { return known }
    let result = make()
    found.withLock {
      if $0.count >= Self.most { $0.removeAll() }
      $0[key] = result
    }
    return result
  }
}
