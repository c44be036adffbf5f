package import Criteria
import Expressions
package import Findings
import Tabular

/// Judges measurements and stated values by a criteria set.
package struct Evaluator {
  package let set: CriteriaSet
  package let region: CriteriaSet.Region?
  package let year: Int
  package let catalogue: MessageCatalogue
  /// What findings about the set as a whole name as their place.
  package let place: SourceLocation
  /// Inputs without which no figure of the surveys is whole, as names; empty where all are there.
  package let incomplete: [String]
  /// By form, the villages of the commune of which it has no record.
  package let missingVillages: [String: [String]]
  /// By form, the years that some of its surveys name instead of the year that is judged.
  package let otherYears: [String: [Int]]
  /// What people call the forms that measures read, by id.
  package let formTitles: [String: LocalizedText]

  package init(
    set: CriteriaSet,
    region: CriteriaSet.Region?,
    year: Int,
    catalogue: MessageCatalogue,
    place: SourceLocation,
    incomplete: [String] = [],
    missingVillages: [String: [String]] = [:],
    otherYears: [String: [Int]] = [:],
    formTitles: [String: LocalizedText] = [:]
  ) {
    self.incomplete = incomplete
    self.missingVillages = missingVillages
    self.otherYears = otherYears
    self.formTitles = formTitles
    self.set = set
    self.region = region
    self.year = year
    self.catalogue = catalogue
    self.place = place
  }

  /// Judges every criterion of the set.
  package func assess(
    unit: String,
    measurements: [String: Measurement],
    details: [String: [(detail: Detail, measurement: Measurement)]],
    stated: [String: StatedValue]
  ) -> Assessment {
    var findings: [Finding] = []
    var criteria: [CriterionAssessment] = []
    for criterion in set.criteria ?? [] {
      let indicators = (criterion.indicators ?? []).map { indicator in
        var assessment = IndicatorAssessment(indicator)
        assessment.measurement = measurements[indicator.code]
        assessment.stated = stated[indicator.code]
        assessment.details = details[indicator.code] ?? []
        judge(&assessment, &findings)
        return assessment
      }
      criteria.append(combine(criterion, indicators))
    }
    if let finding = notLoaded { findings.append(finding) }
    let known = Set(set.indicators.map(\.code))
    for (code, value) in stated.sorted(by: { $0.key < $1.key }) where !known.contains(code) {
      findings.append(
        Finding(
          .unknownIndicator,
          at: value.location,
          found: code,
          arguments: ["code": LocalizedText(code)]
        )
      )
    }
    return Assessment(
      set: set,
      unit: unit,
      year: year,
      region: region,
      criteria: criteria,
      findings: findings
    )
  }

  /// A set whose indicators nobody entered judges nothing, and says how to load them.
  private var notLoaded: Finding? {
    let unknown = (set.criteria ?? []).filter { $0.indicators == nil }
    guard set.criteria == nil || !unknown.isEmpty else { return nil }
    let names = set.criteria == nil ? "?" : unknown.map(\.number).joined(separator: ", ")
    return Finding(
      .indicatorsNotLoaded,
      at: place,
      arguments: ["set": LocalizedText(set.id), "criteria": LocalizedText(names)]
    )
  }

  func text(_ key: String, _ values: [String: String] = [:]) -> LocalizedText {
    LocalizedText(
      vi: catalogue.phrase(key, in: .vi, values),
      en: catalogue.phrase(key, in: .en, values)
    )
  }

  // MARK: - One indicator

  /// The years of surveys of other years that a figure counts.
  private func otherYears(_ assessment: IndicatorAssessment) -> [Int] {
    guard assessment.measurement != nil else { return assessment.stated?.otherYears ?? [] }
    return assessment.indicator.measure.flatMap { otherYears[$0.form] } ?? []
  }

  private func yearText(_ years: [Int]) -> LocalizedText? {
    years.isEmpty
      ? nil
      : text("provisional-year", ["years": years.map { "\($0)" }.joined(separator: ", ")])
  }

  private func judge(_ assessment: inout IndicatorAssessment, _ findings: inout [Finding]) {
    let code = assessment.indicator.code
    assessment.level =
      assessment.indicator.requirement?.level(region: region?.id, year: year) ?? .unknown
    assessment.requirementText = LocalizedText(
      vi: levelText(assessment, .vi),
      en: levelText(assessment, .en)
    )
    compareStated(assessment, &findings)
    assessment.otherYears = otherYears(assessment)
    guard let isReached = outcome(&assessment, &findings) else { return }
    guard let requirement = assessment.indicator.requirement else { return }
    assessment.verdict = isReached ? .met : .notMet
    func reason(_ language: Language) -> String {
      catalogue.phrase(
        isReached ? "reason-met" : "reason-not-met",
        in: language,
        [
          "value": shown(assessment, language), "level": assessment.requirementText[language],
          "article": requirement.article ?? requirement.set,
        ]
      )
    }
    assessment.reason = LocalizedText(vi: reason(.vi), en: reason(.en))
    let isMeasured = assessment.measurement != nil
    let measureReason = isMeasured ? assessment.indicator.measure?.provisionalReason : nil
    if requirement.confidence != .verified {
      findings.append(
        Finding(
          .unverifiedThreshold,
          at: place,
          field: code,
          arguments: [
            "code": LocalizedText(code),
            "threshold": assessment.requirementText,
          ]
        )
      )
    }
    let reasons =
      [
        requirement.confidence == .verified ? nil : text("provisional-threshold"), measureReason,
        yearText(assessment.otherYears),
        isMeasured ? nil : assessment.stated?.provisionalReason, set.provisionalReason,
      ].compactMap { $0 }
    assessment.isProvisional = !reasons.isEmpty
    for reason in reasons {
      assessment.reason.vi += " " + reason.vi
      assessment.reason.en += " " + reason.en
    }
  }

  /// Whether the requirement is reached; `nil` after setting why that cannot be said.
  private func outcome(_ assessment: inout IndicatorAssessment, _ findings: inout [Finding])
    -> Bool?
  {
    let code = assessment.indicator.code
    if assessment.measurement == nil, case .notApplicable? = assessment.stated?.value {
      if assessment.indicator.isOptional {
        assessment.verdict = .notApplicable
        assessment.reason = text("reason-not-applicable")
      } else {
        assessment.reason = text("reason-not-optional")
        findings.append(
          Finding(
            .notApplicableRefused,
            at: assessment.stated?.location ?? place,
            field: code,
            arguments: ["code": LocalizedText(code)]
          )
        )
      }
      return nil
    }
    if assessment.measurement != nil, !incomplete.isEmpty {
      assessment.isIncomplete = true
      // A figure over some of the villages, or over a household twice, decides nothing.
      assessment.reason = text(
        "reason-incomplete",
        ["files": incomplete.prefix(5).joined(separator: "; ")]
      )
      return nil
    }
    if assessment.measurement != nil, let form = assessment.indicator.measure?.form,
      let villages = missingVillages[form], !villages.isEmpty
    {
      assessment.isIncomplete = true
      assessment.reason = text(
        "reason-missing-villages",
        ["villages": villages.prefix(8).joined(separator: ", "), "count": "\(villages.count)"]
      )
      return nil
    }
    if let measurement = assessment.measurement, measurement.missingCount > 0,
      assessment.indicator.measure?.missing != .skip
    {
      assessment.isIncomplete = true
      let examples = measurement.missingExamples.map { evidence in
        [evidence.file, evidence.sheet, evidence.range?.description].compactMap { $0 }.joined(
          separator: " › "
        )
      }.joined(separator: "; ")
      assessment.reason = text(
        "reason-missing-values",
        ["count": "\(measurement.missingCount)", "examples": examples]
      )
      return nil
    }
    if assessment.measurement == nil, assessment.stated?.isIncomplete == true {
      assessment.isIncomplete = true
      assessment.reason = text("reason-stated-incomplete")
      return nil
    }
    guard assessment.measurement != nil || assessment.stated?.hasValue == true else {
      assessment.reason = notGiven(assessment.indicator)
      findings.append(
        Finding(
          .missingIndicator,
          at: place,
          field: code,
          arguments: ["code": LocalizedText(code), "reason": assessment.reason]
        )
      )
      return nil
    }
    return compare(&assessment)
  }

  /// Why there is no value: nobody stated it, or the file that would give it is missing.
  private func notGiven(_ indicator: Indicator) -> LocalizedText {
    guard let form = indicator.measure?.form else { return text("reason-not-stated") }
    let title = formTitles[form] ?? LocalizedText(form)
    return LocalizedText(
      vi: catalogue.phrase("reason-no-survey", in: .vi, ["form": title.vi]),
      en: catalogue.phrase("reason-no-survey", in: .en, ["form": title.en])
    )
  }

  private func compare(_ assessment: inout IndicatorAssessment) -> Bool? {
    guard let requirement = assessment.indicator.requirement else {
      assessment.reason = text("reason-no-requirement")
      return nil
    }
    let stated = assessment.stated?.value
    switch assessment.level {
    case .unknown:
      if region == nil, requirement.needsRegion {
        assessment.reason = text("reason-no-region")
      } else {
        let why = requirement.reason ?? text("reason-no-requirement")
        assessment.reason = text("reason-unknown-level", [:])
        assessment.reason.vi += " " + why.vi
        assessment.reason.en += " " + why.en
      }
      return nil
    case .met:
      if assessment.measurement == nil, case .flag(let isMet)? = stated { return isMet }
      assessment.reason = text("reason-not-a-flag")
      return nil
    case .number(let level):
      if let measurement = assessment.measurement {
        return decided(measurement.compare(requirement.comparator, to: level), &assessment)
      }
      if case .flag(let isMet)? = stated { return isMet }
      if case .number(let number)? = stated {
        return decided(Self.compare(number, requirement.comparator, level), &assessment)
      }
      if let top = assessment.stated?.numerator, let bottom = assessment.stated?.denominator {
        let ratio = Measurement(
          numerator: top,
          denominator: bottom,
          scale: IndicatorAssessment.scale(assessment.indicator),
          evidence: [],
          missingCount: 0,
          missingExamples: [],
          recordCount: 0
        )
        return decided(ratio.compare(requirement.comparator, to: level), &assessment)
      }
      return nil
    }
  }

  private func decided(_ result: Bool?, _ assessment: inout IndicatorAssessment) -> Bool? {
    if result == nil { assessment.reason = text("reason-no-denominator") }
    return result
  }

  private static func compare(
    _ value: ExactDecimal,
    _ comparator: ComparisonOperator,
    _ level: ExactDecimal
  ) -> Bool? {
    Measurement(
      numerator: value,
      denominator: nil,
      scale: ExactDecimal(1),
      evidence: [],
      missingCount: 0,
      missingExamples: [],
      recordCount: 0
    ).compare(comparator, to: level)
  }

  /// A value that is both stated and computed, and differs, is never silently one of the two.
  private func compareStated(_ assessment: IndicatorAssessment, _ findings: inout [Finding]) {
    guard let stated = assessment.stated, let measurement = assessment.measurement else { return }
    let code = assessment.indicator.code
    let computed = assessment.value(places: assessment.places)
    func report(
      _ finding: FindingCode,
      _ variant: String?,
      found: String,
      shown: LocalizedText? = nil
    ) {
      findings.append(
        Finding(
          finding,
          variant,
          at: stated.location,
          field: code,
          found: found,
          arguments: [
            "code": LocalizedText(code), "found": shown ?? LocalizedText(found),
            "computed": computed.map { LocalizedText($0) } ?? LocalizedText("?"),
          ]
        )
      )
    }
    switch stated.value {
    case .number(let number):
      let places = max(0, -Int(number.exponent))
      if measurement.value(places: places) != number {
        report(.sumMismatch, "declared", found: "\(number)", shown: LocalizedText(number))
      }
    case .flag(let isMet):
      guard case .number(let level) = assessment.level,
        let sign = assessment.indicator.requirement?.comparator,
        let isReached = measurement.compare(sign, to: level), isReached != isMet
      else { return }
      let verdict = text(isMet ? "verdict-met" : "verdict-not_met")
      report(.declaredVerdictDiffers, nil, found: verdict.vi, shown: verdict)
    case .notApplicable:
      let verdict = text("verdict-not_applicable")
      report(.declaredVerdictDiffers, nil, found: verdict.vi, shown: verdict)
    case nil:
      guard let top = stated.numerator, let bottom = stated.denominator,
        top != measurement.numerator || bottom != measurement.denominator
      else { return }
      let shown = { (language: Language) in
        "\(top.written(in: language))/\(bottom.written(in: language))"
      }
      report(
        .sumMismatch,
        "declared",
        found: "\(top)/\(bottom)",
        shown: LocalizedText(vi: shown(.vi), en: shown(.en))
      )
    }
  }

  // MARK: - One criterion

  private func combine(
    _ criterion: Criterion,
    _ indicators: [IndicatorAssessment]
  ) -> CriterionAssessment {
    guard criterion.indicators != nil else {
      return CriterionAssessment(
        criterion: criterion,
        indicators: [],
        verdict: .undetermined,
        isProvisional: false,
        reason: text("reason-no-indicators", ["set": set.id])
      )
    }
    let applicable = indicators.filter { $0.verdict != .notApplicable }
    let failed = applicable.filter { $0.verdict == .notMet }
    let open = applicable.filter { $0.verdict == .undetermined }
    func codes(_ list: [IndicatorAssessment]) -> String {
      list.map(\.indicator.code).joined(separator: ", ")
    }
    let verdict: Verdict
    let reason: LocalizedText
    if applicable.isEmpty {
      (verdict, reason) = (.notApplicable, text("reason-not-applicable"))
    } else if !failed.isEmpty {
      (verdict, reason) = (.notMet, text("reason-failed", ["codes": codes(failed)]))
    } else if !open.isEmpty {
      (verdict, reason) = (.undetermined, text("reason-open", ["codes": codes(open)]))
    } else {
      (verdict, reason) = (.met, text("reason-all-met"))
    }
    let isProvisional =
      verdict == .notMet
      ? failed.allSatisfy(\.isProvisional)
      : verdict == .met && applicable.contains(where: \.isProvisional)
    return CriterionAssessment(
      criterion: criterion,
      indicators: indicators,
      verdict: verdict,
      isProvisional: isProvisional,
      reason: reason
    )
  }
}
