import Tabular

/// The references in a formula as files store it (ECMA-376 Part 1, 18.17.2), with their places.
///
/// Texts, errors, structured references and references into other workbooks are passed over.
struct FormulaReferences {
  /// The sheet in front of a reference.
  enum Sheet: Hashable {
    /// None: the sheet that the formula stands in.
    case own
    case named(String)
    /// `First:Last!A1`.
    case span(String, String)
    case otherWorkbook
  }

  /// A cell, or a row or column alone, as one end of a reference.
  struct Corner: Hashable {
    var row: Int?
    var column: Int?
    var hasFixedRow = false
    var hasFixedColumn = false

    var text: String {
      var text = ""
      if let column { text += (hasFixedColumn ? "$" : "") + CellReference.columnName(column) }
      if let row { text += "\(hasFixedRow ? "$" : "")\(row + 1)" }
      return text
    }
  }

  struct Reference: Hashable {
    var sheet: Sheet
    var first: Corner
    /// The other end of a range.
    var second: Corner?
    /// The place in the formula, without the sheet.
    var bytes: Range<Int>
  }

  let bytes: [UInt8]
  private(set) var references: [Reference] = []
  /// The functions called, as written.
  private(set) var calls: [String] = []
  /// Whether a defined name or a table is read, whose cells the formula does not say.
  private(set) var readsNames = false

  private var index = 0
  private var sheet = Sheet.own

  init(_ formula: String) {
    bytes = Array(formula.utf8)
    while index < bytes.count { step() }
  }

  private mutating func step() {
    let byte = bytes[index]
    switch byte {
    case UInt8(ascii: "\""): index = endOfQuoted()
    case UInt8(ascii: "'"): quotedSheet()
    case UInt8(ascii: "["): bracket()
    case UInt8(ascii: "#"): error()
    case _ where Self.isWord(byte): word()
    default:
      index += 1
      sheet = .own
    }
  }

  /// The formula with each reference replaced by what the body says, where it says something.
  func replacing(_ body: (Reference) -> String?) -> String {
    var result: [UInt8] = []
    var copied = 0
    for reference in references {
      guard let text = body(reference) else { continue }
      result += bytes[copied..<reference.bytes.lowerBound]
      result += Array(text.utf8)
      copied = reference.bytes.upperBound
    }
    return String(decoding: result + bytes[copied...], as: UTF8.self)
  }

  // MARK: - Tokens

  private func endOfQuoted() -> Int {
    var end = index + 1
    while end < bytes.count {
      if bytes[end] == bytes[index] {
        guard end + 1 < bytes.count, bytes[end + 1] == bytes[index] else { return end + 1 }
        end += 1
      }
      end += 1
    }
    return bytes.count
  }

  private mutating func quotedSheet() {
    let start = index
    let end = endOfQuoted()
    index = end
    guard end < bytes.count, bytes[end] == UInt8(ascii: "!"), end - start >= 2 else { return }
    let quoted = String(decoding: bytes[(start + 1)..<(end - 1)], as: UTF8.self)
    let name = quoted.split(separator: "''", omittingEmptySubsequences: false)
      .joined(separator: "'")
    sheet = Self.sheet(name)
    index = end + 1
  }

  private static func sheet(_ name: String) -> Sheet {
    if name.contains("[") { return .otherWorkbook }
    let ends = name.split(separator: ":", maxSplits: 1).map(String.init)
    return ends.count == 2 ? .span(ends[0], ends[1]) : .named(name)
  }

  /// `[Column]`, `[@Column]` of a table, or `[1]` of another workbook before a sheet.
  private mutating func bracket() {
    index = endOfBrackets(index)
    var end = index
    while end < bytes.count, Self.isWord(bytes[end]) { end += 1 }
    if end < bytes.count, bytes[end] == UInt8(ascii: "!") {
      sheet = .otherWorkbook
      index = end + 1
    } else {
      readsNames = true
      sheet = .own
    }
  }

  private func endOfBrackets(_ start: Int) -> Int {
    var depth = 0
    var end = start
    while end < bytes.count {
      switch bytes[end] {
      case UInt8(ascii: "'"): end += 1
      case UInt8(ascii: "["): depth += 1
      case UInt8(ascii: "]"):
        depth -= 1
        if depth == 0 { return end + 1 }
      default: break
      }
      end += 1
    }
    return bytes.count
  }

  /// `#REF!` and its like; a `#` alone is the spill operator.
  private mutating func error() {
    index += 1
    while index < bytes.count, Self.isErrorPart(bytes[index]) { index += 1 }
    sheet = .own
  }

  private static func isErrorPart(_ byte: UInt8) -> Bool {
    switch byte {
    case UInt8(ascii: "A")...UInt8(ascii: "Z"), UInt8(ascii: "0")...UInt8(ascii: "9"),
      UInt8(ascii: "/"), UInt8(ascii: "_"), UInt8(ascii: "!"), UInt8(ascii: "?"):
      true
    default: false
    }
  }

  private static func isWord(_ byte: UInt8) -> Bool {
    switch byte {
    case UInt8(ascii: "A")...UInt8(ascii: "Z"), UInt8(ascii: "a")...UInt8(ascii: "z"),
      UInt8(ascii: "0")...UInt8(ascii: "9"), UInt8(ascii: "_"), UInt8(ascii: "."),
      UInt8(ascii: "$"), UInt8(ascii: "\\"), UInt8(ascii: "?"), 0x80...0xFF:
      true
    default: false
    }
  }

  private func wordEnd(_ start: Int) -> Int {
    var end = start
    while end < bytes.count, Self.isWord(bytes[end]) { end += 1 }
    return end
  }

  private func byte(_ at: Int) -> UInt8 { at < bytes.count ? bytes[at] : 0 }

  private mutating func word() {
    let start = index
    let end = wordEnd(start)
    let text = bytes[start..<end]
    index = end
    switch byte(end) {
    case UInt8(ascii: "!"):
      sheet = .named(String(decoding: text, as: UTF8.self))
      index = end + 1
      return
    case UInt8(ascii: "("):
      calls.append(String(decoding: text, as: UTF8.self))
    case UInt8(ascii: "["):
      readsNames = true
      index = endOfBrackets(end)
    case UInt8(ascii: ":") where span(text, end): return
    default: operand(text, start, end)
    }
    sheet = .own
  }

  /// `First:Last!` before a reference.
  private mutating func span(_ first: ArraySlice<UInt8>, _ colon: Int) -> Bool {
    let end = wordEnd(colon + 1)
    guard sheet == .own, end > colon + 1, byte(end) == UInt8(ascii: "!") else { return false }
    sheet = .span(
      String(decoding: first, as: UTF8.self),
      String(decoding: bytes[(colon + 1)..<end], as: UTF8.self)
    )
    index = end + 1
    return true
  }

  /// A word that stands for cells, for a name or for a number.
  private mutating func operand(_ word: ArraySlice<UInt8>, _ start: Int, _ end: Int) {
    guard let first = Self.corner(word) else {
      let isName =
        word.first.map { !(0x30...0x39).contains($0) && $0 != UInt8(ascii: ".") } ?? false
      let isTruth = word.elementsEqual("TRUE".utf8) || word.elementsEqual("FALSE".utf8)
      if isName, !isTruth { readsNames = true }
      return
    }
    let secondEnd = wordEnd(end + 1)
    if byte(end) == UInt8(ascii: ":"), byte(secondEnd) != UInt8(ascii: "("),
      byte(secondEnd) != UInt8(ascii: "!"), let second = Self.corner(bytes[(end + 1)..<secondEnd]),
      (second.row == nil) == (first.row == nil), (second.column == nil) == (first.column == nil)
    {
      add(first, second, start..<secondEnd)
      index = secondEnd
    } else if first.row != nil, first.column != nil {
      add(first, nil, start..<end)
    } else if first.column != nil {
      readsNames = true
    }
  }

  private mutating func add(_ first: Corner, _ second: Corner?, _ bytes: Range<Int>) {
    references.append(Reference(sheet: sheet, first: first, second: second, bytes: bytes))
  }

  /// `B5`, `$B$5`, `$B` or `$5`; `nil` for every other word.
  private static func corner(_ word: ArraySlice<UInt8>) -> Corner? {
    var rest = word
    var corner = Corner()
    func takeDollar() -> Bool {
      guard rest.first == UInt8(ascii: "$") else { return false }
      rest = rest.dropFirst()
      return true
    }
    let firstDollar = takeDollar()
    let letters = rest.prefix { (0x41...0x5A).contains($0 & 0xDF) }
    rest = rest.dropFirst(letters.count)
    if !letters.isEmpty {
      guard let cell = CellReference(a1: String(decoding: letters, as: UTF8.self) + "1") else {
        return nil
      }
      corner.column = cell.column
      corner.hasFixedColumn = firstDollar
      if rest.isEmpty { return corner }
    }
    let secondDollar = letters.isEmpty ? firstDollar : takeDollar()
    guard !rest.isEmpty, rest.count <= 7, rest.allSatisfy({ (0x30...0x39).contains($0) }),
      let number = Int(String(decoding: rest, as: UTF8.self)), number >= 1,
      number <= SheetBounds.rows
    else { return nil }
    corner.row = number - 1
    corner.hasFixedRow = secondDollar
    return corner
  }
}
