import Expressions
import Findings
import Tabular
import VietnameseText

/// Compares total rows and the sums in group rows with the records they stand for.
struct TotalsCheck {
  private let context: ReadingContext
  private let columns: [TableColumn]
  private let values: ValueReader

  /// The sum of one column over some records; `nil` once a cell of it could not be read.
  private typealias Sums = [ExactDecimal?]

  private struct Claim {
    var row: Int
    var cells: [Int]
    /// The group that it sums, or `nil` for all records.
    var group: Int?
    /// Further sums that it may state: of all records and of the group before it.
    var alternatives: [Sums]
    /// Whether it stands above its rows, so that hamlets below may belong to it.
    var isAbove = false
    /// Which of the things that are counted it sums; 0 where there is one only.
    var kind: Int? = 0
  }

  /// A column whose figures, marks or answers are summed up.
  private final class Summed: Sendable {
    let position: Int
    let field: Int
    let isFigure: Bool
    /// Whether it is the column of one answer, and of which.
    let isChoice: Bool
    let choice: String?

    init(_ column: TableColumn, at position: Int) {
      self.position = position
      field = column.target.field
      isFigure = column.field.kind.isFigure
      isChoice = column.target.choice != nil
      choice = column.target.choice.map { column.field.choices[$0].id }
    }
  }

  private let summed: [Summed]
  private let empty: Sums
  private var groups: [Sums]
  private var all: Sums
  /// The sums of the records since the total row before.
  private var since: Sums
  /// The sums of the records since the last group or total row, which belong to all of these.
  private var latest: Sums
  private var claims: [Claim] = []
  private var hasRecords = false
  /// The sums of the tables above in the same sheet: a page's total may go on from the page before.
  private let carried: Sums?
  /// The column that tells what a row counts, such as households or persons.
  private let breakdown: TableColumn?
  private let breakdownPosition: Int
  private let kinds: Int
  /// Records without a figure, by column: a total over them is not whole.
  private var blanks: [[(row: Int, name: String)]]

  /// The sums of all records by what the columns hold, for the table below.
  var carriedOn: [ColumnTarget: ExactDecimal] {
    var result: [ColumnTarget: ExactDecimal] = [:]
    guard kinds == 1 else { return result }
    // Asked after the check, when all sums are settled.
    for (position, column) in columns.enumerated() {
      let before = carried.map { $0[position] } ?? .zero
      if let sum = sum(all[position], before) { result[column.target] = sum }
    }
    return result
  }

  init(
    _ context: ReadingContext,
    columns: [TableColumn],
    carried: [ColumnTarget: ExactDecimal] = [:]
  ) {
    self.context = context
    self.columns = columns
    values = ValueReader(context: context)
    let position = columns.firstIndex {
      $0.field.id == context.form.totalsBy && $0.target.choice == nil
    }
    breakdown = position.map { columns[$0] }
    breakdownPosition = position ?? 0
    kinds = max(1, breakdown?.field.choices.count ?? 1)
    summed = columns.enumerated().filter { $1.field.role != .ordinal }.map {
      Summed($1, at: $0)
    }
    blanks = Array(repeating: [], count: columns.count)
    empty = Array(repeating: .zero, count: columns.count * kinds)
    // Sums go on to a further table only where a row counts one thing.
    self.carried = carried.isEmpty || kinds > 1 ? nil : columns.map { carried[$0.target] }
    all = empty
    since = empty
    latest = empty
    groups = [empty]
  }

  /// Adds the latest records to the sums that they belong to.
  private mutating func settle() {
    guard latest != empty else { return }
    for slot in latest.indices where latest[slot] != .zero {
      all[slot] = sum(all[slot], latest[slot])
      since[slot] = sum(since[slot], latest[slot])
      groups[groups.count - 1][slot] = sum(groups[groups.count - 1][slot], latest[slot])
    }
    latest = empty
  }

  mutating func startGroup(row: Int, _ rowIndex: Int?, _ cells: [Int]) {
    settle()
    groups.append(empty)
    if rowIndex != nil {
      var claim = Claim(row: row, cells: cells, group: groups.count - 1, alternatives: [])
      claim.isAbove = true
      claim.kind = kind(ofTotal: cells)
      claims.append(claim)
    }
  }

  mutating func add(row: Int, rowIndex: Int, cells: [Int], isOfGroup: Bool) {
    settle()
    let group = isOfGroup && groups.count > 1 ? groups.count - 1 : nil
    // Before the first record there is nothing but the whole table that it can sum.
    let between =
      group != nil ? suffixes : hasRecords ? [all, groups[groups.count - 1]] : []
    // "Cộng cụm 2" below "Cộng cụm 1" sums the rows between them.
    let further = isOfGroup && group == nil && since != all && since != empty ? [since] : []
    since = empty
    var claim = Claim(row: row, cells: cells, group: group, alternatives: between + further)
    claim.kind = kind(ofTotal: cells)
    claims.append(claim)
  }

  /// What a total row counts; `nil` where that cannot be read, so that nothing can be compared.
  private func kind(ofTotal cells: [Int]) -> Int? {
    guard let breakdown else { return 0 }
    guard cells[breakdownPosition] >= 0,
      let entry = context.texts.entry(context.grid.cells[cells[breakdownPosition]])
    else { return nil }
    return breakdown.field.choices.firstIndex { $0.words.contains(entry.key) }
  }

  /// What a record counts.
  private func kind(of record: Record) -> Int? {
    guard let breakdown else { return 0 }
    guard case .choice(let id)? = record.values[breakdown.target.field] else { return nil }
    return breakdown.field.choices.firstIndex { $0.id == id }
  }

  /// The sums of the last two groups, the last three and so on: a village's subtotal stands below the
  /// rows of several hamlets.
  private var suffixes: [Sums] { running(groups.reversed()).dropFirst().map { $0 } }

  /// The sums of the first group, of the first two, of the first three.
  private func running(_ groups: some Collection<Sums>) -> [Sums] {
    var result: [Sums] = []
    for group in groups.prefix(50) {
      let before = result.last
      result.append(before.map { zip($0, group).map { sum($0, $1) } } ?? group)
    }
    return result
  }

  mutating func add(_ record: Record) {
    hasRecords = true
    guard let kind = kind(of: record) else { return }
    if context.form.shape == .matrix { noteBlanks(record) }
    for index in summed.indices {
      guard let part = part(of: record, summed[index]) else { continue }
      if part == .zero { continue }
      let slot = summed[index].position * kinds + kind
      latest[slot] = sum(latest[slot], part)
    }
  }

  /// In a table of villages a blank is a figure that is still to come.
  private mutating func noteBlanks(_ record: Record) {
    for (position, column) in columns.enumerated() {
      let field = column.target.field
      guard column.field.kind.isFigure, column.field.role == .value,
        record.values[field] == nil, !record.unreadable.contains(field),
        column.field.isRequired || column.field.isWished
      else { continue }
      let name = context.form.fields.firstIndex { $0.place != nil }.flatMap { record.values[$0] }
      blanks[position].append((record.row, name?.shown ?? "\(record.row + 1)"))
    }
  }

  private func sum(_ first: ExactDecimal?, _ second: ExactDecimal?) -> ExactDecimal? {
    guard let first, let second else { return nil }
    return first.adding(second)
  }

  /// What a record adds to a column's sum: `.some(nil)` for what could not be read, `nil` where nothing can
  /// be summed.
  private func part(of record: Record, _ summed: Summed) -> ExactDecimal?? {
    if !record.unreadable.isEmpty, record.unreadable.contains(summed.field) { return .some(nil) }
    switch record.values[summed.field] {
    case .number(let number) where !summed.isChoice: return .some(number)
    case .mark(let isYes) where !summed.isChoice: return .some(isYes ? ExactDecimal(1) : .zero)
    case .choice(let id) where summed.isChoice:
      return .some(summed.choice == id ? ExactDecimal(1) : .zero)
    case nil where summed.isFigure: return .some(.zero)
    case _ where summed.isChoice: return .some(.zero)
    default: return nil
    }
  }

  /// Reports every total that is not the sum of its rows.
  ///
  /// Answers how many figures were compared, and how many differ.
  mutating func check() -> (compared: Int, different: Int) {
    settle()
    var result = (compared: 0, different: 0)
    for claim in claims {
      guard let kind = claim.kind else { continue }
      let scopes =
        claim.isAbove
        ? running(groups[(claim.group ?? 0)...])
        : [claim.group.map { groups[$0] } ?? all] + claim.alternatives
      let further = withCarried(claim)
      for (position, column) in columns.enumerated() {
        let field = column.field
        guard field.role == .value, !field.isRatio, claim.cells[position] >= 0 else { continue }
        guard
          field.kind.isFigure || field.kind == .mark || column.target.choice != nil,
          let claimed = claimed(context.grid.cells[claim.cells[position]], column)
        else { continue }
        let sums = scopes.compactMap { $0[position * kinds + kind] }
        if claim.group == nil, !blanks[position].isEmpty { reportBlanks(claim, position, column) }
        // A cell that could not be read has its own finding: its column cannot be summed.
        guard sums.count == scopes.count, let expected = sums.first else { continue }
        result.compared += 1
        let all = sums + further.compactMap { $0[position] }
        if all.contains(where: { isSame($0, claimed) }) { continue }
        if isRounded(claimed, context.grid.cells[claim.cells[position]], column, of: all) {
          continue
        }
        result.different += 1
        report(claim, column, field, claimed, expected)
      }
    }
    return result
  }

  /// The sums up to a claim, with what the tables above add.
  private func withCarried(_ claim: Claim) -> [Sums] {
    guard let carried, claim.group == nil else { return [] }
    return ([all] + claim.alternatives).map { sums in zip(sums, carried).map { sum($0, $1) } }
  }

  /// Whether two sums differ by no more than what adding binary fractions leaves behind.
  private func isSame(_ first: ExactDecimal, _ second: ExactDecimal) -> Bool {
    if first == second { return true }
    guard let gap = first.subtracting(second)?.multiplied(by: ExactDecimal(1_000_000_000)) else {
      return false
    }
    let zero = ExactDecimal.zero
    let size = first < zero ? first.negated : first
    guard let size, let width = gap < zero ? gap.negated : gap else { return false }
    return !(size < width)
  }

  /// Whether a total is one of the sums as far as its decimals are seen; what is counted has none.
  private func isRounded(
    _ claimed: ExactDecimal,
    _ cell: PackedCell,
    _ column: TableColumn,
    of sums: [ExactDecimal]
  ) -> Bool {
    let kind = column.field.kind
    guard kind.isFigure, kind != .count, column.scale != .zero else { return false }
    guard let stored = claimed.divided(by: column.scale, places: 12) else { return false }
    let decimals =
      context.texts.entry(cell).map { ShownDigits.decimals(of: stored, written: $0.text) }
      ?? ShownDigits.decimals(of: stored, format: context.grid.style(of: cell).formatCode)
    return sums.contains { sum in
      sum.divided(by: column.scale, places: 12)
        .map { ShownDigits.agree($0, stored, decimals: decimals) } ?? false
    }
  }

  /// The figure in a total row, in the form's unit; `nil` for blanks, `x` and what is no number.
  private func claimed(_ cell: PackedCell, _ column: TableColumn) -> ExactDecimal? {
    switch cell.kind {
    case .number:
      var figure = PlainNumber.exact(cell.number)
      for _ in 0..<(context.formats[cell]?.thousands ?? 0) {
        figure = figure?.divided(by: ExactDecimal(1000), places: 12)
      }
      return figure?.multiplied(by: column.scale)
    case .sharedText, .localText:
      guard let entry = context.texts.entry(cell) else { return nil }
      let reading = Quantity.read(entry.text).number
      switch reading {
      case .certain(let value, _): return value.multiplied(by: column.scale)
      case .ambiguous:
        guard let mark = column.convention.decided else { return nil }
        return reading.value(mark: mark)?.multiplied(by: column.scale)
      case .notANumber: return nil
      }
    default: return nil
    }
  }

  private func reportBlanks(_ claim: Claim, _ position: Int, _ column: TableColumn) {
    let place = CellReference(row: claim.row, column: column.column)
    context.findings.append(
      Finding(
        .incompleteTotal,
        at: context.location(place),
        field: column.field.id,
        header: column.path,
        found: context.texts.display(context.grid.cells[claim.cells[position]]),
        arguments: [
          "count": LocalizedText("\(blanks[position].count)"),
          "missing": LocalizedText(blanks[position].prefix(5).map(\.name).joined(separator: ", ")),
        ],
        related: blanks[position].map {
          context.location(CellReference(row: $0.row, column: column.column))
        }
      )
    )
  }

  private func report(
    _ claim: Claim,
    _ column: TableColumn,
    _ field: FieldDefinition,
    _ claimed: ExactDecimal,
    _ expected: ExactDecimal
  ) {
    let place = CellReference(row: claim.row, column: column.column)
    context.findings.append(
      .totalMismatch(
        at: context.location(place),
        field,
        header: column.path,
        stated: claimed,
        sum: expected
      )
    )
  }
}
