import Criteria
import Evaluation
import Findings
import NTMToolkit
import Reporting

/// The short summary at the end of an evaluation, for people.
struct Summary {
  let catalogue: MessageCatalogue
  let language: Language
  let text: ReportText

  func show(_ result: CommuneEvaluation.Result, quiet: Bool, output: String) {
    if !quiet {
      let errors = result.batch.findings.filter { $0.severity == .error }
      let said = errors + result.assessment.findings.filter(isToBeSaid)
      for line in text.lines(said) { Terminal.error(line) }
    }
    for file in result.batch.files {
      func count(_ severity: Severity) -> String {
        "\(file.findings.count { $0.severity == severity })"
      }
      Terminal.error(
        "  "
          + catalogue.phrase(
            "file-summary",
            in: language,
            [
              "file": file.file.name, "records": "\(file.recordCount)", "errors": count(.error),
              "warnings": count(.warning),
            ]
          )
      )
    }
    showCriteria(result.assessment)
    Terminal.error(
      catalogue.phrase(
        "evaluation-summary",
        in: language,
        [
          "unit": result.assessment.unit, "year": "\(result.assessment.year)",
          "met": "\(result.assessment.count(.met))",
          "not_met": "\(result.assessment.count(.notMet))",
          "not_applicable": "\(result.assessment.count(.notApplicable))",
          "undetermined": "\(result.assessment.count(.undetermined))",
          "provisional": "\(result.assessment.criteria.count(where: \.isProvisional))",
          "total": "\(result.assessment.criteria.count)",
        ]
      )
    )
    let withdrawal = WithdrawalText(catalogue: catalogue).text(result.assessment)[language]
    if !withdrawal.isEmpty { Terminal.error(withdrawal) }
    Terminal.error(catalogue.phrase("output-written", in: language, ["path": output]))
  }

  /// Warnings about the evaluation itself are said here; those of the files are counted beside each.
  ///
  /// An unverified level is said by the mark at its criterion.
  private func isToBeSaid(_ finding: Finding) -> Bool {
    finding.severity == .error || finding.code == .villagesUnlisted
      || (finding.severity == .warning && finding.code != .unverifiedThreshold)
  }

  private func showCriteria(_ assessment: Assessment) {
    for criterion in assessment.criteria {
      let verdict = catalogue.phrase("verdict-\(criterion.verdict.rawValue)", in: language)
      let mark = criterion.isProvisional ? " " + catalogue.phrase("provisional", in: language) : ""
      let reason = criterion.verdict == .met ? "" : " – " + criterion.reason[language]
      Terminal.error(
        "  \(criterion.criterion.number). \(criterion.criterion.name[language]): \(verdict)\(mark)\(reason)"
      )
    }
  }
}
