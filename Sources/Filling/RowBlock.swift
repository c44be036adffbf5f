import SpreadsheetML
import Tabular

/// Whole rows that repeat for every element of an array: the defined name `each.<path>`.
struct RowBlock: Hashable {
  var path: String
  var sheet: String
  var rows: ClosedRange<Int>

  /// Reads `Sheet!$5:$7` or `'My sheet'!$A$5:$F$7`; `nil` for anything else.
  init?(_ name: Workbook.DefinedName) {
    path = String(name.name.dropFirst("each.".count))
    guard let mark = name.text.lastIndex(of: "!") else { return nil }
    var sheet = String(name.text[..<mark])
    if sheet.hasPrefix("'"), sheet.hasSuffix("'"), sheet.count >= 2 {
      sheet = String(sheet.dropFirst().dropLast())
      sheet = sheet.split(separator: "''", omittingEmptySubsequences: false).joined(separator: "'")
    }
    self.sheet = sheet
    let parts = name.text[name.text.index(after: mark)...].split(separator: ":")
    guard (1...2).contains(parts.count), !path.isEmpty else { return nil }
    var numbers: [Int] = []
    for part in parts {
      let digits = part.filter(\.isNumber)
      guard let number = Int(digits), number >= 1, number <= SheetBounds.rows else { return nil }
      numbers.append(number - 1)
    }
    guard let first = numbers.min(), let last = numbers.max() else { return nil }
    rows = first...last
  }

  /// The names of two blocks that overlap without one lying inside the other.
  static func overlap(_ blocks: [RowBlock]) -> String? {
    for (index, first) in blocks.enumerated() {
      for second in blocks[(index + 1)...] where first.rows.overlaps(second.rows) {
        let isInside =
          first.rows != second.rows
          && (contains(first.rows, second.rows) || contains(second.rows, first.rows))
        if !isInside { return "\(first.label), \(second.label)" }
      }
    }
    return nil
  }

  /// The name with its rows, as messages call it.
  private var label: String { "each.\(path) ($\(rows.lowerBound + 1):$\(rows.upperBound + 1))" }

  private static func contains(_ outer: ClosedRange<Int>, _ inner: ClosedRange<Int>) -> Bool {
    outer.lowerBound <= inner.lowerBound && outer.upperBound >= inner.upperBound
  }
}
