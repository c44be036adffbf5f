import Foundation
import Tabular
import Testing

@testable import SpreadsheetML

/// Cells edited in place: what must change with them, and that nothing else does.
struct CellEditTests {
  private static let workbook = PreservationTests.folder + "/calculation.handmade.xlsm"

  private func change(
    _ edits: [String: [(String, EditValue)]],
    in source: String = workbook
  ) throws -> PackageChange {
    let cells = try edits.mapValues { list in
      try list.map { CellEdit(try #require(CellReference(a1: $0.0)), $0.1) }
    }
    return try WorkbookEditor.change(of: try WorkbookEditor.open(source), edits: cells)
  }

  private func number(_ value: Int) throws -> EditValue {
    .number(try #require(ExactDecimal(significand: Int128(value), exponent: 0)))
  }

  private func sheet(_ number: Int, _ change: PackageChange) throws -> String {
    try PreservationTests.text(
      of: "xl/worksheets/sheet\(number).xml",
      in: Self.workbook,
      change
    )
  }

  @Test func `formulas that read an edited cell lose their results, others keep them`() throws {
    let change = try change(["Danh sách": [("C4", number(5))]])
    let first = try sheet(1, change)
    #expect(first.contains(#"<c r="C4" s="1"><v>5</v></c>"#), "the cell keeps its style")
    #expect(first.contains(#"<c r="C7"><f>SUM(C4:C6)</f></c>"#))
    #expect(first.contains(#"<c r="F7"><f>C7*2</f></c>"#), "also through another formula")
    #expect(first.contains("<f>SUM(D4:D6)</f><v>293</v>"))
    #expect(first.contains("<f>1+1</f><v>2</v>"))
    let second = try sheet(2, change)
    #expect(second.contains("<f>'Danh sách'!C7</f></c>"), "also on another sheet")
    #expect(second.contains("<f>'Danh sách'!D7</f><v>293</v>"))
    let workbook = try PreservationTests.text(of: "xl/workbook.xml", in: Self.workbook, change)
    #expect(workbook.contains(#"fullCalcOnLoad="1""#))
  }

  @Test func `a data table loses the results of all its cells`() throws {
    let source = "\(PreservationTests.folder)/data-table.handmade.xlsx"
    let change = try change(["Danh sách": [("D7", number(5))]], in: source)
    let text = try PreservationTests.text(of: "xl/worksheets/sheet1.xml", in: source, change)
    for cell in ["F9", "F10", "F11", "F12"] {
      let start = try #require(text.firstRange(of: "<c r=\"\(cell)\""))
      let rest = text[start.upperBound...]
      let end = try #require(rest.firstRange(of: "</c>"))
      #expect(!rest[..<end.lowerBound].contains("<v>"), "\(cell)")
    }
    #expect(text.contains("<v>3</v>"), "what is no result stays")
  }

  @Test func `a comment that looks like the end of another archive hides no change`() throws {
    let folder = try temporaryFolder()
    defer { try? FileManager.default.removeItem(atPath: folder) }
    var bytes = [UInt8](try Data(contentsOf: URL(fileURLWithPath: Self.workbook)))
    // The length of the comment stands last; the comment is an end without entries, and a byte behind it.
    PackageDirectory.put(UInt16(23), at: bytes.count - 2, in: &bytes)
    bytes += [0x50, 0x4B, 5, 6] + [UInt8](repeating: 0, count: 19)
    let source = folder + "/source.xlsm"
    try Data(bytes).write(to: URL(fileURLWithPath: source))
    let change = try change(["Danh sách": [("C4", number(5))]], in: source)
    let copy = folder + "/copy.xlsm"
    try WorkbookPatcher.write(change, of: source, to: copy)
    let grid = try Workbook.open(path: copy).readGrid(sheetAt: 0)
    let cell = try #require(grid[CellReference(row: 3, column: 2)])
    #expect(cell.kind == .number && Double(bitPattern: cell.payload) == 5)
    let end = try Data(contentsOf: URL(fileURLWithPath: copy)).suffix(23)
    #expect(Array(end) == Array(bytes.suffix(23)), "the comment stays")
  }

  @Test func `an archive that is not the one that was read is not copied`() throws {
    let folder = try temporaryFolder()
    defer { try? FileManager.default.removeItem(atPath: folder) }
    let change = try change(["Danh sách": [("C4", number(5))]])
    let other = "\(PreservationTests.folder)/merges.openpyxl.xlsx"
    #expect(throws: PatchError.unreadable(ContainerError(.corruptPart))) {
      try WorkbookPatcher.write(change, of: other, to: folder + "/copy.xlsx")
    }
  }

  @Test func `a cell that no formula reads changes its own sheet and nothing else`() throws {
    let change = try change(["Danh sách": [("A9", .text("Người lập"))]])
    #expect(change.removals.count == 3, "the signature")
    let archive = try Archive(path: Self.workbook)
    let names = change.replacements.map { part in
      archive.entries.first { $0.index == part.index }?.name ?? ""
    }
    #expect(
      Set(names) == ["xl/worksheets/sheet1.xml", "[Content_Types].xml", "_rels/.rels"]
    )
    let first = try sheet(1, change)
    #expect(first.contains("<f>SUM(C4:C6)</f><v>9</v>"))
    #expect(first.contains("<sheetProtection"), "protection stays")
  }

  @Test func `an overwritten formula takes the calculation chain with it`() throws {
    let change = try change(["Danh sách": [("E7", number(7))]])
    let archive = try Archive(path: Self.workbook)
    let removed = change.removals.compactMap { index in
      archive.entries.first { $0.index == index }?.name
    }
    #expect(removed.contains("xl/calcChain.xml"))
    for part in ["[Content_Types].xml", "xl/_rels/workbook.xml.rels"] {
      let text = try PreservationTests.text(of: part, in: Self.workbook, change)
      #expect(!text.contains("calcChain"), "\(part)")
    }
    let kept = try self.change(["Danh sách": [("C4", number(5))]])
    let chain = try archive.entry("xl/calcChain.xml").index
    #expect(!kept.removals.contains(chain), "a chain that still fits stays")
  }

  @Test func `a signature is dropped and said so, macros stay byte for byte`() throws {
    let change = try change(["Danh sách": [("C4", number(5))]])
    #expect(change.droppedSignatures)
    let folder = try temporaryFolder()
    defer { try? FileManager.default.removeItem(atPath: folder) }
    let copy = folder + "/copy.xlsm"
    try WorkbookPatcher.write(change, of: Self.workbook, to: copy)
    let archive = try Archive(path: copy)
    #expect(!archive.entries.contains { $0.name.hasPrefix("_xmlsignatures") })
    let macros = try archive.open(archive.entry("xl/vbaProject.bin")).readAll()
    #expect(macros == (0..<1024).map { UInt8($0 % 256) })
    let links = String(
      decoding: try archive.open(archive.entry("_rels/.rels")).readAll(),
      as: UTF8.self
    )
    #expect(!links.contains("digital-signature"))
  }

  @Test func `the first cell of a shared formula gives the others their own`() throws {
    let source = PreservationTests.folder + "/shared-formulas.openpyxl.xlsx"
    let change = try change(["Danh sách": [("E4", number(1))]], in: source)
    let text = try PreservationTests.text(of: "xl/worksheets/sheet1.xml", in: source, change)
    #expect(text.contains(#"<c r="E4"><v>1</v></c><"#))
    #expect(text.contains(#"<c r="E5"><f>D5/C5</f>"#))
    #expect(text.contains(#"<c r="E6"><f>D6/C6</f>"#))
    #expect(!text.contains("shared"))
  }

  @Test(arguments: ["F8", "F9", "G7"])
  func `a cell of an array formula is not overwritten`(cell: String) throws {
    let source = PreservationTests.folder + "/array-formulas.openpyxl.xlsx"
    let error = #expect(throws: PatchError.self) {
      try change(["Danh sách": [(cell, number(1))]], in: source)
    }
    guard case .refused(let refusal)? = error else {
      Issue.record("\(String(describing: error))")
      return
    }
    #expect(refusal.kind == .array)
  }

  @Test func `a new cell outside widens the dimension and the spans of its row`() throws {
    let source = PreservationTests.folder + "/sparklines.xlsxwriter.xlsx"
    let change = try change(["Danh sách": [("H4", number(1)), ("A1", .text("a"))]], in: source)
    let text = try PreservationTests.text(of: "xl/worksheets/sheet1.xml", in: source, change)
    #expect(text.contains(#"<dimension ref="A1:H6"/>"#))
    #expect(text.contains(#"<row r="4" spans="1:8">"#))
    #expect(text.contains(#"<row r="5" spans="1:4">"#))
  }

  @Test func `no edit is no change`() throws {
    #expect(try change([:]).isEmpty)
    #expect(try change(["Danh sách": []]).isEmpty)
  }
}

/// A new folder for one test.
func temporaryFolder() throws -> String {
  let path = NSTemporaryDirectory() + "ntm-tests-" + UUID().uuidString
  try FileManager.default.createDirectory(atPath: path, withIntermediateDirectories: true)
  return path
}
