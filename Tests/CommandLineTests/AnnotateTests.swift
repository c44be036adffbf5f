import Foundation
import SpreadsheetML
import Tabular
import Testing

/// The annotated copies of `ntm validate --annotate`: what the official gets, and that it comes back as
/// if nothing of ours had been in it.
struct AnnotateTests {
  private static let faulty = "fixtures/binh-luong-faulty"
  private static let workbooks = [
    "thon-dong-lam", "thon-hop-nhat", "thon-lang-coc", "thon-lang-mai", "thon-lang-moi",
    "thon-xuan-thuong", "vat-tu",
  ]

  private func annotate(_ paths: [String], to folder: String) throws -> Program.Outcome {
    try Program.run(list: ["validate"] + paths + ["--annotate", folder, "--format", "jsonl"])
  }

  /// What an import of a file gives: its records and its findings.
  private func imported(_ path: String) throws -> (records: String, findings: String) {
    let folder = try TemporaryFolder()
    let list = folder.path + "/findings.jsonl"
    let outcome = try Program.run("import", path, "--findings", list, "--quiet")
    return (outcome.output, try String(contentsOfFile: list, encoding: .utf8))
  }

  private func cell(_ text: String) throws -> CellReference {
    try #require(CellReference(a1: text))
  }

  @Test func `every finding stands in the list and leads to its cell`() throws {
    let folder = try TemporaryFolder()
    let outcome = try annotate([Self.faulty], to: folder.path)
    #expect(outcome.status == 3)
    for name in Self.workbooks {
      let findings = outcome.objects.filter { $0["file"] as? String == name + ".xlsx" }
      let list = try Program.run(
        "cells",
        "\(folder.path)/\(name).xlsx",
        "--sheet",
        "Lỗi cần sửa"
      ).objects
      func column(_ letter: String) -> [String] {
        list.filter { object in
          guard let place = object["cell"] as? String, place.hasPrefix(letter) else { return false }
          return (Int(place.dropFirst()) ?? 0) > 5
        }.compactMap { $0["value"] as? String }
      }
      #expect(column("H").count == findings.count, "\(name)")
      #expect(
        column("H").sorted() == findings.compactMap { $0["code"] as? String }.sorted(),
        "\(name)"
      )
      let places = findings.compactMap { $0["cell"] as? String ?? $0["range"] as? String }
      #expect(column("C").filter { !$0.isEmpty }.sorted() == places.sorted(), "\(name)")
      let rank = ["LỖI": 0, "CẢNH BÁO": 1, "GHI CHÚ": 2]
      let severities = column("A").compactMap { rank[$0] }
      #expect(severities.count == findings.count)
      #expect(severities == severities.sorted(), "the worst first")
    }
  }

  @Test(arguments: AnnotateTests.workbooks)
  func `a copy is read as its original, finding for finding`(name: String) throws {
    let folder = try TemporaryFolder()
    _ = try annotate(["\(Self.faulty)/\(name).xlsx"], to: folder.path)
    let copy = try imported("\(folder.path)/\(name).xlsx")
    let original = try imported("\(Self.faulty)/\(name).xlsx")
    #expect(copy.records == original.records)
    #expect(copy.findings == original.findings)
  }

  @Test func `a corrected copy is read as the corrected original`() throws {
    let folder = try TemporaryFolder()
    let name = "thon-lang-mai.xlsx"
    _ = try annotate(["\(Self.faulty)/\(name)"], to: folder.path + "/copies")
    let original = folder.path + "/" + name
    try FileManager.default.copyItem(
      atPath: "\(Program.root)/\(Self.faulty)/\(name)",
      toPath: original
    )
    let copy = folder.path + "/copies/" + name
    let number = try #require(ExactDecimal(significand: 182_500, exponent: 0))
    let edits = [
      CellEdit(try cell("L12"), .number(number)),
      CellEdit(try cell("D13"), .number(ExactDecimal(3))),
    ]
    let before = try imported(copy).findings
    for path in [original, copy] {
      try WorkbookPatcher.patch(path, edits: ["Hộ": edits], to: path)
    }
    let (first, second) = (try imported(original), try imported(copy))
    #expect(first.records == second.records)
    #expect(first.findings == second.findings)
    #expect(before != second.findings, "the corrections took away findings")
    #expect(second.records.contains("182500"))
  }

  @Test func `a copy of a copy has every mark once`() throws {
    let folder = try TemporaryFolder()
    _ = try annotate([Self.faulty], to: folder.path + "/1")
    _ = try annotate([folder.path + "/1"], to: folder.path + "/2")
    _ = try annotate([folder.path + "/2"], to: folder.path + "/3")
    for name in Self.workbooks {
      let second = try Archive(path: "\(folder.path)/2/\(name).xlsx")
      let third = try Archive(path: "\(folder.path)/3/\(name).xlsx")
      #expect(second.entries.map(\.name) == third.entries.map(\.name), "\(name)")
      for (left, right) in zip(second.entries, third.entries) {
        #expect(left.checksum == right.checksum, "\(name): \(left.name)")
      }
    }
  }

  @Test func `a CSV file is annotated as a workbook that is read alike`() throws {
    let folder = try TemporaryFolder()
    let name = "thon-quang-trung.csv"
    _ = try annotate(["\(Self.faulty)/\(name)"], to: folder.path)
    func plain(_ text: String, _ file: String) -> String {
      text.replacingOccurrences(of: "\"\(file)\"", with: "\"\"")
        .replacingOccurrences(of: #""line":\d+,?"#, with: "", options: .regularExpression)
    }
    let original = try imported("\(Self.faulty)/\(name)")
    let copy = try imported("\(folder.path)/\(name).xlsx")
    #expect(plain(copy.records, name + ".xlsx") == plain(original.records, name))
    #expect(plain(copy.findings, name + ".xlsx") == plain(original.findings, name))
  }

  @Test func `nothing is overwritten, read again or lost under the name of another`() throws {
    let folder = try TemporaryFolder()
    for part in ["a", "b"] {
      try FileManager.default.createDirectory(
        atPath: "\(folder.path)/\(part)",
        withIntermediateDirectories: false
      )
      try FileManager.default.copyItem(
        atPath: "\(Program.root)/\(Self.faulty)/vat-tu.xlsx",
        toPath: "\(folder.path)/\(part)/thon.xlsx"
      )
    }
    let inputs = ["\(folder.path)/a", "\(folder.path)/b"]
    let target = folder.path + "/copies"
    #expect(try annotate(inputs, to: target).status == 1)
    for part in ["a", "b"] {
      #expect(FileManager.default.fileExists(atPath: "\(target)/\(part)/thon.xlsx"))
    }
    let again = try annotate(inputs, to: target)
    #expect(again.status == 64)
    #expect(again.errors.contains("--force"))
    #expect(try annotate(inputs, to: "\(folder.path)/a/copies").status == 64)
    #expect(try annotate(["\(folder.path)/a/thon.xlsx"], to: "\(folder.path)/a").status == 64)
    #expect(try annotate(inputs, to: "/dev/null/copies").status == 70)
  }
}
