package import Findings
package import Forms
package import SpreadsheetML
import Tabular

/// The rows of the sheet of sources: for each figure of the form, the cells that it rests on.
///
/// People read it, and `ntm explain` answers from it alone.
package struct SourceRows {
  /// Decimals of a value that does not end.
  package static let places = 10

  private let form: OutputForm
  private let catalogue: MessageCatalogue
  private let language: Language
  package private(set) var edits: [CellEdit] = []
  private var row: Int
  private var ordinal: Int32 = 0

  package init(form: OutputForm, catalogue: MessageCatalogue, language: Language) {
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

  private func text(_ text: String?) -> EditValue? {
    text.flatMap { $0.isEmpty ? nil : .text($0) }
  }

  /// Adds a figure: a row for each place, what is common to them in the first.
  package mutating func add(_ figure: FormFigure) {
    ordinal += 1
    let places: [FormFigure.Place?] = figure.places.isEmpty ? [nil] : figure.places
    for (index, place) in places.enumerated() {
      let isFirst = index == 0
      write("ordinal", isFirst ? .number(ExactDecimal(ordinal)) : nil)
      write("target", text(figure.sheet))
      write("cell", .text(figure.cell.description))
      write("code", .text(figure.code))
      write("formula", isFirst ? .text(figure.formula) : nil)
      write("numerator", isFirst ? figure.numerator.map { .number($0) } : nil)
      write("denominator", isFirst ? figure.denominator.map { .number($0) } : nil)
      write("value", isFirst ? figure.value : nil)
      write("file", text(place?.file))
      write("sheet", text(place?.sheet))
      write("range", text(place?.range))
      write("rows", text(place?.rows))
      write("note", isFirst ? text(figure.note) : nil)
      write("state", isFirst ? .text(state(figure)) : nil)
      row += 1
    }
  }

  /// Whether the figure is whole, and of which other years it counts surveys.
  private func state(_ figure: FormFigure) -> String {
    if figure.isIncomplete { return catalogue.phrase("figure-incomplete", in: language) }
    guard !figure.otherYears.isEmpty else {
      return catalogue.phrase("figure-complete", in: language)
    }
    let years = figure.otherYears.map { "\($0)" }.joined(separator: ", ")
    return catalogue.phrase("figure-other-years", in: language, ["years": years])
  }
}
