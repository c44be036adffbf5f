/// Vietnamese text in the forms in which it is stored and compared.
///
/// Texts are compared by `key`, never by stripping all accents: Sơn Hạ and Sơn Hà are two places.
public enum CanonicalText {
  /// NFC with line breaks and runs of blanks folded to one blank, trimmed; otherwise as written.
  public static func tidy(_ text: String) -> String {
    var needsWork = false
    var previousIsBlank = true
    for byte in text.utf8 {
      // Any byte beyond ASCII may be a combining mark or an odd blank; control bytes are blanks.
      let isBlank = byte == 0x20
      if byte < 0x20 || byte == 0x7F || (isBlank && previousIsBlank) || byte >= 0x80 {
        needsWork = true
        break
      }
      previousIsBlank = isBlank
    }
    guard needsWork || (previousIsBlank && !text.isEmpty) else { return text }
    return isTidy(text) ? text : fold(compose(text))
  }

  /// Whether a text has nothing to fold: single blanks inside, no combining marks, nothing invisible.
  private static func isTidy(_ text: String) -> Bool {
    var previousIsBlank = true
    for scalar in text.unicodeScalars {
      let value = scalar.value
      if value == 0x20 {
        if previousIsBlank { return false }
        previousIsBlank = true
        continue
      }
      previousIsBlank = false
      if value > 0x20,
        value < 0x7F || (value > 0xA0 && value < 0x300) || (0x1E00..<0x1F00).contains(value)
      {
        continue
      }
      return false
    }
    return !previousIsBlank
  }

  private static func fold(_ text: String) -> String {
    var result = String.UnicodeScalarView()
    var pending = false
    for scalar in text.unicodeScalars {
      if isBlank(scalar) {
        pending = !result.isEmpty
      } else if !isInvisible(scalar) {
        if pending { result.append(" ") }
        pending = false
        result.append(scalar)
      }
    }
    return String(result)
  }

  static func isBlank(_ scalar: Unicode.Scalar) -> Bool {
    switch scalar.value {
    case 0x09...0x0D, 0x20, 0x85, 0xA0, 0x1680, 0x2000...0x200A, 0x2028, 0x2029, 0x202F, 0x205F,
      0x3000:
      true
    default: false
    }
  }

  /// Zero-width marks that nobody types: joiners, byte order mark.
  ///
  /// The soft hyphen is not among them, because in TCVN3 it is a letter and decoding may still come.
  private static func isInvisible(_ scalar: Unicode.Scalar) -> Bool {
    switch scalar.value {
    case 0...0x08, 0x0E...0x1F, 0x7F, 0x200B...0x200D, 0x2060, 0xFEFF: true
    default: false
    }
  }

  /// Puts decomposed letters together (NFC for the Latin blocks).
  public static func compose(_ text: String) -> String {
    guard text.unicodeScalars.contains(where: { (0x300...0x36F).contains($0.value) }) else {
      return text
    }
    var result = String.UnicodeScalarView()
    for character in text {
      if let composed = LetterTable.composed[character] {
        result.append(composed)
      } else {
        result.append(contentsOf: character.unicodeScalars)
      }
    }
    return String(result)
  }

  /// A letter and its tone as a combining mark; `nil` for a letter without one.
  public static func toneApart(
    _ scalar: Unicode.Scalar
  ) -> (letter: Unicode.Scalar, tone: Unicode.Scalar)? {
    for tone in LetterTable.tones {
      for letter in "aeiouyăâêôơưAEIOUYĂÂÊÔƠƯ".unicodeScalars {
        var view = String.UnicodeScalarView()
        view.append(letter)
        view.append(tone)
        if Character(String(view)) == Character(scalar) { return (letter, tone) }
      }
    }
    return nil
  }

  /// Reads the look-alikes U+01A3 as ư and U+00F0 as đ; `nil` where there are none.
  public static func foldingLookAlikes(_ text: String) -> String? {
    guard text.unicodeScalars.contains(where: { lookAlike($0) != nil }) else { return nil }
    var result = String.UnicodeScalarView()
    for scalar in text.unicodeScalars { result.append(lookAlike(scalar) ?? scalar) }
    return String(result)
  }

  private static func lookAlike(_ scalar: Unicode.Scalar) -> Unicode.Scalar? {
    switch scalar.value {
    case 0x1A2: "\u{1AF}"
    case 0x1A3: "\u{1B0}"
    case 0xD0: "\u{110}"
    case 0xF0: "\u{111}"
    default: nil
    }
  }

  /// The key by which texts are compared: lower case, blanks and punctuation folded, each tone at the
  /// end of its word, so that `hoá` equals `hóa` and `Thuỷ` equals `Thủy`.
  public static func key(_ text: String) -> String {
    var result: [UInt8] = []
    result.reserveCapacity(text.utf8.count + 4)
    var tones: [UInt8] = []
    var wordStart = true
    func endWord() {
      result.append(contentsOf: tones)
      tones.removeAll(keepingCapacity: true)
      wordStart = true
    }
    for scalar in compose(text).unicodeScalars {
      guard let letter = folded(scalar) else {
        if !wordStart { endWord() }
        continue
      }
      if letter.value == 0 { continue }
      if wordStart, !result.isEmpty { result.append(0x20) }
      wordStart = false
      if letter.tone > 0 { tones.append(letter.tone) }
      if let bytes = UTF8.encode(letter.scalar) { result.append(contentsOf: bytes) }
    }
    endWord()
    return String(decoding: result, as: UTF8.self)
  }

  private struct Letter {
    var value: UInt32
    var tone: UInt8
    var scalar: Unicode.Scalar { Unicode.Scalar(value) ?? "?" }
  }

  /// The letter that a scalar counts as; `nil` for what separates words; value 0 for nothing.
  private static func folded(_ scalar: Unicode.Scalar) -> Letter? {
    let value = scalar.value
    switch value {
    case 0x30...0x39, 0x61...0x7A: return Letter(value: value, tone: 0)
    case 0x41...0x5A: return Letter(value: value + 32, tone: 0)
    case 0x25, 0x2B, 0x3C...0x3E: return Letter(value: value, tone: 0)
    case 0x00...0x7F: return nil
    default: break
    }
    if LetterTable.range.contains(value), value != 0xD0, value != 0xF0, value != 0x1A2,
      value != 0x1A3
    {
      let index = Int(value - LetterTable.range.lowerBound)
      if LetterTable.tone[index] > 0 {
        return Letter(value: LetterTable.toneless[index], tone: LetterTable.tone[index])
      }
      if LetterTable.lower[index] > 0 { return Letter(value: LetterTable.lower[index], tone: 0) }
    }
    if isBlank(scalar) || isPunctuation(scalar) { return nil }
    if isInvisible(scalar) { return Letter(value: 0, tone: 0) }
    let base = lookAlike(scalar) ?? scalar
    if LetterTable.range.contains(base.value) {
      let index = Int(base.value - LetterTable.range.lowerBound)
      if LetterTable.tone[index] > 0 {
        return Letter(value: LetterTable.toneless[index], tone: LetterTable.tone[index])
      }
    }
    return Letter(
      value: base.properties.lowercaseMapping.unicodeScalars.first?.value ?? value,
      tone: 0
    )
  }

  private static func isPunctuation(_ scalar: Unicode.Scalar) -> Bool {
    switch scalar.properties.generalCategory {
    case .dashPunctuation, .openPunctuation, .closePunctuation, .initialPunctuation,
      .finalPunctuation, .otherPunctuation, .connectorPunctuation, .modifierSymbol:
      true
    default: false
    }
  }

  /// A key without any accents, only for suggesting what somebody may have meant.
  public static func accentFreeKey(_ text: String) -> String {
    var result = String.UnicodeScalarView()
    for scalar in key(text).unicodeScalars where scalar.value > 0x1F {
      switch scalar.value {
      case 0xE2, 0x103: result.append("a")
      case 0xEA: result.append("e")
      case 0xF4, 0x1A1: result.append("o")
      case 0x1B0: result.append("u")
      case 0x111: result.append("d")
      default: result.append(scalar)
      }
    }
    return String(result)
  }
}
