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
        textOf: meaning,
        label: LocalizedText(headings.first ?? meaning),
        headers: headings.filter { !$0.contains(">") },
        paths: paths
      )
    }
    form = CompiledForm(definition, vocabulary: vocabulary)
  }
}
