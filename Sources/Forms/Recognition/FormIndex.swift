import Tabular

/// Which headings belong to which forms, so that a sheet is compared closely with few of them only.
package struct FormIndex: Sendable {
  private let forms: [CompiledForm]
  private let vocabulary: Vocabulary
  private var owners: [String: [Int]] = [:]
  /// A form with fewer of its headings in one row than this share of the best form's is none.
  private static let leastShare = 0.34

  package init(_ forms: [CompiledForm], vocabulary: Vocabulary) {
    self.forms = forms
    self.vocabulary = vocabulary
    for (number, form) in forms.enumerated() {
      let labels = form.columnForm?.labels ?? form.labels
      for key in labels.leaves.union(labels.parents.keys) {
        owners[key, default: []].append(number)
      }
    }
  }

  /// The forms that may stand in a grid, in the order of their definitions.
  package func candidates(_ texts: SheetTexts) -> [CompiledForm] {
    var search = Search(index: self, forms: forms.count)
    for index in texts.grid.rows.indices { search.count(rowAt: index, texts) }
    let best = search.most.max() ?? 0
    let least = max(2, Int(Double(best) * Self.leastShare))
    return forms.indices.filter { search.most[$0] >= least }.map { forms[$0] }
  }

  /// Counts the headings of each form row by row; each different text is looked up once.
  private struct Search {
    let index: FormIndex
    /// The most headings of one row, by form.
    var most: [Int]
    private var counts: [Int]
    private var seen: Set<String> = []
    /// By number of a text: the key that some forms know it by, empty for none.
    private var keys: [String?] = []

    init(index: FormIndex, forms: Int) {
      self.index = index
      most = Array(repeating: 0, count: forms)
      counts = most
    }

    mutating func count(rowAt row: Int, _ texts: SheetTexts) {
      for cell in texts.grid.cells(ofRowAt: row) {
        guard let entry = texts.entry(cell) else { continue }
        let key = key(entry)
        guard !key.isEmpty, seen.insert(key).inserted else { continue }
        for form in index.owners[key] ?? [] { counts[form] += 1 }
      }
      guard !seen.isEmpty else { return }
      for form in counts.indices {
        most[form] = max(most[form], counts[form])
        counts[form] = 0
      }
      seen.removeAll(keepingCapacity: true)
    }

    private mutating func key(_ entry: SheetTexts.Entry) -> String {
      let number = entry.number
      if number >= keys.count {
        keys += Array(repeating: nil, count: max(number + 1, 2 * keys.count) - keys.count)
      }
      if let known = keys[number] { return known }
      var found = ""
      if index.owners[entry.key] != nil {
        found = entry.key
      } else if entry.text.utf8.count < 200 {
        let bare = entry.heading(index.vocabulary).bareKey
        if index.owners[bare] != nil { found = bare }
      }
      keys[number] = found
      return found
    }
  }
}
