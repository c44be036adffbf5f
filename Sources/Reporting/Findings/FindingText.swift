package import Findings
import Tabular

/// Findings as text for people: a line for the place and what is wrong, a line for what to do.
package struct FindingText: Sendable {
  package let catalogue: MessageCatalogue
  package let language: Language
  package let usesColour: Bool

  package init(catalogue: MessageCatalogue, language: Language, usesColour: Bool) {
    self.catalogue = catalogue
    self.language = language
    self.usesColour = usesColour
  }

  /// Where it is, in words a spreadsheet user has: `file › sheet › B12`.
  package static func place(_ place: SourceLocation) -> String {
    var parts = [place.file]
    if let sheet = place.sheet { parts.append(sheet) }
    if let range = place.range { parts.append(range.description) }
    var text = parts.joined(separator: " › ")
    if place.range == nil, let line = place.line {
      text += ":\(line)" + (place.column.map { ":\($0)" } ?? "")
    }
    return text.visible
  }

  /// The lines of one finding.
  package func lines(_ finding: Finding) -> [String] {
    let text = catalogue.render(finding, in: language)
    var lines = [
      "\(head(finding.severity, Self.place(finding.location))): \(text.message.visible) [\(finding.code.name)]"
    ]
    if let hint = text.hint, finding.severity > .note { lines.append("    → \(hint.visible)") }
    return lines
  }

  /// The beginning of a finding's first line: how bad, and where.
  func head(_ severity: Severity, _ place: String) -> String {
    // A program without its templates still says how bad a thing is.
    let key = "severity-\(severity.rawValue)"
    let word = catalogue.phrases[key]?[language] ?? severity.rawValue
    return "\(colour(word, severity)) \(place)"
  }

  private func colour(_ word: String, _ severity: Severity) -> String {
    guard usesColour else { return word + ":" }
    let code =
      switch severity {
      case .error: "31"
      case .warning: "33"
      case .note: "36"
      }
    return "\u{1B}[\(code);1m\(word):\u{1B}[0m"
  }
}
