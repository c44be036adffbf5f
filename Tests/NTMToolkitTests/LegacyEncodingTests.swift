import Foundation
import Tabular
import Testing
import VietnameseText

@testable import Definitions
@testable import Forms

@Suite struct LegacyEncodingTests {
  private static let root = "/" + #filePath.split(separator: "/").dropLast(3).joined(separator: "/")
  private let encodings = DefinitionStore(roots: [Self.root + "/templates"]).vocabulary.encodings

  private func encoding(_ id: String) throws -> LegacyEncoding {
    try #require(encodings.first { $0.id == id })
  }

  /// Every letter of every table, read from the data itself.
  @Test(arguments: ["tcvn3", "vni"])
  func `every letter of the table is decoded`(id: String) throws {
    let encoding = try encoding(id)
    let text = try String(
      contentsOfFile: Self.root + "/templates/encodings/\(id).yaml",
      encoding: .utf8
    )
    var count = 0
    for line in text.split(separator: "\n") where line.hasPrefix("  \"") {
      let parts = line.split(separator: "\"")
      let bytes = parts[1].split(separator: " ").compactMap { UInt8($0, radix: 16) }
      var view = String.UnicodeScalarView()
      for byte in bytes { view.append(Unicode.Scalar(byte)) }
      #expect(encoding.decode(String(view)) == String(parts[3]), "\(line)")
      count += 1
    }
    #expect(count >= 74)
  }

  @Test(arguments: [
    ("tcvn3", "Céng hoµ x· héi chñ nghÜa ViÖt nam", "Cộng hoà xã hội chủ nghĩa Việt nam"),
    ("vni", "Coäng hoøa xaõ hoäi chuû nghóa Vieät Nam", "Cộng hòa xã hội chủ nghĩa Việt Nam"),
    ("vni", "U\u{FB}y ban", "Ủy ban"), ("tcvn3", "n\u{AD}íc", "nước"),
    ("tcvn3", "M¸y mãc thiết bÞ", "Máy móc thiết bị"),
  ])
  func `sentences are decoded, Unicode letters among them stay`(
    id: String,
    old: String,
    new: String
  ) throws {
    #expect(try encoding(id).decode(old) == new)
  }

  private func grid(_ cells: [(text: String, font: String, runs: [TextRun])]) -> Grid {
    var grid = Grid(name: "Sheet")
    for (column, cell) in cells.enumerated() {
      var style = CellStyle()
      style.fontName = cell.font
      grid.styles.append(style)
      let index = grid.localTexts.append(cell.text)
      if !cell.runs.isEmpty { grid.localRuns[index] = cell.runs }
      grid.cells.append(
        PackedCell(payload: UInt64(index), column: column, style: column, kind: .localText)
      )
    }
    grid.rows = [Grid.Row(number: 0, firstCell: 0)]
    return grid
  }

  private func texts(_ cells: [(text: String, font: String, runs: [TextRun])]) -> [String?] {
    let grid = grid(cells)
    let texts = SheetTexts(grid, encodings: encodings)
    return grid.cells.map { texts.entry($0)?.text }
  }

  @Test func `the font decides, run by run, and an H font shows capitals`() {
    let runs = [
      TextRun(length: "Ủy ban ".utf8.count, fontName: "Times New Roman"),
      TextRun(length: "nh©n d©n".utf8.count, fontName: ".VnTime"),
    ]
    #expect(
      texts([
        ("Tæ chøc tÝn dông", ".VnTimeH", []), ("Ủy ban nh©n d©n", "Times New Roman", runs),
        ("Vieät Nam", "VNI-Times", []),
      ]) == ["TỔ CHỨC TÍN DỤNG", "Ủy ban nhân dân", "Việt Nam"]
    )
  }

  @Test func `old bytes under a Unicode font are decoded only where the workbook has old fonts`() {
    #expect(texts([("L©m tr\u{AD}êng A", "Arial", []), ("x", ".VnTime", [])])[0] == "Lâm trường A")
    #expect(texts([("Señor Peña", "Arial", [])]) == ["Señor Peña"])
    #expect(texts([("L©m", "Arial", [])]) == ["L©m"])
  }

  @Test func `a font can lie: Unicode Vietnamese in an old font stays as it is`() {
    #expect(texts([("Hộ nghèo ở xã", ".VnTime", [])]) == ["Hộ nghèo ở xã"])
  }
}
