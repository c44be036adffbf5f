package import Tabular

/// What a cell holds, as it is stored: nothing is normalised, converted or guessed.
public enum SheetValue: Hashable, Sendable {
  /// Text with its escapes decoded and its runs joined.
  case text(String)
  /// The stored number.
  case number(Double)
  /// A date, a date with time, a time, or a duration of a day or more (`PT36H`) as ISO 8601, decided by
  /// the number format.
  case date(String)
  /// True or false.
  case boolean(Bool)
  /// An error as it is shown, such as `#DIV/0!`; `#REF!` also for a text that the file lacks.
  case error(String)
  /// A formula that was saved without its result.
  case missingResult
}

/// One cell of a row; cells that hold nothing but a style are left out.
public struct SheetCell: Hashable, Sendable {
  /// The column's letters, such as `B`.
  public var column: String { CellReference.columnName(reference.column) }
  /// The address in A1 notation, such as `B5`.
  public var address: String { reference.description }
  /// What it holds.
  public let value: SheetValue
  /// The formula without its leading `=`; `nil` for none, and where formulas were not asked for.
  public let formula: String?
  /// The number format code; `nil` for General.
  public let format: String?
  /// Whether its row, its column or its sheet is hidden, by hand or by a filter.
  public let isHidden: Bool

  package let reference: CellReference
}

/// One row with the cells that hold something, from left to right.
public struct SheetRow: Sendable {
  /// The number as spreadsheet programs show it, from 1.
  public let number: Int
  /// Whether the row is hidden, by hand or by a filter.
  public let isHidden: Bool
  /// How deep the row lies in an outline (grouped rows); 0 for a row in none.
  public let outlineLevel: Int
  /// Whether this number or a higher one came before: the file does not keep its rows in order.
  public let isOutOfOrder: Bool
  /// The cells, from left to right, each column once.
  public let cells: [SheetCell]
  /// The physical line of a CSV file on which the row begins, from 1; `nil` in a workbook.
  ///
  /// It is ahead of the number behind quoted line breaks and a `sep=` line.
  public var line: Int?

  /// The cell in a column by its letters; `nil` where it is empty.
  public func cell(in column: String) -> SheetCell? {
    guard let index = CellReference(a1: column + "1")?.column else { return nil }
    var low = 0
    var high = cells.count
    while low < high {
      let middle = (low + high) / 2
      if cells[middle].reference.column < index { low = middle + 1 } else { high = middle }
    }
    return low < cells.count && cells[low].reference.column == index ? cells[low] : nil
  }

  /// The value in a column by its letters; `nil` where the cell is empty.
  public subscript(column: String) -> SheetValue? { cell(in: column)?.value }

  /// The number in a column; `nil` where the cell is empty or holds anything else.
  ///
  /// A number that is written as text is no number here: what it means is a decision, and decisions
  /// are what ``Toolkit/records(in:)`` takes and tells.
  public func number(in column: String) -> Double? {
    if case .number(let number)? = self[column] { number } else { nil }
  }

  /// The text in a column; `nil` where the cell is empty or holds anything else.
  public func text(in column: String) -> String? {
    if case .text(let text)? = self[column] { text } else { nil }
  }
}

extension SheetValue {
  /// The value of a stored cell; `nil` for one that holds nothing.
  package init?(
    _ cell: PackedCell,
    text: @autoclosure () -> String?,
    style: @autoclosure () -> CellStyle,
    epoch: DateEpoch
  ) {
    switch cell.kind {
    case .empty: return nil
    case .sharedText, .localText: self = .text(text() ?? "")
    case .boolean: self = .boolean(cell.payload == 1)
    case .error: self = .error(text() ?? "")
    case .isoDate: self = .date(text() ?? "")
    case .missingResult: self = .missingResult
    case .badTextIndex: self = .error("#REF!")
    case .number: self = .number(cell.number)
    case .date:
      let date = SerialDate.isoText(
        serial: cell.number,
        epoch: epoch,
        isDuration: style().isDuration
      )
      self = date.map { .date($0) } ?? .number(cell.number)
    }
  }
}
