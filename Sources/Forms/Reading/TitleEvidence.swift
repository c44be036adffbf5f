import Tabular
import VietnameseText

/// What stands above a table and speaks for a form: its title, the decision it rests on, the year.
struct TitleEvidence {
  private(set) var title: CellReference?
  private(set) var basis: String?
  let year: Int?
  /// Every year that stands above the table, but those of documents.
  let years: Set<Int>

  /// Looks at the rows from an index into the grid's rows on, above the row with a number.
  init(_ context: ReadingContext, from start: Int = 0, above top: Int) {
    let form = context.form
    let found = context.texts.years(from: start, above: top, context.vocabulary)
    year = found.year
    years = found.years
    let numbers = form.basis.map { ($0.number, Vocabulary.key($0.number)) }
    for (row, cell) in context.texts.titleCells(from: start, above: top) {
      guard let entry = context.texts.entry(cell) else { continue }
      if title == nil, form.titles.contains(where: { entry.key.holds($0) }) {
        title = CellReference(row: row, column: Int(cell.column))
      }
      basis = basis ?? numbers.first { entry.key.holds($0.1) }?.0
    }
  }
}

extension SheetTexts {
  /// Headings of printed forms end well before this many rows.
  private static let mostTitleRows = 40

  /// The cells above a row number with the numbers of their rows, as far as titles reach.
  func titleCells(from start: Int, above top: Int) -> [(row: Int, cell: PackedCell)] {
    let above = rows.indices.dropFirst(start).prefix(Self.mostTitleRows)
    return above.prefix { Int(rows[$0].number) < top }.flatMap { index in
      cells[cellIndices(ofRowAt: index)].map { (Int(rows[index].number), $0) }
    }
  }
}

/// The years that stand above a table.
struct TitleYears {
  /// The first of them.
  private(set) var year: Int?
  /// Every one, but those of documents.
  private(set) var years: Set<Int> = []

  init(_ texts: SheetTexts, from start: Int, above top: Int, _ vocabulary: Vocabulary) {
    var compared: Set<Int> = []
    var before: (row: Int, entry: SheetTexts.Entry)?
    let cells = texts.titleCells(from: start, above: top)
    for (index, (row, cell)) in cells.enumerated() {
      guard let entry = texts.entry(cell) else {
        let isAlone = [index - 1, index + 1].allSatisfy {
          !cells.indices.contains($0) || cells[$0].row != row
        }
        let isSaid = before.map { before in
          before.row == row && vocabulary.yearWords.contains { before.entry.key.holdsWords($0) }
        }
        if isAlone || isSaid == true { noteYear(cell) }
        continue
      }
      before = (row, entry)
      year = year ?? Self.year(in: entry.key, vocabulary)
      years.formUnion(Self.years(in: entry.key, vocabulary, compared: &compared))
    }
    // "Năm 2025 so với năm 2024" is about 2025.
    if let latest = years.max() { years.subtract(compared.filter { $0 < latest }) }
  }

  /// A number in the title block is a year where the cell before it says so, or where it stands alone.
  private mutating func noteYear(_ cell: PackedCell) {
    guard cell.kind == .number, let value = Int(exactly: cell.number),
      (1990...2100).contains(value)
    else { return }
    year = year ?? value
    years.insert(value)
  }

  /// All years of a text that speaks of years: "năm 2024 và 2025".
  private static func years(
    in key: String,
    _ vocabulary: Vocabulary,
    compared: inout Set<Int>
  ) -> [Int] {
    guard key.utf8.contains(where: { (0x30...0x39).contains($0) }) else { return [] }
    let words = key.split(separator: " ")
    // A cell that holds nothing but a year follows the word in the cell before it.
    guard words.count == 1 || words.contains(where: { vocabulary.yearWords.contains(String($0)) })
    else { return [] }
    return words.indices.compactMap { index in
      guard let year = Int(words[index]), (1990...2100).contains(year) else { return nil }
      let before = words[..<index].last { !vocabulary.yearWords.contains(String($0)) }
      if let before, vocabulary.comparedYearWords.contains(String(before)) { compared.insert(year) }
      // "ngày 3 tháng 2 năm 2025" is the date of a document.
      let isOfDate = [2, 3].contains { back in
        index >= back && vocabulary.dateWords.month.contains(String(words[index - back]))
          && Int(words[index - back + 1]) != nil
      }
      return isOfDate ? nil : year
    }
  }

  /// The year after its word, unless the text is about the date of a document.
  static func year(in key: String, _ vocabulary: Vocabulary) -> Int? {
    guard key.utf8.contains(where: { (0x30...0x39).contains($0) }), !vocabulary.isDateLine(key)
    else {
      return nil
    }
    let words = key.split(separator: " ")
    for (index, word) in words.enumerated().dropFirst() where word.utf8.count == 4 {
      guard let year = Int(word), (1990...2100).contains(year),
        vocabulary.yearWords.contains(String(words[index - 1]))
      else { continue }
      return year
    }
    return nil
  }
}
