import Expressions
import Findings
import Tabular

/// What the rules over a batch keep of a file: sums, judged records and keys; no more of a record.
package struct RuleEntries: Sendable {
  var figures: [VillageFigures] = []
  var records: [JudgedRecord] = []
  var keys: [UniqueKey] = []

  var isEmpty: Bool { figures.isEmpty && records.isEmpty && keys.isEmpty }
}

/// Where something was read: one village of one sheet, with the commune and the year that the sheet names.
struct RuleGroup: Hashable, Sendable {
  /// A digest of the village's name; 0 where there is none.
  var village: UInt64 = 0
  /// The name as it is written.
  var name = ""
  /// The commune as a digest; 0 where the sheet names none.
  var unit: UInt64 = 0
  /// 0 where the sheet names none.
  var year = 0
  var sheet: String
}

/// The counts and sums over the records of one village on a sheet.
struct VillageFigures: Sendable {
  /// The index of the form among those that rules speak of.
  var form: Int
  var group: RuleGroup
  var firstRow: Int
  var lastRow: Int
  /// By count or sum of the form; `nil` where an exact result does not exist.
  var sums: [ExactDecimal?]
  /// By count or sum: records of which it is not known.
  var unknown: [Int]
  /// By count or sum: the column in which its figures stand.
  var columns: [Int?]
}

/// A record that a rule judges.
struct JudgedRecord: Sendable {
  var rule: Int
  var group: RuleGroup
  /// By field of the rule's base.
  var values: [FieldValue?]
  var cells: [CellReference?]
  var label: RecordLabel?
}

/// What may stand only once.
struct UniqueKey: Sendable {
  var rule: Int
  var key: Digest
  /// Records that agree in this too are said to be the same elsewhere; 0 where nothing else is compared.
  var differing: UInt64
  var group: RuleGroup
  var cell: CellReference
  var found: String
  var label: RecordLabel?
}

extension RuleEntries {
  mutating func add(_ other: RuleEntries) {
    figures += other.figures
    records += other.records
    keys += other.keys
  }

  /// Tells everything the commune and the year of its sheet.
  mutating func settle(_ sheets: [String: (unit: UInt64, year: Int)]) {
    func settle(_ group: inout RuleGroup) {
      guard let known = sheets[group.sheet] else { return }
      group.unit = known.unit
      group.year = known.year
    }
    for index in figures.indices { settle(&figures[index].group) }
    for index in records.indices { settle(&records[index].group) }
    for index in keys.indices { settle(&keys[index].group) }
  }
}

extension ByteWriter {
  mutating func ruleEntries(_ entries: RuleEntries) {
    list(entries.figures) { $0.figures($1) }
    list(entries.records) { $0.judged($1) }
    list(entries.keys) { $0.uniqueKey($1) }
  }

  private mutating func group(_ group: RuleGroup) {
    fixed(group.village)
    text(group.name)
    fixed(group.unit)
    number(group.year)
    text(group.sheet)
  }

  mutating func figures(_ figures: VillageFigures) {
    number(figures.form)
    group(figures.group)
    number(figures.firstRow)
    number(figures.lastRow)
    list(figures.sums) { $0.decimal($1) }
    list(figures.unknown) { $0.number($1) }
    list(figures.columns) { $0.optional($1) }
  }

  mutating func judged(_ record: JudgedRecord) {
    number(record.rule)
    group(record.group)
    list(record.values) { $0.value($1) }
    list(record.cells) { $0.cell($1) }
    label(record.label)
  }

  mutating func uniqueKey(_ key: UniqueKey) {
    number(key.rule)
    fixed(key.key.first)
    fixed(key.key.second)
    fixed(key.differing)
    group(key.group)
    cell(key.cell)
    text(key.found)
    label(key.label)
  }

  private mutating func cell(_ cell: CellReference?) {
    optional(cell?.row)
    if let cell { number(cell.column) }
  }

  private mutating func label(_ label: RecordLabel?) {
    flag(label != nil)
    guard let label else { return }
    text(label.name)
    optional(label.group)
  }

  private mutating func value(_ value: FieldValue?) {
    switch value {
    case nil: number(0)
    case .number(let number):
      self.number(1)
      decimal(number)
    case .mark(let isYes): number(isYes ? 3 : 2)
    case .text(let text):
      number(4)
      self.text(text)
    case .choice(let text):
      number(5)
      self.text(text)
    case .date(let text):
      number(6)
      self.text(text)
    }
  }
}

extension ByteReader {
  mutating func ruleEntries() throws(Damage) -> RuleEntries {
    RuleEntries(
      figures: try list { reader throws(Damage) in try reader.figures() },
      records: try list { reader throws(Damage) in try reader.judged() },
      keys: try list { reader throws(Damage) in try reader.uniqueKey() }
    )
  }

  private mutating func group() throws(Damage) -> RuleGroup {
    let (village, name) = (try fixed(), try text())
    let (unit, year) = (try fixed(), try number())
    return RuleGroup(village: village, name: name, unit: unit, year: year, sheet: try text())
  }

  mutating func figures() throws(Damage) -> VillageFigures {
    VillageFigures(
      form: try number(),
      group: try group(),
      firstRow: try number(),
      lastRow: try number(),
      sums: try list { reader throws(Damage) in try reader.decimal() },
      unknown: try list { reader throws(Damage) in try reader.number() },
      columns: try list { reader throws(Damage) in try reader.optionalNumber() }
    )
  }

  mutating func judged() throws(Damage) -> JudgedRecord {
    JudgedRecord(
      rule: try number(),
      group: try group(),
      values: try list { reader throws(Damage) in try reader.value() },
      cells: try list { reader throws(Damage) in try reader.cell() },
      label: try label()
    )
  }

  mutating func uniqueKey() throws(Damage) -> UniqueKey {
    let rule = try number()
    let key = Digest(first: try fixed(), second: try fixed())
    let (differing, group) = (try fixed(), try group())
    guard let cell = try cell() else { throw Damage() }
    return UniqueKey(
      rule: rule,
      key: key,
      differing: differing,
      group: group,
      cell: cell,
      found: try text(),
      label: try label()
    )
  }

  private mutating func cell() throws(Damage) -> CellReference? {
    guard let row = try optionalNumber() else { return nil }
    return CellReference(row: row, column: try number())
  }

  private mutating func label() throws(Damage) -> RecordLabel? {
    guard try flag() else { return nil }
    return RecordLabel(name: try text(), group: try optionalText())
  }

  private mutating func value() throws(Damage) -> FieldValue? {
    switch try number() {
    case 0: return nil
    case 1: return try decimal().map { .number($0) }
    case 2: return .mark(false)
    case 3: return .mark(true)
    case 4: return .text(try text())
    case 5: return .choice(try text())
    case 6: return .date(try text())
    default: throw Damage()
    }
  }
}
