extension String {
  /// The text with its control characters as signs that can be seen: a line break in the name of a file ends
  /// no line, and no name moves the cursor or colours a terminal.
  package var visible: String {
    // C1 controls are C2 80 to C2 9F in UTF-8.
    var last: UInt8 = 0
    let isPlain = utf8.allSatisfy { byte in
      defer { last = byte }
      return byte >= 0x20 && byte != 0x7F && !(last == 0xC2 && byte < 0xA0)
    }
    if isPlain { return self }
    var result = ""
    for scalar in unicodeScalars {
      switch scalar.value {
      case 0..<0x20: result.unicodeScalars.append(Unicode.Scalar(0x2400 + scalar.value) ?? "?")
      case 0x7F: result += "\u{2421}"
      case 0x80..<0xA0: result += "\u{FFFD}"
      default: result.unicodeScalars.append(scalar)
      }
    }
    return result
  }
}
