import Tabular

/// Why data cannot be read: what is wrong, and where.
package struct FillDataProblem: Error, Hashable, Sendable {
  /// A variant of `template-error` in the message catalogue.
  package var problem: String
  /// The line, from 1.
  package var line: Int
  /// The byte within the line, from 1.
  package var column: Int
  /// The text that it is about.
  package var detail: String
}

/// Reads JSON (RFC 8259) strictly, with every number exact.
///
/// Foundation's reader would round a number of more than 17 digits, take the last of two equal keys and
/// pass over a comma too many, all in silence, and it knows no line: too little for figures that somebody
/// signs.
struct FillDataReader {
  private let bytes: UnsafeBufferPointer<UInt8>
  private var at = 0
  private var depth = 0

  /// Deeper than any data of a form; keeps hostile data from the stack's end.
  private static let depthLimit = 256
  /// A cell holds a double, which Excel shows with at most 15 digits.
  private static let digitLimit = 15

  static func read(_ bytes: UnsafeBufferPointer<UInt8>) throws(FillDataProblem) -> FillData {
    var reader = FillDataReader(bytes)
    if bytes.count >= 3, bytes[0] == 0xEF, bytes[1] == 0xBB, bytes[2] == 0xBF { reader.at = 3 }
    let value = try reader.value()
    reader.skipBlanks()
    guard reader.at == bytes.count else { throw reader.problem("bad-data", reader.at) }
    return value
  }

  private init(_ bytes: UnsafeBufferPointer<UInt8>) { self.bytes = bytes }

  private mutating func value() throws(FillDataProblem) -> FillData {
    skipBlanks()
    guard at < bytes.count else { throw problem("bad-data", at) }
    switch bytes[at] {
    case UInt8(ascii: "{"):
      return try nested { (self) throws(FillDataProblem) in try self.object() }
    case UInt8(ascii: "["): return try nested { (self) throws(FillDataProblem) in try self.list() }
    case UInt8(ascii: "\""): return .text(try string())
    case UInt8(ascii: "t"): return try word("true", .flag(true))
    case UInt8(ascii: "f"): return try word("false", .flag(false))
    case UInt8(ascii: "n"): return try word("null", .null)
    default: return try number()
    }
  }

  private mutating func nested(
    _ body: (inout Self) throws(FillDataProblem) -> FillData
  ) throws(FillDataProblem) -> FillData {
    guard depth < Self.depthLimit else { throw problem("bad-data", at) }
    depth += 1
    at += 1
    defer { depth -= 1 }
    return try body(&self)
  }

  private mutating func object() throws(FillDataProblem) -> FillData {
    var fields: [String: FillData] = [:]
    if take("}") { return .object(fields) }
    repeat {
      skipBlanks()
      let start = at
      guard start < bytes.count, bytes[start] == UInt8(ascii: "\"") else {
        throw problem("bad-data", start)
      }
      let key = try string()
      guard fields[key] == nil else { throw problem("repeated-key", start, key) }
      guard take(":") else { throw problem("bad-data", at) }
      fields[key] = try value()
    } while take(",")
    guard take("}") else { throw problem("bad-data", at) }
    return .object(fields)
  }

  private mutating func list() throws(FillDataProblem) -> FillData {
    var elements: [FillData] = []
    if take("]") { return .list(elements) }
    repeat { elements.append(try value()) } while take(",")
    guard take("]") else { throw problem("bad-data", at) }
    return .list(elements)
  }

  private mutating func word(
    _ word: StaticString,
    _ value: FillData
  ) throws(FillDataProblem) -> FillData {
    for offset in 0..<word.utf8CodeUnitCount {
      guard at + offset < bytes.count, bytes[at + offset] == word.utf8Start[offset] else {
        throw problem("bad-data", at)
      }
    }
    at += word.utf8CodeUnitCount
    return value
  }

  // MARK: - Numbers

  private mutating func number() throws(FillDataProblem) -> FillData {
    let start = at
    _ = skip("-")
    let whole = digits()
    let isLeadingZero = whole > 1 && bytes[at - whole] == UInt8(ascii: "0")
    guard whole > 0, !isLeadingZero else { throw problem("bad-data", start) }
    var isFraction = false
    if skip(".") {
      isFraction = true
      guard digits() > 0 else { throw problem("bad-data", start) }
    }
    if skip("e") || skip("E") {
      isFraction = true
      if !skip("+") { _ = skip("-") }
      guard digits() > 0 else { throw problem("bad-data", start) }
    }
    let text = String(decoding: bytes[start..<at], as: UTF8.self)
    if !isFraction, whole <= Self.digitLimit, let whole = Int(text),
      let exact = ExactDecimal(significand: Int128(whole), exponent: 0)
    {
      return .number(exact)
    }
    // The tail that a program's double leaves (0.30000000000000004) is its own affair; the digits of an
    // account or a code are not.
    guard isFraction, let double = Double(text), let exact = PlainNumber.exact(double),
      abs(double) < 1e15
    else { throw problem("long-number", start, text) }
    return .number(exact)
  }

  private mutating func digits() -> Int {
    let start = at
    while at < bytes.count, bytes[at] >= UInt8(ascii: "0"), bytes[at] <= UInt8(ascii: "9") {
      at += 1
    }
    return at - start
  }

  // MARK: - Strings

  private mutating func string() throws(FillDataProblem) -> String {
    let start = at
    at += 1
    var text: [UInt8] = []
    while at < bytes.count {
      let byte = bytes[at]
      at += 1
      switch byte {
      case UInt8(ascii: "\""):
        guard let decoded = String(validating: text, as: UTF8.self) else {
          throw problem("bad-data", start)
        }
        return decoded
      case UInt8(ascii: "\\"): text.append(contentsOf: String(try escape()).utf8)
      case 0..<0x20: throw problem("bad-data", at - 1)
      default: text.append(byte)
      }
    }
    throw problem("bad-data", start)
  }

  private mutating func escape() throws(FillDataProblem) -> Character {
    let start = at - 1
    guard at < bytes.count else { throw problem("bad-data", start) }
    let byte = bytes[at]
    at += 1
    switch byte {
    case UInt8(ascii: "n"): return "\n"
    case UInt8(ascii: "t"): return "\t"
    case UInt8(ascii: "r"): return "\r"
    case UInt8(ascii: "b"): return "\u{8}"
    case UInt8(ascii: "f"): return "\u{C}"
    case UInt8(ascii: "\""), UInt8(ascii: "\\"), UInt8(ascii: "/"):
      return Character(Unicode.Scalar(byte))
    case UInt8(ascii: "u"): return try scalar(start)
    default: throw problem("bad-data", start)
    }
  }

  /// `\u1ECD`, or the two halves of a character outside the basic plane.
  private mutating func scalar(_ start: Int) throws(FillDataProblem) -> Character {
    var units = [try unit(start)]
    if UTF16.isLeadSurrogate(units[0]), skip("\\"), skip("u") { units.append(try unit(start)) }
    guard let text = String(validating: units, as: UTF16.self), let only = text.first else {
      throw problem("bad-data", start)
    }
    return only
  }

  private mutating func unit(_ start: Int) throws(FillDataProblem) -> UInt16 {
    guard at + 4 <= bytes.count,
      bytes[at..<at + 4].allSatisfy({ Character(Unicode.Scalar($0)).isHexDigit }),
      let unit = UInt16(String(decoding: bytes[at..<at + 4], as: UTF8.self), radix: 16)
    else { throw problem("bad-data", start) }
    at += 4
    return unit
  }

  // MARK: - Bytes

  private mutating func skipBlanks() {
    while at < bytes.count, [0x20, 0x0A, 0x0D, 0x09].contains(bytes[at]) { at += 1 }
  }

  /// Passes over blanks and then the mark; `false` leaves only the blanks behind.
  private mutating func take(_ mark: Unicode.Scalar) -> Bool {
    skipBlanks()
    return skip(mark)
  }

  private mutating func skip(_ mark: Unicode.Scalar) -> Bool {
    guard at < bytes.count, bytes[at] == UInt8(ascii: mark) else { return false }
    at += 1
    return true
  }

  private func problem(_ problem: String, _ place: Int, _ detail: String? = nil) -> FillDataProblem
  {
    let before = bytes[..<min(place, bytes.count)]
    let line = before.count { $0 == 0x0A } + 1
    let column = before.count - (before.lastIndex(of: 0x0A).map { $0 + 1 } ?? 0) + 1
    let rest = bytes[min(place, bytes.count)...].prefix(20).prefix { $0 != 0x0A && $0 != 0x0D }
    return FillDataProblem(
      problem: problem,
      line: line,
      column: column,
      detail: detail ?? String(decoding: rest, as: UTF8.self)
    )
  }
}
