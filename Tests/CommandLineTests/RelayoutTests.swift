import Foundation
import SpreadsheetML
import Testing

/// Templates whose rows repeat, with what may stand on such rows or refer to them.
@Suite struct RelayoutTests {
  /// Fills a template and looks at the result before its folder is gone.
  private func fill(
    _ template: String,
    _ data: String,
    to name: String = "out.xlsx",
    check: (_ outcome: Program.Outcome, _ output: String) throws -> Void
  ) throws {
    let folder = try TemporaryFolder()
    defer { withExtendedLifetime(folder) {} }
    let (input, output) = (folder.path + "/data.json", folder.path + "/" + name)
    try data.write(toFile: input, atomically: true, encoding: .utf8)
    let source = "fixtures/preservation/" + template
    try check(try Program.run("fill", source, input, "-o", output, "--lang", "en"), output)
  }

  private func part(_ name: String, of path: String) throws -> String {
    let archive = try Archive(path: path)
    return String(decoding: try archive.open(archive.entry(name)).readAll(), as: UTF8.self)
  }

  private let households = #"""
    {"households":[{"head":"A","size":1,"income":10},{"head":"B","size":2,"income":20},{"head":"C","size":3,"income":30}]}
    """#

  @Test func `what stands on a repeating row is there for each, what refers to it covers all`()
    throws
  {
    try fill("repeating-row.openpyxl.xlsx", households) { outcome, output in
      #expect(outcome.status == 0, "\(outcome.errors)")
      let sheet = try part("xl/worksheets/sheet1.xml", of: output)
      for text in [
        "<f>D4/C4</f>", "<f>D6/C6</f>", "<f>SUM(C$4:C4)</f>", "<f>SUM(C$6:C6)</f>",
        "<f>SUM(C4:C6)</f>", "<f>SUM(D4:D6)</f>", #"<mergeCell ref="A4:B4"/>"#,
        #"<mergeCell ref="A5:B5"/>"#, #"<mergeCell ref="A6:B6"/>"#, #"<mergeCell ref="A9:D9"/>"#,
        #"<mergeCells count="4">"#, #"<conditionalFormatting sqref="D4:D6">"#,
        "<formula>$D$7/10</formula>", #"sqref="C4:C6""#, "<formula1>C4&lt;=D4</formula1>",
        #"<hyperlink ref="A4" location="'Danh sách'!D4"/>"#,
        #"<hyperlink ref="A6" location="'Danh sách'!D6"/>"#,
      ] { #expect(sheet.contains(text), "\(text)") }
      for text in ["ht=\"30\"", "outlineLevel=\"1\""] {
        #expect(sheet.components(separatedBy: text).count == 4, "every copy has the row's \(text)")
      }
      #expect(try part("xl/comments/comment1.xml", of: output).contains(#"ref="A9""#))
      #expect(try part("xl/drawings/commentsDrawing1.vml", of: output).contains("Row>8</"))
      let chart = try part("xl/charts/chart1.xml", of: output)
      for text in ["'Danh sách'!$D$4:$D$6<", "'Danh sách'!$A$4:$A$6<", "'Danh sách'!D3<"] {
        #expect(chart.contains(text), "\(text)")
      }
      let workbook = try part("xl/workbook.xml", of: output)
      #expect(workbook.contains("'Danh sách'!$A$1:$F$9<"))
      #expect(!workbook.contains("each."))
      let other = try part("xl/worksheets/sheet2.xml", of: output)
      #expect(other.contains("<f>SUM('Danh sách'!D4:D6)</f>"))
    }
  }

  @Test func `a running total begins at its own heading and ends at its own row`() throws {
    try fill(
      "repeating-villages.openpyxl.xlsx",
      #"""
      {"villages":[{"name":"V","households":[{"head":"A","size":1}]},
        {"name":"W","households":[{"head":"B","size":2},{"head":"C","size":3}]}]}
      """#
    ) { outcome, output in
      #expect(outcome.status == 0, "\(outcome.errors)")
      var cells: [String: String] = [:]
      for cell in try Program.run("cells", output).objects
      where "\(cell["sheet"] ?? "")" == "Danh sách" {
        cells["\(cell["cell"] ?? "")"] = "\(cell["formula"] ?? cell["value"] ?? "")"
      }
      #expect(cells["A3"] == "V" && cells["A6"] == "W" && cells["A9"] == "Cộng thôn")
      #expect(cells["C5"] == "SUM(C4:C4)", "the first village has one household")
      #expect(cells["C9"] == "SUM(C7:C8)", "the second has two")
      #expect(cells["C10"] == "SUM(C3:C9)/2")
      #expect(cells["D4"] == "C4/C5" && cells["D7"] == "C7/C9" && cells["D8"] == "C8/C9")
      let sheet = try part("xl/worksheets/sheet1.xml", of: output)
      #expect(sheet.contains(#"<brk id="2""#) && sheet.contains(#"<brk id="5""#))
      #expect(sheet.contains(#"<rowBreaks count="2" manualBreakCount="2">"#))
      #expect(sheet.components(separatedBy: #"hidden="1""#).count == 4, "every copy is hidden too")
    }
  }

  @Test func `one cell of a repeating row is refused with the way out, and nothing is written`()
    throws
  {
    try fill("repeating-cell.openpyxl.xlsx", households) { outcome, output in
      #expect(outcome.status == 4)
      #expect(outcome.errors.contains("Danh sách!D7: SUM(D4)"))
      #expect(outcome.errors.contains("SUM(D4:D4)"))
      #expect(!FileManager.default.fileExists(atPath: output))
    }
    try fill("repeating-cell.openpyxl.xlsx", #"{"households":[{"head":"A"}]}"#) { outcome, _ in
      #expect(outcome.status == 0, "with one household it is clear: \(outcome.errors)")
    }
  }

  @Test func `a signature that cannot hold is dropped with a warning`() throws {
    try fill(
      "calculation.handmade.xlsm",
      #"{"author":"Lan"}"#,
      to: "out.xlsm"
    ) { outcome, output in
      #expect(outcome.status == 0)
      #expect(outcome.errors.contains("digital signature of the template was left out"))
      let archive = try Archive(path: output)
      #expect(!archive.entries.contains { $0.name.hasPrefix("_xmlsignatures") })
      #expect(archive.entries.contains { $0.name == "xl/vbaProject.bin" })
    }
  }
}
