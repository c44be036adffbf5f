import Foundation
import Testing

/// Forms whose rows are repeated for a set: also one that a province adds by files alone.
@Suite struct GrownFormTests {
  /// An invented set over the ten criteria of 2026-2030.
  private static let set = """
    id: vi-du-51
    title: {vi: "Bộ tiêu chí ví dụ (số liệu bịa)", en: "Example set (invented)"}
    level: commune
    base: vn-2025-51
    years: {from: 2026, to: 2030}
    criteria:
      - number: "1"
        indicators:
          - code: "1.1"
            text: {vi: "Có quy hoạch (ví dụ)", en: "Has a plan (example)"}
            kind: pass-fail
            requirement: {comparator: "=", all: met, confidence: verified, sources: [X]}
          - code: "1.2"
            text: {vi: "Tỷ lệ hộ dùng điện an toàn (ví dụ)", en: "Safe electricity (example)"}
            kind: percentage
            unit: "%"
            requirement: {comparator: ">=", regions: {"1": 99, "2": 98, "3": 95}, confidence: verified, sources: [X]}
            measure: {form: household-survey, numerator: "count(safe_electricity)", denominator: "count()", scale: 100, formula: {vi: "số hộ / tổng số hộ", en: "households / all"}}
      - number: "10"
        indicators:
          - code: "10"
            text: {vi: "An ninh (ví dụ)", en: "Security (example)"}
            kind: pass-fail
            requirement: {comparator: "=", all: met, confidence: memory, sources: [X]}
    """

  private struct Work {
    let folder: TemporaryFolder
    var path: String { folder.path }

    init() throws {
      folder = try TemporaryFolder()
      let place = folder.path + "/own/criteria-sets/vi-du-51"
      try FileManager.default.createDirectory(atPath: place, withIntermediateDirectories: true)
      try GrownFormTests.set.write(
        toFile: place + "/criteria-set.yaml",
        atomically: true,
        encoding: .utf8
      )
      try "\"1.1\": true\n\"10\": true\n".write(
        toFile: folder.path + "/values.yaml",
        atomically: true,
        encoding: .utf8
      )
    }

    func evaluate(_ arguments: [String], to output: String) throws -> Program.Outcome {
      try Program.run(
        list: [
          "evaluate", "--definitions", path + "/own", "--criteria", "vi-du-51", "--unit",
          "xã Ví Dụ", "--year", "2026", "--group", "3", "-o", path + "/" + output, "--force",
        ] + arguments
      )
    }

    func surveys(_ arguments: [String], to output: String) throws -> Program.Outcome {
      try evaluate(
        ["fixtures/binh-luong", "--values", path + "/values.yaml"] + arguments,
        to: output
      )
    }

    func figures(_ name: String) throws -> [NSDictionary] {
      let data = try Data(contentsOf: URL(fileURLWithPath: path + "/" + name))
      let root = try #require(JSONSerialization.jsonObject(with: data) as? [String: Any])
      let keys = ["number", "code", "value", "numerator", "denominator", "verdict", "provisional"]
      return (root["criteria"] as? [[String: Any]] ?? []).flatMap { criterion in
        ([criterion] + (criterion["indicators"] as? [[String: Any]] ?? [])).map { item in
          item.filter { keys.contains($0.key) } as NSDictionary
        }
      }
    }
  }

  @Test(arguments: ["commune-evaluation-2026", "bieu-10"])
  func `a form grown for a province's set comes back with the same values and verdicts`(
    form: String
  ) throws {
    let work = try Work()
    #expect(try work.surveys([], to: "1.json").status == 0)
    let written = try work.surveys(
      ["--form", form, "--against", work.path + "/1.json"],
      to: "form.xlsx"
    )
    #expect(written.status == 0, "\(written.errors)")
    let read = try work.evaluate(["--values", work.path + "/form.xlsx"], to: "2.json")
    #expect(read.status == 0, "\(read.errors)")
    let figures = try work.figures("1.json")
    #expect(figures.count == 13)
    #expect(figures == (try work.figures("2.json")))
    // The figure is explained from the workbook alone, at the row that it grew to.
    let explained = try Program.run("explain", work.path + "/form.xlsx", "1.2", "--lang", "en")
    #expect(explained.status == 0, "\(explained.errors)")
    #expect(explained.output.contains("numerator 1184, denominator 1200"))
  }

  @Test func `form 10 sets the year before beside the year, and says which years they are`() throws
  {
    let work = try Work()
    _ = try work.surveys([], to: "1.json")
    _ = try work.surveys(
      ["--form", "bieu-10", "--against", work.path + "/1.json", "--period", "half"],
      to: "form.xlsx"
    )
    let cells = try Program.run("cells", work.path + "/form.xlsx", "--sheet", "Biểu 10").objects
    let texts = Set(cells.compactMap { $0["value"] as? String })
    #expect(texts.contains("KQ đến 31/12/2025"))
    #expect(texts.contains("TH 6 tháng năm 2026"))
    #expect(texts.contains("6 THÁNG ĐẦU NĂM 2026"))
    let row = try #require(
      (cells.first { $0["value"] as? String == "1.2" }?["cell"] as? String)?.dropFirst()
    )
    func value(_ column: String) -> Any? {
      cells.first { $0["cell"] as? String == column + row }?["value"]
    }
    #expect(value("D") as? Double == value("F") as? Double)
    #expect(value("E") as? String == "Đạt")
    // The plan for the next year is nobody's result.
    #expect(value("H") == nil)
  }

  @Test func `the form of a village lists the province's criteria, undetermined`() throws {
    let folder = try TemporaryFolder()
    let form = folder.path + "/village.xlsx"
    let outcome = try Program.run(
      "evaluate",
      "fixtures/binh-luong/thon-lang-mai.xlsx",
      "--criteria",
      "yen-bai-2022-1217-village",
      "--unit",
      "thôn Làng Mài",
      "--year",
      "2025",
      "-o",
      form
    )
    #expect(outcome.status == 0, "\(outcome.errors)")
    let cells = try Program.run("cells", form, "--sheet", "Đánh giá thôn").objects
    #expect(cells.count { $0["value"] as? String == "Chưa xác định" } == 15)
    #expect(cells.contains { $0["value"] as? String == "An ninh trật tự xã hội" })
  }
}
