import VietnameseText

/// What the bytes of a text say about its encoding.
enum EncodingVerdict {
  /// Certain by a mark, by UTF-8's own rules or by the zeros of UTF-16; `mark` bytes stand in front.
  case certain(TextEncoding, mark: Int)
  /// Found by the words that a table makes of the bytes.
  case byContent(TextEncoding)
  /// No text in any of the encodings, or in several: the first byte that is not UTF-8.
  case undecided(at: Int)
  /// Bytes of a program, not of a text.
  case binary
}

/// Finds the encoding of a text by its content.
struct EncodingFinder {
  /// The tables of old encodings, asked for only where they are needed.
  let legacy: @Sendable () -> [LegacyEncoding]
  /// So many different words with old letters have to be there before a table is believed.
  private static let wordsNeeded = 3
  /// Of a hundred different words so many have to be spelled as Vietnamese is.
  private static let shareNeeded = 90
  /// So many fewer the next best table has to have.
  private static let leadNeeded = 10
  /// So many words are enough.
  private static let wordsLookedAt = 2_000

  /// Decides for the first bytes of a text; with `isWhole` nothing follows them.
  func find(_ bytes: [UInt8], isWhole: Bool) -> EncodingVerdict {
    if bytes.starts(with: [0xEF, 0xBB, 0xBF]) { return .certain(.utf8, mark: 3) }
    if bytes.starts(with: [0xFF, 0xFE]) { return .certain(.utf16LittleEndian, mark: 2) }
    if bytes.starts(with: [0xFE, 0xFF]) { return .certain(.utf16BigEndian, mark: 2) }
    if let encoding = Self.utf16(bytes) { return .certain(encoding, mark: 0) }
    let padded = bytes + [UInt8](repeating: 0, count: 64)
    let (end, isDamaged) = padded.withUnsafeBufferPointer { all in
      all.baseAddress.map { UTF8Check.check($0, from: 0, to: bytes.count) } ?? (0, false)
    }
    if !isDamaged, end == bytes.count || !isWhole { return .certain(.utf8, mark: 0) }
    let tables = legacy()
    if Self.isBinary(bytes, tables) { return .binary }
    return Self.byContent(bytes, tables).map { .byContent(.legacy($0)) } ?? .undecided(at: end)
  }

  /// Text of Latin letters in UTF-16 has zeros in every other byte and hardly any in the others.
  private static func utf16(_ bytes: [UInt8]) -> TextEncoding? {
    let sample = bytes.prefix(4096)
    guard sample.count >= 4 else { return nil }
    var zeros = [0, 0]
    for (index, byte) in sample.enumerated() where byte == 0 { zeros[index & 1] += 1 }
    let places = sample.count / 2
    if zeros[1] * 3 > places, zeros[0] * 20 < places { return .utf16LittleEndian }
    if zeros[0] * 3 > places, zeros[1] * 20 < places { return .utf16BigEndian }
    return nil
  }

  /// Control bytes that are neither blanks nor line ends nor capitals of an old table.
  private static func isBinary(_ bytes: [UInt8], _ legacy: [LegacyEncoding]) -> Bool {
    let strange = bytes.count { byte in
      byte < 0x20 && ![0x09, 0x0A, 0x0D, 0x0C].contains(byte)
        && !legacy.contains { $0.hasLetter(byte) }
    }
    return strange * 100 > bytes.count
  }

  // MARK: - Old encodings

  /// How well a table fits.
  private struct Fit {
    var encoding: LegacyEncoding
    var share: Int
    var words: Int
    var text: String
  }

  private static func byContent(_ bytes: [UInt8], _ tables: [LegacyEncoding]) -> LegacyEncoding? {
    let lines = tellingLines(bytes)
    guard !lines.isEmpty else { return nil }
    let fits = tables.filter { !$0.isForOptionOnly }.compactMap { fit($0, lines) }.sorted {
      ($0.share, $0.words) > ($1.share, $1.words)
    }
    guard let best = fits.first, best.words >= wordsNeeded, best.share >= shareNeeded
    else { return nil }
    // Tables that make the same text of these bytes are no rivals.
    let rival = fits.dropFirst().first { $0.text != best.text }
    if let rival, rival.words >= wordsNeeded, rival.share + leadNeeded > best.share {
      return nil
    }
    return best.encoding
  }

  /// The lines with bytes beyond ASCII, as far as they are needed.
  private static func tellingLines(_ bytes: [UInt8]) -> [ArraySlice<UInt8>] {
    var lines: [ArraySlice<UInt8>] = []
    var size = 0
    for line in bytes.split(whereSeparator: { $0 == 0x0A || $0 == 0x0D }) {
      guard line.contains(where: { $0 >= 0x80 || $0 < 0x20 && $0 != 0x09 }) else { continue }
      lines.append(line)
      size += line.count
      if size > 128 << 10 { break }
    }
    return lines
  }

  private static func fit(_ encoding: LegacyEncoding, _ lines: [ArraySlice<UInt8>]) -> Fit? {
    var words: Set<String> = []
    var text = ""
    for line in lines {
      if line.contains(where: { !encoding.isDefined($0) }) { return nil }
      let decoded = line.withUnsafeBufferPointer { encoding.decode($0) }
      text += decoded + "\n"
      for word in self.words(decoded) where words.count < wordsLookedAt { words.insert(word) }
    }
    guard !words.isEmpty else { return nil }
    let right = words.count { isPlausible($0, encoding) }
    return Fit(encoding: encoding, share: right * 100 / words.count, words: words.count, text: text)
  }

  /// A table without accented capitals writes `CéNG` for CỘNG.
  private static func isPlausible(_ word: String, _ encoding: LegacyEncoding) -> Bool {
    if VietnameseSyllable.isPlausible(word) { return true }
    let hasSmallLetters = word.utf8.contains { (0x61...0x7A).contains($0) }
    return encoding.lacksCapitals && !hasSmallLetters
      && VietnameseSyllable.isPlausible(word.uppercased())
  }

  /// The words with a letter beyond ASCII; signs of punctuation end a word, other signs do not.
  private static func words(_ text: String) -> [String] {
    var result: [String] = []
    var word = String.UnicodeScalarView()
    var isTelling = false
    func end() {
      if isTelling { result.append(String(word)) }
      word = String.UnicodeScalarView()
      isTelling = false
    }
    for scalar in text.unicodeScalars {
      let value = scalar.value
      if value < 0x80 {
        if scalar.properties.isAlphabetic { word.append(scalar) } else { end() }
      } else if punctuation.contains(value) {
        end()
      } else {
        word.append(scalar)
        isTelling = true
      }
    }
    end()
    return result
  }

  /// No-break space, degree, powers, signs of reckoning, quotation marks, dashes, bullets, ellipsis.
  private static let punctuation: Set<UInt32> = [
    0xA0, 0xA7, 0xAB, 0xB0, 0xB1, 0xB2, 0xB3, 0xBB, 0xBD, 0xD7, 0xF7, 0x2013, 0x2014, 0x2018,
    0x2019,
    0x201C, 0x201D, 0x2022, 0x2026,
  ]
}
