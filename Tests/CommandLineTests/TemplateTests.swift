import Foundation
import SpreadsheetML
import Tabular
import Testing

@Suite struct TemplateTests {
  private func cell(_ name: String) throws -> CellReference {
    try #require(CellReference(a1: name))
  }

  @Test func `an entry form comes back with the values that were written into it`() throws {
    let folder = try TemporaryFolder()
    let path = folder.path + "/form.xlsx"
    #expect(try Program.run("template", "household-survey", "-o", path).status == 0)
    // The headings tell where each field stands, as they would tell a person.
    var columns: [String: String] = [:]
    for object in try Program.run("cells", path, "--sheet", "Nhập liệu").objects {
      if let place = (object["cell"] as? String), let text = object["value"] as? String,
        place.hasSuffix("8")
      {
        columns[text] = String(place.dropLast())
      }
    }
    let income = try #require(columns["Tổng thu nhập (1.000 đồng)"])
    let size = try #require(columns["Số nhân khẩu"])
    let house = try #require(columns["Loại nhà"])
    let power = try #require(columns["Sử dụng điện thường xuyên, an toàn"])
    let number = try #require(ExactDecimal(significand: 1_825_005, exponent: -1))
    let edits = [
      CellEdit(try cell("C3"), .text("Làng Mài")),
      CellEdit(try cell("A10"), .number(ExactDecimal(1))),
      CellEdit(try cell("B10"), .text("=Lê Văn An")),
      CellEdit(try cell(size + "10"), .number(ExactDecimal(4))),
      CellEdit(try cell(income + "10"), .number(number)),
      CellEdit(try cell(house + "10"), .text("kiên cố")),
      CellEdit(try cell(power + "10"), .text("x")),
    ]
    try WorkbookPatcher.patch(path, edits: ["Nhập liệu": edits], to: path)
    let outcome = try Program.run("import", path)
    #expect(outcome.status == 0, "\(outcome.errors)")
    let fields = try #require(outcome.object["fields"] as? [String: Any])
    #expect(outcome.objects.count == 1)
    #expect(fields["household_head"] as? String == "=Lê Văn An")
    #expect(fields["village"] as? String == "Làng Mài")
    #expect(fields["household_size"] as? Int == 4)
    #expect(fields["annual_income"] as? Double == 182_500.5)
    #expect(fields["dwelling_class"] as? String == "solid")
    #expect(fields["safe_electricity"] as? Bool == true)
    #expect(fields["clean_water"] as? Bool == false)
  }

  @Test func `the same form has the same bytes`() throws {
    let folder = try TemporaryFolder()
    for name in ["a", "b"] {
      #expect(
        try Program.run("template", "household-survey", "-o", folder.path + "/\(name).xlsx").status
          == 0
      )
    }
    let first = try Data(contentsOf: URL(fileURLWithPath: folder.path + "/a.xlsx"))
    #expect(first == (try Data(contentsOf: URL(fileURLWithPath: folder.path + "/b.xlsx"))))
  }

  @Test func `findings are written in several formats at once`() throws {
    let folder = try TemporaryFolder()
    let (sarif, csv) = (folder.path + "/f.sarif", folder.path + "/f.csv")
    let outcome = try Program.run(
      "validate",
      "fixtures/binh-luong-faulty",
      "--format",
      "jsonl",
      "--output",
      "sarif=" + sarif,
      "--output",
      "csv=" + csv
    )
    #expect(outcome.status == 3)
    let data = try Data(contentsOf: URL(fileURLWithPath: sarif))
    let object = try #require(JSONSerialization.jsonObject(with: data) as? [String: Any])
    let run = try #require((object["runs"] as? [[String: Any]])?.first)
    #expect((run["results"] as? [Any])?.count == outcome.objects.count)
    let rows = try String(contentsOfFile: csv, encoding: .utf8).split(separator: "\r\n")
    #expect(rows.count == outcome.objects.count + 1)
  }
}
