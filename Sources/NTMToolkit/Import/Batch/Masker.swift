import Definitions
import Expressions
import Findings
import Forms
import VietnameseText

/// Hides who a finding speaks of: names become initials with four digits that tell two of them apart, long
/// numbers become digits alone.
///
/// Known names are those of the file's records; others are found by the family name that they begin with.
/// Places stay, so whoever has the file still finds the cell.
struct Masker: Sendable {
  private let vocabulary: Vocabulary
  /// The ids of fields that name somebody, or number a household, by form.
  private let personalFields: Set<String>

  init(_ definitions: DefinitionStore) {
    vocabulary = definitions.vocabulary
    personalFields = Set(
      definitions.forms.flatMap(\.definition.fields).filter { Self.isPersonal($0) }.map(\.id)
    )
  }

  static func isPersonal(_ field: FieldDefinition) -> Bool {
    field.role == .name || field.role == .identifier
  }

  /// The keys of a record's name and numbers.
  static func names(of record: ImportedRecord) -> [String] {
    let values = ([record.record] + record.record.members).flatMap {
      zip(record.form.fields, $0.values)
    }
    return values.compactMap { field, value in
      guard isPersonal(field), case .text(let text)? = value else { return nil }
      return Vocabulary.key(text)
    }
  }

  /// Masks everything that is kept of a file; `names` are the keys of its records' names and numbers.
  func mask(_ file: inout FileImport, names: Set<String>) throws {
    for index in file.findings.indices { mask(&file.findings[index], names) }
    func hide(_ label: inout RecordLabel?) {
      if let name = label?.name { label?.name = Self.whole(name) }
    }
    try file.duplicates.change { entry in
      entry.found = Self.whole(entry.found)
      hide(&entry.record)
    }
    try file.rules.records.change { hide(&$0.label) }
    try file.rules.keys.change { key in
      key.found = Self.whole(key.found)
      hide(&key.label)
    }
  }

  private func mask(_ finding: inout Finding, _ names: Set<String>) {
    let isPersonal = finding.field.map(personalFields.contains) ?? false
    if let found = finding.found {
      finding.found = isPersonal ? Self.whole(found) : masked(found, names)
      if isPersonal { finding.arguments["found"] = nil }
    }
    if let name = finding.record?.name { finding.record?.name = Self.whole(name) }
    finding.arguments = finding.arguments.mapValues {
      LocalizedText(vi: masked($0.vi, names), en: masked($0.en, names))
    }
    if let expected = finding.expected {
      finding.expected = LocalizedText(
        vi: masked(expected.vi, names),
        en: masked(expected.en, names)
      )
    }
  }

  /// A text that is a name or a number as a whole.
  static func whole(_ text: String) -> String {
    text.contains(where: \.isLetter) ? initials(text) : "#" + digits(of: text)
  }

  private static func initials(_ name: String) -> String {
    var result = ""
    var isInWord = false
    for scalar in name.unicodeScalars {
      // A mark belongs to its letter.
      if isInWord, scalar.properties.generalCategory == .nonspacingMark { continue }
      let isLetter = scalar.properties.isAlphabetic
      if isLetter, !isInWord { result += scalar.properties.uppercaseMapping + "." }
      isInWord = isLetter
    }
    return result + "#" + digits(of: name)
  }

  /// Four digits of the text's digest.
  private static func digits(of text: String) -> String {
    let text = String(Digest(Vocabulary.key(text)).first & 0xFFFF, radix: 16)
    return String(repeating: "0", count: 4 - text.count) + text
  }

  /// The most words of a name.
  private static let longestName = 8

  /// The text with the names and long numbers in it masked.
  func masked(_ text: String, _ names: Set<String>) -> String {
    let words = Self.words(text)
    var result = ""
    var position = text.startIndex
    var index = 0
    while index < words.count {
      let count = nameLength(words[index...], names)
      guard count > 0 || Self.isLongNumber(words[index]) else {
        index += 1
        continue
      }
      let last = words[index + max(count, 1) - 1]
      result += text[position..<words[index].startIndex]
      result += Self.whole(String(text[words[index].startIndex..<last.endIndex]))
      position = last.endIndex
      index += max(count, 1)
    }
    return result + text[position...]
  }

  /// How many of the words are a name; 0 where none begins here.
  private func nameLength(_ words: ArraySlice<Substring>, _ names: Set<String>) -> Int {
    guard let first = words.first, let letter = first.first, letter.isLetter else {
      guard let first = words.first, names.contains(Vocabulary.key(String(first))) else { return 0 }
      return 1
    }
    for count in stride(from: min(Self.longestName, words.count), through: 1, by: -1) {
      let part = words.prefix(count).joined(separator: " ")
      if names.contains(Vocabulary.key(part)) { return count }
    }
    guard vocabulary.familyNames.contains(Vocabulary.key(String(first))), letter.isUppercase else {
      return 0
    }
    let capitalised = words.prefix(Self.longestName).prefix { $0.first?.isUppercase == true }.count
    return capitalised > 1 ? capitalised : 0
  }

  /// The words of a text: letters and digits without what stands between them.
  private static func words(_ text: String) -> [Substring] {
    text.split { !$0.isLetter && !$0.isNumber && $0 != "-" }
  }

  /// Whether it may number a person or a card: nine digits or more.
  private static func isLongNumber(_ word: Substring) -> Bool {
    word.count(where: \.isNumber) >= 9
  }
}
