import Evaluation
import Expressions
import Findings
import Forms
import Tabular
import VietnameseText

/// What the title blocks of the surveys say about each village.
struct VillageFacts: Sendable {
  private struct Village: Sendable {
    var name: String
    var file: String
    var sheet: String
    var row: Int
    /// Its commune as a digest; 0 where no survey has named it yet.
    var unit: UInt64
    var values: [String: (value: FieldValue, place: SourceLocation, text: String)] = [:]
  }

  /// The villages of one name, by commune; at most one of them is of a commune that is not known.
  private struct Namesakes: Sendable {
    var first: Int
    var byUnit: [UInt64: Int]

    /// Where one of both communes is not known, they may be the same.
    func village(in unit: UInt64) -> Int? { byUnit[unit] ?? (unit == 0 ? first : byUnit[0]) }
  }

  private var villages: [Village] = []
  /// The villages of each name: communes have villages of the same name.
  private var index: [String: Namesakes] = [:]
  private let vocabulary: Vocabulary

  init(vocabulary: Vocabulary) { self.vocabulary = vocabulary }

  /// Each village with the file that first names it.
  var mentions: [(name: String, file: String)] { villages.map { ($0.name, $0.file) } }

  /// Adds the facts of a file's tables; two that contradict each other are a finding.
  mutating func add(_ file: FileImport) -> [Finding] {
    var findings: [Finding] = []
    for mention in file.villages {
      if let known = number(of: mention.key, unit: mention.unit) {
        if villages[known].unit == 0, mention.unit != 0 {
          villages[known].unit = mention.unit
          index[mention.key]?.byUnit[0] = nil
          index[mention.key]?.byUnit[mention.unit] = known
        }
        continue
      }
      let number = villages.count
      index[mention.key, default: Namesakes(first: number, byUnit: [:])].byUnit[mention.unit] =
        number
      villages.append(
        Village(
          name: mention.name,
          file: file.file.name,
          sheet: mention.sheet,
          row: mention.row,
          unit: mention.unit
        )
      )
    }
    for sheet in file.sheets {
      guard let form = sheet.form?.definition else { continue }
      for (number, summary) in sheet.tables.enumerated() {
        let names = Set(
          file.villages.filter { $0.sheet == sheet.name && $0.table == number }.map(\.key)
        )
        // A fact speaks of one village: a table of several has none.
        guard names.count == 1, let key = names.first,
          let village = self.number(of: key, unit: sheet.unit)
        else { continue }
        for fact in summary.facts {
          guard let definition = form.facts.first(where: { $0.id == fact.fact }),
            definition.place == nil
          else { continue }
          let place = SourceLocation(file: file.file.name, sheet: sheet.name, cell: fact.cell)
          if let finding = add(fact, definition, to: village, at: place) {
            findings.append(finding)
          }
        }
      }
    }
    return findings
  }

  /// The village of a name in a commune.
  private func number(of key: String, unit: UInt64) -> Int? {
    index[key]?.village(in: unit)
  }

  private mutating func add(
    _ fact: LocatedFact,
    _ definition: FormDefinition.Fact,
    to village: Int,
    at place: SourceLocation
  ) -> Finding? {
    guard let value = value(fact.text, definition.kind) else {
      // "Kỳ báo cáo: Tháng 12" names no year and is no mistake.
      if definition.kind == .year, Self.years(fact.text).isEmpty, Int(fact.text) == nil {
        return nil
      }
      return Finding(.unknownChoice, "mark", at: place, field: definition.id, found: fact.text)
    }
    if let known = villages[village].values[definition.id], known.value != value {
      return Finding(
        .conflictingFacts,
        at: place,
        field: definition.id,
        found: fact.text,
        arguments: ["other": LocalizedText(known.text)],
        related: [known.place]
      )
    }
    villages[village].values[definition.id] = (value, place, fact.text)
    return nil
  }

  /// The year of a fact: the whole text, or the one year in it, as in "6 tháng đầu năm 2025".
  private static func year(_ text: String) -> Int? {
    if let year = Int(text) { return year }
    let years = years(text)
    return years.count == 1 ? years.first : nil
  }

  private static func years(_ text: String) -> Set<Int> {
    let numbers = text.split { !$0.isNumber }.compactMap { Int($0) }
    return Set(numbers.filter { (1990...2100).contains($0) })
  }

  private func value(_ text: String, _ kind: FieldDefinition.Kind) -> FieldValue? {
    switch kind {
    case .mark: vocabulary.mark(Vocabulary.key(text)).map { .mark($0) }
    case .count, .amount, .length, .percent:
      NumberReader.read(text).value(mark: .comma).map { .number($0) }
    case .year:
      Self.year(text).flatMap { ExactDecimal(significand: Int128($0), exponent: 0) }
        .map { .number($0) }
    case .text, .choice, .date, .code: .text(text)
    }
  }

  /// The villages as items to count, in the order in which they were met; values by fact.
  ///
  /// `only` is the key of the one village that is wanted.
  func items(factIDs: [String], only: String? = nil) -> [MeasureAccumulator.Item] {
    villages.enumerated().filter { only == nil || Vocabulary.key($1.name) == only }.map {
      number,
      village in
      let first = factIDs.lazy.compactMap { village.values[$0] }.first
      return MeasureAccumulator.Item(
        file: first?.place.file ?? village.file,
        sheet: first?.place.sheet ?? village.sheet,
        table: number,
        row: first?.place.cell?.row ?? village.row,
        values: factIDs.map { village.values[$0]?.value },
        place: { village.values[factIDs[$0]]?.place.cell }
      )
    }
  }
}
