package import Findings
package import Tabular

/// One field of a form: what it is, how it is typed, and the headings under which it is found.
package struct FieldDefinition: Sendable {
  /// How the value of a field is read.
  package enum Kind: String, Sendable, CaseIterable {
    case text, count, amount, mark, choice, date, year
  }

  /// What the field is for the structure of the table.
  package enum Role: String, Sendable, CaseIterable {
    case value, ordinal, name, group
  }

  /// One of the answers of a choice.
  package struct Choice: Sendable {
    package var id: String
    package var label: LocalizedText
    /// Keys of the words that mean it in a column of words.
    package var words: [String]
    /// Headings of its own column of marks.
    package var headers: [String]

    package init(id: String, label: LocalizedText, words: [String], headers: [String]) {
      self.id = id
      self.label = label
      self.words = words
      self.headers = headers
    }
  }

  package var id: String
  package var label: LocalizedText
  package var kind: Kind
  package var role: Role
  /// A record without it gets an error.
  package var isRequired: Bool
  /// A record without it gets a warning.
  package var isWished: Bool
  /// The unit of counts and amounts, as written in the definition.
  package var unit: String?
  package var minimum: ExactDecimal?
  package var maximum: ExactDecimal?
  /// Headings as written; they match under any group heading.
  package var headers: [String]
  /// Whole heading paths, for headings that mean nothing alone: `Nhân khẩu > Nam`.
  package var paths: [[String]]
  package var choices: [Choice]
  /// The choice that a blank means in a one-column choice where only the others are written.
  package var blankChoice: String?

  package init(id: String, label: LocalizedText, kind: Kind) {
    self.id = id
    self.label = label
    self.kind = kind
    role = .value
    isRequired = false
    isWished = false
    headers = []
    paths = []
    choices = []
  }
}
