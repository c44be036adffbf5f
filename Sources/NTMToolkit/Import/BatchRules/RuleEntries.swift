import Expressions
import Findings
import Tabular

/// What the rules over a batch keep of a file: sums, judged records and keys; no more of a record.
package struct RuleEntries: Sendable {
  var figures: [VillageFigures] = []
  var records = EntryList<JudgedRecord>()
  var keys = EntryList<UniqueKey>()

  var isEmpty: Bool { figures.isEmpty && records.isEmpty && keys.isEmpty }
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
    for index in figures.indices {
      guard let known = sheets[figures[index].group.sheet] else { continue }
      figures[index].group.unit = known.unit
      figures[index].group.year = known.year
    }
    records.settle(sheets)
    keys.settle(sheets)
  }
}

extension JudgedRecord: CodedEntry {
  func write(to writer: inout ByteWriter) {
    writer.number(rule)
    writer.list(values) { $0.value($1) }
    writer.list(cells) { $0.cell($1) }
    writer.label(label)
  }

  init(_ reader: inout ByteReader, group: RuleGroup) throws(ByteReader.Damage) {
    rule = try reader.number()
    self.group = group
    values = try reader.list { reader throws(ByteReader.Damage) in try reader.value() }
    cells = try reader.list { reader throws(ByteReader.Damage) in try reader.cell() }
    label = try reader.label()
  }
}

extension UniqueKey: KeyedEntry {
  // Two that are the same are named with everything that is known of them.
  static func met(_ reader: inout ByteReader, group: RuleGroup) throws(ByteReader.Damage)
    -> UniqueKey
  { try UniqueKey(&reader, key: Digest(first: 0, second: 0), group: group) }

  static func pass(_ reader: inout ByteReader) throws(ByteReader.Damage) {
    _ = (try reader.number(), try reader.fixed(), try reader.cell())
    try reader.pass(try reader.number())
    _ = try reader.label()
  }

  static func write(_ group: RuleGroup, to writer: inout ByteWriter) { writer.group(group) }

  static func group(_ reader: inout ByteReader) throws(ByteReader.Damage) -> RuleGroup {
    try reader.group()
  }

  func write(to writer: inout ByteWriter) {
    writer.unique(key, of: rule, differing: differing, cell, found, label, in: group)
  }

  init(_ reader: inout ByteReader, group: RuleGroup) throws(ByteReader.Damage) {
    let key = Digest(first: try reader.fixed(), second: try reader.fixed())
    try self.init(&reader, key: key, group: group)
  }

  private init(_ reader: inout ByteReader, key: Digest, group: RuleGroup)
    throws(ByteReader.Damage)
  {
    self.key = key
    self.group = group
    rule = try reader.number()
    differing = try reader.fixed()
    guard let cell = try reader.cell() else { throw ByteReader.Damage() }
    self.cell = cell
    found = try reader.text()
    label = try reader.label(name: found, group: group.name)
  }
}

extension ByteWriter {
  /// What a ``UniqueKey`` consists of, one after another.
  mutating func unique(
    _ key: Digest,
    of rule: Int,
    differing: UInt64,
    _ cell: CellReference,
    _ found: String,
    _ label: RecordLabel?,
    in group: RuleGroup
  ) {
    fixed(key.first)
    fixed(key.second)
    number(rule)
    fixed(differing)
    self.cell(cell)
    text(found)
    self.label(label, name: found, group: group.name)
  }

  mutating func ruleEntries(_ entries: RuleEntries) throws {
    list(entries.figures) { $0.figures($1) }
    try entries.records.write(to: &self)
    try entries.keys.write(to: &self)
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

  fileprivate mutating func value(_ value: FieldValue?) {
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
      records: try EntryList(&self),
      keys: try EntryList(&self)
    )
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

  fileprivate mutating func value() throws(Damage) -> FieldValue? {
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
