/// The look of a cell in a new workbook.
package struct CellFormat: Hashable, Sendable {
  /// Where a text stands across its cell.
  package enum Horizontal: String, Hashable, Sendable { case left, center, right }
  /// Where a text stands in the height of its cell.
  package enum Vertical: String, Hashable, Sendable { case top, center, bottom }

  package struct Font: Hashable, Sendable {
    /// Times New Roman, the font of Vietnamese administrative documents (Decree 30/2020/NĐ-CP).
    package var name = "Times New Roman"
    /// Points.
    package var size = 12
    package var isBold = false
    package var isItalic = false
    package var isUnderlined = false
    /// Red, green and blue in 24 bits; `nil` for the program's own.
    package var colour: UInt32?

    package init() {}
  }

  package var font = Font()
  /// The number format code; `nil` for General.
  package var numberFormat: String?
  /// Red, green and blue in 24 bits; `nil` for none.
  package var fill: UInt32?
  /// A thin line on all four sides.
  package var hasBorder = false
  package var horizontal: Horizontal?
  package var vertical: Vertical?
  package var wraps = false
  /// Whether the cell is locked when its sheet is protected.
  package var isLocked = true
  /// Whether the program treats what somebody types over it as text, also where it begins with `=`.
  package var isQuoted = false

  package init() {}

  /// The format with something changed.
  package func with(_ change: (inout CellFormat) -> Void) -> CellFormat {
    var copy = self
    change(&copy)
    return copy
  }
}

/// A format that a workbook knows.
package struct StyleIndex: Hashable, Sendable {
  /// The format of cells without one.
  package static let plain = StyleIndex(rawValue: 0)
  let rawValue: Int
}
