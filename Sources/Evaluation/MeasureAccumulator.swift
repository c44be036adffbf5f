package import Criteria
package import Expressions
package import Tabular

/// What a measure gives: exact numerator and denominator, and what was missing.
package struct Measurement: Sendable {
  package var numerator: ExactDecimal
  /// `nil` where the measure is a count or sum and no rate.
  package var denominator: ExactDecimal?
  package var scale: ExactDecimal
  package var evidence: [Evidence]
  /// Records or villages that lack a needed field.
  package var missingCount: Int
  package var missingExamples: [Evidence]
  package var recordCount: Int

  /// Whether any record could be counted.
  package var hasCounted: Bool { recordCount == 0 || missingCount < recordCount }

  /// Compares the exact value with a level; `nil` for a zero denominator or digits that do not fit.
  package func compare(_ comparison: ComparisonOperator, to level: ExactDecimal) -> Bool? {
    guard let left = numerator.multiplied(by: scale) else { return nil }
    var right = level
    if let denominator {
      guard denominator > .zero, let product = level.multiplied(by: denominator) else { return nil }
      right = product
    }
    switch comparison {
    case .equal: return left == right
    case .notEqual: return left != right
    case .less: return left < right
    case .lessOrEqual: return left <= right
    case .greater: return left > right
    case .greaterOrEqual: return left >= right
    }
  }

  /// The value to so many decimals, only for show; `nil` for a zero denominator, and where every record
  /// lacks what is counted: that nobody asked about temporary houses does not make them none.
  package func value(places: Int) -> ExactDecimal? {
    guard hasCounted else { return nil }
    guard let top = numerator.multiplied(by: scale) else { return nil }
    guard let denominator else { return top.rounded(places: places) }
    return top.divided(by: denominator, places: places)
  }
}

/// Adds up one measure over records as they come by; nothing of a record is kept.
package struct MeasureAccumulator: Sendable {
  package let measure: Measure
  private let leaves: [Expression]
  /// Of the leaves, so many at the start stand in the numerator.
  private let numeratorLeaves: Int
  /// The fields that it reads, by index.
  private let fields: [Int]
  private var sums: [ExactDecimal]
  private var hasOverflow = false
  private var collector = EvidenceCollector()
  private var missing: [Evidence] = []
  private var missingCount = 0
  private var count = 0
  private static let shownExamples = 5

  /// `fields` are the ids of the form's fields (or of a village's facts) in the order of their values.
  package init(_ measure: Measure, fields: [String]) {
    var bound = measure
    func index(_ name: String) -> Int? { fields.firstIndex(of: name) }
    bound.numerator = measure.numerator.bound(index)
    bound.denominator = measure.denominator?.bound(index)
    self.measure = bound
    var leaves: [Expression] = []
    Self.collect(bound.numerator, into: &leaves)
    numeratorLeaves = leaves.count
    if let denominator = bound.denominator { Self.collect(denominator, into: &leaves) }
    self.leaves = leaves
    sums = Array(repeating: .zero, count: leaves.count)
    var seen: Set<Int> = []
    let names = measure.numerator.names + (measure.denominator?.names ?? [])
    self.fields = names.compactMap { index($0) }.filter { seen.insert($0).inserted }
  }

  /// The counts and sums inside a formula.
  private static func collect(_ expression: Expression, into leaves: inout [Expression]) {
    switch expression {
    case .count, .sum: if !leaves.contains(expression) { leaves.append(expression) }
    default: for part in expression.parts { collect(part, into: &leaves) }
    }
  }

  /// One thing that is counted: a record, or a village.
  package struct Item {
    package var file: String
    package var sheet: String
    package var table: Int
    package var row: Int
    /// The values by field index.
    package var values: [FieldValue?]
    /// Where a field's value stands.
    package var place: (Int) -> CellReference?

    package init(
      file: String,
      sheet: String,
      table: Int,
      row: Int,
      values: [FieldValue?],
      place: @escaping (Int) -> CellReference?
    ) {
      self.file = file
      self.sheet = sheet
      self.table = table
      self.row = row
      self.values = values
      self.place = place
    }
  }

  /// Adds one item; where a needed field is missing, what happens is the measure's own rule.
  package mutating func add(_ item: Item) {
    count += 1
    let evaluator = RecordEvaluator(slots: item.values)
    var parts: [ExactDecimal] = []
    for leaf in leaves {
      guard let part = evaluator.part(of: leaf) else {
        missingCount += 1
        if missing.count < Self.shownExamples { missing.append(place(item)) }
        return
      }
      parts.append(part)
    }
    for (index, part) in parts.enumerated() {
      if let sum = sums[index].adding(part) { sums[index] = sum } else { hasOverflow = true }
    }
    let columns = fields.compactMap { item.place($0)?.column }
    collector.add(
      file: item.file,
      sheet: item.sheet,
      table: item.table,
      row: item.row,
      columns: columns,
      counts: parts.prefix(numeratorLeaves).contains { $0 != .zero }
    )
  }

  /// Adds what another accumulator of the same measure found in later files.
  package mutating func merge(_ other: MeasureAccumulator) {
    count += other.count
    missingCount += other.missingCount
    missing += other.missing.prefix(max(0, Self.shownExamples - missing.count))
    hasOverflow = hasOverflow || other.hasOverflow
    for index in sums.indices {
      if let sum = sums[index].adding(other.sums[index]) {
        sums[index] = sum
      } else {
        hasOverflow = true
      }
    }
    collector.merge(other.collector)
  }

  private func place(_ item: Item) -> Evidence {
    let cell = fields.lazy.filter { item.values[$0] == nil }.compactMap { item.place($0) }.first
    let reference = cell ?? CellReference(row: item.row, column: 0)
    return Evidence(file: item.file, sheet: item.sheet, range: CellRange(reference, reference))
  }

  /// The result over all items; `nil` where there were none or an exact result does not exist.
  package var measurement: Measurement? {
    guard count > 0, !hasOverflow, let numerator = total(measure.numerator) else { return nil }
    var denominator: ExactDecimal?
    if let expression = measure.denominator {
      guard let total = total(expression) else { return nil }
      denominator = total
    }
    return Measurement(
      numerator: numerator,
      denominator: denominator,
      scale: measure.scale,
      evidence: collector.evidence,
      missingCount: missingCount,
      missingExamples: missing,
      recordCount: count
    )
  }

  private func total(_ expression: Expression) -> ExactDecimal? {
    AggregateEvaluator { self.leaves.firstIndex(of: $0).map { self.sums[$0] } }.number(expression)
  }
}
