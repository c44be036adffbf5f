import Findings
import Synchronization
import Tabular
import Testing

@testable import NTMToolkit

/// What is found of files when all are known.
@Suite struct FileNotesTests {
  private func note(_ number: Int) -> [UInt8] {
    var writer = ByteWriter()
    writer.number(number)
    writer.text("note \(number)")
    return writer.bytes
  }

  private func numbers(_ notes: [ByteReader]) throws -> [Int] {
    try notes.map { note in
      var reader = note
      let number = try reader.number()
      #expect(try reader.text() == "note \(number)")
      return number
    }
  }

  @Test func `notes come back by file, by rule and by cell`() throws {
    let notes = UnsortedNotes(files: 7)
    func add(_ number: Int, of file: Int, rule: Int, _ row: Int) throws {
      let order = NoteOrder(rule: rule, cell: CellReference(row: row, column: 1))
      try notes.add(note(number), of: file, at: order)
    }
    try add(1, of: 6, rule: 0, 1)
    try add(2, of: 3, rule: 1, 2)
    try add(3, of: 3, rule: 0, 9)
    try add(4, of: 3, rule: 1, 1)
    try add(5, of: 3, rule: 1, 1)
    let sorted = try notes.sorted(jobs: 2)
    #expect(try numbers(sorted.notes(of: 3)) == [3, 4, 5, 2])
    #expect(try numbers(sorted.notes(of: 6)) == [1])
    for file in [0, 1, 2, 4, 5, 7, 100] { #expect(try sorted.notes(of: file).isEmpty) }
  }

  @Test(arguments: [1, 3]) func `more notes than memory holds come back the same`(jobs: Int) throws
  {
    let notes = UnsortedNotes(files: 400)
    let failures = Mutex(0)
    _ = Workers.map(Array(0..<40), jobs: jobs) { file in
      for number in (0..<3_000).reversed() {
        let isAdded: Void? = try? notes.add(
          note(number),
          of: file * 10,
          at: NoteOrder(source: number)
        )
        if isAdded == nil { failures.withLock { $0 += 1 } }
      }
    }
    #expect(failures.withLock { $0 } == 0)
    let sorted = try notes.sorted(jobs: jobs)
    for file in [0, 10, 200, 390] {
      #expect(try numbers(sorted.notes(of: file)) == Array(0..<3_000), "file \(file)")
    }
    #expect(try sorted.notes(of: 11).isEmpty)
  }
}

/// Entries that are held as bytes.
@Suite struct EntryListTests {
  private func key(_ number: Int, village: String, sheet: String) -> UniqueKey {
    UniqueKey(
      rule: number % 3,
      key: Digest("\(number)"),
      differing: UInt64(number),
      group: RuleGroup(village: Digest(village).first, name: village, sheet: sheet),
      cell: CellReference(row: number, column: 2),
      found: "found \(number)",
      label: number % 2 == 0 ? nil : RecordLabel(name: "Lê \(number)", group: village)
    )
  }

  private func text(_ key: UniqueKey) -> String { "\(key)" }

  @Test func `entries come back with the commune and the year of their sheet`() throws {
    var first = EntryList<UniqueKey>()
    for number in 0..<5 { first.append(key(number, village: "Mài", sheet: "A")) }
    var second = EntryList<UniqueKey>()
    for number in 5..<8 { second.append(key(number, village: "Gió", sheet: "B")) }
    first += second
    first.settle(["B": (unit: 77, year: 2025)])
    #expect(first.count == 8)
    let found = try first.entries(at: [1, 4, 6])
    #expect(found.map(\.found) == ["found 1", "found 4", "found 6"])
    #expect(found.map(\.group.unit) == [0, 0, 77])
    #expect(found.map(\.group.year) == [0, 0, 2025])
    #expect(found.map(\.group.name) == ["Mài", "Mài", "Gió"])
    #expect(text(found[0]) == text(key(1, village: "Mài", sheet: "A")))
    // Written and read again.
    var writer = ByteWriter()
    try first.write(to: &writer)
    var reader = ByteReader(writer.bytes)
    let again = try EntryList<UniqueKey>(&reader)
    #expect(
      try again.entries(at: Array(0..<8)).map(text) == first.entries(at: Array(0..<8)).map(text)
    )
    // Changed.
    try first.change { $0.found = "?" }
    #expect(try first.entries(at: [7]).map(\.found) == ["?"])
    #expect(try first.entries(at: [7]).map(\.group.unit) == [77])
  }

  @Test func `what is too much for the memory comes back as it was`() throws {
    var first = EntryList<UniqueKey>()
    var second = EntryList<UniqueKey>()
    for number in 0..<60_000 {
      first.append(key(number, village: "Mài \(number / 500)", sheet: "A"))
    }
    for number in 60_000..<130_000 {
      second.append(key(number, village: "Gió \(number / 500)", sheet: "B"))
    }
    first += second
    first.append(key(130_000, village: "Quang", sheet: "C"))
    var number = 0
    try first.forEachCoded { place, group, payload in
      var reader = ByteReader(payload)
      let entry = try UniqueKey(&reader, group: first.groups[group])
      let village = number < 60_000 ? "Mài" : number < 130_000 ? "Gió" : "Quang"
      let wanted = key(
        number,
        village: number < 130_000 ? "\(village) \(number / 500)" : village,
        sheet: entry.group.sheet
      )
      if place != number || text(entry) != text(wanted) { Issue.record("entry \(number)") }
      number += 1
    }
    #expect(number == first.count)
    var writer = ByteWriter()
    try first.write(to: &writer)
    var reader = ByteReader(writer.bytes)
    let again = try EntryList<UniqueKey>(&reader)
    let some = [0, 59_999, 60_000, 99_999, 130_000]
    #expect(try again.entries(at: some).map(text) == first.entries(at: some).map(text))
  }
}
