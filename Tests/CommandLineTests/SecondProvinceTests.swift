import Foundation
import Testing

/// A province adds a field, an indicator, a set, units and rules with files alone.
@Suite struct SecondProvinceTests {
  private static let folder = "fixtures/second-province"

  private func evaluate(
    _ set: String,
    unit: String,
    year: String,
    _ more: String...
  ) throws -> (result: [String: Any], outcome: Program.Outcome) {
    let temporary = try TemporaryFolder()
    let path = temporary.path + "/r.json"
    let outcome = try Program.run(
      list: [
        "evaluate", Self.folder + "/surveys", "--criteria", set, "--unit", unit, "--year", year,
        "--definitions", Self.folder + "/definitions", "--lang", "en", "-o", path,
      ] + more
    )
    let data = FileManager.default.contents(atPath: path) ?? Data("{}".utf8)
    let result = try JSONSerialization.jsonObject(with: data) as? [String: Any] ?? [:]
    return (result, outcome)
  }

  private func indicator(_ result: [String: Any], _ code: String) throws -> [String: Any] {
    let criteria = result["criteria"] as? [[String: Any]] ?? []
    let all = criteria.flatMap { $0["indicators"] as? [[String: Any]] ?? [] }
    return try #require(all.first { $0["code"] as? String == code })
  }

  private func codes(_ result: [String: Any]) -> [String] {
    (result["findings"] as? [[String: Any]] ?? []).compactMap { $0["code"] as? String }
  }

  @Test func `its definitions have no mistakes`() throws {
    let outcome = try Program.run("definitions", "check", Self.folder + "/definitions")
    #expect(outcome.status == 0, "\(outcome.output)")
  }

  private func judgedByItsSet() throws -> [String: Any] {
    try evaluate("thu-nghiem-2025", unit: "xã Cũ Nhỏ", year: "2025", "--region", "btb").0
  }

  @Test func `its own field feeds its own indicator, over the national set`() throws {
    let result = try judgedByItsSet()
    let own = try indicator(result, "20.1")
    #expect(own["numerator"] as? Int == 11)
    #expect(own["denominator"] as? Int == 18)
    #expect(own["verdict"] as? String == "met")
    #expect(own["provisional"] == nil)
    let raised = try indicator(result, "4.2")
    #expect((raised["requirement"] as? [String: Any])?["value"] as? Int == 99)
    // What the province did not touch is the nation's.
    #expect(try indicator(result, "15.1")["code"] as? String == "15.1")
    let lineage = result["lineage"] as? [[String: Any]] ?? []
    #expect(lineage.map { $0["id"] as? String } == ["thu-nghiem/xa-cu", "thu-nghiem"])
    #expect(codes(result).contains("unit-succeeded"))
  }

  @Test func `its twenty criteria are judged and stand in its form`() throws {
    let folder = try TemporaryFolder()
    let result = try judgedByItsSet()
    let criteria = result["criteria"] as? [[String: Any]] ?? []
    #expect(criteria.map { $0["number"] as? String } == (1...20).map { "\($0)" })
    let counts = result["summary"] as? [String: Int] ?? [:]
    #expect(counts.values.reduce(0, +) == 20)
    let form = folder.path + "/f.xlsx"
    let outcome = try Program.run(
      list: [
        "evaluate", Self.folder + "/surveys", "--criteria", "thu-nghiem-2025", "--unit",
        "xã Cũ Nhỏ", "--year", "2025", "--region", "btb", "--definitions",
        Self.folder + "/definitions", "-o", form,
      ]
    )
    #expect(outcome.status == 0, "\(outcome.errors)")
    let texts = try Program.run("cells", form).objects.compactMap { $0["value"] as? String }
    #expect(texts.contains("Chuyển đổi số"))
    #expect(texts.contains { $0.contains("1/20") || $0.contains("/20 ") || $0.contains("/20") })
    let explained = try Program.run(
      "explain",
      form,
      "20.1",
      "--definitions",
      Self.folder + "/definitions"
    )
    #expect(explained.output.contains("11") && explained.output.contains("18"))
    #expect(explained.output.contains("Điều 2 (bịa)"))
  }

  @Test func `a survey of the old commune counts under its successor, and it is said why`() throws {
    let (result, _) = try evaluate("thu-nghiem-nhom-xa", unit: "xã Một Nhóm", year: "2026")
    let found = result["findings"] as? [[String: Any]] ?? []
    let why = try #require(found.first { $0["code"] as? String == "unit-succeeded" })
    #expect(
      (why["message"] as? String)?.contains("xã Cũ Nhỏ, tỉnh Thử Nghiệm → xã Một Nhóm") == true
    )
    #expect(!codes(result).contains("foreign-unit"))
    // The list of units gives the group: it is an input with a source, never computed.
    #expect(codes(result).contains("group-taken"))
    #expect(try indicator(result, "1.1")["verdict"] as? String == "met")
  }

  @Test func `the group decides the level, and a commune of two groups is asked`() throws {
    let asked = try evaluate("thu-nghiem-nhom-xa", unit: "xã Hai Nhóm", year: "2026")
    #expect(codes(asked.result).contains("ambiguous-group"))
    #expect(asked.outcome.status == 1)
    #expect(try indicator(asked.result, "1.1")["verdict"] as? String == "undetermined")
    for (group, verdict) in [("1", "not_met"), ("2", "not_met"), ("3", "met"), ("Nhóm III", "met")]
    {
      let chosen = try evaluate(
        "thu-nghiem-nhom-xa",
        unit: "xã Hai Nhóm",
        year: "2026",
        "--group",
        group
      )
      #expect(try indicator(chosen.result, "1.1")["verdict"] as? String == verdict, "\(group)")
      #expect(!codes(chosen.result).contains("ambiguous-group"))
    }
  }

  @Test func `a name of two communes is a question, one that nobody has gets a suggestion`() throws
  {
    let twice = try evaluate("thu-nghiem-nhom-xa", unit: "xã Song Đôi", year: "2026")
    #expect(codes(twice.result).contains("ambiguous-unit"))
    let byID = try evaluate("thu-nghiem-nhom-xa", unit: "thu-nghiem/b/song-doi", year: "2026")
    #expect(!codes(byID.result).contains("ambiguous-unit"))
    let typo = try evaluate("thu-nghiem-nhom-xa", unit: "xã Một Nhôm", year: "2026")
    let found = typo.result["findings"] as? [[String: Any]] ?? []
    let message = found.first { $0["code"] as? String == "unknown-unit" }?["message"] as? String
    #expect(message?.contains("xã Một Nhóm") == true)
    // The surveys say another commune than the one that is judged.
    #expect(codes(typo.result).contains("foreign-unit"))
    let past = try evaluate("thu-nghiem-nhom-xa", unit: "xã Cũ Nhỏ", year: "2027")
    #expect(codes(past.result).contains("unit-out-of-time"))
    let early = try evaluate("thu-nghiem-nhom-xa", unit: "xã Hai Nhóm", year: "2025")
    #expect(codes(early.result).contains("year-not-covered"))
    // Who reads the terminal only is told too.
    #expect(early.outcome.errors.contains("year-not-covered"))
  }

  @Test func `its rules find what they describe, with both sides as cells`() throws {
    let folder = try TemporaryFolder()
    let head =
      "Thôn: Ba;;;;;;;\nTT;Họ và tên chủ hộ;Số nhân khẩu;Tổng thu nhập (1.000 đồng);Hộ nghèo, cận nghèo;Điện an toàn;Điện thoại thông minh;Diện tích đất sản xuất (m2);Số CCCD\n"
    let rows = [
      "1;Lò Văn A;4;160000;;x;x;500;038012345678", "2;Lò Văn B;4;170000;;x;x;500;03801234567",
      "3;Lò Văn C;4;150000;nghèo;x;x;25000;", "3;Lò Văn D;4;155000;;x;x;500;",
      "5;Lò Văn E;4;180000000;;x;x;500;", "4;Lò Văn G;4;165000;;x;x;500;",
      "7;Lò Văn H;4;158000;;x;x;500;", "8;Lò Văn I;4;162000;;x;x;500;",
      "9;Lò Văn K;4;171000;;x;x;500;",
    ]
    try (head + rows.joined(separator: "\n") + "\n").write(
      toFile: folder.path + "/ba.csv",
      atomically: true,
      encoding: .utf8
    )
    let outcome = try Program.run(
      "validate",
      folder.path,
      "--definitions",
      Self.folder + "/definitions",
      "--format",
      "jsonl",
      "--lang",
      "en"
    )
    func found(_ code: String) -> [String] {
      outcome.objects.filter { $0["code"] as? String == code }.map { finding in
        let related = (finding["related"] as? [[String: Any]] ?? []).compactMap {
          $0["cell"] as? String
        }
        return ([finding["cell"] as? String ?? ""] + related).joined(separator: " ")
      }
    }
    #expect(found("pattern-mismatch") == ["I4"])
    #expect(found("poor-with-much-land") == ["H5 E5"])
    #expect(found("duplicate-value") == ["A6 A5"])
    #expect(found("numbering-broken") == ["A6 A5", "A8 A7"])
    #expect(found("outlier").contains("D7 C7"))
    let outlier = outcome.objects.first {
      ($0["message"] as? String)?.contains("the median is") == true
    }
    #expect((outlier?["message"] as? String)?.contains("45,000,000") == true)
    #expect((outlier?["message"] as? String)?.contains("the median is") == true)
    let own = outcome.objects.first { $0["code"] as? String == "poor-with-much-land" }
    #expect(own?["message"] as? String == "A poor household with 25,000 m² of land.")
    #expect(own?["severity"] as? String == "warning")
  }
}
