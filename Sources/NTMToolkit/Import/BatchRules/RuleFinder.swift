import Findings
import Forms
import Tabular

/// Joins what files say of the same village, commune or number, and finds what the rules do not allow.
///
/// What it is given goes into buckets, which are written to a file when they are full: memory does not grow with
/// the files. Any thread may add.
struct RuleFinder: Sendable {
  private enum Tag: Int {
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
    var writer = ByteWriter()
    func begin(_ tag: Tag, _ number: Int) {
      writer.removeAll()
      writer.number(tag.rawValue)
      writer.number(file)
      writer.number(number)
      writer.flag(isPrevious)
    }
    for (number, figures) in entries.figures.enumerated() {
      begin(.figures, number)
      writer.figures(figures)
      try buckets.append(writer.bytes, bucket: Self.bucket(ofVillage: figures.group.village))
      if bindings.wideForms.contains(figures.form) {
        try buckets.append(writer.bytes, bucket: Self.wideBucket)
      }
    }
    guard !isPrevious else { return }
    try entries.records.forEachCoded { number, index, payload in
      let group = entries.records.groups[index]
      begin(.record, number)
      writer.group(group)
      writer.raw(payload)
      var reader = ByteReader(payload)
      let isWide = bindings.rules[try reader.number()].scope != .village
      let bucket = isWide ? Self.wideBucket : Self.bucket(ofVillage: group.village)
      try buckets.append(writer.bytes, bucket: bucket)
    }
    try keys.add(entries.keys, file: file) { reader, group in
      // Communes are not compared with each other, unless the rule looks at all of the batch.
      bindings.rules[try reader.number()].scope == .all ? 0 : group.unit
    }
  }

  /// What the files say of each village in a bucket, or of everything, in the order of the files; those of the
  /// year before stand behind the others.
  private func sets(_ bucket: Int) throws -> [RuleSet] {
    var figures: [Placed<VillageFigures>] = []
    var records: [Placed<JudgedRecord>] = []
    try buckets.forEachPiece(of: bucket) { piece in
      var reader = ByteReader(piece)
      while !reader.isAtEnd {
        guard let tag = Tag(rawValue: try reader.number()) else { throw ByteReader.Damage() }
        let (file, number) = (try reader.number(), try reader.number())
        let isPrevious = try reader.flag()
        func placed<Item>(_ item: Item) -> Placed<Item> {
          Placed(file: file, number: number, isPrevious: isPrevious, item: item)
        }
        switch tag {
        case .figures: figures.append(placed(try reader.figures()))
        case .record:
          let group = try reader.group()
          records.append(placed(try JudgedRecord(&reader, group: group)))
        }
      }
    }
    let isWide = bucket == Self.wideBucket
    var sets: [RuleSet] = []
    var index: [UInt64: Int] = [:]
    func set(_ group: RuleGroup) -> Int {
      let village = isWide ? 0 : group.village
      if let known = index[village] { return known }
      index[village] = sets.count
      sets.append(RuleSet())
      return sets.count - 1
    }
    for one in figures.sorted(by: Placed.isBefore) { sets[set(one.item.group)].add(one) }
    for one in records.sorted(by: Placed.isBefore) { sets[set(one.item.group)].add(one) }
    return sets
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
    for set in try sets(bucket) {
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
  /// The communes and years that are named.
  private var units: Set<UInt64> = []
  private var years: Set<Int> = []
  /// Where the figures of a commune stand; 0 where none is named.
  private var ofUnit: [UInt64: [Int]] = [:]

  mutating func add(_ placed: Placed<VillageFigures>) {
    ofUnit[placed.item.group.unit, default: []].append(figures.count)
    figures.append(placed)
    note(placed.item.group, placed.isPrevious)
  }

  mutating func add(_ placed: Placed<JudgedRecord>) {
    records.append(placed)
    note(placed.item.group, false)
  }

  private mutating func note(_ group: RuleGroup, _ isPrevious: Bool) {
    if group.unit != 0 { units.insert(group.unit) }
    if !isPrevious, group.year != 0 { years.insert(group.year) }
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
