import Findings

/// The headings of tables of declared figures, ready for the column matcher.
package struct DeclaredHeadings: Sendable {
  let form: CompiledForm

  /// Builds the headings from the vocabulary: a field for each meaning.
  package init(_ vocabulary: Vocabulary) {
    var definition = FormDefinition(
      id: "declared",
      version: "1",
      title: LocalizedText(""),
      shape: .indicators
    )
    definition.fields = vocabulary.declaredHeadings.map { meaning, headings in
      let paths = headings.filter { $0.contains(">") }.map { heading in
        heading.split(separator: ">").map(String.init)
      }
      return FieldDefinition(
        id: meaning,
        label: LocalizedText(headings.first ?? meaning),
        kind: .text,
        role: .value,
        isRequired: false,
        isWished: false,
        unit: nil,
        minimum: nil,
        maximum: nil,
        headers: headings.filter { !$0.contains(">") },
        paths: paths,
        choices: [],
        blankChoice: nil
      )
    }
    form = CompiledForm(definition, vocabulary: vocabulary)
  }
}
