package import Findings

/// What a survey form asks, how its tables are recognised and which rules its records obey.
package struct FormDefinition: Sendable {
  /// The three shapes in which surveys come.
  package enum Shape: String, Sendable, CaseIterable {
    /// A row for each household, road, work.
    case list
    /// A row for each unit, a column for each count.
    case matrix
    /// A row for each indicator.
    case indicators
  }

  /// A fact of the whole village or commune that stands in the title block.
  package struct Fact: Sendable {
    package var id: String
    package var label: LocalizedText
    package var kind: FieldDefinition.Kind
    /// Which level of unit it names: `village`, `commune`; `nil` for other facts.
    package var place: String?
    package let labels: [String]
    /// The same as they are compared.
    let labelKeys: Set<String>

    package init(
      id: String,
      label: LocalizedText,
      kind: FieldDefinition.Kind,
      place: String?,
      labels: [String]
    ) {
      self.id = id
      self.label = label
      self.kind = kind
      self.place = place
      self.labels = labels
      labelKeys = Set(labels.map { Vocabulary.key($0) })
    }
  }

  /// Which records are the same household.
  package struct Duplicates: Sendable {
    package var key: [String]
    package var identifiers: [String]
    package var compared: [String]

    package init(key: [String], identifiers: [String], compared: [String]) {
      self.key = key
      self.identifiers = identifiers
      self.compared = compared
    }
  }

  /// Rows of persons under the row of their household's head.
  package struct Members: Sendable {
    /// The fields that a member's row gives; all others belong to the head's row.
    package var fields: [String]
    /// The field that says what a person is to the head.
    package var relation: String?
    /// Keys of the words with which that field names the head.
    package var head: Set<String>

    package init(fields: [String], relation: String?, head: Set<String>) {
      self.fields = fields
      self.relation = relation
      self.head = head
    }
  }

  /// A document that a form rests on.
  package struct Basis: Sendable {
    package var number: String
    package var note: LocalizedText?

    package init(number: String, note: LocalizedText?) {
      self.number = number
      self.note = note
    }
  }

  package var id: String
  /// What the versions of a form have in common; the id where there is one only.
  package var family: String
  package var version: String
  package var title: LocalizedText
  package var shape: Shape
  /// What one record is, such as `hộ`.
  package var recordLabel: LocalizedText
  /// Keys of words in a title that speak for this form.
  package var titles: [String]
  /// Keys with which no heading of this form begins, whatever follows.
  package var foreignHeadings: [String] = []
  /// The years for which the form is meant.
  package var years: ClosedRange<Int>?
  package var fields: [FieldDefinition]
  package var facts: [Fact]
  package var rules: [Rule]
  package var duplicates: Duplicates?
  package var basis: [Basis] = []
  /// What is known of where the form comes from.
  package var sourceMark = LocalizedText("")
  package var confidence = ""
  /// Fields without whose columns (or rows) a table is not of this form; of alternatives one is enough.
  package var needs: [[String]] = []
  package var members: Members?
  /// The columns of a sheet of indicators: `code`, `name`, `unit`, `value`, `note`, `ordinal`.
  package var columns: [FieldDefinition] = []
  /// Whether a sheet of indicators also comes on its side, a row for each village.
  package var isTurned = false
  /// The choice by which total rows are told apart, such as households and persons.
  package var totalsBy: String?

  package init(id: String, version: String, title: LocalizedText, shape: Shape) {
    self.id = id
    family = id
    self.version = version
    self.title = title
    self.shape = shape
    recordLabel = LocalizedText("")
    titles = []
    fields = []
    facts = []
    rules = []
  }

  /// What the columns of its tables hold: the fields, or code, name and value of a sheet of indicators.
  package var columnFields: [FieldDefinition] { shape == .indicators ? columns : fields }

  /// The index of a field by id.
  package func fieldIndex(_ id: String) -> Int? { fields.firstIndex { $0.id == id } }

  /// Whether a name means this form: its id, or what all its versions have in common.
  package func isCalled(_ name: String) -> Bool { id == name || family == name }
}
