import Findings
import Forms
import Tabular

/// Joins what files say of the same village, commune or number, and finds what the rules do not allow.
///
/// What it is given goes into buckets, which are written to a file when they are full: memory does not grow with
/// the files. Any thread may add.
struct RuleFinder: Sendable {
  fileprivate enum Tag: Int {
    case figures, record
  }

  let bindings: RuleBindings
  private let buckets = BucketFile(count: BucketFile.count + 1)
  private let keys = RepetitionFinder<UniqueKey>()

  init(_ bindings: RuleBindings) { self.bindings = bindings }

  /// Where rules that look beyond one village find everything.
  private static let wideBucket = BucketFile.count

  private static func bucket(ofVillage village: UInt64) -> Int {
    Int(village % UInt64(BucketFile.count))
  }

  /// Adds what was kept of a file; of the year before only what the files of this year are compared with.
  func add(_ entries: RuleEntries, file: Int, isPrevious: Bool = false) throws {
    var body = ByteWriter()
    func append(_ tag: Tag, _ number: Int, _ group: RuleGroup, bucket: Int) throws {
      var writer = ByteWriter()
      writer.number(tag.rawValue)
      writer.number(file)
      writer.number(number)
      writer.flag(isPrevious)
      writer.fixed(group.village)
      writer.fixed(group.unit)
      writer.number(group.year)
      writer.number(body.bytes.count)
      writer.raw(body.bytes)
      try buckets.append(writer.bytes, bucket: bucket)
    }
    for (number, figures) in entries.figures.enumerated() {
      body.removeAll()
      body.figures(figures)
      let village = Self.bucket(ofVillage: figures.group.village)
      try append(.figures, number, figures.group, bucket: village)
      if bindings.wideForms.contains(figures.form) {
        try append(.figures, number, figures.group, bucket: Self.wideBucket)
      }
    }
    guard !isPrevious else { return }
    try entries.records.forEachCoded { number, index, payload in
      let group = entries.records.groups[index]
      body.removeAll()
      body.group(group)
      body.raw(payload)
      var reader = ByteReader(payload)
      let isWide = bindings.rules[try reader.number()].scope != .village
      let bucket = isWide ? Self.wideBucket : Self.bucket(ofVillage: group.village)
      try append(.record, number, group, bucket: bucket)
    }
    try keys.add(entries.keys, file: file) { reader, group in
      // Communes are not compared with each other, unless the rule looks at all of the batch.
      bindings.rules[try reader.number()].scope == .all ? 0 : group.unit
    }
  }

  /// An entry of a bucket that is not taken apart yet.
  fileprivate struct Stored {
    var tag: Tag
    var file: Int
    var number: Int
    var isPrevious: Bool
    var village: UInt64
    var unit: UInt64
    var year: Int
    /// Where it begins among the bytes of its bucket.
    var place: Int

    /// Files come in their order, those of the year before behind the others.
    static func isBefore(_ left: Stored, _ right: Stored) -> Bool {
      (left.isPrevious ? 1 : 0, left.file, left.number)
        < (right.isPrevious ? 1 : 0, right.file, right.number)
    }
  }

  private func stored(_ bucket: Int) throws -> (entries: [Stored], bytes: [UInt8]) {
    var entries: [Stored] = []
    var bytes: [UInt8] = []
    bytes.reserveCapacity(buckets.size(of: bucket))
    try buckets.forEachPiece(of: bucket) { piece in
      var reader = ByteReader(piece)
      while !reader.isAtEnd {
        guard let tag = Tag(rawValue: try reader.number()) else { throw ByteReader.Damage() }
        entries.append(
          Stored(
            tag: tag,
            file: try reader.number(),
            number: try reader.number(),
            isPrevious: try reader.flag(),
            village: try reader.fixed(),
            unit: try reader.fixed(),
            year: try reader.number(),
            place: bytes.count
          )
        )
        bytes.append(contentsOf: try reader.raw(try reader.number()))
      }
    }
    return (entries.sorted(by: Stored.isBefore), bytes)
  }

  /// What the files say of each village in a bucket, or of everything, one after another.
  ///
  /// Where every sheet of a village's name tells its commune, the communes come one by one: villages of one name are
  /// many in a province.
  private func forEachSet(_ bucket: Int, _ body: (RuleSet) throws -> Void) throws {
    let (entries, bytes) = try stored(bucket)
    let isWide = bucket == Self.wideBucket
    var order: [UInt64] = []
    var villages: [UInt64: [Stored]] = [:]
    for entry in entries {
      let village = isWide ? 0 : entry.village
      if villages[village] == nil { order.append(village) }
      villages[village, default: []].append(entry)
    }
    for village in order {
      let all = villages.removeValue(forKey: village) ?? []
      var whole = RuleSet(
        units: Set(all.map(\.unit)).subtracting([0]),
        years: Set(all.lazy.filter { !$0.isPrevious }.map(\.year)).subtracting([0])
      )
      if isWide || all.contains(where: { $0.unit == 0 }) {
        for entry in all { try whole.add(entry, bytes) }
        try body(whole)
        continue
      }
      var parts = Dictionary(grouping: all, by: \.unit)
      for entry in all {
        guard let own = parts.removeValue(forKey: entry.unit) else { continue }
        var part = whole
        for entry in own { try part.add(entry, bytes) }
        try body(part)
      }
    }
  }

  /// The findings by file, each in the order of the rules and cells.
  ///
  /// A batch that was stopped has no sums to compare: only what stands twice is named.
  func findings(
    files: Int,
    isWhole: Bool,
    hasPrevious: Bool,
    jobs: Int,
    fileName: @escaping @Sendable (Int, Bool) -> String
  ) throws -> FileNotes {
    let notes = FoundNotes(files: files, fileName: fileName)
    let judge = RuleJudge(bindings, hasPrevious: hasPrevious, fileName: fileName)
    if !bindings.rules.isEmpty {
      let unique = UniqueCheck(bindings.rules, fileName)
      _ = try inBuckets(0..<BucketFile.count, jobs) { bucket in
        try keys.forEachRepeated(in: bucket) { repeated in
          for found in unique.findings(repeated) { try notes.add(found, source: bucket) }
        }
      }
    }
    if !bindings.rules.isEmpty, isWhole {
      let figures = try inBuckets(0...Self.wideBucket, jobs) { bucket in
        try judged(bucket, judge, notes)
      }
      var scores: [Int: ModifiedScore] = [:]
      var counts: [Int: Int] = [:]
      for (rule, values) in figures.reduce(
        into: [Int: [Double]](),
        { $0.merge($1, uniquingKeysWith: +) }
      ) {
        guard case .outlier(let outlier) = bindings.rules[rule].check, values.count >= outlier.least
        else { continue }
        scores[rule] = ModifiedScore(values)
        counts[rule] = values.count
      }
      if !scores.isEmpty {
        // The figures that lie far from the others of their rule: gone through again when all are known.
        let (scores, counts) = (scores, counts)
        _ = try inBuckets(0...Self.wideBucket, jobs) { bucket in
          try each(in: bucket, judge) { rule, one in
            guard let score = scores[rule], let count = counts[rule],
              let finding = judge.outlier(one, rule, score, count: count)
            else { return }
            try notes.add(Found(file: one.file, rule: rule, finding: finding), source: bucket)
          }
        }
      }
    }
    return try notes.sorted(jobs: jobs)
  }

  private func inBuckets<Result: Sendable>(
    _ buckets: some Sequence<Int>,
    _ jobs: Int,
    _ body: @escaping @Sendable (Int) throws -> Result
  ) throws -> [Result] {
    try Workers.map(Array(buckets), jobs: jobs) { bucket in
      Swift.Result { try body(bucket) }
    }.map { try $0.get() }
  }

  private func each(in bucket: Int, _ judge: RuleJudge, _ body: (Int, RuleCase) throws -> Void)
    throws
  {
    try forEachSet(bucket) { set in
      try judge.each(set, isWide: bucket == Self.wideBucket, body)
    }
  }

  /// Notes what the rules say at once, and gives the figures that have to be compared with all others.
  private func judged(_ bucket: Int, _ judge: RuleJudge, _ notes: FoundNotes) throws
    -> [Int: [Double]]
  {
    var figures: [Int: [Double]] = [:]
    try each(in: bucket, judge) { rule, one in
      if let figure = judge.figure(one, rule) {
        figures[rule, default: []].append(figure)
      } else if let finding = judge.finding(one, rule) {
        try notes.add(Found(file: one.file, rule: rule, finding: finding), source: bucket)
      }
    }
    return figures
  }
}

/// A finding of a rule with the file it belongs to.
struct Found {
  var file: Int
  var rule: Int
  var finding: Finding
}

/// Findings of rules as notes of their files.
private struct FoundNotes: Sendable {
  private let notes: UnsortedNotes
  private let fileName: @Sendable (Int, Bool) -> String

  init(files: Int, fileName: @escaping @Sendable (Int, Bool) -> String) {
    notes = UnsortedNotes(files: files)
    self.fileName = fileName
  }

  /// Notes a finding; those of one source come from one thread.
  func add(_ found: Found, source: Int) throws {
    var writer = ByteWriter()
    writer.finding(found.finding, of: fileName(found.file, false))
    let cell = found.finding.location.range?.upperLeft ?? CellReference(row: 0, column: 0)
    let order = NoteOrder(rule: found.rule, cell: cell, source: source)
    try notes.add(writer.bytes, of: found.file, at: order)
  }

  func sorted(jobs: Int) throws -> FileNotes { try notes.sorted(jobs: jobs) }
}

/// What all files say of one village, or of everything.
struct RuleSet {
  private(set) var figures: [Placed<VillageFigures>] = []
  private(set) var records: [Placed<JudgedRecord>] = []
  /// The communes and years that are named, also by what is not in the set.
  private let units: Set<UInt64>
  private let years: Set<Int>
  /// Where the figures of a commune stand; 0 where none is named.
  private var ofUnit: [UInt64: [Int]] = [:]

  init(units: Set<UInt64>, years: Set<Int>) {
    self.units = units
    self.years = years
  }

  /// Takes an entry out of the bytes of its bucket.
  fileprivate mutating func add(_ entry: RuleFinder.Stored, _ bytes: [UInt8]) throws {
    var reader = ByteReader(bytes, at: entry.place)
    func placed<Item>(_ item: Item) -> Placed<Item> {
      Placed(file: entry.file, number: entry.number, isPrevious: entry.isPrevious, item: item)
    }
    switch entry.tag {
    case .figures:
      ofUnit[entry.unit, default: []].append(figures.count)
      figures.append(placed(try reader.figures()))
    case .record:
      let group = try reader.group()
      records.append(placed(try JudgedRecord(&reader, group: group)))
    }
  }

  /// Whether no other commune is named, so that what names none belongs to it.
  func isOnly(unit: UInt64) -> Bool { units.isEmpty || units == [unit] }

  /// Whether no other year is named.
  func isOnly(year: Int) -> Bool { years.isEmpty || years == [year] }

  /// The figures of a commune.
  func figures(ofUnit unit: UInt64) -> [Placed<VillageFigures>] {
    (ofUnit[unit] ?? []).map { figures[$0] }
  }

  /// A commune or year that is not named is the only one that the others name; else it stays open.
  func settled(_ group: RuleGroup) -> RuleGroup {
    var group = group
    if group.unit == 0, units.count == 1 { group.unit = units.first ?? 0 }
    if group.year == 0, years.count == 1 { group.year = years.first ?? 0 }
    return group
  }
}
