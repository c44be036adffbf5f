import Tabular

/// A reference as attributes have it: `B5`, `B5:D9`, `B:D` or `5:9`.
struct Area: Hashable {
  private var first: FormulaReferences.Corner
  private var second: FormulaReferences.Corner?

  /// `nil` for anything else.
  init?(_ text: some StringProtocol) {
    let parsed = FormulaReferences(String(text))
    guard let reference = parsed.references.first, parsed.references.count == 1,
      reference.sheet == .own, reference.bytes == 0..<parsed.bytes.count
    else { return nil }
    first = reference.first
    second = reference.second
  }

  /// The lines of an axis; `nil` where the reference names none.
  func lines(_ axis: LineLayout.Axis) -> ClosedRange<Int>? {
    let ends = [first, second ?? first].compactMap { axis == .rows ? $0.row : $0.column }
    guard let low = ends.min(), let high = ends.max() else { return nil }
    return low...high
  }

  /// The same with other lines.
  func with(_ lines: ClosedRange<Int>, _ axis: LineLayout.Axis) -> Area {
    guard let old = self.lines(axis) else { return self }
    var result = self
    func set(_ corner: inout FormulaReferences.Corner, _ line: Int) {
      if axis == .rows { corner.row = line } else { corner.column = line }
    }
    var last = second ?? first
    let isTurned = (axis == .rows ? first.row : first.column) != old.lowerBound
    set(&result.first, isTurned ? lines.upperBound : lines.lowerBound)
    set(&last, isTurned ? lines.lowerBound : lines.upperBound)
    let isCell = last == result.first && last.row != nil && last.column != nil
    result.second = isCell ? nil : last
    return result
  }

  /// Whether it names one cell.
  var isCell: Bool { second == nil }

  var text: String { first.text + (second.map { ":" + $0.text } ?? "") }
}

extension LineLayout {
  /// A reference moved as one range; `nil` when all of it is gone.
  func area(_ area: Area) -> Area? {
    guard let lines = area.lines(axis) else { return area }
    return range(lines).map { area.with($0, axis) }
  }

  /// A list of references as `sqref` has it, moved; `nil` when all of it is gone or where it is none.
  func list(_ text: String) -> String? {
    var result: [String] = []
    for item in text.split(separator: " ") {
      guard let area = Area(item) else { return nil }
      guard let lines = area.lines(axis) else {
        result.append(area.text)
        continue
      }
      result += stretches(lines).map { area.with($0, axis).text }
    }
    return result.isEmpty ? nil : result.joined(separator: " ")
  }

  /// A reference moved once for each repetition that it is in.
  func copies(_ area: Area) -> [Area] {
    guard let lines = area.lines(axis) else { return [area] }
    return copies(lines).map { area.with($0, axis) }
  }
}
