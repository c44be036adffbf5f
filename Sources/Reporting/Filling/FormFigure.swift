package import Evaluation
package import SpreadsheetML
package import Tabular

/// A figure that is written into a form, with everything that tells where it comes from.
package struct FormFigure: Sendable {
  /// A place that a figure rests on, as people look it up.
  package struct Place: Hashable, Sendable {
    package var file: String
    package var sheet: String?
    /// A cell or range in A1 notation, or a line of a text file.
    package var range: String?
    /// The rows of the range that count, such as `8-40, 43`; `nil` where all do.
    package var rows: String?

    package init(file: String, sheet: String? = nil, range: String? = nil, rows: String? = nil) {
      self.file = file
      self.sheet = sheet
      self.range = range
      self.rows = rows
    }

    package init(_ evidence: Evidence) {
      self.init(
        file: evidence.file,
        sheet: evidence.sheet,
        range: evidence.range?.description,
        rows: evidence.rows
      )
    }
  }

  /// The sheet, where it is not the form's own.
  package var sheet: String?
  package var cell: CellReference
  package var value: EditValue
  /// By what people ask for it: the code of an indicator, or names of a row and a column.
  package var code: String
  /// What it is and how it is computed, in words.
  package var formula: String
  package var numerator: ExactDecimal?
  package var denominator: ExactDecimal?
  package var places: [Place] = []
  package var note = ""
  package var isIncomplete = false
  /// The years of surveys of other years that it counts.
  package var otherYears: [Int] = []

  package init(cell: CellReference, value: EditValue, code: String, formula: String) {
    self.cell = cell
    self.value = value
    self.code = code
    self.formula = formula
  }

  /// The figure as an edit of its sheet.
  package var edit: CellEdit { CellEdit(cell, value) }
}
