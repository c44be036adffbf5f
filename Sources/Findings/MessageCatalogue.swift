import Tabular

/// The sentences for every finding code, in both languages; loaded from `templates/messages`.
public struct MessageCatalogue: Sendable {
  /// What the catalogue says about one code.
  public struct Entry: Hashable, Sendable {
    /// The sentence, with `{names}` for values.
    public var message: LocalizedText
    /// What to do about it.
    public var hint: LocalizedText?
    /// What was expected, where a finding does not say it.
    public var expected: LocalizedText?
    /// What an official sees in such a case.
    public var example: LocalizedText?
    /// What the page of the code advises where a finding says nothing.
    public var advice: LocalizedText?
    /// Sentences for special cases of the code.
    public var variants: [String: Entry]

    /// Creates an entry.
    public init(
      message: LocalizedText,
      hint: LocalizedText? = nil,
      expected: LocalizedText? = nil,
      example: LocalizedText? = nil,
      variants: [String: Entry] = [:]
    ) {
      self.message = message
      self.hint = hint
      self.expected = expected
      self.example = example
      self.variants = variants
    }
  }

  /// The entries by code name.
  public var entries: [String: Entry]
  /// Words and sentences of the program that are no findings, by key.
  public var phrases: [String: LocalizedText]
  /// The units of forms and criteria by the name that these use.
  package var units: [String: LocalizedText] = [:]

  /// Creates a catalogue.
  public init(entries: [String: Entry] = [:], phrases: [String: LocalizedText] = [:]) {
    self.entries = entries
    self.phrases = phrases
  }
}

/// The sentences of one finding in one language.
public struct RenderedFinding: Hashable, Sendable {
  /// What is wrong.
  public var message: String
  /// What to do.
  public var hint: String?
  /// What was expected, as programs compare it.
  public var expected: String?
  /// What was found, as people write it in the language.
  package var shownFound: String?
  /// What was expected, as people write it in the language.
  package var shownExpected: String?
}

extension MessageCatalogue {
  /// The sentences for a finding; a code without an entry shows its name and values.
  public func render(_ finding: Finding, in language: Language) -> RenderedFinding {
    let general = entries[finding.code.name]
    let special = finding.variant.flatMap { general?.variants[$0] }
    let expected = (finding.expected ?? special?.expected ?? general?.expected)?[language]
    // A definition is quoted as it is written.
    let unitLanguage = finding.code == .definitionError ? .vi : language
    let shownFound = finding.arguments["found"]?[language] ?? finding.found
    let shownExpected = (finding.arguments["expected"]?[language] ?? expected).map {
      unit($0, in: unitLanguage)
    }
    func value(_ name: String) -> String? {
      switch name {
      case "found": shownFound ?? ""
      case "expected": shownExpected ?? ""
      case "header": finding.header ?? finding.field ?? ""
      case "field": finding.field ?? ""
      case "sheet": finding.location.sheet ?? ""
      case "cell": finding.location.range?.description ?? ""
      case "file": finding.location.file
      default: finding.arguments[name].map { unit($0[language], in: unitLanguage) }
      }
    }
    var rendered = RenderedFinding(
      message: "",
      expected: expected.map { Self.fill($0, with: value) }
    )
    rendered.shownFound = shownFound
    rendered.shownExpected = shownExpected.map { Self.fill($0, with: value) }
    guard let message = (special ?? general)?.message else {
      let pairs = finding.arguments.sorted { $0.key < $1.key }.map {
        "\($0.key)=\($0.value[language])"
      }
      let name = [finding.code.name, finding.variant].compactMap { $0 }.joined(separator: ": ")
      rendered.message = ([name] + pairs).joined(separator: " ")
      return rendered
    }
    rendered.message = Self.fill(message[language], with: value)
    let hint = special?.hint ?? general?.hint
    rendered.hint = hint.map { Self.fill($0[language], with: value) }
    return rendered
  }

  /// A unit as people of the language write it: `1.000 đồng` is `thousand đồng` in English.
  ///
  /// What is no unit of the catalogue stays as it is.
  package func unit(_ text: String, in language: Language) -> String {
    guard language != .vi, !units.isEmpty else { return text }
    if let known = units[text] { return known[language] }
    guard text.utf8.contains(UInt8(ascii: "/")) else { return text }
    let parts = text.split(separator: "/").map { units[String($0)]?[language] }
    return parts.allSatisfy { $0 != nil } ? parts.compactMap { $0 }.joined(separator: "/") : text
  }

  /// A phrase of the program; its key where the catalogue lacks it.
  public func phrase(
    _ key: String,
    in language: Language,
    _ values: [String: String] = [:]
  ) -> String {
    guard let text = phrases[key] else { return key }
    return Self.fill(text[language]) { values[$0] }
  }

  /// Replaces each `{name}` that has a value; others stay as they are.
  static func fill(_ text: String, with value: (String) -> String?) -> String {
    // Byte by byte: a brace is no part of another sign.
    var result = ""
    var rest = text[...]
    while let open = rest.utf8.firstIndex(of: 0x7B) {
      result += rest[..<open]
      let tail = rest[rest.utf8.index(after: open)...]
      guard let close = tail.utf8.firstIndex(of: 0x7D), let value = value(String(tail[..<close]))
      else {
        result += "{"
        rest = tail
        continue
      }
      result += value
      rest = tail[tail.utf8.index(after: close)...]
    }
    return result.isEmpty ? String(rest) : result + rest
  }
}
