import Foundation

/// What the name of a file, with its folders, says about the paper in it.
struct DocumentName {
  /// The indicator or criterion that the name or a folder begins with: `4.2`, `17`.
  private(set) var code: String?
  /// A folder that names something else than the file itself.
  private(set) var otherCode: String?
  /// The name and its folders without marks, in single words.
  let words: String
  /// The same for the file's own name.
  let ownWords: String

  /// Words before a code: "Tiêu chí số 04", "TC 4.2".
  private let codeWords: [String]
  /// Beginnings of the numbers of papers, which are no criteria: "12-QĐ-UBND".
  private static let kinds: Set<String> = [
    "qd", "bc", "ttr", "kh", "tb", "nq", "hd", "cv", "bb", "ct", "qc", "gm", "ubnd", "hdnd",
  ]

  init(_ path: String, codes: Set<String>, codeWords: [String]) {
    self.codeWords = codeWords.map { Self.plain($0) }.sorted { $0.count > $1.count }
    let parts = path.split(separator: "/").map(String.init)
    let stem = parts.last.map { name in
      name.lastIndex(of: ".").map { dot in
        // A dot inside a code is no ending: "4.2".
        name[dot...].dropFirst().allSatisfy(\.isNumber) ? name : String(name[..<dot])
      } ?? name
    }
    ownWords = Self.plain(stem ?? "")
    words = (parts.dropLast() + [stem ?? ""]).map { Self.plain($0) }.joined(separator: " ")
    for (index, part) in (parts.dropLast() + [stem ?? ""]).enumerated() {
      guard let found = code(part, codes: codes, isFile: index == parts.count - 1) else { continue }
      // A folder of a criterion holds those of its indicators; any other folder contradicts.
      if let outer = code, found != outer, !found.hasPrefix(outer + "."),
        !outer.hasPrefix(found + ".")
      {
        otherCode = outer
      }
      if let outer = code, outer.hasPrefix(found + ".") { continue }
      code = found
    }
  }

  /// Whether one of some phrases stands in the name, whole words, with or without marks.
  func says(_ phrases: [String]) -> Bool {
    let padded = " " + words + " "
    return phrases.contains { padded.contains(" " + Self.plain($0) + " ") }
  }

  /// Small letters without marks, everything else as single blanks.
  static func plain(_ text: String) -> String {
    let letters = text.lowercased().decomposedStringWithCanonicalMapping.unicodeScalars.filter {
      !(0x300...0x36F).contains($0.value)
    }
    let base = String(String.UnicodeScalarView(letters)).replacing("đ", with: "d")
    return base.split(whereSeparator: { !$0.isLetter && !$0.isNumber }).joined(separator: " ")
  }

  private func code(_ part: String, codes: Set<String>, isFile: Bool) -> String? {
    var text = part[...]
    var isNamed = false
    let plain = Self.plain(part)
    for word in codeWords
    where plain.hasPrefix(word + " ")
      || plain.hasPrefix(word) && plain.dropFirst(word.count).first?.isNumber == true
    {
      text = text.drop { !$0.isNumber }
      isNamed = true
      break
    }
    let first = text.prefix(while: \.isNumber)
    guard (1...2).contains(first.count), let number = Int(first), number > 0 else { return nil }
    var rest = text.dropFirst(first.count)
    if let mark = rest.first, mark == "." || mark == "_" {
      let second = rest.dropFirst().prefix(while: \.isNumber)
      let after = rest.dropFirst(1 + second.count)
      // 12.3.2024 is a day.
      let isDay =
        after.first.map { ".-_".contains($0) } == true
        && after.dropFirst().prefix(while: \.isNumber).count >= 4
      if isDay { return nil }
      if let own = Int(second), codes.contains("\(number).\(own)") { return "\(number).\(own)" }
      if !second.isEmpty { return nil }
    }
    guard codes.contains("\(number)") else { return nil }
    rest = rest.drop { !$0.isLetter && !$0.isNumber }
    let next = Self.plain(String(rest)).split(separator: " ").first.map(String.init) ?? ""
    // A bare number may be that of a paper, or of a page: a folder, or a word before it, makes it a code.
    if !isNamed, isFile, Self.kinds.contains(next) || next.first?.isNumber == true { return nil }
    return "\(number)"
  }
}
