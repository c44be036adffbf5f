public import Tabular
import VietnameseText

/// One column of a batch of rows, typed; no `String` is made for any cell until it is asked for.
///
/// Only the list of the column's kind is filled, one element a row; where ``states`` does not say
/// ``State/value`` the element is 0, a zero day or `false` and means nothing.
public struct TypedColumn: Sendable {
  /// What a field turned out to be.
  public enum State: UInt8, Sendable {
    /// Nothing stands there, or the row has no such field.
    case empty
    /// A value of the column's kind.
    case value
    /// Something else, such as a heading, a word in a column of numbers, or a number that can mean two
    /// things; ``TypedColumn/text(at:)`` has it.
    case other
  }

  /// What the fields were read as.
  public let kind: ColumnKind
  /// What each field turned out to be.
  public private(set) var states: [State] = []
  /// The whole numbers of a column of integers.
  public private(set) var integers: [Int64] = []
  /// The numbers of a column of decimals, exact.
  public private(set) var decimals: [ExactDecimal] = []
  /// The days of a column of dates since 1 January 1970; ``date(at:)`` makes calendar dates of them.
  public private(set) var days: [Int32] = []
  /// The marks of a column of marks.
  public private(set) var marks: [Bool] = []

  private let yes: [[UInt8]]
  private let no: [[UInt8]]
  /// Where the text of each row stands in the batch's bytes; of all rows for texts, else by row.
  private var spans: [Span] = []
  private var others: [Int: Span] = [:]
  private var bytes: [UInt8] = []
  private let encoding: TextEncoding

  /// A piece of the batch's bytes; a million rows need no wider numbers than a window has bytes.
  private struct Span {
    var start: UInt32
    var count: UInt32
  }

  init(_ kind: ColumnKind, _ encoding: TextEncoding) {
    self.kind = kind
    self.encoding = encoding
    if case .mark(let yes, let no) = kind {
      self.yes = yes.map { Array($0.utf8) }
      self.no = no.map { Array($0.utf8) }
    } else {
      (yes, no) = ([], [])
    }
  }

  /// The text of a field of a column of texts, or of one that is ``State/other``; `nil` for the others.
  public func text(at row: Int) -> String? {
    guard let span = spans.indices.contains(row) ? spans[row] : others[row], span.count > 0 else {
      return nil
    }
    let first = Int(span.start)
    return bytes[first..<(first + Int(span.count))].withUnsafeBufferPointer { encoding.text($0) }
  }

  /// The number of bytes of such a text as it stands in the file, UTF-16 as UTF-8; 0 for none.
  public func textLength(at row: Int) -> Int {
    Int((spans.indices.contains(row) ? spans[row] : others[row])?.count ?? 0)
  }

  /// The date in a row of a column of dates; `nil` where there is none.
  public func date(at row: Int) -> CalendarDate? {
    guard days.indices.contains(row), states[row] == .value else { return nil }
    return CalendarDate(daysSince1970: Int(days[row]))
  }

  // MARK: - Reading

  /// Reads the column in the rows of a window from a row on; `extra` takes contents that differ from
  /// the bytes in the window, which has `length` of them.
  ///
  /// Answers whether any text is kept.
  mutating func read(
    _ view: RowsView,
    column: Int,
    from first: Int,
    dialect: CSVDialect,
    length: Int,
    extra: inout [UInt8]
  ) -> Bool {
    let source = ColumnSource(view, column, first, dialect, length)
    states = [State](repeating: .empty, count: view.rowCount - first)
    others = [:]
    bytes = []
    switch kind {
    case .integer: readIntegers(source, &extra)
    case .decimal: readDecimals(source, &extra)
    case .date(let order): readDates(source, order, &extra)
    case .mark: readMarks(source, &extra)
    case .text: readTexts(source, &extra)
    }
    return kind == .text || !others.isEmpty
  }

  /// Takes the bytes in which its texts stand.
  mutating func hold(_ bytes: [UInt8]) { self.bytes = bytes }

  private mutating func readIntegers(_ source: ColumnSource, _ extra: inout [UInt8]) {
    var values = [Int64](repeating: 0, count: states.count)
    typed(source, &extra) { bytes, row in
      guard let (digits, places) = NumberBytes.parts(bytes), places == 0 else { return false }
      values[row] = digits
      return true
    }
    integers = values
  }

  private mutating func readDecimals(_ source: ColumnSource, _ extra: inout [UInt8]) {
    var values = [ExactDecimal](repeating: .zero, count: states.count)
    typed(source, &extra) { bytes, row in
      guard let (digits, places) = NumberBytes.parts(bytes) else { return false }
      values[row] = ExactDecimal(digits: digits, places: places)
      return true
    }
    decimals = values
  }

  private mutating func readDates(
    _ source: ColumnSource,
    _ order: DateOrder,
    _ extra: inout [UInt8]
  ) {
    var values = [Int32](repeating: 0, count: states.count)
    typed(source, &extra) { bytes, row in
      guard let day = DateBytes.read(bytes, order) else { return false }
      values[row] = day
      return true
    }
    days = values
  }

  private mutating func readMarks(_ source: ColumnSource, _ extra: inout [UInt8]) {
    var values = [Bool](repeating: false, count: states.count)
    let (yes, no, encoding) = (self.yes, self.no, self.encoding)
    typed(source, &extra) { bytes, row in
      if encoding.table != nil {
        // The words are UTF-8, the field is not.
        let text = Array(encoding.text(bytes).utf8)
        values[row] = yes.contains(text)
        return values[row] || no.contains(text)
      }
      values[row] = yes.contains { $0.elementsEqual(bytes) }
      return values[row] || no.contains { $0.elementsEqual(bytes) }
    }
    marks = values
  }

  private mutating func readTexts(_ source: ColumnSource, _ extra: inout [UInt8]) {
    var spans = [Span](repeating: Span(start: 0, count: 0), count: states.count)
    var states = self.states
    source.forEach(&extra) { row, start, bytes in
      spans[row] = Span(
        start: UInt32(truncatingIfNeeded: start),
        count: UInt32(truncatingIfNeeded: bytes.count)
      )
      states[row] = bytes.isEmpty ? .empty : .value
    }
    (self.spans, self.states) = (spans, states)
  }

  /// Reads each field without the blanks around it; what `body` does not take is kept as text.
  @inline(__always)
  private mutating func typed(
    _ source: ColumnSource,
    _ extra: inout [UInt8],
    _ body: (UnsafeBufferPointer<UInt8>, Int) -> Bool
  ) {
    var states = self.states
    var others: [Int: Span] = [:]
    source.forEach(&extra) { row, start, bytes in
      var (first, last) = (0, bytes.count)
      while first < last, bytes[first] == 0x20 { first &+= 1 }
      while last > first, bytes[last &- 1] == 0x20 { last &-= 1 }
      if first == last { return }
      if body(UnsafeBufferPointer(rebasing: bytes[first..<last]), row) {
        states[row] = .value
      } else {
        states[row] = .other
        others[row] = Span(
          start: UInt32(truncatingIfNeeded: start),
          count: UInt32(truncatingIfNeeded: bytes.count)
        )
      }
    }
    (self.states, self.others) = (states, others)
  }
}

/// The fields of one column in the rows of a window.
private struct ColumnSource {
  let view: RowsView
  let column: Int
  let first: Int
  let dialect: CSVDialect
  let length: Int

  init(_ view: RowsView, _ column: Int, _ first: Int, _ dialect: CSVDialect, _ length: Int) {
    self.view = view
    self.column = column
    self.first = first
    self.dialect = dialect
    self.length = length
  }

  /// Hands over each field with where its content stands; escaped contents are written to `extra`, which
  /// stands behind the window's bytes.
  @inline(__always)
  func forEach(
    _ extra: inout [UInt8],
    _ body: (_ row: Int, _ start: Int, _ bytes: UnsafeBufferPointer<UInt8>) -> Void
  ) {
    view.forEachField(of: column, from: first) { row, start, count, isComplex in
      let slice = UnsafeBufferPointer(start: view.window + start, count: count)
      if !isComplex { return body(row &- first, start, slice) }
      let content = RowTokenizer.content(slice, dialect)
      let place = length + extra.count
      extra += content
      content.withUnsafeBufferPointer { body(row &- first, place, $0) }
    }
  }
}
