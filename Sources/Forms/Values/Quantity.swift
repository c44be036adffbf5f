import Tabular
package import VietnameseText

/// A number text with what may stand after it: "52 triệu đồng", "98,7%", "22 hộ".
package struct Quantity {
  package var number: NumberReading
  /// The text after the number; empty where there is none.
  package var unit: String

  /// Splits a tidied text; the number is `notANumber` where the text does not begin with one.
  package static func read(_ text: String) -> Quantity {
    // Most texts begin with a letter: of the ASCII ones, or with the lead byte of a Vietnamese one.
    switch text.utf8.first ?? 0 {
    case 0x41...0x5A, 0x61...0x7A, 0xC3...0xC6, 0xE1:
      return Quantity(number: .notANumber, unit: "")
    default: break
    }
    let reading = NumberReader.read(text)
    if reading != .notANumber { return Quantity(number: reading, unit: "") }
    var end = text.startIndex
    for index in text.indices {
      let character = text[index]
      guard character.isASCII, character.isNumber || ".,+- ".contains(character) else { break }
      end = text.index(after: index)
    }
    guard end > text.startIndex else { return Quantity(number: .notANumber, unit: "") }
    return Quantity(
      number: NumberReader.read(text[..<end]),
      unit: String(text[end...])
    )
  }
}
