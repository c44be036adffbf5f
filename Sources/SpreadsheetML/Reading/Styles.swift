import Tabular

/// The cell formats of a workbook (ECMA-376 Part 1, 18.8), as far as reading needs them.
struct Styles {
  private(set) var cells: [CellStyle] = []

  private struct Font {
    var name: String?
    var isBold = false
    var isStruck = false
    var color = CellColor.black
    var size = 11.0
  }

  private struct Fill {
    var isThere = false
    /// The colour behind the text; `nil` for a pattern of two.
    var color: CellColor? = CellColor.white
  }

  private struct Format {
    var numberFormat = 0
    var font = 0
    var fill = 0
    var border = 0
    var isLocked = true
  }

  private var codes: [Int: String] = [:]
  private var fonts: [Font] = []
  private var fills: [Fill] = []
  private var borders: [Bool] = []
  private var formats: [Format] = []

  /// The largest of the lists, each of which is bounded.
  private var count: Int {
    max(max(codes.count, fonts.count), max(fills.count, borders.count), formats.count)
  }

  init() {}

  init(_ stream: consuming EntryStream) throws(XMLError) {
    let limits = stream.limits
    var reader = try XMLPullReader(stream)
    var section = ""
    let sections = ["fonts", "fills", "borders", "cellXfs", "cellStyleXfs", "dxfs", "numFmts"]
    while let event = try reader.next() {
      switch event {
      case .start(let isEmpty):
        let name = reader.localName
        if sections.contains(name) {
          section = isEmpty ? "" : name
        } else {
          start(name, section, reader)
          guard count <= limits.styles else {
            let error = ContainerError(.limitExceeded, limit: .styles)
            throw XMLError(code: .container(error), line: reader.line)
          }
        }
      case .end: if reader.localName == section { section = "" }
      case .text: break
      }
    }
    cells = formats.map { style($0) }
  }

  private mutating func start(_ name: String, _ section: String, _ reader: borrowing XMLPullReader)
  {
    func number(_ key: String) -> Int { reader.attribute(key).flatMap { Int($0) } ?? 0 }
    switch (section, name) {
    case ("numFmts", "numFmt"):
      if let code = reader.attribute("formatCode") { codes[number("numFmtId")] = code }
    case ("fonts", "font"): fonts.append(Font())
    case ("fonts", "name") where !fonts.isEmpty:
      fonts[fonts.count - 1].name = reader.attribute("val")
    case ("fonts", "b") where !fonts.isEmpty:
      fonts[fonts.count - 1].isBold = !["0", "false"].contains(reader.attribute("val") ?? "1")
    case ("fonts", "strike") where !fonts.isEmpty:
      fonts[fonts.count - 1].isStruck = !["0", "false"].contains(reader.attribute("val") ?? "1")
    case ("fonts", "color") where !fonts.isEmpty:
      fonts[fonts.count - 1].color = CellColor(reader) ?? .black
    case ("fonts", "sz") where !fonts.isEmpty:
      fonts[fonts.count - 1].size = reader.attribute("val").flatMap { Double($0) } ?? 11
    case ("fills", "fill"): fills.append(Fill())
    case ("fills", "patternFill") where !fills.isEmpty:
      let pattern = reader.attribute("patternType") ?? "none"
      fills[fills.count - 1].isThere = !["none", "gray125"].contains(pattern)
      if pattern != "none" { fills[fills.count - 1].color = nil }
      // Until the colour is named: the foreground of a solid fill is black.
      if pattern == "solid" { fills[fills.count - 1].color = .black }
    case ("fills", "fgColor") where !fills.isEmpty:
      if fills[fills.count - 1].color == .black {
        fills[fills.count - 1].color = CellColor(reader) ?? .black
      }
    case ("fills", "gradientFill") where !fills.isEmpty:
      fills[fills.count - 1].color = nil
    case ("borders", "border"): borders.append(false)
    case ("borders", "left"), ("borders", "right"), ("borders", "top"), ("borders", "bottom"):
      let style = reader.attribute("style") ?? "none"
      if !borders.isEmpty, style != "none" { borders[borders.count - 1] = true }
    case ("cellXfs", "xf"):
      formats.append(
        Format(
          numberFormat: number("numFmtId"),
          font: number("fontId"),
          fill: number("fillId"),
          border: number("borderId")
        )
      )
    case ("cellXfs", "protection") where !formats.isEmpty:
      formats[formats.count - 1].isLocked =
        !["0", "false"].contains(reader.attribute("locked") ?? "1")
    default: break
    }
  }

  private func style(_ format: Format) -> CellStyle {
    var style = CellStyle()
    let code = codes[format.numberFormat]
    style.formatCode = code ?? NumberFormat.builtIn[format.numberFormat]
    let meaning =
      code.map(NumberFormat.meaning(of:))
      ?? NumberFormat.meaning(ofBuiltIn: format.numberFormat)
    style.isDate = meaning != .number
    style.isDuration = meaning == .duration
    style.isPercentage = style.formatCode.map(NumberFormat.isPercentage(code:)) ?? false
    if fonts.indices.contains(format.font) {
      style.fontName = fonts[format.font].name
      style.isBold = fonts[format.font].isBold
      style.isStruck = fonts[format.font].isStruck
      let fill = fills.indices.contains(format.fill) ? fills[format.fill].color : .white
      style.isInvisible =
        fonts[format.font].size <= 1
        || fill.map { fonts[format.font].color.looksLike($0) } ?? false
    }
    style.hasFill = fills.indices.contains(format.fill) && fills[format.fill].isThere
    style.hasBorder = borders.indices.contains(format.border) && borders[format.border]
    style.isLocked = format.isLocked
    return style
  }
}
