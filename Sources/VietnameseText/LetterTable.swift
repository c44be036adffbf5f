/// Letters of the Latin blocks with their tone taken off, and decomposed letters put together.
///
/// Built once from Unicode's own canonical equivalence: `Character` compares canonically.
enum LetterTable {
  /// The combining tones in key order: grave, acute, tilde, hook above, dot below.
  static let tones: [Unicode.Scalar] = ["\u{300}", "\u{301}", "\u{303}", "\u{309}", "\u{323}"]
  /// The scalars that the tables cover.
  static let range: Range<UInt32> = 0xC0..<0x1F00

  /// For each scalar of `range`: the letter without its tone, in lower case; 0 where it has none.
  static let toneless: [UInt32] = tables.toneless
  /// For each scalar of `range`: 1 to 5 for its tone, 0 for none.
  static let tone: [UInt8] = tables.tone
  /// Decomposed letters, as one `Character`, to their composed scalar.
  static let composed: [Character: Unicode.Scalar] = {
    var result: [Character: Unicode.Scalar] = [:]
    for value in range {
      guard let scalar = Unicode.Scalar(value), scalar.properties.isAlphabetic else { continue }
      if result[Character(scalar)] == nil { result[Character(scalar)] = scalar }
    }
    return result
  }()

  /// For each scalar of `range`: its lower case, or 0 for what is no letter.
  static let lower: [UInt32] = range.map { value in
    guard let scalar = Unicode.Scalar(value), scalar.properties.isAlphabetic,
      let first = scalar.properties.lowercaseMapping.unicodeScalars.first
    else { return 0 }
    return first.value
  }

  private static let tables: (toneless: [UInt32], tone: [UInt8]) = {
    var bases: [Character: (UInt32, UInt8)] = [:]
    // a, e, i, o, u, y and the Vietnamese letters with breve, circumflex and horn.
    let vowels: [Unicode.Scalar] = [
      "a", "e", "i", "o", "u", "y", "\u{103}", "\u{E2}", "\u{EA}", "\u{F4}", "\u{1A1}", "\u{1B0}",
    ]
    for vowel in vowels {
      for (index, mark) in tones.enumerated() {
        var view = String.UnicodeScalarView()
        view.append(vowel)
        view.append(mark)
        bases[Character(String(view))] = (vowel.value, UInt8(index + 1))
      }
    }
    var toneless = [UInt32](repeating: 0, count: range.count)
    var tone = [UInt8](repeating: 0, count: range.count)
    for value in range {
      guard let scalar = Unicode.Scalar(value) else { continue }
      let lower = String(scalar).lowercased()
      guard let character = lower.first, let (base, mark) = bases[character] else { continue }
      toneless[Int(value - range.lowerBound)] = base
      tone[Int(value - range.lowerBound)] = mark
    }
    return (toneless, tone)
  }()
}
