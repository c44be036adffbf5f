package import Tabular
import VietnameseText

/// The texts of one grid, tidied and keyed once per distinct text, however many cells share it.
package final class SheetTexts {
  /// A text as it is compared and as it is kept.
  package struct Entry {
    /// NFC, blanks folded.
    package var text: String
    package var key: String
    /// The text as stored, where tidying it folded a look-alike letter or decoded an old encoding.
    package var original: String?
  }

  package let grid: Grid
  private var shared: [Entry?]
  private var local: [Entry?]

  package init(_ grid: Grid) {
    self.grid = grid
    shared = Array(repeating: nil, count: grid.sharedTexts.count)
    local = Array(repeating: nil, count: grid.localTexts.count)
  }

  /// The text of a text cell; `nil` for other kinds and for blank texts.
  package func entry(_ cell: PackedCell) -> Entry? {
    let index = Int(truncatingIfNeeded: cell.payload)
    switch cell.kind {
    case .sharedText:
      guard shared.indices.contains(index) else { return nil }
      if let entry = shared[index] { return entry.text.isEmpty ? nil : entry }
      let entry = Self.make(grid.sharedTexts[index] ?? "")
      shared[index] = entry
      return entry.text.isEmpty ? nil : entry
    case .localText:
      guard local.indices.contains(index) else { return nil }
      if let entry = local[index] { return entry.text.isEmpty ? nil : entry }
      let entry = Self.make(grid.localTexts[index] ?? "")
      local[index] = entry
      return entry.text.isEmpty ? nil : entry
    default: return nil
    }
  }

  private static func make(_ stored: String) -> Entry {
    let tidy = CanonicalText.tidy(stored)
    let folded = CanonicalText.foldingLookAlikes(tidy)
    return Entry(
      text: folded ?? tidy,
      key: Vocabulary.key(folded ?? tidy),
      original: folded == nil ? nil : tidy
    )
  }

  /// What a person sees in a cell, as one line of text; `nil` for a blank cell.
  package func display(_ cell: PackedCell) -> String? {
    switch cell.kind {
    case .sharedText, .localText: return entry(cell)?.text
    case .number:
      return PlainNumber.text(cell.number)
    case .date:
      return SerialDate.isoText(serial: cell.number, epoch: grid.epoch)
        ?? PlainNumber.text(cell.number)
    case .boolean: return cell.payload == 1 ? "TRUE" : "FALSE"
    case .error, .isoDate: return grid.text(of: cell)
    case .empty, .missingResult, .badTextIndex: return nil
    }
  }
}

/// Stored numbers as exact decimals and plain digits.
package enum PlainNumber {
  /// The number with 15 significant digits, which is what spreadsheet programs keep: 0.1 + 0.2 is 0.3.
  package static func exact(_ number: Double) -> ExactDecimal? {
    guard number.isFinite else { return nil }
    if number == number.rounded(), abs(number) < 1e15 {
      return ExactDecimal(significand: Int128(number), exponent: 0)
    }
    var digits: Int128 = 0
    var exponent = 0
    var count = 0
    var isFraction = false
    var isNegative = false
    var power = 0
    let bytes = Array("\(number)".utf8)
    for (index, byte) in bytes.enumerated() {
      switch byte {
      case UInt8(ascii: "-"): isNegative = true
      case UInt8(ascii: "."): isFraction = true
      case UInt8(ascii: "e"):
        power = Int(String(decoding: bytes[(index + 1)...], as: UTF8.self)) ?? 0
      case UInt8(ascii: "0")...UInt8(ascii: "9") where power == 0:
        digits = digits * 10 + Int128(byte - UInt8(ascii: "0"))
        if digits != 0 { count += 1 }
        if isFraction { exponent -= 1 }
      default: break
      }
      if byte == UInt8(ascii: "e") { break }
    }
    while count > 15 {
      let (quotient, remainder) = digits.quotientAndRemainder(dividingBy: 10)
      digits = quotient + (count == 16 && remainder >= 5 ? 1 : 0)
      exponent += 1
      count -= 1
    }
    return ExactDecimal(significand: isNegative ? -digits : digits, exponent: exponent + power)
  }

  /// The number in plain digits with a decimal point.
  package static func text(_ number: Double) -> String {
    exact(number).map { "\($0)" } ?? "\(number)"
  }
}
