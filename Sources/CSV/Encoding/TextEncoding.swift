package import VietnameseText

/// How the bytes of a text become letters.
package enum TextEncoding: Sendable {
  case utf8
  case utf16LittleEndian
  case utf16BigEndian
  /// One of the encodings of one byte a sign, with its table.
  case legacy(LegacyEncoding)

  /// The name that people give it.
  package var name: String {
    switch self {
    case .utf8: "utf-8"
    case .utf16LittleEndian: "utf-16le"
    case .utf16BigEndian: "utf-16be"
    case .legacy(let encoding): encoding.id
    }
  }

  /// The encoding of a name such as `utf-8`, `UTF16LE`, `TCVN3` or `cp1258`; `nil` for none.
  package init?(name: String, legacy: [LegacyEncoding]) {
    func folded(_ name: String) -> String {
      name.lowercased().filter { $0.isLetter || $0.isNumber }
    }
    let wanted = folded(name)
    switch wanted {
    case "utf8": self = .utf8
    case "utf16le", "utf16": self = .utf16LittleEndian
    case "utf16be": self = .utf16BigEndian
    default:
      let found = legacy.first { folded($0.id) == wanted || $0.names.map(folded).contains(wanted) }
      guard let found else { return nil }
      self = .legacy(found)
    }
  }

  /// The names to choose from.
  package static func names(legacy: [LegacyEncoding]) -> [String] {
    ["utf-8", "utf-16le", "utf-16be"] + legacy.map(\.id).sorted()
  }

  /// The text of bytes that were found to be in the encoding; UTF-16 stands in the window as UTF-8.
  func text(_ bytes: UnsafeBufferPointer<UInt8>) -> String {
    switch self {
    case .utf8, .utf16LittleEndian, .utf16BigEndian: String(decoding: bytes, as: UTF8.self)
    case .legacy(let encoding): encoding.decode(bytes)
    }
  }

  package var isUTF16: Bool {
    switch self {
    case .utf16LittleEndian, .utf16BigEndian: true
    case .utf8, .legacy: false
    }
  }

  /// The table of an old encoding.
  package var table: LegacyEncoding? {
    if case .legacy(let encoding) = self { encoding } else { nil }
  }
}

extension TextEncoding: Equatable {
  /// Equal by name.
  package static func == (left: Self, right: Self) -> Bool { left.name == right.name }
}
