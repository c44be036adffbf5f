import CSV
import ArgumentParser
import Criteria
import Definitions
import Evaluation
import Findings
import NTMToolkit
import Reporting

extension Evaluate {
  enum Period: String, ExpressibleByArgument, CaseIterable {
    case half, year
  }

  /// What the form shows beside the assessment.
  func beside(
    _ plan: Plan?,
    _ changes: [IndicatorChange]?,
    _ earlier: EarlierResult?,
    _ assessment: Assessment
  ) -> EvaluationFormFiller.Beside {
    var beside = EvaluationFormFiller.Beside()
    beside.plan = plan
    beside.changes = changes ?? []
    beside.earlierFile = earlier?.file ?? ""
    beside.criterionChanges = assessment.criteria.compactMap { criterion in
      earlier?.criteria[criterion.criterion.number].map {
        CriterionChange(
          number: criterion.criterion.number,
          before: $0,
          after: criterion.verdict.rawValue
        )
      }
    }
    beside.isHalfYear = period == .half
    return beside
  }

  /// The plan of `--plan`, checked against the assessment; what does not hold is shown at once.
  func loadPlan(
    _ assessment: Assessment,
    _ store: DefinitionStore,
    _ text: FindingText
  ) throws -> (Plan?, [Finding]) {
    guard let plan else { return (nil, []) }
    let name = plan.split(separator: "/").last.map(String.init) ?? plan
    switch InputFile(path: plan, name: name).open(
      limits: common.limits,
      text: DelimitedInput.Options(store)
    ) {
    case .failure(let problem):
      Terminal.error(text.lines(problem.finding).joined(separator: "\n"))
      throw ExitCode(3)
    case .success(let opened):
      for finding in opened.findings where !common.quiet || finding.severity > .note {
        Terminal.error(text.lines(finding).joined(separator: "\n"))
      }
      let reader = PlanReader(set: assessment.set, store: store)
      guard let (found, findings) = reader.read(opened, file: name) else {
        Terminal.error("ntm: " + store.catalogue.phrase("no-plan", in: common.lang, ["path": plan]))
        throw ExitCode(3)
      }
      var checked = found
      let all = findings + PlanChecker(assessment).check(&checked)
      if !common.quiet {
        for finding in all { Terminal.error(text.lines(finding).joined(separator: "\n")) }
      }
      return (checked, all)
    }
  }
}
