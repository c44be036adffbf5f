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
    var most = Array(repeating: 0, count: forms.count)
    for index in texts.grid.rows.indices { count(rowAt: index, texts, into: &most) }
    let best = most.max() ?? 0
    let least = max(2, Int(Double(best) * Self.leastShare))
    return forms.indices.filter { most[$0] >= least }.map { forms[$0] }
  }

  /// Counts the different headings of each form in a row.
  private func count(rowAt index: Int, _ texts: SheetTexts, into most: inout [Int]) {
    var counts = Array(repeating: 0, count: forms.count)
    var seen: Set<String> = []
    for cell in texts.grid.cells(ofRowAt: index) {
      guard let entry = texts.entry(cell) else { continue }
      if let found = owners[entry.key] {
        guard seen.insert(entry.key).inserted else { continue }
        for form in found { counts[form] += 1 }
      } else if entry.text.utf8.count < 200 {
        let bare = HeaderText(entry.text, vocabulary: vocabulary).bareKey
        guard let found = owners[bare], seen.insert(bare).inserted else { continue }
        for form in found { counts[form] += 1 }
      }
    }
    guard !seen.isEmpty else { return }
    for form in counts.indices where counts[form] > most[form] { most[form] = counts[form] }
  }
}
