import Findings
import Tabular
import VietnameseText

/// The arithmetic that a row of column numbers states: `11=10+9` says how column 11 follows from others.
///
/// The form's author wrote it down as a rule, so each record is held to it, also in columns that are not read.
struct ColumnFormulas {
  private struct Formula {
    var column: Int
    var text: String
    var terms: [(column: Int, isAdded: Bool)]
  }

  private let context: ReadingContext
  private let columns: [TableColumn]
  private var formulas: [Formula] = []

  init(_ context: ReadingContext, columns: [TableColumn]) {
    self.context = context
    self.columns = columns
  }

  var isEmpty: Bool { formulas.isEmpty }

  /// Takes the formulas of a row that numbers the columns.
  mutating func read(rowAt index: Int) {
    var columnsByLabel: [String: Int] = [:]
    var stated: [(column: Int, text: String)] = []
    for cell in context.grid.cells(ofRowAt: index) {
      guard let text = context.texts.display(cell) else { continue }
      let parts = text.split(separator: "=", maxSplits: 1)
      guard let label = parts.first.map({ Self.bare($0) }), !label.isEmpty else { continue }
      columnsByLabel[label] = Int(cell.column)
      if parts.count == 2 { stated.append((Int(cell.column), text)) }
    }
    for (column, text) in stated {
      guard let equals = text.firstIndex(of: "="),
        let terms = Self.terms(text[text.index(after: equals)...], columnsByLabel), terms.count > 1
      else { continue }
      formulas.append(Formula(column: column, text: text, terms: terms))
    }
  }

  private static func bare(_ text: some StringProtocol) -> String {
    String(text.filter { !" ()[]".contains($0) })
  }

  /// The sum or difference on the right side; `nil` for anything else, such as a share.
  private static func terms(_ text: Substring, _ columns: [String: Int])
    -> [(column: Int, isAdded: Bool)]?
  {
    var result: [(column: Int, isAdded: Bool)] = []
    var isAdded = true
    var label = ""
    func end() -> Bool {
      guard let column = columns[label] else { return false }
      result.append((column, isAdded))
      label = ""
      return true
    }
    for character in bare(text) {
      switch character {
      case "+", "-", "–":
        guard end() else { return nil }
        isAdded = character == "+"
      case _ where character.isNumber || character.isLetter: label.append(character)
      default: return nil
      }
    }
    return end() ? result : nil
  }

  /// Reports where the figures of a row do not obey; what is blank or no number is not held to it.
  func check(rowAt index: Int) {
    for formula in formulas {
      guard let stated = figure(index, formula.column) else { continue }
      var sum = ExactDecimal.zero
      var isWhole = true
      for term in formula.terms {
        guard let part = figure(index, term.column),
          let next = term.isAdded ? sum.adding(part) : sum.subtracting(part)
        else {
          isWhole = false
          break
        }
        sum = next
      }
      guard isWhole, !isSame(sum, stated) else { continue }
      report(formula, rowAt: index, stated, sum)
    }
  }

  private func isSame(_ first: ExactDecimal, _ second: ExactDecimal) -> Bool {
    guard let gap = first.subtracting(second), let size = gap < .zero ? gap.negated : gap,
      let scaled = size.multiplied(by: ExactDecimal(1_000_000))
    else { return first == second }
    return scaled < ExactDecimal(1)
  }

  private func figure(_ index: Int, _ column: Int) -> ExactDecimal? {
    guard let position = context.grid.cellIndex(row: index, column: column) else { return nil }
    let cell = context.grid.cells[position]
    switch cell.kind {
    case .number: return PlainNumber.exact(cell.number)
    case .sharedText, .localText:
      guard let entry = context.texts.entry(cell) else { return nil }
      let reading = NumberReader.read(entry.text)
      let known = columns.first { $0.column == column }
      if case .certain(let value, _) = reading { return value }
      return known?.convention.decided.flatMap { reading.value(mark: $0) }
    default: return nil
    }
  }

  private func report(
    _ formula: Formula,
    rowAt index: Int,
    _ stated: ExactDecimal,
    _ sum: ExactDecimal
  ) {
    let row = Int(context.grid.rows[index].number)
    let column = columns.first { $0.column == formula.column }
    context.findings.append(
      Finding(
        .sumMismatch,
        "column-numbers",
        at: context.location(CellReference(row: row, column: formula.column)),
        field: column?.field.id,
        header: column?.path,
        found: "\(stated)",
        expected: LocalizedText("\(sum)"),
        arguments: [
          "formula": LocalizedText(formula.text), "found": LocalizedText(stated),
          "expected": LocalizedText(sum), "stated": LocalizedText(stated),
          "sum": LocalizedText(sum),
        ],
        related: formula.terms.map {
          context.location(CellReference(row: row, column: $0.column))
        }
      )
    )
  }
}
