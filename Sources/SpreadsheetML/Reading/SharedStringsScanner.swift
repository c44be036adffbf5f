import Tabular

/// Reads shared strings byte by byte where every item is one plain text: `<si><t>…</t></si>`.
///
/// Rich and phonetic texts, comments, other encodings: `nil`, and libxml2 reads the part.
struct SharedStringsScanner: ~Copyable {
  private var window: ByteWindow
  private var table = TextTable()

  init(_ stream: consuming EntryStream, chunk: Int = 256 << 10) {
    window = ByteWindow(stream, chunk: chunk)
  }

  consuming func read() throws(ContainerError) -> SharedStrings? {
    while window.end < 1024, try window.refill() {}
    guard let start = head() else { return nil }
    window.position = start
    while true {
      switch item() {
      case .next(let position): window.position = position
      case .needMore:
        // At the end of the part the last items are tried once more, with less look-ahead.
        if window.isAtEnd { return nil }
        _ = try window.refill()
      case .end(let position):
        window.position = position
        guard try isOnlyBlank() else { return nil }
        var result = SharedStrings()
        result.texts = table
        return result
      case .odd: return nil
      }
    }
  }

  private enum Step {
    case next(Int)
    case end(Int)
    case needMore
    case odd
  }

  /// The index after the root's opening tag; the declaration may only name UTF-8.
  private func head() -> Int? {
    let text = String(
      decoding: UnsafeBufferPointer(start: window.bytes, count: min(window.end, 1024)),
      as: UTF8.self
    )
    guard let root = text.range(ofASCII: "<sst"), let close = text[root...].firstIndex(of: ">")
    else {
      return nil
    }
    let declaration = text[..<root].lowercased()
    let start = text.unicodeScalars.first?.value
    guard start == 0x3C || start == 0xFEFF else { return nil }
    let tag = text[root...close]
    let isKnown =
      tag.range(ofASCII: "xmlns=\"http://schemas.openxmlformats.org/spreadsheetml/2006/main\"")
      != nil
      || tag.range(ofASCII: "xmlns=\"http://purl.oclc.org/ooxml/spreadsheetml/main\"") != nil
    let isUTF8 = !declaration.contains("encoding") || declaration.contains("utf-8")
    guard isKnown, isUTF8, !declaration.contains("<!"), !tag.hasSuffix("/>") else { return nil }
    return text[...close].utf8.count
  }

  private func has(_ word: StaticString, _ index: Int) -> Bool {
    guard index + word.utf8CodeUnitCount <= window.end else { return false }
    for offset in 0..<word.utf8CodeUnitCount
    where window.bytes[index + offset] != word.utf8Start[offset] {
      return false
    }
    return true
  }

  private func skipBlanks(_ start: Int) -> Int {
    var index = start
    while index < window.end, [0x20, 0x0A, 0x0D, 0x09].contains(window.bytes[index]) { index += 1 }
    return index
  }

  private mutating func item() -> Step {
    var index = skipBlanks(window.position)
    guard window.end - index >= 16 else {
      if has("</sst>", index) { return .end(index + 6) }
      return .needMore
    }
    if has("</sst>", index) { return .end(index + 6) }
    guard has("<si>", index) else { return .odd }
    index = skipBlanks(index + 4)
    if window.end - index < 32, !window.isAtEnd { return .needMore }
    return text(index)
  }

  private mutating func text(_ start: Int) -> Step {
    var index = start
    if has("<t>", index) {
      index += 3
    } else if has("<t xml:space=\"preserve\">", index) {
      index += 24
    } else if has("<t/>", index) {
      return finish(skipBlanks(index + 4)) { table in table.append("") }
    } else {
      return .odd
    }
    let first = index
    var isPlain = true
    var isASCII = true
    while index < window.end, window.bytes[index] != 0x3C {
      let byte = window.bytes[index]
      if byte >= 0x80 {
        isASCII = false
      } else if byte == 0x26 || byte == 0x5F || byte < 0x20 {
        // Entities, possible escapes, control bytes.
        if byte < 0x20, byte != 0x0A, byte != 0x09 { return .odd }
        isPlain = false
      }
      index += 1
    }
    // libxml2 says which limit a text this long exceeds.
    if index - first > Limits().textBytes { return .odd }
    guard index < window.end else { return .needMore }
    guard window.end - index >= 4 || window.isAtEnd else { return .needMore }
    guard has("</t>", index) else { return .odd }
    let buffer = UnsafeBufferPointer(start: window.bytes + first, count: index - first)
    guard isASCII || String(validating: buffer, as: UTF8.self) != nil else { return .odd }
    if isPlain { return finish(skipBlanks(index + 4)) { table in table.append(utf8: buffer) } }
    guard let text = XMLEntities.decode(String(decoding: buffer, as: UTF8.self)) else {
      return .odd
    }
    return finish(skipBlanks(index + 4)) { table in table.append(StringEscapes.decode(text)) }
  }

  /// Adds the text when its item ends here; an item with more in it is not plain.
  private mutating func finish(_ index: Int, _ add: (inout TextTable) -> Void) -> Step {
    guard window.end - index >= 5 || window.isAtEnd else { return .needMore }
    guard has("</si>", index) else { return .odd }
    add(&table)
    return .next(index + 5)
  }

  private mutating func isOnlyBlank() throws(ContainerError) -> Bool {
    while true {
      window.position = skipBlanks(window.position)
      if window.position < window.end { return false }
      if !(try window.refill()) { return true }
    }
  }
}

extension StringProtocol {
  /// Where an ASCII word first stands.
  fileprivate func range(ofASCII word: String) -> Index? {
    var index = startIndex
    while index < endIndex {
      if self[index...].hasPrefix(word) { return index }
      index = self.index(after: index)
    }
    return nil
  }
}
