/// Dates that a cell stores as ISO 8601 text (type `d`; ECMA-376 Part 1, 18.18.11).
public enum StoredDate {
  /// The text as it is shown for numbers too: milliseconds rounded, no time for a whole day, no zone.
  ///
  /// Dates, dates with time, times, and durations such as `PT24H5M` are read; `nil` for anything else,
  /// also for a day that no calendar has.
  public static func normalized(_ stored: some StringProtocol) -> String? {
    var body = Substring(stored)
    if body.last == "Z" { body.removeLast() }
    if body.hasPrefix("P") { return duration(body) }
    let parts = body.split(separator: "T", maxSplits: 1, omittingEmptySubsequences: false)
    guard parts.count == 2 else {
      if let date = CalendarDate(iso: body) { return text(date, milliseconds: 0) }
      return milliseconds(ofTime: body).map { SerialDate.timeText(milliseconds: $0) }
    }
    guard let date = CalendarDate(iso: parts[0]), let time = milliseconds(ofTime: parts[1]) else {
      return nil
    }
    return Self.text(date, milliseconds: time)
  }

  /// A date with the milliseconds of its day; a full day of them is the next day.
  private static func text(_ date: CalendarDate, milliseconds: Int) -> String? {
    let year = date.month <= 2 ? date.year - 1 : date.year
    let era = (year >= 0 ? year : year - 399) / 400
    let yearOfEra = year - era * 400
    let dayOfYear = (153 * ((date.month + 9) % 12) + 2) / 5 + date.day - 1
    let dayOfEra = yearOfEra * 365 + yearOfEra / 4 - yearOfEra / 100 + dayOfYear
    let (days, rest) = milliseconds.quotientAndRemainder(dividingBy: 86_400_000)
    let shown = SerialDate.civil(daysSince1970: era * 146_097 + dayOfEra - 719_468 + days)
    return shown.map { rest == 0 ? $0 : $0 + "T" + SerialDate.timeText(milliseconds: rest) }
  }

  /// `08:30`, `08:30:15` or `08:30:15.25` as milliseconds, rounded; 24:00:00 only by rounding.
  private static func milliseconds(ofTime text: Substring) -> Int? {
    let parts = text.split(separator: ":", omittingEmptySubsequences: false)
    guard parts.count == 2 || parts.count == 3, parts[0].utf8.count == 2, parts[1].utf8.count == 2,
      let hours = whole(parts[0]), let minutes = whole(parts[1]), hours < 24, minutes < 60
    else { return nil }
    var seconds = 0
    if parts.count == 3 {
      guard let value = milliseconds(ofSeconds: parts[2]), value <= 60_000,
        parts[2].prefix(2) < "60"
      else { return nil }
      seconds = value
    }
    return (hours * 60 + minutes) * 60_000 + seconds
  }

  /// Seconds with any number of decimals as milliseconds, rounded half up.
  private static func milliseconds(ofSeconds text: Substring) -> Int? {
    let parts = text.split(separator: ".", omittingEmptySubsequences: false)
    guard parts.count <= 2, let seconds = parts.first.flatMap({ whole($0) }) else { return nil }
    guard parts.count == 2 else { return seconds * 1000 }
    guard !parts[1].isEmpty, parts[1].utf8.allSatisfy({ $0 &- 0x30 < 10 }) else { return nil }
    let digits = (parts[1] + "000").prefix(3)
    let next = parts[1].utf8.dropFirst(3).first ?? 0x30
    return seconds * 1000 + (whole(digits) ?? 0) + (next >= 0x35 ? 1 : 0)
  }

  /// Digits alone, few enough to stay far from any bound.
  private static func whole(_ text: some StringProtocol) -> Int? {
    guard (1...9).contains(text.utf8.count), text.utf8.allSatisfy({ $0 &- 0x30 < 10 }) else {
      return nil
    }
    return Int(text)
  }

  /// `PT24H5M1.5S`, also with days; years and months have no fixed length and are refused.
  private static func duration(_ text: Substring) -> String? {
    var rest = text.dropFirst()
    var total = 0
    var isTime = false
    var hasPart = false
    while let first = rest.first {
      if first == "T" {
        guard !isTime else { return nil }
        isTime = true
        rest.removeFirst()
        continue
      }
      let number = rest.prefix { $0.isNumber || $0 == "." }
      rest = rest.dropFirst(number.count)
      guard let unit = rest.popFirst(), let value = milliseconds(ofSeconds: number) else {
        return nil
      }
      switch (unit, isTime) {
      case ("D", false): total += value * 86_400
      case ("H", true): total += value * 3600
      case ("M", true): total += value * 60
      case ("S", true): total += value
      default: return nil
      }
      hasPart = true
      guard total < 255_611_462_400_000 else { return nil }
    }
    guard hasPart else { return nil }
    return total < 86_400_000
      ? SerialDate.timeText(milliseconds: total) : SerialDate.durationText(milliseconds: total)
  }
}
