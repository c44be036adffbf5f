/// Replaces single values in the bytes of an XML part; every other byte stays as it is.
struct PartEditor {
  let markup: Markup
  private var splices: [(range: Range<Int>, bytes: [UInt8])] = []
  private var removed: Set<Int> = []

  init(_ markup: Markup) { self.markup = markup }

  /// Whether anything was replaced.
  var isChanged: Bool { !splices.isEmpty }

  // MARK: - Changes

  /// Replaces a stretch of the part.
  mutating func replace(_ range: Range<Int>, _ bytes: [UInt8]) {
    guard !markup.bytes[range].elementsEqual(bytes) else { return }
    splices.append((range, bytes))
  }

  /// Puts text between two bytes of the part.
  mutating func insert(_ text: String, at index: Int) {
    splices.append((index..<index, Array(text.utf8)))
  }

  /// Gives an attribute a value, adds it where it is absent.
  mutating func set(_ name: String, _ value: String, of index: Int) {
    let element = markup.elements[index]
    let text = Array(Self.escaped(value, inAttribute: true).utf8)
    if let attribute = element.attributes.first(where: { $0.name == name }) {
      replace(attribute.value, text)
      return
    }
    let end = element.attributes.last?.whole.upperBound ?? nameEnd(of: element)
    splices.append((end..<end, Array(" \(name)=\"".utf8) + text + [0x22]))
  }

  /// Takes an attribute away.
  mutating func unset(_ name: String, of index: Int) {
    guard let found = markup.elements[index].attributes.first(where: { $0.name == name }) else {
      return
    }
    splices.append((found.whole, []))
  }

  /// Replaces the text inside an element.
  mutating func setText(_ text: String, of index: Int) {
    guard text != markup.text(of: index) else { return }
    replace(markup.elements[index].content, Array(Self.escaped(text).utf8))
  }

  /// Takes an element away with all that is in it.
  mutating func remove(_ index: Int) {
    guard removed.insert(index).inserted else { return }
    splices.append((markup.elements[index].whole, []))
  }

  /// Whether an element, or one around it, is taken away.
  func isRemoved(_ index: Int) -> Bool {
    var next: Int? = index
    while let element = next {
      if removed.contains(element) { return true }
      next = markup.elements[element].parent
    }
    return false
  }

  /// Takes away the elements of some names that lost all elements in them, inner ones first.
  mutating func removeEmptied(_ names: Set<String>) {
    for index in markup.elements.indices.reversed()
    where names.contains(markup.elements[index].name) {
      let children = markup.children(of: index)
      if !children.isEmpty, children.allSatisfy({ removed.contains($0) }) { remove(index) }
    }
  }

  // MARK: - New elements

  static let declaration = "<?xml version=\"1.0\" encoding=\"UTF-8\" standalone=\"yes\"?>\n"

  /// The prefix of an element's name with its colon; empty where there is none.
  func prefix(of index: Int) -> String {
    let tag = markup.elements[index].tag
    let name = markup.bytes[(tag.lowerBound + 1)..<nameEnd(at: tag)]
    guard let colon = name.lastIndex(of: UInt8(ascii: ":")) else { return "" }
    return String(decoding: name[...colon], as: UTF8.self)
  }

  /// An element, written without a prefix, as it can stand in this part: where the part's own elements
  /// have a prefix, it states the namespace.
  func qualified(_ element: String) -> String {
    guard !prefix(of: 0).isEmpty, let end = element.firstIndex(where: { " />".contains($0) }) else {
      return element
    }
    return element[..<end] + " xmlns=\"\(markup.elements[0].namespace)\"" + element[end...]
  }

  /// Puts an element, written without a prefix, at the end of another one.
  mutating func append(_ element: String, to index: Int) {
    let parent = markup.elements[index]
    let own = qualified(element)
    guard parent.tag == parent.whole, markup.bytes[parent.tag.upperBound - 2] == UInt8(ascii: "/")
    else { return insert(own, at: parent.content.upperBound) }
    let name = markup.bytes[(parent.tag.lowerBound + 1)..<nameEnd(at: parent.tag)]
    let slash = parent.tag.upperBound - 2
    let closing = ">" + own + "</" + String(decoding: name, as: UTF8.self) + ">"
    splices.append((slash..<parent.tag.upperBound, Array(closing.utf8)))
  }

  /// Puts an element, written without a prefix, into the root after the last one of some names.
  mutating func insertAfter(_ names: Set<String>, _ element: String) {
    let last = markup.elements.indices.last { index in
      markup.elements[index].parent == 0 && names.contains(markup.elements[index].name)
    }
    let place = last.map { markup.elements[$0].whole.upperBound }
    insert(qualified(element), at: place ?? markup.elements[0].content.lowerBound)
  }

  /// Where the name of a tag ends.
  private func nameEnd(at tag: Range<Int>) -> Int {
    markup.bytes[(tag.lowerBound + 1)..<tag.upperBound].firstIndex {
      $0 <= 0x20 || $0 == UInt8(ascii: ">") || $0 == UInt8(ascii: "/")
    } ?? tag.upperBound
  }

  private func nameEnd(of element: Markup.Element) -> Int {
    var index = element.tag.upperBound - 1
    if markup.bytes[index - 1] == UInt8(ascii: "/") { index -= 1 }
    return index
  }

  // MARK: - Result

  /// The part, or a stretch of it, with all changes.
  func result(in range: Range<Int>? = nil) -> [UInt8] {
    let range = range ?? markup.bytes.startIndex..<markup.bytes.endIndex
    var result: [UInt8] = []
    var copied = range.lowerBound
    let own = splices.filter {
      $0.range.lowerBound >= range.lowerBound && $0.range.upperBound <= range.upperBound
    }
    let ordered = own.enumerated().sorted {
      // The widest first: what is inside a stretch that goes, goes with it.
      let (left, right) = ($0.element.range, $1.element.range)
      if left.lowerBound != right.lowerBound { return left.lowerBound < right.lowerBound }
      if left.isEmpty != right.isEmpty { return left.isEmpty }
      if left.upperBound != right.upperBound { return left.upperBound > right.upperBound }
      return $0.offset < $1.offset
    }
    for (_, splice) in ordered where splice.range.lowerBound >= copied {
      result += markup.bytes[copied..<splice.range.lowerBound]
      result += splice.bytes
      copied = splice.range.upperBound
    }
    return result + markup.bytes[copied..<range.upperBound]
  }

  /// Text for XML.
  static func escaped(_ text: String, inAttribute: Bool = false) -> String {
    var result = ""
    for scalar in text.unicodeScalars {
      switch scalar {
      case "&": result += "&amp;"
      case "<": result += "&lt;"
      case ">": result += "&gt;"
      case "\"" where inAttribute: result += "&quot;"
      case "\n" where inAttribute: result += "&#10;"
      default: result.unicodeScalars.append(scalar)
      }
    }
    return result
  }
}
