import Criteria
package import Evaluation
package import Findings
package import Forms
package import SpreadsheetML
package import Tabular

/// Where the lines of a form stand, by what they speak of.
package struct FormRows: Sendable {
  package var indicators: [String: Int] = [:]
  package var criteria: [String: Int] = [:]
  /// Figures beside indicators, by code and id; rows of the form itself by its id.
  package var details: [String: Int] = [:]

  /// The key of a figure beside an indicator.
  package static func detailKey(_ code: String, _ id: String) -> String { code + "/" + id }

  /// The key of a plan's row that is none of the set's.
  package static func planKey(_ index: Int) -> String { "plan/\(index)" }
}

/// Repeats the model rows of a blank for the sections, criteria and indicators of a set.
///
/// A form whose rows are not printed fits every set, also one that a province adds by files alone.
package struct FormGrower {
  private let form: OutputForm
  private let grow: OutputForm.Grow
  private let language: Language

  package init?(form: OutputForm, language: Language) {
    guard let grow = form.grow else { return nil }
    self.form = form
    self.grow = grow
    self.language = language
  }

  /// The rows of the grown form and what stands in them.
  package struct Growth: Sendable {
    package var layout: LineLayout
    package var edits: [CellEdit] = []
    package var rows = FormRows()
  }

  /// Lays out the blank for an assessment.
  package func growth(_ assessment: Assessment, blank: Grid, plan: Plan? = nil) -> Growth {
    let models = grow.lines.values.map(\.row)
    let first = models.min() ?? 0
    let end = models.max() ?? 0
    var lines = LineBuilder(grow: grow, language: language, first: first)
    for section in sections(assessment) {
      if !section.title.isEmpty { lines.add("section", ["title": .text(section.title)]) }
      for criterion in section.criteria { lines.add(criterion) }
      for own in form.ownRows where own.section == section.title { lines.add(own) }
    }
    let further = furtherRows(plan)
    if let section = form.planSection, !further.isEmpty {
      lines.add("section", ["title": .text(section)])
      for own in further { lines.add(own) }
    }
    let last = Int(blank.rows.last?.number ?? 0)
    if end < last { lines.templates += Array((end + 1)...last) }
    return Growth(
      layout: LineLayout(
        sources: lines.templates,
        covering: max(end, last) + 1,
        instances: lines.instances
      ),
      edits: lines.edits,
      rows: lines.rows
    )
  }

  /// The rows of a plan that are none of the set's and none of the form's own.
  private func furtherRows(_ plan: Plan?) -> [OutputForm.OwnRow] {
    let known = Set(form.ownRows.map { Vocabulary.key($0.text) })
    return (plan?.rows ?? []).enumerated().compactMap { index, row in
      guard case .other(let text) = row.subject, !known.contains(Vocabulary.key(text)) else {
        return nil
      }
      return OutputForm.OwnRow(
        id: FormRows.planKey(index),
        section: form.planSection ?? "",
        text: text,
        unit: row.unit ?? ""
      )
    }
  }

  /// The form's own sections, else the groups of the set; what is in none comes last.
  private func sections(
    _ assessment: Assessment
  ) -> [(title: String, criteria: [CriterionAssessment])] {
    var rest = assessment.criteria
    func take(_ belongs: (CriterionAssessment) -> Bool) -> [CriterionAssessment] {
      let found = rest.filter(belongs)
      rest.removeAll(where: belongs)
      return found
    }
    var result: [(title: String, criteria: [CriterionAssessment])] = []
    let usesOwn =
      !form.sections.isEmpty && form.sectionSets.contains(where: assessment.set.chain.contains)
    for section in usesOwn ? form.sections : [] {
      result.append((section.title, take { section.criteria.contains($0.criterion.number) }))
    }
    for group in usesOwn ? [] : assessment.set.groups {
      let found = take { $0.criterion.group == group.id }
      if !found.isEmpty {
        result.append((group.id + ". " + group.name[language].uppercased(), found))
      }
    }
    if !rest.isEmpty {
      let title = result.isEmpty ? "" : assessment.set.title[language]
      result.append((title, rest))
    }
    // Sections of rows that belong to no criterion stand under every set.
    for section in usesOwn ? [] : form.sections
    where form.ownRows.contains(where: { $0.section == section.title }) {
      result.append((section.title, []))
    }
    return result
  }
}

/// Puts the lines of a form one below the other.
private struct LineBuilder {
  let grow: OutputForm.Grow
  let language: Language
  /// The model row of each line, after the rows above the first.
  var templates: [Int]
  /// Each line is a repetition of its model row.
  var instances: [LineLayout.Instance] = []
  var edits: [CellEdit] = []
  var rows = FormRows()

  init(grow: OutputForm.Grow, language: Language, first: Int) {
    self.grow = grow
    self.language = language
    templates = Array(0..<first)
  }

  /// Adds a line of a kind and gives its row; `nil` where the form has no such lines.
  @discardableResult
  mutating func add(_ kind: String, _ values: [String: EditValue]) -> Int? {
    guard let line = grow.lines[kind] else { return nil }
    let row = templates.count
    templates.append(line.row)
    instances.append(LineLayout.Instance(block: line.row...line.row, result: row..<(row + 1)))
    for (role, column) in line.columns.sorted(by: { $0.value < $1.value }) {
      edits.append(CellEdit(CellReference(row: row, column: column), values[role] ?? .clear))
    }
    return row
  }

  mutating func add(_ own: OutputForm.OwnRow) {
    let values: [String: EditValue] = ["text": .text(own.text), "unit": .text(own.unit)]
    rows.details[own.id] = add("detail", values)
  }

  mutating func add(_ criterion: CriterionAssessment) {
    let own = criterion.criterion
    rows.criteria[own.number] = add(
      "criterion",
      ["number": Self.number(own.number), "name": .text(own.name[language])]
    )
    for indicator in criterion.indicators { add(indicator.indicator) }
  }

  private mutating func add(_ indicator: Indicator) {
    let text = ([indicator.text[language]] + indicator.subItems.map { "- " + $0 })
      .joined(separator: "\n")
    rows.indicators[indicator.code] = add(
      "indicator",
      [
        "code": .text(indicator.code), "text": .text(text),
        "unit": indicator.unit.map { .text($0) } ?? .clear,
      ]
    )
    for detail in indicator.details {
      let text = detail.text[language]
      rows.details[FormRows.detailKey(indicator.code, detail.id)] = add(
        "detail",
        ["text": .text(text), "unit": detail.unit.map { .text($0) } ?? .clear]
      )
    }
  }

  /// A criterion's number as a number, so that its line is told from an indicator's of the same code.
  private static func number(_ text: String) -> EditValue {
    Int(text).flatMap { ExactDecimal(significand: Int128($0), exponent: 0) }.map { .number($0) }
      ?? .text(text)
  }
}
