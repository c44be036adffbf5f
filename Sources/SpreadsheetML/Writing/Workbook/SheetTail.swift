package import Tabular

/// What the spreadsheet program lets people write into a range of cells.
package struct CellValidation: Sendable {
  package enum Rule: Sendable {
    /// One of some texts, none of which has a comma.
    case list([String])
    /// One of the texts in some cells, such as `'Danh mục'!$A$2:$A$5`.
    case cells(String)
    /// A whole number between limits; without any, every one.
    case whole(minimum: String?, maximum: String?)
    /// A number between limits; without any, every one.
    case decimal(minimum: String?, maximum: String?)
    /// A day.
    case date
    /// Anything: there is only something to say about it.
    case any
  }

  package var range: CellRange
  package var rule: Rule
  /// At most 32 letters are shown.
  package var promptTitle: String
  /// At most 255 letters are shown.
  package var prompt: String
  /// At most 32 letters are shown; empty for the program's own.
  package var errorTitle: String
  /// At most 255 letters are shown.
  package var error: String

  package init(
    range: CellRange,
    rule: Rule,
    promptTitle: String,
    prompt: String,
    errorTitle: String = "",
    error: String
  ) {
    self.range = range
    self.rule = rule
    self.promptTitle = promptTitle
    self.prompt = prompt
    self.errorTitle = errorTitle
    self.error = error
  }
}

/// Where a click on a cell leads.
package enum CellLink: Hashable, Sendable {
  /// A file or address, and a place in it such as `'Hộ'!B12`.
  case file(String, place: String?)
  /// A place of this workbook.
  case place(String)
}

/// What a sheet has beside its rows, collected while they are written; memory grows with it alone.
struct SheetTail {
  /// The most links that Excel opens in one sheet.
  static let mostLinks = 65_530

  var filter: CellRange?
  var isProtected = false
  var comments: [SheetComment] = []
  private var merges: [CellRange] = []
  private var frames: [(range: CellRange, formula: String)] = []
  private var validations: [CellValidation] = []
  private var links: [UInt8] = []
  private(set) var linkCount = 0
  /// The files that links lead to, each once, in the order of their relationships.
  private(set) var targets: [String] = []
  private var targetIndex: [String: Int] = [:]

  mutating func merge(_ range: CellRange) { merges.append(range) }

  mutating func frame(_ range: CellRange, where formula: String) { frames.append((range, formula)) }

  mutating func validate(_ validation: CellValidation) { validations.append(validation) }

  /// Adds a link; the caller has looked at their number.
  mutating func link(_ cell: CellReference, _ link: CellLink) {
    var text = "<hyperlink ref=\"\(cell)\""
    switch link {
    case .place(let place): text += " location=\"\(XMLText.attribute(place))\""
    case .file(let target, let place):
      let index = targetIndex[target] ?? targets.count
      if index == targets.count {
        targets.append(target)
        targetIndex[target] = index
      }
      text += " r:id=\"rId\(index + 1)\""
      if let place { text += " location=\"\(XMLText.attribute(place))\"" }
    }
    links.append(contentsOf: (text + "/>").utf8)
    linkCount += 1
  }

  /// The number of the relationship that leads to the drawing of the comments.
  private var drawing: Int { targets.count + 1 }

  /// The part behind its rows; elements in the order of ECMA-376 Part 1, 18.3.1.99.
  func write(_ setup: SheetSetup, to buffer: inout XMLBuffer) throws(WriteError) {
    var text = "</sheetData>"
    if isProtected {
      text += "<sheetProtection sheet=\"1\" formatColumns=\"0\" formatRows=\"0\""
      text += " insertRows=\"0\" sort=\"0\" autoFilter=\"0\"/>"
    }
    if let filter { text += "<autoFilter ref=\"\(filter)\"/>" }
    if !merges.isEmpty {
      text += "<mergeCells count=\"\(merges.count)\">"
      text += merges.map { "<mergeCell ref=\"\($0)\"/>" }.joined() + "</mergeCells>"
    }
    for (index, frame) in frames.enumerated() {
      text += "<conditionalFormatting sqref=\"\(frame.range)\"><cfRule type=\"expression\""
      text += " dxfId=\"\(StyleSheet.frame)\" priority=\"\(index + 1)\"><formula>"
      text += String(decoding: XMLText.content(frame.formula), as: UTF8.self)
      text += "</formula></cfRule></conditionalFormatting>"
    }
    if !validations.isEmpty {
      text += "<dataValidations count=\"\(validations.count)\">"
      text += validations.map(\.xml).joined() + "</dataValidations>"
    }
    try buffer.append(text)
    if linkCount > 0 {
      try buffer.append("<hyperlinks>")
      try buffer.append(links)
      try buffer.append("</hyperlinks>")
    }
    text = "<pageMargins left=\"0.6\" right=\"0.6\" top=\"0.8\" bottom=\"0.8\""
    text += " header=\"0.4\" footer=\"0.4\"/><pageSetup paperSize=\"\(setup.paper.rawValue)\""
    text += " orientation="
    text += setup.isLandscape ? "\"landscape\"" : "\"portrait\""
    text += " fitToHeight=\"0\"/>"
    if setup.hasPageNumbers {
      text += "<headerFooter><oddFooter>&amp;C&amp;P/&amp;N</oddFooter></headerFooter>"
    }
    if !comments.isEmpty { text += "<legacyDrawing r:id=\"rId\(drawing)\"/>" }
    try buffer.append(text + "</worksheet>")
  }

  /// The relationships of the sheet; `nil` where it has none.
  func relationships(sheet number: Int) -> String? {
    guard !targets.isEmpty || !comments.isEmpty else { return nil }
    let office = "http://schemas.openxmlformats.org/officeDocument/2006/relationships"
    var text = WorkbookParts.relationshipsHead
    for (index, target) in targets.enumerated() {
      text += "<Relationship Id=\"rId\(index + 1)\" Type=\"\(office)/hyperlink\""
      text += " Target=\"\(XMLText.attribute(target))\" TargetMode=\"External\"/>"
    }
    if !comments.isEmpty {
      text += "<Relationship Id=\"rId\(drawing)\" Type=\"\(office)/vmlDrawing\""
      text += " Target=\"../drawings/vmlDrawing\(number).vml\"/>"
      text += "<Relationship Id=\"rId\(drawing + 1)\" Type=\"\(office)/comments\""
      text += " Target=\"../comments\(number).xml\"/>"
    }
    return text + "</Relationships>"
  }
}

extension CellValidation {
  fileprivate var xml: String {
    var text = "<dataValidation "
    var formulas = ""
    switch rule {
    case .list(let items):
      text += "type=\"list\""
      let list = items.joined(separator: ",").split(
        separator: "\"",
        omittingEmptySubsequences: false
      )
      formulas = Self.formula(1, "\"" + list.joined(separator: "\"\"") + "\"")
    case .cells(let cells):
      text += "type=\"list\""
      formulas = Self.formula(1, cells)
    case .whole(let minimum, let maximum):
      (text, formulas) = Self.limits(text, "whole", minimum, maximum)
    case .decimal(let minimum, let maximum):
      (text, formulas) = Self.limits(text, "decimal", minimum, maximum)
    // The first day that spreadsheet programs count.
    case .date: (text, formulas) = Self.limits(text, "date", "1", nil)
    case .any: break
    }
    text += " allowBlank=\"1\" showInputMessage=\"1\""
    if case .any = rule {} else { text += " showErrorMessage=\"1\"" }
    text += " promptTitle=\"\(XMLText.attribute(String(promptTitle.prefix(32))))\""
    text += " prompt=\"\(XMLText.attribute(String(prompt.prefix(255))))\""
    if !errorTitle.isEmpty {
      text += " errorTitle=\"\(XMLText.attribute(String(errorTitle.prefix(32))))\""
    }
    text += " error=\"\(XMLText.attribute(String(error.prefix(255))))\""
    return text + " sqref=\"\(range)\">\(formulas)</dataValidation>"
  }

  private static func formula(_ number: Int, _ text: String) -> String {
    "<formula\(number)>" + String(decoding: XMLText.content(text), as: UTF8.self)
      + "</formula\(number)>"
  }

  private static func limits(
    _ start: String,
    _ type: String,
    _ minimum: String?,
    _ maximum: String?
  ) -> (String, String) {
    switch (minimum, maximum) {
    case (let minimum?, let maximum?):
      let both = formula(1, minimum) + formula(2, maximum)
      return (start + "type=\"\(type)\" operator=\"between\"", both)
    case (nil, let maximum?):
      return (start + "type=\"\(type)\" operator=\"lessThanOrEqual\"", formula(1, maximum))
    default:
      // Whatever number there is: the least that a cell can hold.
      let lowest = formula(1, minimum ?? "-9.99999999999999E+307")
      return (start + "type=\"\(type)\" operator=\"greaterThanOrEqual\"", lowest)
    }
  }
}
