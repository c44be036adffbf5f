package import Findings
package import Tabular
import VietnameseText

/// Where the rows and columns of a table of figures stand in a sheet; headings must say exactly so.
///
/// A figure in the wrong column is the worst that can happen here: nothing is matched by likeness.
package struct FigureLayout {
  package let table: FigureTable
  package let file: String
  package let texts: SheetTexts
  /// The rows of the heading.
  package private(set) var header: ClosedRange<Int> = 0...0
  /// Zero-based columns by id.
  package private(set) var columns: [String: Int] = [:]
  package private(set) var noteColumn: Int?
  package private(set) var labelColumn = 0
  /// Whether several lines may belong to one row.
  package private(set) var isAccounts = false
  /// Row numbers by id; for accounts every line of a row.
  package private(set) var rows: [String: [Int]] = [:]
  /// Rows with figures that no label of the form explains.
  package private(set) var unknownRows: [Int] = []
  private let merges: MergeMap

  package var grid: Grid { texts.grid }

  /// Finds the table in a sheet; `nil` where it does not stand there.
  package init?(_ table: FigureTable, in grid: Grid, file: String, vocabulary: Vocabulary) {
    self.table = table
    self.file = file
    texts = SheetTexts(grid, encodings: vocabulary.encodings)
    merges = MergeMap(grid.merges)
    guard findHeader() else { return nil }
    findRows()
  }

  // MARK: - Headings

  /// A heading as it is compared: years and dots that stand for them do not matter.
  package static func key(_ text: String) -> String {
    Vocabulary.key(text).split(separator: " ").filter { word in
      !(word.count == 4 && word.allSatisfy(\.isNumber))
    }.joined(separator: " ")
  }

  private mutating func findHeader() -> Bool {
    let labels = Set(table.labelHeadings.map(Self.key))
    let accounts = Set(table.accountHeadings.map(Self.key))
    for index in grid.rows.indices {
      for cell in grid.cells(ofRowAt: index) {
        guard let entry = texts.entry(cell) else { continue }
        let key = Self.key(entry.text)
        guard labels.contains(key) || accounts.contains(key) else { continue }
        let place = CellReference(row: Int(grid.rows[index].number), column: Int(cell.column))
        mapColumns(top: place.row, label: place)
        if !columns.isEmpty {
          labelColumn = place.column
          isAccounts = accounts.contains(key)
          return true
        }
      }
    }
    return false
  }

  private mutating func mapColumns(top: Int, label: CellReference) {
    columns = [:]
    noteColumn = nil
    header = top...bottom(of: label)
    let notes = Set(table.noteHeadings.map(Self.key))
    var known: [String: [Int]] = [:]
    for column in 0...width {
      let path = self.path(ofColumn: column)
      guard !path.isEmpty else { continue }
      if path.count == 1, notes.contains(path[0]) { noteColumn = column }
      for definition in table.columns
      where definition.paths.contains(where: { $0.map(Self.key) == path }) {
        known[definition.id, default: []].append(column)
      }
    }
    // Two columns of one heading: neither is read.
    for (id, places) in known where places.count == 1 { columns[id] = places[0] }
  }

  private var width: Int {
    grid.rows.indices.filter { header.contains(Int(grid.rows[$0].number)) }
      .flatMap { grid.cells(ofRowAt: $0) }.map { Int($0.column) }.max() ?? 0
  }

  /// The last row of the heading: the label's merge, or as far as the label's column stays blank.
  private func bottom(of label: CellReference) -> Int {
    if let merge = merges.range(over: label), merge.lowerRight.row > label.row {
      return merge.lowerRight.row
    }
    var bottom = label.row
    while bottom - label.row < 5 {
      let next = bottom + 1
      guard let index = grid.rowIndex(of: next), text(next, label.column) == nil,
        grid.cells(ofRowAt: index).contains(where: { texts.entry($0) != nil }),
        !grid.cells(ofRowAt: index).contains(where: { $0.kind == .number })
      else { break }
      bottom = next
    }
    return bottom
  }

  private func text(_ row: Int, _ column: Int) -> String? {
    let place = merges.anchor(of: CellReference(row: row, column: column))
    return grid[place].flatMap { texts.entry($0)?.text }
  }

  /// The headings of a column from top to bottom, each once.
  private func path(ofColumn column: Int) -> [String] {
    var path: [String] = []
    var anchors: Set<CellReference> = []
    for row in header {
      let place = merges.anchor(of: CellReference(row: row, column: column))
      guard place.row >= header.lowerBound, anchors.insert(place).inserted,
        let text = grid[place].flatMap({ texts.entry($0)?.text })
      else { continue }
      path.append(Self.key(text))
    }
    return path
  }

  // MARK: - Rows

  /// A label as it is compared: without its number and without remarks in brackets.
  private static func labelKeys(_ text: String) -> Set<String> {
    var rest = Substring(text)
    while let first = rest.first, "-–+*•. ".contains(first) { rest.removeFirst() }
    var bare = String(rest)
    if let open = bare.firstIndex(of: "(") { bare = String(bare[..<open]) }
    var keys: Set<String> = [
      Vocabulary.key(text), Vocabulary.key(String(rest)), Vocabulary.key(bare),
    ]
    // "1. Vốn đầu tư công", "I. Ngân sách", "01 Nội dung".
    let words = rest.split(separator: " ", maxSplits: 1)
    if words.count == 2 {
      let head = words[0].filter { !".):-".contains($0) }
      let isNumber = !head.isEmpty && head.allSatisfy { "0123456789IVX".contains($0) }
      if isNumber { keys.insert(Vocabulary.key(String(words[1]))) }
    }
    keys.remove("")
    return keys
  }

  private mutating func findRows() {
    var byKey: [String: [Int]] = [:]
    for (number, row) in table.rows.enumerated() {
      for label in [row.label] + row.aliases {
        for key in Self.labelKeys(label) { byKey[key, default: []].append(number) }
      }
    }
    let parents = Dictionary(table.rows.map { ($0.id, $0.parent) }, uniquingKeysWith: { $1 })
    var last: String?
    for index in grid.rows.indices {
      let number = Int(grid.rows[index].number)
      guard number > header.upperBound, !grid.rows[index].isHidden else { continue }
      guard let label = text(number, labelColumn) else {
        noteUnknown(number, index)
        continue
      }
      guard let found = row(label, byKey, parents, after: last) else {
        noteUnknown(number, index)
        continue
      }
      last = found
      rows[found, default: []].append(number)
    }
  }

  private mutating func noteUnknown(_ number: Int, _ index: Int) {
    let hasFigure = grid.cells(ofRowAt: index).contains { cell in
      cell.kind == .number && columns.values.contains(Int(cell.column))
    }
    // The row of column numbers is none of the table's.
    if hasFigure, !ColumnNumbers.isNumberRow(index, texts) { unknownRows.append(number) }
  }

  /// The row that a label names: nearest under the row above, or by a path "parent – label".
  private func row(
    _ label: String,
    _ byKey: [String: [Int]],
    _ parents: [String: String?],
    after last: String?
  ) -> String? {
    let candidates = Set(Self.labelKeys(label).flatMap { byKey[$0] ?? [] }).sorted()
    if candidates.count == 1 { return table.rows[candidates[0]].id }
    if candidates.isEmpty { return rowByPath(label, byKey) }
    var ancestor = last
    while true {
      let here = candidates.filter { table.rows[$0].parent == ancestor }
      if here.count == 1 { return table.rows[here[0]].id }
      guard let own = ancestor else { return nil }
      ancestor = parents[own] ?? nil
    }
  }

  private func rowByPath(_ label: String, _ byKey: [String: [Int]]) -> String? {
    for mark in [" – ", " - ", ": ", " > ", " / "] {
      let parts = label.split(separator: mark, maxSplits: 1).map(String.init)
      guard parts.count == 2 else { continue }
      let children = Set(Self.labelKeys(parts[1]).flatMap { byKey[$0] ?? [] })
      let parents = Set(
        Self.labelKeys(parts[0]).flatMap { byKey[$0] ?? [] }.map { table.rows[$0].id }
      )
      let found = children.filter { table.rows[$0].parent.map(parents.contains) ?? false }
      if found.count == 1, let number = found.first { return table.rows[number].id }
    }
    return nil
  }

  /// The place of a cell, for findings.
  package func place(_ row: Int, _ column: Int) -> SourceLocation {
    let line = grid.rowIndex(of: row).map { Int(grid.rows[$0].line) } ?? 0
    return SourceLocation(
      file: file,
      sheet: grid.name,
      cell: CellReference(row: row, column: column),
      line: line == 0 ? nil : line
    )
  }

  /// The texts above the heading.
  package var above: [(text: String, place: SourceLocation)] {
    grid.rows.indices.filter { Int(grid.rows[$0].number) < header.lowerBound }.flatMap { index in
      grid.cells(ofRowAt: index).compactMap { cell in
        texts.entry(cell).map {
          ($0.text, place(Int(grid.rows[index].number), Int(cell.column)))
        }
      }
    }
  }
}
