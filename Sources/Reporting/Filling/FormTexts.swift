import Criteria
import Evaluation
package import Findings
package import Forms
package import SpreadsheetML
package import Tabular

/// Replaces the texts of a blank that name the unit, the year and the counts.
package struct FormTexts {
  private let form: OutputForm
  private let catalogue: MessageCatalogue
  private let language: Language

  package init(form: OutputForm, catalogue: MessageCatalogue, language: Language) {
    self.form = form
    self.catalogue = catalogue
    self.language = language
  }

  /// The words for the years that a form speaks of; its headings are always in Vietnamese.
  package func periods(year: Int, isHalf: Bool) -> [String: String] {
    let years = ["year": "\(year)", "next_year": "\(year + 1)"]
    func period(_ part: String) -> String {
      catalogue.phrase("period-\(isHalf ? "half" : "year")-\(part)", in: .vi, years)
    }
    return [
      "PERIOD": period("title").uppercased(), "period_done": period("done"),
      "period_planned": period("planned"), "period_span": period("span"),
      "period_short": period("short"), "period_left": period("left"),
      "previous_year": "\(year - 1)", "year": "\(year)", "next_year": "\(year + 1)",
    ]
  }

  func edits(_ assessment: Assessment, _ blank: Grid, isHalf: Bool) -> [CellEdit] {
    let values = [
      "unit": assessment.unit, "UNIT": assessment.unit.uppercased(),
      "criteria_set_title": assessment.set.title[language],
      "region": assessment.region?.name[language] ?? catalogue.phrase("no-region", in: language),
      "met": "\(assessment.count(.met))", "not_met": "\(assessment.count(.notMet))",
      "undetermined": "\(assessment.count(.undetermined))",
      "not_applicable": "\(assessment.count(.notApplicable))",
      "total": "\(assessment.criteria.count)",
      "provisional": "\(assessment.criteria.count { $0.isProvisional })",
      "withdrawal": WithdrawalText(catalogue: catalogue).text(assessment)[language],
    ]
    return edits(
      values.merging(periods(year: assessment.year, isHalf: isHalf)) { $1 },
      blank
    )
  }

  /// The cells of the blank that hold a text of the form's list, with what is written there.
  package func edits(_ values: [String: String], _ blank: Grid) -> [CellEdit] {
    var edits: [CellEdit] = []
    for index in blank.rows.indices {
      for cell in blank.cells(ofRowAt: index) {
        guard let text = blank.text(of: cell),
          let rule = form.texts.first(where: { $0.find == text })
        else { continue }
        let place = CellReference(row: Int(blank.rows[index].number), column: Int(cell.column))
        edits.append(CellEdit(place, .text(Self.replace(rule.write, values))))
      }
    }
    return edits
  }

  package static func replace(_ text: String, _ values: [String: String]) -> String {
    var result = text
    for (key, value) in values.sorted(by: { $0.key < $1.key }) {
      result = result.split(separator: "{{\(key)}}", omittingEmptySubsequences: false)
        .joined(separator: value)
    }
    return result
  }
}
