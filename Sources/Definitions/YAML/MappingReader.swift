package import Findings
package import Tabular
import VietnameseText

/// Reads a mapping key by key and reports what is missing, of a wrong kind or unknown.
package struct MappingReader: ~Copyable {
  package let node: DefinitionNode
  package let log: DefinitionLog
  private var values: [String: DefinitionNode] = [:]
  private var unread: [String: DefinitionNode] = [:]
  private var known: [String] = []

  /// Starts on a mapping; any other node is reported and gives `nil`.
  package init?(_ node: DefinitionNode, log: DefinitionLog) {
    guard let pairs = node.pairs else {
      log.report("not-a-mapping", at: node)
      return nil
    }
    self.node = node
    self.log = log
    for (key, value) in pairs {
      values[key.string ?? ""] = value
      unread[key.string ?? ""] = key
    }
  }

  /// The node of a key; `nil` where it is not given or null.
  package mutating func optional(_ key: String) -> DefinitionNode? {
    known.append(key)
    unread[key] = nil
    guard let value = values[key], !value.isNull else { return nil }
    return value
  }

  /// The node of a key that must be given.
  package mutating func required(_ key: String) -> DefinitionNode? {
    if let value = optional(key) { return value }
    log.report("missing-key", at: node, ["key": key])
    return nil
  }

  /// Whether a key stands in the mapping, also with null.
  package func contains(_ key: String) -> Bool { values[key] != nil }

  /// The text of a key that must be given; an empty text where it is not, after a report.
  package mutating func string(_ key: String) -> String {
    guard let value = required(key) else { return "" }
    return string(of: value) ?? ""
  }

  /// The text of a key that may be left out.
  package mutating func optionalString(_ key: String) -> String? {
    optional(key).flatMap { string(of: $0) }
  }

  private func string(of value: DefinitionNode) -> String? {
    if let text = value.string { return text }
    log.report("not-a-text", at: value)
    return nil
  }

  /// A list of texts; a single text counts as a list of one; empty where the key is left out.
  package mutating func strings(_ key: String) -> [String] {
    guard let value = optional(key) else { return [] }
    if let single = value.string { return [single] }
    guard let items = value.items else {
      log.report("not-a-list", at: value)
      return []
    }
    return items.compactMap { string(of: $0) }
  }

  /// A list of texts with their nodes, for whoever has to say where one stands.
  package mutating func textNodes(_ key: String) -> [(text: String, node: DefinitionNode)] {
    guard let value = optional(key) else { return [] }
    if let single = value.string { return [(single, value)] }
    guard let items = value.items else {
      log.report("not-a-list", at: value)
      return []
    }
    return items.compactMap { item in string(of: item).map { ($0, item) } }
  }

  /// The items of a list; empty where the key is left out.
  package mutating func list(_ key: String) -> [DefinitionNode] {
    guard let value = optional(key) else { return [] }
    if let items = value.items { return items }
    log.report("not-a-list", at: value)
    return []
  }

  /// `true` or `false`; false where the key is left out.
  package mutating func flag(_ key: String) -> Bool {
    guard let value = optional(key) else { return false }
    switch value.string {
    case "true": return true
    case "false": return false
    default:
      log.report("not-a-flag", at: value)
      return false
    }
  }

  /// An exact number with a decimal point; `nil` where the key is left out or wrong.
  package mutating func number(_ key: String) -> ExactDecimal? {
    optional(key).flatMap { Self.number($0, log: log) }
  }

  /// Reads a scalar as an exact number with a decimal point.
  package static func number(_ node: DefinitionNode, log: DefinitionLog) -> ExactDecimal? {
    // A group of three after the point is a fraction here: definitions are written for programs.
    if let text = node.string, let value = NumberReader.read(text).value(mark: .point) {
      return value
    }
    log.report("not-a-number", at: node)
    return nil
  }

  /// A whole number; `nil` where the key is left out or wrong.
  package mutating func whole(_ key: String) -> Int? {
    guard let node = optional(key), let value = Self.number(node, log: log) else { return nil }
    if let whole = value.whole { return whole }
    log.report("not-a-whole-number", at: node)
    return nil
  }

  /// One of the given words; the first where the key is left out.
  package mutating func word<Word: RawRepresentable & CaseIterable>(
    _ key: String,
    default fallback: Word
  ) -> Word where Word.RawValue == String {
    guard let value = optional(key) else { return fallback }
    if let word = value.string.flatMap({ Word(rawValue: $0) }) { return word }
    let words = Word.allCases.map(\.rawValue).joined(separator: ", ")
    log.report("unknown-word", at: value, ["found": value.string ?? "?", "known": words])
    return fallback
  }

  /// A text in both languages: a mapping of `vi` and `en`, or one text for both.
  package mutating func localized(_ key: String) -> LocalizedText? {
    optional(key).flatMap { Self.localized($0, log: log) }
  }

  /// Reads a node as a text in both languages.
  package static func localized(_ node: DefinitionNode, log: DefinitionLog) -> LocalizedText? {
    if let text = node.string { return LocalizedText(text) }
    guard var reader = MappingReader(node, log: log) else { return nil }
    let vi = reader.string("vi")
    let en = reader.optionalString("en") ?? vi
    reader.finish()
    return LocalizedText(vi: vi, en: en)
  }

  /// Reports every key that nobody asked for, with the nearest known one.
  package consuming func finish() {
    let known = self.known
    for key in unread.values.sorted(by: { ($0.location.line ?? 0) < ($1.location.line ?? 0) }) {
      let name = key.string ?? "?"
      let nearest = Spelling.nearest(to: name, among: known)
      let list = known.joined(separator: ", ")
      log.report(
        nearest == nil ? "unknown-key" : "misspelt-key",
        at: key,
        ["key": name, "known": list, "nearest": nearest ?? ""]
      )
    }
  }
}
