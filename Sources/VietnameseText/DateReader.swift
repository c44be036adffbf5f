public import Tabular

/// Which part of a date comes first.
public enum DateOrder: Hashable, Sendable {
  /// `07/3/2025`, as Vietnamese readers write.
  case dayFirst
  /// `3/7/2025`, as American readers write.
  case monthFirst
}

/// What a text says as a date, before anyone decides what an ambiguous one means.
public enum DateReading: Hashable, Sendable {
  /// One meaning only; `order` is what the text proves, if it proves one.
  case certain(CalendarDate, order: DateOrder?)
  /// Two meanings: `3/7/2025` is in July or in March.
  case ambiguous(dayFirst: CalendarDate, monthFirst: CalendarDate)
  /// Not a date as a whole, or a day that does not exist.
  case notADate

  /// The date under a decided order; `nil` for what is no date or contradicts the order.
  public func date(order: DateOrder) -> CalendarDate? {
    switch self {
    case .certain(let date, let proven): proven == nil || proven == order ? date : nil
    case .ambiguous(let dayFirst, let monthFirst): order == .dayFirst ? dayFirst : monthFirst
    case .notADate: nil
    }
  }
}

/// Reads dates as they are typed in sheets; the whole text or nothing.
public enum DateReader {
  /// Reads a day, month and year of four digits, between slashes, dots or hyphens, or ISO 8601.
  ///
  /// A year of two digits is no date here: which century it means would be a guess.
  public static func read(_ text: some StringProtocol) -> DateReading {
    var body = Substring(text)
    while let last = body.last, last.isWhitespace { body.removeLast() }
    body = body.drop { $0.isWhitespace }
    let marks = body.filter { !$0.isNumber }
    guard marks.count == 2, let mark = marks.first, marks.last == mark, "/.-".contains(mark) else {
      return .notADate
    }
    let parts = body.split(separator: mark, omittingEmptySubsequences: false)
    let numbers = parts.compactMap { $0.utf8.count <= 4 ? Int($0) : nil }
    guard numbers.count == 3 else { return .notADate }
    if parts[0].utf8.count == 4, parts[1].utf8.count <= 2, parts[2].utf8.count <= 2 {
      return CalendarDate(year: numbers[0], month: numbers[1], day: numbers[2])
        .map { .certain($0, order: nil) } ?? .notADate
    }
    guard parts[2].utf8.count == 4, parts[0].utf8.count <= 2, parts[1].utf8.count <= 2 else {
      return .notADate
    }
    let dayFirst = CalendarDate(year: numbers[2], month: numbers[1], day: numbers[0])
    let monthFirst = CalendarDate(year: numbers[2], month: numbers[0], day: numbers[1])
    switch (dayFirst, monthFirst) {
    case (let first?, let second?):
      return first == second
        ? .certain(first, order: nil) : .ambiguous(dayFirst: first, monthFirst: second)
    case (let first?, nil): return .certain(first, order: .dayFirst)
    case (nil, let second?): return .certain(second, order: .monthFirst)
    case (nil, nil): return .notADate
    }
  }
}
