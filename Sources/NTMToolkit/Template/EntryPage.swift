import SpreadsheetML

/// The pages of a blank entry form that is printed and written into by hand: their paper, and the rows that fill them.
///
/// All columns are fitted to the width of a page, so what is to be large enough on paper is larger on the sheet.
struct EntryPage {
  /// What a page has room for, in points; the margins are those of ``SheetSetup``.
  private static let room: [SheetSetup.Paper: (across: Double, down: Double)] = [
    .a4: (755, 480), .a3: (1_104, 727),
  ]
  /// The points that a letter of the usual size takes.
  private static let letter = 6.0
  /// The points on paper that a line of handwriting takes.
  private static let handwriting = 20.0
  /// How many pages are filled.
  private static let pages = 2
  /// Wider forms, in letters, would be too small to read on A4.
  private static let widest = 190.0
  /// Programs differ by some per cent in what they put on a page.
  private static let caution = 0.97

  let paper: SheetSetup.Paper
  /// The height of a row that is written into, in points of the sheet.
  let rowHeight: Double
  /// The rows that fill the pages.
  let records: Int

  /// A form of so many letters across; `top` stands above its rows on the first page, `headings` on every further
  /// one, both in points of the sheet.
  init(width: Double, top: Double, headings: Double) {
    paper = width > Self.widest ? .a3 : .a4
    let room = Self.room[paper] ?? (755, 480)
    let scale = min(1, room.across / (width * Self.letter))
    rowHeight = (Self.handwriting / scale).rounded()
    let down = room.down / scale * Self.caution
    let first = Int((down - top) / rowHeight)
    let further = Int((down - headings) / rowHeight)
    records = max(first, 1) + max(further, 1) * (Self.pages - 1)
  }
}
