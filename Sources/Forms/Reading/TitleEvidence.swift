import Tabular
import VietnameseText

/// What stands above a table and speaks for a form: its title, the decision it rests on, the year.
struct TitleEvidence {
  private(set) var title: CellReference?
  private(set) var basis: String?
  private(set) var year: Int?
  /// Headings of printed forms end well before this many rows.
  private static let mostRows = 40

  init(_ context: ReadingContext, above top: Int) {
    let form = context.form
    let numbers = form.basis.map { ($0.number, Vocabulary.key($0.number)) }
    for index in context.grid.rows.indices.prefix(Self.mostRows) {
      let row = Int(context.grid.rows[index].number)
      guard row < top else { break }
      for cell in context.grid.cells(ofRowAt: index) {
        guard let entry = context.texts.entry(cell) else {
          noteYear(cell, context)
          continue
        }
        if title == nil, form.titles.contains(where: { entry.key.holds($0) }) {
          title = CellReference(row: row, column: Int(cell.column))
        }
        basis = basis ?? numbers.first { entry.key.holds($0.1) }?.0
        year = year ?? Self.year(in: entry.key, context.vocabulary)
      }
    }
  }

  /// A number in the title block is a year where the cell before it says so.
  private mutating func noteYear(_ cell: PackedCell, _ context: ReadingContext) {
    guard year == nil, cell.kind == .number, let value = Int(exactly: cell.number),
      (1990...2100).contains(value)
    else { return }
    year = value
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
