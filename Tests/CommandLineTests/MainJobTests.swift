import Foundation
import SpreadsheetML
import Tabular
import Testing

@Suite struct MainJobTests {
  private static let clean = "fixtures/binh-luong"
  private static let faulty = "fixtures/binh-luong-faulty"

  private func evaluate(_ folder: String, _ output: String, _ more: String...) throws
    -> Program.Outcome
  {
    try Program.run(
      list: [
        "evaluate", folder, "--criteria", "thanh-hoa-2024-25", "--unit", "xã Bình Lương", "--year",
        "2025", "--region", "bac-trung-bo", "--values", "fixtures/binh-luong/values.yaml", "-o",
        output,
      ] + more
    )
  }

  private func json(_ path: String) throws -> [String: Any] {
    let data = try Data(contentsOf: URL(fileURLWithPath: path))
    return try #require(JSONSerialization.jsonObject(with: data) as? [String: Any])
  }

  private func indicators(_ result: [String: Any]) -> [String: [String: Any]] {
    let criteria = result["criteria"] as? [[String: Any]] ?? []
    let all = criteria.flatMap { $0["indicators"] as? [[String: Any]] ?? [] }
    return Dictionary(all.map { ($0["code"] as? String ?? "", $0) }, uniquingKeysWith: { $1 })
  }

  private func text(_ object: [String: Any]) throws -> Data {
    try JSONSerialization.data(withJSONObject: object, options: .sortedKeys)
  }

  @Test func `every record of the six layouts is read as the generator made it`() throws {
    let outcome = try Program.run(
      "import",
      Self.clean + "/*.xlsx",
      Self.clean + "/*.csv",
      "--quiet"
    )
    #expect(outcome.status == 0)
    func key(_ record: [String: Any]) -> String {
      "\(record["file"] ?? "") \(record["sheet"] ?? "") \(record["row"] ?? "")"
    }
    let expected = Dictionary(
      try Program.lines("binh-luong/expected-records.jsonl").map { (key($0), $0) },
      uniquingKeysWith: { $1 }
    )
    let found = outcome.objects
    #expect(found.count == expected.count)
    for record in found {
      let wanted = try #require(expected[key(record)], "\(key(record))")
      #expect(
        record["fields"] as? NSDictionary == wanted["fields"] as? NSDictionary,
        "\(key(record))"
      )
      #expect(
        record["cells"] as? NSDictionary == wanted["cells"] as? NSDictionary,
        "\(key(record))"
      )
    }
  }

  @Test func `the clean villages give no error and no warning`() throws {
    let outcome = try Program.run("validate", Self.clean, "--format", "jsonl")
    #expect(outcome.status == 0)
    #expect(outcome.objects.allSatisfy { $0["severity"] as? String == "note" })
  }

  @Test func `every planted mistake is found at its cell, and nothing else is called wrong`() throws
  {
    let outcome = try Program.run("validate", Self.faulty, "--format", "jsonl")
    #expect(outcome.status == 3)
    let expected = try Program.lines("binh-luong-faulty/expected-findings.jsonl")
    #expect(expected.count >= 38)
    func matches(_ wanted: [String: Any], _ finding: [String: Any]) -> Bool {
      ["code", "severity", "file", "sheet", "cell", "field"].allSatisfy { key in
        guard let value = wanted[key] as? String else { return true }
        return finding[key] as? String == value
      }
    }
    let found = outcome.objects
    for wanted in expected { #expect(found.contains { matches(wanted, $0) }, "\(wanted)") }
    for finding in found where finding["severity"] as? String != "note" {
      #expect(expected.contains { matches($0, finding) }, "\(finding)")
    }
  }

  @Test func `the evaluation gives the figures of the plan, each with its evidence`() throws {
    let folder = try TemporaryFolder()
    let outcome = try evaluate(Self.clean, folder.path + "/result.json")
    #expect(outcome.status == 0)
    let found = indicators(try json(folder.path + "/result.json"))
    let facts = try json(Program.root + "/fixtures/binh-luong/expected.json")
    let expected = try #require(facts["indicators"] as? [String: [Any]])
    for (code, pair) in expected {
      let indicator = try #require(found[code])
      #expect(indicator["numerator"] as? Int == pair[0] as? Int, "\(code)")
      #expect(indicator["denominator"] as? Int == pair[1] as? Int, "\(code)")
      #expect((indicator["evidence"] as? [Any])?.isEmpty == false, "\(code)")
    }
    #expect(found["4.2"]?["shown"] as? Double == 98.7)
    #expect(found["4.2"]?["verdict"] as? String == "met")
    #expect(found["4.2"]?["provisional"] as? Bool == true)
    let details = found["11"]?["details"] as? [[String: Any]] ?? []
    #expect(details.first { $0["id"] as? String == "poor-households" }?["value"] as? Int == 22)
    // Unknown levels never become met.
    #expect(found["16"]?["verdict"] as? String == "undetermined")
  }

  @Test func `one mark taken away in one village changes its indicator and nothing else`() throws {
    let folder = try TemporaryFolder()
    let copy = folder.path + "/villages"
    try FileManager.default.copyItem(atPath: Program.root + "/" + Self.clean, toPath: copy)
    let workbook = copy + "/thon-xuan-thuong.xlsx"
    // P is safe electricity in this layout; the first household has it.
    let cell = try #require(CellReference(a1: "P6"))
    try WorkbookPatcher.patch(workbook, edits: ["Điều tra": [CellEdit(cell, .clear)]], to: workbook)
    _ = try evaluate(Self.clean, folder.path + "/before.json")
    _ = try evaluate(copy, folder.path + "/after.json")
    let before = indicators(try json(folder.path + "/before.json"))
    let after = indicators(try json(folder.path + "/after.json"))
    for (code, indicator) in after {
      let isSame = try text(indicator) == text(before[code] ?? [:])
      #expect(isSame == (code != "4.2"), "\(code)")
    }
    let compared = try evaluate(
      copy,
      folder.path + "/compared.json",
      "--against",
      folder.path + "/before.json"
    )
    #expect(compared.errors.contains("Kém đi: 4.2 (98,67 → 98,58)"), "\(compared.errors)")
    let changes = try json(folder.path + "/compared.json")["changes"] as? [[String: Any]] ?? []
    #expect(
      changes.filter { $0["change"] as? String == "worse" }.map { $0["code"] as? String } == ["4.2"]
    )
    #expect(before["4.2"]?["numerator"] as? Int == 1184)
    #expect(after["4.2"]?["numerator"] as? Int == 1183)
  }

  @Test func `a share that leaps since the last result is doubted, by the rule of its set`() throws
  {
    let folder = try TemporaryFolder()
    let (before, after) = (folder.path + "/before.json", folder.path + "/after.json")
    _ = try evaluate(Self.clean, before)
    let text = try String(contentsOfFile: before, encoding: .utf8)
    // 4.2 was at 98.67 %; everything else stays.
    let leapt = text.replacing("\"value\":98.6666666667", with: "\"value\":70")
    #expect(leapt != text)
    try leapt.write(toFile: before, atomically: true, encoding: .utf8)
    let outcome = try evaluate(Self.clean, after, "--against", before)
    let found = (try json(after)["findings"] as? [[String: Any]] ?? []).filter {
      $0["code"] as? String == "unlikely-jump"
    }
    #expect(found.count == 1)
    #expect((found.first?["message"] as? String)?.contains("4.2") == true)
    #expect(outcome.errors.contains("[unlikely-jump]"))
  }

  @Test func `stated values come from a table as well, and a code typed as a number is a question`()
    throws
  {
    let folder = try TemporaryFolder()
    let values = folder.path + "/values.csv"
    let text =
      "Mã chỉ tiêu;Giá trị;Tử số;Mẫu số;Minh chứng\n1.1;Đạt;;;QĐ 1\n3.1;86,4%;;;\n6.3;;6;6;\n13.4;không áp dụng;;;\n4.1;1.234;;;\n"
    try text.write(toFile: values, atomically: true, encoding: .utf8)
    let outcome = try Program.run(
      "evaluate",
      Self.clean,
      "--criteria",
      "vn-2024-211",
      "--unit",
      "xã",
      "--year",
      "2025",
      "--region",
      "btb",
      "--values",
      values,
      "-o",
      folder.path + "/r.json"
    )
    let found = indicators(try json(folder.path + "/r.json"))
    #expect(found["1.1"]?["verdict"] as? String == "met")
    #expect(found["3.1"]?["value"] as? Double == 86.4)
    #expect(found["6.3"]?["value"] as? Int == 100)
    #expect(found["13.4"]?["verdict"] as? String == "not_applicable")
    // 1.234 has two meanings: it is not taken, and it is said.
    #expect(found["4.1"]?["verdict"] as? String == "undetermined")
    #expect(outcome.status == 1)
    #expect(outcome.errors.contains("B6"))
  }

  @Test func `a village that cannot be read leaves the surveys' indicators undetermined`() throws {
    let folder = try TemporaryFolder()
    let copy = folder.path + "/villages"
    try FileManager.default.copyItem(atPath: Program.root + "/" + Self.clean, toPath: copy)
    try Data("no workbook".utf8).write(to: URL(fileURLWithPath: copy + "/thon-lang-coc.xlsx"))
    #expect(try evaluate(copy, folder.path + "/result.json").status == 3)
    let found = indicators(try json(folder.path + "/result.json"))
    #expect(found["4.2"]?["verdict"] as? String == "undetermined")
    #expect((found["4.2"]?["reason"] as? String)?.contains("thon-lang-coc.xlsx") == true)
    #expect(found["4.1"]?["verdict"] as? String == "met")
  }

  @Test func `the filled form explains its figures, and says which one was changed by hand`() throws
  {
    let folder = try TemporaryFolder()
    let form = folder.path + "/form.xlsx"
    #expect(try evaluate(Self.clean, form).status == 0)
    let whole = try Program.run("explain", form, "--format", "json")
    #expect(whole.status == 0)
    let answer = try Program.run("explain", form, "4.2", "--lang", "en")
    #expect(answer.status == 0)
    #expect(answer.output.contains("1184"))
    #expect(answer.output.contains("thon-lang-mai.xlsx › Hộ › S12:S207"))
    let figure = try Program.run("explain", form, "4.2", "--format", "json")
    let list = try #require(
      JSONSerialization.jsonObject(with: Data(figure.output.utf8)) as? [[String: Any]]
    )
    let cell = try #require((list.first?["cell"] as? String).flatMap { CellReference(a1: $0) })
    let number = try #require(ExactDecimal(significand: 100, exponent: 0))
    try WorkbookPatcher.patch(
      form,
      edits: ["Biểu đánh giá": [CellEdit(cell, .number(number))]],
      to: form
    )
    let changed = try Program.run("explain", form, cell.description)
    #expect(changed.status == 1)
    #expect(changed.output.contains("ĐÃ BỊ SỬA TAY"))
  }

  @Test func `the same inputs give the same form, byte for byte`() throws {
    let folder = try TemporaryFolder()
    _ = try evaluate(Self.clean, folder.path + "/first.xlsx")
    _ = try evaluate(Self.clean, folder.path + "/second.xlsx")
    let first = try Data(contentsOf: URL(fileURLWithPath: folder.path + "/first.xlsx"))
    #expect(first == (try Data(contentsOf: URL(fileURLWithPath: folder.path + "/second.xlsx"))))
    #expect(first.count > 10_000)
  }

  @Test func `an output that exists stays without force`() throws {
    let folder = try TemporaryFolder()
    let output = folder.path + "/result.json"
    try "mine".write(toFile: output, atomically: true, encoding: .utf8)
    #expect(try evaluate(Self.clean, output).status == 64)
    #expect(try String(contentsOfFile: output, encoding: .utf8) == "mine")
    #expect(try FileManager.default.contentsOfDirectory(atPath: folder.path) == ["result.json"])
  }
}
