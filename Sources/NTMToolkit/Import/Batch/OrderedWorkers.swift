import Foundation

/// Does the same to many items with several workers and hands the results on in the order of the items.
///
/// Workers are at most a window ahead of what was handed on, and together claim no more memory than their
/// budget: what is held does not grow with the number of items.
struct OrderedWorkers: Sendable {
  var jobs: Int
  /// The bytes that items in work may claim together; an item that claims more is worked on alone.
  var budget: Int
  /// How far a worker may be ahead of what was handed on.
  var window: Int { jobs * 16 }

  /// Works until all is done or `stop` says so; answers how many items were handed on.
  ///
  /// `work` runs on the workers, `merge` on the calling thread.
  func run<Result: Sendable>(
    count: Int,
    claim: @escaping @Sendable (Int) -> Int,
    stop: @escaping @Sendable () -> Bool,
    work: @escaping @Sendable (Int) -> Result,
    merge: (Int, Result) throws -> Void
  ) rethrows -> Int {
    if min(jobs, count) <= 1 {
      for index in 0..<count {
        if stop() { return index }
        try merge(index, work(index))
      }
      return count
    }
    let queue = WorkQueue<Result>(count: count, window: window, budget: budget)
    for _ in 0..<min(jobs, max(count, 1)) {
      let thread = Thread {
        while let index = queue.take(claim: claim, stop: stop) {
          queue.finish(index, work(index), claim: claim(index))
        }
        queue.leave()
      }
      // As much as the main thread has: documents may be nested.
      thread.stackSize = 8 << 20
      queue.join()
      thread.start()
    }
    defer { queue.close() }
    var merged = 0
    while let result = queue.result(merged) {
      try merge(merged, result)
      merged += 1
      queue.advance()
    }
    return merged
  }
}

/// What workers and the merging thread share.
private final class WorkQueue<Result: Sendable>: @unchecked Sendable {
  private let condition = NSCondition()
  private let count: Int
  private let window: Int
  private let budget: Int
  private var next = 0
  private var merged = 0
  private var claimed = 0
  private var inWork = 0
  private var workers = 0
  private var isClosed = false
  private var results: [Int: Result] = [:]

  init(count: Int, window: Int, budget: Int) {
    self.count = count
    self.window = window
    self.budget = budget
  }

  private func locked<Value>(_ body: () -> Value) -> Value {
    condition.lock()
    defer { condition.unlock() }
    return body()
  }

  func join() { locked { workers += 1 } }

  func leave() {
    locked {
      workers -= 1
      condition.broadcast()
    }
  }

  /// Ends the taking; waits until nobody works any more.
  func close() {
    locked {
      isClosed = true
      condition.broadcast()
      while workers > 0 { condition.wait() }
    }
  }

  /// The next item, once there is room for it; `nil` when there is none to do.
  func take(claim: (Int) -> Int, stop: () -> Bool) -> Int? {
    condition.lock()
    defer { condition.unlock() }
    while true {
      if isClosed || next >= count || stop() { return nil }
      let fits = inWork == 0 || claimed + claim(next) <= budget
      if next < merged + window, fits {
        claimed += claim(next)
        inWork += 1
        next += 1
        return next - 1
      }
      condition.wait()
    }
  }

  func finish(_ index: Int, _ result: Result, claim: Int) {
    locked {
      results[index] = result
      claimed -= claim
      inWork -= 1
      condition.broadcast()
    }
  }

  /// The result of an item; `nil` when it will never come.
  func result(_ index: Int) -> Result? {
    condition.lock()
    defer { condition.unlock() }
    while true {
      if let result = results.removeValue(forKey: index) { return result }
      if workers == 0 { return nil }
      condition.wait()
    }
  }

  func advance() {
    locked {
      merged += 1
      condition.broadcast()
    }
  }
}
