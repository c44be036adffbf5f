/// One stored cell in 14 bytes: a sheet of millions of cells is one flat array of these.
public struct PackedCell: Sendable {
  /// What the payload of a cell means.
  public enum Kind: UInt8, Sendable {
    /// Nothing but a style; readers leave such cells out unless asked for them.
    case empty
    /// The payload is the bit pattern of a `Double`.
    case number
    /// A number whose format shows a date or time; the payload is the serial day count as a `Double`.
    case date
    /// The payload is an index into the workbook's shared texts.
    case sharedText
    /// The payload is an index into the sheet's own texts.
    case localText
    /// The payload is 1 for true.
    case boolean
    /// The payload is an index into the sheet's own texts: the error as written, such as `#DIV/0!`.
    case error
    /// A date stored as ISO 8601 text (type `d`); the payload is an index into the sheet's own texts.
    case isoDate
    /// A formula that was saved without its result.
    case missingResult
    /// A shared string index that is not in the table; the payload is that index.
    case badTextIndex
  }

  // The value in four parts: as one number it would be aligned to 8 bytes, and a cell take 16.
  @usableFromInline var parts: (UInt16, UInt16, UInt16, UInt16)
  /// The zero-based column.
  public var column: UInt16
  /// An index into the sheet's cell styles.
  public var style: UInt16
  /// What the payload means.
  public var kind: Kind
  /// Whether the cell has a formula; its text is in the sheet's `formulas`.
  public var hasFormula: Bool

  /// Creates a cell from its parts.
  public init(payload: UInt64, column: Int, style: Int, kind: Kind, hasFormula: Bool = false) {
    parts = Self.parts(of: payload)
    self.column = UInt16(truncatingIfNeeded: column)
    self.style = UInt16(truncatingIfNeeded: style)
    self.kind = kind
    self.hasFormula = hasFormula
  }

  /// The value in 64 bits; see `Kind`.
  @inlinable public var payload: UInt64 {
    get {
      UInt64(parts.0) | UInt64(parts.1) << 16 | UInt64(parts.2) << 32 | UInt64(parts.3) << 48
    }
    set { parts = Self.parts(of: newValue) }
  }

  @inlinable
  static func parts(of payload: UInt64) -> (UInt16, UInt16, UInt16, UInt16) {
    (
      UInt16(truncatingIfNeeded: payload), UInt16(truncatingIfNeeded: payload >> 16),
      UInt16(truncatingIfNeeded: payload >> 32), UInt16(truncatingIfNeeded: payload >> 48)
    )
  }

  /// The number of a `number` or `date` cell; meaningless for other kinds.
  @inlinable public var number: Double { Double(bitPattern: payload) }
}
