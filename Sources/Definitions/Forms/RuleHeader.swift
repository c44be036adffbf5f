import Findings
import Tabular

/// What every rule states: its name, code, severity, article and sentence.
struct RuleHeader {
  /// The modified z-score from which on a figure counts as an outlier: Iglewicz and Hoaglin's 3.5.
  static let usualScore = ExactDecimal(significand: 35, exponent: -1) ?? ExactDecimal(4)
  /// Fewer figures than these have no outlier.
  static let usualCount = 8

  var id: String
  var code: FindingCode
  var severity: Severity?
  var basis: String?
  var message: LocalizedText?
  var hint: LocalizedText?

  /// Reads the keys; a severity may be raised over that of a known code, never lowered.
  init(_ mapping: inout MappingReader, number: Int, log: DefinitionLog) {
    let name = mapping.string("code")
    id = mapping.optionalString("id") ?? "\(name)-\(number)"
    let severityNode = mapping.optional("severity")
    let stated = severityNode?.string.flatMap { Severity(rawValue: $0) }
    if let severityNode, stated == nil {
      let known = Severity.allCases.map(\.rawValue).joined(separator: ", ")
      let found = severityNode.string ?? "?"
      log.report("unknown-word", at: severityNode, ["found": found, "known": known])
    }
    if let known = FindingCode.known(name) {
      code = known
      severity = stated
      if let stated, let severityNode, stated < known.severity {
        severity = nil
        log.report(
          "severity-lowered",
          at: severityNode,
          ["code": name, "found": stated.rawValue, "least": known.severity.rawValue]
        )
      }
    } else {
      code = FindingCode(name, stated ?? .error)
    }
    basis = mapping.optionalString("basis")
    message = mapping.localized("message")
    hint = mapping.localized("hint")
  }

  /// Adds the rule's sentence under its id; a code of one's own must have one.
  func addMessage(
    to catalogue: inout MessageCatalogue,
    at node: DefinitionNode,
    log: DefinitionLog
  ) {
    guard let message else {
      if catalogue.entries[code.name] == nil {
        log.report("missing-message", at: node, ["code": code.name])
      }
      return
    }
    let entry = MessageCatalogue.Entry(message: message, hint: hint)
    var general = catalogue.entries[code.name] ?? entry
    general.variants[id] = entry
    catalogue.entries[code.name] = general
  }
}
