package import Tabular

/// Writes JSON text with the keys in the order given, as the outer contract shows them.
package indirect enum JSONText: Sendable {
  case null
  case flag(Bool)
  case number(ExactDecimal)
  case double(Double)
  case text(String)
  case list([JSONText])
  case object([(String, JSONText?)])

  /// A whole number.
  package static func whole(_ value: Int) -> JSONText {
    ExactDecimal(significand: Int128(value), exponent: 0).map { .number($0) } ?? .null
  }

  /// A text, or null.
  package static func optional(_ text: String?) -> JSONText { text.map { .text($0) } ?? .null }

  /// The JSON on one line; keys with `nil` are left out.
  package var line: String {
    var result = ""
    write(to: &result)
    return result
  }

  private func write(to result: inout String) {
    switch self {
    case .null: result += "null"
    case .flag(let flag): result += flag ? "true" : "false"
    case .number(let number): result += "\(number)"
    case .double(let number):
      if number == number.rounded(), abs(number) < 1e15 {
        result += "\(Int(number))"
      } else {
        result += number.isFinite ? "\(number)" : "null"
      }
    case .text(let text): Self.quote(text, to: &result)
    case .list(let items):
      result += "["
      for (index, item) in items.enumerated() {
        if index > 0 { result += "," }
        item.write(to: &result)
      }
      result += "]"
    case .object(let pairs):
      result += "{"
      var isFirst = true
      for (key, value) in pairs {
        guard let value else { continue }
        if !isFirst { result += "," }
        isFirst = false
        Self.quote(key, to: &result)
        result += ":"
        value.write(to: &result)
      }
      result += "}"
    }
  }

  private static func quote(_ text: String, to result: inout String) {
    result += "\""
    // Runs without a sign that needs an escape are copied whole.
    var start = text.utf8.startIndex
    for index in text.utf8.indices {
      let byte = text.utf8[index]
      guard byte < 0x20 || byte == 0x22 || byte == 0x5C else { continue }
      result += text[start..<index]
      start = text.utf8.index(after: index)
      switch byte {
      case 0x22: result += "\\\""
      case 0x5C: result += "\\\\"
      case 0x0A: result += "\\n"
      case 0x0D: result += "\\r"
      case 0x09: result += "\\t"
      default:
        let digits = String(byte, radix: 16)
        result += "\\u" + String(repeating: "0", count: 4 - digits.count) + digits
      }
    }
    if start == text.utf8.startIndex { result += text } else { result += text[start...] }
    result += "\""
  }
}
