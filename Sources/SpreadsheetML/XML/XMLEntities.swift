/// The five entities that XML has of itself; character references are left to libxml2.
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
      guard let end = rest.firstIndex(of: 0x3B), end - rest.startIndex <= 4 else { return nil }
      switch String(decoding: rest[..<end], as: UTF8.self) {
      case "amp": result.append(0x26)
      case "lt": result.append(0x3C)
      case "gt": result.append(0x3E)
      case "quot": result.append(0x22)
      case "apos": result.append(0x27)
      default: return nil
      }
      rest = rest[(end + 1)...]
    }
    return String(decoding: result, as: UTF8.self)
  }
}
