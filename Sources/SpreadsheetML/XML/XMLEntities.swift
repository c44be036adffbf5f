/// The five entities that XML has of itself, and character references.
enum XMLEntities {
  /// The text with its entities decoded; `nil` where it holds anything else after an ampersand.
  static func decode(_ text: String) -> String? {
    guard text.utf8.contains(0x26) else { return text }
    var result: [UInt8] = []
    var rest = Array(text.utf8)[...]
    while let byte = rest.popFirst() {
      guard byte == 0x26 else {
        result.append(byte)
        continue
      }
      guard let end = rest.firstIndex(of: 0x3B), end - rest.startIndex <= 9 else { return nil }
      switch String(decoding: rest[..<end], as: UTF8.self) {
      case "amp": result.append(0x26)
      case "lt": result.append(0x3C)
      case "gt": result.append(0x3E)
      case "quot": result.append(0x22)
      case "apos": result.append(0x27)
      case let reference:
        guard let scalar = scalar(reference), let bytes = UTF8.encode(scalar) else { return nil }
        result.append(contentsOf: bytes)
      }
      rest = rest[(end + 1)...]
    }
    return String(decoding: result, as: UTF8.self)
  }

  /// `#225` or `#xE1` as a scalar that XML allows (XML 1.0, production Char).
  private static func scalar(_ reference: String) -> Unicode.Scalar? {
    guard reference.hasPrefix("#") else { return nil }
    let digits = reference.dropFirst()
    let value =
      digits.hasPrefix("x") ? UInt32(digits.dropFirst(), radix: 16) : UInt32(digits, radix: 10)
    guard let value, value >= 0x20 || value == 0x09 || value == 0x0A || value == 0x0D,
      value != 0xFFFE, value != 0xFFFF
    else { return nil }
    return Unicode.Scalar(value)
  }
}
