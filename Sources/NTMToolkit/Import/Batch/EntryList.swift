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

/// Entries of one file, as bytes: a sheet of many rows takes less than as values, and beyond a few mebibytes they
/// stand in a temporary file.
struct EntryList<Entry: CodedEntry>: Sendable {
  /// Entries one after another: of each its length, the index of its group, and what it writes.
  private struct Piece: Sendable {
    enum Place: Sendable {
      case memory([UInt8])
      case file(TemporaryFile, offset: Int, size: Int)
    }

    var place: Place
    /// What the indices of groups are counted from.
    var base: Int

    func bytes() throws -> [UInt8] {
      switch place {
      case .memory(let bytes): bytes
      case .file(let file, let offset, let size): try file.read(at: offset, count: size)
      }
    }
  }

  private(set) var count = 0
  private(set) var groups: [RuleGroup] = []
  private var pieces: [Piece] = []
  /// The piece that is not full yet.
  private var coded = ByteWriter()
  private var base = 0
  private var writer = ByteWriter()
  private var file: TemporaryFile?
  private var inMemory = 0

  private static var pieceSize: Int { 1 << 16 }
  private static var mostInMemory: Int { 4 << 20 }

  var isEmpty: Bool { count == 0 }

  mutating func append(_ entry: Entry) { append(in: entry.group) { entry.write(to: &$0) } }

  /// Appends an entry of a group that is written as it is found, without being made.
  mutating func append(in group: RuleGroup, _ write: (inout ByteWriter) -> Void) {
    if groups.count == base || groups[groups.count - 1] != group { groups.append(group) }
    writer.removeAll()
    writer.number(groups.count - 1 - base)
    write(&writer)
    if coded.bytes.count >= Self.pieceSize {
      closePiece()
      coded.reserve(Self.pieceSize + writer.bytes.count + 16)
    }
    coded.number(writer.bytes.count)
    coded.raw(writer.bytes)
    count += 1
  }

  /// Puts what was appended last with the other pieces; where no file can be had it stays in memory.
  private mutating func closePiece() {
    let bytes = coded.bytes
    guard !bytes.isEmpty else { return }
    coded = ByteWriter()
    if inMemory + bytes.count > Self.mostInMemory, let file = try? file ?? TemporaryFile(),
      let offset = try? file.append(bytes)
    {
      self.file = file
      pieces.append(Piece(place: .file(file, offset: offset, size: bytes.count), base: base))
    } else {
      inMemory += bytes.count
      pieces.append(Piece(place: .memory(bytes), base: base))
    }
  }

  static func += (list: inout EntryList, other: EntryList) {
    if list.isEmpty {
      list = other
      return
    }
    list.closePiece()
    var other = other
    other.closePiece()
    for var piece in other.pieces {
      piece.base += list.groups.count
      list.pieces.append(piece)
    }
    list.groups += other.groups
    list.base = list.groups.count
    list.count += other.count
    list.inMemory += other.inMemory
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
  func forEachCoded(_ body: (Int, Int, ArraySlice<UInt8>) throws -> Void) throws {
    var number = 0
    for piece in pieces + [Piece(place: .memory(coded.bytes), base: base)] {
      var reader = ByteReader(try piece.bytes())
      while !reader.isAtEnd {
        let size = try reader.number()
        let end = reader.position + size
        let group = piece.base + (try reader.number())
        guard groups.indices.contains(group) else { throw ByteReader.Damage() }
        try body(number, group, try reader.raw(end - reader.position))
        number += 1
      }
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
  func write(to writer: inout ByteWriter) throws {
    writer.list(groups) { $0.group($1) }
    writer.number(count)
    let all = pieces + [Piece(place: .memory(coded.bytes), base: base)]
    writer.number(all.count)
    for piece in all {
      let bytes = try piece.bytes()
      writer.number(piece.base)
      writer.number(bytes.count)
      writer.raw(bytes)
    }
  }

  init(_ reader: inout ByteReader) throws(ByteReader.Damage) {
    groups = try reader.list { reader throws(ByteReader.Damage) in try reader.group() }
    count = try reader.number()
    for _ in 0..<max(0, try reader.number()) {
      let base = try reader.number()
      let bytes = Array(try reader.raw(try reader.number()))
      pieces.append(Piece(place: .memory(bytes), base: base))
    }
    base = groups.count
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

  /// A label; its name and group may stand beside it already.
  mutating func label(_ label: RecordLabel?, name: String = "", group: String = "") {
    guard let label else { return number(0) }
    let (isNamed, isGrouped) = (label.name == name, label.group == group)
    number(1 | (isNamed ? 2 : 0) | (isGrouped ? 4 : 0))
    if !isNamed { text(label.name) }
    if !isGrouped { optional(label.group) }
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

  /// A label that was written with the same name and group beside it.
  mutating func label(name: String = "", group: String = "") throws(Damage) -> RecordLabel? {
    let kind = try number()
    guard kind != 0 else { return nil }
    return RecordLabel(
      name: kind & 2 == 0 ? try text() : name,
      group: kind & 4 == 0 ? try optionalText() : group
    )
  }
}
