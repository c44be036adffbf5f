package import Findings
package import Tabular
import VietnameseText

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
  /// The columns of verdicts that are given by a mark: "Xã tự đánh giá" over "Đạt" and "Chưa đạt".
  private var marks: [String: [(column: Int, word: String)]] = [:]
  private let vocabulary: Vocabulary
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
    vocabulary = headings.form.vocabulary
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
    let marked = takeMarks(band, headings)
    for column in band.columns where !marked.contains(column.column) {
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
    reportUnknown(band, marked)
    for (meaning, found) in marks where columns[meaning] == nil {
      columns[meaning] = found.first?.column
    }
    // "Đánh giá của xã" alone is the unit's own; beside a village's own it is the next level's.
    if let commune = columns.removeValue(forKey: "commune") {
      let meaning = columns["self"] == nil ? "self" : "verification"
      if columns[meaning] == nil {
        columns[meaning] = commune
        marks[meaning] = marks.removeValue(forKey: "commune")
      }
    }
  }

  /// Where no column of figures is known, any other column may be it: each is named, as its figures are not read.
  private mutating func reportUnknown(_ band: HeaderBand, _ marked: Set<Int>) {
    guard columns["value"] == nil, !marks.isEmpty || columns["self"] != nil else { return }
    for column in band.columns where !marked.contains(column.column) && !column.path.isEmpty {
      guard (column.match?.score ?? 0) < ColumnMatch.usable else { continue }
      report(.unknownColumn, at: column, column.path)
    }
  }

  /// Finds the columns whose headings are verdicts, under the heading of whoever gives them: a mark there is that verdict.
  private mutating func takeMarks(_ band: HeaderBand, _ headings: DeclaredHeadings) -> Set<Int> {
    marks = [:]
    var taken: Set<Int> = []
    var last: (meaning: String, column: Int)?
    for column in band.columns.sorted(by: { $0.column < $1.column }) {
      let words = column.path.split(separator: ">").map { CanonicalText.tidy(String($0)) }
      let path = words.map { Vocabulary.key($0) }
      guard let leaf = path.last, leaf.count > 1, vocabulary.verdicts[leaf] != nil else { continue }
      var meaning: String?
      if path.count > 1 {
        meaning =
          headings.form.definition.fields.first { field in
            field.headers.contains { Vocabulary.key($0) == path[path.count - 2] }
          }?.id
        // Whose verdicts they are is not known: a mark among them says nothing.
        taken.insert(column.column)
      } else if let last, last.column + 1 == column.column {
        meaning = last.meaning
      }
      guard let meaning else { continue }
      taken.insert(column.column)
      marks[meaning, default: []].append((column.column, words[words.count - 1]))
      last = (meaning, column.column)
    }
    return taken
  }

  /// The verdict that a mark in one of several columns gives; what is no mark, or two marks, are given as no verdict.
  private func marked(
    _ columns: [(column: Int, word: String)],
    rowAt index: Int
  ) -> (cell: PackedCell, text: String, place: CellReference)? {
    let found = columns.compactMap { column in
      let place = CellReference(row: Int(grid.rows[index].number), column: column.column)
      guard merges.anchor(of: place) == place, let cell = grid[place],
        let text = texts.display(cell)
      else { return (cell: PackedCell, text: String, place: CellReference)?.none }
      let key = Vocabulary.key(text)
      guard !key.isEmpty, !vocabulary.no.contains(key) else { return nil }
      let isMark =
        vocabulary.yes.contains(key)
        || vocabulary.verdicts[key] == vocabulary.verdicts[Vocabulary.key(column.word)]
      return (cell, isMark ? column.word : "\(column.word): \(text)", place)
    }
    guard let first = found.first else { return nil }
    return (first.cell, found.map(\.text).joined(separator: " / "), first.place)
  }

  /// Reads the column of one meaning for another.
  package mutating func take(_ meaning: String, as other: String) {
    columns[other] = columns[meaning]
    marks[other] = marks[meaning]
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
    if let several = marks[meaning] { return marked(several, rowAt: index) }
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
