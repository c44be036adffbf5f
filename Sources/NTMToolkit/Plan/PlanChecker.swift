import Criteria
package import Evaluation
import Expressions
package import Findings
import Tabular

/// Sets a plan beside an assessment: whether its figures are those of the evaluation, and its targets hold.
package struct PlanChecker {
  private let assessment: Assessment
  private var indicators: [String: IndicatorAssessment] = [:]

  package init(_ assessment: Assessment) {
    self.assessment = assessment
    for indicator in assessment.criteria.flatMap(\.indicators) {
      indicators[indicator.indicator.code] = indicator
    }
  }

  /// Fills in each row's computed figure and status, and says what does not hold.
  package func check(_ plan: inout Plan) -> [Finding] {
    var findings: [Finding] = []
    var covered: Set<String> = []
    for index in plan.rows.indices {
      let code = self.code(plan.rows[index])
      if let indicator = code.flatMap({ indicators[$0] }) {
        check(&plan.rows[index], indicator, &findings)
      }
      checkChange(plan.rows[index], &findings)
      checkTexts(plan.rows[index], &findings)
      if let code { covered.insert(code) }
    }
    findings += uncovered(covered, plan.file)
    return findings
  }

  private func code(_ row: PlanRow) -> String? {
    switch row.subject {
    case .indicator(let code), .detail(let code, _): code
    case .other: nil
    }
  }

  // MARK: - Figures

  private func check(
    _ row: inout PlanRow,
    _ indicator: IndicatorAssessment,
    _ findings: inout [Finding]
  ) {
    let comparator = indicator.indicator.requirement?.comparator
    if case .detail(_, let id) = row.subject {
      let detail = indicator.details.first { $0.detail.id == id }
      row.computed = detail?.measurement.value(places: 10)
    } else if !indicator.isIncomplete {
      row.computed = indicator.value(places: 10)
    }
    checkCurrent(row, indicator, &findings)
    guard let target = row.target, let value = target.value else { return }
    let present = row.computed ?? row.current?.number
    switch value {
    case .flag(let isMet):
      row.status = isMet ? .keeps : .belowThreshold
    case .notApplicable: row.status = .notComparable
    case .number(let number):
      row.status = status(number, present, comparator, indicator)
      if case .indicator = row.subject, case .number(let level) = indicator.level,
        let comparator, !Self.holds(number, comparator, level)
      {
        row.status = .belowThreshold
      }
    }
    report(row, target, indicator, present, &findings)
  }

  private func status(
    _ target: ExactDecimal,
    _ present: ExactDecimal?,
    _ comparator: ComparisonOperator?,
    _ indicator: IndicatorAssessment
  ) -> PlanRow.Status {
    guard let present else { return .notComparable }
    // A target is written with fewer decimals than what was computed: compared as it is written.
    let places = max(0, -Int(target.exponent))
    guard let rounded = present.rounded(places: places) else { return .notComparable }
    if target == rounded || target == present { return .keeps }
    switch comparator {
    case .greaterOrEqual, .greater: return target > present ? .raises : .belowPresent
    case .lessOrEqual, .less: return target < present ? .raises : .belowPresent
    case .equal where indicator.indicator.kind == .absence:
      return target < present ? .raises : .belowPresent
    default: return .notComparable
    }
  }

  private static func holds(
    _ value: ExactDecimal,
    _ comparator: ComparisonOperator,
    _ level: ExactDecimal
  ) -> Bool {
    switch comparator {
    case .equal: value == level
    case .notEqual: value != level
    case .less: value < level
    case .lessOrEqual: value <= level
    case .greater: value > level
    case .greaterOrEqual: value >= level
    }
  }

  private func report(
    _ row: PlanRow,
    _ target: PlanRow.Figure,
    _ indicator: IndicatorAssessment,
    _ present: ExactDecimal?,
    _ findings: inout [Finding]
  ) {
    let code: FindingCode
    switch row.status {
    case .belowThreshold: code = .targetBelowThreshold
    case .belowPresent: code = .targetBelowPresent
    default: return
    }
    let shown = present.flatMap { $0.rounded(places: 2) }.map { LocalizedText($0) }
    findings.append(
      Finding(
        code,
        at: target.location,
        field: indicator.indicator.code,
        found: target.text,
        arguments: [
          "code": LocalizedText(indicator.indicator.code), "label": LocalizedText(row.label),
          "level": indicator.requirementText, "present": shown ?? LocalizedText("?"),
        ],
        related: row.current.map { [$0.location] } ?? []
      )
    )
  }

  /// The plan's own figure of today beside the computed one, at the decimals it is written with.
  private func checkCurrent(
    _ row: PlanRow,
    _ indicator: IndicatorAssessment,
    _ findings: inout [Finding]
  ) {
    guard let current = row.current, let number = current.number, let computed = row.computed,
      current.year == nil || current.year == assessment.year || current.year == assessment.year - 1
    else { return }
    let places = max(0, -Int(number.exponent))
    guard computed.rounded(places: places) != number, computed != number else { return }
    let shown = computed.rounded(places: max(places, 2)) ?? computed
    findings.append(
      Finding(
        .sumMismatch,
        "plan-current",
        at: current.location,
        field: indicator.indicator.code,
        found: current.text,
        arguments: [
          "code": LocalizedText(indicator.indicator.code), "label": LocalizedText(row.label),
          "computed": LocalizedText(shown),
        ]
      )
    )
  }

  /// 22 now, 14 fewer, 8 aimed at: the three must fit.
  private func checkChange(_ row: PlanRow, _ findings: inout [Finding]) {
    guard let change = row.change?.number, let current = row.current?.number,
      let target = row.target?.number, let sum = current.adding(change), sum != target,
      let place = row.change?.location
    else { return }
    findings.append(
      Finding(
        .sumMismatch,
        "plan-change",
        at: place,
        found: row.change?.text,
        arguments: [
          "label": LocalizedText(row.label), "current": LocalizedText(row.current?.text ?? ""),
          "target": LocalizedText(row.target?.text ?? ""),
        ],
        related: [row.current?.location, row.target?.location].compactMap { $0 }
      )
    )
  }

  // MARK: - What is missing

  private func checkTexts(_ row: PlanRow, _ findings: inout [Finding]) {
    let missing =
      (row.target == nil ? ["target"] : [])
      + ["measures", "lead", "deadline"].filter { row.texts[$0] == nil }
    guard !missing.isEmpty, row.target != nil || row.texts["measures"] != nil else { return }
    for meaning in missing {
      findings.append(
        Finding(
          .wishedValueMissing,
          "plan-" + meaning,
          at: row.location,
          field: meaning,
          arguments: ["row": LocalizedText(row.label)]
        )
      )
    }
  }

  /// Criteria that are not met and that no row of the plan speaks of.
  private func uncovered(_ covered: Set<String>, _ file: String) -> [Finding] {
    assessment.criteria.compactMap { criterion in
      guard criterion.verdict == .notMet,
        !criterion.indicators.contains(where: { covered.contains($0.indicator.code) })
      else { return nil }
      return Finding(
        .missingPlanRow,
        at: SourceLocation(file: file),
        arguments: [
          "number": LocalizedText(criterion.criterion.number), "name": criterion.criterion.name,
        ]
      )
    }
  }
}
