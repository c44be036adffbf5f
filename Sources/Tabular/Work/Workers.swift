import Dispatch

/// Works on a few things at once; the results come in the order of the things.
package enum Workers {
  /// Maps with so many workers; the result is the same for any number of them.
  package static func map<Item: Sendable, Result: Sendable>(
    _ items: [Item],
    jobs: Int,
    _ body: @escaping @Sendable (Item) -> Result
  ) -> [Result] {
    guard jobs > 1, items.count > 1 else { return items.map(body) }
    let board = Board<Result>(count: items.count)
    DispatchQueue.concurrentPerform(iterations: min(jobs, items.count)) { _ in
      while let index = board.next() { board.set(index, body(items[index])) }
    }
    return board.results
  }

  /// Which things are taken, and the results that are there.
  private final class Board<Result: Sendable>: @unchecked Sendable {
    private let lock = DispatchQueue(label: "workers")
    private var slots: [Result?]
    private var taken = 0

    init(count: Int) { slots = Array(repeating: nil, count: count) }

    func next() -> Int? {
      lock.sync {
        guard taken < slots.count else { return nil }
        taken += 1
        return taken - 1
      }
    }

    func set(_ index: Int, _ result: Result) { lock.sync { slots[index] = result } }

    var results: [Result] { lock.sync { slots.compactMap { $0 } } }
  }
}
