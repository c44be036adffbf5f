package import Criteria
package import Definitions
package import Evaluation
import Expressions
import Findings
import Forms
import Tabular

/// Reads the surveys of a unit and judges them by a criteria set.
package struct CommuneEvaluation {
  package let definitions: DefinitionStore
  package let set: CriteriaSet
  package let region: CriteriaSet.Region?
  package let unit: String
  package let year: Int
  /// What no survey gives, and what forms declare.
  package let declared: DeclaredFigures
  /// The file of stated values, for findings about indicators as a whole.
  package let valuesFile: String?
  /// The villages of which surveys have to be there.
  package let expected: ExpectedVillages

  package init(
    definitions: DefinitionStore,
    set: CriteriaSet,
    region: CriteriaSet.Region?,
    unit: String,
    year: Int,
    declared: DeclaredFigures,
    valuesFile: String?,
    expected: ExpectedVillages
  ) {
    self.definitions = definitions
    self.set = set
    self.region = region
    self.unit = unit
    self.year = year
    self.declared = declared
    self.valuesFile = valuesFile
    self.expected = expected
  }

  /// An assessment with the files it rests on.
  package struct Result: Sendable {
    package var assessment: Assessment
    package var batch: Batch
    /// The villages that the surveys name, in order.
    package var villages: [String]
  }

  /// What is kept of the records of a file.
  private struct Count: Sendable {
    var running: [Running]
    var villages = GivenVillages()
  }

  /// A measure being added up for an indicator, or for a further figure beside it.
  private struct Running: Sendable {
    var code: String
    var detail: Detail?
    var accumulator: MeasureAccumulator
  }

  /// Reads all files once; every measure is added up on the way.
  package func run(_ paths: [String], importer: FileImporter, jobs: Int = 1) throws -> Result {
    let empty: [Running] = set.indicators.flatMap { indicator -> [Running] in
      let own = indicator.measure.map {
        [Running(code: indicator.code, accumulator: MeasureAccumulator($0, fields: fields(of: $0)))]
      }
      return (own ?? [])
        + indicator.details.map {
          Running(
            code: indicator.code,
            detail: $0,
            accumulator: MeasureAccumulator($0.measure, fields: fields(of: $0.measure))
          )
        }
    }
    let onlyVillage = self.onlyVillage
    var total = Count(running: empty)
    let uses = self.uses(of: empty)
    let registry = definitions.units
    let batch = try Batch.read(
      paths,
      with: importer,
      jobs: jobs,
      start: { Count(running: empty) },
      each: { local, imported in
        let village = Self.village(of: imported)
        guard onlyVillage == nil || village.map({ Vocabulary.key($0) }) == onlyVillage else {
          return
        }
        guard let uses = uses[imported.form.id], !uses.isEmpty else { return }
        if let village {
          local.villages.note(village, form: imported.form.family, registry: registry)
        }
        let item = Self.item(imported.record, of: imported)
        for use in uses {
          let other = use.order.map { Self.item(imported, inOrder: $0) }
          local.running[use.index].accumulator.add(other ?? item)
        }
      },
      merge: { local in
        for index in total.running.indices {
          total.running[index].accumulator.merge(local.running[index].accumulator)
        }
        total.villages.merge(local.villages)
      }
    )
    if let villages = batch.villages { addVillages(villages, to: &total.running) }
    let missing = onlyVillage == nil ? missingVillages(total) : [:]
    let others = otherYears(batch)
    var assessment = judge(
      total.running,
      incomplete: Self.incomplete(batch),
      missing: missing,
      otherYears: others.years
    )
    assessment.findings += others.findings
    assessment.findings += missing.sorted { $0.key < $1.key }.flatMap { form, names in
      names.map { finding(ofMissing: $0, form, total.villages) }
    }
    let names = Set(total.villages.names.values.flatMap(\.values)).sorted()
    return Result(assessment: assessment, batch: batch, villages: names)
  }

  /// By form that some measure reads, the expected villages of which it has no record.
  private func missingVillages(_ count: Count) -> [String: [String]] {
    var result: [String: [String]] = [:]
    for measure in count.running.map(\.accumulator.measure) where result[measure.form] == nil {
      let family = form(measure.form)?.family ?? measure.form
      let names = count.villages.missing(expected, form: family, registry: definitions.units)
      if !names.isEmpty { result[measure.form] = names }
    }
    return result
  }

  /// The surveys that say that they are of another year: they are counted, and what they count in is provisional.
  private func otherYears(_ batch: Batch) -> (findings: [Finding], years: [String: [Int]]) {
    var findings: [Finding] = []
    var years: [String: Set<Int>] = [:]
    for file in batch.files {
      for sheet in file.sheets where sheet.year != 0 && sheet.year != year {
        guard let form = sheet.form?.definition else { continue }
        years[form.family, default: []].insert(sheet.year)
        findings.append(
          Finding(
            .surveyOfOtherYear,
            at: SourceLocation(file: file.file.name, sheet: sheet.name),
            found: "\(sheet.year)",
            arguments: ["year": LocalizedText("\(year)"), "form": form.title]
          )
        )
      }
    }
    var named: [String: [Int]] = [:]
    for name in Set(set.indicators.compactMap(\.measure?.form)) {
      named[name] = years[form(name)?.family ?? name]?.sorted()
    }
    return (findings, named)
  }

  private func finding(ofMissing village: String, _ name: String, _ given: GivenVillages) -> Finding
  {
    let form = form(name)
    let others = given.names[form?.family ?? name]?.values.sorted() ?? []
    return Finding(
      .missingSubmission,
      "survey",
      at: expected.place ?? SourceLocation(file: valuesFile ?? set.id),
      found: village,
      arguments: [
        "village": LocalizedText(village), "form": form?.title ?? LocalizedText(name),
        "villages": LocalizedText(others.joined(separator: ", ")),
      ]
    )
  }

  /// The key of the village that is judged; `nil` where the set judges whole communes.
  private var onlyVillage: String? {
    guard set.level == AdministrativeUnit.Level.village.rawValue else { return nil }
    return definitions.units.nameKey(unit)
  }

  private static func village(of imported: ImportedRecord) -> String? {
    guard let field = imported.form.fields.firstIndex(where: { $0.place == "village" }),
      case .text(let name)? = imported.record.values[field]
    else { return nil }
    return name
  }

  /// A measure that takes the records of a form.
  private struct Use {
    /// The index of the measure.
    var index: Int
    /// For a measure that is bound to another version of the form, where the fields of that one stand.
    var order: [Int?]?
  }

  /// By form, the measures that take its records.
  private func uses(of running: [Running]) -> [String: [Use]] {
    var result: [String: [Use]] = [:]
    for imported in definitions.forms.map(\.definition) {
      for (index, item) in running.enumerated() {
        let measure = item.accumulator.measure
        guard measure.scope == .records, imported.isCalled(measure.form) else { continue }
        let bound = form(measure.form).flatMap { $0.id == imported.id ? nil : $0 }
        result[imported.id, default: []].append(
          Use(index: index, order: bound?.fields.map { imported.fieldIndex($0.id) })
        )
      }
    }
    return result
  }

  /// A record with its fields in another order.
  private static func item(_ imported: ImportedRecord, inOrder order: [Int?])
    -> MeasureAccumulator.Item
  {
    var record = imported.record
    record.values = order.map { $0.flatMap { imported.record.values[$0] } }
    record.places = order.map { $0.flatMap { imported.record.places[$0] } }
    return item(record, of: imported)
  }

  private static func item(_ record: Record, of imported: ImportedRecord)
    -> MeasureAccumulator.Item
  {
    MeasureAccumulator.Item(
      file: imported.file,
      sheet: imported.sheet,
      table: imported.table,
      row: record.row,
      values: record.values,
      place: { index in
        guard case .cell(let cell)? = record.places[index] else { return nil }
        return cell
      }
    )
  }

  /// The form that a measure names: by its id, or the first version of a family.
  private func form(_ name: String) -> FormDefinition? {
    let forms = definitions.forms.map(\.definition)
    return forms.first { $0.id == name } ?? forms.first { $0.family == name }
  }

  /// The ids of the values that a measure reads: a form's fields, or the facts of its villages.
  private func fields(of measure: Measure) -> [String] {
    let form = form(measure.form)
    return (measure.scope == .records ? form?.fields.map(\.id) : form?.facts.map(\.id)) ?? []
  }

  private func addVillages(_ villages: VillageFacts, to running: inout [Running]) {
    for index in running.indices where running[index].accumulator.measure.scope == .villages {
      let facts = fields(of: running[index].accumulator.measure)
      for item in villages.items(factIDs: facts, only: onlyVillage) {
        running[index].accumulator.add(item)
      }
    }
  }

  /// Files that could not be read as surveys, and households that stand twice.
  private static func incomplete(_ batch: Batch) -> [String] {
    var seen: Set<String> = []
    return batch.findings.compactMap { finding -> String? in
      let isLost = finding.code == .unknownForm || finding.code == .ambiguousForm
      let isUnreadable =
        finding.code == .unreadableFile
        || finding.location.sheet == nil && finding.severity == .error
          && batch.files.contains { $0.file.name == finding.location.file && !$0.isReadable }
      let isTwice = finding.code == .duplicateRecord
      guard isLost || isUnreadable || isTwice else { return nil }
      let place = [
        finding.location.file, finding.location.sheet, finding.location.range?.description,
      ]
      return place.compactMap { $0 }.joined(separator: " › ") + " (\(finding.code.name))"
    }.filter { seen.insert($0).inserted }
  }

  private func judge(
    _ running: [Running],
    incomplete: [String],
    missing: [String: [String]],
    otherYears: [String: [Int]]
  ) -> Assessment {
    var measurements: [String: Measurement] = [:]
    var details: [String: [(detail: Detail, measurement: Measurement)]] = [:]
    for item in running {
      guard let measurement = item.accumulator.measurement else { continue }
      if let detail = item.detail {
        details[item.code, default: []].append((detail, measurement))
      } else {
        measurements[item.code] = measurement
      }
    }
    let evaluator = Evaluator(
      set: set,
      region: region,
      year: year,
      catalogue: definitions.catalogue,
      place: SourceLocation(file: valuesFile ?? set.id),
      incomplete: incomplete,
      missingVillages: missing,
      otherYears: otherYears,
      formTitles: Dictionary(
        set.indicators.compactMap(\.measure?.form).compactMap { name in
          form(name).map { (name, $0.title) }
        },
        uniquingKeysWith: { first, _ in first }
      )
    )
    var assessment = evaluator.assess(
      unit: unit,
      measurements: measurements,
      details: details,
      stated: declared.values
    )
    assessment.compare(declared.claims, catalogue: definitions.catalogue)
    return assessment
  }
}
