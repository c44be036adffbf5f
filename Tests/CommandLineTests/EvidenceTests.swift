import Foundation
import SpreadsheetML
import Tabular
import Testing

/// The list of papers: what is in a folder, by codes and words in names, and what is missing.
@Suite struct EvidenceTests {
  private struct Papers {
    let folder: TemporaryFolder
    var path: String { folder.path }

    init() throws {
      folder = try TemporaryFolder()
      for (name, content) in [
        ("1.1 QD phe duyet quy hoach.pdf", "x"),
        ("Tiêu chí 04 - Điện/4.2 Biên bản kiểm tra điện.pdf", "x"),
        ("Tiêu chí 04 - Điện/4.1 Biên bản.pdf", ""),
        ("Tieu chi so 15/Cong nhan tieu chi quoc gia ve y te.docx", "x"),
        ("17.10 cam kết.jpg", "x"), ("TC16/Quyết định thôn văn hóa.pdf", "x"),
        ("Tờ trình 12-TTr-UBND.pdf", "x"), ("12-QD-UBND.pdf", "x"),
        ("1.2.2024 ảnh họp.jpg", "x"), ("Tiêu chí 04 - Điện/17.1 nước sạch.pdf", "x"),
        ("hop dong lien ket va vietgap.pdf", "x"),
      ] {
        let file = path + "/papers/" + name
        try FileManager.default.createDirectory(
          atPath: (file as NSString).deletingLastPathComponent,
          withIntermediateDirectories: true
        )
        try content.write(toFile: file, atomically: true, encoding: .utf8)
      }
    }

    func run(_ source: String, to output: String, _ more: String...) throws -> Program.Outcome {
      try Program.run(
        list: [
          "evidence", path + "/" + source, "--criteria", "thanh-hoa-2024-25", "--unit",
          "xã Bình Lương", "--year", "2025", "-o", path + "/" + output, "--force",
        ] + more
      )
    }

    func documents(_ name: String) throws -> [String: [String: Any]] {
      let data = try Data(contentsOf: URL(fileURLWithPath: path + "/" + name))
      let root = try JSONSerialization.jsonObject(with: data) as? [String: Any] ?? [:]
      let list = root["documents"] as? [[String: Any]] ?? []
      return Dictionary(
        list.map { ($0["id"] as? String ?? "", $0) },
        uniquingKeysWith: { first, _ in first }
      )
    }
  }

  private func codes(_ path: String) throws -> Set<String> {
    let data = try Data(contentsOf: URL(fileURLWithPath: path))
    let root = try JSONSerialization.jsonObject(with: data) as? [String: Any] ?? [:]
    return Set(
      (root["findings"] as? [[String: Any]] ?? []).map {
        "\($0["code"] ?? "") \($0["file"] ?? "")"
      }
    )
  }

  @Test func `papers are known by codes and words, and a doubtful one counts for none`() throws {
    let papers = try Papers()
    let outcome = try papers.run("papers", to: "e.json")
    #expect(outcome.status == 0, "\(outcome.errors)")
    let found = try papers.documents("e.json")
    let present = Set(found.filter { $0.value["state"] as? String == "present" }.keys)
    #expect(
      present == [
        "1.1/qd-quy-hoach", "4.2/general", "15.2/y-te", "17.10/general", "16/thon-van-hoa",
        "to-trinh",
      ]
    )
    // Every indicator of the set has a line; what is only wished for is not missing.
    #expect(Set(found.values.compactMap { $0["indicator"] as? String }).count == 57)
    #expect(found["hinh-anh"]?["state"] as? String == "not_needed")
    #expect(found["1.1/qd-quy-hoach"]?["confidence"] as? String == "inferred")
    let said = try codes(papers.path + "/e.json")
    #expect(said.contains("empty-evidence Tiêu chí 04 - Điện/4.1 Biên bản.pdf"))
    #expect(said.contains("unclear-evidence Tiêu chí 04 - Điện/17.1 nước sạch.pdf"))
    #expect(said.contains("unclear-evidence hop dong lien ket va vietgap.pdf"))
    // The number of a paper and a day are no codes.
    #expect(said.contains("unmatched-evidence 12-QD-UBND.pdf"))
    #expect(said.contains("unmatched-evidence 1.2.2024 ảnh họp.jpg"))
    #expect(outcome.errors.contains("Chỉ tiêu 4.1"))
  }

  @Test func `the list comes back the same, keeps what people wrote, and is explained`() throws {
    let papers = try Papers()
    _ = try papers.run("papers", to: "1.json")
    #expect(try papers.run("papers", to: "list.xlsx").status == 0)
    let again = try papers.run("list.xlsx", to: "2.json")
    #expect(again.status == 0, "\(again.errors)")
    func shown(_ name: String) throws -> [String: String] {
      try papers.documents(name).mapValues { entry in
        let files = (entry["files"] as? [[String: Any]] ?? []).map { "\($0["file"] ?? "")" }
        return "\(entry["state"] ?? "") \(files.joined(separator: "|"))"
      }
    }
    #expect(try shown("1.json") == (try shown("2.json")))
    let list = papers.path + "/list.xlsx"
    let explained = try Tracing.explained(list)
    #expect(explained.count == (try shown("1.json")).count + 1)
    #expect(explained.allSatisfy { !($0["evidence"] as? [Any] ?? []).isEmpty })
    // A number is written into the list, and a missing paper is claimed to be there.
    let missing = try #require(explained.first { $0["indicator"] as? String == "4.1/general" })
    let cell = try #require((missing["cell"] as? String).flatMap { CellReference(a1: $0) })
    let beside = CellReference(row: cell.row, column: cell.column - 2)
    try WorkbookPatcher.patch(
      list,
      edits: ["Minh chứng": [CellEdit(cell, .text("Có")), CellEdit(beside, .text("15/BC-UBND"))]],
      to: list
    )
    #expect(try Program.run("explain", list, "4.1/general").output.contains("ĐÃ BỊ SỬA TAY"))
    #expect(try papers.run("list.xlsx", to: "3.json").status == 1)
    #expect(try codes(papers.path + "/3.json").contains("changed-by-hand list.xlsx"))
    // Against the folder of today the claim falls, and the number stays.
    let list2 = ["--list", list]
    #expect(try papers.run("papers", to: "4.json", list2[0], list2[1]).status == 0)
    let fourth = try papers.documents("4.json")["4.1/general"]
    #expect(fourth?["state"] as? String == "missing")
    #expect(fourth?["reference"] as? String == "15/BC-UBND")
  }

  @Test func `a mistake in the papers of a province is named at its place`() throws {
    let folder = try TemporaryFolder()
    try FileManager.default.createDirectory(
      atPath: folder.path + "/evidence",
      withIntermediateDirectories: true
    )
    try """
    id: own
    criteria-sets: [vn-2022-318]
    documents:
      - {id: a, for: "4.3", text: {vi: "a", en: "b"}, confidence: memory, sources: [memory]}
    """.write(toFile: folder.path + "/evidence/own.yaml", atomically: true, encoding: .utf8)
    let outcome = try Program.run("definitions", "check", folder.path, "--lang", "en")
    #expect(outcome.status == 4)
    #expect(outcome.output.contains("evidence/own.yaml:4:18"), "\(outcome.output)")
    #expect(outcome.output.contains("“4.3”"))
  }
}
