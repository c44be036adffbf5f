/// Something that a reader, rule or definition check has to say about one place.
///
/// Its sentences are not here: they are made from the message catalogue when somebody reads them.
public struct Finding: Hashable, Sendable {
  /// The stable code with its severity.
  public var code: FindingCode
  /// Which of the catalogue's sentences for the code fits; `nil` takes the general one.
  public var variant: String?
  /// How bad it is; the code's own severity unless a definition raised it.
  public var severity: Severity
  /// Where it is.
  public var location: SourceLocation
  /// The field id of the form, where one is concerned.
  public var field: String?
  /// The header path above the cell, such as `Thu nhập > Tổng (nghìn đồng)`.
  public var header: String?
  /// What was found, as it stands in the cell.
  public var found: String?
  /// What was expected; `nil` takes the catalogue's text for the code.
  public var expected: LocalizedText?
  /// Further values that the message names in braces.
  public var arguments: [String: LocalizedText]
  /// Other places that belong to it, such as the first of two equal rows.
  public var related: [SourceLocation]
  /// The article that the rule rests on.
  public var basis: String?
  /// The record that it speaks of, such as a household; `nil` for columns, sheets and files.
  public var record: RecordLabel?

  /// Creates a finding with the severity of its code.
  public init(
    _ code: FindingCode,
    _ variant: String? = nil,
    at location: SourceLocation,
    field: String? = nil,
    header: String? = nil,
    found: String? = nil,
    expected: LocalizedText? = nil,
    arguments: [String: LocalizedText] = [:],
    related: [SourceLocation] = [],
    basis: String? = nil,
    severity: Severity? = nil
  ) {
    self.code = code
    self.variant = variant
    self.severity = severity ?? code.severity
    self.location = location
    self.field = field
    self.header = header
    self.found = found
    self.expected = expected
    self.arguments = arguments
    self.related = related
    self.basis = basis
  }
}

/// What people call a record: a household by its head and its village.
public struct RecordLabel: Hashable, Sendable {
  /// The text of the form's name field.
  public var name: String
  /// The text of the form's group field.
  public var group: String?

  /// Creates a label.
  public init(name: String, group: String? = nil) {
    self.name = name
    self.group = group
  }
}
