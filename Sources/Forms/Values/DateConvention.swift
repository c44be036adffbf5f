import Tabular
import VietnameseText

/// What the members of one column say about how its dates are written.
struct DateConvention: Sendable {
  private var dayFirst = 0
  private var monthFirst = 0
  /// How many texts could not be read without the others.
  private(set) var undecided = 0
  /// Stored dates of which day and month could have changed places, and those of which they could not.
  private var changeable = 0
  private var fixed = 0

  init() {}

  mutating func add(_ text: DateText) {
    switch text {
    case .whole(.certain(_, .dayFirst?)): dayFirst += 1
    case .whole(.certain(_, .monthFirst?)): monthFirst += 1
    case .whole(.ambiguous): undecided += 1
    case .shortYear(_, let first, let second) where first > 12 && second <= 12: dayFirst += 1
    case .shortYear(_, let first, let second) where second > 12 && first <= 12: monthFirst += 1
    case .shortYear(_, let first, let second) where first != second: undecided += 1
    default: break
    }
  }

  /// Takes a date that is stored as one.
  mutating func add(stored date: CalendarDate) {
    if Self.isChangeable(date) { changeable += 1 } else if date.day > 12 { fixed += 1 }
  }

  /// Which part comes first; `nil` where no member proves it, or members contradict each other.
  var decided: DateOrder? {
    if dayFirst > 0, monthFirst > 0 { return nil }
    return dayFirst > 0 ? .dayFirst : monthFirst > 0 ? .monthFirst : nil
  }

  /// How many members prove it.
  var proofs: Int { max(dayFirst, monthFirst) }

  /// Whether stored dates may have day and month changed.
  ///
  /// A program set to American dates takes 3/7 for 7 March and leaves 25/7 a text: so only the dates with a
  /// day up to 12 became dates, and the others are texts with the day first.
  var isChangedByProgram: Bool { dayFirst > 0 && changeable > 0 && fixed == 0 }

  /// Whether day and month of a date could have changed places without anybody noticing.
  static func isChangeable(_ date: CalendarDate) -> Bool {
    date.day <= 12 && date.day != date.month
  }
}
