import Tabular

/// Rows that a filter hides are data, rows hidden by hand are not: which of them are which stands in three
/// places of a workbook.
extension Workbook {
  /// The rows of a sheet among which hidden ones are hidden by a filter: its own, those of its tables,
  /// and that of the advanced filter, of which only the name is kept.
  borrowing func filteredRows(
    of sheet: Sheet,
    _ frame: SheetFrame
  ) throws(XMLError) -> [ClosedRange<Int>] {
    var result = frame.filteredRows.map { [$0] } ?? []
    for link in try Relationships(of: sheet.part, in: archive).items where link.kind == "table" {
      if archive.has(link.target), let rows = try filteredRows(ofTable: link.target) {
        result.append(rows)
      }
    }
    if result.isEmpty, frame.isFiltered, let rows = namedFilter(sheet) { result.append(rows) }
    return result
  }

  /// The rows of a table that is filtered (ECMA-376 Part 1, 18.5.1.2).
  private borrowing func filteredRows(ofTable part: String) throws(XMLError) -> ClosedRange<Int>? {
    var frame = SheetFrame()
    var reader = try XMLPullReader(archive.stream(ofPart: part))
    while let event = try reader.next() {
      guard case .start = event, !reader.isForeign else { continue }
      if reader.localName == "autoFilter" {
        frame.startFilter(reader.attribute("ref").flatMap { CellRange(a1: $0) })
      }
      if reader.localName == "filterColumn" { frame.addFilterCriteria() }
    }
    return frame.filteredRows
  }

  /// The rows of the range that programs keep for a filter under a name of their own.
  private borrowing func namedFilter(_ sheet: Sheet) -> ClosedRange<Int>? {
    let name = definedNames.first {
      $0.name == "_xlnm._FilterDatabase" && $0.sheet == sheet.place
    }
    guard let text = name?.text, let reference = FormulaReferences(text).references.first,
      let first = reference.first.row, let last = reference.second?.row, first <= last
    else { return nil }
    return first...last
  }
}
