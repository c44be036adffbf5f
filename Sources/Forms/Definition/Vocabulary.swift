package import Tabular
package import VietnameseText

/// The words by which tables, rows and values are recognised; loaded from `templates/vocabulary`.
package struct Vocabulary: Sendable {
  /// A unit: how many of its base unit it is.
  package struct Unit: Hashable, Sendable {
    package var base: String
    package var factor: ExactDecimal
    package var name: String
    /// Whether it comes in whole numbers, such as households.
    package var isCount: Bool

    package init(base: String, factor: ExactDecimal, name: String, isCount: Bool = false) {
      self.base = base
      self.factor = factor
      self.name = name
      self.isCount = isCount
    }
  }

  /// All sets hold keys (`CanonicalText.key`), not words as written.
  package var villageKinds: [String] = []
  package var hamletKinds: [String] = []
  /// The words of which kinds of villages consist.
  package var villageWords: Set<String> = []
  /// Words beside those for a village in a heading over villages: "tên", "đơn vị".
  package var placeHeadingWords: Set<String> = []
  package var upperKinds: [String] = []
  /// Words after which a kind word is part of another word, such as "nông thôn".
  package var notBeforeKind: Set<String> = []
  /// Words that are no village's name after a kind word, such as "thôn văn hóa".
  package var notAfterKind: Set<String> = []
  /// By what a letterhead names the unit that a form comes from.
  package var letterhead = Letterhead.Words()
  /// Beginnings of phrases whose first word is a kind word by chance: "bản tổng hợp", "tổ công tác".
  package var notVillages: [String] = []
  package var totals: Set<String> = []
  package var subtotals: Set<String> = []
  /// Beginnings of labels of rows that sum up, compare or carry over, and are no records.
  package var summaryRows: [String] = []
  /// Words before an example of how to fill in a form.
  package var exampleWords: Set<String> = []
  package var foot: [String] = []
  /// Beginnings of keys that may be totals; a quick test before the careful one.
  package var totalWords: [String] = []
  /// Keys that a place-and-date line holds together, such as the words for day, month and year.
  package var dateLine: [String] = []
  /// Words before the parts of a date.
  package var dateWords = DateWords()
  package var neutralHeadings: Set<String> = []
  /// Words before a part of what the heading above counts.
  package var partWords: [String] = []
  /// Words of group headings that make the figures below them others: last year's, planned, missing.
  package var qualifiers: [String] = []
  /// Lowest headings that take the one above as it is now or as it came out: beside "Đầu năm" or "KH".
  package var currentHeadings: Set<String> = []
  /// Words that make a question of a heading wherever they stand: "bao nhiêu".
  package var questionWords: [String] = []
  /// Words at the end of a question, the longest first: "hay không".
  package var questionEnds: [String] = []
  /// Lowest headings of costs, beside which the receipts are no income.
  package var costHeadings: Set<String> = []
  /// What a remark in brackets begins with that makes the figure of a heading another one.
  package var remarkQualifiers: [String] = []
  package var fillers: Set<String> = []
  /// Words of headings that mean the same as others: abbreviations and customary variants.
  ///
  /// The words that are written come with the words that stand for them in comparisons, the longest first.
  package var meanings: [(written: [String], meant: [String])] = []
  package var unitLines: [String] = []
  /// Words before a unit in a note below a table: "tính bằng".
  package var unitNotes: [String] = []
  /// Words of sheet names that name no place.
  package var sheetWords: Set<String> = []
  package var noData: Set<KeyText> = []
  /// Signs and words for "the same as above".
  package var dittos: Set<KeyText> = []
  package var yes: Set<KeyText> = []
  package var no: Set<KeyText> = []
  package var units: [KeyText: Unit] = [:]
  /// What a figure a head is counted by: "người", "khẩu".
  package var headUnits: [String] = []
  /// Units that figures leave out, such as the year of a year's income.
  package var impliedUnits: Set<String> = []

  /// Words of headings that say whose figures or of what time those below them are, the longest first.
  package var aspects: [(words: [String], meaning: ColumnAspect.Meaning)] = []
  /// Words before a year that others are compared with: "so với năm 2024".
  package var comparedYearWords: Set<String> = []
  /// Words before a year.
  package var yearWords: Set<String> = []
  /// Headings of tables of declared figures by their meaning, as written; `A > B` is a path.
  package var declaredHeadings: [(meaning: String, headings: [String])] = []
  /// Words around a target's figure, such as "trở lên".
  package var limitWords: Set<String> = []
  /// Words before the number of a heading, such as "mục".
  package var sectionWords: Set<String> = []
  /// Words before a code, such as "tiêu chí số".
  package var codeWords: [String] = []
  /// Verdicts by the word that is written.
  package var verdicts: [String: String] = [:]
  /// Words of a remark that make a verdict provisional.
  package var provisionalWords: [String] = []
  /// The result of an absence that is met.
  package var noneWords: Set<String> = []
  /// What stands before the declared number of criteria that are met.
  package var metTotalLines: [String] = []
  /// Family names, by which the name of a person is known in a text.
  package var familyNames: Set<String> = []
  /// Encodings of old Vietnamese fonts.
  package var encodings: [LegacyEncoding] = []

  package init() {}

  /// The key of a word, or the word itself where it consists of signs only (`-`, `✓`).
  package static func key(_ word: String) -> String {
    let key = CanonicalText.key(word)
    return key.isEmpty ? CanonicalText.tidy(word) : key
  }

  /// Whether a key is a place-and-date line under a table.
  package func isDateLine(_ key: String) -> Bool {
    !dateLine.isEmpty && dateLine.allSatisfy { key.holds($0) }
  }

  /// The unit that a text names.
  ///
  /// "triệu đồng/người" is a unit of its own, with another base than "triệu đồng".
  package func unit(_ text: String) -> Unit? {
    if let unit = units[Self.key(text)] { return unit }
    guard let slash = text.firstIndex(of: "/"), let unit = units[Self.key(String(text[..<slash]))]
    else { return nil }
    let per = Self.key(String(text[text.index(after: slash)...]))
    guard !per.isEmpty else { return nil }
    return Unit(
      base: unit.base + "/" + per,
      factor: unit.factor,
      name: CanonicalText.tidy(text),
      isCount: false
    )
  }

  /// Whether a group heading makes the figures below it others than its columns say.
  package func isQualifying(_ key: String) -> Bool {
    qualifiers.contains { key.holdsWords($0) }
  }

  /// The beginning of a remark in a heading's brackets that makes its figure another one: "bình quân đầu người".
  ///
  /// What lists the answers ("Đạt/Chưa đạt", "1: Có") is none.
  package func qualifier(ofRemark remark: String) -> String? {
    guard !remark.contains(where: { ":=;".contains($0) }) else { return nil }
    let answers = remark.split(separator: "/").map { Self.key(String($0)) }
    if answers.count > 1, answers.contains(where: { mark($0) == true }) { return nil }
    let key = Self.key(remark)
    return remarkQualifiers.first { key.beginsWithWords($0) }
  }

  /// Whether a label is nothing but what is counted: "4 hộ", or "hộ" beside its number.
  package func isCount(_ key: String) -> Bool {
    guard let first = key.utf8.first else { return false }
    let beginsWithDigit = (0x30...0x39).contains(first)
    return beginsWithDigit ? isCounted(key[...]) : units[key]?.isCount == true
  }

  /// Whether the rest of a label says how many records there are: "25 hộ", "có 25 hộ".
  package func isCounted(_ rest: Substring) -> Bool {
    let words = rest.split(separator: " ").drop {
      Int($0) == nil && fillers.contains(String($0))
    }
    // "25 hộ", "25 hộ, 98 khẩu".
    guard !words.isEmpty, words.count.isMultiple(of: 2) else { return false }
    return stride(from: words.startIndex, to: words.endIndex, by: 2).allSatisfy { index in
      Int(words[index]) != nil && units[String(words[index + 1])]?.isCount == true
    }
  }

  /// Whether a label is that of a row which sums up, compares or carries over.
  package func isSummary(_ key: String) -> Bool {
    if summaryRows.contains(where: { key.beginsWithWords($0) }) { return true }
    // "Năm 2024" under a total: the figures of another year.
    let words = key.split(separator: " ")
    return words.count == 2 && yearWords.contains(String(words[0])) && Int(words[1]) != nil
  }

  /// Yes or no for a mark's key; `nil` for anything else.
  package func mark(_ key: String) -> Bool? {
    if yes.contains(key) { return true }
    return no.contains(key) ? false : nil
  }
}
