/// Finds what somebody probably meant.
package enum Spelling {
  /// The known word with the fewest letters to change, if no more than a third of them.
  package static func nearest(to word: String, among known: [String]) -> String? {
    let best = known.map { (distance(word, $0), $0) }.min { $0.0 < $1.0 }
    guard let best, best.0 <= max(1, word.count / 3) else { return nil }
    return best.1
  }

  /// Letters added, left out, changed or exchanged with their neighbour (optimal string alignment).
  package static func distance(_ first: String, _ second: String) -> Int {
    let first = Array(first)
    let second = Array(second)
    var before: [Int] = []
    var previous = Array(0...second.count)
    for (row, letter) in first.enumerated() {
      var current = [row + 1]
      for (column, other) in second.enumerated() {
        let change = previous[column] + (letter == other ? 0 : 1)
        var least = min(change, previous[column + 1] + 1, current[column] + 1)
        let isExchanged =
          row > 0 && column > 0 && letter == second[column - 1] && first[row - 1] == other
        if isExchanged { least = min(least, before[column - 1] + 1) }
        current.append(least)
      }
      before = previous
      previous = current
    }
    return previous[second.count]
  }
}
