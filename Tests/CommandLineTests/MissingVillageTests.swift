import Foundation
import Testing

/// A figure over five of six villages looks like any other; it must not pass for the commune's.
@Suite struct MissingVillageTests {
  private static let villages = "Làng Mài; Quang Trung; Đồng Lấm; Hợp Nhất; Làng Cốc; Xuân Thượng"

  /// The commune of the fixtures without some files, and a list that names all its villages.
  private func commune(without missing: [String]) throws -> TemporaryFolder {
    let folder = try TemporaryFolder()
    let files = FileManager.default
    try files.createDirectory(
      atPath: folder.path + "/xa-binh-luong",
      withIntermediateDirectories: true
    )
    let root = Program.root + "/fixtures/binh-luong"
    for name in try files.contentsOfDirectory(atPath: root)
    where (name.hasPrefix("thon-") || name == "values.yaml") && !missing.contains(name) {
      try files.copyItem(atPath: root + "/" + name, toPath: folder.path + "/xa-binh-luong/" + name)
    }
    try "TT,Tên xã,Danh sách thôn\n1,xã Bình Lương,\(Self.villages)\n"
      .write(toFile: folder.path + "/xa.csv", atomically: true, encoding: .utf8)
    return folder
  }

  private func evaluate(_ folder: TemporaryFolder, year: String = "2025", _ more: String...) throws
    -> (
      indicator: [String: Any], output: String
    )
  {
    let outcome = try Program.run(
      list: [
        "evaluate", folder.path + "/xa-binh-luong", "--criteria", "thanh-hoa-2024-25", "--unit",
        "xã Bình Lương", "--year", year, "--region", "bac-trung-bo", "--values",
        folder.path + "/xa-binh-luong/values.yaml", "-o", folder.path + "/result.json", "--lang",
        "en", "--force",
      ] + more
    )
    let data = try Data(contentsOf: URL(fileURLWithPath: folder.path + "/result.json"))
    let result = try #require(JSONSerialization.jsonObject(with: data) as? [String: Any])
    return (try indicator("4.2", of: result), outcome.errors)
  }

  private func indicator(_ code: String, of result: [String: Any]) throws -> [String: Any] {
    let criteria = try #require(result["criteria"] as? [[String: Any]])
    let indicators = criteria.flatMap { $0["indicators"] as? [[String: Any]] ?? [] }
    return try #require(indicators.first { $0["code"] as? String == code })
  }

  @Test func `a village that the list of units knows is missed`() throws {
    let found = try evaluate(try commune(without: ["thon-lang-mai.xlsx"]))
    #expect(found.indicator["verdict"] as? String == "undetermined")
    #expect(found.output.contains("village “Làng Mài” is missing"))
    #expect(found.output.contains("rest on 5 villages"))
  }

  @Test func `a village of a list of one's own is missed`() throws {
    let folder = try commune(without: ["thon-lang-coc.xlsx"])
    let found = try evaluate(folder, "--units", folder.path + "/xa.csv")
    #expect(found.indicator["verdict"] as? String == "undetermined")
    #expect(found.output.contains("village “Làng Cốc” is missing"))
    #expect(found.output.contains("[missing-submission]"))
  }

  @Test func `nothing is said where the list names all villages and all are there`() throws {
    let folder = try commune(without: [])
    let found = try evaluate(folder, "--units", folder.path + "/xa.csv")
    #expect(found.indicator["verdict"] as? String == "met")
    #expect(!found.output.contains("missing-submission"))
    #expect(!found.output.contains("villages-unlisted"))
  }

  @Test func `surveys of another year are named, and what they count in is provisional`() throws {
    let folder = try commune(without: [])
    let found = try evaluate(folder, year: "2024")
    #expect(found.output.contains("says 2025, but 2024 is evaluated"))
    #expect(found.output.contains("[survey-of-other-year]"))
    #expect(found.indicator["provisional"] as? Bool == true)
    #expect("\(found.indicator["reason"] ?? "")".contains("some surveys are of 2025"))
    #expect(try !evaluate(folder).output.contains("survey-of-other-year"))
  }

  @Test func `a list without the unit is named`() throws {
    let folder = try commune(without: [])
    try "TT,Tên xã,Danh sách thôn\n1,xã Khác,Một; Hai\n"
      .write(toFile: folder.path + "/xa.csv", atomically: true, encoding: .utf8)
    let found = try evaluate(folder, "--units", folder.path + "/xa.csv")
    #expect(found.output.contains("The list does not have “xã Bình Lương”"))
  }

  @Test func `a commune of the summary with a village missing has no verdict by its surveys`()
    throws
  {
    let folder = try commune(without: ["thon-lang-coc.xlsx"])
    let outcome = try Program.run(
      list: [
        "rollup", folder.path + "/xa-binh-luong", "--criteria", "thanh-hoa-2024-25", "--year",
        "2025", "--region", "bac-trung-bo", "--unit", "tỉnh Thanh Hóa", "--units",
        folder.path + "/xa.csv", "-o", folder.path + "/summary.json",
      ]
    )
    let data = try Data(contentsOf: URL(fileURLWithPath: folder.path + "/summary.json"))
    let summary = try #require(JSONSerialization.jsonObject(with: data) as? [String: Any])
    let communes = try #require(summary["communes"] as? [[String: Any]])
    let result = try #require(communes.first?["result"] as? [String: Any], "\(outcome.errors)")
    #expect(try indicator("4.2", of: result)["verdict"] as? String == "undetermined")
  }
}
