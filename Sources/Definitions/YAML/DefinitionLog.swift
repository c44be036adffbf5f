package import Findings

/// Collects what is wrong with the definition files while they are read, so that one pass tells all.
package final class DefinitionLog {
  /// The problems found so far, in the order of reading.
  package private(set) var findings: [Finding] = []

  package init() {}

  /// Whether a definition cannot be used.
  package var hasErrors: Bool { findings.contains { $0.severity == .error } }

  /// Adds a problem at a node; `problem` is a plain sentence in both languages.
  package func report(
    _ problem: LocalizedText,
    at node: DefinitionNode,
    severity: Severity = .error
  ) {
    report(problem, at: node.location, severity: severity)
  }

  /// Adds a problem at a place in a file.
  package func report(
    _ problem: LocalizedText,
    at location: SourceLocation,
    severity: Severity = .error
  ) {
    findings.append(
      Finding(
        .definitionError,
        at: location,
        arguments: ["problem": problem],
        severity: severity
      )
    )
  }
}
