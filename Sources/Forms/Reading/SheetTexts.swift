import Synchronization
package import Tabular
package import VietnameseText

/// The texts of one grid, tidied and keyed once per distinct text, however many cells share it.
package final class SheetTexts {
  /// A text as it is compared and as it is kept.
  ///
  /// One object for all cells that share the text: what is derived from it is derived once.
  package final class Entry {
    /// NFC, blanks folded.
    package let text: String
    package let key: String
    /// The text as stored, where tidying it folded a look-alike letter or decoded an old encoding.
    package let original: String?
    /// Which of the sheet's different texts it is, counted from 0.
    let number: Int
    private var heading: HeaderText?
    /// The key by which some form knows it, empty where none does; `nil` before a ``FormIndex`` looked.
    var formKey: String?
    private var markState = MarkState.open
    private var choice: (field: FieldDefinition, index: Int?)?
    private var repeats: Bool?

    private enum MarkState { case open, none, yes, no }
    private var isCount: Bool?

    init(text: String, key: String, original: String?, number: Int) {
      self.text = text
      self.key = key
      self.original = original
      self.number = number
    }

    /// The text as a heading, without its trimmings.
    func heading(_ vocabulary: borrowing Vocabulary) -> HeaderText {
      if let heading { return heading }
      let made = HeaderText(text, key: key, vocabulary: vocabulary)
      heading = made
      return made
    }

    /// Yes or no for a mark; `nil` for anything else.
    func mark(_ form: CompiledForm) -> Bool? {
      if markState == .open {
        markState =
          switch form.vocabulary.mark(key) {
          case nil: .none
          case true?: .yes
          case false?: .no
          }
      }
      return markState == .none ? nil : markState == .yes
    }

    /// Whether the text is nothing but what is counted.
    func isCount(_ vocabulary: borrowing Vocabulary) -> Bool {
      if let isCount { return isCount }
      let answer = vocabulary.isCount(key)
      isCount = answer
      return answer
    }

    /// Whether the text says that the value is that of the row above.
    func isDitto(_ vocabulary: borrowing Vocabulary) -> Bool {
      if let repeats { return repeats }
      let found = vocabulary.dittos.contains(key)
      repeats = found
      return found
    }

    /// The index of the choice of a field that the text means.
    func choice(of field: FieldDefinition) -> Int? {
      if let choice, choice.field === field { return choice.index }
      let index = field.choices.firstIndex { $0.words.contains(key) }
      choice = (field, index)
      return index
    }
  }

  package let grid: Grid
  /// The grid's own, without the rest of it: each step of reading asks for them cell by cell.
  let cells: [PackedCell]
  let rows: [Grid.Row]
  /// The texts that are kept, the shared ones first.
  ///
  /// Of a sheet of very many, those beyond are made again when they are asked for: what recurs stands among the
  /// first, and names and codes would fill the memory.
  @exclusivity(unchecked) private var kept: [Entry?]
  /// Of the others those asked for last, for the steps that ask for the same cell one after another.
  @exclusivity(unchecked) private var recent: [Entry?] = []
  private static let mostKept = 1 << 14
  private static let recentSlots = 1 << 10
  private let sharedCount: Int
  private let localCount: Int
  /// By row, how many cells hold what some form knows as a heading; `nil` before a ``FormIndex`` looked.
  var knownCells: [Int32]?
  private var shownFormats: ShownFormats?

  private var years: [Range<Int>: TitleYears] = [:]
  private var signed: (rows: ClosedRange<Int>, signature: Int)?
  /// The number of each signature that was met, so that only the first form compares it as a text.
  private static let signatures = MatchMemory<KeyText, Int>()
  private static let signatureCount = Atomic(0)

  @exclusivity(unchecked) private var asked: (number: Int, index: Int)?

  private let legacy: LegacyTexts
  /// Texts in an old encoding by index, font and table: the same letters mean another text there.
  private var decoded: [Int: Entry] = [:]
  package init(_ grid: Grid, encodings: [LegacyEncoding] = []) {
    self.grid = grid
    cells = grid.cells
    rows = grid.rows
    legacy = LegacyTexts(grid, encodings: encodings)
    sharedCount = grid.sharedTexts.count
    localCount = grid.localTexts.count
    kept = Array(repeating: nil, count: min(sharedCount + localCount, Self.mostKept))
    if sharedCount + localCount > kept.count {
      recent = Array(repeating: nil, count: Self.recentSlots)
    }
  }

  /// The formats of the workbook's cells, looked at once for all forms.
  func formats(_ vocabulary: Vocabulary) -> ShownFormats {
    if let shownFormats { return shownFormats }
    let made = ShownFormats(grid, vocabulary: vocabulary)
    shownFormats = made
    return made
  }

  /// The years above a row number, looked for once for all forms.
  func years(from start: Int, above top: Int, _ vocabulary: Vocabulary) -> TitleYears {
    if let known = years[start..<max(start, top)] { return known }
    let made = TitleYears(self, from: start, above: top, vocabulary)
    years[start..<max(start, top)] = made
    return made
  }

  /// Everything that is seen of some rows, with its place: two sheets with the same signature agree in them.
  func signature(ofRows numbers: ClosedRange<Int>, _ merges: MergeMap) -> Int {
    if let signed, signed.rows == numbers { return signed.signature }
    var text = ""
    for number in numbers {
      guard let index = grid.rowIndex(of: number) else { continue }
      for cell in cells[cellIndices(ofRowAt: index)] {
        guard let shown = display(cell) else { continue }
        let own = CellReference(row: number, column: Int(cell.column))
        let range = merges.range(over: own) ?? CellRange(own, own)
        for part in [
          own.row, own.column, range.upperLeft.row, range.upperLeft.column, range.lowerRight.row,
          range.lowerRight.column,
        ] {
          text += String(part)
          text += " "
        }
        text += shown
        text += "\u{1F}"
      }
    }
    let signature = Self.signatures.value(KeyText(text)) {
      Self.signatureCount.add(1, ordering: .relaxed).newValue
    }
    signed = (numbers, signature)
    return signature
  }

  /// The indices into `cells` of the row at an index into `rows`.
  func cellIndices(ofRowAt index: Int) -> Range<Int> {
    Int(
      rows[index].firstCell
    )..<(index + 1 < rows.count ? Int(rows[index + 1].firstCell) : cells.count)
  }

  /// The cell of a column in the row at an index into `rows`.
  func cell(row index: Int, column: Int) -> PackedCell? {
    let range = cellIndices(ofRowAt: index)
    var low = range.lowerBound
    var high = range.upperBound
    while low < high {
      let middle = (low + high) / 2
      if Int(cells[middle].column) < column { low = middle + 1 } else { high = middle }
    }
    guard low < range.upperBound, Int(cells[low].column) == column else { return nil }
    return cells[low]
  }

  /// The text of a text cell; `nil` for other kinds and for blank texts.
  package func entry(_ cell: PackedCell) -> Entry? {
    let entry = found(cell)
    return entry?.text.isEmpty == false ? entry : nil
  }

  /// The key of a text that was read at a place of this sheet: that of the cell, where it holds just that text.
  package func key(of text: String, at place: Provenance?) -> String {
    if case .cell(let reference)? = place, let row = rowIndex(of: reference.row),
      let cell = cell(row: row, column: reference.column), let entry = entry(cell),
      entry.text == text
    {
      return entry.key
    }
    return Vocabulary.key(text)
  }

  /// The index into `rows` of a row number; the row asked for last is known.
  private func rowIndex(of number: Int) -> Int? {
    if let asked, asked.number == number { return asked.index }
    guard let index = grid.rowIndex(of: number) else { return nil }
    asked = (number, index)
    return index
  }

  private func found(_ cell: PackedCell) -> Entry? {
    let index = Int(truncatingIfNeeded: cell.payload)
    let isShared = cell.kind == .sharedText
    guard isShared || cell.kind == .localText,
      index < (isShared ? sharedCount : localCount), index >= 0
    else { return nil }
    if !legacy.isIdle { return decodedEntry(cell, index, isShared) }
    let number = isShared ? index : sharedCount + index
    let isKept = number < kept.count
    let slot = isKept ? number : number % Self.recentSlots
    if let entry = isKept ? kept[slot] : recent[slot], entry.number == number { return entry }
    let text = grid.text(of: cell) ?? ""
    // A delimited text was decoded as a whole; what stood in the file is kept beside it.
    let original = isShared ? nil : grid.localOriginals[index]
    let entry = make(original ?? text, decoded: original == nil ? nil : text, number)
    if isKept { kept[slot] = entry } else { recent[slot] = entry }
    return entry
  }

  /// An entry of a workbook with old fonts, where the font is part of what a text means.
  private func decodedEntry(_ cell: PackedCell, _ index: Int, _ isShared: Bool) -> Entry {
    let key = (index * 64 + legacy.kind(ofStyle: Int(cell.style))) * 2 + (isShared ? 1 : 0)
    if let entry = decoded[key] { return entry }
    let stored = grid.text(of: cell) ?? ""
    let text = legacy.decode(stored, style: Int(cell.style), runs: grid.runs(of: cell))
    let entry = make(stored, decoded: text, sharedCount + localCount + decoded.count)
    decoded[key] = entry
    return entry
  }

  private func make(_ stored: String, decoded: String?, _ number: Int) -> Entry {
    let tidy = CanonicalText.tidy(decoded ?? stored)
    let folded = CanonicalText.foldingLookAlikes(tidy)
    return Entry(
      text: folded ?? tidy,
      key: Vocabulary.key(folded ?? tidy),
      original: decoded == nil && folded == nil ? nil : stored,
      number: number
    )
  }

  /// What a person sees in a cell, as one line of text; `nil` for a blank cell.
  package func display(_ cell: PackedCell) -> String? {
    switch cell.kind {
    case .sharedText, .localText: return entry(cell)?.text
    case .number:
      return PlainNumber.text(cell.number)
    case .date:
      return SerialDate.isoText(
        serial: cell.number,
        epoch: grid.epoch,
        isDuration: grid.style(of: cell).isDuration
      ) ?? PlainNumber.text(cell.number)
    case .boolean: return cell.payload == 1 ? "TRUE" : "FALSE"
    case .error, .isoDate: return grid.text(of: cell)
    case .empty, .missingResult, .badTextIndex: return nil
    }
  }
}
