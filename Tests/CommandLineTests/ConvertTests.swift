import Foundation
import Testing

@Suite struct ConvertTests {
  private let folder: TemporaryFolder

  init() throws { folder = try TemporaryFolder() }

  private func file(_ name: String, _ text: String = "") throws -> String {
    let path = folder.path + "/" + name
    if !text.isEmpty { try Data(text.utf8).write(to: URL(fileURLWithPath: path)) }
    return path
  }

  private static let survey = [
    "DANH SÁCH HỘ THÔN LÀNG MÀI", "STT;Chủ hộ;CCCD;Thu nhập;Diện tích;Ngày;Ghi chú",
    "1;Lê Văn An;038085001234;1.234,5;45,5;07/3/2025;=1+1",
    "2;\"Hà Thị \"\"Mai\"\"\";038085001235;182.500;60;25/3/2025;-5 con",
    "3;Lò Văn Ba;038085001236;-;1.250;01/4/2025;\"hai\ndòng\"", "",
  ].joined(separator: "\r\n")

  private func cells(_ path: String) throws -> [String: [String: Any]] {
    var result: [String: [String: Any]] = [:]
    for object in try Program.run("cells", path).objects {
      if let cell = object["cell"] as? String { result[cell] = object }
    }
    return result
  }

  @Test func `a CSV becomes a workbook of numbers, dates and texts, each what it was`() throws {
    let (csv, book) = (try file("thôn.csv", Self.survey), try file("thôn.xlsx"))
    let outcome = try Program.run("convert", csv, book, "--lang", "en")
    #expect(outcome.status == 0, "\(outcome.errors)")
    let cells = try cells(book)
    func value<Value>(_ cell: String, _ type: String, as: Value.Type) -> Value? {
      cells[cell]?["type"] as? String == type ? cells[cell]?["value"] as? Value : nil
    }
    #expect(value("A1", "text", as: String.self) == "DANH SÁCH HỘ THÔN LÀNG MÀI")
    #expect(cells["A1"]?["sheet"] as? String == "thôn")
    #expect(value("A3", "number", as: Int.self) == 1)
    #expect(value("C3", "text", as: String.self) == "038085001234")
    #expect(value("D3", "number", as: Double.self) == 1234.5)
    #expect(value("D4", "number", as: Int.self) == 182_500)
    #expect(value("D5", "text", as: String.self) == "-")
    #expect(value("F3", "date", as: String.self) == "2025-03-07")
    #expect(value("G3", "text", as: String.self) == "=1+1")
    #expect(value("G5", "text", as: String.self) == "hai\ndòng")
    #expect(!cells.values.contains { $0["formula"] != nil })
    // 1.250 m² or 1,25 m²: 45,5 beside it proves the comma.
    #expect(value("E5", "number", as: Int.self) == 1250)
    #expect(outcome.errors.contains("[decimal-mark-decided]"))
    #expect(outcome.errors.contains("[identifier-kept-as-text]"))
  }

  @Test func `a column that can be read in two ways stays text and is named`() throws {
    let csv = try file("a.csv", "Tên,Thu nhập,Ngày\nAn,1.234,3/7/2025\nBa,5.678,4/7/2025\n")
    let outcome = try Program.run("convert", csv, try file("a.xlsx"))
    #expect(outcome.status == 0)
    #expect(
      outcome.errors.split(separator: "\n").filter { $0.contains("[kept-as-text]") }.count == 2
    )
    let cells = try cells(folder.path + "/a.xlsx")
    #expect(cells["B2"]?["value"] as? String == "1.234")
    #expect(cells["C2"]?["value"] as? String == "3/7/2025")
  }

  @Test func `with keep-text nothing is typed`() throws {
    let csv = try file("a.csv", "Tên,Số\nAn,5\n")
    #expect(try Program.run("convert", csv, try file("a.xlsx"), "--keep-text").errors.isEmpty)
    #expect(try cells(folder.path + "/a.xlsx")["B2"]?["value"] as? String == "5")
  }

  @Test func `there and back gives the same fields`() throws {
    let csv = try file("a.csv", "Tên,CCCD,Số\r\nAn,012,5\r\n\"a,b\",034,-2\r\n")
    let (book, back) = (try file("a.xlsx"), try file("b.csv"))
    #expect(try Program.run("convert", csv, book).status == 0)
    #expect(try Program.run("convert", book, back).status == 0)
    let text = try String(contentsOfFile: back, encoding: .utf8)
    #expect(text == "Tên,CCCD,Số\r\nAn,012,5\r\n\"a,b\",034,-2\r\n")
  }

  @Test func `standard input and output are a hyphen`() throws {
    let csv = try file("a.csv", "Tên;Số\nAn;5\n")
    let text = try Program.run(list: ["convert", "-", "-"], input: csv)
    #expect(text.output == "Tên,Số\r\nAn,5\r\n")
    let book = try Program.run(list: ["convert", "-", folder.path + "/b.xlsx"], input: csv)
    #expect(book.status == 0)
    #expect(try cells(folder.path + "/b.xlsx")["B2"]?["value"] as? Int == 5)
  }

  @Test func `nothing is overwritten without force, and a refused result leaves the old file`()
    throws
  {
    let csv = try file("a.csv", "Tên,Số\nAn,5\n")
    let old = try file("b.xlsx", "old")
    #expect(try Program.run("convert", csv, old).status == 64)
    #expect(try String(contentsOfFile: old, encoding: .utf8) == "old")
    let long = try file("c.csv", "Tên,Số\n" + String(repeating: "ă", count: 32_768) + ",5\n")
    let outcome = try Program.run("convert", long, old, "--force", "--lang", "en")
    #expect(outcome.status == 3)
    #expect(outcome.errors.contains("A2"))
    #expect(try String(contentsOfFile: old, encoding: .utf8) == "old")
    #expect(try FileManager.default.contentsOfDirectory(atPath: folder.path).count == 3)
    #expect(try Program.run("convert", csv, old, "--force").status == 0)
  }

  @Test func `a place that cannot be written is said to be one`() throws {
    let csv = try file("a.csv", "Tên,Số\nAn,5\n")
    let outcome = try Program.run("convert", csv, folder.path + "/none/a.xlsx", "--lang", "en")
    #expect(outcome.status == 70)
    #expect(outcome.errors.contains("there is no such folder"))
  }
}
