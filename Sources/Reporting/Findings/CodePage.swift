package import Findings

/// What is known of a code of findings, for people: its sentences, what to do, an example.
package struct CodePage {
  private let catalogue: MessageCatalogue
  private let language: Language

  package init(catalogue: MessageCatalogue, language: Language) {
    self.catalogue = catalogue
    self.language = language
  }

  private func phrase(_ key: String) -> String { catalogue.phrase(key, in: language) }

  /// The severities of all codes that the program gives, from the worst on.
  package static let severities: [String: [Severity]] = Dictionary(
    FindingCode.all.map { ($0.name, [$0.severity]) },
    uniquingKeysWith: { ($0 + $1).sorted(by: >) }
  )

  /// All codes, the worst first, then by name.
  private var codes: [String] {
    catalogue.entries.keys.sorted { left, right in
      let (first, second) = (Self.severities[left]?.first, Self.severities[right]?.first)
      return (second ?? .note, left) < (first ?? .note, right) || first == second && left < right
    }
  }

  private func word(_ code: String) -> String {
    (Self.severities[code] ?? []).map { phrase("severity-\($0.rawValue)") }.joined(separator: " / ")
  }

  /// One line for each code.
  package var list: String {
    let width = catalogue.entries.keys.map(\.count).max() ?? 0
    return codes.map { code in
      let blanks = String(repeating: " ", count: width - code.count)
      let message = catalogue.entries[code]?.message[language] ?? ""
      return "\(code)\(blanks)  \(word(code)): \(message)\n"
    }.joined()
  }

  /// The page of one code; `nil` for one that is not known.
  package func text(_ code: String) -> String? {
    guard let entry = catalogue.entries[code] else { return nil }
    var lines = ["\(code) (\(word(code)))", ""]
    for (label, text) in parts(entry) { lines.append("\(label): \(text)") }
    let cases = cases(entry)
    if !cases.isEmpty { lines += ["", phrase("code-variants") + ":"] + cases.map { "  - " + $0 } }
    return lines.joined(separator: "\n") + "\n"
  }

  /// All pages as one document.
  package var markdown: String {
    var text = "# \(phrase("code-document"))\n\n\(phrase("code-document-note"))\n"
    for code in codes {
      guard let entry = catalogue.entries[code] else { continue }
      text += "\n## `\(code)`\n\n\(phrase("code-severity")): \(word(code))\n\n"
      for (label, value) in parts(entry) { text += "- **\(label)**: \(escaped(value))\n" }
      let cases = cases(entry)
      if !cases.isEmpty { text += "- **\(phrase("code-variants"))**:\n" }
      for value in cases { text += "  - \(escaped(value))\n" }
    }
    return text
  }

  private func escaped(_ text: String) -> String {
    text.replacing("<", with: "&lt;").replacing("*", with: "\\*").replacing("_", with: "\\_")
  }

  private func parts(_ entry: MessageCatalogue.Entry) -> [(String, String)] {
    let all: [(String, LocalizedText?)] = [
      ("code-message", entry.message), ("code-expected", entry.expected),
      ("code-hint", entry.hint ?? entry.advice), ("code-example", entry.example),
    ]
    return all.compactMap { key, text in text.map { (phrase(key), $0[language]) } }
  }

  private func cases(_ entry: MessageCatalogue.Entry) -> [String] {
    entry.variants.sorted { $0.key < $1.key }.map { _, variant in
      [variant.message[language], variant.hint.map { "→ " + $0[language] }].compactMap { $0 }
        .joined(separator: " ")
    }
  }
}
