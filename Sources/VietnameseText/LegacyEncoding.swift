/// An encoding of old Vietnamese fonts: letters stored as the Latin-1 look-alikes of their bytes.
public struct LegacyEncoding: Sendable {
  /// The id, such as `tcvn3`.
  public let id: String
  /// Beginnings of the names of its fonts, in lower case.
  public let fonts: [String]
  /// The end of a font's name that means capitals, in lower case; `nil` where there is none.
  public let capitalSuffix: String?
  /// Letters by their one or two bytes, the first in the higher byte for pairs.
  private let letters: [UInt16: Unicode.Scalar]
  /// Single bytes that are no letter of Vietnamese in Unicode: they give the encoding away.
  private let telling: Set<UInt8>

  /// Creates an encoding from its letters by one or two bytes.
  public init(
    id: String,
    fonts: [String],
    capitalSuffix: String?,
    letters: [(bytes: [UInt8], letter: Unicode.Scalar)]
  ) {
    self.id = id
    self.fonts = fonts.map { $0.lowercased() }
    self.capitalSuffix = capitalSuffix?.lowercased()
    var table: [UInt16: Unicode.Scalar] = [:]
    var telling: Set<UInt8> = []
    for (bytes, letter) in letters where (1...2).contains(bytes.count) {
      table[Self.key(bytes)] = letter
      for byte in bytes where byte >= 0x80 && !Self.isVietnameseLatin1(byte) {
        telling.insert(byte)
      }
      // A mark may be of the other case than its base: "Uûy ban".
      if bytes.count == 2, bytes[1] >= 0xC0 {
        let other = Self.key([bytes[0], bytes[1] ^ 0x20])
        if table[other] == nil { table[other] = letter }
      }
    }
    self.letters = table
    self.telling = telling
  }

  private static func key(_ bytes: [UInt8]) -> UInt16 {
    bytes.reduce(0) { $0 << 8 | UInt16($1) }
  }

  /// The letters of Unicode Vietnamese that lie in Latin-1.
  private static func isVietnameseLatin1(_ byte: UInt8) -> Bool {
    switch byte & 0xDF {
    case 0xC0...0xC3, 0xC8...0xCA, 0xCC, 0xCD, 0xD2...0xD5, 0xD9, 0xDA, 0xDD: byte >= 0xC0
    default: false
    }
  }

  /// Whether a font of this name stores its letters so.
  public func isUsed(byFont name: String) -> Bool {
    let folded = name.lowercased()
    return fonts.contains { folded.hasPrefix($0) }
  }

  /// Whether a font of this name shows small letters as capitals.
  public func showsCapitals(font name: String) -> Bool {
    capitalSuffix.map { name.lowercased().hasSuffix($0) } ?? false
  }

  /// Whether a text has a letter that only this kind of encoding writes.
  public func isTold(by text: String) -> Bool {
    var hasTelling = false
    for scalar in text.unicodeScalars where scalar.value >= 0x80 {
      guard scalar.value <= 0xFF else { return false }
      let byte = UInt8(scalar.value)
      if telling.contains(byte) { hasTelling = true }
    }
    return hasTelling
  }

  /// The text decoded letter by letter; what is no letter of the encoding stays as it is.
  ///
  /// Scalars above U+00FF are Unicode already and are never touched.
  public func decode(_ text: String) -> String {
    let scalars = Array(text.unicodeScalars)
    var result = String.UnicodeScalarView()
    var index = 0
    while index < scalars.count {
      let value = scalars[index].value
      guard value <= 0xFF else {
        result.append(scalars[index])
        index += 1
        continue
      }
      if index + 1 < scalars.count, (0x80...0xFF).contains(scalars[index + 1].value),
        let letter = letters[UInt16(value) << 8 | UInt16(scalars[index + 1].value)], value >= 0x41
      {
        result.append(letter)
        index += 2
        continue
      }
      result.append(value >= 0x80 ? letters[UInt16(value)] ?? scalars[index] : scalars[index])
      index += 1
    }
    return String(result)
  }
}
