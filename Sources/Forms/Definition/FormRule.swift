package import Expressions
package import Findings
package import Tabular

extension FormDefinition {
  /// A condition that every record meets, or every table.
  package struct Rule: Sendable {
    /// What is checked.
    package enum Check: Sendable {
      /// A condition on one record.
      case condition(Expression)
      /// A text has one of these patterns: `0` is a digit, `A` a letter, everything else itself.
      case pattern([String])
      /// No two records of a table have the same values.
      case unique([String])
      /// Numbers rise from record to record; a count may begin again at 1.
      case rising
      /// A figure lies far from those of the other records of its table.
      case outlier(Outlier)
    }

    /// When a figure lies far from the others: by its modified z-score.
    package struct Outlier: Hashable, Sendable {
      package var value: Expression
      /// The score from which on a figure is named.
      package var limit: ExactDecimal
      /// So many figures must there be.
      package var least: Int
      /// Whether orders of magnitude are compared, as suits incomes.
      package var isLogarithmic: Bool

      package init(value: Expression, limit: ExactDecimal, least: Int, isLogarithmic: Bool) {
        self.value = value
        self.limit = limit
        self.least = least
        self.isLogarithmic = isLogarithmic
      }
    }

    /// What happens where a field that the rule needs was not given.
    package enum Missing: String, Sendable, CaseIterable {
      /// What is known may decide; else the rule says nothing.
      case undetermined
      /// The rule says nothing.
      case skip
      /// A field that was left blank is 0; what could not be read stays unknown.
      case zero
      /// It is said that the rule cannot be decided.
      case error
    }

    /// Names the rule among those of its form.
    package var id: String
    package var code: FindingCode
    package var check: Check
    /// The text of the check, shown to people.
    package var text: String
    /// The field at whose cell a violation is reported.
    package var field: String
    package var basis: String?
    package var severity: Severity?
    package var missing: Missing
    /// Whether the rule has a sentence of its own in the catalogue, under its id.
    package var hasMessage: Bool

    package init(id: String, code: FindingCode, check: Check, text: String, field: String) {
      self.id = id
      self.code = code
      self.check = check
      self.text = text
      self.field = field
      missing = .undetermined
      hasMessage = false
    }

    /// The fields that it reads, in the order of its text.
    package var names: [String] {
      switch check {
      case .condition(let condition): condition.names
      case .pattern, .rising: [field]
      case .unique(let fields): fields
      case .outlier(let outlier): outlier.value.names
      }
    }
  }
}

/// Patterns of texts such as identity numbers.
package enum TextPattern {
  /// Whether a text has the pattern.
  package static func matches(_ text: String, _ pattern: String) -> Bool {
    guard text.unicodeScalars.count == pattern.unicodeScalars.count else { return false }
    return zip(text.unicodeScalars, pattern.unicodeScalars).allSatisfy { letter, wanted in
      switch wanted {
      case "0": ("0"..."9").contains(letter)
      case "A": letter.properties.isAlphabetic
      default: letter == wanted
      }
    }
  }
}
