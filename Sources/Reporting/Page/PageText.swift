/// Text as it may stand in a page, wherever it comes from.
enum PageText {
  /// In an element or a quoted attribute.
  static func escaped(_ text: String) -> String {
    var result = ""
    for scalar in text.unicodeScalars {
      switch scalar {
      case "&": result += "&amp;"
      case "<": result += "&lt;"
      case ">": result += "&gt;"
      case "\"": result += "&quot;"
      case "'": result += "&#39;"
      default: result.unicodeScalars.append(isHarmless(scalar) ? scalar : "\u{FFFD}")
      }
    }
    return result
  }

  /// JSON in a script element: nothing in it ends the element.
  static func scripted(_ json: JSONText) -> String {
    var result = ""
    for scalar in json.line.unicodeScalars {
      switch scalar {
      case "<": result += "\\u003c"
      case ">": result += "\\u003e"
      case "&": result += "\\u0026"
      case "\u{2028}": result += "\\u2028"
      case "\u{2029}": result += "\\u2029"
      default: result.unicodeScalars.append(isHarmless(scalar) ? scalar : "\u{FFFD}")
      }
    }
    return result
  }

  /// No control character, and nothing that turns the direction of what follows.
  private static func isHarmless(_ scalar: Unicode.Scalar) -> Bool {
    switch scalar {
    case "\n", "\t": true
    case "\u{0}"..."\u{1F}", "\u{7F}", "\u{202A}"..."\u{202E}", "\u{2066}"..."\u{2069}": false
    default: true
    }
  }
}
