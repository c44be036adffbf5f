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

  /// Creates a text of a figure as each language writes it: `1.234,5` in Vietnamese, `1,234.5` in English.
  package init(_ figure: ExactDecimal) {
    self.init(vi: figure.written(in: .vi), en: figure.written(in: .en))
  }

  /// Creates a text of a figure as a cell without a format shows it, with nothing between its thousands.
  package init(unformatted figure: ExactDecimal) {
    let text = "\(figure)"
    self.init(vi: text.split(separator: ".").joined(separator: ","), en: text)
  }

  /// Creates a text of how many there are of something; years and row numbers are no counts.
  package init(count: Int) { self.init(ExactDecimal(digits: Int64(count), places: 0)) }

  /// The text in one language.
  public subscript(language: Language) -> String { language == .vi ? vi : en }
}

extension ExactDecimal {
  /// The number as people write it: with a decimal comma and dots between thousands in Vietnamese.
  ///
  /// The one place that writes figures for people; files for programs keep `1234.5`.
  package func written(in language: Language) -> String {
    switch language {
    case .vi: vietnamese
    case .en: grouped(by: ",", decimal: ".")
    }
  }
}

extension Sequence<LocalizedText> {
  /// The texts one after another, in each language.
  package func joined(separator: String) -> LocalizedText {
    LocalizedText(
      vi: map(\.vi).joined(separator: separator),
      en: map(\.en).joined(separator: separator)
    )
  }
}
