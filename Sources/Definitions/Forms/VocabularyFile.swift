package import Forms
import Tabular
import VietnameseText

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
    for kind in vocabulary.villageKinds + vocabulary.hamletKinds {
      vocabulary.villageWords.formUnion(kind.split(separator: " ").map(String.init))
    }
    vocabulary.placeHeadingWords.formUnion(keys(&reader, "place-heading-words"))
    vocabulary.upperKinds += keys(&reader, "upper-kinds")
    vocabulary.notBeforeKind.formUnion(keys(&reader, "not-before-kind"))
    vocabulary.notAfterKind.formUnion(keys(&reader, "not-after-kind"))
    vocabulary.notVillages += keys(&reader, "not-villages")
    vocabulary.summaryRows += keys(&reader, "summary-rows")
    vocabulary.exampleWords.formUnion(keys(&reader, "example-words"))
    vocabulary.qualifiers += keys(&reader, "qualifiers")
    vocabulary.currentHeadings.formUnion(keys(&reader, "current-headings"))
    vocabulary.costHeadings.formUnion(keys(&reader, "cost-headings"))
    if let node = reader.optional("questions"), var questions = MappingReader(node, log: log) {
      vocabulary.questionWords += keys(&questions, "words")
      vocabulary.questionEnds += keys(&questions, "ends")
      vocabulary.questionEnds.sort { $0.count > $1.count }
      questions.finish()
    }
    vocabulary.remarkQualifiers += keys(&reader, "remark-qualifiers")
    vocabulary.totals.formUnion(keys(&reader, "totals"))
    vocabulary.subtotals.formUnion(keys(&reader, "subtotals"))
    vocabulary.totalWords = Set(
      (Array(vocabulary.totals) + Array(vocabulary.subtotals)).compactMap {
        $0.split(separator: " ").first.flatMap { $0.utf8.count > 1 ? String($0) : nil }
      }
    ).sorted()
    vocabulary.dateLine += keys(&reader, "date-line")
    vocabulary.yearWords.formUnion(keys(&reader, "year-words"))
    vocabulary.comparedYearWords.formUnion(keys(&reader, "compared-year-words"))
    readAspects(&reader, into: &vocabulary, log: log)
    if let node = reader.optional("date-words"), var words = MappingReader(node, log: log) {
      vocabulary.dateWords.day.formUnion(keys(&words, "day"))
      vocabulary.dateWords.month.formUnion(keys(&words, "month"))
      vocabulary.dateWords.year.formUnion(keys(&words, "year"))
      words.finish()
    }
    vocabulary.foot += keys(&reader, "foot")
    vocabulary.neutralHeadings.formUnion(keys(&reader, "neutral-headings"))
    vocabulary.partWords += keys(&reader, "part-words")
    vocabulary.fillers.formUnion(keys(&reader, "fillers"))
    vocabulary.unitLines += keys(&reader, "unit-lines")
    vocabulary.unitNotes += keys(&reader, "unit-notes")
    vocabulary.sheetWords.formUnion(keys(&reader, "sheet-words"))
    vocabulary.noData.formUnion(keys(&reader, "no-data").map { KeyText($0) })
    vocabulary.sectionWords.formUnion(keys(&reader, "section-words"))
    vocabulary.dittos.formUnion(keys(&reader, "dittos").map { KeyText($0) })
    vocabulary.familyNames.formUnion(keys(&reader, "family-names"))
    if let node = reader.optional("marks"), var marks = MappingReader(node, log: log) {
      vocabulary.yes.formUnion(marks.strings("yes").map { KeyText(Vocabulary.key($0)) })
      vocabulary.no.formUnion(marks.strings("no").map { KeyText(Vocabulary.key($0)) })
      _ = marks.strings("symbol-fonts")
      marks.finish()
    }
    if let node = reader.optional("letterhead"), var head = MappingReader(node, log: log) {
      let bodies = keys(&head, "bodies")
      let levels = ["commune", "district", "province"]
      vocabulary.letterhead = Letterhead.Words(
        bodies: vocabulary.letterhead.bodies + bodies,
        kinds: vocabulary.letterhead.kinds + levels.map { ($0, keys(&head, $0)) }
      )
      head.finish()
    }
    readDeclared(&reader, into: &vocabulary, log: log)
    for node in reader.list("meanings") { readMeaning(node, into: &vocabulary, log: log) }
    vocabulary.meanings.sort { $0.written.count > $1.written.count }
    vocabulary.impliedUnits.formUnion(keys(&reader, "implied-units"))
    vocabulary.headUnits += keys(&reader, "head-units")
    for node in reader.list("units") { readUnit(node, into: &vocabulary, log: log) }
    reader.finish()
  }

  private static func keys(_ reader: inout MappingReader, _ key: String) -> [String] {
    reader.strings(key).map { Vocabulary.key($0) }
  }

  /// What tables of declared figures are recognised by.
  private static func readDeclared(
    _ reader: inout MappingReader,
    into vocabulary: inout Vocabulary,
    log: DefinitionLog
  ) {
    if let node = reader.optional("declared-headings"), var headings = MappingReader(node, log: log)
    {
      for (key, _) in node.pairs ?? [] {
        let meaning = key.string ?? ""
        let words = headings.strings(meaning)
        if let known = vocabulary.declaredHeadings.firstIndex(where: { $0.meaning == meaning }) {
          vocabulary.declaredHeadings[known].headings += words
        } else {
          vocabulary.declaredHeadings.append((meaning, words))
        }
      }
      headings.finish()
    }
    vocabulary.limitWords.formUnion(keys(&reader, "limit-words"))
    vocabulary.codeWords += keys(&reader, "code-words")
    vocabulary.codeWords.sort { $0.count > $1.count }
    if let node = reader.optional("verdicts"), var verdicts = MappingReader(node, log: log) {
      for verdict in ["met", "not_met", "not_applicable", "undetermined"] {
        for word in keys(&verdicts, verdict) { vocabulary.verdicts[word] = verdict }
      }
      verdicts.finish()
    }
    vocabulary.provisionalWords += keys(&reader, "provisional-words")
    vocabulary.noneWords.formUnion(keys(&reader, "none-words"))
    vocabulary.metTotalLines += keys(&reader, "met-total-lines")
  }

  /// What headings say of the figures below them: planned or reached, of which time.
  private static func readAspects(
    _ reader: inout MappingReader,
    into vocabulary: inout Vocabulary,
    log: DefinitionLog
  ) {
    guard let node = reader.optional("column-aspects"), var aspects = MappingReader(node, log: log)
    else { return }
    for meaning in ColumnAspect.Meaning.allCases {
      vocabulary.aspects += aspects.strings(meaning.rawValue).map { (words($0), meaning) }
    }
    vocabulary.aspects.sort { $0.words.count > $1.words.count }
    aspects.finish()
  }

  private static func readMeaning(
    _ node: DefinitionNode,
    into vocabulary: inout Vocabulary,
    log: DefinitionLog
  ) {
    guard var reader = MappingReader(node, log: log) else { return }
    let meant = words(reader.string("is"))
    let written = reader.strings("words").map { words($0) }
    reader.finish()
    vocabulary.meanings += written.filter { !$0.isEmpty }.map { ($0, meant) }
  }

  private static func words(_ text: String) -> [String] {
    Vocabulary.key(text).split(separator: " ").map(String.init)
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
    let isCount = unit.flag("count")
    unit.finish()
    guard let factor, let name = words.first else { return }
    for word in words {
      vocabulary.units[Vocabulary.key(word)] = Vocabulary.Unit(
        base: base,
        factor: factor,
        name: name,
        isCount: isCount
      )
    }
  }
}
