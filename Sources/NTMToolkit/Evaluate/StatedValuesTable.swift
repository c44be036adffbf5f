package import Evaluation
package import Findings
package import Forms
import Tabular
import VietnameseText

/// Reads directly stated values from a sheet: a row an indicator, found by its headings.
package enum StatedValuesTable {
  /// The values by indicator code, and what could not be understood; `nil` where there is no table.
  package static func read(
    _ opened: OpenedFile,
    file: String,
    vocabulary: Vocabulary
  ) -> (values: [String: StatedValue], findings: [Finding])? {
    for grid in opened.grids {
      let texts = SheetTexts(grid)
      for index in grid.rows.indices {
        guard let columns = columns(rowAt: index, texts, vocabulary) else { continue }
        return read(texts, below: index, columns, file, vocabulary)
      }
    }
    return nil
  }

  /// The columns by meaning, where a row is the heading of such a table.
  private static func columns(
    rowAt index: Int,
    _ texts: SheetTexts,
    _ vocabulary: Vocabulary
  ) -> [String: Int]? {
    var columns: [String: Int] = [:]
    for cell in texts.grid.cells(ofRowAt: index) {
      guard let key = texts.entry(cell)?.key else { continue }
      for (meaning, words) in vocabulary.valuesHeadings where words.contains(key) {
        if columns[meaning] == nil { columns[meaning] = Int(cell.column) }
      }
    }
    let hasValue =
      columns["value"] != nil || (columns["numerator"] != nil && columns["denominator"] != nil)
    return columns["code"] != nil && hasValue ? columns : nil
  }

  private static func read(
    _ texts: SheetTexts,
    below header: Int,
    _ columns: [String: Int],
    _ file: String,
    _ vocabulary: Vocabulary
  ) -> (values: [String: StatedValue], findings: [Finding]) {
    var values: [String: StatedValue] = [:]
    var findings: [Finding] = []
    for index in texts.grid.rows.indices.dropFirst(header + 1) {
      let row = Int(texts.grid.rows[index].number)
      func cell(_ meaning: String) -> PackedCell? {
        columns[meaning].flatMap { texts.grid.cellIndex(row: index, column: $0) }.map {
          texts.grid.cells[$0]
        }
      }
      func place(_ meaning: String) -> SourceLocation {
        let reference = CellReference(row: row, column: columns[meaning] ?? 0)
        return SourceLocation(
          file: file,
          sheet: texts.grid.name,
          cell: reference,
          line: Int(texts.grid.rows[index].line)
        )
      }
      guard let codeCell = cell("code"), let code = texts.display(codeCell) else { continue }
      // 17.1 as a number may have been 17.10: only text tells.
      if codeCell.kind == .number, code.contains(".") {
        findings.append(Finding(.ambiguousNumber, "code", at: place("code"), found: code))
        continue
      }
      var stated = StatedValue(value: nil, location: place("value"))
      if let cell = cell("value"), let shown = texts.display(cell) {
        stated.value = value(cell, shown, vocabulary)
        if stated.value == nil {
          findings.append(Finding(.notANumber, at: place("value"), field: code, found: shown))
        }
      }
      stated.numerator = cell("numerator").flatMap { number($0, texts) }
      stated.denominator = cell("denominator").flatMap { number($0, texts) }
      stated.evidence = cell("evidence").flatMap { texts.display($0) }
      if stated.hasValue { values[code] = stated }
    }
    return (values, findings)
  }

  private static func number(_ cell: PackedCell, _ texts: SheetTexts) -> ExactDecimal? {
    if cell.kind == .number { return PlainNumber.exact(cell.number) }
    guard let text = texts.display(cell), case .certain(let value, _) = NumberReader.read(text)
    else {
      return nil
    }
    return value
  }

  private static func value(
    _ cell: PackedCell,
    _ shown: String,
    _ vocabulary: Vocabulary
  ) -> StatedValue.Value? {
    switch cell.kind {
    case .boolean: return .flag(cell.payload == 1)
    case .number: return PlainNumber.exact(cell.number).map { .number($0) }
    default: break
    }
    let key = Vocabulary.key(shown)
    if vocabulary.valuesHeadings["not-applicable"]?.contains(key) == true { return .notApplicable }
    let body = shown.hasSuffix("%") ? String(shown.dropLast()) : shown
    switch NumberReader.read(body) {
    case .certain(let number, _): return .number(number)
    case .ambiguous: return nil
    case .notANumber: return vocabulary.mark(key).map { .flag($0) }
    }
  }
}
