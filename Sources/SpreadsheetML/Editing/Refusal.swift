/// Why a workbook is not written: what stands in the way, before anything was written.
package struct Refusal: Error, Hashable, Sendable {
  /// The kinds, each a variant of `template-error` in the message catalogue.
  package enum Kind: String, Hashable, Sendable, CaseIterable {
    /// A part or element that nothing is known about, or that would be damaged.
    case part = "cannot-move"
    /// A formula through several sheets of which one moves.
    case throughSheets = "through-sheets"
    /// A formula outside of a repeated block that names one cell in it.
    case repeatedCell = "repeated-cell"
    /// An array formula or data table that would be torn or overwritten.
    case array = "array-cut"
    /// A table or filter whose heading, totals or columns would change.
    case table = "table-cut"
    /// A pivot table that would be torn, or would lose its source.
    case pivot = "pivot-cut"
    /// A drawing, picture or control whose lines are deleted.
    case drawing = "drawing-lost"
    /// Cells that would leave the sheet.
    case bounds = "past-the-end"
    /// A part that is not written in a way that can be changed byte for byte.
    case unreadable = "unknown-writing"
  }

  package var kind: Kind
  /// The sheet or part, and the element or formula.
  package var detail: String

  init(_ kind: Kind, _ detail: String) {
    self.kind = kind
    self.detail = detail
  }
}
