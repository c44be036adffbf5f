package import Tabular

/// The result that a formula is written with; the program computes it where there is none.
package enum FormulaResult: Sendable {
  case number(Double)
  case text(String)
}

/// Cells, from left to right.
extension WorkbookOutput {
  /// The most UTF-16 units of a cell's text.
  package static let longestText = 32_767
  private static let longestFormula = 8_192

  /// Leaves cells out.
  package mutating func skip(_ count: Int = 1) { column += max(count, 0) }

  /// Goes to a zero-based column, which no cell of the row has reached yet.
  package mutating func move(toColumn target: Int) throws(WriteError) {
    guard target >= column else { throw .outOfOrder(CellReference(row: row, column: target)) }
    column = target
  }

  /// A whole number.
  package mutating func integer(_ value: Int, _ style: StyleIndex = .plain) throws(WriteError) {
    try open(style)
    buffer.put("\"><v>")
    buffer.put(value)
    buffer.put("</v></c>")
  }

  /// A number, by the shortest digits that read back as the same; what is none becomes `#NUM!`.
  package mutating func number(_ value: Double, _ style: StyleIndex = .plain) throws(WriteError) {
    guard value.isFinite else { return try error("#NUM!", style) }
    try open(style)
    buffer.put("\"><v>")
    buffer.put(value)
    buffer.put("</v></c>")
  }

  /// A number in all its digits; programs keep the first fifteen.
  package mutating func number(
    _ value: ExactDecimal,
    _ style: StyleIndex = .plain
  ) throws(WriteError) {
    try open(style)
    buffer.put("\"><v>")
    buffer.put(value)
    buffer.put("</v></c>")
  }

  /// A date as day count of the workbook's epoch, which is 1900; the style shows it as one.
  package mutating func date(serial: Double, _ style: StyleIndex) throws(WriteError) {
    try number(serial, style)
  }

  /// A truth value.
  package mutating func boolean(_ value: Bool, _ style: StyleIndex = .plain) throws(WriteError) {
    try open(style)
    buffer.put("\" t=\"b\"><v>")
    buffer.put(value ? 1 : 0)
    buffer.put("</v></c>")
  }

  /// An error value such as `#N/A`.
  package mutating func error(
    _ value: String,
    _ style: StyleIndex = .plain
  ) throws(WriteError) {
    try open(style)
    buffer.put("\" t=\"e\"><v>")
    try buffer.append(XMLText.content(value))
    try buffer.reserve(16)
    buffer.put("</v></c>")
  }

  /// A cell with nothing but a style.
  package mutating func blank(_ style: StyleIndex) throws(WriteError) {
    try open(style)
    buffer.put("\"/>")
  }

  /// A text, never a formula, whatever it begins with; the empty text is a blank cell.
  package mutating func text(_ value: String, _ style: StyleIndex = .plain) throws(WriteError) {
    try value.withBytes { (bytes) throws(WriteError) in
      guard !bytes.isEmpty else { return try blank(style) }
      if bytes.count > Self.longestText, value.utf16.count > Self.longestText {
        throw .limit(.text, at: CellReference(row: row, column: column))
      }
      try text(bytes, style)
    }
  }

  /// A text by its UTF-8 bytes, which the caller has found valid and short enough.
  private mutating func text(
    _ bytes: UnsafeBufferPointer<UInt8>,
    _ style: StyleIndex
  ) throws(WriteError) {
    try open(style)
    if let index = pool?.index(of: bytes) {
      sharedUses += 1
      buffer.put("\" t=\"s\"><v>")
      buffer.put(index)
      buffer.put("</v></c>")
      return
    }
    buffer.put("\" t=\"inlineStr\"><is><t")
    if XMLText.needsPreserve(bytes) { buffer.put(" xml:space=\"preserve\"") }
    buffer.put(UInt8(ascii: ">"))
    try buffer.escape(bytes)
    try buffer.reserve(32)
    buffer.put("</t></is></c>")
  }

  /// A formula without its leading `=`, with the result that readers see until it is computed.
  package mutating func formula(
    _ formula: String,
    result: FormulaResult? = nil,
    _ style: StyleIndex = .plain
  ) throws(WriteError) {
    guard formula.count <= Self.longestFormula else {
      throw .limit(.formula, at: CellReference(row: row, column: column))
    }
    try open(style)
    if case .text? = result { buffer.put("\" t=\"str") }
    buffer.put("\"><f>")
    try buffer.append(XMLText.content(formula))
    switch result {
    case .number(let number):
      try buffer.reserve(NumberText.widest + 32)
      buffer.put("</f><v>")
      buffer.put(number)
      buffer.put("</v></c>")
    case .text(let text):
      try buffer.append("</f><v>")
      try buffer.append(XMLText.content(text))
      try buffer.append("</v></c>")
    case nil:
      recalculates = true
      try buffer.append("</f></c>")
    }
  }

  /// The head of a cell up to its style, with room for a number and its end; the next column's turn.
  @inline(__always)
  private mutating func open(_ style: StyleIndex) throws(WriteError) {
    try checkCell()
    try buffer.reserve(NumberText.widest + 96)
    buffer.put("<c r=\"")
    putColumn()
    buffer.put(word: rowDigits.word, count: rowDigits.count)
    if style != .plain {
      buffer.put("\" s=\"")
      buffer.put(style.rawValue)
    }
    column += 1
  }

  /// The letters of the column, of which there are at most three.
  @inline(__always)
  private mutating func putColumn() {
    let first = UInt8(ascii: "A")
    if column < 26 {
      buffer.put(first + UInt8(truncatingIfNeeded: column))
      return
    }
    var rest = column - 26
    if rest >= 26 * 26 {
      rest -= 26 * 26
      buffer.put(first + UInt8(truncatingIfNeeded: rest / (26 * 26)))
      rest %= 26 * 26
    }
    buffer.put(first + UInt8(truncatingIfNeeded: rest / 26))
    buffer.put(first + UInt8(truncatingIfNeeded: rest % 26))
  }

  /// The table of shared texts; `false` where there is none.
  mutating func writeStrings() throws(WriteError) -> Bool {
    guard let pool = pool.take(), pool.count > 0 else { return false }
    let main = "http://schemas.openxmlformats.org/spreadsheetml/2006/main"
    let counts = "count=\"\(sharedUses)\" uniqueCount=\"\(pool.count)\""
    try buffer.begin("xl/sharedStrings.xml", mayBeLarge: true)
    try buffer.append("<sst xmlns=\"\(main)\" \(counts)>")
    for index in 0..<pool.count {
      try pool.withText(at: index) { (bytes) throws(WriteError) in
        try buffer.reserve(64)
        buffer.put("<si><t")
        if XMLText.needsPreserve(bytes) { buffer.put(" xml:space=\"preserve\"") }
        buffer.put(UInt8(ascii: ">"))
        try buffer.escape(bytes)
        try buffer.reserve(16)
        buffer.put("</t></si>")
      }
    }
    try buffer.append("</sst>")
    try buffer.end()
    return true
  }
}
