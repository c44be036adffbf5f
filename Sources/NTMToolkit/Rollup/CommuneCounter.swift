package import Definitions
import Criteria
import Evaluation
import Expressions
import Findings
package import Forms
package import Reporting
import Tabular

/// Counts communes by what they reached, for the reporting forms of a province.
///
/// What is not known of a commune is never guessed: a figure to which it may belong stays open, with its name.
package struct CommuneCounter {
  private let table: FigureTable
  private let definitions: DefinitionStore
  private let outcome: CommuneRollup.Outcome

  package init(_ table: FigureTable, definitions: DefinitionStore, outcome: CommuneRollup.Outcome) {
    self.table = table
    self.definitions = definitions
    self.outcome = outcome
  }

  /// Every figure of the table that is certain, and why others are open.
  package func count() -> FigureResult {
    var result = FigureResult()
    for row in table.rows where !row.isHeading {
      for column in table.columns {
        let key = FigureKey(row: row.id, column: column.id)
        if row.condition != nil || row.amount != nil { count(row, column, key, &result) }
      }
    }
    addSums(&result)
    return result
  }

  // MARK: - One figure

  private func count(
    _ row: FigureTable.Row,
    _ column: FigureTable.Column,
    _ key: FigureKey,
    _ result: inout FigureResult
  ) {
    var sum = Tabular.ExactDecimal.zero
    var places: [FormFigure.Place] = []
    var open: [String] = outcome.missing.filter { entry in
      // A commune that did not report counts where the list alone excludes it.
      answer(row, column, facts(entry)) != .flag(false)
    }.map(\.name)
    for commune in outcome.communes {
      switch answers(row, column, commune) {
      case .flag(true):
        guard let amount = amount(row, commune), let next = sum.adding(amount) else {
          open.append(commune.name)
          continue
        }
        sum = next
        places += self.places(row, column, commune)
      case .flag(false): continue
      default: open.append(commune.name)
      }
    }
    guard open.isEmpty else {
      let names = open.prefix(8).joined(separator: ", ") + (open.count > 8 ? ", …" : "")
      result.open[key] = phrase(
        "count-open",
        ["count": "\(open.count)", "units": names, "least": "\(sum)"]
      )
      return
    }
    let all = outcome.communes.map { FormFigure.Place(file: $0.folder) }
    result.figures[key] = FigureResult.Figure(
      value: sum,
      formula: phrase(
        row.amount == nil ? "source-count-communes" : "source-amount-communes",
        ["count": "\(outcome.communes.count)"]
      ),
      places: places.isEmpty ? all : places
    )
  }

  private func amount(_ row: FigureTable.Row, _ commune: CommuneReport) -> ExactDecimal? {
    guard row.amount != nil else { return ExactDecimal(1) }
    return commune.entry?.hardshipVillages
  }

  /// Where it stands that a commune counts.
  private func places(
    _ row: FigureTable.Row,
    _ column: FigureTable.Column,
    _ commune: CommuneReport
  ) -> [FormFigure.Place] {
    let names = row.condition?.names ?? []
    var result: [FormFigure.Place] = []
    for name in names where name.hasPrefix("criterion_") {
      let number = String(name.dropFirst("criterion_".count))
      let verdict: DeclaredFigures.CriterionVerdict?
      switch column.role {
      case .baseline: verdict = commune.before[number]
      case .target: verdict = commune.planned[number]
      case .actual: verdict = nil
      }
      let claim = commune.assessment.criteria.first { $0.criterion.number == number }?.claims.first
      if let place = verdict?.location ?? claim?.location {
        result.append(
          FormFigure.Place(
            file: commune.folder,
            sheet: place.sheet,
            range: place.cell?.description
          )
        )
      }
    }
    return result.isEmpty ? [FormFigure.Place(file: commune.folder)] : result
  }

  // MARK: - What is known of a commune

  /// The answer where it is the same for every number of criteria that may still be met.
  private func answers(
    _ row: FigureTable.Row,
    _ column: FigureTable.Column,
    _ commune: CommuneReport
  ) -> ExpressionValue {
    let verdicts = self.verdicts(commune, column.role)
    let met = verdicts.values.count { $0 == .met }
    let total = commune.assessment.set.criteria?.count ?? 0
    let open = total - verdicts.values.count { $0 != .undetermined }
    var found: ExpressionValue?
    for number in met...(met + max(0, open)) {
      var facts = facts(commune.entry, group: commune.assessment.region?.id)
      facts["met_count"] = ExactDecimal(significand: Int128(number), exponent: 0).map {
        .number($0)
      }
      for (number, verdict) in verdicts where verdict != .undetermined {
        facts["criterion_" + number] = .choice(verdict == .met ? "met" : "not_met")
      }
      let answer = answer(row, column, facts)
      if let known = found, known != answer { return .unknown }
      found = answer
    }
    return found ?? .unknown
  }

  private func verdicts(_ commune: CommuneReport, _ role: FigureTable.Role) -> [String: Verdict] {
    switch role {
    case .baseline: return commune.before.mapValues(\.verdict)
    case .target: return commune.planned.mapValues(\.verdict)
    case .actual:
      var result: [String: Verdict] = [:]
      for criterion in commune.assessment.criteria {
        // Where nothing can be computed, the commune's own verdict is what it reports.
        let claim = criterion.claims.first { $0.author == .own }?.verdict
        let isSilent = criterion.verdict == .undetermined && criterion.indicators.isEmpty
        result[criterion.criterion.number] = isSilent ? claim ?? .undetermined : criterion.verdict
      }
      return result
    }
  }

  private func facts(_ entry: CommuneList.Entry?, group: String? = nil) -> [String: FieldValue] {
    var facts: [String: FieldValue] = [:]
    if let group = entry?.group ?? group, let number = Int(group) {
      facts["group"] = ExactDecimal(significand: Int128(number), exponent: 0).map { .number($0) }
    }
    facts["status"] = entry?.status.map { .choice($0) }
    facts["left_hardship"] = entry?.leftHardship.map { .mark($0) }
    return facts
  }

  private func answer(
    _ row: FigureTable.Row,
    _ column: FigureTable.Column,
    _ facts: [String: FieldValue]
  ) -> ExpressionValue {
    let names: Set<String> = ["met_count", "group", "status", "left_hardship"]
    let evaluator = RecordEvaluator(
      isField: { names.contains($0) || $0.hasPrefix("criterion_") },
      value: { facts[$0] }
    )
    if let open = row.openWhen, evaluator.evaluate(open) == .flag(true) { return .unknown }
    let conditions = [row.condition, column.condition].compactMap { $0 }
    let values = conditions.map { evaluator.evaluate($0) }
    if values.contains(.flag(false)) { return .flag(false) }
    return values.allSatisfy { $0 == .flag(true) } ? .flag(true) : .unknown
  }

  // MARK: - Sums

  private func addSums(_ result: inout FigureResult) {
    // Rows that are sums of sums come before them in the form: several rounds, from the bottom.
    for row in table.rows.reversed() + table.rows.reversed() where !row.sums.isEmpty {
      for column in table.columns {
        let key = FigureKey(row: row.id, column: column.id)
        guard result.figures[key] == nil else { continue }
        for parts in row.sums {
          let keys = parts.map { FigureKey(row: $0, column: column.id) }
          let figures = keys.compactMap { result.figures[$0] }
          guard figures.count == keys.count else {
            let reasons = keys.compactMap { result.open[$0] }
            result.open[key] = reasons.first ?? result.open[key]
            continue
          }
          let sum = figures.reduce(ExactDecimal?.some(.zero)) { $0?.adding($1.value) }
          guard let sum else { continue }
          result.figures[key] = FigureResult.Figure(
            value: sum,
            formula: phrase(
              "source-rows",
              ["rows": parts.compactMap { table.row($0)?.label }.joined(separator: " + ")]
            ),
            places: Array(
              figures.flatMap(\.places).reduce(into: [FormFigure.Place]()) {
                if !$0.contains($1) { $0.append($1) }
              }
            )
          )
          result.open[key] = nil
          break
        }
      }
    }
  }

  private func phrase(_ key: String, _ values: [String: String]) -> LocalizedText {
    LocalizedText(
      vi: definitions.catalogue.phrase(key, in: .vi, values),
      en: definitions.catalogue.phrase(key, in: .en, values)
    )
  }
}
