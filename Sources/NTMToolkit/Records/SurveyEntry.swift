public import Foundation

/// A field of a built-in form with the type of its values.
public struct SurveyField<Value: SurveyFieldValue>: Sendable {
  /// The id of the field in the form's definition.
  public let id: String

  /// Names a field of a definition.
  public init(_ id: String) { self.id = id }
}

/// A type that values of fields can have.
public protocol SurveyFieldValue: Sendable {
  /// The types of fields, as definitions name them, whose values it holds.
  static var fieldTypes: [String] { get }

  /// Takes a value; `nil` where it is of another type, or no whole number where one is needed.
  init?(_ value: SurveyValue)
}

/// The answers of a choice; the raw values are the ids in the definition.
public protocol SurveyChoice: SurveyFieldValue, CaseIterable, RawRepresentable
where RawValue == String {}

extension SurveyChoice {
  /// Choices are of the type `choice`.
  public static var fieldTypes: [String] { ["choice"] }

  /// Takes the id of a choice.
  public init?(_ value: SurveyValue) {
    guard case .choice(let id) = value else { return nil }
    self.init(rawValue: id)
  }
}

extension String: SurveyFieldValue {
  /// Texts, codes and dates (ISO 8601).
  public static var fieldTypes: [String] { ["text", "code", "date"] }

  /// Takes a text, a code or a date.
  public init?(_ value: SurveyValue) {
    switch value {
    case .text(let text), .date(let text): self = text
    default: return nil
    }
  }
}

extension Int: SurveyFieldValue {
  /// Counts and years.
  public static var fieldTypes: [String] { ["count", "year"] }

  /// Takes a whole number.
  public init?(_ value: SurveyValue) {
    guard case .number(let number) = value, let whole = Int("\(number)") else { return nil }
    self = whole
  }
}

extension Decimal: SurveyFieldValue {
  /// Amounts, lengths and percentages.
  public static var fieldTypes: [String] { ["amount", "length", "percent"] }

  /// Takes a number.
  public init?(_ value: SurveyValue) {
    guard case .number(let number) = value else { return nil }
    self = number
  }
}

extension Bool: SurveyFieldValue {
  /// Marks.
  public static var fieldTypes: [String] { ["mark"] }

  /// Takes a mark.
  public init?(_ value: SurveyValue) {
    guard case .mark(let isYes) = value else { return nil }
    self = isYes
  }
}

/// A record of a built-in form with a typed, located value for each field:
/// `road.length?.value`, `road.length?.cell`.
///
/// A field that was not given or not understood is `nil`; the problems of the result say which.
@dynamicMemberLookup
public protocol SurveyEntry: Sendable {
  /// The type that lists the form's fields.
  associatedtype Fields: Sendable

  /// The form's id, or what all its versions have in common.
  static var form: String { get }
  /// The form's fields.
  static var fields: Fields { get }
  /// The record that it is read from.
  var record: SurveyRecord { get }

  /// Reads a record as this type.
  init(_ record: SurveyRecord)
}

extension SurveyEntry {
  /// The value of a field with its place; `nil` where it was not given or not understood.
  public subscript<Value>(dynamicMember field: KeyPath<Fields, SurveyField<Value>>)
    -> Located<Value>?
  {
    record[Self.fields[keyPath: field]]
  }

  /// The persons whose rows stand under this one, in a form that lists them.
  public var members: [Self] { record.members.map { Self($0) } }
}

extension SurveyRecord {
  /// The value of a field as its type, with its place.
  public subscript<Value>(field: SurveyField<Value>) -> Located<Value>? {
    guard let value = fields[field.id].flatMap({ Value($0) }) else { return nil }
    return Located(
      value: value,
      file: file,
      sheet: sheet,
      cell: cells[field.id] ?? "",
      text: texts[field.id]
    )
  }
}

/// The entries of a file with everything there is to say about it.
public struct SurveyEntries<Entry: SurveyEntry>: Sendable {
  /// The entries in the order of the file.
  public let entries: [Entry]
  /// Problems and decisions in the order of the file.
  public let problems: [SurveyProblem]
}

extension Toolkit {
  /// The records of one built-in form in a file, typed; records of other forms are left out.
  public func read<Entry: SurveyEntry>(_ type: Entry.Type, in path: String) -> SurveyEntries<Entry>
  {
    let result = records(in: path)
    return SurveyEntries(
      entries: result.records.filter { $0.family == Entry.form }.map { Entry($0) },
      problems: result.problems
    )
  }
}
