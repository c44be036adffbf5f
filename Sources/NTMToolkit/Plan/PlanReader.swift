package import Criteria
package import Definitions
package import Evaluation
package import Findings
import Forms
import Tabular
import VietnameseText

/// Reads a plan from a sheet: a row a figure, with what is reached, what is aimed at, and how.
package struct PlanReader {
  private let set: CriteriaSet
  private let store: DefinitionStore
  private static let texts = ["measures", "lead", "support", "deadline", "funds", "note"]
  private static let needed = [
    ["code", "target"], ["content", "target"], ["ordinal", "target"],
  ]

  package init(set: CriteriaSet, store: DefinitionStore) {
    self.set = set
    self.store = store
  }

  /// The plan of a file's first sheet that holds one; `nil` where there is none.
  package func read(_ opened: OpenedFile, file: String) -> (plan: Plan, findings: [Finding])? {
    let headings = DeclaredHeadings(store.vocabulary)
    for grid in opened.grids where !grid.isHidden {
      guard
        let table = DeclaredTable(in: grid, file: file, headings: headings, needing: Self.needed)
      else { continue }
      return read(table)
    }
    return nil
  }

  private func read(_ table: DeclaredTable) -> (plan: Plan, findings: [Finding]) {
    var findings = table.findings
    var resolver = CodeResolver(set: set, vocabulary: store.vocabulary)
    var plan = Plan(file: table.file, rows: [])
    var last: Indicator?
    for index in table.rows where !table.grid.rows[index].isHidden {
      let subject = resolver.subject(table, rowAt: index, &findings)
      if case .indicator(let code) = subject {
        last = set.indicators.first { $0.code == code }
        if last == nil { findings.append(unknown(code, table, index)) }
      }
      guard hasFigure(table, index) else { continue }
      let row = Row(table, index, store.vocabulary)
      var read: PlanRow?
      switch subject {
      case .indicator: read = last.map { self.row(row, $0, &findings) }
      case .criterion(let number):
        let only = set.criteria?.first { $0.number == number }?.indicators
        // Under a criterion of several indicators a row without a code is none of them.
        read =
          only.flatMap { $0.count == 1 ? self.row(row, $0[0], &findings) : nil }
          ?? withoutCode(row, nil, &findings)
      case .nothing: read = withoutCode(row, last, &findings)
      }
      if let read { plan.rows.append(read) }
    }
    return (plan, findings)
  }

  private func hasFigure(_ table: DeclaredTable, _ index: Int) -> Bool {
    ["current", "target"].contains { table.cell($0, rowAt: index) != nil }
      && (table.cell("content", rowAt: index) ?? table.cell("criterion", rowAt: index)) != nil
  }

  private func unknown(_ code: String, _ table: DeclaredTable, _ index: Int) -> Finding {
    let column = table.columns["code"] ?? table.columns["ordinal"] ?? 0
    let cell = CellReference(row: Int(table.grid.rows[index].number), column: column)
    return Finding(
      .unknownIndicator,
      at: table.place(cell),
      found: code,
      arguments: ["code": LocalizedText(code)]
    )
  }

  // MARK: - One row

  /// A row with what its cells say.
  private struct Row {
    let table: DeclaredTable
    let index: Int
    let values: DeclaredValueReader
    let label: String
    let location: SourceLocation
    let unit: String?

    init(_ table: DeclaredTable, _ index: Int, _ vocabulary: Vocabulary) {
      self.table = table
      self.index = index
      let values = DeclaredValueReader(table: table, vocabulary: vocabulary)
      self.values = values
      let content = table.cell("content", rowAt: index) ?? table.cell("criterion", rowAt: index)
      label = content?.text ?? ""
      location = table.place(
        content?.place ?? CellReference(row: Int(table.grid.rows[index].number), column: 0)
      )
      // Where no column gives the unit, the figure itself may: "22 hộ".
      unit =
        table.cell("unit", rowAt: index)?.text
        ?? ["target", "current"].compactMap { table.cell($0, rowAt: index) }
        .compactMap { values.tail($0.text) }.first
    }
  }

  private func row(_ row: Row, _ indicator: Indicator, _ findings: inout [Finding]) -> PlanRow {
    let detail = self.detail(row, indicator)
    var result = PlanRow(
      subject: detail.map { .detail(indicator: indicator.code, id: $0.id) }
        ?? .indicator(indicator.code),
      label: row.label,
      unit: row.unit ?? detail?.unit ?? indicator.unit,
      location: row.location
    )
    var judged = indicator
    if let detail {
      judged.unit = detail.unit
      judged.kind = .quantity
    }
    fill(&result, row, judged, &findings)
    return result
  }

  /// A row under an indicator without a code of its own: a figure beside it, or something else.
  private func withoutCode(
    _ row: Row,
    _ last: Indicator?,
    _ findings: inout [Finding]
  ) -> PlanRow {
    if let last, detail(row, last) != nil { return self.row(row, last, &findings) }
    var result = PlanRow(
      subject: .other(row.label),
      label: row.label,
      unit: row.unit,
      location: row.location
    )
    var free = Indicator(code: row.label, text: LocalizedText(row.label), kind: .quantity)
    free.unit = row.unit
    fill(&result, row, free, &findings)
    return result
  }

  /// The figure beside an indicator that a row's unit and text name.
  private func detail(_ row: Row, _ indicator: Indicator) -> Detail? {
    guard let unit = row.unit.map({ Vocabulary.key($0) }),
      unit != indicator.unit.map({ Vocabulary.key($0) })
    else { return nil }
    let label = Vocabulary.key(row.label)
    // The unit alone is not enough: villages of culture are not villages of the programme.
    return indicator.details.filter { detail in
      detail.unit.map { Vocabulary.key($0) } == unit
        && label.contains(Vocabulary.key(detail.text.vi))
    }.max { $0.text.vi.count < $1.text.vi.count }
  }

  private func fill(
    _ result: inout PlanRow,
    _ row: Row,
    _ indicator: Indicator,
    _ findings: inout [Finding]
  ) {
    func figure(_ meaning: String) -> PlanRow.Figure? {
      guard let (_, text, place) = row.table.cell(meaning, rowAt: row.index) else { return nil }
      let year = row.values.number(meaning + "-year", rowAt: row.index, &findings)
      return PlanRow.Figure(
        value: row.values.value(meaning, indicator, rowAt: row.index, &findings),
        year: year?.whole,
        text: text,
        location: row.table.place(place)
      )
    }
    result.current = figure("current")
    result.target = figure("target")
    result.change = figure("change")
    for meaning in Self.texts {
      result.texts[meaning] = row.table.cell(meaning, rowAt: row.index)?.text
    }
  }
}
