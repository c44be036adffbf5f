import Forms
import Foundation

/// Names of communes and provinces as they are compared.
package enum UnitNames {
  /// First words of a name that say what kind of unit it is.
  private static let kinds = [
    "xã", "phường", "thị trấn", "đặc khu", "tỉnh", "thành phố",
  ]

  /// The key of a name without the word for its kind.
  package static func key(_ name: String) -> String {
    withoutKind(Vocabulary.key(spaced(name)), kinds.map { Vocabulary.key($0) })
  }

  /// The same without marks, as folders are named: `xa-binh-luong`.
  package static func plain(_ name: String) -> String {
    withoutKind(unmarked(spaced(name)), kinds.map { unmarked($0) })
  }

  /// Whether a file's name says a unit, without marks and with any words around it: `thon-lang-mai-2025`.
  static func isPlain(_ name: String, in file: String) -> Bool {
    let words = " " + unmarked(spaced(file)) + " "
    return words.contains(" " + unmarked(spaced(name)) + " ")
  }

  private static func spaced(_ name: String) -> String {
    name.replacing("-", with: " ").replacing("_", with: " ")
  }

  private static func unmarked(_ text: String) -> String {
    let letters = text.lowercased().decomposedStringWithCanonicalMapping.unicodeScalars.filter {
      !(0x300...0x36F).contains($0.value)
    }
    return String(String.UnicodeScalarView(letters)).replacing("đ", with: "d")
      .split(separator: " ").joined(separator: " ")
  }

  private static func withoutKind(_ name: String, _ kinds: [String]) -> String {
    guard let kind = kinds.first(where: { name.hasPrefix($0 + " ") }) else { return name }
    return String(name.dropFirst(kind.count + 1))
  }
}
