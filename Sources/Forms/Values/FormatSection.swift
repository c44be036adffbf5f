import Tabular

/// One part of a number format between semicolons, as far as it decides what somebody sees of a number.
struct FormatSection {
  /// For which numbers it holds, where the format says so: `[<5]`.
  var condition: Condition?
  /// What stands in it beside the digits.
  private(set) var words = ""
  /// Whether the number itself is shown, and whether a zero is.
  private(set) var hasDigits = false
  private(set) var showsZero = false
  /// Whether a text is shown.
  private(set) var showsText = false
  /// Whether fixed digits touch the number's own, so that another number is seen: `0"000"`.
  private(set) var addsDigits = false

  struct Condition {
    var sign: String
    var limit: Double

    init?(_ text: String) {
      sign = String(text.prefix { "<>=".contains($0) })
      guard !sign.isEmpty, let limit = Double(text.dropFirst(sign.count)) else { return nil }
      self.limit = limit
    }

    func holds(_ number: Double) -> Bool {
      switch sign {
      case "<": number < limit
      case "<=": number <= limit
      case ">": number > limit
      case ">=": number >= limit
      case "=": number == limit
      case "<>": number != limit
      default: false
      }
    }
  }

  /// Whether nothing at all is seen of a number.
  var isEmpty: Bool { !hasDigits && words.allSatisfy { $0 == " " } }

  init(_ code: Substring) {
    if code.lowercased().contains("general") {
      (hasDigits, showsZero, showsText) = (true, true, true)
      return
    }
    // The picture as a row of signs: `0` for a digit of the number, letters for what is fixed.
    var picture: [(sign: Character, isFixed: Bool)] = []
    var rest = code
    while let sign = rest.popFirst() {
      switch sign {
      case "\"":
        let text = rest.prefix { $0 != "\"" }
        picture += text.map { ($0, true) }
        rest = rest.dropFirst(text.count + 1)
      case "\\": if let next = rest.popFirst() { picture.append((next, true)) }
      case "_", "*": rest = rest.dropFirst()
      case "[":
        let text = rest.prefix { $0 != "]" }
        rest = rest.dropFirst(text.count + 1)
        if let found = Condition(String(text)) { condition = found }
        if text.first == "$" { picture += text.dropFirst().prefix { $0 != "-" }.map { ($0, true) } }
      case "@": showsText = true
      case "0", "#", "?":
        hasDigits = true
        showsZero = showsZero || sign != "#"
        picture.append(("0", false))
      case ".", ",", "%", "E", "e", "/": break
      default: picture.append((sign, true))
      }
    }
    words = String(picture.filter(\.isFixed).map(\.sign))
    addsDigits = hasDigits && Self.touches(picture)
  }

  /// Whether a fixed digit stands next to a digit of the number, with no more than a mark between them.
  private static func touches(_ picture: [(sign: Character, isFixed: Bool)]) -> Bool {
    let signs = picture.filter { !($0.isFixed && ".,".contains($0.sign)) }
    return zip(signs, signs.dropFirst()).contains { first, second in
      first.isFixed != second.isFixed && (first.isFixed ? first : second).sign.isNumber
    }
  }

  /// Splits a format at its semicolons, but not inside quotes or brackets.
  static func sections(of code: String) -> [FormatSection] {
    var result: [Substring] = []
    var start = code.startIndex
    var index = start
    var isQuoted = false
    while index < code.endIndex {
      switch code[index] {
      case "\"": isQuoted.toggle()
      case "\\" where !isQuoted: index = code.index(after: index)
      case ";" where !isQuoted:
        result.append(code[start..<index])
        start = code.index(after: index)
      default: break
      }
      if index < code.endIndex { index = code.index(after: index) }
    }
    result.append(code[start...])
    return result.map { FormatSection($0) }
  }
}
