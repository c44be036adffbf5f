import Tabular

/// How high rows must be for the texts that are written into them, by the widths of their columns.
///
/// Spreadsheet programs fit a row when somebody types into it, never when a file is opened, and never for
/// merged cells: a longer text would be cut off on paper. Letters are taken for as wide as they are on
/// average in the fonts of official papers; a row is made higher, never lower.
struct RowFit {
  private let columns: LineSizes
  private let merges: [CellReference: ClosedRange<Int>]
  /// Cells of merges over several rows: no single row has to hold their texts.
  private let tall: Set<CellReference>
  private let looks: [CellReference: Int]
  private let styles: WrappedStyles

  /// The greatest height of a row that spreadsheet programs know, in points.
  private static let highest = 409

  init?(_ splicer: SheetSplicer, styles: WrappedStyles) {
    guard let columns = LineSizes(splicer, .columns),
      let markup = Markup(splicer.bytes, skipping: splicer.dataContent)
    else { return nil }
    self.columns = columns
    self.styles = styles
    var merges: [CellReference: ClosedRange<Int>] = [:]
    var tall: Set<CellReference> = []
    for index in markup.elements.indices where markup.elements[index].name == "mergeCell" {
      guard let range = markup.value("ref", of: index).flatMap({ CellRange(a1: $0) }) else {
        continue
      }
      merges[range.upperLeft] = range.upperLeft.column...range.lowerRight.column
      if range.lowerRight.row > range.upperLeft.row { tall.insert(range.upperLeft) }
    }
    self.merges = merges
    self.tall = tall
    var looks: [CellReference: Int] = [:]
    for cell in splicer.rows.flatMap(\.cells) {
      looks[cell.reference] = cell.style.flatMap { Int($0) }
    }
    self.looks = looks
  }

  /// The least height in points of each row for its edits; none for rows of single lines.
  func heights(_ edits: [CellEdit]) -> [Int: Int] {
    var result: [Int: Int] = [:]
    for edit in edits {
      guard case .text(let text) = edit.value, !tall.contains(edit.cell),
        let size = styles.wrappedSize(looks[edit.styleFrom ?? edit.cell] ?? 0)
      else { continue }
      let own = merges[edit.cell] ?? edit.cell.column...edit.cell.column
      let width = own.reduce(0) { $0 + columns.size($1) }
      let digits = Double(width) / Double(7 * LineSizes.unitsPerPixel)
      // 1.15 letters of 12 points take the room of a digit of the default font.
      let room = max(3, Int((digits - 1) * 1.15 * 12 / size))
      let count = Self.lines(text, room)
      guard count > 1 else { continue }
      let height = Int((Double(count) * size * 1.3).rounded(.up)) + 3
      result[edit.cell.row] = max(result[edit.cell.row] ?? 0, min(height, Self.highest))
    }
    return result
  }

  /// How many lines a text takes when words are kept whole.
  static func lines(_ text: String, _ room: Int) -> Int {
    var lines = 1
    var used = 0
    var word = 0
    func close(_ word: Int) {
      guard word > 0 else { return }
      if used > 0, used + 1 + word > room {
        lines += 1
        used = 0
      }
      used += (used > 0 ? 1 : 0) + word
      while used > room {
        lines += 1
        used -= room
      }
    }
    for character in text {
      switch character {
      case "\n":
        close(word)
        (word, used) = (0, 0)
        lines += 1
      case " ":
        close(word)
        word = 0
      default: word += 1
      }
    }
    close(word)
    return lines
  }
}

/// The sizes of the fonts of cell formats that wrap their texts, by the number of the format.
struct WrappedStyles {
  private var sizes: [Int: Double] = [:]

  /// Reads the styles part; without one nothing wraps.
  init(_ markup: Markup?) {
    guard let markup else { return }
    let elements = markup.elements
    func inside(_ name: String, _ child: String) -> [Int] {
      guard let outer = elements.first(where: { $0.name == name })?.whole else { return [] }
      return elements.indices.filter {
        elements[$0].name == child && outer.contains(elements[$0].whole.lowerBound)
      }
    }
    func child(_ index: Int, _ name: String) -> Int? {
      elements.indices.dropFirst(index + 1).prefix {
        elements[$0].whole.lowerBound < elements[index].whole.upperBound
      }.first { elements[$0].name == name }
    }
    let fonts = inside("fonts", "font").map { index in
      child(index, "sz").flatMap { markup.value("val", of: $0) }.flatMap { Double($0) } ?? 11
    }
    for (number, index) in inside("cellXfs", "xf").enumerated() {
      guard let alignment = child(index, "alignment"),
        ["1", "true"].contains(markup.value("wrapText", of: alignment) ?? "")
      else { continue }
      let font = markup.value("fontId", of: index).flatMap { Int($0) } ?? 0
      sizes[number] = fonts.indices.contains(font) ? max(fonts[font], 4) : 11
    }
  }

  /// The size of the font in points; `nil` for a format that does not wrap.
  func wrappedSize(_ number: Int) -> Double? { sizes[number] }
}
