package import Expressions
package import Findings

/// A rule over the records of a whole batch: sheet against sheet, file against file, year against year.
package struct BatchRule: Sendable {
  /// Which records belong together.
  package enum Scope: String, Sendable, CaseIterable {
    /// Those of one village of one commune.
    case village
    /// Those of one commune.
    case commune
    /// All of the batch.
    case all
  }

  /// What happens where a figure that the rule needs is not known.
  package enum Missing: String, Sendable, CaseIterable {
    /// The rule says nothing.
    case undetermined
    /// Records without the figure are left out; the rule speaks of the others.
    case skip
    /// It is said that the rule cannot be decided.
    case error
  }

  /// The form whose records are judged one by one, and which of them.
  package struct Base: Sendable {
    package var forms: [String]
    package var filter: Expression?
    /// The fields that the rule reads, in the order of its text.
    package var fields: [String]

    package init(forms: [String], filter: Expression?, fields: [String]) {
      self.forms = forms
      self.filter = filter
      self.fields = fields
    }
  }

  /// A figure that is taken over the records of a form.
  package struct Source: Sendable {
    package var name: String
    package var label: LocalizedText
    package var forms: [String]
    /// A formula of counts and sums; each of them has the source's condition in it.
    package var take: Expression
    /// The counts and sums of the formula.
    package var leaves: [Expression]
    /// Whether it is taken from the year before.
    package var isPrevious: Bool
    /// How many records there must be: a field of the year before is that of one record.
    package var only: Expression?

    package init(
      name: String,
      label: LocalizedText,
      forms: [String],
      take: Expression,
      isPrevious: Bool,
      only: Expression? = nil
    ) {
      self.name = name
      self.label = label
      self.forms = forms
      self.take = take
      self.isPrevious = isPrevious
      self.only = only
      leaves = []
      leaves = take.aggregates + (only.map { [$0] } ?? [])
    }
  }

  /// What is checked.
  package enum Check: Sendable {
    /// A condition on the record's fields and the figures.
    case condition(Expression)
    /// A figure lies far from those of all others that the rule judges.
    case outlier(FormDefinition.Rule.Outlier)
    /// No two records have the same values, unless they agree in the other fields too.
    case unique(fields: [String], differing: [String])
  }

  package var id: String
  package var code: FindingCode
  package var check: Check
  /// The text of the check, shown to people.
  package var text: String
  package var scope: Scope
  /// `nil` for a rule that judges each village or commune as a whole.
  package var base: Base?
  package var sources: [Source]
  /// The field of the base at whose cell a violation is reported.
  package var field: String
  package var basis: String?
  package var severity: Severity?
  package var missing: Missing
  package var hasMessage: Bool

  package init(id: String, code: FindingCode, check: Check, text: String) {
    self.id = id
    self.code = code
    self.check = check
    self.text = text
    scope = .village
    sources = []
    field = ""
    missing = .undetermined
    hasMessage = false
  }
}

extension Expression {
  /// The counts and sums that stand in it, each once, in the order of appearance.
  package var aggregates: [Expression] {
    switch self {
    case .count, .sum: return [self]
    default:
      var result: [Expression] = []
      for part in parts.flatMap(\.aggregates) where !result.contains(part) { result.append(part) }
      return result
    }
  }

  /// The expression with a condition added to each count and sum.
  package func narrowed(by condition: Expression?) -> Expression {
    guard let condition else { return self }
    switch self {
    case .count(let own): return .count(own.map { .and($0, condition) } ?? condition)
    case .sum(let value, let own):
      return .sum(value, own.map { .and($0, condition) } ?? condition)
    default: return replacingParts { $0.narrowed(by: condition) }
    }
  }
}
