package import Tabular

/// What is written into a cell; the cell's own style stays.
package enum EditValue: Hashable, Sendable {
  case number(ExactDecimal)
  /// Always a text, never a formula, whatever it begins with.
  case text(String)
  case boolean(Bool)
  /// A day count of the workbook's epoch; the cell's style should show a date.
  case date(Int)
  /// The same in a cell whose style shows no date: it gets a copy of its style that does.
  case dated(Int)
  /// Takes the content away and leaves the style.
  case clear
  /// Gives the cell this number of a cell format and leaves its content.
  case style(String)

  /// The cell element with this content.
  ///
  /// `dateStyles` gives the date copy of a style.
  func element(
    _ reference: CellReference,
    style own: String?,
    dateStyles: [String: String] = [:]
  ) -> [UInt8] {
    let isDated = if case .dated = self { true } else { false }
    let style = isDated ? dateStyles[own ?? "0"] ?? own : own
    let head = "<c r=\"\(reference)\"" + (style.map { " s=\"\($0)\"" } ?? "")
    switch self {
    case .number(let number): return Array("\(head)><v>\(number)</v></c>".utf8)
    case .boolean(let flag): return Array("\(head) t=\"b\"><v>\(flag ? 1 : 0)</v></c>".utf8)
    case .date(let serial), .dated(let serial): return Array("\(head)><v>\(serial)</v></c>".utf8)
    case .clear: return Array("\(head)/>".utf8)
    case .style(let number): return Array("<c r=\"\(reference)\" s=\"\(number)\"/>".utf8)
    case .text(let text):
      var copy = text
      let space = copy.withUTF8 { XMLText.needsPreserve($0) } ? " xml:space=\"preserve\"" : ""
      return Array("\(head) t=\"inlineStr\"><is><t\(space)>".utf8) + XMLText.content(text)
        + Array("</t></is></c>".utf8)
    }
  }
}

/// One cell to write.
package struct CellEdit: Hashable, Sendable {
  package var cell: CellReference
  package var value: EditValue
  /// The cell whose style a new cell takes.
  package var styleFrom: CellReference?

  package init(_ cell: CellReference, _ value: EditValue, styleFrom: CellReference? = nil) {
    self.cell = cell
    self.value = value
    self.styleFrom = styleFrom
  }
}
