import Synchronization

/// What headings matched before: the workbooks of a province repeat the same few hundred headings.
final class MatchMemory: Sendable {
  /// A batch of odd sheets may not fill the memory.
  private static let mostPaths = 20_000

  private let found = Mutex<[[[String]]: [ColumnMatch]]>([:])

  /// The matches of a path of headings, made on first use.
  func matches(_ path: [[String]], _ make: () -> [ColumnMatch]) -> [ColumnMatch] {
    if let known = found.withLock({ $0[path] }) { return known }
    let result = make()
    found.withLock {
      if $0.count >= Self.mostPaths { $0.removeAll() }
      $0[path] = result
    }
    return result
  }
}
