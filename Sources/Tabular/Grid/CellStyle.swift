/// The look of a cell, as far as reading and judging need it.
public struct CellStyle: Hashable, Sendable {
  /// The number format code; `nil` for General.
  public var formatCode: String?
  /// Whether the number format shows a date or time.
  public var isDate = false
  /// Whether the number format counts hours, minutes or seconds on beyond a day, as `[h]:mm` does.
  public var isDuration = false
  /// Whether the number format shows a percentage, so that 0.987 reads 98.7 %.
  public var isPercentage = false
  /// The font's name, such as `.VnTime`, which tells of a legacy encoding; `nil` where none is stated.
  public var fontName: String?
  /// Whether the font is bold.
  public var isBold = false
  /// Whether the font is struck through, as people mark what no longer holds.
  public var isStruck = false
  /// Whether nothing is seen of what stands in the cell: the font has the colour of the fill, or no height.
  public var isInvisible = false
  /// Whether the cell has a solid or patterned fill.
  public var hasFill = false
  /// Whether the cell has a border on any side.
  public var hasBorder = false
  /// Whether the cell is locked when its sheet is protected.
  public var isLocked = true

  /// The General style.
  public init() {}
}

/// A part of a rich text with one font.
public struct TextRun: Hashable, Sendable {
  /// The number of UTF-8 bytes of the run.
  public var length: Int
  /// The font's name; `nil` where the run states none and the cell's own font holds.
  public var fontName: String?

  /// Creates a run.
  public init(length: Int, fontName: String?) {
    self.length = length
    self.fontName = fontName
  }
}
