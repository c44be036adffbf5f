import Foundation
import Tabular
import Testing

/// Communes by criteria, villages by what they handed in, and the forms that count communes.
@Suite struct RollupTests {
  /// A province of two communes: one whole, one with a village missing and a file that is none.
  private struct Province {
    let folder: TemporaryFolder
    var path: String { folder.path }

    init() throws {
      folder = try TemporaryFolder()
      let files = FileManager.default
      try files.createDirectory(atPath: path + "/province", withIntermediateDirectories: true)
      for name in ["binh-luong", "hoa-quy"] {
        let place = path + "/province/" + name
        try files.copyItem(atPath: Program.root + "/fixtures/binh-luong", toPath: place)
        for other in ["expected.json", "expected-records.jsonl", "PROVENANCE.md"] {
          try files.removeItem(atPath: place + "/" + other)
        }
      }
      try files.removeItem(atPath: path + "/province/hoa-quy/thon-lang-coc.xlsx")
      try Data("x".utf8).write(
        to: URL(fileURLWithPath: path + "/province/hoa-quy/thon-hop-nhat.xlsx")
      )
      try """
      TT,Tên xã,Tình trạng công nhận,Danh sách thôn
      1,xã Bình Lương,Đã có QĐ công nhận,Làng Mài; Quang Trung
      2,xã Hóa Quỳ,Chưa,Làng Mài; Làng Cốc
      3,xã Xa Xôi,Chưa,
      """.write(toFile: path + "/xa.csv", atomically: true, encoding: .utf8)
    }

    func rollup(to output: String, _ rest: [String] = []) throws -> Program.Outcome {
      try Program.run(
        list: [
          "rollup", path + "/province", "--criteria", "thanh-hoa-2024-25", "--year", "2025",
          "--region", "tdmnpb", "--unit", "tỉnh Thanh Hóa", "--units", path + "/xa.csv", "-o",
          path + "/" + output, "--force",
        ] + rest
      )
    }
  }

  private func json(_ path: String) throws -> [String: Any] {
    let data = try Data(contentsOf: URL(fileURLWithPath: path))
    return try #require(JSONSerialization.jsonObject(with: data) as? [String: Any])
  }

  @Test func `the communes of a province are judged, and what is missing is named`() throws {
    let province = try Province()
    let outcome = try province.rollup(to: "r.json")
    #expect(outcome.status == 3, "\(outcome.errors)")
    let result = try json(province.path + "/r.json")
    let communes = try #require(result["communes"] as? [[String: Any]])
    #expect(communes.compactMap { $0["name"] as? String } == ["xã Bình Lương", "xã Hóa Quỳ"])
    #expect((result["missing"] as? [String])?.first?.hasSuffix("Xa Xôi") == true)
    let villages = try #require(communes[1]["villages"] as? [[String: Any]])
    let states = villages.map { "\($0["village"] ?? "") \($0["state"] ?? "")" }
    #expect(states.contains("Làng Cốc missing"))
    #expect(states.contains("Làng Mài clean"))
    #expect(villages.contains { $0["state"] as? String == "unreadable" })
    // A commune whose surveys are not whole is judged by nothing that they give.
    let criteria = try #require(result["criteria"] as? [[String: Any]])
    let electricity = try #require(criteria.first { $0["number"] as? String == "4" })
    #expect(electricity["met"] as? Int == 1)
    #expect(electricity["undetermined"] as? Int == 1)
  }

  @Test func `the result is the same for any number of workers`() throws {
    let province = try Province()
    _ = try province.rollup(to: "1.json", ["--jobs", "1"])
    _ = try province.rollup(to: "4.json", ["--jobs", "4"])
    let one = try Data(contentsOf: URL(fileURLWithPath: province.path + "/1.json"))
    #expect(one == (try Data(contentsOf: URL(fileURLWithPath: province.path + "/4.json"))))
    #expect(one.count > 10_000)
  }

  @Test func `the summary has a sheet for each commune, and every figure has its source`() throws {
    let province = try Province()
    let outcome = try province.rollup(to: "s.xlsx")
    #expect(outcome.status == 3, "\(outcome.errors)")
    let form = province.path + "/s.xlsx"
    let inspected = try Program.run("cells", form).objects
    let sheets = Set(inspected.compactMap { $0["sheet"] as? String })
    #expect(sheets.contains { $0.hasSuffix("Bình Lương") })
    #expect(sheets.contains { $0.hasSuffix("Hóa Quỳ") })
    #expect(!sheets.contains("Xã"))
    let signs = inspected.filter { $0["sheet"] as? String == "Tổng hợp" }
      .compactMap { $0["value"] as? String }
    #expect(signs.contains("Đ*") || signs.contains("Đ"))
    #expect(signs.contains("?"))
    #expect(try Tracing.untraced(form, sheet: "Tổng hợp", ordinals: [0]) == [])
    for sheet in sheets where sheet.hasSuffix("Bình Lương") || sheet.hasSuffix("Hóa Quỳ") {
      #expect(try Tracing.untraced(form, sheet: sheet, ordinals: [0]) == [])
      let cell = try Program.run("explain", form, sheet + "!G20", "--quiet")
      #expect([0, 64].contains(cell.status))
    }
  }

  @Test
  func
    `the page of a province leads from each sign to its indicators, without anything from outside`()
    throws
  {
    let province = try Province()
    let outcome = try province.rollup(to: "s.html")
    #expect(outcome.status == 3, "\(outcome.errors)")
    let page = try String(contentsOfFile: province.path + "/s.html", encoding: .utf8)
    #expect(page.contains("<td class=\"met\">Đ*</td>") || page.contains("<td class=\"met\">Đ</td>"))
    #expect(page.contains("<td class=\"undetermined\">?</td>"))
    #expect(page.contains("\"target\":[\"indicators\",[[0,\"xã Bình Lương\"],[1,\"4\"]]]"))
    #expect(page.contains("xã Xa Xôi") && page.contains("@media print"))
    #expect(!page.contains("http://") && !page.contains("https://") && !page.contains(" src="))
  }

  @Test func `a result is a commune too, with the same verdicts`() throws {
    let province = try Province()
    _ = try province.rollup(to: "r.json")
    let place = province.path + "/results"
    try FileManager.default.createDirectory(atPath: place, withIntermediateDirectories: true)
    let evaluated = try Program.run(
      list: [
        "evaluate", province.path + "/province/binh-luong", "--criteria", "thanh-hoa-2024-25",
        "--unit", "xã Bình Lương", "--year", "2025", "--region", "tdmnpb", "--values",
        province.path + "/province/binh-luong/values.yaml", "-o", place + "/binh-luong.json",
      ]
    )
    #expect(evaluated.status == 0, "\(evaluated.errors)")
    let outcome = try Program.run(
      list: [
        "rollup", place, "--criteria", "thanh-hoa-2024-25", "--year", "2025", "--region", "tdmnpb",
        "--unit", "tỉnh Thanh Hóa", "-o", province.path + "/again.json",
      ]
    )
    #expect(outcome.status == 0, "\(outcome.errors)")
    func verdicts(_ path: String) throws -> [String] {
      let communes = try json(path)["communes"] as? [[String: Any]] ?? []
      let result = communes.first?["result"] as? [String: Any]
      return (result?["criteria"] as? [[String: Any]] ?? []).flatMap { criterion in
        [criterion].map { "\($0["number"] ?? "") \($0["verdict"] ?? "")" }
          + (criterion["indicators"] as? [[String: Any]] ?? []).map {
            "\($0["code"] ?? "") \($0["verdict"] ?? "") \($0["provisional"] ?? "")"
          }
      }
    }
    let first = try verdicts(province.path + "/r.json")
    #expect(first.count > 70)
    #expect(first == (try verdicts(province.path + "/again.json")))
  }

  @Test func `forms 05 and 06 count what communes report, and leave open what nobody knows`() throws
  {
    let folder = try TemporaryFolder()
    let reports = folder.path + "/reports"
    try FileManager.default.createDirectory(atPath: reports, withIntermediateDirectories: true)
    for (name, met) in [("xa-an", 10), ("xa-binh", 4), ("xa-cuc", 6)] {
      var lines = ["TT,Nội dung,ĐVT,Kết quả,Đánh giá"]
      let criteria = [
        "Quy hoạch", "Hạ tầng", "Kinh tế", "Nhân lực", "Văn hóa", "Giảm nghèo", "Số", "Môi trường",
        "Chính trị", "An ninh",
      ]
      for (index, title) in criteria.enumerated() {
        lines.append("\(index + 1),\(title),,,\(index < met ? "Đạt" : "Chưa đạt")")
      }
      try lines.joined(separator: "\n").write(
        toFile: reports + "/" + name + ".csv",
        atomically: true,
        encoding: .utf8
      )
    }
    let list = folder.path + "/xa.csv"
    try """
    TT,Tên xã,Nhóm,Tình trạng công nhận,Ra khỏi diện ĐBKK,Số thôn ra khỏi diện ĐBKK
    1,xã An,1,Đã có QĐ công nhận,,0
    2,xã Bình,2,Chưa,,0
    3,xã Cúc,2,Chưa,x,3
    """.write(toFile: list, atomically: true, encoding: .utf8)
    func count(_ form: String, _ output: String) throws -> Program.Outcome {
      try Program.run(
        list: [
          "rollup", reports + "/xa-an.csv", reports + "/xa-binh.csv", reports + "/xa-cuc.csv",
          "--criteria", "vn-2025-51", "--form", form, "--units", list, "--unit", "tỉnh Ví Dụ",
          "--year", "2026", "-o", folder.path + "/" + output, "--force",
        ]
      )
    }
    func figures(_ name: String) throws -> [String: Int] {
      var result: [String: Int] = [:]
      for figure in try json(folder.path + "/" + name)["figures"] as? [[String: Any]] ?? [] {
        result["\(figure["row"] ?? "")/\(figure["column"] ?? "")"] = figure["value"] as? Int
      }
      return result
    }
    let outcome = try count("bieu-05", "05.json")
    #expect(outcome.status == 0, "\(outcome.errors)")
    let five = try figures("05.json")
    #expect(five["1/1-now"] == 1)
    #expect(five["1/2-now"] == 2)
    #expect(five["5/2-now"] == 1)
    #expect(five["10/2-now"] == 0)
    // Nobody reported the year before.
    #expect(five["1/2-before"] == nil)
    #expect(try count("bieu-06", "06.json").status == 0)
    let six = try figures("06.json")
    #expect(six["1/now"] == 3)
    #expect(six["2.1/1/now"] == 1)
    #expect(six["2/now"] == 1)
    #expect(six["3/now"] == 1)
    #expect(six["4/now"] == 1)
    #expect(six["II.1/now"] == nil || six["II.1/now"] == 1)
    #expect(six["2.1/now"] == 1)
    for (form, output) in [("bieu-05", "05"), ("bieu-06", "06")] {
      #expect(try count(form, output + ".xlsx").status == 0)
      let path = folder.path + "/" + output + ".xlsx"
      #expect(try Tracing.untraced(path, sheet: "Biểu " + output, ordinals: [0]) == [])
    }
  }

  /// The signs and figures of the summary in one of its shapes: `xã Bình Lương 4` → `Đ*`, `… 4.2` → a number.
  private struct Shown {
    var signs: [String: String] = [:]
    var values: [String: Double] = [:]
    var sums: [String: [Int]] = [:]
  }

  private func sign(_ item: [String: Any]) -> String {
    let signs = ["met": "Đ", "not_met": "C", "not_applicable": "–", "undetermined": "?"]
    return (signs[item["verdict"] as? String ?? ""] ?? "!")
      + (item["provisional"] as? Bool == true ? "*" : "")
  }

  private func shownInJSON(_ path: String) throws -> Shown {
    var shown = Shown()
    let result = try json(path)
    for commune in result["communes"] as? [[String: Any]] ?? [] {
      let name = commune["name"] as? String ?? ""
      let own = commune["result"] as? [String: Any]
      for criterion in own?["criteria"] as? [[String: Any]] ?? [] {
        shown.signs["\(name) \(criterion["number"] ?? "")"] = sign(criterion)
        for indicator in criterion["indicators"] as? [[String: Any]] ?? [] {
          let value = indicator["value"] as? NSNumber
          guard let value, indicator["unit"] is String else { continue }
          shown.values["\(name) \(indicator["code"] ?? "")"] = value.doubleValue
        }
      }
    }
    for criterion in result["criteria"] as? [[String: Any]] ?? [] {
      shown.sums[criterion["number"] as? String ?? ""] = [
        "met", "not_met", "undetermined", "not_applicable",
      ].map { criterion[$0] as? Int ?? -1 }
    }
    return shown
  }

  private func shownInWorkbook(_ path: String) throws -> Shown {
    var shown = Shown()
    var rows: [String: [Int: [String: Any]]] = [:]
    for cell in try Program.run("cells", path).objects {
      let at = try #require(CellReference(a1: cell["cell"] as? String ?? ""))
      let column = CellReference(row: 0, column: at.column).description.filter(\.isLetter)
      rows[cell["sheet"] as? String ?? "", default: [:]][at.row, default: [:]][column] =
        cell["value"]
    }
    let summary = rows["Tổng hợp"] ?? [:]
    let heads = try #require(summary.values.first { $0["D"] as? String == "1" })
    for row in summary.values {
      let name = row["B"] as? String ?? ""
      for (column, number) in heads where row["A"] is NSNumber {
        shown.signs["\(name) \(number)"] = row[column] as? String
      }
    }
    let counted = ["(Đ)", "(C)", "(?)", "(–)"]
    for (column, number) in heads {
      shown.sums["\(number)"] = counted.map { mark in
        let row = summary.values.first { ($0["A"] as? String)?.hasSuffix(mark) == true }
        return row?[column] as? Int ?? -1
      }
    }
    for (sheet, lines) in rows where sheet != "Tổng hợp" {
      for line in lines.values {
        guard let code = line["C"] as? String, let value = line["G"] as? NSNumber else { continue }
        shown.values["\(sheet) \(code)"] = value.doubleValue
      }
    }
    return shown
  }

  private func shownInPage(_ path: String) throws -> Shown {
    var shown = Shown()
    let page = try String(contentsOfFile: path, encoding: .utf8)
    let tables = page.components(separatedBy: "<script type=\"application/json\"").dropFirst()
      .compactMap { part -> [[Any]]? in
        guard let start = part.firstIndex(of: ">"), let end = part.range(of: "</script>") else {
          return nil
        }
        let text = Data(part[part.index(after: start)..<end.lowerBound].utf8)
        return try? JSONSerialization.jsonObject(with: text) as? [[Any]]
      }
    func texts(_ row: [Any]) -> [String] {
      (row[2] as? [Any] ?? []).map {
        ($0 as? [String: Any])?["text"] as? String ?? $0 as? String ?? ""
      }
    }
    for row in try #require(tables.first).map(texts) {
      for (index, sign) in row.dropFirst(2).dropLast(2).enumerated() {
        shown.signs["\(row[0]) \(index + 1)"] = sign
      }
    }
    for row in tables[1].map(texts) {
      let number = row[5].split(separator: " ").first.map(String.init) ?? ""
      shown.values["\(row[0]) \(row[2])"] = Double(number.replacing(",", with: "."))
    }
    return shown
  }

  @Test func `page, workbook and JSON of a province say the same`() throws {
    let province = try Province()
    for ending in ["json", "xlsx", "html"] { _ = try province.rollup(to: "a." + ending) }
    let object = try shownInJSON(province.path + "/a.json")
    let workbook = try shownInWorkbook(province.path + "/a.xlsx")
    let page = try shownInPage(province.path + "/a.html")
    #expect(object.signs.count == 38)
    #expect(workbook.signs == object.signs)
    #expect(page.signs.filter { !$0.key.contains("Xa Xôi") } == object.signs)
    #expect(workbook.sums == object.sums)
    #expect(object.values.count > 40)
    for (name, value) in object.values {
      let exact = try #require(workbook.values[name], "\(name)")
      #expect(abs(exact - value) < 1e-9, "\(name)")
      // The page shows one digit, or two, after the comma.
      let shown = try #require(page.values[name], "\(name)")
      #expect(abs(shown - value) <= 0.0501, "\(name)")
    }
  }
}
