import Foundation
import Testing

@Suite struct ReportTests {
  private static let faulty = "fixtures/binh-luong-faulty"

  private func text(_ path: String) throws -> String {
    try String(contentsOfFile: path, encoding: .utf8)
  }

  private func object(_ path: String) throws -> [String: Any] {
    let data = try Data(contentsOf: URL(fileURLWithPath: path))
    return try #require(JSONSerialization.jsonObject(with: data) as? [String: Any])
  }

  @Test func `every output is written from the same findings, whatever the number of workers`()
    throws
  {
    let folder = try TemporaryFolder()
    let formats = ["json", "jsonl", "csv", "sarif", "html", "xlsx", "text"]
    for jobs in ["1", "4"] {
      let outputs = formats.flatMap { ["--output", "\($0)=\(folder.path)/\(jobs).\($0)"] }
      let outcome = try Program.run(list: ["validate", Self.faulty, "--jobs", jobs] + outputs)
      #expect(outcome.status == 3, "\(outcome.errors)")
    }
    for format in formats {
      let one = try Data(contentsOf: URL(fileURLWithPath: "\(folder.path)/1.\(format)"))
      let four = try Data(contentsOf: URL(fileURLWithPath: "\(folder.path)/4.\(format)"))
      #expect(one == four, "\(format)")
    }
    let report = try object(folder.path + "/1.json")
    let findings = try #require(report["findings"] as? [[String: Any]])
    let lines = try text(folder.path + "/1.jsonl").split(separator: "\n")
    #expect(findings.count == lines.count && findings.count > 40)
    let runs = try #require(object(folder.path + "/1.sarif")["runs"] as? [[String: Any]])
    #expect((runs[0]["results"] as? [Any])?.count == findings.count)
    let fingerprints = Set(findings.compactMap { $0["fingerprint"] as? String })
    #expect(fingerprints.count == findings.count)
  }

  @Test func `an unknown format is wrong usage and names the formats`() throws {
    let outcome = try Program.run("validate", Self.faulty, "--output", "htm=x.html")
    #expect(outcome.status == 64)
    #expect(outcome.errors.contains("text, json, jsonl, csv, sarif, xlsx, html"))
    #expect(outcome.errors.contains("did you mean ‘html’"))
  }

  @Test func `the page needs no network and holds no markup of a file`() throws {
    let folder = try TemporaryFolder()
    let hostile = folder.path + "/<img src=x onerror=alert(1)>.csv"
    let rows =
      "TT,Họ và tên chủ hộ,Thôn,Số nhân khẩu,Thu nhập (1.000 đồng)\n"
      + "1,</script><script>alert(1)</script>,\"<b>Làng\",4,\"<svg onload=alert(2)>\"\n"
    try rows.write(toFile: hostile, atomically: true, encoding: .utf8)
    let page = folder.path + "/r.html"
    _ = try Program.run("validate", hostile, "--output", "html=" + page, "--quiet")
    let html = try text(page)
    #expect(html.contains("&lt;svg onload") && !html.contains("<svg onload"))
    #expect(!html.contains("<img") && !html.contains("</script><script>alert"))
    for foreign in ["http://", "https://", "<link", "<script src", "url(", "@import"] {
      #expect(!html.contains(foreign), "\(foreign)")
    }
    for part in [
      "<html lang=\"vi\">", "scope=\"col\"", "aria-live", "<caption", "@media print",
      "data-column=\"0\"",
    ] {
      #expect(html.contains(part), "\(part)")
    }
  }

  @Test func `codes are chosen and left out by name, and what is not shown is counted`() throws {
    let all = try Program.run("validate", Self.faulty, "--format", "jsonl").objects
    let wanted = all.filter { $0["code"] as? String == "not-a-number" }
    let chosen = try Program.run(
      "validate",
      Self.faulty,
      "--format",
      "jsonl",
      "--select",
      "not-a-number"
    )
    #expect(chosen.objects.count == wanted.count && !wanted.isEmpty)
    let few = try Program.run(
      "validate",
      Self.faulty,
      "--format",
      "jsonl",
      "--max-findings",
      "2",
      "--lang",
      "en"
    )
    #expect(few.objects.count == 2)
    #expect(few.errors.contains("\(all.count - 2) more findings are not shown"))
    let wrong = try Program.run("validate", Self.faulty, "--ignore", "not-a-numbr")
    #expect(wrong.status == 64 && wrong.errors.contains("did you mean ‘not-a-number’"))
  }

  @Test func `names and numbers of households do not leave in a masked report`() throws {
    let folder = try TemporaryFolder()
    let formats = ["json", "jsonl", "csv", "sarif", "html", "text"]
    let outputs = formats.flatMap { ["--output", "\($0)=\(folder.path)/r.\($0)"] }
    _ = try Program.run(list: ["validate", Self.faulty, "--mask", "--quiet"] + outputs)
    let records = try Program.lines("binh-luong/expected-records.jsonl")
    let names = Set(
      records.compactMap { ($0["fields"] as? [String: Any])?["household_head"] as? String }
    )
    #expect(names.count > 100)
    for format in formats {
      let report = try text("\(folder.path)/r.\(format)").precomposedStringWithCanonicalMapping
      for name in names { #expect(!report.contains(name), "\(format): \(name)") }
    }
    #expect(try text(folder.path + "/r.jsonl").contains("\"cell\":\"B"))
  }

  @Test func `a run goes on where it was killed, and the report is that of a whole run`() throws {
    let folder = try TemporaryFolder()
    let whole = try Program.run("validate", Self.faulty, "--format", "jsonl").output
    let journal = folder.path + "/journal"
    let arguments = [
      "validate", Self.faulty, "--format", "jsonl", "--resume", "--journal", journal,
    ]
    #expect(try Program.run(list: arguments).output == whole)
    let bytes = try Data(contentsOf: URL(fileURLWithPath: journal))
    // A run that was killed leaves a beginning of the journal, down to the middle of a record.
    for part in [1, 7, 20, 40, 63] {
      try bytes.prefix(bytes.count * part / 64).write(to: URL(fileURLWithPath: journal))
      #expect(try Program.run(list: arguments).output == whole, "\(part)")
    }
    var broken = bytes
    broken[bytes.count / 2] ^= 0xFF
    try broken.write(to: URL(fileURLWithPath: journal))
    #expect(try Program.run(list: arguments).output == whole)
    let again = try Program.run(list: arguments + ["--progress", "json"])
    #expect(again.output == whole)
    let last = try #require(again.errors.split(separator: "\n").last)
    let progress = try #require(
      JSONSerialization.jsonObject(with: Data(last.utf8)) as? [String: Any]
    )
    #expect(progress["all_files"] as? Int == 12)
    #expect(progress["unchanged_files"] as? Int == 12)
  }

  @Test
  func `an earlier report tells what is new and what was fixed, also when rows were inserted`()
    throws
  {
    let folder = try TemporaryFolder()
    let survey = folder.path + "/a.csv"
    let head = "TT,Họ và tên chủ hộ,Thôn,Số nhân khẩu,Thu nhập (1.000 đồng)\n"
    let first = "1,Lê Văn An,Làng Mài,4,mười\n2,Vi Thị Bình,Làng Mài,-3,100\n"
    try (head + first).write(toFile: survey, atomically: true, encoding: .utf8)
    let old = folder.path + "/old.json"
    _ = try Program.run("validate", survey, "--output", "json=" + old)
    let second =
      "1,Hà Văn Tư,Làng Mài,5,hai\n2,Lê Văn An,Làng Mài,4,mười\n3,Vi Thị Bình,Làng Mài,3,100\n"
    try (head + second).write(toFile: survey, atomically: true, encoding: .utf8)
    let lines = try Program.run("validate", survey, "--baseline", old, "--format", "jsonl").objects
    func state(_ code: String, _ cell: String) -> String? {
      lines.first { $0["code"] as? String == code && $0["cell"] as? String == cell }?["state"]
        as? String
    }
    #expect(state("not-a-number", "E2") == "new")
    #expect(state("not-a-number", "E3") == "unchanged")
    #expect(lines.contains { $0["state"] as? String == "fixed" && $0["cell"] as? String == "D3" })
  }

  @Test func `waivers explain findings until they expire`() throws {
    let folder = try TemporaryFolder()
    let survey = folder.path + "/a.csv"
    let rows =
      "TT,Họ và tên chủ hộ,Thôn,Số nhân khẩu,Thu nhập (1.000 đồng)\n1,Lê Văn An,Làng Mài,4,mười\n"
    try rows.write(toFile: survey, atomically: true, encoding: .utf8)
    let file = folder.path + "/w.yaml"
    let waiver = """
      waivers:
        - code: not-a-number
          household: Lê Văn An
          reason: hộ từ chối khai
          author: Hà Thị Thu
          date: 2025-11-01
          expires: 2025-12-31

      """
    try waiver.write(toFile: file, atomically: true, encoding: .utf8)
    let held = try Program.run(
      "validate",
      survey,
      "--waivers",
      file,
      "--as-of",
      "2025-12-31",
      "--format",
      "jsonl"
    )
    #expect(held.status == 0, "\(held.output)")
    let explained = held.objects.first { $0["code"] as? String == "not-a-number" }
    #expect((explained?["explanation"] as? [String: Any])?["author"] as? String == "Hà Thị Thu")
    let late = try Program.run(
      "validate",
      survey,
      "--waivers",
      file,
      "--as-of",
      "2026-01-01",
      "--format",
      "jsonl"
    )
    #expect(late.status == 1)
    #expect(late.objects.contains { $0["code"] as? String == "expired-waiver" })
    try waiver.replacing("not-a-number", with: "not-a-nummber")
      .write(toFile: file, atomically: true, encoding: .utf8)
    let wrong = try Program.run("validate", survey, "--waivers", file)
    #expect(wrong.status == 4)
    #expect(wrong.errors.contains("w.yaml:2:11"), "\(wrong.errors)")
  }

  @Test func `files are named by a list, by lines or with NUL between them`() throws {
    let folder = try TemporaryFolder()
    let list = folder.path + "/list"
    let files = ["thon-lang-coc.xlsx", "thon-lang-mai.xlsx"].map { "fixtures/binh-luong/" + $0 }
    for separator in ["\n", "\u{0}"] {
      try files.joined(separator: separator).write(toFile: list, atomically: true, encoding: .utf8)
      let outcome = try Program.run(
        list: ["validate", "--files-from", "-", "--lang", "en"],
        input: list
      )
      #expect(outcome.output.contains("2 files"), "\(outcome.errors)")
    }
  }

  @Test func `pipes and devices are findings, and other files are read`() throws {
    let folder = try TemporaryFolder()
    #expect(mkfifo(folder.path + "/pipe.csv", 0o600) == 0)
    let outcome = try Program.run(
      "validate",
      folder.path + "/pipe.csv",
      "/dev/zero",
      "fixtures/binh-luong/thon-lang-mai.xlsx",
      "--format",
      "jsonl"
    )
    #expect(outcome.status == 3)
    #expect(outcome.objects.filter { $0["code"] as? String == "unreadable-file" }.count == 2)
  }

  @Test func `each code has its page, and a misspelt one is asked about`() throws {
    let page = try Program.run("help", "part-exceeds-whole", "--lang", "en")
    #expect(page.status == 0 && page.output.contains("Example: A household of 4"))
    let wrong = try Program.run("help", "part-exceed-whole")
    #expect(wrong.status == 64 && wrong.errors.contains("part-exceeds-whole"))
    #expect(try Program.run("help", "validate").output.contains("--baseline"))
  }

  @Test func `the documents of all codes are current`() throws {
    for language in ["vi", "en"] {
      let made = try Program.run("help", "codes", "--markdown", "--lang", language).output
      #expect(
        made == (try text(Program.root + "/templates/messages/findings.\(language).md")),
        "\(language)"
      )
    }
  }
}
