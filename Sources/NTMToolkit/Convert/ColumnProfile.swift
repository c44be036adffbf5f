import Forms
import Tabular
import VietnameseText

/// What the cells of one column of texts have in common, found row by row.
///
/// Texts above the first value are headings, those below the last are remarks or signatures; only what
/// stands between decides whether the column is one of numbers or dates.
struct ColumnProfile {
  /// What a column of texts becomes.
  enum Kind: Hashable {
    /// Texts, as they are.
    case text
    /// Texts that look like numbers but are none: codes, telephone and identity numbers.
    case identifier
    /// Numbers with this decimal mark; `format` is the number format they were typed in.
    case number(DecimalMark, format: String?)
    case date(DateOrder)
  }

  /// Why a column of numbers or dates stays text.
  enum Doubt: String {
    case ambiguousNumbers = "ambiguous-numbers"
    case contradictoryNumbers = "contradictory-numbers"
    case ambiguousDates = "ambiguous-dates"
    case contradictoryDates = "contradictory-dates"
    /// Days before March 1900, which programs count in different ways.
    case oldDates = "old-dates"
    /// Other texts between the values.
    case mixed
  }

  /// What one text is.
  private enum Reading {
    case blank, placeholder, text, identifier
    case number(NumberReading)
    case date(DateReading)
  }

  /// Digits that spreadsheet programs keep.
  private static let keptDigits = 15
  /// From so many bare digits on a number is shown with an exponent, and more likely names somebody.
  private static let identifierDigits = 12
  private static let placeholders: Set<String> = ["-", "–", "—", "−"]

  /// The first and last row with a value.
  private(set) var rows: ClosedRange<Int>?
  /// The text above the first value.
  private(set) var heading: String?
  /// The first value that stands against the others, or that can mean two things.
  private(set) var obstacle: Int?
  private(set) var numbers = NumberConvention()
  private var numberCount = 0
  private var dateCount = 0
  private var identifierCount = 0
  private var textCount = 0
  private var dayFirst = 0
  private var monthFirst = 0
  private var ambiguousDates = 0
  private var isSpaced = false
  /// The most digits behind a comma and behind a point; `nil` where there is none.
  private var behindComma: Int?
  private var behindPoint: Int?
  /// Texts since the last value, which count once another value follows.
  private var pending: (count: Int, first: Int)?
  private var firstAmbiguous: Int?
  private var hasOldDate = false

  /// Takes the text of a row.
  mutating func add(_ text: String, row: Int) {
    let reading = Self.read(text)
    switch reading {
    case .blank, .placeholder: return
    case .text:
      guard rows != nil else {
        heading = text
        return
      }
      pending = (1 + (pending?.count ?? 0), pending?.first ?? row)
      return
    case .identifier: identifierCount += 1
    case .number(let number):
      numberCount += 1
      numbers.add(number)
      if case .ambiguous = number, firstAmbiguous == nil { firstAmbiguous = row }
      shape(text)
    case .date(let date):
      dateCount += 1
      add(date, row)
    }
    if let pending {
      textCount += pending.count
      obstacle = obstacle ?? pending.first
      self.pending = nil
    }
    rows = (rows?.lowerBound ?? row)...row
  }

  private mutating func add(_ date: DateReading, _ row: Int) {
    switch date {
    case .certain(let date, let order):
      if order == .dayFirst { dayFirst += 1 }
      if order == .monthFirst { monthFirst += 1 }
      if date.serial == nil { hasOldDate = true }
    case .ambiguous:
      ambiguousDates += 1
      if firstAmbiguous == nil { firstAmbiguous = row }
    case .notADate: break
    }
  }

  /// Keeps how the numbers were typed: with which marks, and how many digits behind them.
  private mutating func shape(_ text: String) {
    var behind = 0
    for byte in text.utf8.reversed() {
      switch byte {
      case UInt8(ascii: ","): behindComma = max(behindComma ?? 0, behind)
      case UInt8(ascii: "."): behindPoint = max(behindPoint ?? 0, behind)
      case UInt8(ascii: "0")...UInt8(ascii: "9"):
        behind += 1
        continue
      default: isSpaced = isSpaced || behind > 0 && behind < text.utf8.count - 1
      }
      behind = 0
    }
  }

  /// What one text is, without looking at its neighbours.
  private static func read(_ text: String) -> Reading {
    var body = text.drop { $0.isWhitespace }
    while let last = body.last, last.isWhitespace { body.removeLast() }
    guard let first = body.first, let last = body.last else { return .blank }
    if placeholders.contains(String(body)) { return .placeholder }
    guard isDigit(last), isDigit(first) || first == "-" || first == "−" || first == "+" else {
      return .text
    }
    let digits = body.filter { isDigit($0) }
    // A plus sign begins a telephone number.
    if first == "+" { return .identifier }
    if digits.count == body.count {
      let isPadded = first == "0" && digits.count > 1
      if isPadded || digits.count >= identifierDigits { return .identifier }
    }
    let date = DateReader.read(body)
    if date != .notADate { return .date(date) }
    let number = NumberReader.read(body)
    if number == .notANumber { return .text }
    // More digits than a program keeps would be lost when the cell is typed.
    return digits.drop { $0 == "0" }.count > keptDigits ? .identifier : .number(number)
  }

  private static func isDigit(_ character: Character) -> Bool { ("0"..."9").contains(character) }

  // MARK: - What the column becomes

  /// The kind of the column, and the doubt that keeps it text.
  var decision: (kind: Kind, doubt: Doubt?) {
    let values = numberCount + dateCount
    guard values > 0 || identifierCount > 0 else { return (.text, nil) }
    if identifierCount > 0, dateCount == 0 { return (textCount == 0 ? .identifier : .text, nil) }
    // Below the values stands a signature, or a column that only began with numbers.
    if let pending, pending.count >= values { return (.text, values > 1 ? .mixed : nil) }
    if textCount > 0 || (numberCount > 0 && dateCount > 0) || identifierCount > 0 {
      return (.text, values > textCount ? .mixed : nil)
    }
    return dateCount > 0 ? dates : numberKind
  }

  private var numberKind: (Kind, Doubt?) {
    if numbers.isContradictory { return (.text, .contradictoryNumbers) }
    guard numbers.undecided == 0 || numbers.decided != nil else {
      return (.text, .ambiguousNumbers)
    }
    let mark = numbers.decided ?? .comma
    let (places, groups) = mark == .comma ? (behindComma, behindPoint) : (behindPoint, behindComma)
    guard groups != nil || isSpaced else { return (.number(mark, format: nil), nil) }
    let decimals = places.map { "." + String(repeating: "0", count: $0) } ?? ""
    return (.number(mark, format: "#,##0" + decimals), nil)
  }

  private var dates: (Kind, Doubt?) {
    if hasOldDate { return (.text, .oldDates) }
    if dayFirst > 0, monthFirst > 0 { return (.text, .contradictoryDates) }
    if ambiguousDates > 0, dayFirst == 0, monthFirst == 0 { return (.text, .ambiguousDates) }
    return (.date(monthFirst > 0 ? .monthFirst : .dayFirst), nil)
  }

  /// The row of the text that keeps the column from being numbers or dates.
  func place(of doubt: Doubt) -> Int? {
    doubt == .mixed ? obstacle ?? pending?.first : firstAmbiguous ?? rows?.lowerBound
  }

  /// How many values were read by what others prove.
  var decidedByOthers: Int {
    switch decision.kind {
    case .number: numbers.undecided
    case .date: ambiguousDates
    case .text, .identifier: 0
    }
  }

  /// A text of the column as the number or date that it is; `nil` for those that stay text.
  static func value(of text: String, as kind: Kind) -> Value? {
    switch (kind, read(text)) {
    case (.number(let mark, _), .number(let number)): number.value(mark: mark).map { .number($0) }
    case (.date(let order), .date(let date)): date.date(order: order)?.serial.map { .date($0) }
    default: nil
    }
  }

  /// A typed value of a column.
  enum Value: Hashable {
    case number(ExactDecimal)
    /// A day count of the 1900 epoch.
    case date(Int)
  }
}
