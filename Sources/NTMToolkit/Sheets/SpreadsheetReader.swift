package import CSV
import Definitions
package import Findings
import SpreadsheetML
package import Tabular

/// Reads the sheets of a workbook or CSV file row by row, whatever they hold.
///
///     let file = try SpreadsheetReader(path: "thon-lang-mai.xlsx")
///     let rows = try file.rows(ofSheet: "Hộ", columns: ["B", "L"])
///     while let row = try rows.next() {
///       guard let head = row.text(in: "B"), let income = row.number(in: "L") else { continue }
///       print(row.number, head, income)
///     }
///
/// Rows are read as they are asked for, in memory that does not grow with them. What surveys mean by their cells is the business of ``Toolkit``.
public final class SpreadsheetReader {
  /// A sheet as the file lists it.
  public struct Sheet: Hashable, Sendable {
    /// The name; for a CSV the file's name without its ending.
    public let name: String
    /// Whether it is hidden or very hidden.
    public let isHidden: Bool
  }

  /// The sheets in the order of the file.
  public let sheets: [Sheet]
  /// The names of charts, dialogs and macro sheets, which hold no cells and are not read.
  public let otherSheets: [String]
  /// What the file is, by its content: `xlsx`, `xlsm`, `xltx`, `xltm` or `csv`.
  public let kind: String

  private let file: InputFile
  private let limits: Limits
  private let content: Content

  private enum Content {
    case workbook(WorkbookBox)
    case text(DelimitedInput)
  }

  /// A place for a workbook, which cannot be copied.
  private final class WorkbookBox {
    let workbook: Workbook
    init(_ workbook: consuming Workbook) { self.workbook = workbook }
  }

  /// Opens a file; its sheets are listed, none is read yet.
  ///
  /// `limits` states other safety limits than the defaults, such as `["cells": 80_000_000]`. `encoding`,
  /// such as `tcvn3`, and `delimiter` state how a CSV file is written; both are found from its content
  /// where they are not stated. Throws ``ReadingError`` for what is no workbook and no CSV, with the
  /// code `no-such-limit` for a name that is none or a number below 1, and `no-such-encoding`.
  public convenience init(
    path: String,
    limits: [String: Int] = [:],
    encoding: String? = nil,
    delimiter: Character? = nil
  ) throws(ReadingError) {
    let name = path.split(separator: "/").last.map(String.init) ?? path
    var values = Limits()
    for (limit, value) in limits.sorted(by: { $0.key < $1.key }) {
      guard let known = Limits.Name(rawValue: limit), value >= 1 else {
        throw ReadingError(code: "no-such-limit", detail: "\(limit)=\(value)", file: name)
      }
      values[known] = value
    }
    let tables = DefinitionStore.builtInEncodings
    var options = DelimitedInput.Options(legacy: tables)
    options.delimiter = delimiter.map { Array(String($0).utf8) }
    if let encoding {
      options.encoding = TextEncoding(name: encoding, legacy: tables())
      if options.encoding == nil {
        throw ReadingError(code: "no-such-encoding", detail: encoding, file: name)
      }
    }
    do throws(FileProblem) {
      try self.init(InputFile(path: path, name: name), limits: values, text: options)
    } catch {
      throw ReadingError(error)
    }
  }

  /// Opens a file under the name that its findings carry.
  package init(
    _ file: InputFile,
    limits: Limits,
    text: DelimitedInput.Options
  ) throws(FileProblem) {
    self.file = file
    self.limits = limits
    if try file.isText(limits: limits) {
      let input = try file.delimitedInput(text, limits: limits)
      // Text without a single row of two fields is a letter or a note, not a table.
      if input.widest < 2 { throw FileProblem("not-a-spreadsheet", file: file.name) }
      content = .text(input)
      sheets = [Sheet(name: file.stem, isHidden: false)]
      otherSheets = []
      kind = FileKind.csv.rawValue
    } else {
      let workbook = try file.workbook(limits: limits)
      sheets = workbook.sheets.map { Sheet(name: $0.name, isHidden: $0.isHidden) }
      otherSheets = workbook.otherSheets
      kind = workbook.kind.rawValue
      content = .workbook(WorkbookBox(workbook))
    }
  }

  /// The rows of a sheet by its name, or of the first sheet.
  ///
  /// `columns` are letters such as `["B", "J"]`, all where none are given; the others are neither
  /// decoded nor kept. Formula texts only come where `formulas` asks for them. Throws ``ReadingError``
  /// with the code `no-such-sheet` or `no-such-column` for a name that is none.
  public func rows(
    ofSheet name: String? = nil,
    columns: [String]? = nil,
    formulas: Bool = false
  ) throws(ReadingError) -> SheetRows {
    guard let index = sheets.firstIndex(where: { name == nil || $0.name == name }) else {
      throw ReadingError(code: "no-such-sheet", detail: name ?? "", file: file.name)
    }
    let wanted = try columns.map { letters throws(ReadingError) in try self.columns(letters) }
    return try rows(sheetAt: index, columns: wanted, formulas: formulas)
  }

  /// The numbers of one column by its letters, in a sheet by its name or in the first sheet.
  ///
  /// Nothing but that column is kept, and no text is made. Throws as ``rows(ofSheet:columns:formulas:)``
  /// and its rows do. In a CSV file, where every cell is text, plain numbers count: digits with at most one
  /// point, no leading zero, and nothing that has another meaning in Vietnamese writing (`1.234`); the
  /// rows of all others are in ``NumberColumn/otherRows``.
  public func numbers(
    inColumn column: String,
    ofSheet name: String? = nil
  ) throws(ReadingError) -> NumberColumn {
    let rows = try rows(ofSheet: name, columns: [column])
    var result = NumberColumn()
    try rows.forEachCell { row, cell in result.add(cell, row: row) }
    return result
  }

  /// The rows of the sheet at an index into ``sheets``.
  package func rows(
    sheetAt index: Int,
    columns: [Int]? = nil,
    formulas: Bool = true
  ) throws(ReadingError) -> SheetRows {
    switch content {
    case .text(let input):
      do throws(CSVError) {
        let rows = TextRows(try input.reader(limits: limits), columns: columns)
        return SheetRows(rows, sheet: file.stem, file: file, limits: limits)
      } catch {
        throw ReadingError(
          FileProblem(error, file: file.name, encoding: input.encoding, limits: limits)
        )
      }
    case .workbook(let box):
      let options = ReadingOptions(columns: columns, formulas: formulas)
      do throws(XMLError) {
        return SheetRows(
          try box.workbook.rows(sheetAt: index, options: options),
          of: box.workbook.sheets[index],
          epoch: box.workbook.epoch,
          file: file,
          limits: limits
        )
      } catch {
        throw ReadingError(FileProblem(error, file: file.name, limits: limits))
      }
    }
  }

  /// A note for each of ``otherSheets``.
  package var skippedSheets: [Finding] { file.skipped(otherSheets) }

  /// Reads a sheet to its end without keeping anything: an error where it is damaged, else whether its
  /// rows are in rising order.
  package func check(sheetAt index: Int) throws(ReadingError) -> Bool {
    guard case .workbook(let box) = content else {
      try checkText()
      return true
    }
    var isInOrder = true
    do throws(XMLError) {
      var rows = try box.workbook.rows(sheetAt: index)
      while try rows.next() { if rows.row.isOutOfOrder { isInOrder = false } }
    } catch {
      throw ReadingError(FileProblem(error, file: file.name, limits: limits))
    }
    return isInOrder
  }

  /// What was found wrong or was decided in a delimited text that was checked.
  package private(set) var textFindings: [Finding] = []

  /// Reads a delimited text to its end; only how its rows are shaped is kept.
  private func checkText() throws(ReadingError) {
    guard case .text(let input) = content else { return }
    do throws(CSVError) {
      // The texts of an old encoding are kept, so that the first one that it changed can be named.
      let keepsCells = input.encoding.table != nil
      let text = try DelimitedFile(
        input,
        name: file.stem,
        limits: limits,
        keepsCells: keepsCells
      )
      // The cells are given as they stand: guards are not taken off, comments not left out.
      textFindings = file.findings(text).filter {
        ![.guardRemoved, .rowsSkipped].contains($0.code)
      }
    } catch {
      throw ReadingError(
        FileProblem(error, file: file.name, encoding: input.encoding, limits: limits)
      )
    }
  }

  /// The rows of a sheet in rising order, each number once; the sheet is collected whole for that.
  package func sortedRows(sheetAt index: Int) throws(ReadingError) -> SheetRows {
    guard case .workbook(let box) = content else { return try rows(sheetAt: index) }
    do throws(XMLError) {
      let grid = try box.workbook.readGrid(sheetAt: index)
      return SheetRows(grid, columns: nil, file: file, limits: limits)
    } catch {
      throw ReadingError(FileProblem(error, file: file.name, limits: limits))
    }
  }

  private func columns(_ letters: [String]) throws(ReadingError) -> [Int] {
    var result: [Int] = []
    for name in letters { result.append(try column(name)) }
    return result
  }

  /// The zero-based column of letters such as `B`.
  func column(_ letters: String) throws(ReadingError) -> Int {
    guard let column = CellReference(a1: letters + "1")?.column else {
      throw ReadingError(code: "no-such-column", detail: letters, file: file.name)
    }
    return column
  }

  /// A reader of a delimited text, and how its errors are told.
  func delimited() throws(ReadingError) -> DelimitedReader {
    guard case .text(let input) = content else {
      throw ReadingError(code: "not-a-csv", detail: kind, file: file.name)
    }
    let (name, limits) = (file.name, limits)
    let failure = { (error: CSVError) in
      ReadingError(FileProblem(error, file: name, encoding: input.encoding, limits: limits))
    }
    do throws(CSVError) {
      return DelimitedReader(reader: try input.reader(limits: limits), failure: failure)
    } catch {
      throw failure(error)
    }
  }
}

/// A reader of a delimited text with how its errors are told.
struct DelimitedReader: ~Copyable {
  var reader: CSVReader
  let failure: (CSVError) -> ReadingError

  consuming func take() -> CSVReader { reader }
}

/// Why a file or one of its sheets could not be read.
public struct ReadingError: Error, Sendable {
  /// The stable code, such as `unreadable-file`, `encrypted-file`, `limit-exceeded`, `no-such-sheet`.
  public let code: String
  /// What it is about: the kind of file, the limit, the sheet or column that there is none of.
  public let detail: String
  /// The file's name.
  public let file: String
  /// The finding, for which a ``Toolkit`` has the sentences; `nil` for wrong use.
  package let finding: Finding?

  init(code: String, detail: String, file: String) {
    self.code = code
    self.detail = detail
    self.file = file
    finding = nil
  }

  init(_ problem: FileProblem) {
    code = problem.finding.code.name
    detail = problem.finding.variant ?? problem.kind.rawValue
    file = problem.finding.location.file
    finding = problem.finding
  }
}

extension ReadingError: CustomStringConvertible {
  /// The code with what it is about, for logs: `thon.xlsx: limit-exceeded (cells)`.
  public var description: String { "\(file): \(code)" + (detail.isEmpty ? "" : " (\(detail))") }
}
