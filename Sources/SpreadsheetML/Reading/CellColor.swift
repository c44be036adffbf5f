/// A colour of a font or fill (ECMA-376 Part 1, 18.8.19), as far as two of them are compared.
struct CellColor: Hashable {
  static let black = CellColor(red: 0, green: 0, blue: 0)
  static let white = CellColor(red: 255, green: 255, blue: 255)

  private var red = 0
  private var green = 0
  private var blue = 0
  /// A colour of the theme or palette that is not resolved, with its tint.
  private var name: String?
  /// Nobody tells colours apart that differ by no more in any part.
  private static let unseen = 8

  private init(red: Int, green: Int, blue: Int) {
    (self.red, self.green, self.blue) = (red, green, blue)
  }

  /// The colour that the attributes of an element state; `nil` for the automatic one.
  init?(_ reader: borrowing XMLPullReader) {
    if let text = reader.attribute("rgb"), let value = Int(text.suffix(6), radix: 16) {
      self.init(red: value >> 16, green: value >> 8 & 255, blue: value & 255)
      return
    }
    let tint = reader.attribute("tint").flatMap { Double($0) } ?? 0
    if let theme = reader.attribute("theme") {
      // The first two of a theme are the window's background and text: white and black.
      self = theme == "0" ? .white : .black
      if tint != 0 || !["0", "1"].contains(theme) { name = "theme \(theme) \(tint)" }
    } else if let index = reader.attribute("indexed").flatMap({ Int($0) }) {
      self = [1, 9, 65].contains(index) ? .white : .black
      if ![0, 1, 8, 9, 64, 65].contains(index) { name = "indexed \(index)" }
    } else {
      return nil
    }
  }

  func looksLike(_ other: CellColor) -> Bool {
    guard name == nil, other.name == nil else { return self == other }
    return abs(red - other.red) <= Self.unseen && abs(green - other.green) <= Self.unseen
      && abs(blue - other.blue) <= Self.unseen
  }
}
