package import Findings

/// A report as text for people: findings of one cause together, the numbers last.
package struct ReportText: Sendable {
  private let style: ReportStyle
  private let text: FindingText
  /// Whether notes are left out.
  private let isQuiet: Bool

  package init(_ style: ReportStyle, usesColour: Bool, isQuiet: Bool) {
    self.style = style
    self.isQuiet = isQuiet
    text = FindingText(
      catalogue: style.catalogue,
      language: style.language,
      usesColour: usesColour
    )
  }

  package func write(_ report: any FindingsReport, to write: (String) -> Void) throws {
    try report.write({ words(of: $0) }, to: write)
    for fixed in report.totals.fixed {
      let place = [fixed.file, fixed.sheet, fixed.cell].compactMap { $0 }.joined(separator: " › ")
      write("\(style.phrase("state-fixed")): \(place): \(fixed.message) [\(fixed.code)]\n")
    }
    for line in style.summary(report.totals) { write(line + "\n") }
  }

  /// The lines of findings that no report holds, each cause once.
  ///
  /// Of findings that concern no cell the first three of a code are written, then how many more there are.
  package func lines(_ findings: [Finding]) -> [String] {
    var lines: [String] = []
    var counts: [FindingCode: Int] = [:]
    for group in FindingGroup.groups(of: findings) {
      let finding = group.first.finding
      if finding.location.cell == nil {
        counts[finding.code, default: 0] += 1
        if counts[finding.code, default: 0] > 3 { continue }
      }
      lines += self.lines(group)
    }
    for (code, count) in counts.sorted(by: { $0.key.name < $1.key.name }) where count > 3 {
      lines.append(
        "  " + style.phrase("report-more-of-code", ["count": "\(count - 3)", "code": code.name])
      )
    }
    return lines
  }

  private func words(of file: ReportFile) -> String {
    var result = ""
    for group in FindingGroup.groups(of: file)
    where !isQuiet || group.first.finding.severity > .note {
      for line in lines(group) {
        result += line
        result += "\n"
      }
    }
    return result
  }

  private func lines(_ group: FindingGroup) -> [String] {
    let first = group.first
    let finding = first.finding
    var place = FindingText.place(finding.location)
    if group.isGroup {
      let parts = [finding.location.file, finding.location.sheet, group.rangeText(style)]
      place = parts.compactMap { $0 }.joined(separator: " › ").visible
    }
    var head = text.head(finding.severity, place) + ": " + group.message(style).visible
    head += " [\(finding.code.name)]"
    if let state = first.state { head += " (\(style.phrase("state-\(state.rawValue)")))" }
    var lines = [head]
    if let explanation = first.explanation {
      let values = [
        "reason": explanation.reason, "author": explanation.author, "date": explanation.date,
        "expires": explanation.expires,
      ]
      lines.append("    ✓ " + style.phrase("report-explanation", values))
    } else if finding.severity > .note,
      let hint = style.catalogue.render(finding, in: style.language).hint
    {
      lines.append("    → " + hint.visible)
    }
    return lines
  }
}
