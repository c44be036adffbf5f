package import Findings
package import Tabular

/// One field of a form: what it is, how it is typed, and the headings under which it is found.
///
/// A class, because every cell that is read asks it something: a copy would cost more than the cell.
package final class FieldDefinition: Sendable {
  /// How the value of a field is read.
  package enum Kind: String, Sendable, CaseIterable {
    case text, count, amount, length, percent, mark, choice, date, year
    /// Letters and digits that stay as they are written, such as `00123`.
    case code

    /// Whether it is a number that can be added, compared and rescaled.
    package var isFigure: Bool {
      switch self {
      case .count, .amount, .length, .percent: true
      case .text, .mark, .choice, .date, .year, .code: false
      }
    }
    /// Whether its figures come in units that have to be known.
    package var hasUnit: Bool { self == .amount || self == .length }
  }

  /// What the field is for the structure of the table.
  package enum Role: String, Sendable, CaseIterable {
    case value, ordinal, name, group
    /// Tells one record from another; kept for finding duplicates and not given out.
    case identifier
    /// Numbers the members of a household; the head is the first.
    case memberOrdinal = "member-ordinal"
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

  package let id: String
  package let label: LocalizedText
  package let kind: Kind
  package let role: Role
  /// A record without it gets an error.
  package let isRequired: Bool
  /// A record without it gets a warning.
  package let isWished: Bool
  /// The unit of counts and amounts, as written in the definition.
  package let unit: String?
  package let minimum: ExactDecimal?
  package let maximum: ExactDecimal?
  /// Beyond these a figure is worth a look: a slipped unit or decimal mark.
  package let usual: (lowest: ExactDecimal, highest: ExactDecimal)?
  /// Where the middle of a whole column of figures lies, however the single ones differ.
  package let typical: (lowest: ExactDecimal, highest: ExactDecimal)?
  /// Headings as written; they match under any group heading.
  package let headers: [String]
  /// Whole heading paths, for headings that mean nothing alone: `Nhân khẩu > Nam`.
  package let paths: [[String]]
  package let choices: [Choice]
  /// Words that are a yes or no to this field only, by key: "ngói" of a hard roof.
  package let answers: [String: Bool]
  /// The field that this one is in another unit: what is headed like that one in this one's unit is this one.
  package let twin: String?
  /// The choice that a blank means in a one-column choice where only the others are written.
  package let blankChoice: String?
  /// The level of unit that a text names (`village`, `commune`); its kind word is no part of the name.
  package let place: String?
  /// The field whose value may stand in place of a mark of a choice: a birth year under "Nam" or "Nữ".
  package let carries: String?
  /// Whether a row between the records that is nothing but one of its words makes the choice for those below.
  package let isGrouping: Bool
  /// Keys of the words before a choice in the title of a list that is of that choice as a whole and has no
  /// column for it: "DANH SÁCH HỘ CẬN NGHÈO".
  package let titled: [String]
  /// Whether headings say which choice a table is of that has no column for it: households or persons.
  package let isToldByHeadings: Bool
  /// Whether a figure is so much a head or a unit: what stands under it in a total row is no sum.
  package let isRatio: Bool
  /// The code by which an indicator sheet knows the field, such as `CT01`; a heading in other shapes.
  package let code: String?
  /// The width of its column in an entry form, in letters.
  package let width: Double?

  /// A column of texts that is known by its headings, and of which no more is asked.
  package convenience init(
    textOf id: String,
    label: LocalizedText,
    role: Role = .value,
    isRequired: Bool = false,
    headers: [String],
    paths: [[String]] = []
  ) {
    self.init(
      id: id,
      label: label,
      kind: .text,
      role: role,
      isRequired: isRequired,
      isWished: false,
      unit: nil,
      minimum: nil,
      maximum: nil,
      headers: headers,
      paths: paths,
      choices: [],
      blankChoice: nil
    )
  }

  package init(
    id: String,
    label: LocalizedText,
    kind: Kind,
    role: Role,
    isRequired: Bool,
    isWished: Bool,
    unit: String?,
    minimum: ExactDecimal?,
    maximum: ExactDecimal?,
    headers: [String],
    paths: [[String]],
    choices: [Choice],
    blankChoice: String?,
    answers: [String: Bool] = [:],
    twin: String? = nil,
    place: String? = nil,
    carries: String? = nil,
    isGrouping: Bool = false,
    titled: [String] = [],
    isToldByHeadings: Bool = false,
    isRatio: Bool = false,
    code: String? = nil,
    width: Double? = nil,
    usual: (lowest: ExactDecimal, highest: ExactDecimal)? = nil,
    typical: (lowest: ExactDecimal, highest: ExactDecimal)? = nil
  ) {
    self.id = id
    self.label = label
    self.kind = kind
    self.role = role
    self.isRequired = isRequired
    self.isWished = isWished
    self.unit = unit
    self.minimum = minimum
    self.maximum = maximum
    self.headers = headers
    self.paths = paths
    self.choices = choices
    self.blankChoice = blankChoice
    self.answers = answers
    self.twin = twin
    self.place = place
    self.carries = carries
    self.isGrouping = isGrouping
    self.titled = titled
    self.isToldByHeadings = isToldByHeadings
    self.isRatio = isRatio
    self.code = code
    self.width = width
    self.usual = usual
    self.typical = typical
  }
}
