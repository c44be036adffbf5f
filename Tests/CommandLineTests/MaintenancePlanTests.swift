import Foundation
import Testing

/// Plans for keeping the criteria: read, checked against the evaluation, and written.
@Suite struct MaintenancePlanTests {
  private func evaluate(_ arguments: [String], to output: String) throws -> Program.Outcome {
    try Program.run(
      list: [
        "evaluate", "fixtures/binh-luong", "--criteria", "thanh-hoa-2024-25", "--unit",
        "xã Bình Lương", "--year", "2025", "--region", "tdmnpb", "--values",
        "fixtures/binh-luong/values.yaml", "-o", output, "--force",
      ] + arguments
    )
  }

  private func json(_ path: String) throws -> [String: Any] {
    let data = try Data(contentsOf: URL(fileURLWithPath: path))
    return try #require(JSONSerialization.jsonObject(with: data) as? [String: Any])
  }

  private func plan(_ result: [String: Any]) throws -> [[String: Any]] {
    let plan = try #require(result["plan"] as? [String: Any])
    return try #require(plan["rows"] as? [[String: Any]])
  }

  private func shown(_ rows: [[String: Any]]) -> Set<String> {
    Set(
      rows.filter { $0["target"] != nil }.map { row in
        let target = row["target"] as? [String: Any] ?? [:]
        let change = (row["change"] as? [String: Any])?["value"] ?? "-"
        let name = row["code"] as? String ?? row["text"] as? String ?? ""
        return
          "\(name) \(row["detail"] ?? "-") \(target["value"] ?? "") \(target["year"] ?? "") \(change) \(row["status"] ?? "") \(row["measures"] ?? "")"
      }
    )
  }

  private func problems(_ result: [String: Any], _ file: String) -> Set<String> {
    let findings = result["findings"] as? [[String: Any]] ?? []
    return Set(
      findings.filter { $0["file"] as? String == file && $0["severity"] as? String != "note" }.map {
        "\($0["code"] ?? "") \($0["cell"] ?? "")"
      }
    )
  }

  @Test func `the figures of the commune's plan stand beside the computed ones`() throws {
    let folder = try TemporaryFolder()
    let file = "ke-hoach-2025.openpyxl.xlsx"
    let outcome = try evaluate(
      ["--plan", "fixtures/maintenance-plan/" + file],
      to: folder.path + "/r.json"
    )
    #expect(outcome.status == 0, "\(outcome.errors)")
    let result = try json(folder.path + "/r.json")
    let rows = try plan(result)
    func row(_ code: String) -> [String: Any] {
      rows.first { $0["code"] as? String == code } ?? [:]
    }
    func value(_ row: [String: Any], _ key: String) -> Double? {
      (row[key] as? [String: Any])?["value"] as? Double
    }
    #expect(rows.count == 13)
    #expect(value(row("4.2"), "current") == 98.7)
    #expect(value(row("4.2"), "target") == 100)
    #expect(row("4.2")["status"] as? String == "raises")
    #expect(value(row("10"), "target") == 52)
    #expect(row("11")["detail"] as? String == "poor-households")
    #expect(row("11")["computed"] as? Int == 22)
    #expect(value(row("11"), "target") == 8)
    #expect(value(row("11"), "change") == -14)
    #expect(value(row("14.2"), "target") == 98)
    #expect(row("14.2")["status"] as? String == "keeps")
    #expect(value(row("12.1"), "target") == 80)
    #expect(row("16")["detail"] as? String == "cultural-villages")
    #expect(value(row("16"), "target") == 6)
    // Villages of the programme are no figure of the set, whatever their unit.
    let own = try #require(rows.first { $0["code"] is NSNull })
    // What the plan promises beside the set is kept too, also in the row that names the criterion.
    let further = rows.filter { $0["code"] is NSNull }.dropFirst()
    #expect(further.map { value($0, "target") } == [100, 100, 100, 10])
    #expect(value(row("17.2"), "target") == 100)
    #expect(value(row("17.10"), "target") == 100)
    #expect(own["text"] as? String == "Số thôn đạt chuẩn nông thôn mới")
    #expect(value(own, "target") == 5)
    // 52 million is aimed at, 53.01 are reached.
    #expect(problems(result, file) == ["target-below-present G6"])
  }

  @Test func `every mistake of a plan is found at its cell`() throws {
    let folder = try TemporaryFolder()
    let file = "muc-tieu-sai.openpyxl.xlsx"
    let outcome = try evaluate(
      ["--plan", "fixtures/maintenance-plan/" + file],
      to: folder.path + "/r.json"
    )
    #expect(outcome.status == 1)
    #expect(
      problems(try json(folder.path + "/r.json"), file) == [
        "sum-mismatch E6", "target-below-threshold G6", "sum-mismatch H7", "missing-value C7",
        "target-below-present G8", "missing-value C8", "target-below-threshold G9",
        "unit-mismatch G10",
      ]
    )
  }

  @Test func `a plan that is written comes back with the same targets`() throws {
    let folder = try TemporaryFolder()
    let source = "fixtures/maintenance-plan/ke-hoach-2025.openpyxl.xlsx"
    let form = folder.path + "/plan.xlsx"
    _ = try evaluate(["--plan", source], to: folder.path + "/1.json")
    let written = try evaluate(["--plan", source, "--form", "maintenance-plan"], to: form)
    #expect(written.status == 0, "\(written.errors)")
    let again = try evaluate(["--plan", form], to: folder.path + "/2.json")
    #expect(again.status == 0, "\(again.errors)")
    let first = shown(try plan(try json(folder.path + "/1.json")))
    #expect(first.count == 13)
    #expect(first == shown(try plan(try json(folder.path + "/2.json"))))
  }

  @Test func `what changed since the last result stands in the plan, with its source`() throws {
    let folder = try TemporaryFolder()
    let last = folder.path + "/last.json"
    _ = try evaluate([], to: last)
    // INVENTED: the year before fewer households had safe electricity.
    let text = try String(contentsOfFile: last, encoding: .utf8)
    let start = try #require(text.range(of: "\"code\":\"4.2\""))
    let value = try #require(text[start.upperBound...].range(of: "\"value\":"))
    let end = try #require(text[value.upperBound...].firstIndex(of: ","))
    try text.replacingCharacters(in: value.upperBound..<end, with: "96.5")
      .write(toFile: last, atomically: true, encoding: .utf8)
    let form = folder.path + "/plan.xlsx"
    let written = try evaluate(["--against", last, "--form", "maintenance-plan"], to: form)
    #expect(written.status == 0, "\(written.errors)")
    let cells = try Program.run("cells", form, "--sheet", "Kế hoạch duy trì").objects
    let trend = try #require(cells.first { $0["value"] as? String == "tốt lên" })
    let row = try #require((trend["cell"] as? String)?.drop { $0.isLetter })
    #expect(cells.contains { $0["cell"] as? String == "Q\(row)" && $0["value"] as? Double == 96.5 })
    let explained = try Program.run("explain", form, "Q\(row)")
    #expect(explained.output.contains("last.json"), "\(explained.output)")
  }

  @Test func `the distance to withdrawal counts what is not met, and what may be`() throws {
    let folder = try TemporaryFolder()
    let values = folder.path + "/values.yaml"
    func withdrawal(_ failed: [String]) throws -> [String: Any] {
      // Every indicator is stated as met, but those of some criteria.
      let set = try Program.run("criteria", "show", "vn-2024-211", "--format", "json").object
      var lines: [String] = []
      for criterion in set["criteria"] as? [[String: Any]] ?? [] {
        let isMet = !failed.contains(criterion["number"] as? String ?? "")
        for indicator in criterion["indicators"] as? [[String: Any]] ?? [] {
          lines.append("\"\(indicator["code"] ?? "")\": \(isMet)")
        }
      }
      try lines.joined(separator: "\n").write(toFile: values, atomically: true, encoding: .utf8)
      _ = try Program.run(
        list: [
          "evaluate", "--criteria", "vn-2024-211", "--unit", "xã", "--year", "2025", "--region",
          "tdmnpb", "--values", values, "-o", folder.path + "/r.json", "--force",
        ]
      )
      return try #require(try json(folder.path + "/r.json")["withdrawal"] as? [String: Any])
    }
    let five = try withdrawal(["1", "3", "4", "6", "10"])
    #expect(five["not_met"] as? Int == 5)
    #expect(five["further"] as? Int == 1)
    #expect(try withdrawal(["1", "3", "4", "6", "7", "8"])["further"] as? Int == 1)
    let six = try withdrawal(["1", "3", "4", "6", "7", "10"])
    #expect(six["state"] as? String == "grounds")
    #expect(six["further"] as? Int == 0)
    let grounds = six["grounds"] as? [[String: Any]] ?? []
    #expect(grounds.map { $0["not_met_from"] as? Int } == [6, 10])
    let none = try withdrawal([])
    #expect(none["further"] as? Int == 6)
    #expect(
      none["state"] as? String == ((none["undetermined"] as? Int ?? 0) >= 6 ? "possible" : "far")
    )
  }
}
