import Findings
import Forms
import Tabular

/// Finds what may stand only once and stands twice.
struct UniqueCheck: Sendable {
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
  private let fileName: @Sendable (Int, Bool) -> String

  init(_ rules: [BatchRule], _ fileName: @escaping @Sendable (Int, Bool) -> String) {
    self.rules = rules
    self.fileName = fileName
  }

  /// The findings of entries of one rule that have the same key, in the order of the files.
  func findings(_ keys: [Placed<UniqueKey>]) -> [Found] {
    guard let number = keys.first?.item.rule else { return [] }
    let rule = rules[number]
    /// By year, and under `nil` of any.
    var first: [Int?: First] = [:]
    var found: [Found] = []
    for key in keys {
      let year = key.item.group.year
      // Two years of one survey name the same people.
      let others = (year == 0 ? [nil] : [year, 0]).compactMap {
        first[$0]?.differing(from: key.item)
      }
      if let other = others.first {
        found.append(Found(file: key.file, rule: number, finding: finding(key, other, rule)))
      }
      for place in [year, nil] {
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
