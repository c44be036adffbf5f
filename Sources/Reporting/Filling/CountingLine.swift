import Findings
import Forms
import SpreadsheetML
import Tabular

/// A line of a form that counts what stands in one of the form's own columns.
struct CountingLine {
  let form: OutputForm
  let catalogue: MessageCatalogue
  let language: Language

  /// The figures of the lines whose text holds a mark such as `{{met}}`: so many of so many.
  ///
  /// `texts` are what is written, `blank` the sheet before; `column` is the one that is counted.
  func figures(
    _ mark: String,
    in texts: [CellEdit],
    _ blank: Grid,
    column: Int,
    counted: Int,
    of total: Int,
    code: String,
    formula: String
  ) -> [FormFigure] {
    let finds = form.texts.filter { $0.write.contains(mark) }.map(\.find)
    let letter = CellReference.columnName(column)
    return texts.compactMap { edit in
      guard let old = blank[edit.cell].flatMap({ blank.text(of: $0) }), finds.contains(old) else {
        return nil
      }
      var figure = FormFigure(cell: edit.cell, value: edit.value, code: code, formula: formula)
      figure.numerator = ExactDecimal(Int32(counted))
      figure.denominator = ExactDecimal(Int32(total))
      figure.places = [
        FormFigure.Place(
          file: catalogue.phrase("source-this-file", in: language),
          sheet: form.sheet,
          range: "\(letter):\(letter)"
        )
      ]
      return figure
    }
  }
}
