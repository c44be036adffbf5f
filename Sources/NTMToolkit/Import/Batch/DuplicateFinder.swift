import Expressions
package import Findings
import Forms
import Tabular

/// What is kept of a record to find it again in another row or file.
///
/// Names and numbers are digests: what is kept beside an output says nothing of a household.
package struct DuplicateEntry: Sendable {
  /// Of the texts that the form's key consists of.
  var key: Digest
  var group: RuleGroup
  /// Digests of identifiers in the order of the form; 0 for what was not given.
  var identifiers: [UInt64]
  var compared: [ExactDecimal?]
  var cell: CellReference
  /// The line of a text file.
  var line: Int?
  var field: String
  var found: String
  var record: RecordLabel?
}

extension DuplicateEntry: KeyedEntry {
  /// What two households are compared by.
  struct Met: Sendable {
    var identifiers: [UInt64]
    var compared: [ExactDecimal?]
    var cell: CellReference
    var group: RuleGroup
  }

  static func met(_ reader: inout ByteReader, group: RuleGroup) throws(ByteReader.Damage) -> Met {
    Met(
      identifiers: try reader.list { reader throws(ByteReader.Damage) in try reader.fixed() },
      compared: try reader.list { reader throws(ByteReader.Damage) in try reader.decimal() },
      cell: CellReference(row: try reader.number(), column: try reader.number()),
      group: group
    )
  }

  static func pass(_ reader: inout ByteReader) throws(ByteReader.Damage) {
    try reader.pass(8 * (try reader.number()))
    for _ in 0..<max(0, try reader.number()) { _ = try reader.decimal() }
    _ = (try reader.number(), try reader.number())
  }

  static func write(_ group: RuleGroup, to writer: inout ByteWriter) {
    writer.fixed(group.unit)
    writer.number(group.year)
    writer.text(group.sheet)
  }

  static func group(_ reader: inout ByteReader) throws(ByteReader.Damage) -> RuleGroup {
    let (unit, year) = (try reader.fixed(), try reader.number())
    return RuleGroup(unit: unit, year: year, sheet: try reader.text())
  }

  func write(to writer: inout ByteWriter) {
    writer.duplicate(
      key,
      identifiers: identifiers,
      compared: compared,
      cell,
      line: line,
      field,
      found,
      record
    )
  }

  init(_ reader: inout ByteReader, group: RuleGroup) throws(ByteReader.Damage) {
    key = Digest(first: try reader.fixed(), second: try reader.fixed())
    self.group = group
    let met = try Self.met(&reader, group: group)
    (identifiers, compared, cell) = (met.identifiers, met.compared, met.cell)
    line = try reader.optionalNumber()
    field = try reader.text()
    found = try reader.text()
    record = try reader.label(name: found)
  }
}

extension ByteWriter {
  /// What a ``DuplicateEntry`` consists of, one after another.
  fileprivate mutating func duplicate(
    _ key: Digest,
    identifiers: some Collection<UInt64>,
    compared: some Collection<ExactDecimal?>,
    _ cell: CellReference,
    line: Int?,
    _ field: String,
    _ found: String,
    _ record: RecordLabel?
  ) {
    fixed(key.first)
    fixed(key.second)
    list(identifiers) { $0.fixed($1) }
    list(compared) { $0.decimal($1) }
    number(cell.row)
    number(cell.column)
    optional(line)
    text(field)
    text(found)
    label(record, name: found)
  }
}

extension EntryList<DuplicateEntry> {
  /// Keeps what finds a record of a sheet again; nothing where a part of its key is missing.
  mutating func append(
    _ record: Record,
    _ label: RecordLabel?,
    form: BoundForm,
    keys: RecordKeys,
    in group: RuleGroup
  ) {
    guard let rule = form.duplicates else { return }
    var key = Digest.Maker()
    key.add(form.definition.id)
    var last: (cell: CellReference, field: Int, text: String)?
    for index in rule.key {
      guard let index, case .text(let text)? = record.values[index] else { return }
      key.separate()
      key.add(keys.key(text, index, of: record))
      if case .cell(let cell)? = record.places[index] { last = (cell, index, text) }
    }
    guard let last else { return }
    append(in: group) {
      $0.duplicate(
        key.digest,
        identifiers: rule.identifiers.lazy.map { index in
          index.flatMap { record.values[$0] }.map { Digest($0).first | 1 } ?? 0
        },
        compared: rule.compared.lazy.map { index in
          if case .number(let number)? = index.flatMap({ record.values[$0] }) {
            number
          } else {
            nil
          }
        },
        last.cell,
        line: record.line == 0 ? nil : record.line,
        form.definition.fields[last.field].id,
        last.text,
        label
      )
    }
  }
}

/// An entry that repeats an earlier one.
struct DuplicateLink: Sendable {
  /// The index among its file's entries.
  var entry: Int
  var otherFile: Int
  var otherSheet: String
  var other: CellReference
  /// The same household; otherwise one that may be.
  var isSame: Bool
}

/// Finds the same household twice, within a file and across files, in the order of the files.
struct DuplicateFinder: Sendable {
  private let entries = RepetitionFinder<DuplicateEntry>()

  /// Adds the entries of a file; files are numbered from 0 in the order in which they are to be read.
  func add(_ list: EntryList<DuplicateEntry>, file: Int) throws {
    try entries.add(list, file: file)
  }

  /// All repetitions, in the order of files and entries.
  func links(files: Int, jobs: Int) throws -> FileNotes {
    let notes = UnsortedNotes(files: files)
    let failures = Workers.map(Array(0..<BucketFile.count), jobs: jobs) { bucket in
      Result { try link(bucket, into: notes) }
    }
    for failure in failures { try failure.get() }
    return try notes.sorted(jobs: jobs)
  }

  private func link(_ bucket: Int, into notes: UnsortedNotes) throws {
    var writer = ByteWriter()
    try entries.forEachRepeated(in: bucket) { items in
      for (file, link) in Self.links(items) {
        writer.removeAll()
        writer.link(link)
        try notes.add(writer.bytes, of: file, at: NoteOrder(source: link.entry))
      }
    }
  }

  /// A commune and a year, `nil` for any of them.
  private struct Place: Hashable {
    var unit: UInt64?
    var year: Int?
  }

  /// Whether any two of the entries may be of one commune and one year: most of a key are namesakes elsewhere.
  private static func mayLink(_ items: [Placed<DuplicateEntry.Met>]) -> Bool {
    items.indices.dropFirst().contains { index in
      let group = items[index].item.group
      return items[..<index].contains { other in
        (group.unit == 0 || other.item.group.unit == 0 || other.item.group.unit == group.unit)
          && (group.year == 0 || other.item.group.year == 0 || other.item.group.year == group.year)
      }
    }
  }

  private static func links(_ items: [Placed<DuplicateEntry.Met>]) -> [(Int, DuplicateLink)] {
    // Of very many this would take longer than the comparison itself.
    if items.count < 64, !mayLink(items) { return [] }
    var seen: [Place: Seen] = [:]
    var result: [(Int, DuplicateLink)] = []
    for (index, placed) in items.enumerated() {
      let item = placed.item
      let group = item.group
      // A sheet that names no commune or year may belong to any: what is equal throughout is the same
      // household, but villages and people of one name are many, and a namesake is named only where the
      // communes agree.
      let units: [UInt64?] = group.unit == 0 ? [nil] : [group.unit, 0]
      let years: [Int?] = group.year == 0 ? [nil] : [group.year, 0]
      let same = units.flatMap { unit in
        years.compactMap { year in
          seen[Place(unit: unit, year: year)]?.same(as: item.identifiers, item.compared)
        }
      }.min()
      let namesake = years.compactMap { seen[Place(unit: group.unit, year: $0)]?.first }.min()
      if let other = same ?? namesake {
        let link = DuplicateLink(
          entry: placed.number,
          otherFile: items[other].file,
          otherSheet: items[other].item.group.sheet,
          other: items[other].item.cell,
          isSame: same != nil
        )
        result.append((placed.file, link))
      }
      for place in [
        Place(unit: group.unit, year: group.year), Place(unit: group.unit, year: nil),
        Place(unit: nil, year: group.year), Place(unit: nil, year: nil),
      ] {
        seen[place, default: Seen()].add(index, item.identifiers, item.compared)
      }
    }
    return result
  }
}

extension DuplicateFinder {
  /// The findings of a file's links, in their order.
  static func findings(
    _ notes: [ByteReader],
    _ list: EntryList<DuplicateEntry>,
    file: String,
    fileName: (Int) -> String
  ) throws -> [Finding] {
    let links = try notes.map { note in
      var reader = note
      return try reader.link()
    }
    return zip(links, try list.entries(at: links.map(\.entry))).map { link, entry in
      finding(link, entry, file: file, other: fileName(link.otherFile))
    }
  }

  private static func finding(
    _ link: DuplicateLink,
    _ entry: DuplicateEntry,
    file: String,
    other: String
  ) -> Finding {
    func sheet(_ name: String) -> String? { name.isEmpty ? nil : name }
    let other = SourceLocation(file: other, sheet: sheet(link.otherSheet), cell: link.other)
    let text = [other.file, other.sheet, other.range?.description].compactMap { $0 }
    var finding = Finding(
      link.isSame ? .duplicateRecord : .possibleDuplicate,
      at: SourceLocation(
        file: file,
        sheet: sheet(entry.group.sheet),
        cell: entry.cell,
        line: entry.line
      ),
      field: entry.field,
      found: entry.found,
      arguments: ["first": LocalizedText(text.joined(separator: " › "))],
      related: [other]
    )
    finding.record = entry.record
    return finding
  }
}

extension ByteWriter {
  mutating func link(_ link: DuplicateLink) {
    number(link.entry)
    number(link.otherFile)
    text(link.otherSheet)
    number(link.other.row)
    number(link.other.column)
    flag(link.isSame)
  }
}

extension ByteReader {
  mutating func link() throws(Damage) -> DuplicateLink {
    DuplicateLink(
      entry: try number(),
      otherFile: try number(),
      otherSheet: try text(),
      other: CellReference(row: try number(), column: try number()),
      isSame: try flag()
    )
  }
}

/// The entries of one key that were met so far, to be found again without looking at each.
private struct Seen {
  private struct Identifier: Hashable {
    var slot: Int
    var value: UInt64
  }

  /// The first entry of all.
  private(set) var first: Int?
  private var identified: [Identifier: Int] = [:]
  /// Entries without identifier, by their counts where all are given; each once.
  private var complete: [[ExactDecimal?]: Int] = [:]
  private var incomplete: [(compared: [ExactDecimal?], index: Int)] = []

  /// The first entry that is the same household: the same identifier decides; where neither has one, all
  /// given counts are equal.
  func same(as identifiers: [UInt64], _ compared: [ExactDecimal?]) -> Int? {
    if identifiers.contains(where: { $0 != 0 }) {
      return identifiers.enumerated().compactMap { slot, value in
        value == 0 ? nil : identified[Identifier(slot: slot, value: value)]
      }.min()
    }
    let isComplete = !compared.contains { $0 == nil }
    var result = incomplete.first { Self.agree($0.compared, compared) }?.index
    let others: [Int] =
      isComplete
      ? [complete[compared]].compactMap { $0 }
      : complete.compactMap { Self.agree($0.key, compared) ? $0.value : nil }
    if let nearest = others.min() { result = min(result ?? nearest, nearest) }
    return compared.isEmpty ? nil : result
  }

  mutating func add(_ index: Int, _ identifiers: [UInt64], _ compared: [ExactDecimal?]) {
    if first == nil { first = index }
    var hasIdentifier = false
    for (slot, value) in identifiers.enumerated() where value != 0 {
      hasIdentifier = true
      let key = Identifier(slot: slot, value: value)
      if identified[key] == nil { identified[key] = index }
    }
    guard !hasIdentifier else { return }
    if compared.contains(where: { $0 == nil }) {
      if !incomplete.contains(where: { $0.compared == compared }) {
        incomplete.append((compared, index))
      }
    } else if complete[compared] == nil {
      complete[compared] = index
    }
  }

  private static func agree(_ first: [ExactDecimal?], _ second: [ExactDecimal?]) -> Bool {
    var compared = 0
    for (left, right) in zip(first, second) {
      guard let left, let right else { continue }
      if left != right { return false }
      compared += 1
    }
    return compared > 0
  }
}

/// Finds the same household twice among files that are read one after another.
package struct DuplicatesInMemory {
  private let finder = DuplicateFinder()
  private var files: [FileImport] = []

  package init() {}

  /// Adds the next file.
  package mutating func add(_ file: FileImport) throws {
    try finder.add(file.duplicates, file: files.count)
    files.append(file)
  }

  /// The findings of each file, in the order in which the files were added.
  package func findings() throws -> [[Finding]] {
    let links = try finder.links(files: files.count, jobs: 1)
    return try files.indices.map { index in
      let file = files[index]
      return try DuplicateFinder.findings(
        try links.notes(of: index),
        file.duplicates,
        file: file.file.name
      ) { files[$0].file.name }
    }
  }
}
