import Definitions
import Findings
import Forms
import Foundation
import SpreadsheetML
import Testing

@testable import NTMToolkit

/// Workbooks of several tables and sheets: what goes on without headings, and tables of no rows.
@Suite struct SeveralTableTests {
  private static let root = "/" + #filePath.split(separator: "/").dropLast(3).joined(separator: "/")
  private static let store = DefinitionStore(roots: [root + "/templates"])
  private static let head =
    "Thôn: Làng Mài\nTT;Họ và tên chủ hộ;Số khẩu;Số người có thẻ BHYT;Nước sạch\n"
  private static let rows = "1;Lê A;4;3;x\n2;Hà B;2;2;\n3;Vi C;6;4;x"

  /// Writes sheets given as lines of cells, and reads the workbook.
  private func read(_ sheets: [(name: String, table: String)]) throws -> (
    rows: [String], codes: [String], cells: [String]
  ) {
    let folder = NSTemporaryDirectory() + "ntm-sheets-" + UUID().uuidString
    try FileManager.default.createDirectory(atPath: folder, withIntermediateDirectories: true)
    defer { try? FileManager.default.removeItem(atPath: folder) }
    let path = folder + "/ho.xlsx"
    var output = try WorkbookOutput(path: path, options: .init())
    for sheet in sheets {
      try output.beginSheet(SheetSetup(name: sheet.name))
      for line in sheet.table.split(separator: "\n", omittingEmptySubsequences: false) {
        try output.nextRow()
        for cell in line.split(separator: ";", omittingEmptySubsequences: false) {
          if let number = Double(cell) {
            try output.number(number)
          } else if cell.isEmpty {
            output.skip()
          } else {
            try output.text(String(cell))
          }
        }
      }
      try output.endSheet()
    }
    try output.finish()
    var rows: [String] = []
    let file = FileImporter(definitions: Self.store, onlyForm: nil).read(
      InputFile(path: path, name: "ho.xlsx")
    ) { rows.append("\($0.sheet) \($0.record.row + 1)") }
    return (
      rows, file.findings.map(\.code.name),
      file.findings.map { "\($0.code.name) \($0.location.sheet ?? "")" }
    )
  }

  @Test(arguments: ["4;Lò D;1;1;x\n5;Lò E;2;2;", "\n\n4;Lò D;1;1;x", "Trang 2\n4;Lò D;1;1;x"])
  func `a sheet that goes on with the numbers without headings is an error`(more: String) throws {
    let found = try read([("Trang 1", Self.head + Self.rows), ("Trang 2", more)])
    #expect(found.rows == ["Trang 1 3", "Trang 1 4", "Trang 1 5"])
    #expect(found.cells.contains("continued-sheet Trang 2"))
  }

  @Test func `a list that begins in the middle goes on with some other, whatever its numbers`()
    throws
  {
    let found = try read([("1", Self.head + Self.rows), ("2", "18;Lò D;1;1;x\n19;Lò E;2;2;")])
    #expect(found.cells.contains("continued-sheet 2"))
  }

  @Test(arguments: [
    "1;Lò D;1;1;x\n2;Lò E;2;2;", "4;17;1", "4;Lò D;1\n", "Ghi chú\nxem trang 1", "2024;Báo cáo;1",
  ])
  func `other sheets are not taken for one that goes on`(more: String) throws {
    let found = try read([("1", Self.head + Self.rows), ("Khác", more)])
    #expect(found.rows.count == 3)
    #expect(found.codes.contains("continued-sheet") == more.hasPrefix("4;Lò"))
  }

  @Test(arguments: ["", "\n;;;;", "\nTổng cộng;;0;0;0", "\n1;2;3;4;5", "\nNgười lập biểu"])
  func `a table of no rows has no records and no error`(rest: String) throws {
    let found = try read([("Làng Mài", Self.head.dropLast() + rest)])
    #expect(found.rows.isEmpty)
    #expect(!found.codes.contains("unknown-form"), "\(found.codes)")
    #expect(!found.codes.contains("total-mismatch"))
    let beside = try read([
      ("Làng Mài", Self.head.dropLast() + rest), ("Làng Cốc", Self.head + Self.rows),
    ])
    #expect(beside.rows == ["Làng Cốc 3", "Làng Cốc 4", "Làng Cốc 5"])
  }

  @Test func `a table of no rows above another on the sheet takes nothing of it`() throws {
    let other = Self.head.replacingOccurrences(of: "Làng Mài", with: "Làng Cốc")
    let found = try read([("Hộ", Self.head + "\n" + other + Self.rows)])
    #expect(found.rows == ["Hộ 6", "Hộ 7", "Hộ 8"])
  }
}
