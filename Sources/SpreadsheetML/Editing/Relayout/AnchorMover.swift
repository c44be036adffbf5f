/// Moves the corners of drawings, pictures and controls (ECMA-376 Part 1, 20.5.2).
struct AnchorMover {
  /// What a drawing does when cells move: `editAs` of a drawing, `moveWithCells` of a control.
  enum Mode: Hashable {
    /// Moves and is stretched with the cells below it.
    case twoCells
    /// Moves and keeps its size.
    case oneCell
    /// Stays where it is on the sheet.
    case absolute
  }

  /// A line and a distance from its start in English Metric Units.
  struct Corner: Hashable {
    var line: Int
    var offset: Int
  }

  let layout: LineLayout
  let sizes: LineSizes
  /// The sheet or part, for refusals.
  let place: String

  /// The corners after the lines moved; a drawing in a repeated block stays with the first of them.
  func moved(_ from: Corner, _ to: Corner, _ mode: Mode) throws(Refusal) -> (Corner, Corner) {
    let lines = min(from.line, to.line)...max(from.line, to.line)
    if mode == .absolute {
      let start = distance(to: from)
      return (corner(at: start, from: 0), corner(at: distance(to: to), from: 0))
    }
    if let shift = layout.uniformShift(of: lines) {
      return (
        Corner(line: from.line + shift, offset: from.offset),
        Corner(line: to.line + shift, offset: to.offset)
      )
    }
    guard let hull = layout.copies(lines).first else { throw Refusal(.drawing, place) }
    let start = Corner(
      line: hull.lowerBound,
      offset: layout.places(of: from.line).isEmpty ? 0 : from.offset
    )
    if mode == .oneCell {
      let size = max(0, distance(to: to) - distance(to: from))
      return (start, corner(at: start.offset + size, from: start.line))
    }
    let isLost = layout.places(of: to.line).isEmpty
    return (
      start,
      isLost
        ? Corner(line: hull.upperBound + 1, offset: 0)
        : Corner(line: hull.upperBound, offset: to.offset)
    )
  }

  /// The distance of a corner from the start of the sheet as it was.
  private func distance(to corner: Corner) -> Int {
    var result = corner.offset
    for line in 0..<max(0, corner.line) { result += sizes.size(line) }
    return result
  }

  /// The corner of the new sheet that lies so far from the start of a line.
  private func corner(at distance: Int, from line: Int) -> Corner {
    var corner = Corner(line: line, offset: distance)
    while corner.line < layout.axis.limit - 1 {
      let size = sizes.size(corner.line, layout)
      guard corner.offset >= size, corner.offset > 0 || size == 0 else { break }
      corner.offset -= size
      corner.line += 1
    }
    return corner
  }

  // MARK: - Elements

  /// Moves the `from` and `to` inside an anchor.
  func move(_ anchor: Int, _ mode: Mode, _ editor: inout PartEditor) throws(Refusal) {
    let markup = editor.markup
    let children = markup.children(of: anchor)
    guard let first = children.first(where: { markup.elements[$0].name == "from" }),
      let from = corner(first, markup)
    else { return }
    let last = children.first { markup.elements[$0].name == "to" }
    // An anchor with one corner has its size beside it.
    let to = last.flatMap { corner($0, markup) } ?? from
    let (start, end) = try moved(from, to, mode)
    set(first, start, &editor)
    if let last { set(last, end, &editor) }
  }

  private var names: (line: String, offset: String) {
    layout.axis == .rows ? ("row", "rowOff") : ("col", "colOff")
  }

  private func corner(_ index: Int, _ markup: Markup) -> Corner? {
    guard let line = markup.descendant(names.line, of: index).flatMap({ Int(markup.text(of: $0)) }),
      (0..<layout.axis.limit).contains(line)
    else { return nil }
    let offset = markup.descendant(names.offset, of: index).flatMap { Int(markup.text(of: $0)) }
    return Corner(line: line, offset: min(max(0, offset ?? 0), 1 << 40))
  }

  private func set(_ index: Int, _ corner: Corner, _ editor: inout PartEditor) {
    let markup = editor.markup
    if let line = markup.descendant(names.line, of: index) {
      editor.setText("\(corner.line)", of: line)
    }
    if let offset = markup.descendant(names.offset, of: index) {
      editor.setText("\(corner.offset)", of: offset)
    }
  }
}
