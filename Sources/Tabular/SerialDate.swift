/// The two day counts of spreadsheets (ECMA-376 Part 1, 18.17.4.1).
public enum DateEpoch: Hashable, Sendable {
  /// Day 1 is 1 January 1900, and day 60 the 29 February 1900 that never was.
  case year1900
  /// Day 0 is 1 January 1904.
  case year1904
}

/// A stored day count as the date or time that a spreadsheet shows.
public enum SerialDate {
  /// ISO 8601 text: a date, a date with time, or a time alone below one day; milliseconds rounded.
  ///
  /// A number whose format counts hours beyond a day (`[h]:mm`) is a duration and no day of a calendar:
  /// from one day on it is written as ISO 8601 has durations, 1.5 days as `PT36H`. `nil` for negative
  /// numbers, for what lies after 9999, and for the false 29 February 1900, which is no day of the
  /// calendar.
  public static func isoText(
    serial: Double,
    epoch: DateEpoch,
    isDuration: Bool = false
  ) -> String? {
    guard serial >= 0, serial < 2_958_466 else { return nil }
    let milliseconds = Int((serial * 86_400_000).rounded())
    let (day, rest) = milliseconds.quotientAndRemainder(dividingBy: 86_400_000)
    if isDuration && day > 0 { return durationText(milliseconds: milliseconds) }
    let time = timeText(milliseconds: rest)
    if serial < 1 && day == 0 { return time }
    guard let date = dateText(day: day, epoch: epoch) else { return nil }
    return rest == 0 ? date : "\(date)T\(time)"
  }

  private static func dateText(day: Int, epoch: DateEpoch) -> String? {
    switch epoch {
    case .year1904: return civil(daysSince1970: day - 24_107)
    case .year1900:
      if day == 60 { return nil }
      return civil(daysSince1970: day - (day < 60 ? 25_568 : 25_569))
    }
  }

  /// The proleptic Gregorian date of a day number (Howard Hinnant's `civil_from_days`).
  static func civil(daysSince1970: Int) -> String? {
    let shifted = daysSince1970 + 719_468
    let era = shifted / 146_097
    let dayOfEra = shifted - era * 146_097
    let yearOfEra = (dayOfEra - dayOfEra / 1460 + dayOfEra / 36_524 - dayOfEra / 146_096) / 365
    let dayOfYear = dayOfEra - (365 * yearOfEra + yearOfEra / 4 - yearOfEra / 100)
    let shiftedMonth = (5 * dayOfYear + 2) / 153
    let day = dayOfYear - (153 * shiftedMonth + 2) / 5 + 1
    let month = shiftedMonth < 10 ? shiftedMonth + 3 : shiftedMonth - 9
    let year = yearOfEra + era * 400 + (month <= 2 ? 1 : 0)
    guard year <= 9999 else { return nil }
    return "\(padded(year, 4))-\(padded(month, 2))-\(padded(day, 2))"
  }

  /// A duration in hours, minutes and seconds, as ISO 8601 has it: `PT36H5M`.
  static func durationText(milliseconds: Int) -> String {
    let (seconds, fraction) = milliseconds.quotientAndRemainder(dividingBy: 1000)
    var text = "PT"
    if seconds >= 3600 { text += "\(seconds / 3600)H" }
    if seconds / 60 % 60 > 0 { text += "\(seconds / 60 % 60)M" }
    if seconds % 60 > 0 || fraction > 0 || text == "PT" {
      text += "\(seconds % 60)" + (fraction == 0 ? "" : ".\(padded(fraction, 3))") + "S"
    }
    return text
  }

  static func timeText(milliseconds: Int) -> String {
    let seconds = milliseconds / 1000
    let clock = [seconds / 3600, seconds / 60 % 60, seconds % 60].map { padded($0, 2) }
    let fraction = milliseconds % 1000
    return clock.joined(separator: ":") + (fraction == 0 ? "" : ".\(padded(fraction, 3))")
  }

  static func padded(_ value: Int, _ width: Int) -> String {
    let digits = String(value)
    return String(repeating: "0", count: max(0, width - digits.count)) + digits
  }
}
