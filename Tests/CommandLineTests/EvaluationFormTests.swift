import Foundation
import SpreadsheetML
import Tabular
import Testing

/// Evaluation forms read back: our own and those that communes lay out themselves.
@Suite struct EvaluationFormTests {
  private static let setOptions = [
    "--criteria", "thanh-hoa-2024-25", "--unit", "xã Bình Lương", "--year", "2025",
  ]

  private func evaluate(_ arguments: [String], to output: String) throws -> Program.Outcome {
    try Program.run(list: ["evaluate"] + Self.setOptions + arguments + ["-o", output, "--force"])
  }

  private func surveys(_ region: String, _ rest: [String] = [], to output: String) throws {
    let outcome = try evaluate(
      [
        "fixtures/binh-luong", "--region", region, "--values", "fixtures/binh-luong/values.yaml",
      ] + rest,
      to: output
    )
    #expect(outcome.status == 0, "\(outcome.errors)")
  }

  private func json(_ path: String) throws -> [String: Any] {
    let data = try Data(contentsOf: URL(fileURLWithPath: path))
    return try #require(JSONSerialization.jsonObject(with: data) as? [String: Any])
  }

  /// What must be the same after a round trip, by indicator and criterion.
  private func figures(_ path: String) throws -> [String: NSDictionary] {
    var result: [String: NSDictionary] = [:]
    for criterion in try json(path)["criteria"] as? [[String: Any]] ?? [] {
      func keep(_ item: [String: Any], _ keys: [String]) -> NSDictionary {
        item.filter { keys.contains($0.key) } as NSDictionary
      }
      result["criterion \(criterion["number"] ?? "")"] = keep(
        criterion,
        ["verdict", "provisional"]
      )
      for indicator in criterion["indicators"] as? [[String: Any]] ?? [] {
        result["\(indicator["code"] ?? "")"] = keep(
          indicator,
          ["value", "shown", "numerator", "denominator", "verdict", "provisional"]
        )
      }
    }
    return result
  }

  @Test(arguments: [
    ("bac-trung-bo", "annex", "vi"), ("tdmnpb", "standalone", "vi"), ("tdmnpb", "annex", "en"),
  ])
  func `a filled form read back gives the same values and verdicts`(
    region: String,
    variant: String,
    language: String
  ) throws {
    let folder = try TemporaryFolder()
    let (first, form, second) = (
      folder.path + "/1.json", folder.path + "/form.xlsx", folder.path + "/2.json"
    )
    try surveys(region, to: first)
    try surveys(region, ["--variant", variant, "--lang", language], to: form)
    let outcome = try evaluate(["--region", region, "--values", form], to: second)
    #expect(outcome.status == 0, "\(outcome.errors)")
    let (before, after) = (try figures(first), try figures(second))
    #expect(before.count > 70)
    #expect(before == after)
    // The values were read from the form's cells, and its verdicts stand beside the computed ones.
    let text = try String(contentsOfFile: second, encoding: .utf8)
    #expect(text.contains("\"declared\":[{\"by\":\"self\",\"verdict\":\"met\""))
    #expect(text.contains("\"file\":\"form.xlsx\",\"sheet\":\"Biểu đánh giá\""))
  }

  @Test func `a figure over surveys that are not whole decides nothing after a round trip either`()
    throws
  {
    let folder = try TemporaryFolder()
    let villages = folder.path + "/villages"
    try FileManager.default.copyItem(
      atPath: Program.root + "/fixtures/binh-luong",
      toPath: villages
    )
    try FileManager.default.removeItem(atPath: villages + "/thon-lang-coc.xlsx")
    try Data("no workbook".utf8).write(to: URL(fileURLWithPath: villages + "/thon-lang-coc.xlsx"))
    let form = folder.path + "/form.xlsx"
    _ = try evaluate([villages, "--region", "tdmnpb"], to: form)
    let outcome = try evaluate(
      ["--region", "tdmnpb", "--values", form],
      to: folder.path + "/2.json"
    )
    #expect(outcome.status == 0, "\(outcome.errors)")
    let electricity = try #require(try figures(folder.path + "/2.json")["4.2"])
    #expect((electricity["value"] as? Double ?? 0) > 90)
    #expect(electricity["verdict"] as? String == "undetermined")
  }

  @Test func `a figure changed by hand, and a verdict that does not follow, are found`() throws {
    let folder = try TemporaryFolder()
    let form = folder.path + "/form.xlsx"
    try surveys("tdmnpb", to: form)
    let figure = try Program.run("explain", form, "4.2", "--format", "json")
    let list = try #require(
      JSONSerialization.jsonObject(with: Data(figure.output.utf8)) as? [[String: Any]]
    )
    let cell = try #require((list.first?["cell"] as? String).flatMap { CellReference(a1: $0) })
    let low = try #require(ExactDecimal(significand: 90, exponent: 0))
    let cells = try Program.run("cells", form, "--sheet", "Biểu đánh giá").objects
    let total = try #require(
      cells.first { ($0["value"] as? String)?.hasPrefix("Tổng số tiêu chí đạt") == true }
    )
    let totalCell = try #require((total["cell"] as? String).flatMap { CellReference(a1: $0) })
    try WorkbookPatcher.patch(
      form,
      edits: [
        "Biểu đánh giá": [
          CellEdit(cell, .number(low)), CellEdit(totalCell, .text("Tổng số tiêu chí đạt: 9/19")),
        ]
      ],
      to: form
    )
    let outcome = try evaluate(
      ["--region", "tdmnpb", "--values", form],
      to: folder.path + "/2.json"
    )
    #expect(outcome.status == 1)
    let findings = try json(folder.path + "/2.json")["findings"] as? [[String: Any]] ?? []
    let found = findings.filter { $0["severity"] as? String == "error" }.map {
      "\($0["code"] ?? "") \($0["cell"] ?? "") \($0["field"] ?? "")"
    }
    #expect(found.contains("sum-mismatch \(cell) 4.2"))
    let beside = CellReference(row: cell.row, column: cell.column + 1)
    #expect(found.contains("declared-verdict-differs \(beside) 4.2"))
    // The criterion above no longer holds either; the total is neither the lines' nor the computed one.
    #expect(found.filter { $0.hasPrefix("declared-verdict-differs") }.count == 3)
    #expect(found.contains { $0.hasPrefix("total-mismatch \(totalCell)") })
    #expect(found.contains { $0.hasPrefix("declared-verdict-differs \(totalCell)") })
  }

  private func read(_ name: String) throws -> (Int32, [String: Any], [String: [String: Any]]) {
    let folder = try TemporaryFolder()
    let outcome = try evaluate(
      ["--region", "tdmnpb", "--values", "fixtures/evaluation-forms/\(name).openpyxl.xlsx"],
      to: folder.path + "/r.json"
    )
    let result = try json(folder.path + "/r.json")
    let criteria = result["criteria"] as? [[String: Any]] ?? []
    let all = criteria.flatMap { $0["indicators"] as? [[String: Any]] ?? [] }
    return (
      outcome.status, result,
      Dictionary(all.map { ($0["code"] as? String ?? "", $0) }, uniquingKeysWith: { $1 })
    )
  }

  private func errors(_ result: [String: Any]) -> Set<String> {
    let findings = result["findings"] as? [[String: Any]] ?? []
    return Set(
      findings.filter { $0["severity"] as? String == "error" }.map {
        "\($0["code"] ?? "") \($0["cell"] ?? "")"
      }
    )
  }

  @Test func `a form without codes, with two header rows and two appraisals, is read`() throws {
    let (status, result, found) = try read("no-code-column")
    #expect(status == 1)
    #expect(found["4.1"]?["value"] as? Bool == true)
    #expect(found["4.2"]?["value"] as? Double == 98.7)
    #expect(found["7"]?["value"] as? Bool == true)
    #expect(found["9.1"]?["value"] as? Int == 0)
    #expect(found["9.2"]?["numerator"] as? Int == 1080)
    #expect(found["9.2"]?["value"] as? Int == 90)
    #expect(found["10"]?["value"] as? Double == 53.01)
    #expect(found["13.4"]?["verdict"] as? String == "not_applicable")
    let declared = found["4.2"]?["declared"] as? [[String: Any]] ?? []
    #expect(
      declared.map { "\($0["by"] ?? "") \($0["verdict"] ?? "") \($0["cell"] ?? "")" } == [
        "self met F7", "verification met G7", "appraisal not_met H7",
      ]
    )
    #expect(
      errors(result) == [
        // "Chưa đạt" of the province, "Cơ bản đạt" of the commune; both are computed as met.
        "declared-verdict-differs H7", "declared-verdict-differs F11",
      ]
    )
  }

  @Test func `a mark is the verdict that its column says, and a heading nobody knows is named`()
    throws
  {
    let (status, result, found) = try read("verdict-by-mark")
    #expect(status == 1)
    func declared(_ code: String) -> [String] {
      (found[code]?["declared"] as? [[String: Any]] ?? []).map {
        "\($0["by"] ?? "") \($0["verdict"] ?? "") \($0["cell"] ?? "")"
      }
    }
    #expect(declared("1.1") == ["self met E5", "verification met F5"])
    #expect(declared("1.2") == ["self not_met D6", "verification not_met G6"])
    #expect(declared("4.2") == ["self met E9", "verification met F9"])
    #expect(declared("6.1") == ["self met E10"])
    #expect(found["1.1"]?["value"] as? Bool == true)
    #expect(found["1.2"]?["value"] as? Bool == false)
    // Two marks are asked about; "Chưa đạt" under "Đạt" is no mark.
    #expect(declared("3.2") == [] && declared("4.1") == [])
    #expect(found["3.2"]?["verdict"] as? String == "undetermined")
    #expect(found["4.1"]?["verdict"] as? String == "undetermined")
    let findings = result["findings"] as? [[String: Any]] ?? []
    let named = findings.filter {
      ["unknown-choice", "unknown-column"].contains($0["code"] as? String)
    }
    #expect(Set(named.compactMap { $0["cell"] as? String }) == ["C3", "D7"])
  }

  @Test func `two tables of one commune that contradict each other are used by neither`() throws {
    let (status, result, found) = try read("two-tables-differ")
    #expect(status == 1)
    #expect(found["4.2"]?["value"] is NSNull)
    #expect(found["4.2"]?["verdict"] as? String == "undetermined")
    #expect(found["15.1"]?["value"] as? Int == 97)
    #expect(errors(result) == ["contradictory-sources D4"])
  }

  @Test func `a survey that is missing is named, and nothing is decided without it`() throws {
    let folder = try TemporaryFolder()
    let outcome = try evaluate(
      ["--region", "tdmnpb", "--values", "fixtures/binh-luong/values.yaml"],
      to: folder.path + "/r.json"
    )
    #expect(outcome.status == 0, "\(outcome.errors)")
    let criteria = try json(folder.path + "/r.json")["criteria"] as? [[String: Any]] ?? []
    let all = criteria.flatMap { $0["indicators"] as? [[String: Any]] ?? [] }
    let power = try #require(all.first { $0["code"] as? String == "4.2" })
    #expect(power["verdict"] as? String == "undetermined")
    #expect((power["reason"] as? String)?.contains("thiếu tệp “") == true, "\(power)")
  }

  @Test func `codes typed as numbers are decided by their neighbours, or asked about`() throws {
    let (status, result, found) = try read("codes-as-numbers")
    #expect(status == 1)
    #expect(found["10"]?["value"] as? Double == 53.01)
    #expect(found["17.10"]?["value"] as? Int == 100)
    #expect(found["17.8"]?["value"] as? Double == 83.25)
    #expect(found["17.1"]?["value"] is NSNull)
    #expect(
      errors(result) == ["ambiguous-number A4", "unknown-indicator A9", "unit-mismatch D10"]
    )
  }

  @Test func `an evaluation form is imported as records, a row an indicator`() throws {
    let outcome = try Program.run(
      "import",
      "fixtures/evaluation-forms/no-code-column.openpyxl.xlsx",
      "--quiet"
    )
    #expect(outcome.status == 0, "\(outcome.errors)")
    let record = try #require(outcome.objects.first { $0["row"] as? Int == 7 })
    let fields = try #require(record["fields"] as? [String: Any])
    #expect(record["form"] as? String == "declared-figures")
    #expect(fields["indicator"] as? String == "4.2")
    #expect(fields["value"] as? Double == 98.7)
    #expect(fields["self"] as? String == "met")
    #expect(fields["appraisal"] as? String == "not_met")
    #expect((record["cells"] as? [String: String])?["value"] == "E7")
  }
}
