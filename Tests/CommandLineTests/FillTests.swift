import Foundation
import SpreadsheetML
import Testing

@Suite struct FillTests {
  private func fill(_ template: String, _ data: String) throws -> (
    Program.Outcome, [String: [String: Any]]
  ) {
    let folder = try TemporaryFolder()
    let (input, output) = (folder.path + "/data.json", folder.path + "/out.xlsx")
    try data.write(toFile: input, atomically: true, encoding: .utf8)
    let outcome = try Program.run(
      "fill",
      "fixtures/templates/" + template,
      input,
      "-o",
      output,
      "--lang",
      "en"
    )
    guard outcome.status == 0 else {
      #expect(!FileManager.default.fileExists(atPath: output))
      return (outcome, [:])
    }
    var cells: [String: [String: Any]] = [:]
    for cell in try Program.run("cells", output).objects {
      cells["\(cell["sheet"] ?? "")!\(cell["cell"] ?? "")"] = cell
    }
    return (outcome, cells)
  }

  private let households = """
    {"unit":"xã A","date":"2025-03-07","author":"B","households":[{"head":"=X","size":4,"income":98.7},
    {"head":"Y & Z","size":3,"income":120000},{"head":"W","size":2,"income":5}]}
    """

  @Test func `a row repeats for every element, and everything that refers to it moves with it`()
    throws
  {
    let (outcome, cells) = try fill("repeated-rows.openpyxl.xlsx", households)
    #expect(outcome.status == 0, "\(outcome.errors)")
    #expect(cells["Danh sách!A2"]?["value"] as? String == "Ngày 07/3/2025")
    #expect(cells["Danh sách!B4"]?["value"] as? String == "=X")
    #expect(cells["Danh sách!B4"]?["formula"] == nil)
    #expect(cells["Danh sách!B5"]?["value"] as? String == "Y & Z")
    #expect(cells["Danh sách!D4"]?["value"] as? Double == 98.7)
    #expect(cells["Danh sách!A6"]?["value"] as? Int == 3)
    #expect(cells["Danh sách!E6"]?["formula"] as? String == "D6/C6")
    #expect(cells["Danh sách!C7"]?["formula"] as? String == "SUM(C4:C6)")
    #expect(cells["Tổng!A1"]?["formula"] as? String == "'Danh sách'!D7")
    #expect(cells["Tổng!A2"]?["formula"] as? String == "COUNTA('Danh sách'!B4:B6)")
    #expect(cells["Danh sách!A9"]?["value"] as? String == "Người lập: B")
  }

  @Test func `a date becomes a date, also in a cell that showed none`() throws {
    let (outcome, cells) = try fill(
      "nested-blocks.openpyxl.xlsx",
      #"{"name":"2025-03-07","villages":[]}"#
    )
    #expect(outcome.status == 0, "\(outcome.errors)")
    #expect(cells["Xã!A1"]?["type"] as? String == "date")
    #expect(cells["Xã!A1"]?["value"] as? String == "2025-03-07")
  }

  @Test func `a workbook that counts days from 1904 shows the day that was given`() throws {
    let (outcome, cells) = try fill(
      "epoch-1904.openpyxl.xlsx",
      #"{"day":"2025-03-07","old":"1903-12-31"}"#
    )
    #expect(outcome.status == 0, "\(outcome.errors)")
    for cell in ["Phiếu!A1", "Phiếu!A2"] {
      #expect(cells[cell]?["type"] as? String == "date")
      #expect(cells[cell]?["value"] as? String == "2025-03-07")
    }
    #expect(cells["Phiếu!A3"]?["value"] as? String == "Ngày 07/3/2025")
    #expect(cells["Phiếu!A4"]?["value"] as? String == "1903-12-31", "no day of this calendar")
  }

  @Test func `no element: the rows of the block are gone`() throws {
    let (outcome, cells) = try fill(
      "repeated-rows.openpyxl.xlsx",
      #"{"unit":"A","date":"2025-03-07","author":"B","households":[]}"#
    )
    #expect(outcome.status == 0, "\(outcome.errors)")
    #expect(cells["Danh sách!A4"]?["value"] as? String == "Cộng")
    #expect(outcome.errors.contains("The formula at Danh sách!C5 reads only rows that are deleted"))
    #expect(cells["Danh sách!A6"]?["value"] as? String == "Người lập: B")
  }

  @Test func `blocks inside blocks follow their own element`() throws {
    let (outcome, cells) = try fill(
      "nested-blocks.openpyxl.xlsx",
      #"{"name":"N","villages":[{"name":"V","households":[{"head":"A"},{"head":"B"}]},{"name":"W","households":[]}]}"#
    )
    #expect(outcome.status == 0, "\(outcome.errors)")
    let texts = (1...8).map { cells["Xã!A\($0)"]?["value"] }
    #expect(
      texts.map { "\($0 ?? "")" } == [
        "N", "Thôn V", "1", "2", "Hết thôn", "Thôn W", "Hết thôn", "Hết",
      ]
    )
    #expect(cells["Xã!B4"]?["value"] as? String == "B")
  }

  @Test func `missing data names the cell and the path, and nothing is written`() throws {
    let (outcome, _) = try fill(
      "repeated-rows.openpyxl.xlsx",
      #"{"unit":"A","date":"2025-03-07","households":[{"head":"x"}]}"#
    )
    #expect(outcome.status == 4)
    #expect(outcome.errors.contains("Danh sách › C4: There is no data for “.size”"))
    #expect(outcome.errors.contains("A7: There is no data for “author”"))
  }

  /// Data as a person or a program writes it wrongly, with the place and the words of the answer.
  @Test(arguments: [
    (#"{"name":"N","villages":[],}"#, "data.json:1:27: The data is no proper JSON"),
    (
      "{\"name\":\"N\",\n \"name\":\"M\",\"villages\":[]}",
      "data.json:2:2: The name “name” is there twice"
    ),
    (
      #"{"name":12345678901234567890,"villages":[]}"#,
      "data.json:1:9: The number 12345678901234567890"
    ),
    (#"{"name":01,"villages":[]}"#, "data.json:1:9: The data is no proper JSON"),
    (#"{"name":"N" "villages":[]}"#, "data.json:1:13: The data is no proper JSON"),
    (#"{"name":"\ud83d","villages":[]}"#, "data.json:1:10: The data is no proper JSON"),
  ])
  func `data that has two meanings or none is refused at its line`(_ data: String, _ answer: String)
    throws
  {
    let (outcome, _) = try fill("nested-blocks.openpyxl.xlsx", data)
    #expect(outcome.status == 3)
    #expect(outcome.errors.contains(answer), "\(outcome.errors)")
  }

  @Test func `the noise of a program's double goes, and an escape is its letter`() throws {
    let (outcome, cells) = try fill(
      "nested-blocks.openpyxl.xlsx",
      #"{"name":0.30000000000000004,"villages":[{"name":"\u1ecd \ud83c\udfe0 \/","households":[]}]}"#
    )
    #expect(outcome.status == 0, "\(outcome.errors)")
    #expect(cells["Xã!A1"]?["value"] as? Double == 0.3)
    #expect(cells["Xã!A2"]?["value"] as? String == "Thôn ọ 🏠 /")
  }

  @Test func `braces that are no placeholder are named with their cell`() throws {
    let (outcome, _) = try fill("broken-placeholders.openpyxl.xlsx", #"{"a":1}"#)
    #expect(outcome.status == 4)
    for answer in [
      "A1: The placeholder “{{a”", "A2: The placeholder “{{}}”", "A3: The placeholder “{{a b}}”",
    ] {
      #expect(outcome.errors.contains(answer), "\(outcome.errors)")
    }
  }

  @Test func `without placeholders the output is the input, byte for byte`() throws {
    let folder = try TemporaryFolder()
    let input = "fixtures/binh-luong/thon-dong-lam.xlsx"
    try "{}".write(toFile: folder.path + "/d.json", atomically: true, encoding: .utf8)
    let outcome = try Program.run(
      "fill",
      input,
      folder.path + "/d.json",
      "-o",
      folder.path + "/out.xlsx"
    )
    #expect(outcome.status == 0)
    let first = try Data(contentsOf: URL(fileURLWithPath: Program.root + "/" + input))
    #expect(first == (try Data(contentsOf: URL(fileURLWithPath: folder.path + "/out.xlsx"))))
  }

  /// Fills a template that cannot be filled: nothing may be written.
  private func refused(
    _ template: String,
    _ data: String,
    to name: String = "out.xlsx",
    status: Int32 = 4
  ) throws -> String {
    let folder = try TemporaryFolder()
    let (input, output) = (folder.path + "/data.json", folder.path + "/" + name)
    try data.write(toFile: input, atomically: true, encoding: .utf8)
    let outcome = try Program.run("fill", template, input, "-o", output, "--lang", "en")
    #expect(outcome.status == status, "\(outcome.errors)")
    let files = try FileManager.default.contentsOfDirectory(atPath: folder.path)
    #expect(files == ["data.json"], "\(files)")
    return outcome.errors
  }

  @Test func `a mistyped name is told with the one that was probably meant`() throws {
    let errors = try refused(
      "fixtures/templates/repeated-rows.openpyxl.xlsx",
      #"{"unitt":"A","date":"2025-03-07","author":["B"],"households":[{"head":"x","sise":3,"income":{"a":1}}]}"#
    )
    for text in [
      "Danh sách › A1: There is no data for “unit”; is “unitt” meant?",
      "Danh sách › C4: There is no data for “.size”; is “.sise” meant?",
      "Danh sách › D4: “.income” is a list or a group",
      "Danh sách › A7: “author” is a list or a group",
    ] { #expect(errors.contains(text), "\(text): \(errors)") }
    let other = try refused(
      "fixtures/templates/repeated-rows.openpyxl.xlsx",
      #"{"unit":"A","date":"2025-03-07","author":"B","household":[]}"#
    )
    #expect(other.contains("A4: “households” is no list in the data; is “household” meant?"))
    #expect(other.contains("Name Manager"))
  }

  @Test func `blocks that are no blocks are named with what to do`() throws {
    let folder = "fixtures/templates/"
    let overlap = try refused(folder + "overlapping-blocks.openpyxl.xlsx", "{}")
    #expect(overlap.contains("each.first ($2:$4), each.second ($4:$6)"), "\(overlap)")
    #expect(overlap.contains("Keep their rows apart"))
    let rows = try refused(folder + "block-without-rows.openpyxl.xlsx", "{}")
    #expect(rows.contains("each.first = 'Danh sách'!#REF! does not refer to rows"), "\(rows)")
    let sheet = try refused(folder + "block-on-a-lost-sheet.openpyxl.xlsx", "{}")
    #expect(sheet.contains("each.first = 'Hộ'!$2:$2 refers to a sheet"), "\(sheet)")
  }

  @Test func `a text that no cell holds is refused at its cell`() throws {
    let long = String(repeating: "ă", count: 32_768)
    let errors = try refused(
      "fixtures/templates/nested-blocks.openpyxl.xlsx",
      #"{"name":"\#(long)","villages":[]}"#
    )
    #expect(errors.contains("Xã › A1: The text for this cell is longer"))
  }

  @Test func `what is no open workbook is named, and so is a macro under another name`() throws {
    let encrypted = try refused("fixtures/kinds/encrypted-workbook.data", "{}", status: 3)
    #expect(encrypted.contains("[encrypted-file]") && encrypted.contains("→"))
    let old = try refused("fixtures/kinds/excel-97.data", "{}", status: 3)
    #expect(old.contains("[legacy-binary-format]"))
    let text = try refused("fixtures/binh-luong/thon-quang-trung.csv", "{}", status: 3)
    #expect(text.contains("is no .xlsx workbook"))
    let json = try refused("fixtures/templates/nested-blocks.openpyxl.xlsx", "{", status: 3)
    #expect(json.contains("no proper JSON"))
    let macro = try refused(
      "fixtures/preservation/calculation.handmade.xlsm",
      #"{"author":"Lan"}"#
    )
    #expect(macro.contains("xl/vbaProject.bin") && macro.contains(".xlsm"))
  }

  @Test(arguments: [["template", "household-survey"], ["fill", "a.xlsx", "data.json"]])
  func `a workbook gets no name of another kind of file`(command: [String]) throws {
    let folder = try TemporaryFolder()
    let output = folder.path + "/out.csv"
    let outcome = try Program.run(list: command + ["-o", output])
    #expect(outcome.status == 64 && outcome.errors.contains(".xlsx"), "\(outcome.errors)")
    #expect(!FileManager.default.fileExists(atPath: output))
  }

  @Test func `a template with a protected sheet becomes a workbook that is protected still`() throws
  {
    let folder = try TemporaryFolder()
    let (input, output) = (folder.path + "/data.json", folder.path + "/out.xlsx")
    try #"{"unit":"xã A"}"#.write(toFile: input, atomically: true, encoding: .utf8)
    let template = "fixtures/templates/protected-template.openpyxl.xltx"
    let outcome = try Program.run("fill", template, input, "-o", output)
    #expect(outcome.status == 0, "\(outcome.errors)")
    #expect(outcome.errors.contains("được bảo vệ") && outcome.errors.contains("[protected-sheet]"))
    #expect(try Program.run("cells", output).object["value"] as? String == "xã A")
    let archive = try Archive(path: output)
    func part(_ name: String) throws -> String {
      String(decoding: try archive.open(archive.entry(name)).readAll(), as: UTF8.self)
    }
    #expect(try part("[Content_Types].xml").contains("spreadsheetml.sheet.main+xml"))
    #expect(try part("xl/worksheets/sheet1.xml").contains("<sheetProtection"))
  }
}
