import Definitions
import Findings
import Forms
import Tabular
import VietnameseText

/// What was decided about one table, in sentences that whoever filled it in understands.
struct TableText {
  let store: DefinitionStore
  let language: Language
  let form: FormDefinition

  private func phrase(_ key: String, _ values: [String: String] = [:]) -> String {
    store.catalogue.phrase(key, in: language, values)
  }

  func lines(_ table: TableSummary) -> [String] {
    place(table) + facts(table) + rows(table) + columns(table)
  }

  private func place(_ table: TableSummary) -> [String] {
    let record = form.recordLabel[language]
    let values = [
      "header": table.header.description, "records": "\(table.recordCount)",
      "record": record.isEmpty ? "record" : record,
    ]
    guard let rows = table.records else { return [phrase("inspect-table-empty", values)] }
    return [
      phrase(
        "inspect-table",
        values.merging([
          "first": "\(rows.lowerBound + 1)", "last": "\(rows.upperBound + 1)",
        ]) { $1 }
      )
    ]
  }

  private func facts(_ table: TableSummary) -> [String] {
    var lines: [String] = []
    if let village = table.village {
      lines.append(
        phrase("inspect-village", ["name": village.name, "place": place(village.source)])
      )
    }
    if let unit = table.unit {
      lines.append(
        phrase("inspect-unit", ["unit": said(unit.unit.name), "cell": unit.cell.description])
      )
    }
    for fact in table.facts {
      let definition = form.facts.first { $0.id == fact.fact }
      // The village has its own line.
      if definition?.place == "village", table.village != nil { continue }
      let label = definition?.label[language]
      lines.append(
        phrase(
          "inspect-fact",
          ["fact": label ?? fact.fact, "value": fact.text, "cell": fact.cell.description]
        )
      )
    }
    return lines
  }

  private func place(_ place: Provenance) -> String {
    switch place {
    case .cell(let cell): phrase("place-cell", ["cell": cell.description])
    case .sheetName: phrase("place-sheet-name")
    case .fileName: phrase("place-file-name")
    case .profile: phrase("place-profile")
    }
  }

  private func rows(_ table: TableSummary) -> [String] {
    var lines: [String] = []
    if !table.groups.isEmpty {
      lines.append(phrase("inspect-groups", ["rows": list(table.groups.map(\.row))]))
    }
    if !table.totals.isEmpty {
      let rows = ["rows": list(table.totals.map(\.row)), "count": "\(table.totalsCompared)"]
      let key =
        table.totalsDifferent > 0
        ? "inspect-totals-differ"
        : table.totalsCompared > 0 ? "inspect-totals" : "inspect-totals-blank"
      lines.append(
        phrase(key, rows.merging(["different": "\(table.totalsDifferent)"]) { $1 })
      )
    }
    for kind in OtherRow.allCases {
      guard let rows = table.otherRows[kind] else { continue }
      lines.append(
        phrase("rows-" + kind.rawValue, ["count": "\(rows.count)", "rows": list(rows)])
      )
    }
    return lines
  }

  /// Row numbers as spreadsheet programs show them, neighbours as ranges.
  private func list(_ rows: [Int]) -> String {
    var parts: [(first: Int, last: Int)] = []
    for row in rows.sorted() {
      if let last = parts.last, row <= last.last + 1 {
        parts[parts.count - 1].last = row
      } else {
        parts.append((row, row))
      }
    }
    let shown = parts.prefix(12).map {
      $0.first == $0.last ? "\($0.first + 1)" : "\($0.first + 1)–\($0.last + 1)"
    }
    return shown.joined(separator: ", ") + (parts.count > 12 ? ", …" : "")
  }

  private func columns(_ table: TableSummary) -> [String] {
    var lines: [String] = []
    if !table.columns.isEmpty { lines.append(phrase("inspect-columns")) }
    lines += table.columns.map { "  " + line($0) }
    let unread = table.unread.filter { !$0.path.isEmpty }
    if !unread.isEmpty { lines.append(phrase("inspect-unread")) }
    lines += unread.map { "  " + line($0) }
    return lines
  }

  private func name(_ target: ColumnTarget) -> String {
    let field = form.columnFields[target.field]
    let label = field.label[language]
    guard let choice = target.choice.map({ field.choices[$0] }) else {
      return "\(label) (\(field.id))"
    }
    return "\(label): \(choice.label[language]) (\(field.id) = \(choice.id))"
  }

  private func said(_ unit: String) -> String { store.catalogue.unit(unit, in: language) }

  private func line(_ column: MappedColumn) -> String {
    let field = form.columnFields[column.target.field]
    let scale = column.scale.written(in: language)
    var remarks = [phrase("match-" + column.match.reason.rawValue)]
    if let unit = column.unit {
      remarks.append(
        column.scale == ExactDecimal(1)
          ? phrase("column-unit", ["unit": said(unit.name)])
          : phrase(
            "column-scaled",
            ["unit": said(unit.name), "wanted": said(field.unit ?? ""), "scale": scale]
          )
      )
    }
    if column.convention.proofs > 0, let mark = column.convention.decided {
      remarks.append(phrase(mark == .comma ? "column-comma" : "column-point"))
    }
    let isCertain = column.match.score >= ColumnMatch.certain
    return phrase(
      isCertain ? "inspect-column" : "inspect-column-weak",
      [
        "column": CellReference.columnName(column.column), "header": column.path,
        "field": name(column.target), "reason": remarks.joined(separator: "; "),
        "score": "\(Int((column.match.score * 100).rounded()))",
      ]
    )
  }

  private func line(_ column: UnreadColumn) -> String {
    let values = ["column": CellReference.columnName(column.column), "header": column.path]
    if column.isIgnored { return phrase("inspect-ignored", values) }
    if column.isHidden { return phrase("inspect-hidden", values) }
    guard let match = column.nearest else { return phrase("inspect-unknown", values) }
    // What is usable and not read stands twice: which one is meant nobody can tell.
    let isDuplicate = match.score >= ColumnMatch.usable
    return phrase(
      isDuplicate ? "inspect-duplicate" : "inspect-doubtful",
      values.merging([
        "field": name(match.target), "reason": phrase("match-" + match.reason.rawValue),
        "score": "\(Int((match.score * 100).rounded()))",
      ]) { $1 }
    )
  }
}
