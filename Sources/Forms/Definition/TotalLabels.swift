import VietnameseText

/// Tells labels that may be a total's by their first word.
struct TotalLabels: Sendable {
  private let words: Set<KeyText>
  /// Labels of totals whose first word is too short to tell one.
  private let short: [String]
  /// The bytes with which labels of totals begin: few names begin so.
  private let initials: Set<UInt8>

  init(_ vocabulary: Vocabulary) {
    words = Set(vocabulary.totalWords.map { KeyText($0) })
    short = vocabulary.totals.filter { ($0.split(separator: " ").first?.utf8.count ?? 0) <= 1 }
    initials = Set(words.compactMap(\.text.utf8.first) + short.compactMap(\.utf8.first))
  }

  /// Whether a key begins with the word of a total.
  func begins(_ key: String) -> Bool {
    guard let initial = key.utf8.first, initials.contains(initial) else { return false }
    let first = key.utf8.firstIndex(of: 0x20).map { String(key[..<$0]) } ?? key
    return words.contains(KeyText(first)) || short.contains(key)
  }
}
