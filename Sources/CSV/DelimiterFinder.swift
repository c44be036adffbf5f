/// Finds the delimiter of a text from its content.
enum DelimiterFinder {
  /// The rows that are looked at.
  private static let sampleRows = 200

  /// The delimiter whose rows agree best on their number of fields; comma where nothing speaks.
  static func find(_ text: ArraySlice<UInt8>) -> UInt8 {
    let sample = Array(text.prefix(256 << 10))
    var best: (delimiter: UInt8, score: Double) = (UInt8(ascii: ","), 0)
    for delimiter in [UInt8(ascii: ","), UInt8(ascii: ";"), UInt8(ascii: "\t"), UInt8(ascii: "|")] {
      let score = score(sample, CSVDialect(delimiter: delimiter))
      if score > best.score { best = (delimiter, score) }
    }
    return best.delimiter
  }

  /// How many rows share the most frequent number of fields, and how many fields that is.
  ///
  /// A delimiter that also stands in numbers (`98,7`) gives few fields, and not in every row.
  private static func score(_ sample: [UInt8], _ dialect: CSVDialect) -> Double {
    var tokenizer = CSVTokenizer(sample, dialect: dialect)
    var counts: [Int: Int] = [:]
    var rows = 0
    while rows < sampleRows, let row = tokenizer.next() {
      if row.fields.count == 1, row.fields[0].isEmpty { continue }
      counts[row.fields.count, default: 0] += 1
      rows += 1
    }
    guard rows > 0 else { return 0 }
    let common = counts.filter { $0.key > 1 }.max { ($0.value, $0.key) < ($1.value, $1.key) }
    guard let common else { return 0 }
    let agreement = Double(common.value) / Double(rows)
    return agreement * agreement * Double(min(common.key, 40) + 4)
  }
}
