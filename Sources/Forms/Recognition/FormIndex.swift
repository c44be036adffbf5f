import Tabular
import VietnameseText

/// Which headings belong to which forms, so that a sheet is compared closely with few of them only.
package final class FormIndex: Sendable {
  private let forms: [CompiledForm]
  private let vocabulary: Vocabulary
  private let owners: [KeyText: [Int]]
  private let beginnings: KeyFilter
  /// A form with fewer of its headings in one row than this share of the best form's is none.
  private static let leastShare = 0.34

  package init(_ forms: [CompiledForm], vocabulary: Vocabulary) {
    self.forms = forms
    self.vocabulary = vocabulary
    var owners: [KeyText: [Int]] = [:]
    for (number, form) in forms.enumerated() {
      let labels = form.columnForm?.labels ?? form.labels
      for key in labels.leaves.union(labels.parents.keys) {
        owners[key, default: []].append(number)
      }
    }
    self.owners = owners
    beginnings = KeyFilter(owners.keys.lazy.map(\.text))
  }

  /// The forms that may stand in a grid, in the order of their definitions.
  package func candidates(_ texts: SheetTexts) -> [CompiledForm] {
    var search = Search(index: self, forms: forms.count)
    // Lent to every row: what a class holds would be copied for each.
    let vocabulary = vocabulary
    texts.knownCells = texts.rows.indices.map {
      Int32(search.count(rowAt: $0, texts, vocabulary))
    }
    let best = search.most.max() ?? 0
    let least = max(2, Int(Double(best) * Self.leastShare))
    return forms.indices.filter { search.most[$0] >= least }.map { forms[$0] }
  }

  /// The key by which some forms know a text; empty for none.
  private func key(_ entry: SheetTexts.Entry) -> String {
    if let known = entry.formKey { return known }
    var found = ""
    if owns(entry.key) {
      found = entry.key
    } else if entry.text.utf8.count < 200, HeaderText.mayHaveTrimmings(entry.text) {
      let bare = entry.heading(vocabulary).bareKey
      if bare != entry.key, owns(bare) { found = bare }
    }
    entry.formKey = found
    return found
  }

  /// Whether a key is a heading of some form.
  private func owns(_ key: String) -> Bool {
    beginnings.mayHold(key) && owners[KeyText(key)] != nil
  }

  /// The same for a heading that was put together from several cells.
  private func key(ofHeading text: String) -> String {
    let heading = HeaderText(text, vocabulary: vocabulary)
    return [heading.key, heading.bareKey].first { owns($0) } ?? ""
  }

  /// Counts the headings of each form row by row; each different text is looked up once.
  private struct Search {
    let index: FormIndex
    /// The most headings of one row, by form.
    var most: [Int]
    private var counts: [Int]
    private var seen: Set<KeyText> = []

    init(index: FormIndex, forms: Int) {
      self.index = index
      most = Array(repeating: 0, count: forms)
      counts = most
    }

    /// Answers how many cells of the row some form knows.
    mutating func count(rowAt row: Int, _ texts: SheetTexts, _ vocabulary: borrowing Vocabulary)
      -> Int
    {
      var known = 0
      for position in texts.cellIndices(ofRowAt: row) {
        guard let entry = texts.entry(texts.cells[position]) else { continue }
        let key = index.key(entry)
        guard !key.isEmpty else { continue }
        known += 1
        see(key)
      }
      // Words spread down the rows of a heading are known together, though some heading is a word alone.
      if known > 0,
        let columns = SpreadHeading.columns(from: row, texts, vocabulary)
      {
        let keys = columns.map { index.key(ofHeading: $0) }.filter { !$0.isEmpty }
        keys.forEach { see($0) }
        known = max(known, keys.count)
      }
      guard known > 0 else { return 0 }
      for form in counts.indices {
        most[form] = max(most[form], counts[form])
        counts[form] = 0
      }
      seen.removeAll(keepingCapacity: true)
      return known
    }

    private mutating func see(_ key: String) {
      guard seen.insert(KeyText(key)).inserted else { return }
      for form in index.owners[KeyText(key)] ?? [] { counts[form] += 1 }
    }
  }
}
