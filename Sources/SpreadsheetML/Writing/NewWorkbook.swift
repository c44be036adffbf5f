package import Tabular

/// A new workbook to be written: sheets of cells with a few fixed looks.
package struct NewWorkbook: Sendable {
  /// The looks of cells, in the order of the styles part.
  package enum Look: Int, Sendable, CaseIterable {
    case plain, title, heading, label, input, note
  }

  package struct Cell: Sendable {
    package var place: CellReference
    package var value: EditValue
    package var look: Look

    package init(_ place: CellReference, _ value: EditValue, _ look: Look = .plain) {
      self.place = place
      self.value = value
      self.look = look
    }
  }

  /// What a range of cells may hold, checked by the spreadsheet program.
  package struct Validation: Sendable {
    package enum Rule: Sendable {
      case list([String])
      case whole(minimum: String?, maximum: String?)
      case decimal(minimum: String?, maximum: String?)
    }

    package var range: CellRange
    package var rule: Rule
    package var promptTitle: String
    package var prompt: String
    package var error: String

    package init(range: CellRange, rule: Rule, promptTitle: String, prompt: String, error: String) {
      self.range = range
      self.rule = rule
      self.promptTitle = promptTitle
      self.prompt = prompt
      self.error = error
    }
  }

  package struct Sheet: Sendable {
    package var name: String
    package var cells: [Cell] = []
    package var widths: [Double] = []
    /// Heights in points of rows that need more than one line.
    package var heights: [Int: Int] = [:]
    package var merges: [CellRange] = []
    package var validations: [Validation] = []
    /// The first row that scrolls; everything above stays.
    package var frozenRows = 0
    /// Rows from here on, to this one, have the input look in these columns, also where they are blank.
    package var inputs: CellRange?
    package var isProtected = false
    package var isLandscape = true

    package init(name: String) { self.name = name }
  }

  package var sheets: [Sheet] = []
  /// Defined names with what they refer to.
  package var names: [(name: String, text: String)] = []

  package init() {}
}
