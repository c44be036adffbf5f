import Tabular

/// Reads shared strings byte by byte: plain texts `<si><t>…</t></si>`, and texts in runs with their fonts.
///
/// At comments, unknown elements, other encodings it gives up, and libxml2 reads the part. It
/// reads as many texts as are asked for and goes on from there the next time.
struct SharedStringsScanner: ~Copyable {
  /// What a call came to.
  enum Outcome {
    /// The table has as many texts as were asked for.
    case enough
    /// The part is read to its end, and its checksum is right.
    case end
    /// libxml2 has to read the part.
    case handOver
  }

  private var window: ByteWindow
  private var isInside = false
  private let limits: Limits

  init(_ stream: consuming EntryStream, chunk: Int = 256 << 10) {
    limits = stream.limits
    window = ByteWindow(stream, chunk: chunk)
  }

  /// Reads on until the table has so many texts.
  mutating func read(
    into table: inout TextTable,
    runs: inout [Int: [TextRun]],
    count: Int
  ) throws(ContainerError) -> Outcome {
    if !isInside {
      while window.end < 1024, try window.refill() {}
      guard let start = head() else { return .handOver }
      window.position = start
      isInside = true
    }
    while table.count < count {
      var step = item(&table)
      if case .odd = step { step = richItem(&table, &runs) }
      switch step {
      case .next(let position):
        guard table.count <= limits.strings else {
          throw ContainerError(.limitExceeded, limit: .strings)
        }
        window.position = position
      case .needMore:
        // At the end of the part the last items are tried once more, with less look-ahead.
        if window.isAtEnd { return .handOver }
        _ = try window.refill()
      case .end(let position):
        window.position = position
        return try isOnlyBlank() ? .end : .handOver
      case .odd: return .handOver
      }
    }
    return .enough
  }

  private enum Step {
    case next(Int)
    case end(Int)
    case needMore
    case odd
  }

  /// The index after the root's opening tag; the declaration may only name UTF-8.
  private func head() -> Int? {
    let bytes = window.bytes
    let end = min(window.end, 1024)
    guard let first = PlainBytes.declarationEnd(bytes, end) else { return nil }
    var index = first > 3 ? skipBlanks(first) : first
    guard window.has("<sst ", index) else { return nil }
    let start = index
    while index < end, bytes[index] != 0x3E { index += 1 }
    guard index < end, bytes[index - 1] != 0x2F else { return nil }
    let tag = start..<index
    guard
      let found = try? ScannedTag(at: start, in: window, limits: limits), found.next == index + 1,
      (try? found.checkAttributes(isKnown: false)) != nil,
      PlainBytes.contains(
        "xmlns=\"http://schemas.openxmlformats.org/spreadsheetml/2006/main\"",
        bytes,
        tag
      )
        || PlainBytes.contains(
          "xmlns=\"http://purl.oclc.org/ooxml/spreadsheetml/main\"",
          bytes,
          tag
        )
    else { return nil }
    return found.next
  }

  private func skipBlanks(_ start: Int) -> Int {
    var index = start
    while index < window.end, ScannedTag.isBlank(window.bytes[index]) { index += 1 }
    return index
  }

  private func item(_ table: inout TextTable) -> Step {
    var index = skipBlanks(window.position)
    guard window.end - index >= 16 else {
      if window.has("</sst>", index) { return .end(index + 6) }
      return .needMore
    }
    if window.has("</sst>", index) { return .end(index + 6) }
    guard window.has("<si>", index) else { return .odd }
    index = skipBlanks(index + 4)
    if window.end - index < 32, !window.isAtEnd { return .needMore }
    return text(index, &table)
  }

  private func text(_ start: Int, _ table: inout TextTable) -> Step {
    var index = start
    if window.has("<t>", index) {
      index += 3
    } else if window.has("<t xml:space=\"preserve\">", index) {
      index += 24
    } else if window.has("<t/>", index) {
      return finish(skipBlanks(index + 4), &table) { $0.append("") }
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
      } else if byte == 0x3E, index > first, window.bytes[index - 1] == 0x5D {
        // "]]>" is no text in XML.
        return .odd
      } else if byte == 0x26 || byte == 0x5F || byte < 0x20 {
        // Entities, possible escapes, control bytes.
        if byte < 0x20, byte != 0x0A, byte != 0x09 { return .odd }
        isPlain = false
      }
      index += 1
    }
    // libxml2 says which limit a text this long exceeds.
    if index - first > limits.textBytes { return .odd }
    guard index < window.end else { return .needMore }
    guard window.end - index >= 4 || window.isAtEnd else { return .needMore }
    guard window.has("</t>", index) else { return .odd }
    let buffer = UnsafeBufferPointer(start: window.bytes + first, count: index - first)
    guard isASCII || PlainBytes.isText(window.bytes, first..<index) else { return .odd }
    if isPlain { return finish(skipBlanks(index + 4), &table) { $0.append(utf8: buffer) } }
    guard let text = XMLEntities.decode(String(decoding: buffer, as: UTF8.self)) else {
      return .odd
    }
    return finish(skipBlanks(index + 4), &table) { $0.append(StringEscapes.decode(text)) }
  }

  /// Adds the text when its item ends here; an item with more in it is not plain.
  private func finish(
    _ index: Int,
    _ table: inout TextTable,
    _ add: (inout TextTable) -> Void
  ) -> Step {
    guard window.end - index >= 5 || window.isAtEnd else { return .needMore }
    guard window.has("</si>", index) else { return .odd }
    add(&table)
    return .next(index + 5)
  }

  // MARK: - Texts in runs

  /// What the elements of an item are; others are libxml2's business.
  private enum Element {
    case run, properties, text, phonetic
  }

  /// Reads an item of any content that programs write: runs with properties, phonetic runs.
  private func richItem(_ table: inout TextTable, _ runs: inout [Int: [TextRun]]) -> Step {
    var rich = RichText()
    var path: [Element] = []
    let start = skipBlanks(window.position)
    guard window.has("<si>", start) else { return .odd }
    var index = start + 4
    do throws(ScanStop) {
      while true {
        let end = try contentEnd(index, isText: path.last == .text)
        if path.last == .text, !path.contains(.phonetic) {
          rich.append(try decoded(index..<end))
        }
        // An item this long is judged by libxml2, which knows what exceeds which limit.
        if end - start > limits.textBytes { return .odd }
        let tag = try ScannedTag(at: end, in: window, limits: limits)
        index = tag.next
        if tag.isClosing {
          guard let last = path.popLast() else {
            guard tag.named("si") else { return .odd }
            break
          }
          guard tag.named(Self.name(last)) else { return .odd }
          if last == .run { rich.endRun() }
        } else {
          try tag.checkAttributes(isKnown: true)
          try open(tag, &path, &rich)
        }
      }
    } catch {
      if case .needMore = error { return .needMore }
      return .odd
    }
    rich.finish()
    let place = table.append(rich.text)
    if !rich.runs.isEmpty { runs[place] = rich.runs }
    return .next(index)
  }

  private static func name(_ element: Element) -> StaticString {
    switch element {
    case .run: "r"
    case .properties: "rPr"
    case .text: "t"
    case .phonetic: "rPh"
    }
  }

  /// Takes over an opening tag where such a one may stand.
  private func open(
    _ tag: ScannedTag,
    _ path: inout [Element],
    _ rich: inout RichText
  ) throws(ScanStop) {
    switch path.last {
    case .properties:
      guard tag.isEmpty else { throw .handOver }
      if tag.named("rFont") { rich.setFont(tag.text("val")) }
    case .text: throw .handOver
    case nil where tag.named("r"):
      rich.startRun()
      if tag.isEmpty { throw .handOver }
      path.append(.run)
    case nil where tag.named("phoneticPr"):
      guard tag.isEmpty else { throw .handOver }
    case nil where tag.named("rPh"):
      guard !tag.isEmpty else { throw .handOver }
      path.append(.phonetic)
    case .run where tag.named("rPr"): if !tag.isEmpty { path.append(.properties) }
    default:
      guard tag.named("t") else { throw .handOver }
      if !tag.isEmpty { path.append(.text) }
    }
  }

  /// The index of the next tag; only a text may hold more than white space before it.
  private func contentEnd(_ start: Int, isText: Bool) throws(ScanStop) -> Int {
    var index = start
    while index < window.end, window.bytes[index] != 0x3C {
      guard isText || ScannedTag.isBlank(window.bytes[index]) else { throw .handOver }
      index += 1
    }
    guard index < window.end else { throw index - start > limits.textBytes ? .handOver : .needMore }
    return index
  }

  /// The characters of a text with their entities decoded; the escapes are decoded run by run.
  private func decoded(_ range: Range<Int>) throws(ScanStop) -> String {
    let bytes = window.bytes
    for index in range {
      let byte = bytes[index]
      if byte < 0x20, byte != 0x0A, byte != 0x09 { throw .handOver }
      if byte == 0x3E, index > range.lowerBound, bytes[index - 1] == 0x5D { throw .handOver }
    }
    guard PlainBytes.isText(bytes, range), let text = XMLEntities.decode(bytes.text(range)) else {
      throw .handOver
    }
    return text
  }

  private mutating func isOnlyBlank() throws(ContainerError) -> Bool {
    while true {
      window.position = skipBlanks(window.position)
      if window.position < window.end { return false }
      if !(try window.refill()) { return true }
    }
  }
}
