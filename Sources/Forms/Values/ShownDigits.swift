import Tabular

/// How many decimals are seen of a figure: a total that is shown rounded is right when the sum rounds to it.
enum ShownDigits {
  /// The decimals of a number under a format; where the format fixes none, those that the number has.
  static func decimals(of number: ExactDecimal, format code: String?) -> Int {
    let own = max(0, -Int(number.exponent))
    guard let code, let section = code.split(separator: ";").first else { return own }
    var isQuoted = false
    var isBehindMark = false
    var hasDigits = false
    var decimals = 0
    var rest = section
    while let sign = rest.popFirst() {
      switch sign {
      case "\"": isQuoted.toggle()
      case _ where isQuoted: break
      case "\\", "_", "*": rest = rest.dropFirst()
      case "[": rest = rest.drop { $0 != "]" }
      case ".": isBehindMark = true
      case "0", "#", "?":
        hasDigits = true
        if isBehindMark { decimals += 1 }
      // Thousands, percentages and fractions show other digits than the number's own.
      case "%", "/", "E", "e": return own
      default: break
      }
    }
    return hasDigits ? decimals : own
  }

  /// The decimals of a figure as it is written: two of `12,50`, though its value is 12.5.
  static func decimals(of number: ExactDecimal, written text: String) -> Int {
    let own = max(0, -Int(number.exponent))
    let digits = text.unicodeScalars.filter { ("0"..."9").contains($0) }
    guard let whole = Int64(String(String.UnicodeScalarView(digits))) else { return own }
    let size = number < .zero ? number.negated : number
    return (own..<(own + 13)).first { ExactDecimal(digits: whole, places: $0) == size } ?? own
  }

  /// Whether a sum is a figure of which so many decimals are seen.
  static func agree(_ sum: ExactDecimal, _ figure: ExactDecimal, decimals: Int) -> Bool {
    guard let half = ExactDecimal(significand: 5, exponent: -(decimals + 1)),
      let gap = sum.subtracting(figure), let size = gap < .zero ? gap.negated : gap
    else { return false }
    return size <= half
  }
}
