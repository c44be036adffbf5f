import Tabular

/// Finds how a text is written from its content.
///
/// Every dialect that the text has signs of reads a sample; the best is the one whose rows agree on
/// their number of fields and whose fields look like values (after van den Burg, Nazábal and Sutton,
/// "Wrangling messy CSV files by detecting row and type patterns", 2019).
struct DialectFinder {
  /// A dialect with how well it reads the sample.
  struct Candidate {
    var dialect: CSVDialect
    var score: Double
    /// The most frequent number of fields, of those above one.
    var width: Int
    var widest = 1
    /// Whether all rows have the same number of fields.
    var isUniform = false
  }

  /// The best dialect, and the next one with another delimiter where that is nearly as good.
  struct Verdict {
    var dialect: CSVDialect
    var rival: CSVDialect?
    /// The most frequent number of fields in the sample, of those above one.
    var width: Int
    /// The largest number of fields in the sample.
    var widest: Int
  }

  /// Bytes and rows that are looked at.
  private static let sampleBytes = 64 << 10
  private static let sampleRows = 300
  /// A rival whose score is within this share of the best is worth a warning.
  private static let rivalShare = 0.85
  private static let comma = UInt8(ascii: ",")
  private static let blank = UInt8(ascii: " ")
  private static let quote = UInt8(ascii: "\"")
  private static let backslash = UInt8(ascii: "\\")
  private static let signs: [UInt8] = Array(",;\t|:^~ ".utf8) + [0x1F]

  private let sample: [UInt8]
  private let isWhole: Bool

  /// Looks at the first bytes of a text in UTF-8 or an encoding of one byte a sign.
  init(_ text: ArraySlice<UInt8>, isWhole: Bool) {
    let piece = text.prefix(Self.sampleBytes)
    sample = Array(piece)
    self.isWhole = isWhole && piece.count == text.count
  }

  /// Decides; what is stated is not looked for.
  func find(delimiter: [UInt8]?, quote: CSVQuote?) -> Verdict {
    var candidates: [Candidate] = []
    for sign in delimiter.map({ [$0] }) ?? delimiters() {
      for mark in quote.map({ [$0.byte] }) ?? quotes(delimiter: sign) {
        for escape in escapes(quote: mark) {
          let dialect = CSVDialect(delimiter: sign, quote: mark, escape: escape)
          candidates.append(judge(dialect))
        }
      }
    }
    // The order of the candidates decides between equals.
    var best = candidates.first ?? Candidate(dialect: CSVDialect(), score: 0, width: 1)
    for candidate in candidates.dropFirst() where candidate.score > best.score * 1.000_1 {
      best = candidate
    }
    // Two signs for one: every second field of the single sign is empty, in the headings too.
    let pair = candidates.first { candidate in
      candidate.isUniform && candidate.width > 1 && best.width == candidate.width * 2 - 1
        && candidate.dialect.quote == best.dialect.quote
        && candidate.dialect.delimiter == best.dialect.delimiter + best.dialect.delimiter
    }
    if let pair, delimiter == nil { best = pair }
    if best.widest == 1, delimiter == nil {
      best.dialect = CSVDialect(delimiter: [Self.comma], quote: quote.map(\.byte) ?? Self.quote)
    }
    let rival = candidates.filter { candidate in
      candidate.dialect.delimiter[0] != best.dialect.delimiter[0] && candidate.width > 1
        && candidate.score > best.score * Self.rivalShare
    }.max { $0.score < $1.score }
    return Verdict(
      dialect: best.dialect,
      rival: best.widest > 1 ? rival?.dialect : nil,
      width: best.width,
      widest: best.widest
    )
  }

  // MARK: - What the text has signs of

  private func delimiters() -> [[UInt8]] {
    var result: [[UInt8]] = []
    for sign in Self.signs where sample.contains(sign) {
      result.append([sign])
      if sign == Self.blank { continue }
      if contains([sign, Self.blank]) { result.append([sign, Self.blank]) }
      if contains([sign, sign]), sign == 0x09 || sign == UInt8(ascii: "|") {
        result.append([sign, sign])
      }
    }
    // A tab that a program wrote out as two signs.
    let written = Array("\\t".utf8)
    if contains(written) { result.append(written) }
    return result.isEmpty ? [[Self.comma]] : result
  }

  private func contains(_ signs: [UInt8]) -> Bool {
    guard sample.count > 1 else { return false }
    return zip(sample, sample.dropFirst()).contains { $0 == signs[0] && $1 == signs[1] }
  }

  /// The quotes that a field of the delimiter begins with; the usual one where none does.
  private func quotes(delimiter: [UInt8]) -> [UInt8?] {
    var result: [UInt8?] = [Self.quote]
    let single = UInt8(ascii: "'")
    let last = delimiter[delimiter.count - 1]
    var before = last
    var opens = 0
    var closes = 0
    for byte in sample {
      let isBorder = before == last || before == 0x0A || before == 0x0D
      if byte == single, isBorder { opens += 1 }
      if before == single, byte == delimiter[0] || byte == 0x0A || byte == 0x0D { closes += 1 }
      before = byte
    }
    if opens > 1, closes > 0 { result.append(single) }
    return result
  }

  private func escapes(quote: UInt8?) -> [UInt8?] {
    guard let quote, contains([Self.backslash, quote]) else { return [nil] }
    return [nil, Self.backslash]
  }

  // MARK: - How well a dialect reads the text

  private func judge(_ dialect: CSVDialect) -> Candidate {
    var limits = Limits()
    limits.columns = Int.max
    limits.rows = Int.max
    var reader = CSVReader(
      ByteSource(sample),
      dialect: dialect,
      limits: limits,
      window: sample.count + 1,
      checksText: false
    )
    var widths: [Int: Int] = [:]
    var (rows, cells, known) = (0, 0, 0.0)
    while rows < Self.sampleRows, (try? reader.next()) == true {
      if reader.isBlank { continue }
      rows += 1
      let count = reader.fieldCount
      widths[count, default: 0] += 1
      cells += count
      for index in 0..<count { known += shape(reader, index) }
    }
    guard cells > 0 else { return Candidate(dialect: dialect, score: 0, width: 1) }
    // What the end of the sample cuts off says nothing.
    let wrong = reader.issues.count { isWhole || $0.line < reader.lineNumber }
    let (common, agreeing) =
      widths.filter { $0.key > 1 }.max { ($0.value, $0.key) < ($1.value, $1.key) }
      ?? (key: 1, value: 0)
    let weight = Self.weight(dialect)
    // Words between blanks are prose unless nearly all lines have the same number of them.
    if weight < 1, agreeing * 5 < rows * 4 || rows < 3 {
      return Candidate(dialect: dialect, score: 0, width: 1)
    }
    let pattern =
      widths.reduce(0.0) { sum, entry in
        sum + Double(entry.value) * max(Double(entry.key - 1), 0.001) / Double(entry.key)
      } / Double(widths.count)
    let types = known / Double(cells)
    let penalty = 1 / (1 + Double(wrong) / Double(rows) * 4)
    let score = pattern / Double(rows) * types * types * penalty * weight
    return Candidate(
      dialect: dialect,
      score: score,
      width: common,
      widest: widths.keys.max() ?? 1,
      isUniform: widths.count == 1 && rows > 1
    )
  }

  private func shape(_ reader: borrowing CSVReader, _ index: Int) -> Double {
    if let slice = reader.slice(index) {
      // What is inside quotes may hold anything.
      return reader.raw(index).count > slice.count ? 1 : CellShape.score(slice)
    }
    let content = reader.bytes(index)
    // A bar left before a quote is an escape that was not read as one.
    return content.last == Self.backslash || content.first == UInt8(ascii: "\"") ? 0.5 : 1
  }

  /// Signs that stand in texts, times and dates too are believed less.
  private static func weight(_ dialect: CSVDialect) -> Double {
    switch dialect.delimiter[0] {
    case blank: 0.6
    case UInt8(ascii: ":"): 0.6
    case UInt8(ascii: "^"), UInt8(ascii: "~"), backslash: 0.9
    default: 1
    }
  }
}

/// The quote that somebody states: a sign, or none.
package enum CSVQuote: Hashable, Sendable {
  case sign(UInt8)
  case none

  package var byte: UInt8? {
    switch self {
    case .sign(let byte): byte
    case .none: nil
    }
  }
}
