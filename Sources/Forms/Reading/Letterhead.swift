import Tabular
import VietnameseText

/// Reads the units that a letterhead names: `UBND HUYỆN NHƯ XUÂN / UBND XÃ BÌNH LƯƠNG`.
///
/// The words by which a body and a kind of unit are known are those of the vocabulary.
package struct Letterhead {
  /// The words of the vocabulary: bodies that send a form, and the kinds of units by level.
  package struct Words: Sendable {
    /// Keys of bodies, such as that of a people's committee.
    package let bodies: [String]
    /// Keys of kinds of units by level: `commune`, `district`, `province`.
    package let kinds: [(level: String, words: [String])]
    /// What lines were read as: the communes of a province write the same ones above each table.
    fileprivate let memory = MatchMemory<String, (isBody: Bool, units: [Unit])>()

    package init(bodies: [String] = [], kinds: [(level: String, words: [String])] = []) {
      self.bodies = bodies
      self.kinds = kinds
    }

    /// The key of a unit's name without the body and the kind before it.
    package func bareKey(_ text: String) -> String {
      var words = Vocabulary.key(text).split(separator: " ").map(String.init)
      let count = length(of: bodies, words, at: 0)
      if count < words.count { words.removeFirst(count) }
      let kind = kinds.map { length(of: $0.words, words, at: 0) }.max() ?? 0
      if kind < words.count { words.removeFirst(kind) }
      return words.joined(separator: " ")
    }

    /// How many words from an index on are one of the given phrases; the longest counts.
    func length(of phrases: [String], _ words: [String], at index: Int) -> Int {
      phrases.map { phrase -> Int in
        let parts = phrase.split(separator: " ")
        return words[index...].starts(with: parts.map(String.init)) ? parts.count : 0
      }.max() ?? 0
    }
  }

  /// A unit that a line names.
  package struct Unit: Hashable, Sendable {
    package var level: String
    package var name: String
  }

  /// A name has no more words; a longer text is a sentence.
  private static let longestName = 5

  private let vocabulary: Words
  /// The column in which a body stands: a kind and name below it go on with the letterhead.
  private var column: Int?

  package init(_ vocabulary: Vocabulary) { self.vocabulary = vocabulary.letterhead }

  /// The units that a cell names; none where it is no part of a letterhead.
  package mutating func read(_ text: String, column: Int) -> [Unit] {
    let line = vocabulary.memory.value(text) { units(text) }
    guard line.isBody || self.column == column else { return [] }
    if line.isBody { self.column = column }
    return line.units
  }

  /// The units that a text names as a line of a letterhead, and whether a body begins it.
  private func units(_ text: String) -> (isBody: Bool, units: [Unit]) {
    let parts = CanonicalText.tidy(text).split(separator: " ")
    let words = parts.map { Vocabulary.key(String($0)) }
    let isBody = vocabulary.length(of: vocabulary.bodies, words, at: 0) > 0
    var units: [Unit] = []
    var index = 0
    while index < words.count {
      index += vocabulary.length(of: vocabulary.bodies, words, at: index)
      guard let (level, length) = kind(words, at: index) else { break }
      index += length
      let start = index
      while index < words.count, index == start || !begins(words, at: index) {
        index += 1
        if parts[index - 1].last.map({ ",;-–(".contains($0) }) == true { break }
      }
      let name = Self.name(parts[start..<index])
      if !name.isEmpty, index - start <= Self.longestName { units.append(Unit(level, name)) }
      while index < words.count, words[index].allSatisfy({ "-–(,".contains($0) }) { index += 1 }
    }
    return (isBody, units)
  }

  private func kind(_ words: [String], at index: Int) -> (level: String, length: Int)? {
    guard index < words.count else { return nil }
    return vocabulary.kinds.map {
      ($0.level, vocabulary.length(of: $0.words, words, at: index))
    }.filter { $0.1 > 0 }.max { $0.1 < $1.1 }
  }

  private func begins(_ words: [String], at index: Int) -> Bool {
    kind(words, at: index) != nil || vocabulary.length(of: vocabulary.bodies, words, at: index) > 0
      || ["-", "–"].contains(words[index])
  }

  /// The words of a name as they are written in a text; dots that stand for a blank line are none.
  private static func name(_ parts: ArraySlice<Substring>) -> String {
    let text = parts.joined(separator: " ")
    let trimmed = text.drop { " .:…,;-–(".contains($0) }
    let end = trimmed.lastIndex { !" .:…,;-–()".contains($0) }
    return end.map { VillageName.titleCased(String(trimmed[...$0])) } ?? ""
  }
}

extension Letterhead.Unit {
  fileprivate init(_ level: String, _ name: String) {
    self.level = level
    self.name = name
  }
}
