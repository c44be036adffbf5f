/// What a number format code makes of a number.
enum NumberFormat {
  /// What a built-in id shows (ECMA-376 Part 1, 18.8.30; 27-36 and 50-58 are the East Asian date ids).
  static func meaning(ofBuiltIn id: Int) -> Meaning {
    switch id {
    case 46: .duration
    case 14...22, 27...36, 45, 47, 50...58: .date
    default: .number
    }
  }

  /// What a code makes of a number.
  enum Meaning {
    case number
    case date
    /// Hours, minutes or seconds that are counted on beyond a day.
    case duration
  }

  /// What a custom code shows: a date or time for any of d, m, y, h, s outside quotes and brackets.
  ///
  /// Brackets hold colours, conditions and locale tags such as `[$-42A]`, but also the elapsed times
  /// `[h]`, `[mm]`, `[ss]`. Only the first section counts, the others are for other signs.
  static func meaning(of code: String) -> Meaning {
    var bytes = Array(code.utf8)[...]
    var isDate = false
    while let byte = bytes.popFirst() {
      switch byte {
      case UInt8(ascii: ";"): return isDate ? .date : .number
      case UInt8(ascii: "\\"), UInt8(ascii: "_"), UInt8(ascii: "*"): _ = bytes.popFirst()
      case UInt8(ascii: "\""):
        bytes = bytes.drop { $0 != UInt8(ascii: "\"") }.dropFirst()
      case UInt8(ascii: "["):
        let inside = bytes.prefix { $0 != UInt8(ascii: "]") }
        let isElapsed = !inside.isEmpty && inside.allSatisfy { "hmsHMS".utf8.contains($0) }
        if isElapsed { return .duration }
        bytes = bytes.dropFirst(inside.count + 1)
      case UInt8(ascii: "G"), UInt8(ascii: "g"):
        let word = "eneral".utf8
        if bytes.prefix(word.count).map({ $0 | 0x20 }) == Array(word) {
          bytes = bytes.dropFirst(word.count)
        }
      default:
        if "dmyhsDMYHS".utf8.contains(byte) { isDate = true }
      }
    }
    return isDate ? .date : .number
  }
}

extension NumberFormat {
  /// The built-in codes that are the same in every language (ECMA-376 Part 1, 18.8.30).
  static let builtIn: [Int: String] = [
    1: "0", 2: "0.00", 3: "#,##0", 4: "#,##0.00", 9: "0%", 10: "0.00%", 11: "0.00E+00",
    12: "# ?/?", 13: "# ??/??", 14: "mm-dd-yy", 15: "d-mmm-yy", 16: "d-mmm", 17: "mmm-yy",
    18: "h:mm AM/PM", 19: "h:mm:ss AM/PM", 20: "h:mm", 21: "h:mm:ss", 22: "m/d/yy h:mm",
    37: "#,##0 ;(#,##0)", 38: "#,##0 ;[Red](#,##0)", 39: "#,##0.00;(#,##0.00)",
    40: "#,##0.00;[Red](#,##0.00)", 45: "mm:ss", 46: "[h]:mm:ss", 47: "mmss.0", 48: "##0.0E+0",
    49: "@",
  ]

  /// Whether a code shows a percentage: a percent sign outside quotes and brackets.
  static func isPercentage(code: String) -> Bool {
    var isQuoted = false
    var isEscaped = false
    for byte in code.utf8 {
      if isEscaped {
        isEscaped = false
      } else if byte == UInt8(ascii: "\\") {
        isEscaped = true
      } else if byte == UInt8(ascii: "\"") {
        isQuoted.toggle()
      } else if byte == UInt8(ascii: "%"), !isQuoted {
        return true
      }
    }
    return false
  }
}
