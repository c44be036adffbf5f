package import Expressions
package import Findings
package import Tabular

/// Where a value of a record was read.
package enum Provenance: Hashable, Sendable {
  case cell(CellReference)
  case sheetName
  case fileName
  /// A mapping profile says so.
  case profile
}

/// One row of a survey: the fields that were given, each with its cell.
package struct Record: Sendable {
  /// The zero-based row of its main cells.
  package var row: Int
  /// The one-based physical line of a delimited file; 0 for a sheet.
  package var line: Int
  /// By field index; `nil` for what was not given or not understood.
  package var values: [FieldValue?]
  /// By field index; where the value stands, or where it should.
  package var places: [Provenance?]
  /// Fields whose cell could not be understood: a finding stands at it.
  package var unreadable: Set<Int>
  /// The persons whose rows stand under it, in a form that declares them.
  package var members: [Record] = []

  package init(fieldCount: Int) {
    row = 0
    line = 0
    values = Array(repeating: nil, count: fieldCount)
    places = Array(repeating: nil, count: fieldCount)
    unreadable = []
  }
}

extension FieldValue {
  /// The value as a message quotes it.
  package var shown: String {
    switch self {
    case .text(let text), .choice(let text), .date(let text): text
    case .number(let number): "\(number)"
    case .mark(let isYes): isYes ? "x" : "–"
    }
  }
}

extension FieldDefinition {
  /// A value as whoever filled the form in knows it: an answer by its words, a mark by its sign, a figure
  /// with the decimal mark of the language; a year is no figure.
  package func said(_ value: FieldValue?) -> LocalizedText {
    switch value {
    case nil: LocalizedText("?")
    case .choice(let id): choices.first { $0.id == id }?.label ?? LocalizedText(id)
    case .number(let number) where kind != .year: LocalizedText(number)
    case let value?: LocalizedText(value.shown)
    }
  }
}
