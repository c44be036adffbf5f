/// Tells words that are spelled like Vietnamese from those that are not.
///
/// Spelling is enough to tell the right table of an old encoding from a wrong one: a wrong one puts two
/// tones on a word, tones on consonants, and capitals inside words.
public enum VietnameseSyllable {
  private static let onsets: Set<String> = [
    "", "b", "c", "ch", "d", "đ", "g", "gh", "gi", "h", "k", "kh", "l", "m", "n", "ng", "ngh", "nh",
    "p", "ph", "qu", "r", "s", "t", "th", "tr", "v", "x",
    // Names of places in the Central Highlands and the North-West.
    "kr", "br", "đr", "pr", "kl", "pl", "bl",
  ]

  /// The rimes without their tones.
  private static let rimes: Set<String> = Set(
    """
    a ac ach ai am an ang anh ao ap at au ay ak ăc ăm ăn ăng ăp ăt ăk âc âm ân âng âp ât âu ây
    e ec em en eng eo ep et ek ê êch êm ên ênh êp êt êu i ia ich iêc iêm iên iêng iêp iêt iêu im in inh
    ip it iu o oa oac oach oai oam oan oang oanh oao oap oat oay oăc oăm oăn oăng oăt oc oe oen oeo oet
    oi om on ong ooc oong op ot ok ô ôc ôi ôm ôn ông ôp ôt ôk ơ ơi ơm ơn ơp ơt u ua uan uân uâng uât uây
    uc ue uê uêch uênh uêu ui um un ung uơ uôc uôi uôm uôn uông uôt up ut uy uya uych uyên uyêt uynh uyt
    uyu uyp uk ư ưa ưc ưi ưm ưn ưng ươc ươi ươm ươn ương ươp ươt ươu ưt ưu y yêm yên yêng yêt yêu yn ynh yt
    """.split { $0 == " " || $0 == "\n" }.map(String.init)
  )

  /// Whether a word of letters is spelled as Vietnamese is.
  ///
  /// It is one syllable with at most one tone, in small letters, in capitals, or with one capital in
  /// front. Words of consonants alone, such as `QĐ` and `TĐC`, are abbreviations and count as spelled.
  public static func isPlausible(_ word: String) -> Bool {
    let scalars = Array(CanonicalText.compose(word).unicodeScalars)
    guard !scalars.isEmpty, scalars.count <= 8, hasOrderlyCase(scalars) else { return false }
    var letters = ""
    var tone: UInt8 = 0
    for scalar in scalars {
      guard let (letter, mark) = taken(scalar) else { return false }
      if mark > 0 {
        if tone > 0 { return false }
        tone = mark
      }
      letters.unicodeScalars.append(letter)
    }
    if !letters.contains(where: { "aăâeêioôơuưy".contains($0) }) { return tone == 0 }
    return isSyllable(letters, tone: tone)
  }

  /// The letter in lower case without its tone, and the tone; `nil` for what Vietnamese does not have.
  private static func taken(_ scalar: Unicode.Scalar) -> (Unicode.Scalar, UInt8)? {
    switch scalar.value {
    case 0x41...0x5A: return (Unicode.Scalar(scalar.value + 32) ?? scalar, 0)
    case 0x61...0x7A: return (scalar, 0)
    case LetterTable.range:
      let index = Int(scalar.value - LetterTable.range.lowerBound)
      if LetterTable.tone[index] > 0 {
        return Unicode.Scalar(LetterTable.toneless[index]).map { ($0, LetterTable.tone[index]) }
      }
      guard let lower = Unicode.Scalar(LetterTable.lower[index]),
        "ăâđêôơư".unicodeScalars.contains(lower)
      else { return nil }
      return (lower, 0)
    default: return nil
    }
  }

  private static func hasOrderlyCase(_ scalars: [Unicode.Scalar]) -> Bool {
    let capitals = scalars.map(\.properties.isUppercase)
    let behindFirst = capitals.dropFirst()
    return behindFirst.allSatisfy { !$0 } || capitals.allSatisfy { $0 }
  }

  private static func isSyllable(_ letters: String, tone: UInt8) -> Bool {
    for length in 0...3 {
      guard length < letters.count else { break }
      let (onset, rime) = (String(letters.prefix(length)), String(letters.dropFirst(length)))
      guard onsets.contains(onset), rimes.contains(rime) else { continue }
      // Closed by p, t, c or ch a syllable has the tone sắc or nặng.
      let isStopped = ["p", "t", "c", "ch", "k"].contains { rime.hasSuffix($0) }
      if !isStopped || tone == 2 || tone == 5 || tone == 0 { return true }
    }
    return false
  }
}
