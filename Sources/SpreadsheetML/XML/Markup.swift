/// The elements of an XML part with their places, so that single values can be replaced in its bytes.
///
/// Only UTF-8 without a document type. An element that is never closed, as VML has them (`<br>`),
/// counts as empty.
struct Markup {
  /// An attribute; the places are those in the part.
  struct Attribute {
    /// The name with its prefix.
    var name: String
    /// What stands between the quotes, not decoded.
    var value: Range<Int>
    /// The attribute with the blank before it.
    var whole: Range<Int>
  }

  struct Element {
    /// The namespace, empty where there is none.
    var namespace: String
    /// The name without its prefix.
    var name: String
    /// The opening tag, from `<` to `>`.
    var tag: Range<Int>
    var isEmpty: Bool
    var attributes: [Attribute]
    /// What stands between the tags.
    var content: Range<Int>
    /// Everything from the opening to the closing tag.
    var whole: Range<Int>
    /// The index of the element around this one.
    var parent: Int?
  }

  let bytes: [UInt8]
  /// All elements in the order of their opening tags.
  private(set) var elements: [Element] = []

  private var open: [Int] = []
  private var namespaces: [(prefix: String, uri: String, depth: Int)] = []

  /// Finds the elements; `nil` for what is no plain UTF-8 XML.
  ///
  /// `skipping` is a stretch of whole elements that is passed over.
  init?(_ bytes: [UInt8], skipping: Range<Int>? = nil) {
    self.bytes = bytes
    guard Self.isUTF8(bytes) else { return nil }
    var index = 0
    while let start = bytes[index...].firstIndex(of: UInt8(ascii: "<")) {
      if let skipping, skipping.contains(start) {
        index = skipping.upperBound
        continue
      }
      guard let end = tag(at: start) else { return nil }
      index = end
    }
    // What was never closed has nothing inside it, as far as anybody can tell.
    guard !elements.isEmpty, open.allSatisfy({ $0 != 0 }) else { return nil }
  }

  private static func isUTF8(_ bytes: [UInt8]) -> Bool {
    guard let first = bytes.first, first == 0x3C || bytes.starts(with: [0xEF, 0xBB, 0xBF]) else {
      return false
    }
    let head = String(decoding: bytes.prefix(200), as: UTF8.self).lowercased()
    guard let mark = head.firstRange(of: "encoding="), let end = head.firstRange(of: "?>"),
      mark.upperBound < end.lowerBound
    else { return true }
    return head[mark.upperBound...].dropFirst().hasPrefix("utf-8")
  }

  // MARK: - Tags

  /// Takes what begins with a `<`; gives where it ends, `nil` where it is no markup.
  private mutating func tag(at start: Int) -> Int? {
    guard start + 1 < bytes.count else { return nil }
    switch bytes[start + 1] {
    case UInt8(ascii: "?"): return end(of: "?>", from: start)
    case UInt8(ascii: "!"):
      if has("<!--", at: start) { return end(of: "-->", from: start + 4) }
      return has("<![CDATA[", at: start) ? end(of: "]]>", from: start) : nil
    case UInt8(ascii: "/"): return closing(at: start)
    default: return opening(at: start)
    }
  }

  private mutating func closing(at start: Int) -> Int? {
    guard let end = bytes[start...].firstIndex(of: UInt8(ascii: ">")) else { return nil }
    let name = bytes[(start + 2)..<end].prefix { !Self.isBlank($0) }
    while let last = open.popLast() {
      let tag = elements[last].tag
      namespaces.removeAll { $0.depth > open.count }
      let own = bytes[(tag.lowerBound + 1)..<tag.upperBound].prefix {
        !Self.isBlank($0) && $0 != UInt8(ascii: ">") && $0 != UInt8(ascii: "/")
      }
      if own.elementsEqual(name) {
        elements[last].isEmpty = false
        elements[last].content = tag.upperBound..<start
        elements[last].whole = tag.lowerBound..<(end + 1)
        return end + 1
      }
    }
    return nil
  }

  private mutating func opening(at start: Int) -> Int? {
    var index = start + 1
    while index < bytes.count, !Self.isBlank(bytes[index]), bytes[index] != UInt8(ascii: ">"),
      bytes[index] != UInt8(ascii: "/")
    {
      index += 1
    }
    let name = String(decoding: bytes[(start + 1)..<index], as: UTF8.self)
    guard !name.isEmpty, let (attributes, end) = attributes(from: index) else { return nil }
    let depth = open.count + 1
    for attribute in attributes where attribute.name.hasPrefix("xmlns") {
      let prefix = attribute.name == "xmlns" ? "" : String(attribute.name.dropFirst(6))
      namespaces.append((prefix, text(attribute.value), depth))
    }
    let parts = name.split(separator: ":", maxSplits: 1)
    let prefix = parts.count == 2 ? String(parts[0]) : ""
    let uri = namespaces.last { $0.prefix == prefix }?.uri ?? ""
    let isEmpty = bytes[end - 2] == UInt8(ascii: "/")
    elements.append(
      Element(
        namespace: uri,
        name: parts.last.map(String.init) ?? name,
        tag: start..<end,
        isEmpty: true,
        attributes: attributes,
        content: end..<end,
        whole: start..<end,
        parent: open.last
      )
    )
    if isEmpty {
      namespaces.removeAll { $0.depth == depth }
    } else {
      open.append(elements.count - 1)
    }
    return end
  }

  /// The attributes of a tag and where the tag ends.
  private func attributes(from start: Int) -> ([Attribute], Int)? {
    var result: [Attribute] = []
    var index = start
    while index < bytes.count {
      let blank = index
      while index < bytes.count, Self.isBlank(bytes[index]) { index += 1 }
      guard index < bytes.count else { return nil }
      if bytes[index] == UInt8(ascii: ">") { return (result, index + 1) }
      if bytes[index] == UInt8(ascii: "/") {
        guard index + 1 < bytes.count, bytes[index + 1] == UInt8(ascii: ">") else { return nil }
        return (result, index + 2)
      }
      let name = index
      while index < bytes.count, bytes[index] != UInt8(ascii: "="), !Self.isBlank(bytes[index]) {
        index += 1
      }
      let nameEnd = index
      while index < bytes.count, Self.isBlank(bytes[index]) || bytes[index] == UInt8(ascii: "=") {
        index += 1
      }
      guard index < bytes.count, bytes[index] == 0x22 || bytes[index] == 0x27,
        let quote = bytes[(index + 1)...].firstIndex(of: bytes[index])
      else { return nil }
      result.append(
        Attribute(
          name: String(decoding: bytes[name..<nameEnd], as: UTF8.self),
          value: (index + 1)..<quote,
          whole: blank..<(quote + 1)
        )
      )
      index = quote + 1
    }
    return nil
  }

  private static func isBlank(_ byte: UInt8) -> Bool {
    byte == 0x20 || byte == 0x0A || byte == 0x0D || byte == 0x09
  }

  private func has(_ word: String, at index: Int) -> Bool {
    bytes[index...].starts(with: word.utf8)
  }

  private func end(of word: String, from start: Int) -> Int? {
    var index = start
    while let found = bytes[index...].firstIndex(of: word.utf8.first ?? 0) {
      if has(word, at: found) { return found + word.utf8.count }
      index = found + 1
    }
    return nil
  }

  // MARK: - Values

  /// Bytes as text, with entities decoded.
  func text(_ range: Range<Int>) -> String {
    let text = String(decoding: bytes[range], as: UTF8.self)
    return XMLEntities.decode(text) ?? text
  }

  /// The text inside an element without elements in it.
  func text(of index: Int) -> String { text(elements[index].content) }

  /// The value of an attribute by its name with prefix; `nil` where it is absent.
  func value(_ name: String, of index: Int) -> String? {
    elements[index].attributes.first { $0.name == name }.map { text($0.value) }
  }

  /// The indices of the elements directly inside one.
  func children(of index: Int) -> [Int] {
    descendants(of: index).filter { elements[$0].parent == index }
  }

  /// The indices of all elements inside one.
  func descendants(of index: Int) -> Range<Int> {
    var end = index + 1
    while end < elements.count, elements[end].tag.lowerBound < elements[index].whole.upperBound {
      end += 1
    }
    return (index + 1)..<end
  }

  /// The first element of a name inside one.
  func descendant(_ name: String, of index: Int) -> Int? {
    descendants(of: index).first { elements[$0].name == name }
  }
}
