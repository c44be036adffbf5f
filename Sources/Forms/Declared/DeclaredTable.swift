package import Findings
package import Tabular

/// A table of declared figures as it stands in a sheet: its columns by meaning, and its rows.
package struct DeclaredTable {
  package let file: String
  package let texts: SheetTexts
  package let merges: MergeMap
  /// Zero-based columns by meaning.
  package private(set) var columns: [String: Int] = [:]
  /// The heading of each column as it is written.
  package private(set) var headers: [String: String] = [:]
  /// Indices into the grid's rows below the heading.
  package private(set) var rows: Range<Int> = 0..<0
  package private(set) var findings: [Finding] = []
  /// The texts above the heading.
  package private(set) var above: [String] = []

  package var grid: Grid { texts.grid }

  /// Finds the first table of a sheet that has all of the meanings in one of the lists.
  package init?(
    in grid: Grid,
    file: String,
    headings: DeclaredHeadings,
    needing alternatives: [[String]]
  ) {
    self.file = file
    let vocabulary = headings.form.vocabulary
    texts = SheetTexts(grid, encodings: vocabulary.encodings)
    merges = MergeMap(grid.merges)
    let finder = HeaderFinder(
      texts: texts,
      merges: merges,
      labels: headings.form.labels,
      vocabulary: vocabulary
    )
    finder.fewestColumns = 2
    var start = 0
    while let (band, lastRow) = finder.next(from: start) {
      map(band, headings)
      if alternatives.contains(where: { $0.allSatisfy { columns[$0] != nil } }) {
        let first = lastRow + 1
        let isNumbered = first < grid.rows.count && ColumnNumbers.isNumberRow(first, texts)
        rows = (isNumbered ? first + 1 : first)..<grid.rows.count
        above = grid.rows.indices.filter { Int(grid.rows[$0].number) < band.rows.lowerBound }
          .flatMap { grid.cells(ofRowAt: $0).compactMap { texts.entry($0)?.text } }
        return
      }
      start = lastRow + 1
    }
    return nil
  }

  private mutating func map(_ band: HeaderBand, _ headings: DeclaredHeadings) {
    columns = [:]
    headers = [:]
    findings = []
    var best: [String: (column: HeaderBand.Column, score: Double)] = [:]
    var doubled: [String: CellReference] = [:]
    for column in band.columns {
      guard let match = column.match, match.score >= ColumnMatch.usable else { continue }
      let meaning = headings.form.definition.fields[match.target.field].id
      if let known = best[meaning] {
        if match.score == known.score { doubled[meaning] = column.cell }
        if match.score <= known.score { continue }
      }
      doubled[meaning] = nil
      best[meaning] = (column, match.score)
    }
    for (meaning, found) in best.sorted(by: { $0.key < $1.key }) {
      if let other = doubled[meaning] {
        report(.duplicateColumn, at: found.column, meaning, related: other)
        continue
      }
      if found.score < ColumnMatch.certain { report(.weakColumnMatch, at: found.column, meaning) }
      columns[meaning] = found.column.column
      headers[meaning] = found.column.path
    }
    // "Đánh giá của xã" alone is the unit's own; beside a village's own it is the next level's.
    if let commune = columns.removeValue(forKey: "commune") {
      let meaning = columns["self"] == nil ? "self" : "verification"
      if columns[meaning] == nil { columns[meaning] = commune }
    }
  }

  /// Reads the column of one meaning for another.
  package mutating func take(_ meaning: String, as other: String) {
    columns[other] = columns[meaning]
    headers[other] = headers[meaning]
  }

  private mutating func report(
    _ code: FindingCode,
    at column: HeaderBand.Column,
    _ meaning: String,
    related: CellReference? = nil
  ) {
    findings.append(
      Finding(
        code,
        at: place(column.cell),
        field: meaning,
        header: column.path,
        found: column.path,
        arguments: ["label": LocalizedText(column.path)],
        related: related.map { [place($0)] } ?? []
      )
    )
  }

  /// The place of a cell, for findings.
  package func place(_ cell: CellReference) -> SourceLocation {
    let line = grid.rowIndex(of: cell.row).map { Int(grid.rows[$0].line) } ?? 0
    return SourceLocation(file: file, sheet: grid.name, cell: cell, line: line == 0 ? nil : line)
  }

  /// The cell of a meaning in the row at an index, through merges; `nil` for a blank one.
  package func cell(
    _ meaning: String,
    rowAt index: Int
  ) -> (cell: PackedCell, text: String, place: CellReference)? {
    guard let column = columns[meaning] else { return nil }
    let here = CellReference(row: Int(grid.rows[index].number), column: column)
    let place = merges.anchor(of: here)
    // A heading over the whole width is the value of no column but its first.
    guard place.column == column, let cell = grid[place], let text = texts.display(cell),
      !text.isEmpty
    else { return nil }
    return (cell, text, place)
  }
}
