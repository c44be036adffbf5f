/// The formats of a new workbook, each written once (ECMA-376 Part 1, 18.8).
struct StyleSheet {
  /// The most formats that Excel opens.
  private static let most = 65_490
  /// Number formats that every program knows (ECMA-376 Part 1, 18.8.30).
  private static let builtIn = [
    "General": 0, "0": 1, "0.00": 2, "#,##0": 3, "#,##0.00": 4, "0%": 9, "0.00%": 10, "@": 49,
  ]
  /// Where numbers of one's own formats begin.
  private static let firstOwnFormat = 164

  /// The number of the one look that a rule can give cells: lines around them.
  static let frame = 0
  /// Whether a rule does.
  var hasFrame = false

  private var formats: [CellFormat] = []
  private var indices: [CellFormat: Int] = [:]
  private var fonts: [CellFormat.Font] = []
  private var fills: [UInt32] = []
  private var codes: [String] = []

  /// A style sheet whose first format is that of cells without one.
  init(plain: CellFormat) {
    formats = [plain]
    indices = [plain: 0]
    fonts = [plain.font]
  }

  /// The index of a format; `nil` where there are too many.
  mutating func index(of format: CellFormat) -> StyleIndex? {
    if let known = indices[format] { return StyleIndex(rawValue: known) }
    guard formats.count < Self.most else { return nil }
    formats.append(format)
    indices[format] = formats.count - 1
    if !fonts.contains(format.font) { fonts.append(format.font) }
    if let fill = format.fill, !fills.contains(fill) { fills.append(fill) }
    if let code = format.numberFormat, Self.builtIn[code] == nil, !codes.contains(code) {
      codes.append(code)
    }
    return StyleIndex(rawValue: formats.count - 1)
  }

  /// The styles part without its XML declaration.
  var xml: String {
    let main = "http://schemas.openxmlformats.org/spreadsheetml/2006/main"
    var text = "<styleSheet xmlns=\"\(main)\">"
    if !codes.isEmpty {
      text += "<numFmts count=\"\(codes.count)\">"
      for (index, code) in codes.enumerated() {
        text += "<numFmt numFmtId=\"\(Self.firstOwnFormat + index)\""
        text += " formatCode=\"\(XMLText.attribute(code))\"/>"
      }
      text += "</numFmts>"
    }
    text += "<fonts count=\"\(fonts.count)\">" + fonts.map { xml($0) }.joined() + "</fonts>"
    // The first two fills belong to the program.
    text += "<fills count=\"\(fills.count + 2)\"><fill><patternFill patternType=\"none\"/></fill>"
    text += "<fill><patternFill patternType=\"gray125\"/></fill>"
    for fill in fills {
      text += "<fill><patternFill patternType=\"solid\"><fgColor rgb=\"\(argb(fill))\"/>"
      text += "<bgColor indexed=\"64\"/></patternFill></fill>"
    }
    text +=
      "</fills><borders count=\"2\"><border><left/><right/><top/><bottom/><diagonal/></border>"
    text += "<border>\(Self.lines)<diagonal/></border></borders><cellStyleXfs count=\"1\">"
    text += "<xf numFmtId=\"0\" fontId=\"0\" fillId=\"0\" borderId=\"0\"/></cellStyleXfs>"
    text += "<cellXfs count=\"\(formats.count)\">" + formats.map { xml($0) }.joined() + "</cellXfs>"
    text += "<cellStyles count=\"1\"><cellStyle name=\"Normal\" xfId=\"0\" builtinId=\"0\"/>"
    text += "</cellStyles>"
    if hasFrame { text += "<dxfs count=\"1\"><dxf><border>\(Self.lines)</border></dxf></dxfs>" }
    return text + "</styleSheet>"
  }

  /// A thin line on each side.
  private static let lines = ["left", "right", "top", "bottom"].map {
    "<\($0) style=\"thin\"><color auto=\"1\"/></\($0)>"
  }.joined()

  private func argb(_ colour: UInt32) -> String {
    let digits = String(colour & 0xFF_FFFF, radix: 16, uppercase: true)
    return "FF" + String(repeating: "0", count: 6 - digits.count) + digits
  }

  private func xml(_ font: CellFormat.Font) -> String {
    var text = "<font>"
    if font.isBold { text += "<b/>" }
    if font.isItalic { text += "<i/>" }
    if font.isUnderlined { text += "<u/>" }
    text += "<sz val=\"\(font.size)\"/>"
    if let colour = font.colour { text += "<color rgb=\"\(argb(colour))\"/>" }
    return text + "<name val=\"\(XMLText.attribute(font.name))\"/><family val=\"1\"/></font>"
  }

  private func xml(_ format: CellFormat) -> String {
    let font = fonts.firstIndex(of: format.font) ?? 0
    let fill = format.fill.flatMap { fills.firstIndex(of: $0) }.map { $0 + 2 } ?? 0
    let number = numberFormat(format)
    var text = "<xf numFmtId=\"\(number)\" fontId=\"\(font)\" fillId=\"\(fill)\""
    text += " borderId=\"\(format.hasBorder ? 1 : 0)\" xfId=\"0\""
    if number != 0 { text += " applyNumberFormat=\"1\"" }
    if font != 0 { text += " applyFont=\"1\"" }
    if fill != 0 { text += " applyFill=\"1\"" }
    if format.hasBorder { text += " applyBorder=\"1\"" }
    if format.isQuoted { text += " quotePrefix=\"1\"" }
    var alignment = ""
    if let horizontal = format.horizontal { alignment += " horizontal=\"\(horizontal.rawValue)\"" }
    if let vertical = format.vertical { alignment += " vertical=\"\(vertical.rawValue)\"" }
    if format.wraps { alignment += " wrapText=\"1\"" }
    if !alignment.isEmpty { text += " applyAlignment=\"1\"" }
    if !format.isLocked { text += " applyProtection=\"1\"" }
    if alignment.isEmpty, format.isLocked { return text + "/>" }
    text += ">"
    if !alignment.isEmpty { text += "<alignment\(alignment)/>" }
    if !format.isLocked { text += "<protection locked=\"0\"/>" }
    return text + "</xf>"
  }

  private func numberFormat(_ format: CellFormat) -> Int {
    guard let code = format.numberFormat else { return 0 }
    return Self.builtIn[code] ?? Self.firstOwnFormat + (codes.firstIndex(of: code) ?? 0)
  }
}
