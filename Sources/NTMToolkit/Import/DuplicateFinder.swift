import Expressions
package import Findings
import Forms
import Tabular

/// What is kept of a record to find it again in another row or file.
package struct DuplicateEntry: Sendable {
  var key: String
  var identifiers: [String?]
  var compared: [ExactDecimal?]
  var place: SourceLocation
  var field: String
  var found: String
}

/// Finds the same household twice, within a file and across files, in the order of the files.
package struct DuplicateFinder {
  /// An entry with the one of the same key before it; chains grow without copying what is there.
  private struct Link {
    var entry: DuplicateEntry
    var previous: Int?
  }

  private var links: [Link] = []
  private var first: [String: Int] = [:]
  private var last: [String: Int] = [:]

  package init() {}

  /// The entry of a record; `nil` where a part of its key is missing.
  static func entry(
    _ record: Record,
    form: FormDefinition,
    at place: (CellReference) -> SourceLocation
  ) -> DuplicateEntry? {
    guard let rule = form.duplicates else { return nil }
    var key = form.id
    var last: (cell: CellReference, field: String, text: String)?
    for id in rule.key {
      guard let index = form.fieldIndex(id), case .text(let text)? = record.values[index] else {
        return nil
      }
      key += "\u{1F}" + Vocabulary.key(text)
      if case .cell(let cell)? = record.places[index] { last = (cell, id, text) }
    }
    guard let last else { return nil }
    func value(_ id: String) -> FieldValue? { form.fieldIndex(id).flatMap { record.values[$0] } }
    return DuplicateEntry(
      key: key,
      identifiers: rule.identifiers.map { id in value(id).map { RuleChecker.text($0) } },
      compared: rule.compared.map { id in
        if case .number(let number)? = value(id) { number } else { nil }
      },
      place: place(last.cell),
      field: last.field,
      found: last.text
    )
  }

  /// Adds an entry and says whether an earlier one is the same household, or may be.
  package mutating func add(_ entry: DuplicateEntry) -> Finding? {
    let previous = last.updateValue(links.count, forKey: entry.key)
    links.append(Link(entry: entry, previous: previous))
    guard let previous, let start = first[entry.key] else {
      first[entry.key] = links.count - 1
      return nil
    }
    var same: SourceLocation?
    var next: Int? = previous
    while let index = next {
      if Self.isSame(links[index].entry, entry) { same = links[index].entry.place }
      next = links[index].previous
    }
    let nearest = links[start].entry.place
    return Finding(
      same == nil ? .possibleDuplicate : .duplicateRecord,
      at: entry.place,
      field: entry.field,
      found: entry.found,
      arguments: ["first": LocalizedText(Self.text(same ?? nearest))],
      related: [same ?? nearest]
    )
  }

  private static func text(_ place: SourceLocation) -> String {
    [place.file, place.sheet, place.range?.description].compactMap { $0 }.joined(separator: " › ")
  }

  /// The same identifier decides; without one, all given counts are equal.
  private static func isSame(_ first: DuplicateEntry, _ second: DuplicateEntry) -> Bool {
    var hasIdentifier = false
    for (left, right) in zip(first.identifiers, second.identifiers)
    where left != nil || right != nil {
      hasIdentifier = true
      if left != nil, left == right { return true }
    }
    if hasIdentifier { return false }
    var compared = 0
    for (left, right) in zip(first.compared, second.compared) {
      guard let left, let right else { continue }
      if left != right { return false }
      compared += 1
    }
    return compared > 0
  }
}
