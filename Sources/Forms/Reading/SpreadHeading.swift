import Tabular
import VietnameseText

/// Headings whose words run down several rows without merges: "Hộ" over "cận" over "nghèo".
///
/// No row of such a heading may hold two headings that a form knows: only the columns' words together do.
struct SpreadHeading {
  private static let mostRows = 4
  private static let fewestColumns = 3

  /// The texts of the columns read downwards, where such a heading begins in the row at an index; else `nil`.
  static func columns(from start: Int, _ texts: SheetTexts, _ vocabulary: borrowing Vocabulary)
    -> [String]?
  {
    guard start + 1 < texts.rows.count, areWords(start, texts, vocabulary) else { return nil }
    var columns: [(column: UInt16, text: String)] = texts.cellIndices(ofRowAt: start).compactMap {
      let cell = texts.cells[$0]
      return texts.entry(cell).map { (cell.column, $0.text) }
    }
    guard columns.count >= fewestColumns else { return nil }
    var below = start + 1
    rows: while below < texts.rows.count, below < start + mostRows,
      texts.rows[below].number == texts.rows[below - 1].number + 1,
      areWords(below, texts, vocabulary)
    {
      var longer = columns
      for position in texts.cellIndices(ofRowAt: below) {
        let cell = texts.cells[position]
        guard let entry = texts.entry(cell) else { continue }
        guard let index = columns.firstIndex(where: { $0.column == cell.column }) else {
          break rows
        }
        longer[index].text += " " + entry.text
      }
      columns = longer
      below += 1
    }
    return below > start + 1 ? columns.map(\.text) : nil
  }

  /// Whether all that stands in a row are words: no figures, marks or numbers of rows.
  private static func areWords(
    _ index: Int,
    _ texts: SheetTexts,
    _ vocabulary: borrowing Vocabulary
  ) -> Bool {
    var words = 0
    for position in texts.cellIndices(ofRowAt: index) {
      let cell = texts.cells[position]
      // Asked of every row with a known word: most begin with a number.
      if cell.kind == .empty || cell.kind == .badTextIndex { continue }
      guard cell.kind == .sharedText || cell.kind == .localText else { return false }
      guard let entry = texts.entry(cell) else { continue }
      let quantity = Quantity.read(entry.text)
      // "16 tuổi" below "Số trẻ em dưới" goes on with the heading.
      guard
        quantity.number == .notANumber
          || (!quantity.unit.isEmpty && vocabulary.unit(quantity.unit) == nil),
        vocabulary.mark(entry.key) == nil
      else { return false }
      words += 1
    }
    return words > 0
  }
}
