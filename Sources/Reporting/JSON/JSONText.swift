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
    var bytes: [UInt8] = []
    write(to: &bytes)
    return String(decoding: bytes, as: UTF8.self)
  }

  /// Appends the JSON on one line as UTF-8.
  package func write(to bytes: inout [UInt8]) {
    switch self {
    case .null: bytes += "null".utf8
    case .flag(let flag): bytes += (flag ? "true" : "false").utf8
    case .number(let number): bytes += "\(number)".utf8
    case .double(let number):
      if number == number.rounded(), abs(number) < 1e15 {
        bytes += "\(Int(number))".utf8
      } else {
        bytes += (number.isFinite ? "\(number)" : "null").utf8
      }
    case .text(let text): Self.quote(text, to: &bytes)
    case .list(let items):
      bytes.append(UInt8(ascii: "["))
      for (index, item) in items.enumerated() {
        if index > 0 { bytes.append(UInt8(ascii: ",")) }
        item.write(to: &bytes)
      }
      bytes.append(UInt8(ascii: "]"))
    case .object(let pairs):
      bytes.append(UInt8(ascii: "{"))
      var isFirst = true
      for (key, value) in pairs {
        guard let value else { continue }
        if !isFirst { bytes.append(UInt8(ascii: ",")) }
        isFirst = false
        Self.quote(key, to: &bytes)
        bytes.append(UInt8(ascii: ":"))
        value.write(to: &bytes)
      }
      bytes.append(UInt8(ascii: "}"))
    }
  }

  private static func quote(_ text: String, to bytes: inout [UInt8]) {
    bytes.append(UInt8(ascii: "\""))
    let isDone: Void? = text.utf8.withContiguousStorageIfAvailable { escape($0, to: &bytes) }
    if isDone == nil { Array(text.utf8).withUnsafeBufferPointer { escape($0, to: &bytes) } }
    bytes.append(UInt8(ascii: "\""))
  }

  /// Appends a text; runs without a sign that needs an escape are copied whole.
  private static func escape(_ text: UnsafeBufferPointer<UInt8>, to bytes: inout [UInt8]) {
    var start = 0
    for (index, byte) in text.enumerated() {
      guard byte < 0x20 || byte == 0x22 || byte == 0x5C else { continue }
      bytes.append(contentsOf: UnsafeBufferPointer(rebasing: text[start..<index]))
      start = index + 1
      bytes.append(0x5C)
      switch byte {
      case 0x22, 0x5C: bytes.append(byte)
      case 0x0A: bytes.append(UInt8(ascii: "n"))
      case 0x0D: bytes.append(UInt8(ascii: "r"))
      case 0x09: bytes.append(UInt8(ascii: "t"))
      default:
        let digits = String(byte, radix: 16)
        bytes += ("u" + String(repeating: "0", count: 4 - digits.count) + digits).utf8
      }
    }
    bytes.append(contentsOf: UnsafeBufferPointer(rebasing: text[start...]))
  }
}
