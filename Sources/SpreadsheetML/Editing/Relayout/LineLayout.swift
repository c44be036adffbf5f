import Tabular

/// Which line of a sheet each line of the result comes from; a line is a row or a column.
package struct LineLayout: Sendable {
  /// The direction in which lines move.
  package enum Axis: Hashable, Sendable {
    case rows, columns

    /// How many lines a sheet holds.
    var limit: Int { self == .rows ? SheetBounds.rows : SheetBounds.columns }
  }

  /// One repetition of a block: the lines that it repeats and where they are in the result.
  package struct Instance: Hashable, Sendable {
    package var block: ClosedRange<Int>
    package var result: Range<Int>

    package init(block: ClosedRange<Int>, result: Range<Int>) {
      self.block = block
      self.result = result
    }
  }

  package let axis: Axis
  /// The line that each line of the result comes from, `nil` for a blank one; what comes after the
  /// last keeps its distance.
  let sources: [Int?]
  /// How many lines of the sheet `sources` speaks for.
  let covered: Int
  /// Repetitions, an outer one before those inside it.
  let instances: [Instance]
  /// The innermost repetition of each line of the result, -1 for none.
  private var innermost: [Int] = []
  /// The repetition around each repetition, -1 for none.
  private var parents: [Int] = []
  /// So many lines at the start stay where they are, and nowhere else.
  private let prefix: Int
  /// Where the other lines went.
  private var positions: [Int: [Int]] = [:]

  /// Creates a layout; `instances` come with an outer one before those inside it.
  package init(
    axis: Axis = .rows,
    sources: [Int?],
    covering covered: Int,
    instances: [Instance] = []
  ) {
    self.axis = axis
    self.sources = sources
    self.covered = covered
    self.instances = instances.filter { !$0.result.isEmpty }
    var same = sources.enumerated().prefix { $0.offset == $0.element }.count
    for later in sources[same...] { if let later { same = min(same, later) } }
    prefix = same
    for (place, source) in sources.enumerated().dropFirst(same) {
      if let source { positions[source, default: []].append(place) }
    }
    nest()
  }

  /// Blank lines before a line.
  package static func inserting(_ count: Int, before line: Int, axis: Axis) -> LineLayout {
    let blank: [Int?] = Array(repeating: nil, count: max(0, count))
    return LineLayout(axis: axis, sources: (0..<max(0, line)).map { $0 } + blank, covering: line)
  }

  /// Lines taken out.
  package static func deleting(_ lines: ClosedRange<Int>, axis: Axis) -> LineLayout {
    LineLayout(
      axis: axis,
      sources: (0..<lines.lowerBound).map { $0 },
      covering: lines.upperBound + 1
    )
  }

  private mutating func nest() {
    innermost = Array(repeating: -1, count: instances.isEmpty ? 0 : sources.count)
    for (index, instance) in instances.enumerated() {
      parents.append(innermost[instance.result.lowerBound])
      for line in instance.result { innermost[line] = index }
    }
  }

  // MARK: - Lines

  /// By how much the lines after the covered ones move.
  private var shift: Int { sources.count - covered }

  /// Whether every line stays where it is.
  package var isIdentity: Bool { shift == 0 && prefix == sources.count }

  /// The first line of the result that is not the same line as before.
  var firstChange: Int { prefix }

  /// All places of a line in the result, in order.
  func places(of line: Int) -> [Int] {
    if line < prefix { return [line] }
    if line >= covered { return line + shift < axis.limit ? [line + shift] : [] }
    return positions[line] ?? []
  }

  /// The first and last place of a line; `nil` when it is gone.
  func place(of line: Int) -> ClosedRange<Int>? {
    let places = places(of: line)
    guard let first = places.first, let last = places.last else { return nil }
    return first...last
  }

  /// The same as seen from a line of the result: inside a repetition its own copy.
  func place(of line: Int, from own: Int?) -> ClosedRange<Int>? {
    guard let own, let instance = instance(around: own, holding: line...line) else {
      return place(of: line)
    }
    let range = instance.result
    guard let first = range.first(where: { sources[$0] == line }),
      let last = range.last(where: { sources[$0] == line })
    else { return nil }
    return first...last
  }

  /// The innermost repetition around a line of the result whose block holds some lines.
  private func instance(around own: Int, holding lines: ClosedRange<Int>) -> Instance? {
    guard innermost.indices.contains(own) else { return nil }
    var index = innermost[own]
    while index >= 0 {
      let block = instances[index].block
      if block.lowerBound <= lines.lowerBound, block.upperBound >= lines.upperBound {
        return instances[index]
      }
      index = parents[index]
    }
    return nil
  }

  // MARK: - Ranges

  /// A range of lines in the result, from the first place of its first line that is left to the
  /// last place of its last; `nil` when all of it is gone.
  func range(_ lines: ClosedRange<Int>, from own: Int? = nil) -> ClosedRange<Int>? {
    // All lines of a sheet are all lines of it ever after.
    if lines == 0...(axis.limit - 1) { return lines }
    guard let first = lines.firstResult({ place(of: $0, from: own)?.lowerBound }) else {
      return nil
    }
    if lines.upperBound == axis.limit - 1, shift >= 0 { return first...max(first, axis.limit - 1) }
    guard let last = lines.lastResult({ place(of: $0, from: own)?.upperBound }), first <= last
    else { return nil }
    return first...last
  }

  /// By how much a range of lines moves as a whole; `nil` where it is torn, stretched or repeated.
  func uniformShift(of lines: ClosedRange<Int>) -> Int? {
    if lines.upperBound < prefix { return 0 }
    if lines == 0...(axis.limit - 1) { return nil }
    guard let first = place(of: lines.lowerBound), first.count == 1 else { return nil }
    let shift = first.lowerBound - lines.lowerBound
    guard lines.upperBound + shift < axis.limit else { return nil }
    // After the covered lines all move alike: the first of them stands for all.
    for line in lines.clamped(to: 0...max(covered, lines.lowerBound))
    where place(of: line) != (line + shift)...(line + shift) { return nil }
    return shift
  }

  /// The stretches of the result that come from a range of lines; blank lines between two of them
  /// count in.
  func stretches(_ lines: ClosedRange<Int>) -> [ClosedRange<Int>] {
    guard let hull = range(lines) else { return [] }
    if uniformShift(of: lines) != nil || lines.lowerBound >= covered { return [hull] }
    var result: [ClosedRange<Int>] = []
    var start: Int?
    var last = hull.lowerBound
    for place in hull.lowerBound...min(hull.upperBound, max(hull.lowerBound, sources.count)) {
      guard place < sources.count else {
        // After the covered lines everything up to the end belongs to the range.
        last = hull.upperBound
        start = start ?? place
        break
      }
      guard let source = sources[place] else { continue }
      if lines.contains(source) {
        start = start ?? place
        last = place
      } else if let begin = start {
        result.append(begin...last)
        start = nil
      }
    }
    if let start { result.append(start...max(start, last)) }
    return result
  }

  /// The places of lines that belong together: one for each repetition of the innermost block that
  /// holds them all, else one for the whole sheet.
  func copies(_ lines: ClosedRange<Int>) -> [ClosedRange<Int>] {
    let around = instances.filter {
      $0.block.lowerBound <= lines.lowerBound && $0.block.upperBound >= lines.upperBound
    }
    guard let smallest = around.map(\.block.count).min() else {
      return range(lines).map { [$0] } ?? []
    }
    return around.filter { $0.block.count == smallest }.compactMap { instance in
      guard let first = instance.result.first(where: { isOne(of: lines, at: $0) }),
        let last = instance.result.last(where: { isOne(of: lines, at: $0) })
      else { return nil }
      return first...last
    }
  }

  private func isOne(of lines: ClosedRange<Int>, at place: Int) -> Bool {
    sources[place].map { lines.contains($0) } ?? false
  }

  /// Where a line went, or the next one that is left, or the last before it.
  func nearest(to line: Int) -> Int {
    if let place = place(of: line) { return place.lowerBound }
    for next in line..<max(line, covered + 1) {
      if let place = place(of: next) { return place.lowerBound }
    }
    return max(0, sources.count - 1)
  }
}

extension ClosedRange where Bound == Int {
  /// What the body gives for the first line for which it gives anything.
  fileprivate func firstResult(_ body: (Int) -> Int?) -> Int? { lazy.compactMap(body).first }

  fileprivate func lastResult(_ body: (Int) -> Int?) -> Int? {
    reversed().lazy.compactMap(body).first
  }
}
