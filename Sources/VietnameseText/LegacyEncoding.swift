/// An old encoding of Vietnamese: letters of one byte or two.
///
/// In the cells of a workbook its bytes stand as their Latin-1 look-alikes under a font that shows them
/// as letters; in a text file they stand as they are.
public struct LegacyEncoding: Sendable {
  /// The id, such as `tcvn3`.
  public let id: String
  /// Other names that people know it by.
  public let names: [String]
  /// Whether texts are only read so where somebody says so: its words are not Vietnamese.
  public let isForOptionOnly: Bool
  /// Whether small and capital accented letters have the same bytes, told apart by the font.
  public let lacksCapitals: Bool
  /// Beginnings of the names of its fonts, in lower case.
  public let fonts: [String]
  /// The end of a font's name that means capitals, in lower case; `nil` where there is none.
  public let capitalSuffix: String?
  /// Letters by their one or two bytes, the first in the higher byte for pairs.
  private let letters: [UInt16: Unicode.Scalar]
  /// Single bytes that are no letter of Vietnamese in Unicode: they give the encoding away.
  private let telling: Set<UInt8>
  /// What each single byte is in a text file; 0 for bytes that are nothing.
  private let signs: [UInt32]

  /// Creates an encoding from its letters by one or two bytes.
  ///
  /// In a text file bytes that are no letter of the table are what they are in Windows-1252, because
  /// the fonts only changed the letters.
  public init(
    id: String,
    names: [String] = [],
    isForOptionOnly: Bool = false,
    fonts: [String],
    capitalSuffix: String?,
    letters: [(bytes: [UInt8], letter: Unicode.Scalar)]
  ) {
    self.id = id
    self.names = names
    self.isForOptionOnly = isForOptionOnly
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
    var signs = Self.windows1252
    for (key, letter) in table where key <= 0xFF { signs[Int(key)] = letter.value }
    self.signs = signs
    lacksCapitals = !table.values.contains { $0.value == 0x1EA0 || $0.value == 0x300 }
  }

  /// Windows-1252 by byte; 0 for the five bytes that it leaves open.
  private static let windows1252: [UInt32] = {
    let upper: [UInt32] = [
      0x20AC, 0, 0x201A, 0x192, 0x201E, 0x2026, 0x2020, 0x2021, 0x2C6, 0x2030, 0x160, 0x2039, 0x152,
      0,
      0x17D, 0, 0, 0x2018, 0x2019, 0x201C, 0x201D, 0x2022, 0x2013, 0x2014, 0x2DC, 0x2122, 0x161,
      0x203A,
      0x153, 0, 0x17E, 0x178,
    ]
    return (0..<256).map { (0x80...0x9F).contains($0) ? upper[$0 - 0x80] : UInt32($0) }
  }()

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

  /// The bytes of a letter; `nil` for one that the table does not have.
  public func bytes(of letter: Unicode.Scalar) -> [UInt8]? {
    let keys = letters.filter { $0.value == letter }.map(\.key)
    return keys.min().map { $0 > 0xFF ? [UInt8($0 >> 8), UInt8($0 & 0xFF)] : [UInt8($0)] }
  }

  /// Whether a byte is a letter of the table by itself.
  public func hasLetter(_ byte: UInt8) -> Bool { letters[UInt16(byte)] != nil }

  /// Whether a byte of a text file means anything.
  public func isDefined(_ byte: UInt8) -> Bool { signs[Int(byte)] != 0 || byte == 0 }

  /// Whether a byte of a text file is the same sign in ASCII.
  private func isPlain(_ byte: UInt8) -> Bool { byte < 0x80 && signs[Int(byte)] == UInt32(byte) }

  /// Whether bytes of a text file are more than ASCII.
  public func changes(_ bytes: UnsafeBufferPointer<UInt8>) -> Bool {
    bytes.contains { !isPlain($0) }
  }

  /// The text of bytes of a text file, in NFC.
  ///
  /// Every byte has to be defined; one that is not is left out.
  public func decode(_ bytes: UnsafeBufferPointer<UInt8>) -> String {
    guard changes(bytes) else { return String(decoding: bytes, as: UTF8.self) }
    var result = String.UnicodeScalarView()
    var index = 0
    while index < bytes.count {
      let byte = bytes[index]
      if byte >= 0x41, index + 1 < bytes.count, bytes[index + 1] >= 0x80,
        let letter = letters[UInt16(byte) << 8 | UInt16(bytes[index + 1])]
      {
        result.append(letter)
        index += 2
        continue
      }
      if let sign = Unicode.Scalar(signs[Int(byte)]), isDefined(byte) { result.append(sign) }
      index += 1
    }
    return CanonicalText.compose(String(result))
  }

  /// Bytes of a text file as a program shows them that does not know the encoding.
  public static func undecoded(_ bytes: UnsafeBufferPointer<UInt8>) -> String {
    var result = String.UnicodeScalarView()
    for byte in bytes {
      let value = windows1252[Int(byte)]
      result.append(Unicode.Scalar(value == 0 ? UInt32(byte) : value) ?? "?")
    }
    return String(result)
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
