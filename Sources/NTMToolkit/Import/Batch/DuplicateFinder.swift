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
  /// The commune that the sheet names, as a digest; 0 where it names none.
  ///
  /// Villages of two communes are not the same, whatever their names.
  var unit: UInt64 = 0
  /// The year that the sheet names; 0 where it names none.
  ///
  /// Two years of one survey name the same people.
  var year = 0
  /// Digests of identifiers in the order of the form; 0 for what was not given.
  var identifiers: [UInt64]
  var compared: [ExactDecimal?]
  var place: SourceLocation
  var field: String
  var found: String
  var record: RecordLabel?
}

extension DuplicateEntry {
  /// The entry of a record; `nil` where a part of its key is missing.
  init?(
    _ record: Record,
    form: BoundForm,
    keys: RecordKeys,
    at place: (CellReference) -> SourceLocation
  ) {
    guard let rule = form.duplicates else { return nil }
    var key = Digest.Maker()
    key.add(form.definition.id)
    var last: (cell: CellReference, field: Int, text: String)?
    for index in rule.key {
      guard let index, case .text(let text)? = record.values[index] else { return nil }
      key.separate()
      key.add(keys.key(text, index, of: record))
      if case .cell(let cell)? = record.places[index] { last = (cell, index, text) }
    }
    guard let last else { return nil }
    self.key = key.digest
    identifiers = rule.identifiers.map { index in
      index.flatMap { record.values[$0] }.map { Digest(RuleChecker.text($0)).first | 1 } ?? 0
    }
    compared = rule.compared.map { index in
      if case .number(let number)? = index.flatMap({ record.values[$0] }) { number } else { nil }
    }
    self.place = place(last.cell)
    field = form.definition.fields[last.field].id
    found = last.text
  }
}

/// An entry that repeats an earlier one.
struct DuplicateLink: Sendable {
  var file: Int32
  /// The index among the file's entries.
  var entry: Int32
  var otherFile: Int32
  var otherSheet: Int32
  var other: CellReference
  /// The same household; otherwise one that may be.
  var isSame: Bool
}

/// Finds the same household twice, within a file and across files, in the order of the files.
///
/// What it needs of each record goes into buckets, which are written to a file when they are full: memory
/// does not grow with the records, only with the repetitions found.
struct DuplicateFinder {
  /// What is compared of an entry, and where it stands.
  private struct Item {
    var key: Digest
    var file: Int
    var entry: Int
    var unit: UInt64
    var year: Int
    var identifiers: [UInt64]
    var compared: [ExactDecimal?]
    var sheet: Int
    var cell: CellReference
  }

  private var buckets = BucketFile()
  private var writer = ByteWriter()
  private var fileCount = 0
  private var lastSheet = (name: "", number: -1)
  /// Names of sheets by number.
  private(set) var sheets: [String] = []
  private var sheetNumbers: [String: Int] = [:]

  /// Adds the entries of a file; files are numbered from 0 in the order in which they are to be read.
  mutating func add(_ entries: [DuplicateEntry], file: Int) throws {
    fileCount = max(fileCount, file + 1)
    for (index, entry) in entries.enumerated() {
      let sheet = number(ofSheet: entry.place.sheet ?? "")
      let cell = entry.place.range?.upperLeft ?? CellReference(row: 0, column: 0)
      writer.removeAll()
      writer.fixed(entry.key.first)
      writer.fixed(entry.key.second)
      writer.number(file)
      writer.number(index)
      writer.fixed(entry.unit)
      writer.number(entry.year)
      writer.list(entry.identifiers) { $0.fixed($1) }
      writer.list(entry.compared) { $0.decimal($1) }
      writer.number(sheet)
      writer.number(cell.row)
      writer.number(cell.column)
      try buckets.append(writer.bytes, bucket: Int(entry.key.first % UInt64(BucketFile.count)))
    }
  }

  private mutating func number(ofSheet name: String) -> Int {
    if lastSheet.number >= 0, lastSheet.name == name { return lastSheet.number }
    let number = sheetNumbers[name] ?? sheets.count
    if number == sheets.count {
      sheets.append(name)
      sheetNumbers[name] = number
    }
    lastSheet = (name, number)
    return number
  }

  /// All repetitions, in the order of files and entries; the finder holds no entries any more.
  mutating func links() throws -> LinkFile {
    let entries = buckets
    buckets = BucketFile()
    // By neighbouring files, so that each part can be sorted by itself.
    let sorted = BucketFile()
    let width = fileCount / BucketFile.count + 1
    for bucket in 0..<BucketFile.count {
      var reader = ByteReader(try entries.bytes(of: bucket))
      var items: [Item] = []
      while !reader.isAtEnd { items.append(try Self.item(&reader)) }
      items.sort { ($0.key, $0.file, $0.entry) < ($1.key, $1.file, $1.entry) }
      var found: [DuplicateLink] = []
      var start = 0
      while start < items.count {
        var end = start + 1
        while end < items.count, items[end].key == items[start].key { end += 1 }
        if end - start > 1 { Self.link(items[start..<end], into: &found) }
        start = end
      }
      for link in found {
        writer.removeAll()
        writer.link(link)
        try sorted.append(writer.bytes, bucket: Int(link.file) / width)
      }
    }
    let result = LinkFile()
    for bucket in 0..<BucketFile.count {
      var reader = ByteReader(try sorted.bytes(of: bucket))
      var links: [DuplicateLink] = []
      while !reader.isAtEnd { links.append(try reader.link()) }
      try result.append(links)
    }
    return result
  }

  private static func item(_ reader: inout ByteReader) throws -> Item {
    Item(
      key: Digest(first: try reader.fixed(), second: try reader.fixed()),
      file: try reader.number(),
      entry: try reader.number(),
      unit: try reader.fixed(),
      year: try reader.number(),
      identifiers: try reader.list { reader throws(ByteReader.Damage) in try reader.fixed() },
      compared: try reader.list { reader throws(ByteReader.Damage) in try reader.decimal() },
      sheet: try reader.number(),
      cell: CellReference(row: try reader.number(), column: try reader.number())
    )
  }

  /// A commune and a year, `nil` for any of them.
  private struct Place: Hashable {
    var unit: UInt64?
    var year: Int?
  }

  private static func link(_ items: ArraySlice<Item>, into result: inout [DuplicateLink]) {
    var seen: [Place: Seen] = [:]
    for (index, item) in zip(items.indices, items) {
      // A sheet that names no commune or year may belong to any: what is equal throughout is the same
      // household, but villages and people of one name are many, and a namesake is named only where the
      // communes agree.
      let units: [UInt64?] = item.unit == 0 ? [nil] : [item.unit, 0]
      let years: [Int?] = item.year == 0 ? [nil] : [item.year, 0]
      let same = units.flatMap { unit in
        years.compactMap { year in
          seen[Place(unit: unit, year: year)]?.same(as: item.identifiers, item.compared)
        }
      }.min()
      let namesake = years.compactMap { seen[Place(unit: item.unit, year: $0)]?.first }.min()
      if let other = same ?? namesake {
        result.append(
          DuplicateLink(
            file: Int32(item.file),
            entry: Int32(item.entry),
            otherFile: Int32(items[other].file),
            otherSheet: Int32(items[other].sheet),
            other: items[other].cell,
            isSame: same != nil
          )
        )
      }
      for place in [
        Place(unit: item.unit, year: item.year), Place(unit: item.unit, year: nil),
        Place(unit: nil, year: item.year), Place(unit: nil, year: nil),
      ] {
        seen[place, default: Seen()].add(index, item.identifiers, item.compared)
      }
    }
  }
}

extension DuplicateFinder {
  /// The finding of a link.
  static func finding(
    _ link: DuplicateLink,
    _ entry: DuplicateEntry,
    sheets: [String],
    fileName: (Int) -> String
  ) -> Finding {
    let sheet = sheets[Int(link.otherSheet)]
    let other = SourceLocation(
      file: fileName(Int(link.otherFile)),
      sheet: sheet.isEmpty ? nil : sheet,
      cell: link.other
    )
    let text = [other.file, other.sheet, other.range?.description].compactMap { $0 }
    var finding = Finding(
      link.isSame ? .duplicateRecord : .possibleDuplicate,
      at: entry.place,
      field: entry.field,
      found: entry.found,
      arguments: ["first": LocalizedText(text.joined(separator: " › "))],
      related: [other]
    )
    finding.record = entry.record
    return finding
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
  private var finder = DuplicateFinder()
  private var files: [FileImport] = []

  package init() {}

  /// Adds the next file.
  package mutating func add(_ file: FileImport) throws {
    try finder.add(file.duplicates, file: files.count)
    files.append(file)
  }

  /// The findings of each file, in the order in which the files were added.
  package func findings() throws -> [[Finding]] {
    var result = [[Finding]](repeating: [], count: files.count)
    var finder = self.finder
    let links = try finder.links()
    for index in files.indices {
      for link in try links.links(of: index) {
        let entry = files[index].duplicates[Int(link.entry)]
        result[index].append(
          DuplicateFinder.finding(link, entry, sheets: finder.sheets) { files[$0].file.name }
        )
      }
    }
    return result
  }
}
