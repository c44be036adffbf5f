import Foundation
import Testing

/// Rules over a whole batch: sheet against sheet, file against file, year against year.
@Suite struct BatchRuleTests {
  /// A finding as short as it can be compared: code, file and cell, then the places it is compared with.
  private func found(_ arguments: [String]) throws -> [String] {
    let outcome = try Program.run(
      list: ["validate"] + arguments + ["--format", "jsonl", "--lang", "en"]
    )
    return outcome.objects.filter { $0["severity"] as? String != "note" || Self.isOfRule($0) }.map {
      let related = ($0["related"] as? [[String: Any]] ?? []).map(Self.place)
      return "\($0["code"] ?? "") \(Self.place($0)) | " + related.joined(separator: ", ")
    }
  }

  private static func isOfRule(_ finding: [String: Any]) -> Bool {
    finding["code"] as? String == "possible-duplicate"
  }

  private static func place(_ object: [String: Any]) -> String {
    let file = (object["file"] as? String)?.split(separator: "/").last ?? ""
    let place = object["range"] as? String ?? object["cell"] as? String ?? ""
    return "\(file) \(place)"
  }

  /// Each folder with the one mistake in it, and the cells of both sides.
  private static let faults: [(String, String)] = [
    ("summary-against-surveys", "count-mismatch tong-hop.xlsx D7 | thon-quang-trung.xlsx C6:C10"),
    ("list-against-summary", "count-mismatch tong-hop.xlsx E6 | danh-sach.xlsx H6:H7"),
    ("survey-against-list", "count-mismatch thon.xlsx I6:I11 | danh-sach.xlsx H6:H7"),
    (
      "opening-against-last-year",
      "count-mismatch dien-bien-2025.xlsx D6 | danh-sach-2024.xlsx H6:H9"
    ),
    ("opening-against-closing", "count-mismatch nam-2025.xlsx D7 | nam-2024.xlsx H6:H7"),
    ("number-twice", "duplicate-identifier b-quang-trung.xlsx K9 | a-lang-mai.xlsx K8"),
    ("household-in-two-villages", "duplicate-record b-quang-trung.xlsx K9 | a-lang-mai.xlsx K8"),
    ("household-without-number", "possible-duplicate b-quang-trung.xlsx B9 | a-lang-mai.xlsx B8"),
  ]

  @Test(arguments: faults)
  func `a rule over files finds the one mistake, with the cells of both sides`(
    folder: String,
    fault: String
  ) throws {
    #expect(try found(["fixtures/rules/\(folder)/clean"]) == [])
    #expect(try found(["fixtures/rules/\(folder)/faulty"]) == [fault])
  }

  @Test func `the year before may be a folder of its own, and what jumps is told with its numbers`()
    throws
  {
    let clean = ["fixtures/rules/jump/clean/2025", "--previous", "fixtures/rules/jump/clean/2024"]
    #expect(try found(clean) == [])
    let faulty = [
      "fixtures/rules/jump/faulty/2025", "--previous", "fixtures/rules/jump/faulty/2024",
    ]
    #expect(try found(faulty) == ["unlikely-jump tong-hop.xlsx D11 | tong-hop.xlsx D11"])
    // Both years in one folder are told apart by the year in their titles.
    #expect(
      try found(["fixtures/rules/jump/faulty"])
        == ["unlikely-jump tong-hop.xlsx D11 | tong-hop.xlsx D11"]
    )
    let text = try Program.run(list: ["validate"] + faulty + ["--lang", "en"]).output
    #expect(text.contains("Tân Lập") && text.contains("902") && text.contains("450"), "\(text)")
  }

  @Test func `the findings are the same for any number of workers, and after a resumed run`() throws
  {
    let folder = try TemporaryFolder()
    func run(_ more: String...) throws -> String {
      let outcome = try Program.run(
        list: ["validate", "fixtures/rules", "--format", "jsonl"] + more
      )
      #expect(outcome.status == 1)
      return outcome.output
    }
    let one = try run("--jobs", "1")
    #expect(one.contains("count-mismatch") && one.contains("duplicate-identifier"))
    #expect(try run("--jobs", "8") == one)
    let journal = ["--resume", "--journal", folder.path + "/j"]
    #expect(try run(journal[0], journal[1], journal[2], "--jobs", "2") == one)
    #expect(try run(journal[0], journal[1], journal[2], "--jobs", "2") == one)
  }

  @Test func `a letterhead tells villages of one name in two communes apart`() throws {
    let folder = try TemporaryFolder()
    let table = "TT;Họ và tên chủ hộ;Số nhân khẩu\n1;Lê Văn An;4\n2;Vi Thị Hoa;3\n"
    func write(_ name: String, _ head: String, _ table: String) throws {
      try (head + ";;\n;;\nKHẢO SÁT HỘ GIA ĐÌNH THÔN LÀNG MÀI NĂM 2025;;\n" + table).write(
        toFile: folder.path + "/" + name,
        atomically: true,
        encoding: .utf8
      )
    }
    try write("a.csv", "UBND XÃ SỐ 0", table)
    try write("b.csv", "ỦY BAN NHÂN DÂN HUYỆN THỬ - ỦY BAN NHÂN DÂN XÃ SỐ 1", table)
    // Without a commune a namesake may be anybody; who is equal throughout is the same.
    try write("c.csv", "", "TT;Họ và tên chủ hộ;Số nhân khẩu\n1;Lê Văn An;5\n2;Vi Thị Hoa;3\n")
    #expect(
      try found([folder.path]).filter { $0.contains("duplicate") }
        == ["duplicate-record c.csv B6 | a.csv B6"]
    )
    try write("d.csv", "UBND xã Số 0", "TT;Họ và tên chủ hộ;Số nhân khẩu\n1;Lê Văn An;6\n")
    #expect(try found([folder.path]).contains("possible-duplicate d.csv B5 | a.csv B5"))
  }

  @Test func `numbers that are masked stay masked in what rules say`() throws {
    let path = "fixtures/rules/household-in-two-villages/faulty"
    let plain = try Program.run("validate", path, "--format", "jsonl").output
    let masked = try Program.run("validate", path, "--format", "jsonl", "--mask").output
    let number = try #require(plain.firstMatch(of: /"found":"(0380[0-9]+)"/)?.output.1)
    #expect(!masked.contains(number))
    #expect(masked.contains("duplicate-record"))
  }

  // MARK: - Mistakes in rules

  private static let start = """
    rules:
      - id: test
        code: count-mismatch
        each: village-summary

    """

  @Test(arguments: [
    ("    check: ▸househols == 1", "did you mean “households”"),
    ("    check: households == ▸previous.househols", "did you mean “previous.households”"),
    ("    check: households == ▸population", "does not fit “hộ”"),
    ("    check: ▸households < 0", "can never hold"),
    ("    check: ▸households >= 0", "always holds"),
    (
      "    with: {a: {form: ▸household-surve, take: count()}}\n    check: households == a",
      "did you mean “household-survey”"
    ),
    (
      "    with: {a: {form: household-survey, take: ▸household_size}}\n    check: plain(households) == plain(a)",
      "household_size"
    ),
    (
      "    with: {a: {form: household-survey, take: count(▸poverty == poor)}}\n    check: households == a",
      "poverty"
    ),
    (
      "    with: {a: {form: household-survey, take: sum(household_size)}}\n    check: households == ▸a",
      "does not fit"
    ),
    ("    check: households == 1\n    at: ▸househols", "did you mean “households”"),
    ("    unique: [▸vilage]", "did you mean “village”"),
    ("    by: ▸hamlet\n    check: households == 1", "use one of: village, commune, all"),
    ("    missing: ▸nothing\n    check: households == 1", "use one of: undetermined, skip, error"),
    ("    ▸chek: households == 1", "did you mean “check”"),
    ("    where: ▸submision == submitted\n    check: households == 1", "did you mean “submission”"),
  ])
  func `a mistake in a rule over files is named at its place`(rule: String, said: String) throws {
    let marked = Self.start + rule + "\n"
    let before = marked.prefix { $0 != "▸" }
    let line = before.split(separator: "\n", omittingEmptySubsequences: false).count
    let column = before.reversed().prefix { $0 != "\n" }.count + 1
    let folder = try TemporaryFolder()
    try FileManager.default.createDirectory(
      atPath: folder.path + "/rules",
      withIntermediateDirectories: true
    )
    try marked.replacing("▸", with: "").write(
      toFile: folder.path + "/rules/own.yaml",
      atomically: true,
      encoding: .utf8
    )
    let outcome = try Program.run("definitions", "check", folder.path, "--lang", "en")
    #expect(outcome.status == 4)
    let lines = outcome.output.split(separator: "\n").filter {
      $0.contains("own.yaml:\(line):\(column):") && $0.contains(said)
    }
    #expect(!lines.isEmpty, "\(line):\(column) \(said)\n\(outcome.output)")
  }

  @Test func `a province's rule may insist that it can be decided`() throws {
    let definitions = "fixtures/second-province/definitions"
    let found = try found(["fixtures/second-province/summary", "--definitions", definitions])
    #expect(found.contains { $0.hasPrefix("undecided-rule tong-hop.csv C5") }, "\(found)")
    let whole = try self.found([
      "fixtures/second-province/summary", "fixtures/second-province/surveys", "--definitions",
      definitions,
    ])
    #expect(!whole.contains { $0.hasPrefix("undecided-rule tong-hop.csv C5") }, "\(whole)")
    #expect(
      whole.contains("phones-of-villages tong-hop.csv C6 | thon-hai.csv F5:F12"),
      "\(whole)"
    )
  }
}
