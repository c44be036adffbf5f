import Foundation
import Tabular
import Testing

@testable import SpreadsheetML

/// A path in a folder that is gone when nobody holds it any more.
final class TemporaryFile {
  let folder = NSTemporaryDirectory() + "ntm-writing-" + UUID().uuidString
  var path: String { folder + "/book.xlsx" }
  init() throws {
    try FileManager.default.createDirectory(atPath: folder, withIntermediateDirectories: true)
  }
  deinit { try? FileManager.default.removeItem(atPath: folder) }
}

@Suite struct WorkbookOutputTests {
  /// Texts that XML, the escapes of the format, or a careless writer would change.
  private static let texts = [
    "Lê Văn An", " đầu và cuối ", "hai\ndòng", "a\tb", "a\r\nb", "<&>\"'", "=SUM(A1)", "-5",
    "012345678901",
    "\u{0}\u{1}\u{1F}", "_x000D_", "_x00", "__x0041_", "\u{FFFE}\u{FFFF}", "ẵ\u{0303}🏡", "_x000D",
    String(repeating: "Bản Cát \u{0B}", count: 3000),
  ]

  private func write(
    _ options: WorkbookOutput.Options = .init(),
    to path: String,
    _ body: (inout WorkbookOutput) throws(WriteError) -> Void
  ) throws(WriteError) {
    var output = try WorkbookOutput(path: path, options: options)
    try output.beginSheet(SheetSetup(name: "Hộ"))
    try body(&output)
    try output.endSheet()
    try output.finish()
  }

  private func grid(_ path: String, sheet: Int = 0) throws -> Grid {
    try Workbook.open(path: path).readGrid(sheetAt: sheet)
  }

  private func options(_ name: String) -> WorkbookOutput.Options {
    var options = WorkbookOutput.Options()
    if name.hasPrefix("inline") { options.texts = .inline }
    if name.hasPrefix("shared") { options.texts = .shared(limitBytes: 1 << 20) }
    if name.hasPrefix("bounded") { options.texts = .shared(limitBytes: 40) }
    if name.hasSuffix("fast") { options.compression = .fast }
    return options
  }

  @Test(arguments: [
    "inline balanced", "inline fast", "shared balanced", "shared fast", "bounded balanced",
  ])
  func `every text is read back as it was`(way: String) throws {
    let file = try TemporaryFile()
    try write(options(way), to: file.path) { (output) throws(WriteError) in
      for _ in 0..<2 {
        for text in Self.texts {
          try output.nextRow()
          try output.text(text)
        }
      }
    }
    let grid = try grid(file.path)
    #expect(grid.cells.map { grid.text(of: $0) ?? "" } == Self.texts + Self.texts)
    #expect(grid.cells.contains { $0.kind == .sharedText } == !way.hasPrefix("inline"))
    #expect(grid.formulas.isEmpty)
  }

  @Test func `numbers are read back bit for bit`() throws {
    var numbers: [Double] = [
      0, 1, -1, 98.7, 0.1 + 0.2, 1e-7, -182_500.25, 1e15, 123_456_789_012_345,
      .leastNonzeroMagnitude,
      .greatestFiniteMagnitude,
      0.000001, 999_999.999999, 1e9 + 0.5, -0.005, 4.35, 2.675, 1e21,
    ]
    var random = SeededGenerator(7)
    for _ in 0..<20_000 {
      let value = Double(bitPattern: random.next())
      if value.isFinite, value.isNormal { numbers.append(value) }
      numbers.append(Double(Int64(truncatingIfNeeded: random.next() % 100_000_000)) / 100)
    }
    let file = try TemporaryFile()
    try write(options("inline fast"), to: file.path) { (output) throws(WriteError) in
      for number in numbers {
        try output.nextRow()
        try output.number(number)
      }
    }
    let grid = try grid(file.path)
    #expect(grid.cells.map(\.number) == numbers)
  }

  @Test(arguments: [
    ("987", -1, "98.7"), ("5", -3, "0.005"), ("-5", -3, "-0.005"), ("12", 3, "12000"),
    ("0", 0, "0"),
    ("9223372036854775807", -19, "0.9223372036854775807"),
    ("-9223372036854775808", 0, "-9223372036854775808"),
  ])
  func `an exact decimal is written in all its digits`(
    digits: String,
    exponent: Int,
    text: String
  ) throws {
    let significand = try #require(Int128(digits))
    let number = try #require(ExactDecimal(significand: significand, exponent: exponent))
    let bytes = [UInt8](unsafeUninitializedCapacity: NumberText.widest) { target, count in
      count = target.baseAddress.map { NumberText.write(number, to: $0) } ?? 0
    }
    #expect(String(decoding: bytes, as: UTF8.self) == text)
  }

  @Test func `cells stand where they were put, with their kinds and formats`() throws {
    let file = try TemporaryFile()
    try write(to: file.path) { (output) throws(WriteError) in
      let date = try output.style(CellFormat().with { $0.numberFormat = "dd/mm/yyyy" })
      let bold = try output.style(CellFormat().with { $0.font.isBold = true })
      try output.beginRow(4)
      try output.move(toColumn: 26)
      try output.boolean(true)
      try output.date(serial: 45_723, date)
      try output.blank(bold)
      try output.formula("SUM(A1:A3)", result: .number(12.5))
      try output.formula("A1&\"<\"", result: .text("x<"))
      try output.error("#N/A")
      try output.number(.nan)
      try output.beginRow(SheetBounds.rows - 1)
      try output.move(toColumn: SheetBounds.columns - 1)
      try output.integer(.min, bold)
    }
    let grid = try grid(file.path)
    func cell(_ name: String) throws -> PackedCell {
      let place = try #require(CellReference(a1: name))
      return try #require(grid[place])
    }
    #expect(try cell("AA5").kind == .boolean)
    #expect(try cell("AB5").kind == .date)
    #expect(SerialDate.isoText(serial: try cell("AB5").number, epoch: grid.epoch) == "2025-03-07")
    #expect(try cell("AD5").number == 12.5)
    #expect(grid.text(of: try cell("AE5")) == "x<")
    #expect(grid.formulas.values.sorted() == ["A1&\"<\"", "SUM(A1:A3)"])
    #expect(grid.text(of: try cell("AF5")) == "#N/A")
    #expect(grid.text(of: try cell("AG5")) == "#NUM!")
    #expect(try cell("XFD1048576").number == Double(Int.min))
    #expect(grid.style(of: try cell("XFD1048576")).isBold)
  }

  @Test func `what a workbook cannot hold is refused by name`() throws {
    func error(_ body: (inout WorkbookOutput) throws(WriteError) -> Void) throws -> WriteError? {
      let file = try TemporaryFile()
      return #expect(throws: WriteError.self) { try write(to: file.path, body) }
    }
    let long = String(repeating: "ă", count: 32_768)
    let first = CellReference(row: 0, column: 0)
    #expect(
      try error { (output) throws(WriteError) in
        try output.nextRow()
        try output.text(long)
      } == .limit(.text, at: first)
    )
    #expect(
      try error { (output) throws(WriteError) in
        try output.nextRow()
        try output.formula(long)
      } == .limit(.formula, at: first)
    )
    let outside = CellReference(row: SheetBounds.rows, column: 0)
    #expect(
      try error { (output) throws(WriteError) in try output.beginRow(SheetBounds.rows) }
        == .limit(.rows, at: outside)
    )
    #expect(
      try error { (output) throws(WriteError) in
        try output.nextRow()
        try output.move(toColumn: SheetBounds.columns)
        try output.integer(1)
      } == .limit(.columns, at: CellReference(row: 0, column: SheetBounds.columns))
    )
    #expect(
      try error { (output) throws(WriteError) in
        try output.beginRow(3)
        try output.beginRow(3)
      } == .outOfOrder(CellReference(row: 3, column: 0))
    )
    #expect(try error { (output) throws(WriteError) in try output.integer(1) } == .misplaced)
    #expect(
      try error { (output) throws(WriteError) in
        for _ in 0..<65_531 { try output.link(first, to: .place("'Hộ'!A1")) }
      } == .limit(.links, at: first)
    )
  }

  @Test func `nothing is written over`() throws {
    let file = try TemporaryFile()
    try write(to: file.path) { (_) throws(WriteError) in }
    let error = #expect(throws: WriteError.self) {
      try write(to: file.path) { (_) throws(WriteError) in }
    }
    #expect(error == .cannotWrite(code: EEXIST))
  }

  @Test(arguments: ["inline small", "shared fast"])
  func `the same calls give the same bytes`(way: String) throws {
    let files = [try TemporaryFile(), try TemporaryFile()]
    for file in files {
      try write(options(way), to: file.path) { (output) throws(WriteError) in
        for number in 0..<3000 {
          try output.nextRow()
          try output.text("Hộ \(number % 70)")
          try output.integer(number)
        }
        output.comment(SheetComment(CellReference(row: 2, column: 0), author: "NTM", text: "a\nb"))
        try output.link(CellReference(row: 3, column: 0), to: .file("a b.xlsx", place: "'Hộ'!B2"))
      }
    }
    let bytes = try files.map { try Data(contentsOf: URL(fileURLWithPath: $0.path)) }
    #expect(bytes[0] == bytes[1])
  }

  @Test func `a sheet carries what stands beside its rows`() throws {
    let file = try TemporaryFile()
    var output = try WorkbookOutput(path: file.path)
    var setup = SheetSetup(name: "Tổng 'A' hợp")
    setup.frozenRows = 1
    setup.columnWidths = [5, nil, 20.5]
    try output.beginSheet(setup)
    let range = try #require(CellRange(a1: "A1:C9"))
    let cell = CellReference(row: 0, column: 0)
    output.filter(range)
    output.protect()
    output.merge(try #require(CellRange(a1: "A3:B4")))
    output.comment(SheetComment(cell, author: "NTM & Co", text: "Sai <số>"))
    try output.link(cell, to: .file("thôn/a&b.xlsx", place: "'Hộ'!B12"))
    try output.link(cell, to: .place("'Tổng ''A'' hợp'!A1"))
    output.validate(
      CellValidation(
        range: range,
        rule: .list(["a\"b", "c"]),
        promptTitle: "T",
        prompt: "P\nQ",
        error: "E"
      )
    )
    try output.nextRow()
    try output.text("x")
    try output.endSheet()
    output.define("ntm.form", as: "\"a\"")
    try output.finish()
    let workbook = try Workbook.open(path: file.path)
    #expect(workbook.sheets.map(\.name) == ["Tổng 'A' hợp"])
    func part(_ name: String) throws -> String {
      String(decoding: try workbook.readPart(name).1, as: UTF8.self)
    }
    let sheet = try part("xl/worksheets/sheet1.xml")
    let order = [
      "<sheetPr>", "<pane ySplit=\"1\" topLeftCell=\"A2\"",
      "<col min=\"1\" max=\"1\" width=\"5.0\"",
      "<col min=\"3\" max=\"3\" width=\"20.5\"", "<sheetData>", "<sheetProtection",
      "<autoFilter ref=\"A1:C9\"/>",
      "<mergeCell ref=\"A3:B4\"/>", "<formula1>\"a\"\"b,c\"</formula1>",
      "<hyperlink ref=\"A1\" r:id=\"rId1\" location=\"'Hộ'!B12\"/>",
      "<hyperlink ref=\"A1\" location=\"'Tổng ''A'' hợp'!A1\"/>", "<pageMargins",
      "<legacyDrawing r:id=\"rId2\"/>",
    ]
    var rest = sheet[...]
    for piece in order {
      let found = rest.firstRange(of: piece)
      #expect(found != nil, "\(piece)")
      rest = found.map { rest[$0.upperBound...] } ?? rest
    }
    let links = try part("xl/worksheets/_rels/sheet1.xml.rels")
    #expect(links.contains("Target=\"thôn/a&amp;b.xlsx\" TargetMode=\"External\""))
    #expect(try part("xl/comments1.xml").contains("Sai &lt;số&gt;"))
    #expect(try part("xl/drawings/vmlDrawing1.vml").contains("<x:Row>0</x:Row>"))
    let book = try part("xl/workbook.xml")
    #expect(book.contains("hidden=\"1\">'Tổng ''A'' hợp'!$A$1:$C$9</definedName>"))
    #expect(book.contains(">'Tổng ''A'' hợp'!$1:$1</definedName>"))
    #expect(workbook.definedNames.contains { $0.name == "ntm.form" && $0.text == "\"a\"" })
  }
}
