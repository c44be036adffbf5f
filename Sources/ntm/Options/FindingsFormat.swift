import ArgumentParser
import Definitions
import Findings
import NTMToolkit
import Reporting

/// The ways in which findings are written.
enum FindingsFormat: String, ExpressibleByArgument, CaseIterable {
  case text, json, jsonl, csv, sarif

  /// All findings of a batch in this format.
  func write(
    _ batch: Batch,
    _ store: DefinitionStore,
    _ language: Language,
    quiet: Bool,
    colour: Bool
  ) -> String {
    switch self {
    case .text:
      let text = FindingText(catalogue: store.catalogue, language: language, usesColour: colour)
      var lines: [String] = []
      for finding in batch.findings where !quiet || finding.severity > .note {
        lines += text.lines(finding)
      }
      return (lines + [batch.summary(store.catalogue, language)]).joined(separator: "\n") + "\n"
    case .json: return JSONText.list(batch.findings.map { json($0, store, language) }).line + "\n"
    case .jsonl: return batch.findings.map { json($0, store, language).line + "\n" }.joined()
    case .csv:
      return FindingCSV.text(batch.findings, catalogue: store.catalogue, language: language)
    case .sarif:
      return FindingSARIF.object(batch.findings, catalogue: store.catalogue, language: language)
        .line + "\n"
    }
  }

  private func json(_ finding: Finding, _ store: DefinitionStore, _ language: Language) -> JSONText
  {
    FindingJSON.object(finding, catalogue: store.catalogue, language: language)
  }
}

/// An output of `--output`: a format and a path.
struct FindingsOutput: ExpressibleByArgument {
  let format: FindingsFormat
  let path: String

  init?(argument: String) {
    guard let mark = argument.firstIndex(of: "="),
      let format = FindingsFormat(rawValue: String(argument[..<mark]))
    else { return nil }
    self.format = format
    path = String(argument[argument.index(after: mark)...])
  }
}
