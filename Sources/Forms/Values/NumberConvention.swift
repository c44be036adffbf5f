import Tabular
package import VietnameseText

/// Which decimal mark the text numbers of one column use, found from those that can mean one thing.
package struct NumberConvention: Sendable {
  /// The mark that the members prove; `nil` where none does or they contradict each other.
  package private(set) var mark: DecimalMark?
  /// How many members prove it.
  package private(set) var proofs = 0
  /// How many members could not be read without it.
  package private(set) var undecided = 0
  /// The mark that somebody stated.
  private var settled: DecimalMark?
  private var comma = 0
  private var point = 0

  package init() {}

  /// Whether members prove both marks.
  package var isContradictory: Bool {
    switch settled {
    case .comma: point > 0
    case .point: comma > 0
    case nil: comma > 0 && point > 0
    }
  }

  package mutating func add(_ reading: NumberReading) {
    switch reading {
    case .certain(_, let proven?):
      proofs += 1
      if proven == .comma { comma += 1 } else { point += 1 }
      mark = proven
    case .ambiguous: undecided += 1
    case .certain(_, nil), .notANumber: break
    }
  }

  /// Holds to a mark that somebody stated, whatever the members prove.
  mutating func settle(_ mark: DecimalMark) { settled = mark }

  /// Takes a mark that no member proves, but by which alone the column is what it can be.
  mutating func presume(_ mark: DecimalMark) {
    guard proofs == 0 else { return }
    self.mark = mark
  }

  /// Takes over what a table above it in the same sheet proved, where the column itself proves nothing.
  mutating func adopt(_ earlier: NumberConvention) {
    guard proofs == 0 else { return }
    (mark, proofs, comma, point) = (earlier.mark, earlier.proofs, earlier.comma, earlier.point)
  }

  /// Whether every member that proves a mark proves the comma.
  var provesCommaOnly: Bool { comma > 0 && point == 0 }
  /// Whether some member proves the point.
  var provesPoint: Bool { point > 0 }

  /// The mark of most members, where both are proven; `nil` for a draw.
  var majority: DecimalMark? { settled ?? stronger }

  private var stronger: DecimalMark? { comma == point ? nil : comma > point ? .comma : .point }

  /// The mark to read ambiguous members by; `nil` leaves them errors.
  package var decided: DecimalMark? { settled ?? (isContradictory ? nil : mark) }
}
