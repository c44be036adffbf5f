import Tabular

/// Rewrites the references of formulas when lines of sheets move.
struct FormulaRewriter {
  /// What in a formula cannot be moved with certainty.
  enum Obstacle: Error, Hashable {
    /// A reference through several sheets of which one moves.
    case throughSheets
    /// One cell of a block that is repeated: which of them is meant?
    case repeatedCell
  }

  /// The line that a formula stands in, before and after.
  struct Standpoint {
    var source: Int
    var result: Int
    /// So many lines below it the formula stands too, as rules for a range of cells do.
    var sweep = 0
  }

  /// What becomes of a reference to one cell that is there several times.
  enum Repeated {
    case refused
    /// The first of them.
    case first
    /// The range of all of them.
    case all
  }

  /// The moving sheets by their folded names.
  private let layouts: [String: LineLayout]
  /// All sheets in their order, folded.
  private let sheets: [String]
  /// The cells whose formulas came to refer to deleted lines.
  let losses = LostReferences()

  init(layouts: [String: LineLayout], sheets: [String] = []) {
    self.layouts = Dictionary(
      layouts.map { (Self.folded($0.key), $0.value) },
      uniquingKeysWith: { $1 }
    )
    self.sheets = sheets.map(Self.folded)
  }

  /// Sheet names compare without regard to case.
  static func folded(_ name: String) -> String { name.lowercased() }

  /// Whether nothing moves.
  var isEmpty: Bool { layouts.isEmpty }

  /// How the lines of a sheet move; `nil` where they stay.
  func layout(of sheet: String) -> LineLayout? { layouts[Self.folded(sheet)] }

  /// The formula as it must read; `owner` is the sheet it stands in.
  func rewrite(
    _ formula: String,
    owner: String,
    at standpoint: Standpoint? = nil,
    repeated: Repeated = .refused
  ) throws(Obstacle) -> String {
    if layouts.isEmpty { return formula }
    let parsed = FormulaReferences(formula)
    var obstacle: Obstacle?
    let text = parsed.replacing { reference in
      do throws(Obstacle) {
        return try moved(reference, owner, standpoint, repeated)
      } catch {
        obstacle = error
        return nil
      }
    }
    if let obstacle { throw obstacle }
    return text
  }

  private func moved(
    _ reference: FormulaReferences.Reference,
    _ owner: String,
    _ standpoint: Standpoint?,
    _ repeated: Repeated
  ) throws(Obstacle) -> String? {
    switch reference.sheet {
    case .otherWorkbook: return nil
    case .own:
      guard let layout = layout(of: owner) else { return nil }
      return try LineMover(layout: layout, standpoint: standpoint, repeated: repeated)
        .text(reference)
    case .named(let name):
      guard let layout = layout(of: name) else { return nil }
      let own = Self.folded(name) == Self.folded(owner) ? standpoint : nil
      return try LineMover(layout: layout, standpoint: own, repeated: repeated).text(reference)
    case .span(let first, let last):
      try checkSpan(reference, first, last)
      return nil
    }
  }

  /// A reference through sheets stays only where it stays on each of them.
  private func checkSpan(
    _ reference: FormulaReferences.Reference,
    _ first: String,
    _ last: String
  ) throws(Obstacle) {
    let start = sheets.firstIndex(of: Self.folded(first))
    let end = sheets.firstIndex(of: Self.folded(last))
    let through =
      if let start, let end { Array(sheets[min(start, end)...max(start, end)]) } else { sheets }
    for sheet in through {
      guard let layout = layouts[sheet] else { continue }
      let mover = LineMover(layout: layout, standpoint: nil, repeated: .refused)
      if try mover.text(reference) != nil { throw .throughSheets }
    }
  }
}

/// Where formulas lost what they refer to, because its lines are deleted; they will show `#REF!`.
final class LostReferences {
  private(set) var places: [String] = []

  /// Notes the place, `Sheet!B4`, when the formula was whole before.
  func check(_ before: String, _ after: String, at place: String) {
    if after.contains("#REF!"), !before.contains("#REF!"), !places.contains(place) {
      places.append(place)
    }
  }
}

/// Moves one reference by the layout of the sheet that it refers to.
private struct LineMover {
  let layout: LineLayout
  let standpoint: FormulaRewriter.Standpoint?
  let repeated: FormulaRewriter.Repeated

  private typealias Corner = FormulaReferences.Corner

  private static let lost = "#REF!"

  /// The new text of a reference; `nil` where it stays.
  func text(_ reference: FormulaReferences.Reference) throws(FormulaRewriter.Obstacle) -> String? {
    let text = try moved(reference)
    let old = [reference.first, reference.second].compactMap { $0?.text }.joined(separator: ":")
    return text == old ? nil : text
  }

  private func moved(_ reference: FormulaReferences.Reference) throws(FormulaRewriter.Obstacle)
    -> String
  {
    let first = reference.first
    guard let line = self.line(first) else {
      return [first, reference.second].compactMap { $0?.text }.joined(separator: ":")
    }
    guard let second = reference.second, let other = self.line(second) else {
      return try single(first, line)
    }
    let (low, high) = (min(line, other), max(line, other))
    let lines: ClosedRange<Int>?
    if let near = kept(first, line), let far = kept(second, other) {
      lines = min(near, far)...max(near, far)
    } else {
      lines = layout.range(low...high, from: standpoint?.result)
    }
    guard let lines else { return Self.lost }
    let (start, end) =
      line <= other ? (lines.lowerBound, lines.upperBound) : (lines.upperBound, lines.lowerBound)
    return with(first, start).text + ":" + with(second, end).text
  }

  private func single(_ corner: Corner, _ line: Int) throws(FormulaRewriter.Obstacle) -> String {
    if let near = kept(corner, line) { return with(corner, near).text }
    guard let place = layout.place(of: line, from: standpoint?.result) else { return Self.lost }
    if place.count == 1 || repeated == .first { return with(corner, place.lowerBound).text }
    guard repeated == .all else { throw .repeatedCell }
    return with(corner, place.lowerBound).text + ":" + with(corner, place.upperBound).text
  }

  /// The line of a relative reference that a rule for several lines keeps its distance to.
  ///
  /// A rule for a range is one formula for many cells. Where the layout cuts through those cells or
  /// through what they refer to, only the distance is right for most of them.
  private func kept(_ corner: Corner, _ line: Int) -> Int? {
    guard let standpoint, standpoint.sweep > 0, !isFixed(corner) else { return nil }
    let own = standpoint.source...(standpoint.source + standpoint.sweep)
    let read = line...min(line + standpoint.sweep, layout.axis.limit - 1)
    if layout.uniformShift(of: own) != nil, layout.uniformShift(of: read) != nil { return nil }
    let moved = line + standpoint.result - standpoint.source
    return (0..<layout.axis.limit).contains(moved) ? moved : nil
  }

  private func line(_ corner: Corner) -> Int? {
    layout.axis == .rows ? corner.row : corner.column
  }

  private func isFixed(_ corner: Corner) -> Bool {
    layout.axis == .rows ? corner.hasFixedRow : corner.hasFixedColumn
  }

  private func with(_ corner: Corner, _ line: Int) -> Corner {
    var corner = corner
    if layout.axis == .rows { corner.row = line } else { corner.column = line }
    return corner
  }
}
