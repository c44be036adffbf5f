package import Forms
import Tabular

/// Reads `templates/vocabulary/*.yaml`.
package enum VocabularyFile {
  /// Reads one file and adds its words.
  package static func read(
    _ text: String,
    file: String,
    into vocabulary: inout Vocabulary,
    log: DefinitionLog
  ) {
    guard let root = DefinitionNode.parse(text, file: file, log: log),
      var reader = MappingReader(root, log: log)
    else { return }
    vocabulary.villageKinds += keys(&reader, "village-kinds")
    vocabulary.hamletKinds += keys(&reader, "hamlet-kinds")
    vocabulary.upperKinds += keys(&reader, "upper-kinds")
    vocabulary.notBeforeKind.formUnion(keys(&reader, "not-before-kind"))
    vocabulary.notAfterKind.formUnion(keys(&reader, "not-after-kind"))
    vocabulary.totals.formUnion(keys(&reader, "totals"))
    vocabulary.subtotals.formUnion(keys(&reader, "subtotals"))
    vocabulary.totalWords = Set(
      (Array(vocabulary.totals) + Array(vocabulary.subtotals)).compactMap {
        $0.split(separator: " ").first.map(String.init)
      }
    ).sorted()
    vocabulary.dateLine += keys(&reader, "date-line")
    vocabulary.yearWords.formUnion(keys(&reader, "year-words"))
    vocabulary.foot += keys(&reader, "foot")
    vocabulary.neutralHeadings.formUnion(keys(&reader, "neutral-headings"))
    vocabulary.fillers.formUnion(keys(&reader, "fillers"))
    vocabulary.unitLines += keys(&reader, "unit-lines")
    vocabulary.noData.formUnion(keys(&reader, "no-data"))
    if let node = reader.optional("marks"), var marks = MappingReader(node, log: log) {
      vocabulary.yes.formUnion(marks.strings("yes").map { Vocabulary.key($0) })
      vocabulary.no.formUnion(marks.strings("no").map { Vocabulary.key($0) })
      _ = marks.strings("symbol-fonts")
      marks.finish()
    }
    if let node = reader.optional("values-headings"), var headings = MappingReader(node, log: log) {
      for meaning in ["code", "value", "numerator", "denominator", "evidence", "not-applicable"] {
        vocabulary.valuesHeadings[meaning, default: []].formUnion(keys(&headings, meaning))
      }
      headings.finish()
    }
    for node in reader.list("units") { readUnit(node, into: &vocabulary, log: log) }
    reader.finish()
  }

  private static func keys(_ reader: inout MappingReader, _ key: String) -> [String] {
    reader.strings(key).map { Vocabulary.key($0) }
  }

  private static func readUnit(
    _ node: DefinitionNode,
    into vocabulary: inout Vocabulary,
    log: DefinitionLog
  ) {
    guard var unit = MappingReader(node, log: log) else { return }
    let base = unit.string("base")
    let factor = unit.number("factor")
    let words = unit.strings("words")
    unit.finish()
    guard let factor, let name = words.first else { return }
    for word in words {
      vocabulary.units[Vocabulary.key(word)] = Vocabulary.Unit(
        base: base,
        factor: factor,
        name: name
      )
    }
  }
}
