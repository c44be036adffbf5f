import VietnameseText

/// Takes the name of a village out of what people write around it.
package final class VillageName: Sendable {
  private let vocabulary: Vocabulary
  /// The first words of all kinds, and of what only looks like one.
  private let firstWords: Set<KeyText>
  private let titles = MatchMemory<String, (name: String, kind: Kind, opens: Bool)?>()

  package init(vocabulary: Vocabulary) {
    self.vocabulary = vocabulary
    let phrases = vocabulary.villageKinds + vocabulary.hamletKinds + vocabulary.notVillages
    firstWords = Set(phrases.map { KeyText(String($0.prefix { $0 != " " })) })
  }

  /// Which word stood before a name.
  package enum Kind: Sendable {
    case village, hamlet, none
  }

  private struct Word {
    var text: Substring
    var key: String
    /// Whether punctuation other than a blank follows.
    var endsPart: Bool
    /// Whether that is a colon and nothing else.
    var endsLabel = false
  }

  private func words(_ text: String) -> [Word] {
    var result: [Word] = []
    var start = text.startIndex
    func isSeparator(_ character: Character) -> Bool { " ,;:.-–()/*•+\"“”\n".contains(character) }
    var index = start
    while index < text.endIndex {
      if isSeparator(text[index]) {
        if start < index { append(text[start..<index], false, &result) }
        if text[index] != " ", let last = result.indices.last {
          result[last].endsLabel = text[index] == ":" && !result[last].endsPart
          result[last].endsPart = true
        }
        start = text.index(after: index)
      }
      index = text.index(after: index)
    }
    if start < text.endIndex { append(text[start...], true, &result) }
    return result
  }

  private func append(_ text: Substring, _ endsPart: Bool, _ words: inout [Word]) {
    words.append(Word(text: text, key: CanonicalText.key(String(text)), endsPart: endsPart))
  }

  /// A cell that holds a village's name alone, with or without kind word and numbering.
  package func read(cell text: String) -> (name: String, kind: Kind) {
    var words = words(CanonicalText.tidy(text))
    while words.count > 1, isNumbering(words[0]) { words.removeFirst() }
    let (length, kind) = kindLength(words, at: 0)
    if length > 0, words.count > length { words.removeFirst(length) }
    // A unit above ends the name: "Làng Mài, xã Bình Lương".
    if let end = words.indices.dropFirst().first(where: { index in
      words[index - 1].endsPart && vocabulary.upperKinds.contains(words[index].key)
    }) {
      words.removeSubrange(end...)
    }
    if let end = words.indices.dropFirst().first(where: { isRemark(words, at: $0) }) {
      words.removeSubrange(end...)
    }
    return (name(words), kind)
  }

  /// A name somewhere in a title: "DANH SÁCH HỘ GIA ĐÌNH THÔN LÀNG MÀI NĂM 2025"; `opens` says that nothing
  /// stands before its kind word.
  package func find(inTitle text: String) -> (name: String, kind: Kind, opens: Bool)? {
    titles.value(text) { search(text) }
  }

  private func search(_ text: String) -> (name: String, kind: Kind, opens: Bool)? {
    // Most texts above a table have no word that could begin a kind.
    let key = CanonicalText.key(text)
    guard key.split(separator: " ").contains(where: { firstWords.contains(KeyText(String($0))) })
    else { return nil }
    let words = words(CanonicalText.tidy(text))
    for index in words.indices {
      let (length, kind) = kindLength(words, at: index)
      guard length > 0 else { continue }
      // "Danh sách hộ thôn: Làng Mài" names its village, "(thôn), ấp" none.
      let last = words[index + length - 1]
      guard !last.endsPart || last.endsLabel else { continue }
      if index > 0, vocabulary.notBeforeKind.contains(words[index - 1].key) { continue }
      var end = index + length
      while end < words.count, !isStop(words, end) {
        end += 1
        if words[end - 1].endsPart { break }
      }
      let found = Array(words[(index + length)..<end])
      guard let first = found.first,
        first.text.first?.isUppercase == true || first.text.first?.isNumber == true,
        !vocabulary.notAfterKind.contains(first.key)
      else { continue }
      return (name(found), kind, index == 0)
    }
    return nil
  }

  private func isStop(_ words: [Word], _ index: Int) -> Bool {
    let pair = index + 1 < words.count ? words[index].key + " " + words[index + 1].key : ""
    if vocabulary.upperKinds.contains(pair) { return true }
    // "Thôn Làng Mài Đơn vị tính: đồng": another label follows.
    let rest = words[index...].prefix(4).map(\.key).joined(separator: " ")
    if vocabulary.unitLines.contains(where: { rest.beginsWithWords($0) }) { return true }
    // "Thôn Hón Tỉnh": with nothing behind it the word is a part of the name.
    return vocabulary.upperKinds.contains(words[index].key) && index + 1 < words.count
      && (!words[index].endsPart || words[index].endsLabel)
  }

  /// How many words at an index are a kind of village.
  private func kindLength(_ words: [Word], at index: Int) -> (Int, Kind) {
    guard words.indices.contains(index),
      firstWords.contains(KeyText(String(words[index].key.prefix { $0 != " " })))
    else { return (0, .none) }
    let rest = words[index...].prefix(5).map(\.key).joined(separator: " ")
    if vocabulary.notVillages.contains(where: { rest.beginsWithWords($0) }) {
      return (0, .none)
    }
    for length in [3, 2, 1] where index + length <= words.count {
      let key = words[index..<(index + length)].map(\.key).joined(separator: " ")
      if vocabulary.villageKinds.contains(key) { return (length, .village) }
      if vocabulary.hamletKinds.contains(key) { return (length, .hamlet) }
    }
    return (0, .none)
  }

  /// Whether what follows a name is no part of it: how many households there are, or who heads the village.
  private func isRemark(_ words: [Word], at index: Int) -> Bool {
    var count = index
    while count < words.count,
      vocabulary.fillers.contains(words[count].key)
        || vocabulary.neutralHeadings.contains(words[count].key)
    { count += 1 }
    if count + 1 < words.count, Int(words[count].key) != nil,
      vocabulary.units[words[count + 1].key]?.isCount == true
    {
      return true
    }
    guard words[index - 1].endsPart else { return false }
    let rest = words[index...].prefix(4).map(\.key).joined(separator: " ")
    return vocabulary.foot.contains { rest == $0 || rest.hasPrefix($0 + " ") }
  }

  private func isNumbering(_ word: Word) -> Bool {
    word.endsPart
      && (Int(word.key) != nil || RomanNumeral.isOne(word.key) || word.key.utf8.count == 1)
  }

  private func name(_ words: [Word]) -> String {
    let text = words.map { String($0.text) }.joined(separator: " ")
    return text
  }

  /// A name in capitals as a title is written: `LÀNG MÀI` becomes `Làng Mài`.
  package static func titleCased(_ name: String) -> String {
    guard isCapitals(name) else { return name }
    return name.split(separator: " ").map { word in
      String(word.prefix(1)) + word.dropFirst().lowercased()
    }.joined(separator: " ")
  }

  /// Whether a name is written in capitals throughout.
  package static func isCapitals(_ name: String) -> Bool {
    name.contains { $0.isLetter } && name == name.uppercased() && name != name.lowercased()
      && name.filter(\.isLetter).count > 1
  }
}

/// Roman numerals as group numbers.
enum RomanNumeral {
  /// Whether a key is a numeral up to 39, as groups are numbered.
  static func isOne(_ key: String) -> Bool {
    guard !key.isEmpty, key.utf8.count <= 6, key.allSatisfy({ "ivx".contains($0) }) else {
      return false
    }
    let units = ["", "i", "ii", "iii", "iv", "v", "vi", "vii", "viii", "ix"]
    return ["", "x", "xx", "xxx"].contains { tens in units.contains { tens + $0 == key } }
  }
}
