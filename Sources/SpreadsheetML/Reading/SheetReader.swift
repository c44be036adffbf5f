package import Tabular

/// One cell of a sheet, as stored.
package struct SheetCell: Hashable, Sendable {
  /// What a cell holds.
  package enum Value: Hashable, Sendable {
    case text(String)
    /// The digits as stored, never changed, and whether the number format shows a date.
    case number(String, isDate: Bool)
    case boolean(Bool)
    case error(String)
    /// An ISO 8601 date, stored as such (type `d`).
    case date(String)
    /// A formula that was saved without its result.
    case missingResult
    /// A shared string index that is not in the table.
    case badStringIndex(String)
  }

  package var reference: CellReference
  package var value: Value
  package var formula: String?
  /// The custom format code, if the cell has one.
  package var format: String?
  /// Whether its row or column is hidden.
  package var isHidden: Bool
}

/// Reads one sheet cell by cell through libxml2; the reference for any faster reader.
package struct SheetReader: ~Copyable {
  private var reader: XMLPullReader
  private var row = -1
  private var column = -1
  private var isRowHidden = false
  private var hiddenColumns: [ClosedRange<Int>] = []
  private var isInData = false

  package init(_ sheet: Workbook.Sheet, of workbook: borrowing Workbook) throws(XMLError) {
    reader = try XMLPullReader(workbook.archive.stream(ofPart: sheet.part))
  }

  /// The next cell that holds something; `nil` at the end of the sheet.
  package mutating func next(_ workbook: borrowing Workbook) throws(XMLError) -> SheetCell? {
    while let event = try reader.next() {
      switch event {
      case .start(let isEmpty):
        switch reader.localName {
        case "sheetData": isInData = !isEmpty
        case "col": readColumn()
        case "row" where isInData: startRow()
        case "c" where isInData:
          if let cell = try readCell(workbook, isEmpty: isEmpty) { return cell }
        default: break
        }
      case .end: if reader.localName == "sheetData" { isInData = false }
      case .text: break
      }
    }
    return nil
  }

  private func flag(_ name: String) -> Bool {
    let value = reader.attribute(name)
    return value == "1" || value == "true"
  }

  private mutating func readColumn() {
    guard flag("hidden"), let first = reader.attribute("min").flatMap({ Int($0) }),
      let last = reader.attribute("max").flatMap({ Int($0) }), first >= 1, last >= first
    else { return }
    hiddenColumns.append((first - 1)...(last - 1))
  }

  private mutating func startRow() {
    row = reader.attribute("r").flatMap { Int($0) }.map { $0 - 1 } ?? row + 1
    column = -1
    isRowHidden = flag("hidden")
  }

  /// Reads to the end of the cell.
  private mutating func readCell(
    _ workbook: borrowing Workbook,
    isEmpty: Bool
  ) throws(XMLError) -> SheetCell? {
    if let stated = reader.attribute("r").flatMap({ CellReference(a1: $0) }) {
      row = stated.row
      column = stated.column
    } else {
      column += 1
    }
    guard !isEmpty else { return nil }
    let type = reader.attribute("t") ?? "n"
    let style = reader.attribute("s").flatMap { Int($0) } ?? 0
    let content = try readContent()
    let isDate = workbook.styles.isDate.indices.contains(style) && workbook.styles.isDate[style]
    guard let value = Self.value(content, type: type, isDate: isDate, workbook.sharedStrings) else {
      return nil
    }
    let codes = workbook.styles.formatCodes
    return SheetCell(
      reference: CellReference(row: row, column: column),
      value: value,
      formula: content.formula,
      format: codes.indices.contains(style) ? codes[style] : nil,
      isHidden: isRowHidden || hiddenColumns.contains { $0.contains(column) }
    )
  }

  private struct Content {
    var value: String?
    var formula: String?
    var inlineText: String?
  }

  private mutating func readContent() throws(XMLError) -> Content {
    var content = Content()
    var path: [String] = []
    while let event = try reader.next() {
      switch event {
      case .start(let isEmpty):
        let name = reader.localName
        if name == "f" { content.formula = "" }
        if name == "v" { content.value = "" }
        if name == "is" { content.inlineText = "" }
        if !isEmpty { path.append(name) }
      case .end:
        if path.isEmpty { return content }
        path.removeLast()
      case .text:
        if path == ["v"] { content.value? += reader.text }
        if path == ["f"] { content.formula? += reader.text }
        if path.first == "is", path.last == "t", !path.contains("rPh") {
          content.inlineText? += reader.text
        }
      }
    }
    return content
  }

  private static func value(
    _ content: Content,
    type: String,
    isDate: Bool,
    _ sharedStrings: TextTable
  ) -> SheetCell.Value? {
    if type == "inlineStr", let text = content.inlineText {
      return .text(StringEscapes.decode(text))
    }
    guard let stored = content.value, !stored.isEmpty || type == "str" else {
      return content.formula == nil ? nil : .missingResult
    }
    switch type {
    case "s":
      guard let index = Int(stored), let text = sharedStrings[index] else {
        return .badStringIndex(stored)
      }
      return .text(text)
    case "str": return .text(StringEscapes.decode(stored))
    case "b": return .boolean(stored == "1" || stored == "true")
    case "e": return .error(stored)
    case "d": return .date(stored)
    default: return .number(stored, isDate: isDate)
    }
  }
}
