package import Tabular

/// The languages of messages; codes and field names are never translated.
public enum Language: String, Hashable, Sendable, CaseIterable {
  /// Vietnamese, the default.
  case vi
  /// English.
  case en
}

/// A text in both languages.
public struct LocalizedText: Hashable, Sendable {
  /// The Vietnamese text.
  public var vi: String
  /// The English text.
  public var en: String

  /// Creates a text from both languages.
  public init(vi: String, en: String) {
    self.vi = vi
    self.en = en
  }

  /// Creates a text that is the same in both languages, such as a figure or a quoted cell.
  public init(_ same: String) { self.init(vi: same, en: same) }

  /// Creates a text of a figure as each language writes it: `1.234,5` in Vietnamese, `1234.5` in English.
  package init(_ figure: ExactDecimal) { self.init(vi: figure.vietnamese, en: "\(figure)") }

  /// The text in one language.
  public subscript(language: Language) -> String { language == .vi ? vi : en }
}
