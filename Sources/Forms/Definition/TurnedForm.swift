/// A sheet of indicators on its side: a row for each village, a column for each indicator.
extension FormDefinition {
  /// The same form as a matrix; `nil` where its definition says nothing of it.
  ///
  /// The fields keep their places, so that its records are those of the form.
  package var turned: FormDefinition? {
    guard shape == .indicators, isTurned else { return nil }
    var form = self
    form.shape = .matrix
    form.fields = fields.map { field in
      guard field.place == "village" else { return field }
      return FieldDefinition(
        id: field.id,
        label: field.label,
        kind: field.kind,
        role: .name,
        isRequired: field.isRequired,
        isWished: field.isWished,
        unit: nil,
        minimum: nil,
        maximum: nil,
        headers: field.headers,
        paths: field.paths,
        choices: [],
        blankChoice: nil,
        place: field.place,
        width: field.width
      )
    }
    form.fields += columns.filter { $0.role == .ordinal || $0.id == IndicatorColumn.note.rawValue }
    return form
  }
}
