import Findings

/// What the columns of a sheet of indicators hold.
package enum IndicatorColumn: String, Sendable, CaseIterable {
  case ordinal, code, name, unit, value, note

  /// The column as a field, so that it is found by its headings like any other.
  package func field(headers: [String]) -> FieldDefinition {
    let role: FieldDefinition.Role =
      switch self {
      case .ordinal: .ordinal
      case .name: .name
      default: .value
      }
    return FieldDefinition(
      textOf: rawValue,
      label: LocalizedText(headers.first ?? rawValue),
      role: role,
      isRequired: self == .value,
      headers: headers.filter { !$0.contains(">") },
      paths: headers.filter { $0.contains(">") }.map { path in
        path.split(separator: ">").map { part in
          var part = part.drop { $0 == " " }
          while part.last == " " { part.removeLast() }
          return String(part)
        }
      }
    )
  }
}
