import Findings
import Tabular

/// The sums that the figures of a table must keep.
package struct FigureSums {
  private let table: FigureTable

  package init(_ table: FigureTable) { self.table = table }

  /// A figure with the figures of which it is the sum.
  package struct Rule: Sendable {
    package var total: FigureKey
    package var parts: [FigureKey]
  }

  /// Every rule of the table: first those of its columns, then those of its rows.
  package var rules: [Rule] {
    var result: [Rule] = []
    for row in table.rows where !row.isHeading {
      for column in table.columns where !column.sum.isEmpty {
        result.append(
          Rule(
            total: FigureKey(row: row.id, column: column.id),
            parts: column.sum.map { FigureKey(row: row.id, column: $0) }
          )
        )
      }
    }
    // From the bottom: a sum of sums comes after them.
    for row in table.rows.reversed() {
      for sum in row.sums {
        for column in table.columns {
          result.append(
            Rule(
              total: FigureKey(row: row.id, column: column.id),
              parts: sum.map { FigureKey(row: $0, column: column.id) }
            )
          )
        }
      }
    }
    return result
  }

  /// Compares every total with its parts, and takes what follows for certain:
  /// a total that is not given is the sum of its parts; parts that are not given are nothing where
  /// the given ones make up the whole total.
  package func check(_ sheet: inout FigureSheet) {
    // A derived figure may make another rule whole: rules are few, two rounds are enough for any order.
    for round in 0..<2 {
      for rule in rules { apply(rule, &sheet, reports: round == 1) }
    }
    for row in table.rows {
      guard let most = row.atMost else { continue }
      for column in table.columns {
        let own = FigureKey(row: row.id, column: column.id)
        let other = FigureKey(row: most, column: column.id)
        guard let value = sheet.values[own], let limit = sheet.values[other],
          value.value > limit.value, let place = value.places.first
        else { continue }
        sheet.disputed.formUnion([own, other])
        sheet.findings.append(
          Finding(
            .partExceedsWhole,
            "figures",
            at: place,
            found: "\(value.value)",
            arguments: [
              "part": LocalizedText(row.label),
              "whole": LocalizedText(table.row(most)?.label ?? most),
              "found": LocalizedText(value.value), "limit": LocalizedText(limit.value),
            ],
            related: limit.places
          )
        )
      }
    }
  }

  private func apply(_ rule: Rule, _ sheet: inout FigureSheet, reports: Bool) {
    let given = rule.parts.compactMap { sheet.values[$0] }
    var sum = ExactDecimal.zero
    for part in given {
      guard let next = sum.adding(part.value) else { return }
      sum = next
    }
    let isWhole = given.count == rule.parts.count
    guard let total = sheet.values[rule.total] else {
      if isWhole {
        sheet.values[rule.total] = FigureSheet.Value(value: sum, places: given.flatMap(\.places))
      }
      return
    }
    if Self.agree(total.value, sum, parts: given.map(\.value)) {
      // No part is negative: what makes up the total leaves nothing for the others.
      guard !isWhole, !given.contains(where: { $0.value < .zero }) else { return }
      for key in rule.parts where sheet.values[key] == nil {
        sheet.values[key] = FigureSheet.Value(value: .zero, places: total.places)
      }
      return
    }
    guard reports, isWhole || sum > total.value else { return }
    guard let place = total.places.first,
      sheet.disputed.isDisjoint(with: [rule.total])
        || !sheet.findings.contains(where: { $0.code == .totalMismatch && $0.location == place })
    else { return }
    sheet.disputed.formUnion([rule.total] + rule.parts)
    sheet.findings.append(
      Finding(
        .totalMismatch,
        "figures",
        at: place,
        found: "\(total.value)",
        arguments: [
          "found": LocalizedText(total.value), "sum": LocalizedText(sum),
          "label": LocalizedText(label(rule.total)),
          "parts": LocalizedText(rule.parts.map(partLabel(rule.total)).joined(separator: " + ")),
        ],
        related: given.flatMap(\.places)
      )
    )
  }

  private func label(_ key: FigureKey) -> String {
    "\(table.row(key.row)?.label ?? key.row) – \(table.column(key.column)?.label ?? key.column)"
  }

  private func partLabel(_ total: FigureKey) -> (FigureKey) -> String {
    { key in
      key.row == total.row
        ? table.column(key.column)?.label ?? key.column : table.row(key.row)?.label ?? key.row
    }
  }

  /// Whole numbers agree exactly; decimals within half a unit of the last digit for each part.
  private static func agree(
    _ total: ExactDecimal,
    _ sum: ExactDecimal,
    parts: [ExactDecimal]
  ) -> Bool {
    if total == sum { return true }
    let places = ([total] + parts).map { max(0, -Int($0.exponent)) }.max() ?? 0
    guard places > 0, let difference = total.subtracting(sum),
      let half = ExactDecimal(significand: Int128(5 * (parts.count + 1)), exponent: -(places + 1))
    else { return false }
    let size = difference < .zero ? difference.negated ?? difference : difference
    return size <= half
  }
}
