import Tabular

/// The sheet part that lists the findings.
enum FindingsSheet {
  /// Cell formats by their numbers.
  struct Looks {
    var title, introduction, heading, text, link: Int
    var levels: [Annotations.Level: Int]
  }

  /// Links of one sheet that Excel opens.
  private static let mostLinks = 65_530

  /// The part; texts stand in the cells themselves, so that no shared text is added.
  static func part(_ content: Annotations, _ looks: Looks, namespace: String) -> [UInt8] {
    let header = content.introduction.count + 2
    let last = CellReference(
      row: header + content.lines.count,
      column: max(0, content.headings.count - 1)
    )
    var xml = "<?xml version=\"1.0\" encoding=\"UTF-8\" standalone=\"yes\"?>\n"
    xml +=
      "<worksheet xmlns=\"\(namespace)\"><sheetPr><tabColor rgb=\"\(Annotations.Level.error.colour)\"/>"
    xml += "<pageSetUpPr fitToPage=\"1\"/></sheetPr><dimension ref=\"A1:\(last)\"/>"
    xml += "<sheetViews><sheetView tabSelected=\"1\" workbookViewId=\"0\">"
    xml +=
      "<pane ySplit=\"\(header + 1)\" topLeftCell=\"A\(header + 2)\" activePane=\"bottomLeft\" state=\"frozen\"/>"
    xml += "<selection pane=\"bottomLeft\" activeCell=\"A\(header + 2)\" sqref=\"A\(header + 2)\"/>"
    xml += "</sheetView></sheetViews><sheetFormatPr defaultRowHeight=\"15\"/><cols>"
    for (index, width) in content.widths.enumerated() {
      xml += "<col min=\"\(index + 1)\" max=\"\(index + 1)\" width=\"\(width)\" customWidth=\"1\"/>"
    }
    xml += "</cols><sheetData>"
    var bytes = Array(xml.utf8)
    row(0, [(content.title, looks.title)], &bytes)
    for (index, text) in content.introduction.enumerated() {
      row(index + 1, [(text, looks.introduction)], &bytes)
    }
    row(header, content.headings.map { ($0, looks.heading) }, &bytes)
    for (index, line) in content.lines.enumerated() {
      let cells = line.texts.enumerated().map { column, text in
        let look =
          column == 0
          ? looks.levels[line.level] ?? looks.text
          : line.link?.column == column ? looks.link : looks.text
        return (text, look)
      }
      row(header + 1 + index, cells, &bytes, lines: lines(line.texts, content.widths))
    }
    bytes += Array("</sheetData>".utf8)
    bytes += links(content, first: header + 1)
    bytes += Array(
      "<pageMargins left=\"0.4\" right=\"0.4\" top=\"0.5\" bottom=\"0.5\" header=\"0.3\" footer=\"0.3\"/>"
        .utf8
    )
    bytes += Array(
      "<pageSetup paperSize=\"9\" orientation=\"landscape\" fitToHeight=\"0\"/></worksheet>".utf8
    )
    return bytes
  }

  /// How many lines the longest text takes in its column; not every program measures rows by itself.
  private static func lines(_ texts: [String], _ widths: [Double]) -> Int {
    zip(texts, widths).map { text, width in
      text.split(separator: "\n", omittingEmptySubsequences: false)
        .reduce(0) { $0 + max(1, Int((Double($1.count) * 1.1 / width).rounded(.up))) }
    }.max() ?? 1
  }

  private static func row(
    _ number: Int,
    _ cells: [(String, Int)],
    _ bytes: inout [UInt8],
    lines: Int = 1
  ) {
    // The tallest row that programs show has 409 points.
    let height = lines > 1 ? " ht=\"\(min(lines * 15, 409))\" customHeight=\"1\"" : ""
    bytes += Array("<row r=\"\(number + 1)\"\(height)>".utf8)
    for (column, (text, look)) in cells.enumerated() {
      let place = CellReference(row: number, column: column)
      bytes += EditValue.text(Self.short(text)).element(place, style: "\(look)")
    }
    bytes += Array("</row>".utf8)
  }

  /// A cell holds 32,767 UTF-16 units.
  private static func short(_ text: String) -> String {
    text.utf16.count <= 32_767 ? text : String(text.prefix(10_000)) + "…"
  }

  private static func links(_ content: Annotations, first: Int) -> [UInt8] {
    var xml = ""
    var count = 0
    for (index, line) in content.lines.enumerated() where count < mostLinks {
      guard let link = line.link else { continue }
      let place = CellReference(row: first + index, column: link.column)
      let target = PartEditor.escaped(
        SheetName.quoted(link.sheet) + "!" + link.cell.description,
        inAttribute: true
      )
      xml += "<hyperlink ref=\"\(place)\" location=\"\(target)\"/>"
      count += 1
    }
    return Array(xml.isEmpty ? "".utf8 : "<hyperlinks>\(xml)</hyperlinks>".utf8)
  }
}
