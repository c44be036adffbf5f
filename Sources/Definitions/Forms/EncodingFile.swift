import Forms
import VietnameseText

/// Reads `templates/encodings/*.yaml`.
enum EncodingFile {
  /// The encoding in a file; what is wrong goes to the log.
  static func read(_ text: String, file: String, log: DefinitionLog) -> LegacyEncoding? {
    guard let root = DefinitionNode.parse(text, file: file, log: log),
      var reader = MappingReader(root, log: log)
    else { return nil }
    let id = reader.string("id")
    let names = reader.strings("names")
    let isForOptionOnly = reader.optionalString("detect") == "never"
    let fonts = reader.strings("fonts")
    let suffix = reader.optionalString("capital-suffix")
    var letters: [(bytes: [UInt8], letter: Unicode.Scalar)] = []
    for (key, value) in reader.required("letters")?.pairs ?? [] {
      let bytes = (key.string ?? "").split(separator: " ").compactMap { UInt8($0, radix: 16) }
      let composed = CanonicalText.compose(value.string ?? "").unicodeScalars
      guard (1...2).contains(bytes.count), composed.count == 1, let letter = composed.first else {
        log.report("not-a-letter", at: key, ["found": "\(key.string ?? "") \(value.string ?? "")"])
        continue
      }
      letters.append((bytes, letter))
    }
    reader.finish()
    return LegacyEncoding(
      id: id,
      names: names,
      isForOptionOnly: isForOptionOnly,
      fonts: fonts,
      capitalSuffix: suffix,
      letters: letters
    )
  }
}
