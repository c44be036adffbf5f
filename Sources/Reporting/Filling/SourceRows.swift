import Criteria
import Evaluation
import Findings
import Forms
import SpreadsheetML
import Tabular

/// The rows of the sheet of sources: for each figure of the form, the cells that it rests on.
///
/// People read it, and `ntm explain` answers from it alone.
struct SourceRows {
  /// Decimals of a value that does not end.
  static let places = 10

  private let form: OutputForm
  private let catalogue: MessageCatalogue
  private let language: Language
  private(set) var edits: [CellEdit] = []
  /// Heights in points of the rows that need several lines.
  private(set) var heights: [Int: Int] = [:]
  private var row: Int
  private var ordinal = 0

  init(form: OutputForm, catalogue: MessageCatalogue, language: Language) {
    self.form = form
    self.catalogue = catalogue
    self.language = language
    row = form.modelRow
  }

  private mutating func write(_ role: String, _ value: EditValue?) {
    guard let column = form.sourceColumns[role] else { return }
    let model = CellReference(row: form.modelRow, column: column)
    edits.append(
      CellEdit(CellReference(row: row, column: column), value ?? .clear, styleFrom: model)
    )
  }

  mutating func add(_ indicator: IndicatorAssessment, cell: CellReference) {
    let evidence = indicator.measurement?.evidence ?? statedEvidence(indicator)
    guard !evidence.isEmpty else { return }
    ordinal += 1
    for (index, place) in evidence.enumerated() {
      let isFirst = index == 0
      write("ordinal", isFirst ? .number(ExactDecimal(Int32(ordinal))) : nil)
      write("cell", .text(cell.description))
      write("code", .text(indicator.indicator.code))
      write("formula", isFirst ? .text(formula(indicator)) : nil)
      let numerator = indicator.measurement?.numerator ?? indicator.stated?.numerator
      let denominator = indicator.measurement?.denominator ?? indicator.stated?.denominator
      write("numerator", isFirst ? numerator.map { .number($0) } : nil)
      write("denominator", isFirst ? denominator.map { .number($0) } : nil)
      write("value", isFirst ? value(indicator) : nil)
      write("file", .text(place.file))
      write("sheet", place.sheet.map { .text($0) })
      write("range", place.range.map { .text($0.description) } ?? statedLine(indicator))
      write("note", isFirst ? .text(indicator.reason[language]) : nil)
      let state = indicator.isIncomplete ? "figure-incomplete" : "figure-complete"
      write("state", isFirst ? .text(catalogue.phrase(state, in: language)) : nil)
      if isFirst { setHeight(formula(indicator), indicator.reason[language]) }
      row += 1
    }
  }

  /// A row is as high as its longest text needs, at the letters a line that the form states.
  private mutating func setHeight(_ formula: String, _ note: String) {
    func lines(_ text: String, _ role: String) -> Int {
      let room = max(form.sourceLineLengths[role] ?? 40, 1)
      return text.split(separator: "\n").reduce(0) { $0 + ($1.count + room - 1) / room }
    }
    let count = max(lines(formula, "formula"), lines(note, "note"))
    if count > 1 { heights[row] = min(count * 15 + 2, 400) }
  }

  private func statedEvidence(_ indicator: IndicatorAssessment) -> [Evidence] {
    guard let stated = indicator.stated, stated.value != nil || stated.numerator != nil else {
      return []
    }
    return [Evidence(file: stated.location.file, sheet: nil, range: nil)]
  }

  private func statedLine(_ indicator: IndicatorAssessment) -> EditValue? {
    indicator.stated?.location.line.map {
      .text(catalogue.phrase("line", in: language, ["line": "\($0)"]))
    }
  }

  private func formula(_ indicator: IndicatorAssessment) -> String {
    let text = indicator.indicator.text[language]
    if indicator.measurement != nil, let measure = indicator.indicator.measure {
      return text + "\n= " + measure.formula[language]
    }
    let document = indicator.stated?.evidence.map { ": " + $0 } ?? ""
    return text + "\n= " + catalogue.phrase("stated-directly", in: language) + document
  }

  private func value(_ indicator: IndicatorAssessment) -> EditValue? {
    if let value = indicator.value(places: Self.places) { return .number(value) }
    switch indicator.stated?.value {
    case .flag(let isMet):
      return .text(catalogue.phrase(isMet ? "verdict-met" : "verdict-not_met", in: language))
    case .notApplicable: return .text(catalogue.phrase("verdict-not_applicable", in: language))
    default: return nil
    }
  }
}
