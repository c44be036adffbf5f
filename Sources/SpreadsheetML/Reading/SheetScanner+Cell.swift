import Tabular

/// Cells that are not plain: formulas, inline texts, errors, dates as text, unusual addresses.
extension SheetScanner {
  /// What a cell holds, before anything of it is kept.
  private struct Content {
    var value: Range<Int>?
    var values = 0
    var inline: String?
    var formulaTag: ScannedTag?
    var formulaText = ""
    /// The formula at its place; `nil` for none.
    var formula: String?
    /// The index after the cell.
    var next = 0
  }

  /// Reads a cell to its end, and answers the index after it; nothing is kept before all of it is here.
  func cell(_ tag: ScannedTag, into builder: inout RowBuilder) throws(ScanStop) -> Int {
    if tag.isEmpty {
      if try start(tag, &builder) { builder.addBlank(style: tag.number("s") ?? 0) }
      return tag.next
    }
    var content = try content(from: tag.next)
    let isWanted = try start(tag, &builder)
    if let formula = content.formulaTag, isWanted || builder.wantsFormulas {
      content.formula = builder.formula(
        content.formulaText,
        type: formula.text("t"),
        index: formula.text("si")
      )
    }
    if isWanted { try add(content, tag.value("t"), tag.number("s") ?? 0, &builder) }
    return content.next
  }

  private func start(
    _ tag: ScannedTag,
    _ builder: inout RowBuilder
  ) throws(ScanStop) -> Bool {
    do throws(ContainerError) {
      guard let range = tag.value("r") else { return try builder.startCell(stated: nil) }
      if let reference = window.bytes.plainReference(range) {
        return try builder.startCell(reference)
      }
      return try builder.startCell(stated: window.bytes.text(range))
    } catch {
      throw .container(error)
    }
  }

  // MARK: - Content

  /// Reads the elements inside a cell, up to and with its closing tag.
  private func content(from start: Int) throws(ScanStop) -> Content {
    var content = Content()
    var index = start
    while true {
      index = try skipBlanks(index)
      guard window.bytes[index] == 0x3C else { throw .handOver }
      let child = try self.tag(at: index)
      if child.isClosing {
        guard child.named("c") else { throw .handOver }
        content.next = child.next
        return content
      }
      try child.checkAttributes(isKnown: true)
      if child.named("v") {
        let range = try textRange(child)
        content.value = range
        content.values += 1
        index = child.isEmpty ? child.next : try close("v", range.upperBound)
      } else if child.named("f") {
        let range = try textRange(child)
        content.formulaTag = child
        content.formulaText = try decoded(range)
        index = child.isEmpty ? child.next : try close("f", range.upperBound)
      } else if child.named("is"), !child.isEmpty {
        index = try inline(child, &content)
      } else {
        throw .handOver
      }
    }
  }

  /// Reads `<is><t>…</t></is>`; rich inline texts are libxml2's business.
  private func inline(_ tag: ScannedTag, _ content: inout Content) throws(ScanStop) -> Int {
    let inner = try self.tag(at: try skipBlanks(tag.next))
    guard inner.named("t"), !inner.isClosing else { throw .handOver }
    try inner.checkAttributes(isKnown: true)
    let range = try textRange(inner)
    content.inline = try decoded(range)
    let after = inner.isEmpty ? inner.next : try close("t", range.upperBound)
    return try close("is", try skipBlanks(after))
  }

  /// The text of an element up to the next tag.
  private func textRange(_ tag: ScannedTag) throws(ScanStop) -> Range<Int> {
    if tag.isEmpty { return tag.next..<tag.next }
    let (bytes, end) = (window.bytes, window.end)
    var index = tag.next
    while index < end, bytes[index] != 0x3C { index += 1 }
    if index - tag.next > limits.textBytes {
      throw .container(ContainerError(.limitExceeded, limit: .textBytes))
    }
    guard index < end else { throw .needMore }
    return tag.next..<index
  }

  /// The index after the closing tag of a name that must stand at an index.
  private func close(_ name: StaticString, _ index: Int) throws(ScanStop) -> Int {
    guard index < window.end else { throw .needMore }
    guard window.bytes[index] == 0x3C else { throw .handOver }
    let tag = try self.tag(at: index)
    guard tag.isClosing, tag.named(name) else { throw .handOver }
    return tag.next
  }

  /// A text with its five entities decoded; character references and odd bytes are libxml2's business.
  private func decoded(_ range: Range<Int>) throws(ScanStop) -> String {
    let bytes = window.bytes
    var isPlain = true
    var isASCII = true
    for index in range {
      let byte = bytes[index]
      if byte == 0x26 { isPlain = false }
      if byte < 0x20, byte != 0x0A, byte != 0x09 { throw .handOver }
      if byte >= 0x80 { isASCII = false }
      // "]]>" is no text in XML.
      if byte == 0x3E, index > range.lowerBound, bytes[index - 1] == 0x5D { throw .handOver }
    }
    guard isASCII || PlainBytes.isText(bytes, range) else { throw .handOver }
    let text = bytes.text(range)
    if isPlain { return text }
    guard let result = XMLEntities.decode(text) else { throw .handOver }
    return result
  }

  // MARK: - Values

  private func add(
    _ content: Content,
    _ type: Range<Int>?,
    _ style: Int,
    _ builder: inout RowBuilder
  ) throws(ScanStop) {
    let formula = content.formula
    let name = type.map { window.bytes.text($0) } ?? "n"
    if content.values > 1 { builder.note(.valueTwice) }
    if name == "inlineStr", let inline = content.inline {
      let text = StringEscapes.decode(inline)
      builder.addText(.localText, text, style: style, formula: formula)
      return
    }
    guard let range = content.value, !range.isEmpty || name == "str" else {
      if let inline = content.inline, !inline.isEmpty {
        builder.note(.hiddenText)
        let text = StringEscapes.decode(inline)
        builder.addText(.localText, text, style: style, formula: formula)
        return
      }
      if formula != nil { builder.add(.missingResult, 0, style: style, formula: formula) }
      return
    }
    if content.inline?.isEmpty == false { builder.note(.valueTwice) }
    if name == "n", let number = DecimalBytes.read(window.bytes + range.lowerBound, range.count) {
      builder.addNumber(number, style: style, formula: formula)
    } else if name == "s", let index = window.bytes.wholeNumber(range) {
      builder.addSharedText(index, style: style, formula: formula)
    } else {
      builder.addValue(try decoded(range), type: name, style: style, formula: formula)
    }
  }
}
