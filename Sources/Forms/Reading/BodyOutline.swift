import Tabular
import VietnameseText

/// What the body of a table shows as a whole, before its rows are told apart one by one.
///
/// Rows that sum others up are found by their figures, whatever they are called: a sum without a label
/// looks like a household, and a village's sum above its households like the first of them.
struct BodyOutline {
  /// Indices into the grid's rows of sums of rows above them.
  private(set) var sumsOfAbove: Set<Int> = []
  /// The same of rows below them.
  private(set) var sumsOfBelow: Set<Int> = []
  /// How many rows are numbered, and the index of the last of them.
  private(set) var numberedCount = 0
  private(set) var lastNumbered = -1
  /// The index of the last row with a figure, mark or choice.
  private(set) var lastAnswer = -1

  /// A row with figures; there may be a million of them.
  private struct Row {
    var number: Int32
    /// How many of its figures are not 0.
    var count: Int32
    var isNumbered: Bool
    var hasTotalWord: Bool
    var hasLabel: Bool

    /// Its index into the grid's rows.
    var index: Int { Int(number) }
  }

  private var rows: [Row] = []
  /// The figures of these rows one after another, as many of each; blanks are not numbers.
  private var figures: [Double] = []
  /// How far a sum may reach: a sheet of nothing but zeros must not cost the square of its rows.
  private static let reach = 4000

  init() {}

  init(
    _ context: ReadingContext,
    columns: [TableColumn],
    rows range: Range<Int>,
    isTotalWord: (String) -> Bool,
    isSummary: (String) -> Bool
  ) {
    let ordinal = columns.first { $0.field.role == .ordinal }?.column
    let answers = columns.filter { $0.field.role == .value && $0.field.kind != .text }
    let summed = answers.filter {
      $0.field.kind.isFigure && $0.field.kind != .percent && !$0.field.isRatio
    }
    let texts = columns.filter { $0.field.kind == .text }.map(\.column)
    // Once for all: growing by doubling would hold them twice.
    rows.reserveCapacity(range.count)
    figures.reserveCapacity(range.count * summed.count)
    for index in range {
      let sheet = context.texts
      // What is hidden by hand is not read, and no sum counts it.
      guard !sheet.cellIndices(ofRowAt: index).isEmpty,
        context.readsHidden || !sheet.rows[index].isHidden
      else { continue }
      let number = ordinal.flatMap { sheet.cell(row: index, column: $0) }
      let isNumbered = number.map { Self.isNumber($0, sheet) } ?? false
      if isNumbered {
        numberedCount += 1
        lastNumbered = index
      }
      let start = figures.count
      var count = 0
      for column in summed {
        let cell = sheet.cell(row: index, column: column.column)
        let value = cell.flatMap { Self.figure($0, column, context) }
        if let value, value != 0 { count += 1 }
        figures.append(value ?? .nan)
      }
      var label = isNumbered ? nil : number.flatMap { sheet.entry($0) }
      if !isNumbered, label == nil {
        for column in texts where label == nil {
          label = sheet.cell(row: index, column: column).flatMap { sheet.entry($0) }
        }
      }
      let hasTotalWord = label.map { isTotalWord($0.key) } ?? false
      let isAnswered =
        count > 0
        || answers.contains { column in
          sheet.cell(row: index, column: column.column).map { Self.isAnswer($0, column, context) }
            ?? false
        }
      if isAnswered, !hasTotalWord, !(label.map { isSummary($0.key) } ?? false) {
        lastAnswer = index
      }
      if count == 0 {
        figures.removeLast(figures.count - start)
        continue
      }
      rows.append(
        Row(
          number: Int32(truncatingIfNeeded: index),
          count: Int32(truncatingIfNeeded: count),
          isNumbered: isNumbered,
          hasTotalWord: hasTotalWord,
          hasLabel: label != nil
        )
      )
    }
    let hasOrdinals = numberedCount > 0
    for position in rows.indices where !rows[position].isNumbered {
      if isSum(position, step: -1, hasOrdinals) { sumsOfAbove.insert(rows[position].index) }
    }
    for position in rows.indices where !sumsOfAbove.contains(rows[position].index) {
      if isSum(position, step: 1, hasOrdinals) { sumsOfBelow.insert(rows[position].index) }
    }
    rows = []
    figures = []
  }

  /// Whether a cell numbers a record; a number is asked without its text being made.
  static func isNumber(_ cell: PackedCell, _ texts: SheetTexts) -> Bool {
    if cell.kind == .number, cell.number == cell.number.rounded() {
      return cell.number >= 0 && cell.number < 1_000_000
    }
    return texts.display(cell).map(isNumber) ?? false
  }

  /// Whether a text numbers a record: `7`, `07`, `7.`, `7)`.
  static func isNumber(_ text: String) -> Bool {
    var body = text[...]
    while let last = body.last, ".)".contains(last) { body.removeLast() }
    return !body.isEmpty && body.utf8.count <= 6
      && body.utf8.allSatisfy { (0x30...0x39).contains($0) }
  }

  /// Whether a cell says something that the field can hold; a signature below the table does not.
  private static func isAnswer(
    _ cell: PackedCell,
    _ column: TableColumn,
    _ context: ReadingContext
  ) -> Bool {
    guard let entry = context.texts.entry(cell) else {
      return cell.kind != .empty && context.texts.display(cell) != nil
    }
    if column.field.kind == .choice, column.target.choice == nil {
      return entry.choice(of: column.field) != nil
    }
    if entry.mark(context.compiled) != nil { return true }
    // Points and years are figures that no sum adds up.
    if column.field.kind.isFigure || column.field.kind == .year, entry.text.first?.isNumber == true
    {
      return true
    }
    // A date of birth under the heading of the sex.
    return column.carried != nil
      && DateText.read(entry.text, words: context.vocabulary.dateWords) != .none
  }

  private static func figure(_ cell: PackedCell, _ column: TableColumn, _ context: ReadingContext)
    -> Double?
  {
    switch cell.kind {
    case .number: return cell.number
    case .sharedText, .localText:
      guard let entry = context.texts.entry(cell) else { return nil }
      let reading = Quantity.read(entry.text).number
      let mark = column.convention.decided ?? .comma
      return reading.value(mark: mark).flatMap { Double("\($0)") }
    default: return nil
    }
  }

  /// Whether a row's figures are the sums of the rows next to it in one direction.
  private func isSum(_ position: Int, step: Int, _ hasOrdinals: Bool) -> Bool {
    let row = rows[position]
    let width = rowWidth
    // A household of three may by chance be the sum of its two neighbours: the less a row is marked
    // as another kind by other signs, the more of its figures must agree.
    let isMarked = row.hasTotalWord
    let fewestFigures = isMarked ? 2 : row.isNumbered ? 4 : 3
    let fewestRows = isMarked ? 2 : row.isNumbered || !hasOrdinals ? 4 : 2
    guard row.count >= fewestFigures else { return false }
    // Without a label, or with a total's, one wrong sum makes no record of it.
    let mostWrong = (isMarked || !row.hasLabel) && row.count >= 4 ? 1 : 0
    var sums = [Double](repeating: 0, count: width)
    var summed = 0
    var next = position + step
    while rows.indices.contains(next), abs(next - position) <= Self.reach {
      let (other, otherPosition) = (rows[next], next)
      next += step
      if sumsOfAbove.contains(other.index) { continue }
      summed += 1
      var (less, more) = (0, 0)
      for column in 0..<width {
        let claimed = figures[position * width + column]
        let part = figures[otherPosition * width + column]
        if !part.isNaN { sums[column] += part }
        guard !claimed.isNaN else { continue }
        let tolerance = 1e-9 * max(abs(claimed), 1)
        if sums[column] > claimed + tolerance { more += 1 }
        if sums[column] < claimed - tolerance { less += 1 }
      }
      if more > mostWrong { return false }
      if less + more <= mostWrong, summed >= fewestRows { return true }
      if less + more == 0 { return false }
    }
    return false
  }

  private var rowWidth: Int { rows.isEmpty ? 0 : figures.count / rows.count }
}
