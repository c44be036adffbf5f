package import Findings

/// Collects what is wrong with the definition files while they are read, so that one pass tells all.
package final class DefinitionLog {
  /// The problems found so far, in the order of reading.
  package private(set) var findings: [Finding] = []

  package init() {}

  /// Whether a definition cannot be used.
  package var hasErrors: Bool { findings.contains { $0.severity == .error } }

  /// Adds a problem at a node; `problem` names a variant of `definition-error` in the catalogue.
  package func report(
    _ problem: String,
    at node: DefinitionNode,
    _ arguments: [String: String] = [:],
    severity: Severity = .error
  ) {
    report(problem, at: node.location, arguments, severity: severity)
  }

  /// Adds a problem at a place in a file.
  package func report(
    _ problem: String,
    at location: SourceLocation,
    _ arguments: [String: String] = [:],
    severity: Severity = .error
  ) {
    findings.append(
      Finding(
        .definitionError,
        problem,
        at: location,
        arguments: arguments.mapValues { LocalizedText($0) },
        severity: severity
      )
    )
  }
}
