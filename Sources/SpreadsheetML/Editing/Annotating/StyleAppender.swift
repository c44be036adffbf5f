/// Adds fonts, fills, borders and cell formats to a styles part; those that are there keep their
/// bytes and their numbers (ECMA-376 Part 1, 18.8).
struct StyleAppender {
  /// A list of the part.
  enum List: String, CaseIterable {
    case fonts, fills, borders
    case formats = "cellXfs"
  }

  private static let main = "http://schemas.openxmlformats.org/spreadsheetml/2006/main"

  private let editor: PartEditor
  private let namespace: String
  private var lists: [List: Int] = [:]
  private var items: [List: [Int]] = [:]
  private var added: [List: [String]] = [:]
  /// What the cell formats of the part look like, once anybody asked.
  private var formatKeys: [String] = []

  /// `nil` for a part without one of the lists.
  init?(_ markup: Markup) {
    editor = PartEditor(markup)
    namespace = markup.elements.first?.namespace ?? Self.main
    for index in markup.elements.indices where markup.elements[index].parent == 0 {
      guard let list = List(rawValue: markup.elements[index].name) else { continue }
      lists[list] = index
      items[list] = markup.children(of: index)
    }
    guard List.allCases.allSatisfy({ lists[$0] != nil && !(items[$0] ?? []).isEmpty }) else {
      return nil
    }
  }

  private var markup: Markup { editor.markup }

  /// Adds an element, written without a prefix, and gives its number; one that is there, byte for
  /// byte, is not added again.
  mutating func add(_ element: String, to list: List) -> Int {
    let count = items[list]?.count ?? 0
    let bytes = Array(element.utf8)
    let same = items[list]?.firstIndex { other in
      markup.bytes[markup.elements[other].whole].elementsEqual(bytes)
    }
    if let same { return same }
    if let known = added[list]?.firstIndex(of: element) { return count + known }
    added[list, default: []].append(element)
    return count + (added[list]?.count ?? 0) - 1
  }

  /// An element by its number, with its own places; `nil` for a number that has none.
  private func element(_ number: Int, of list: List) -> Markup? {
    let own = items[list] ?? []
    if own.indices.contains(number) {
      return Markup(Array(markup.bytes[markup.elements[own[number]].whole]))
    }
    let new = added[list] ?? []
    guard new.indices.contains(number - own.count) else { return nil }
    return Markup(Array(new[number - own.count].utf8))
  }

  // MARK: - Fills

  private static let automatic = " indexed=\"64\""

  /// The colours of a solid fill, as attributes of `fgColor` and `bgColor`; `nil` for another fill.
  private func colours(ofFill number: Int) -> (front: String, back: String)? {
    guard let element = element(number, of: .fills),
      let pattern = element.descendant("patternFill", of: 0),
      element.value("patternType", of: pattern) == "solid"
    else { return nil }
    func attributes(_ name: String) -> String {
      guard let colour = element.descendant(name, of: pattern) else { return "" }
      return element.elements[colour].attributes.map { attribute in
        String(decoding: element.bytes[attribute.whole], as: UTF8.self)
      }.joined()
    }
    let back = attributes("bgColor")
    return (attributes("fgColor"), back.isEmpty ? Self.automatic : back)
  }

  private func colours(ofFormat number: Int) -> (front: String, back: String)? {
    element(number, of: .formats)?.value("fillId", of: 0).flatMap { Int($0) }
      .flatMap { colours(ofFill: $0) }
  }

  /// The number of a solid fill, which is added where there is none.
  private mutating func solid(_ front: String, _ back: String) -> Int {
    let count = (items[.fills]?.count ?? 0) + (added[.fills]?.count ?? 0)
    let same = (0..<count).first { number in
      colours(ofFill: number).map { $0.front == front && $0.back == back } ?? false
    }
    return same ?? add(Self.solid(front, back, namespace), to: .fills)
  }

  /// The fill of a cell format, where it is neither a plain colour nor nothing.
  private func mixedFill(ofFormat number: Int) -> FillMark? {
    element(number, of: .formats)?.value("fillId", of: 0).flatMap { Int($0) }
      .flatMap { element($0, of: .fills) }.flatMap { FillMark($0) }
  }

  /// Whether a cell format has the colour of one of our marks.
  func isMarked(_ number: Int) -> Bool {
    if let fill = mixedFill(ofFormat: number) { return fill.isMarked }
    guard let front = colours(ofFormat: number)?.front else { return false }
    return Annotations.Level.allCases.contains { front.contains($0.colour) }
  }

  /// The cell format with the colour of a mark and everything else as it is.
  ///
  /// The colour that the cell had stands behind the pattern, where a solid fill does not show it: so
  /// it can be given back.
  mutating func marked(_ number: Int, _ level: Annotations.Level) -> Int {
    if let fill = mixedFill(ofFormat: number) {
      return fill.marked(level.colour).map { copy(number, fill: add($0, to: .fills)) } ?? number
    }
    let old = colours(ofFormat: number)?.front ?? ""
    let back = old.isEmpty ? Self.automatic : old
    return copy(number, fill: solid(" rgb=\"\(level.colour)\"", back))
  }

  /// The cell format that a marked one was made from.
  mutating func unmarked(_ number: Int) -> Int {
    if let fill = mixedFill(ofFormat: number) {
      return fill.unmarked.map { copy(number, fill: add($0, to: .fills)) } ?? number
    }
    guard isMarked(number), let back = colours(ofFormat: number)?.back else { return number }
    return copy(number, fill: back == Self.automatic ? 0 : solid(back, Self.automatic))
  }

  private static func solid(_ front: String, _ back: String, _ namespace: String) -> String {
    "<fill xmlns=\"\(namespace)\"><patternFill patternType=\"solid\"><fgColor\(front)/>"
      + "<bgColor\(back)/></patternFill></fill>"
  }

  /// A cell format with another fill; one of the part where it has the same already.
  private mutating func copy(_ number: Int, fill: Int) -> Int {
    guard let format = element(number, of: .formats) ?? element(0, of: .formats) else {
      return number
    }
    var copy = PartEditor(format)
    copy.set("fillId", "\(fill)", of: 0)
    if fill == 0 { copy.unset("applyFill", of: 0) } else { copy.set("applyFill", "1", of: 0) }
    let text = String(decoding: copy.result(), as: UTF8.self)
    let wanted = Markup(Array(text.utf8)).map { Self.key($0, fill: fill) }
    if formatKeys.isEmpty {
      formatKeys = (0..<(items[.formats]?.count ?? 0)).map { number in
        guard let own = element(number, of: .formats) else { return "" }
        return Self.key(own, fill: own.value("fillId", of: 0).flatMap { Int($0) } ?? 0)
      }
    }
    return formatKeys.firstIndex { $0 == wanted } ?? add(text, to: .formats)
  }

  /// What a cell format looks like, whatever the order of its attributes.
  private static func key(_ format: Markup, fill: Int) -> String {
    let attributes = format.elements[0].attributes.filter {
      !["fillId", "applyFill"].contains($0.name) && !$0.name.hasPrefix("xmlns")
    }.map { "\($0.name)=\(format.text($0.value))" }
    let content = String(decoding: format.bytes[format.elements[0].content], as: UTF8.self)
    return (attributes.sorted() + ["\(fill)", content]).joined(separator: "\u{1F}")
  }

  // MARK: - Result

  /// The part with what was added.
  func result() -> [UInt8] {
    var editor = editor
    for list in List.allCases {
      guard let index = lists[list], let new = added[list], !new.isEmpty else { continue }
      editor.insert(new.joined(), at: markup.elements[index].content.upperBound)
      editor.set("count", "\((items[list]?.count ?? 0) + new.count)", of: index)
    }
    return editor.result()
  }

  /// What the list's sheet needs: title, plain text, heading, text with lines, link, and one a level.
  mutating func looks() -> FindingsSheet.Looks {
    let bold = add(
      "<font xmlns=\"\(namespace)\"><b/><sz val=\"14\"/><name val=\"Times New Roman\"/></font>",
      to: .fonts
    )
    let head = add(
      "<font xmlns=\"\(namespace)\"><b/><sz val=\"11\"/><name val=\"Times New Roman\"/></font>",
      to: .fonts
    )
    let plain = add(
      "<font xmlns=\"\(namespace)\"><sz val=\"11\"/><name val=\"Times New Roman\"/></font>",
      to: .fonts
    )
    let link = add(
      "<font xmlns=\"\(namespace)\"><u/><sz val=\"11\"/><color rgb=\"FF0563C1\"/><name val=\"Times New Roman\"/></font>",
      to: .fonts
    )
    let side = { (name: String) in "<\(name) style=\"thin\"><color indexed=\"64\"/></\(name)>" }
    let border = add(
      "<border xmlns=\"\(namespace)\">" + ["left", "right", "top", "bottom"].map(side).joined()
        + "<diagonal/></border>",
      to: .borders
    )
    func format(_ font: Int, _ fill: Int, _ border: Int, wraps: Bool) -> Int {
      add(
        "<xf xmlns=\"\(namespace)\" numFmtId=\"49\" fontId=\"\(font)\" fillId=\"\(fill)\""
          + " borderId=\"\(border)\" xfId=\"0\" applyNumberFormat=\"1\" applyFont=\"1\" applyFill=\"1\""
          + " applyBorder=\"1\" applyAlignment=\"1\">"
          + "<alignment vertical=\"top\"\(wraps ? " wrapText=\"1\"" : "")/></xf>",
        to: .formats
      )
    }
    let grey = solid(" rgb=\"FFE7EFF7\"", Self.automatic)
    var levels: [Annotations.Level: Int] = [:]
    for level in Annotations.Level.allCases {
      let fill = solid(" rgb=\"\(level.colour)\"", Self.automatic)
      levels[level] = format(head, fill, border, wraps: true)
    }
    return FindingsSheet.Looks(
      title: format(bold, 0, 0, wraps: false),
      introduction: format(plain, 0, 0, wraps: false),
      heading: format(head, grey, border, wraps: true),
      text: format(plain, 0, border, wraps: true),
      link: format(link, 0, border, wraps: true),
      levels: levels
    )
  }
}
