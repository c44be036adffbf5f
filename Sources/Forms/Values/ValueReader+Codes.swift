import VietnameseText
import Expressions
import Findings
import Tabular

/// Codes and identity numbers: letters and digits that are no numbers.
extension ValueReader {
  func code(
    _ cell: PackedCell,
    _ entry: SheetTexts.Entry?,
    _ column: TableColumn,
    _ place: CellReference,
    _ display: String
  ) -> Outcome {
    let key = entry?.key ?? Vocabulary.key(display)
    if isDash(display) || context.vocabulary.noData.contains(key) { return .blank }
    let shown = padded(cell, display)
    let patterns = context.patterns[column.field.id] ?? []
    let matches = { (text: String) in patterns.contains { TextPattern.matches(text, $0) } }
    guard !patterns.isEmpty, !matches(shown) else { return .value(.text(shown)) }
    // Blanks, dots and hyphens between groups of digits are there for the eye.
    let bare = shown.filter { !" .-'’".contains($0) }
    if matches(bare) { return .value(.text(bare)) }
    // What begins with a zero has lost none.
    let whole = bare.hasPrefix("0") ? [] : ["0" + bare, "00" + bare].filter(matches)
    guard bare.allSatisfy(\.isNumber), let restored = whole.first else {
      return .value(.text(shown))
    }
    return fail(
      .lostLeadingZero,
      column,
      place,
      found: shown,
      ["label": column.field.label, "restored": LocalizedText(restored)]
    )
  }

  /// A number as its format shows it: `000000000000` keeps the zeros in front.
  private func padded(_ cell: PackedCell, _ display: String) -> String {
    let styles = context.grid.styles
    let style = Int(cell.style)
    guard cell.kind == .number, styles.indices.contains(style),
      let code = styles[style].formatCode, code.utf8.count > display.utf8.count,
      code.allSatisfy({ $0 == "0" }), display.allSatisfy(\.isNumber)
    else { return display }
    return String(repeating: "0", count: code.utf8.count - display.utf8.count) + display
  }
}
