import Expressions
import Findings
import Forms
import Tabular

/// Keeps of the records of a sheet what the rules over a batch need.
struct RuleCollector {
  private let form: RuleBindings.Form
  private let sheet: String
  private var figures: [VillageFigures] = []
  /// Where the sums of each village stand.
  private var index: [String: Int] = [:]
  private var last: (name: String, index: Int)?
  private var groups: [RuleGroup] = []
  private var entries = RuleEntries()
  private let keys: RecordKeys

  /// `nil` where no rule speaks of the form.
  init?(_ form: FormDefinition, _ bindings: RuleBindings, sheet: String, keys: RecordKeys) {
    guard let bound = bindings.forms[form.id] else { return nil }
    self.form = bound
    self.sheet = sheet
    self.keys = keys
  }

  mutating func add(_ record: Record, _ label: RecordLabel?) {
    let number = group(of: record)
    let evaluator = RecordEvaluator(slots: record.values)
    if !form.leaves.isEmpty { sum(record, evaluator, in: number) }
    for judged in form.judged {
      if let filter = judged.filter, evaluator.evaluate(filter) != .flag(true) { continue }
      entries.records.append(
        JudgedRecord(
          rule: judged.rule,
          group: groups[number],
          values: judged.fields.map { record.values[$0] },
          cells: judged.fields.map { Self.cell(record, $0) },
          label: label
        )
      )
    }
    for unique in form.unique { note(unique, record, evaluator, number, label) }
  }

  func finish() -> RuleEntries {
    var result = entries
    result.figures = figures.filter { !$0.sums.isEmpty }
    return result
  }

  private static func cell(_ record: Record, _ field: Int) -> CellReference? {
    if case .cell(let cell)? = record.places[field] { cell } else { nil }
  }

  private mutating func group(of record: Record) -> Int {
    var name = ""
    if let village = form.village, case .text(let text)? = record.values[village] { name = text }
    if let last, last.name == name { return last.index }
    let key = name.isEmpty ? "" : form.village.map { keys.key(name, $0, of: record) } ?? ""
    let number = index[key] ?? groups.count
    if number == groups.count {
      index[key] = number
      let digest = key.isEmpty ? 0 : Digest(key).first | 1
      let group = RuleGroup(village: digest, name: name, sheet: sheet)
      groups.append(group)
      figures.append(
        VillageFigures(
          form: form.index,
          group: group,
          firstRow: record.row,
          lastRow: record.row,
          sums: form.leaves.map { _ in .zero },
          unknown: form.leaves.map { _ in 0 },
          columns: form.leaves.map { _ in nil }
        )
      )
    }
    last = (name, number)
    return number
  }

  private mutating func sum(_ record: Record, _ evaluator: RecordEvaluator, in number: Int) {
    figures[number].firstRow = min(figures[number].firstRow, record.row)
    figures[number].lastRow = max(figures[number].lastRow, record.row)
    for (leaf, expression) in form.bound.enumerated() {
      if figures[number].columns[leaf] == nil, let field = form.fields[leaf] {
        figures[number].columns[leaf] = Self.cell(record, field)?.column
      }
      guard let part = evaluator.part(of: expression) else {
        figures[number].unknown[leaf] += 1
        continue
      }
      if part == .zero { continue }
      figures[number].sums[leaf] = figures[number].sums[leaf]?.adding(part)
    }
  }

  /// Keeps the key of a record, unless one of its fields is missing.
  private mutating func note(
    _ unique: RuleBindings.Unique,
    _ record: Record,
    _ evaluator: RecordEvaluator,
    _ number: Int,
    _ label: RecordLabel?
  ) {
    guard let first = unique.fields.first, let value = record.values[first],
      let cell = Self.cell(record, first)
    else { return }
    if let filter = unique.filter, evaluator.evaluate(filter) != .flag(true) { return }
    // Without what tells two records apart nothing can be said.
    var differing = Digest.Maker()
    var text = Digest.Maker()
    text.add(UInt64(unique.rule))
    guard keys.add(unique.fields, of: record, to: &text),
      keys.add(unique.differing, of: record, to: &differing)
    else { return }
    if unique.isOfVillage {
      text.separate()
      text.add(groups[number].village)
    }
    let key = text.digest
    let difference = unique.differing.isEmpty ? 0 : differing.digest.first | 1
    entries.keys.append(in: groups[number]) { [group = groups[number]] writer in
      writer.unique(
        key,
        of: unique.rule,
        differing: difference,
        cell,
        RuleChecker.text(value),
        label,
        in: group
      )
    }
  }
}
