import Findings
import Forms
import Tabular

/// Joins what files say of the same village, commune or number, and finds what the rules do not allow.
///
/// What it is given goes into buckets, which are written to a file when they are full: memory does not grow with
/// the files, only with what is found.
struct RuleFinder {
  private enum Tag: Int {
    case figures, record, key
  }

  let bindings: RuleBindings
  private var buckets = BucketFile()
  private var hasPrevious = false

  init(_ bindings: RuleBindings) { self.bindings = bindings }

  /// Where rules that look beyond one village find everything.
  private static let wideBucket = 0

  /// Adds what was kept of a file; of the year before only what the files of this year are compared with.
  mutating func add(_ entries: RuleEntries, file: Int, isPrevious: Bool = false) throws {
    if isPrevious { hasPrevious = true }
    for figures in entries.figures {
      try write(.figures, file, isPrevious, isWide: false, figures.group.village) {
        $0.figures(figures)
      }
      guard bindings.wideForms.contains(figures.form) else { continue }
      try write(.figures, file, isPrevious, isWide: true, 0) { $0.figures(figures) }
    }
    guard !isPrevious else { return }
    for record in entries.records {
      let isWide = bindings.rules[record.rule].scope != .village
      try write(.record, file, false, isWide: isWide, record.group.village) { $0.judged(record) }
    }
    for key in entries.keys {
      try write(.key, file, false, isWide: false, key.key.first) { $0.uniqueKey(key) }
    }
  }

  private func write(
    _ tag: Tag,
    _ file: Int,
    _ isPrevious: Bool,
    isWide: Bool,
    _ key: UInt64,
    _ body: (inout ByteWriter) -> Void
  ) throws {
    var writer = ByteWriter()
    writer.number(tag.rawValue)
    writer.number(file)
    writer.flag(isPrevious)
    writer.flag(isWide)
    body(&writer)
    let bucket = isWide ? Self.wideBucket : Int(key % UInt64(BucketFile.count))
    try buckets.append(writer.bytes, bucket: bucket)
  }

  /// Everything in one bucket, by village; what looks beyond villages under `nil`.
  private struct Bucket {
    var sets: [UInt64?: RuleSet] = [:]
    var order: [UInt64?] = []
    var keys: [Placed<UniqueKey>] = []

    mutating func add(_ key: UInt64?, _ change: (inout RuleSet) -> Void) {
      if sets[key] == nil { order.append(key) }
      change(&sets[key, default: RuleSet()])
    }
  }

  private func bucket(_ number: Int) throws -> Bucket {
    var reader = ByteReader(try buckets.bytes(of: number))
    var result = Bucket()
    while !reader.isAtEnd {
      guard let tag = Tag(rawValue: try reader.number()) else { throw ByteReader.Damage() }
      let file = try reader.number()
      let isPrevious = try reader.flag()
      let isWide = try reader.flag()
      switch tag {
      case .figures:
        let placed = Placed(file: file, isPrevious: isPrevious, item: try reader.figures())
        result.add(isWide ? nil : placed.item.group.village) { $0.add(placed) }
      case .record:
        let placed = Placed(file: file, isPrevious: false, item: try reader.judged())
        result.add(isWide ? nil : placed.item.group.village) { $0.add(placed) }
      case .key:
        let placed = Placed(file: file, isPrevious: false, item: try reader.uniqueKey())
        result.keys.append(placed)
      }
    }
    return result
  }

  /// The findings by file, each in the order of the rules and cells.
  ///
  /// A batch that was stopped has no sums to compare: only what stands twice is named.
  func findings(
    isWhole: Bool,
    fileName: @escaping (Int, Bool) -> String
  ) throws -> [Int: [Finding]] {
    guard !bindings.rules.isEmpty else { return [:] }
    var found: [Found] = []
    let judge = RuleJudge(bindings, hasPrevious: hasPrevious, fileName: fileName)
    var scores: [Int: [Double]] = [:]
    for number in 0..<BucketFile.count {
      let bucket = try bucket(number)
      found += UniqueCheck(bindings.rules, fileName).findings(bucket.keys)
      guard isWhole else { continue }
      for key in bucket.order {
        guard let set = bucket.sets[key] else { continue }
        judge.each(set, isWide: key == nil) { rule, one in
          if let figure = judge.figure(one, rule) {
            scores[rule, default: []].append(figure)
          } else if let finding = judge.finding(one, rule) {
            found.append(Found(file: one.file, rule: rule, finding: finding))
          }
        }
      }
    }
    found += try outliers(scores, judge)
    return Dictionary(grouping: found.enumerated().sorted(by: Self.isBefore), by: \.element.file)
      .mapValues { $0.map(\.element.finding) }
  }

  private static func isBefore(
    _ left: (offset: Int, element: Found),
    _ right: (offset: Int, element: Found)
  ) -> Bool {
    if left.element.rule != right.element.rule { return left.element.rule < right.element.rule }
    let places = [left.element.finding, right.element.finding].map {
      $0.location.range?.upperLeft ?? CellReference(row: 0, column: 0)
    }
    return places[0] == places[1] ? left.offset < right.offset : places[0] < places[1]
  }

  /// The figures that lie far from the others of their rule: gone through again when all are known.
  private func outliers(_ figures: [Int: [Double]], _ judge: RuleJudge) throws -> [Found] {
    var scores: [Int: ModifiedScore] = [:]
    for (rule, values) in figures {
      guard case .outlier(let outlier) = bindings.rules[rule].check, values.count >= outlier.least
      else { continue }
      scores[rule] = ModifiedScore(values)
    }
    guard !scores.isEmpty else { return [] }
    var found: [Found] = []
    for number in 0..<BucketFile.count {
      let bucket = try bucket(number)
      for key in bucket.order {
        guard let set = bucket.sets[key] else { continue }
        judge.each(set, isWide: key == nil) { rule, one in
          guard let score = scores[rule], let count = figures[rule]?.count,
            let finding = judge.outlier(one, rule, score, count: count)
          else { return }
          found.append(Found(file: one.file, rule: rule, finding: finding))
        }
      }
    }
    return found
  }
}

/// A finding of a rule with the file it belongs to.
struct Found {
  var file: Int
  var rule: Int
  var finding: Finding
}

/// Something that was read in a file of this year or of the year before.
struct Placed<Item> {
  var file: Int
  var isPrevious: Bool
  var item: Item
}

/// What all files say of one village, or of everything.
struct RuleSet {
  private(set) var figures: [Placed<VillageFigures>] = []
  private(set) var records: [Placed<JudgedRecord>] = []
  /// The communes and years that are named; 0 where one is not.
  private(set) var units: Set<UInt64> = []
  private(set) var years: Set<Int> = []

  mutating func add(_ placed: Placed<VillageFigures>) {
    figures.append(placed)
    note(placed.item.group, placed.isPrevious)
  }

  mutating func add(_ placed: Placed<JudgedRecord>) {
    records.append(placed)
    note(placed.item.group, false)
  }

  private mutating func note(_ group: RuleGroup, _ isPrevious: Bool) {
    units.insert(group.unit)
    if !isPrevious { years.insert(group.year) }
  }

  /// A commune or year that is not named is the only one that the others name; else it stays open.
  func settled(_ group: RuleGroup) -> RuleGroup {
    var group = group
    let (units, years) = (units.subtracting([0]), years.subtracting([0]))
    if group.unit == 0, units.count == 1 { group.unit = units.first ?? 0 }
    if group.year == 0, years.count == 1 { group.year = years.first ?? 0 }
    return group
  }
}

/// Finds what may stand only once and stands twice.
struct UniqueCheck {
  private struct Place: Hashable {
    var unit: UInt64
    var year: Int?
  }

  /// The first of all, and the first that differs from it.
  private struct First {
    var one: Placed<UniqueKey>
    var other: Placed<UniqueKey>?

    func differing(from key: UniqueKey) -> Placed<UniqueKey>? {
      guard key.differing != 0 else { return one }
      return one.item.differing != key.differing ? one : other
    }
  }

  private let rules: [BatchRule]
  private let fileName: (Int, Bool) -> String

  init(_ rules: [BatchRule], _ fileName: @escaping (Int, Bool) -> String) {
    self.rules = rules
    self.fileName = fileName
  }

  func findings(_ keys: [Placed<UniqueKey>]) -> [Found] {
    // Files come in their order, and each in the order of its rows.
    let sorted = keys.enumerated().sorted {
      ($0.element.item.key, $0.offset) < ($1.element.item.key, $1.offset)
    }.map(\.element)
    var found: [Found] = []
    var start = 0
    while start < sorted.count {
      var end = start + 1
      while end < sorted.count, sorted[end].item.key == sorted[start].item.key { end += 1 }
      if end - start > 1 { found += repeated(sorted[start..<end]) }
      start = end
    }
    return found
  }

  private func repeated(_ keys: ArraySlice<Placed<UniqueKey>>) -> [Found] {
    var first: [Place: First] = [:]
    var found: [Found] = []
    for key in keys {
      let rule = rules[key.item.rule]
      let unit = rule.scope == .all ? 0 : key.item.group.unit
      let year = key.item.group.year
      // Two years of one survey name the same people.
      let places = year == 0 ? [nil] : [year, 0]
      let others = places.compactMap {
        first[Place(unit: unit, year: $0)]?.differing(from: key.item)
      }
      if let other = others.first {
        found.append(Found(file: key.file, rule: key.item.rule, finding: finding(key, other, rule)))
      }
      for place in [Place(unit: unit, year: year), Place(unit: unit, year: nil)] {
        guard var known = first[place] else {
          first[place] = First(one: key)
          continue
        }
        if known.other == nil, known.one.item.differing != key.item.differing { known.other = key }
        first[place] = known
      }
    }
    return found
  }

  private func place(_ key: Placed<UniqueKey>) -> SourceLocation {
    SourceLocation(
      file: fileName(key.file, key.isPrevious),
      sheet: key.item.group.sheet,
      cell: key.item.cell
    )
  }

  private func finding(
    _ key: Placed<UniqueKey>,
    _ other: Placed<UniqueKey>,
    _ rule: BatchRule
  ) -> Finding {
    let first = place(other)
    let text = [first.file, first.sheet, first.range?.description].compactMap { $0 }
    var finding = Finding(
      rule.code,
      rule.hasMessage ? rule.id : nil,
      at: place(key),
      field: rule.field,
      found: key.item.found,
      arguments: [
        "first": LocalizedText(text.joined(separator: " › ")),
        "village": LocalizedText(key.item.group.name),
        "other": LocalizedText(other.item.group.name),
      ],
      related: [first],
      basis: rule.basis,
      severity: rule.severity
    )
    finding.record = key.item.label
    return finding
  }
}
