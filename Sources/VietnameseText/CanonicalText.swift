/// Vietnamese text in the forms in which it is stored and compared.
///
/// Texts are compared by `key`, never by stripping all accents: Sơn Hạ and Sơn Hà are two places.
public enum CanonicalText {
  /// NFC with line breaks and runs of blanks folded to one blank, trimmed; otherwise as written.
  public static func tidy(_ text: String) -> String {
    text.isEmpty || isTidy(text) ? text : fold(compose(text))
  }

  /// Whether a text has nothing to fold: single blanks inside, no combining marks, nothing invisible.
  private static func isTidy(_ text: String) -> Bool {
    var text = text
    return text.withUTF8 { bytes in
      var previousIsBlank = true
      var index = 0
      while index < bytes.count {
        let first = bytes[index]
        if first > 0x20, first < 0x7F {
          previousIsBlank = false
          index += 1
          continue
        }
        let (value, length) = scalar(bytes, index)
        index += length
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
    // The lead bytes of U+0300 to U+036F.
    var text = text
    guard text.withUTF8({ $0.contains { $0 == 0xCC || $0 == 0xCD } }) else { return text }
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
    guard mayHaveLookAlikes(text) else { return nil }
    var result = String.UnicodeScalarView()
    for scalar in text.unicodeScalars { result.append(lookAlike(scalar) ?? scalar) }
    return String(result)
  }

  /// Whether the bytes of a look-alike stand in a text: most have none of them.
  private static func mayHaveLookAlikes(_ text: String) -> Bool {
    var text = text
    return text.withUTF8 { bytes in
      var lead: UInt8 = 0
      for byte in bytes {
        if lead == 0xC6, byte == 0xA2 || byte == 0xA3 { return true }
        if lead == 0xC3, byte == 0x90 || byte == 0xB0 { return true }
        lead = byte
      }
      return false
    }
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
    var text = compose(text)
    return text.withUTF8 { bytes in
      // No letter grows to more than twice its bytes; the tones of the word at hand wait behind.
      let room = 3 * bytes.count + 8
      return withUnsafeTemporaryAllocation(of: UInt8.self, capacity: room + bytes.count + 8) {
        String(decoding: UnsafeBufferPointer(rebasing: $0[..<fold(bytes, $0, room)]), as: UTF8.self)
      }
    }
  }

  /// Writes the key of a text and answers how many bytes it has; `room` is where tones may wait.
  private static func fold(
    _ bytes: UnsafeBufferPointer<UInt8>,
    _ output: UnsafeMutableBufferPointer<UInt8>,
    _ room: Int
  ) -> Int {
    let codes = LetterCodes.shared
    var count = 0
    var tones = 0
    var isWordStart = true
    func endWord() {
      for index in 0..<tones { output[count + index] = output[room + index] }
      count += tones
      tones = 0
      isWordStart = true
    }
    var index = 0
    while index < bytes.count {
      let (value, length) = scalar(bytes, index)
      index += length
      guard let letter = codes[value] else {
        if !isWordStart { endWord() }
        continue
      }
      if letter.value == 0 { continue }
      if isWordStart, count > 0 {
        output[count] = 0x20
        count += 1
      }
      isWordStart = false
      if letter.tone > 0 {
        output[room + tones] = letter.tone
        tones += 1
      }
      count = write(letter.value, output, count)
    }
    endWord()
    return count
  }

  /// The scalar at an index of valid UTF-8, and its length.
  private static func scalar(_ bytes: UnsafeBufferPointer<UInt8>, _ index: Int) -> (UInt32, Int) {
    let first = UInt32(bytes[index])
    func next(_ offset: Int) -> UInt32 { UInt32(bytes[index + offset]) & 0x3F }
    switch first {
    case 0..<0x80: return (first, 1)
    case 0x80..<0xE0: return ((first & 0x1F) << 6 | next(1), 2)
    case 0xE0..<0xF0: return ((first & 0x0F) << 12 | next(1) << 6 | next(2), 3)
    default: return ((first & 0x07) << 18 | next(1) << 12 | next(2) << 6 | next(3), 4)
    }
  }

  /// Writes a scalar as UTF-8 and answers the index after it.
  private static func write(
    _ value: UInt32,
    _ output: UnsafeMutableBufferPointer<UInt8>,
    _ index: Int
  ) -> Int {
    if value < 0x80 {
      output[index] = UInt8(value)
      return index + 1
    }
    if value < 0x800 {
      output[index] = UInt8(0xC0 | value >> 6)
      output[index + 1] = UInt8(0x80 | value & 0x3F)
      return index + 2
    }
    if value < 0x10000 {
      output[index] = UInt8(0xE0 | value >> 12)
      output[index + 1] = UInt8(0x80 | value >> 6 & 0x3F)
      output[index + 2] = UInt8(0x80 | value & 0x3F)
      return index + 3
    }
    output[index] = UInt8(0xF0 | value >> 18)
    output[index + 1] = UInt8(0x80 | value >> 12 & 0x3F)
    output[index + 2] = UInt8(0x80 | value >> 6 & 0x3F)
    output[index + 3] = UInt8(0x80 | value & 0x3F)
    return index + 4
  }

  fileprivate struct Letter {
    var value: UInt32
    var tone: UInt8
  }

  /// What each scalar of the Latin blocks counts as, found once: every text goes through here.
  private final class LetterCodes: Sendable {
    static let shared = LetterCodes()
    /// By scalar the letter with its tone in the highest byte; all bits set for what separates words.
    private let codes: [UInt32]
    private static let end: UInt32 = 0x1F00
    private static let separator = UInt32.max

    private init() {
      codes = (0..<Self.end).map { value in
        // Blocks without Vietnamese letters are looked at when they are met.
        guard value < 0x250 || value >= 0x1E00 else { return 0 }
        return folded(value).map { $0.value | UInt32($0.tone) << 24 } ?? Self.separator
      }
    }

    subscript(value: UInt32) -> Letter? {
      guard value < 0x250 || (0x1E00..<Self.end).contains(value) else { return folded(value) }
      let code = codes[Int(value)]
      guard code != Self.separator else { return nil }
      return Letter(value: code & 0xFF_FFFF, tone: UInt8(truncatingIfNeeded: code >> 24))
    }
  }

  /// The letter that a scalar counts as; `nil` for what separates words; value 0 for nothing.
  private static func folded(_ value: UInt32) -> Letter? {
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
    let scalar = Unicode.Scalar(value) ?? "?"
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
