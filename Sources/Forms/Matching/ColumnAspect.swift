import VietnameseText

/// What a heading says of the figures below it and not of what is counted: planned or reached, of which time.
///
/// "Kế hoạch năm 2025", "TH 6 tháng đầu năm" and "TH/KH (%)" over or under "Số hộ nghèo".
package struct ColumnAspect: Hashable, Sendable {
  package enum Meaning: String, CaseIterable, Sendable {
    case plan, result, estimate, previous, share, change, period, filler
  }

  /// `nil` where only a year is named.
  private(set) var kind: Meaning?
  private(set) var year: Int?
  private(set) var period = ""

  /// Whether the figures may be those that a form asks for.
  var isResult: Bool { kind == nil || kind == .result }

  /// Reads a heading that says nothing else; `nil` for any other.
  init?(_ heading: HeaderText, vocabulary: borrowing Vocabulary) {
    guard heading.key.utf8.count <= 60 else { return nil }
    var rest = heading.key.split(separator: " ").map(String.init)[...]
    // "(km)" says how is counted.
    for trimming in heading.trimmings.reversed() where vocabulary.unit(trimming) != nil {
      let unit = Vocabulary.key(trimming).split(separator: " ").map(String.init)
      if rest.count > unit.count, Array(rest.suffix(unit.count)) == unit {
        rest = rest.dropLast(unit.count)
      }
    }
    var meanings: Set<Meaning> = []
    while let word = rest.first {
      if let number = Int(word), (1990...2100).contains(number) {
        guard year == nil || year == number || !meanings.isDisjoint(with: [.share, .change])
        else { return nil }
        year = year ?? number
        rest = rest.dropFirst()
        continue
      }
      guard let phrase = vocabulary.aspects.first(where: { rest.starts(with: $0.words) }) else {
        return nil
      }
      meanings.insert(phrase.meaning)
      if phrase.meaning == .period { period += phrase.words.joined(separator: " ") }
      rest = rest.dropFirst(phrase.words.count)
    }
    kind = Self.kind(meanings)
    if kind == nil, year == nil { return nil }
  }

  /// "TH/KH" is a share of both, "ước thực hiện" no result yet.
  private static func kind(_ meanings: Set<Meaning>) -> Meaning? {
    if meanings.isSuperset(of: [.plan, .result]) { return .share }
    return [.change, .share, .estimate, .previous, .plan, .result].first { meanings.contains($0) }
  }

  /// What two headings over one another say together: "Thực hiện" over "Năm 2025".
  func joined(_ other: ColumnAspect) -> ColumnAspect {
    var joined = self
    if let kind = other.kind {
      joined.kind = self.kind.flatMap { Self.kind([$0, kind]) } ?? kind
    }
    joined.year = year ?? other.year
    joined.period += other.period
    return joined
  }

  /// Which of several columns of one thing is meant: the only result, or that of the year that is stated.
  ///
  /// `nil` where that cannot be told.
  static func meant(_ aspects: [ColumnAspect?], stated: Set<Int>) -> Int? {
    guard aspects.allSatisfy({ $0 != nil }) else { return nil }
    let results = aspects.indices.filter { aspects[$0]?.isResult == true }
    let ofYear = results.filter { aspects[$0]?.year.map { stated.contains($0) } ?? false }
    if ofYear.count == 1 { return ofYear[0] }
    guard ofYear.isEmpty else { return nil }
    // Of another year than the table is none.
    let possible = stated.isEmpty ? results : results.filter { aspects[$0]?.year == nil }
    return possible.count == 1 ? possible[0] : nil
  }
}
