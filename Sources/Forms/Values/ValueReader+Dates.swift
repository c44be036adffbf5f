import Expressions
import Findings
import Tabular
import VietnameseText

/// Dates and years.
extension ValueReader {
  /// The years that anything counted in a survey can have.
  private static let years = 1900...2100

  func date(
    _ cell: PackedCell,
    _ column: TableColumn,
    _ place: CellReference,
    _ display: String
  ) -> Outcome {
    let isYear = column.field.kind == .year
    if let stored = storedDate(cell, display) {
      if let serial = yearTypedAsDate(cell) {
        return fail(
          .ambiguousDate,
          column,
          place,
          variant: "year-as-date",
          found: display,
          ["year": LocalizedText("\(serial)")]
        )
      }
      if isYear { return year(stored.year, column, place, display) }
      if column.dates.isChangedByProgram, DateConvention.isChangeable(stored) {
        return fail(
          .ambiguousDate,
          column,
          place,
          variant: "swapped",
          found: display,
          ["other": LocalizedText(Self.iso(stored.year, stored.day, stored.month))]
        )
      }
      return .value(.date(display))
    }
    if isDash(display) {
      report(.dashReadAsEmpty, column, place, found: display)
      return .blank
    }
    if context.vocabulary.noData.contains(Vocabulary.key(display)) {
      report(.dashReadAsEmpty, column, place, variant: "words", found: display)
      return .blank
    }
    guard cell.kind != .number else { return number(cell, column, place, display) }
    return text(DateText.read(display, words: context.vocabulary.dateWords), column, place, display)
  }

  private static func iso(_ year: Int, _ month: Int, _ day: Int) -> String {
    func padded(_ value: Int) -> String { value < 10 ? "0\(value)" : "\(value)" }
    return "\(year)-\(padded(month))-\(padded(day))"
  }

  private func storedDate(_ cell: PackedCell, _ display: String) -> CalendarDate? {
    guard cell.kind == .date || cell.kind == .isoDate else { return nil }
    return CalendarDate(iso: display.prefix(10))
  }

  /// The number in a date cell that is more likely a year that was typed: 1975 shows as a day of 1905.
  private func yearTypedAsDate(_ cell: PackedCell) -> Int? {
    guard cell.kind == .date, let number = PlainNumber.exact(cell.number), number.isWhole,
      let year = Int("\(number)"), Self.years.contains(year)
    else { return nil }
    return year
  }

  /// A number without the format of a date: a year, or a day count that lost its format.
  private func number(
    _ cell: PackedCell,
    _ column: TableColumn,
    _ place: CellReference,
    _ display: String
  ) -> Outcome {
    if column.field.kind == .year, let value = Int(display), Self.years.contains(value) {
      return year(value, column, place, display)
    }
    // Day counts of 1927 to 2064: a number of another size is none.
    if (10_000..<60_000).contains(cell.number),
      let date = SerialDate.isoText(serial: cell.number.rounded(.down), epoch: context.grid.epoch)
    {
      return fail(
        .notADate,
        column,
        place,
        variant: "serial",
        found: display,
        ["date": LocalizedText(date)]
      )
    }
    return notADate(column, place, display)
  }

  private func notADate(
    _ column: TableColumn,
    _ place: CellReference,
    _ display: String
  ) -> Outcome {
    fail(
      .notADate,
      column,
      place,
      variant: column.field.kind == .year ? "year" : nil,
      found: display
    )
  }

  private func text(
    _ reading: DateText,
    _ column: TableColumn,
    _ place: CellReference,
    _ display: String
  ) -> Outcome {
    let isYear = column.field.kind == .year
    switch reading {
    case .whole(.certain(let date, let order)):
      if isYear { return year(date.year, column, place, display) }
      guard Self.years.contains(date.year) else { return notADate(column, place, display) }
      if let order, let decided = column.dates.decided, decided != order {
        return ambiguous(column, place, display)
      }
      return .value(.date(Self.iso(date.year, date.month, date.day)))
    case .whole(.ambiguous(let dayFirst, let monthFirst)):
      if isYear { return year(dayFirst.year, column, place, display) }
      guard Self.years.contains(dayFirst.year) else { return notADate(column, place, display) }
      guard let order = column.dates.decided else { return ambiguous(column, place, display) }
      let date = order == .dayFirst ? dayFirst : monthFirst
      return .value(.date(Self.iso(date.year, date.month, date.day)))
    case .month(let value, _):
      return isYear
        ? year(value, column, place, display)
        : fail(.notADate, column, place, variant: "no-day", found: display)
    case .year(let value):
      return isYear
        ? year(value, column, place, display)
        : fail(.notADate, column, place, variant: "no-day", found: display)
    case .shortYear(let short, let first, let second):
      return shortYear(short, first, second, column, place, display)
    case .impossible: return fail(.notADate, column, place, variant: "impossible", found: display)
    case .whole(.notADate), .none: return notADate(column, place, display)
    }
  }

  private func ambiguous(
    _ column: TableColumn,
    _ place: CellReference,
    _ display: String
  ) -> Outcome {
    fail(.ambiguousDate, column, place, found: display)
  }

  /// A year of two digits is read where one century only is possible, and said.
  private func shortYear(
    _ short: Int,
    _ first: Int,
    _ second: Int,
    _ column: TableColumn,
    _ place: CellReference,
    _ display: String
  ) -> Outcome {
    let possible = [1900 + short, 2000 + short].filter { $0 <= latest }
    guard possible.count == 1 else {
      return fail(
        .ambiguousDate,
        column,
        place,
        variant: "century",
        found: display,
        ["first": LocalizedText("\(1900 + short)"), "second": LocalizedText("\(2000 + short)")]
      )
    }
    let dayFirst = CalendarDate(year: possible[0], month: second, day: first)
    let monthFirst = CalendarDate(year: possible[0], month: first, day: second)
    guard dayFirst != nil || monthFirst != nil else {
      return fail(.notADate, column, place, variant: "impossible", found: display)
    }
    let isYear = column.field.kind == .year
    var date = dayFirst ?? monthFirst
    if !isYear, dayFirst != nil, monthFirst != nil, first != second {
      guard let order = column.dates.decided else { return ambiguous(column, place, display) }
      date = order == .dayFirst ? dayFirst : monthFirst
    }
    guard let date else { return ambiguous(column, place, display) }
    report(
      .centuryDecided,
      column,
      place,
      found: display,
      ["year": LocalizedText("\(possible[0])")]
    )
    return isYear
      ? year(possible[0], column, place, display)
      : .value(.date(Self.iso(date.year, date.month, date.day)))
  }

  /// The last year that can be meant: that after the file's own, or the last for which the form is meant.
  private var latest: Int {
    context.year.map { $0 + 1 } ?? context.form.years?.upperBound ?? Self.years.upperBound
  }

  /// A year that is understood; one that has not come yet stands, with its finding.
  private func year(
    _ value: Int,
    _ column: TableColumn,
    _ place: CellReference,
    _ display: String
  ) -> Outcome {
    guard Self.years.contains(value) else { return notADate(column, place, display) }
    let highest = column.field.maximum ?? ExactDecimal(Int32(latest))
    let year = ExactDecimal(Int32(value))
    if year > highest {
      report(
        .outOfRange,
        column,
        place,
        variant: "maximum",
        found: display,
        ["limit": LocalizedText("\(highest)")]
      )
    } else if let lowest = column.field.minimum, year < lowest {
      report(
        .outOfRange,
        column,
        place,
        variant: "minimum",
        found: display,
        ["limit": LocalizedText("\(lowest)")]
      )
    }
    return .value(.number(year))
  }
}
