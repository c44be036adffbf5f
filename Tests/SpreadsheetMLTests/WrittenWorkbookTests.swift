import Foundation
import Tabular
import Testing

@testable import SpreadsheetML

/// One new workbook with everything that the writer can put into one.
///
/// `NTM_WRITTEN` names a folder to keep it in, once for each way of keeping texts; `fixtures/writing/check_written.py`
/// looks at the files there, feature by feature, with openpyxl and LibreOffice.
@Suite struct WrittenWorkbookTests {
  private static let texts: [String: WorkbookOutput.Texts] = [
    "inline": .inline, "shared": .shared(limitBytes: 1 << 10), "full": .shared(limitBytes: 20),
  ]

  @Test(arguments: ["inline", "shared", "full"])
  func `everything at once is the same bytes each time, and is read back`(way: String) throws {
    let (first, second) = (try TemporaryFile(), try TemporaryFile())
    try write(way, to: first.path)
    try write(way, to: second.path)
    let bytes = try Data(contentsOf: URL(fileURLWithPath: first.path))
    #expect(try Data(contentsOf: URL(fileURLWithPath: second.path)) == bytes)
    let workbook = try Workbook.open(path: first.path)
    #expect(workbook.sheets.map(\.name) == ["Hộ", "Danh mục", "Ẩn"])
    #expect(workbook.sheets.map(\.isHidden) == [false, false, true])
    let grid = try workbook.readGrid(sheetAt: 0)
    #expect(grid.rows.count == 14)
    let head = try #require(grid[CellReference(row: 2, column: 1)])
    #expect(grid.text(of: head) == "=Hộ 0 & <b>")
    #expect(grid.merges.count == 1)
    guard let folder = ProcessInfo.processInfo.environment["NTM_WRITTEN"] else { return }
    try FileManager.default.createDirectory(atPath: folder, withIntermediateDirectories: true)
    try bytes.write(to: URL(fileURLWithPath: "\(folder)/\(way).xlsx"))
  }

  /// What the workbook has, and how it stands in one of its parts.
  private static let features: [(name: String, part: String, text: String)] = [
    ("number format", "styles", ##"formatCode="#,##0.0"/>"##),
    ("date format", "styles", #"formatCode="dd/mm/yyyy"/>"#),
    ("bold heading", "styles", #"<font><b/><sz val="12"/>"#),
    ("fill of headings", "styles", #"<fgColor rgb="FFE7EFF7"/>"#),
    ("lines of headings", "styles", #"borderId="1""#),
    ("wrapped headings", "styles", #"<alignment vertical="center" wrapText="1"/>"#),
    ("free cells", "styles", #"<protection locked="0"/>"#),
    (
      "width of a column", "worksheets/sheet1",
      #"<col min="2" max="2" width="24.0" customWidth="1"/>"#
    ),
    ("height of a row", "worksheets/sheet1", #"<row r="2" ht="32" customHeight="1">"#),
    (
      "frozen headings", "worksheets/sheet1",
      #"<pane xSplit="2" ySplit="2" topLeftCell="C3" activePane="bottomRight" state="frozen"/>"#
    ),
    ("formula with its result", "worksheets/sheet1", "<f>SUM(D3:D13)</f><v>13634.5</v>"),
    ("protection", "worksheets/sheet1", #"<sheetProtection sheet="1""#),
    ("filter", "worksheets/sheet1", #"<autoFilter ref="A2:F13"/>"#),
    ("merged title", "worksheets/sheet1", #"<mergeCell ref="A1:F1"/>"#),
    ("drop-down", "worksheets/sheet1", "<formula1>'Danh mục'!$A$1:$A$2</formula1>"),
    ("prompt", "worksheets/sheet1", #"promptTitle="Thôn" prompt="Chọn một thôn.""#),
    ("error of a drop-down", "worksheets/sheet1", #"errorTitle="Sai" error="Không có thôn này.""#),
    ("lower limit", "worksheets/sheet1", #"type="decimal" operator="greaterThanOrEqual""#),
    ("link inside", "worksheets/sheet1", #"<hyperlink ref="B4" location="'Danh mục'!A1"/>"#),
    ("link outside", "worksheets/sheet1", #"<hyperlink ref="B5" r:id="rId1"/>"#),
    ("page numbers", "worksheets/sheet1", "<oddFooter>&amp;C&amp;P/&amp;N</oddFooter>"),
    ("landscape", "worksheets/sheet1", #"orientation="landscape""#),
    ("portrait", "worksheets/sheet2", #"orientation="portrait""#),
    ("note", "comments1", "Kiểm tra lại\nhọ tên"),
    ("author of a note", "comments1", "<author>NTM</author>"),
    ("box of a note", "drawings/vmlDrawing1", "<x:Row>2</x:Row>"),
    ("hidden sheet", "workbook", #"<sheet name="Ẩn" sheetId="3" state="hidden""#),
    ("defined name", "workbook", #"<definedName name="Thon">'Danh mục'!$A$1:$A$2</definedName>"#),
    ("repeated rows", "workbook", "localSheetId=\"0\">'Hộ'!$1:$2</definedName>"),
    ("name of the filter", "workbook", "hidden=\"1\">'Hộ'!$A$2:$F$13</definedName>"),
  ]

  @Test(arguments: ["inline", "shared", "full"])
  func `each feature stands in its part`(way: String) throws {
    let file = try TemporaryFile()
    try write(way, to: file.path)
    let archive = try Archive(path: file.path)
    for feature in Self.features {
      let ending = feature.part.hasPrefix("drawings") ? "vml" : "xml"
      let entry = try archive.entry("xl/\(feature.part).\(ending)")
      let text = String(decoding: try archive.open(entry).readAll(), as: UTF8.self)
      #expect(text.contains(feature.text), "\(feature.name): \(text)")
    }
    let sheet = try archive.open(archive.entry("xl/worksheets/sheet1.xml")).readAll()
    let text = String(decoding: sheet, as: UTF8.self)
    #expect(text.contains("t=\"inlineStr\"") == (way != "shared"))
    #expect(text.contains("t=\"s\"") == (way != "inline"))
    #expect(archive.has("xl/sharedStrings.xml") == (way != "inline"))
  }

  private func write(_ way: String, to path: String) throws {
    var options = WorkbookOutput.Options()
    options.texts = try #require(Self.texts[way])
    var output = try WorkbookOutput(path: path, options: options)
    try writeHouseholds(&output)
    var list = SheetSetup(name: "Danh mục")
    list.columnWidths = [16]
    list.isLandscape = false
    try output.beginSheet(list)
    for name in ["Làng Mài", "Quang Trung"] {
      try output.nextRow()
      try output.text(name)
    }
    try output.endSheet()
    var hidden = SheetSetup(name: "Ẩn")
    hidden.isHidden = true
    try output.beginSheet(hidden)
    try output.endSheet()
    output.define("Thon", as: "'Danh mục'!$A$1:$A$2")
    try output.finish()
  }

  private func writeHouseholds(_ output: inout WorkbookOutput) throws {
    let title = try output.style(
      CellFormat().with { format in
        format.font.isBold = true
        format.font.size = 14
        format.horizontal = .center
      }
    )
    let head = try output.style(
      CellFormat().with { format in
        format.font.isBold = true
        format.fill = 0xE7EFF7
        format.hasBorder = true
        format.wraps = true
        format.vertical = .center
      }
    )
    let day = try output.style(CellFormat().with { $0.numberFormat = "dd/mm/yyyy" })
    let money = try output.style(CellFormat().with { $0.numberFormat = "#,##0.0" })
    let free = try output.style(CellFormat().with { $0.isLocked = false })
    var setup = SheetSetup(name: "Hộ")
    setup.columnWidths = [5, 24, nil, 14, 14, 10]
    setup.frozenRows = 2
    setup.frozenColumns = 2
    setup.hasPageNumbers = true
    try output.beginSheet(setup)
    try output.nextRow(height: 24)
    try output.text("DANH SÁCH HỘ", title)
    output.merge(try #require(CellRange(a1: "A1:F1")))
    try output.nextRow(height: 32)
    for text in ["TT", "Chủ hộ", "Thôn", "Thu nhập (1.000 đồng)", "Ngày", "Đạt"] {
      try output.text(text, head)
    }
    for row in 0..<11 {
      try output.nextRow()
      try output.integer(row + 1)
      try output.text("=Hộ \(row) & <b>", free)
      try output.text(row % 2 == 0 ? "Làng Mài" : "Quang Trung", free)
      try output.number(1234.5 + Double(row), money)
      try output.date(serial: Double(45_700 + row), day)
      try output.boolean(row % 3 == 0)
    }
    try output.nextRow()
    output.skip(3)
    try output.formula("SUM(D3:D13)", result: .number(13_634.5), money)
    try finishHouseholds(&output)
  }

  private func finishHouseholds(_ output: inout WorkbookOutput) throws {
    output.filter(try #require(CellRange(a1: "A2:F13")))
    output.protect()
    let name = CellReference(row: 2, column: 1)
    output.comment(SheetComment(name, author: "NTM", text: "Kiểm tra lại\nhọ tên"))
    try output.link(CellReference(row: 3, column: 1), to: .place("'Danh mục'!A1"))
    try output.link(CellReference(row: 4, column: 1), to: .file("https://example.vn/", place: nil))
    output.validate(
      CellValidation(
        range: try #require(CellRange(a1: "C3:C13")),
        rule: .cells("'Danh mục'!$A$1:$A$2"),
        promptTitle: "Thôn",
        prompt: "Chọn một thôn.",
        errorTitle: "Sai",
        error: "Không có thôn này."
      )
    )
    output.validate(
      CellValidation(
        range: try #require(CellRange(a1: "D3:D13")),
        rule: .decimal(minimum: "0", maximum: nil),
        promptTitle: "Thu nhập",
        prompt: "Từ 0 trở lên.",
        error: "Sai số."
      )
    )
    try output.endSheet()
  }
}
