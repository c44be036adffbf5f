import Findings
import Forms
import Tabular

/// Where something was read: one village of one sheet, with the commune and the year that the sheet names.
struct RuleGroup: Hashable, Sendable {
  /// A digest of the village's name; 0 where there is none.
  var village: UInt64 = 0
  /// The name as it is written.
  var name = ""
  /// The commune as a digest; 0 where the sheet names none.
  ///
  /// Villages of two communes are not the same, whatever their names.
  var unit: UInt64 = 0
  /// 0 where the sheet names none.
  ///
  /// Two years of one survey name the same people.
  var year = 0
  var sheet: String
}

/// What is kept of a record to compare it with those of other files.
protocol CodedEntry: Sendable {
  var group: RuleGroup { get set }
  /// Writes everything but the group.
  func write(to writer: inout ByteWriter)
  init(_ reader: inout ByteReader, group: RuleGroup) throws(ByteReader.Damage)
}

/// Entries of one file, as bytes: a sheet of many rows takes less than as values.
struct EntryList<Entry: CodedEntry>: Sendable {
  private(set) var count = 0
  private(set) var groups: [RuleGroup] = []
  /// Of each entry its length, the index of its group, and what it writes.
  private var coded = ByteWriter()
  private var writer = ByteWriter()

  var isEmpty: Bool { count == 0 }

  mutating func append(_ entry: Entry) {
    if groups.last != entry.group { groups.append(entry.group) }
    writer.removeAll()
    writer.number(groups.count - 1)
    entry.write(to: &writer)
    append(writer.bytes)
  }

  private mutating func append(_ entry: [UInt8]) {
    coded.number(entry.count)
    coded.raw(entry)
    count += 1
  }

  static func += (list: inout EntryList, other: EntryList) {
    if list.isEmpty {
      list = other
      return
    }
    let first = list.groups.count
    list.groups += other.groups
    var writer = ByteWriter()
    other.forEachCoded { _, group, payload in
      writer.removeAll()
      writer.number(first + group)
      writer.raw(payload)
      list.append(writer.bytes)
    }
  }

  /// Tells everything the commune and the year of its sheet.
  mutating func settle(_ sheets: [String: (unit: UInt64, year: Int)]) {
    for index in groups.indices {
      guard let known = sheets[groups[index].sheet] else { continue }
      groups[index].unit = known.unit
      groups[index].year = known.year
    }
  }

  /// Each entry with its number, the index of its group, and what it wrote.
  func forEachCoded(_ body: (Int, Int, ArraySlice<UInt8>) throws -> Void) rethrows {
    var reader = ByteReader(coded.bytes)
    for number in 0..<count {
      // What a list holds it wrote itself, or read whole.
      guard let size = try? reader.number() else { return }
      let end = reader.position + size
      guard let group = try? reader.number(), groups.indices.contains(group),
        let payload = try? reader.raw(end - reader.position)
      else { return }
      try body(number, group, payload)
    }
  }

  /// The entries of some numbers, which rise.
  func entries(at numbers: [Int]) throws -> [Entry] {
    var wanted = numbers[...]
    var result: [Entry] = []
    try forEachCoded { number, group, payload in
      while wanted.first == number {
        var reader = ByteReader(payload)
        result.append(try Entry(&reader, group: groups[group]))
        wanted.removeFirst()
      }
    }
    return result
  }

  /// Changes every entry.
  mutating func change(_ body: (inout Entry) -> Void) throws {
    var changed = EntryList()
    try forEachCoded { _, group, payload in
      var reader = ByteReader(payload)
      var entry = try Entry(&reader, group: groups[group])
      body(&entry)
      changed.append(entry)
    }
    self = changed
  }
}

extension EntryList {
  func write(to writer: inout ByteWriter) {
    writer.reserve(coded.bytes.count + 64 * (groups.count + 1))
    writer.list(groups) { $0.group($1) }
    writer.number(count)
    writer.number(coded.bytes.count)
    writer.raw(coded.bytes)
  }

  init(_ reader: inout ByteReader) throws(ByteReader.Damage) {
    groups = try reader.list { reader throws(ByteReader.Damage) in try reader.group() }
    count = try reader.number()
    coded.raw(try reader.raw(try reader.number()))
    guard count >= 0, count <= coded.bytes.count else { throw ByteReader.Damage() }
  }
}

extension ByteWriter {
  mutating func group(_ group: RuleGroup) {
    fixed(group.village)
    text(group.name)
    fixed(group.unit)
    number(group.year)
    text(group.sheet)
  }

  mutating func cell(_ cell: CellReference?) {
    optional(cell?.row)
    if let cell { number(cell.column) }
  }

  mutating func label(_ label: RecordLabel?) {
    flag(label != nil)
    guard let label else { return }
    text(label.name)
    optional(label.group)
  }
}

extension ByteReader {
  mutating func group() throws(Damage) -> RuleGroup {
    let (village, name) = (try fixed(), try text())
    let (unit, year) = (try fixed(), try number())
    return RuleGroup(village: village, name: name, unit: unit, year: year, sheet: try text())
  }

  mutating func cell() throws(Damage) -> CellReference? {
    guard let row = try optionalNumber() else { return nil }
    return CellReference(row: row, column: try number())
  }

  mutating func label() throws(Damage) -> RecordLabel? {
    guard try flag() else { return nil }
    return RecordLabel(name: try text(), group: try optionalText())
  }
}
