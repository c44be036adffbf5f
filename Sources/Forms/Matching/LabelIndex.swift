import VietnameseText

/// What a column can hold: a field, or the marks of one answer of a choice.
package struct ColumnTarget: Hashable, Sendable {
  /// The index into the form's fields.
  package var field: Int
  /// The index into the field's choices, for a column of marks.
  package var choice: Int?

  package init(field: Int, choice: Int? = nil) {
    self.field = field
    self.choice = choice
  }
}

/// The headings of a form by key, for matching columns.
package struct LabelIndex: Sendable {
  /// Targets by the key of a heading that matches under any group heading.
  private(set) var headers: [String: [ColumnTarget]] = [:]
  /// Targets by the keys of a whole path, joined.
  private(set) var paths: [String: [ColumnTarget]] = [:]
  /// Group headings that belong to a target, by key.
  private(set) var parents: [String: Set<ColumnTarget>] = [:]
  /// Each heading with its words, for the comparison of last resort.
  private(set) var wordLists: [(words: [String], target: ColumnTarget, label: String)] = []
  /// The keys of last path elements, for finding header rows.
  private(set) var leaves: Set<String> = []
  let neutral: Set<String>
  /// Words that may be added or left out without changing what a heading means.
  let fillers: Set<String>

  init(_ form: FormDefinition, vocabulary: Vocabulary) {
    neutral = vocabulary.neutralHeadings
    fillers = vocabulary.fillers
    for (index, field) in form.fields.enumerated() {
      let target = ColumnTarget(field: index)
      field.headers.forEach { addHeader($0, target) }
      field.paths.forEach { addPath($0, target) }
      for (number, choice) in field.choices.enumerated() {
        let own = ColumnTarget(field: index, choice: number)
        choice.headers.forEach { addHeader($0, own) }
        field.headers.forEach { parents[Vocabulary.key($0), default: []].insert(own) }
      }
    }
  }

  private mutating func addHeader(_ label: String, _ target: ColumnTarget) {
    let key = Vocabulary.key(label)
    if headers[key]?.contains(target) != true { headers[key, default: []].append(target) }
    leaves.insert(key)
    wordLists.append((key.split(separator: " ").map(String.init), target, label))
  }

  private mutating func addPath(_ path: [String], _ target: ColumnTarget) {
    let keys = path.map { Vocabulary.key($0) }
    let joined = Self.join(keys)
    if paths[joined]?.contains(target) != true { paths[joined, default: []].append(target) }
    keys.dropLast().forEach { parents[$0, default: []].insert(target) }
    if let last = keys.last, path.count > 1 || keys.count == 1 { leaves.insert(last) }
  }

  static func join(_ keys: [String]) -> String { keys.joined(separator: "\u{1F}") }
}
