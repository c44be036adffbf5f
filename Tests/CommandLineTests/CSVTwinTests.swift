import Foundation
import Testing

/// The same survey as a workbook and as CSV gives the same records from the same cells, and the same
/// findings.
@Suite struct CSVTwinTests {
  private let folder: TemporaryFolder

  init() throws { folder = try TemporaryFolder() }

  private struct Survey: Equatable {
    var records: [NSDictionary]
    var findings: [String]
  }

  private func survey(_ path: String, sheet: String) throws -> Survey {
    let file = folder.path + "/findings.jsonl"
    let outcome = try Program.run(
      "import",
      path,
      "--quiet",
      "--findings",
      file,
      "--force"
    )
    let records = outcome.objects.filter { $0["sheet"] as? String == sheet }
    let lines = try String(contentsOfFile: file, encoding: .utf8).split(separator: "\n")
    let findings = lines.compactMap {
      try? JSONSerialization.jsonObject(with: Data($0.utf8)) as? [String: Any]
    }.filter { $0["sheet"] as? String == sheet }
    return Survey(
      records: records.map { record in
        NSDictionary(
          dictionary: [
            "fields": record["fields"] ?? "", "cells": record["cells"] ?? "",
            "row": record["row"] ?? "",
          ]
        )
      },
      findings: findings.map { finding in
        ["code", "cell", "range", "field", "found"].map { "\(finding[$0] ?? "")" }
          .joined(separator: " ")
      }.sorted()
    )
  }

  @Test(arguments: [
    ("binh-luong/thon-hop-nhat", 1), ("binh-luong/thon-lang-coc", 1),
    ("binh-luong-faulty/thon-xuan-thuong", 1),
  ])
  func `a sheet and its CSV are the same survey`(name: String, at least: Int) throws {
    let source = Program.root + "/fixtures/" + name + ".xlsx"
    let first = try #require(try Program.run("import", source, "--quiet").objects.first)
    let sheet = try #require(first["sheet"] as? String)
    let book = try survey(source, sheet: sheet)
    #expect(book.records.count > least)
    // The sheet's name can say which village it is of.
    let comma = folder.path + "/" + sheet + ".csv"
    #expect(try Program.run("convert", source, comma, "--sheet", sheet, "--quiet").status == 0)
    let text = try survey(comma, sheet: sheet)
    #expect(text == book)
    // The same written by another program: semicolons, every field in quotes, UTF-16.
    let other = folder.path + "/other/" + sheet + ".csv"
    let script = """
      mkdir -p "$(dirname '\(other)')" && python3 -c "import csv, sys
      rows = csv.reader(open(sys.argv[1], newline='', encoding='utf-8'))
      out = open(sys.argv[2], 'w', newline='', encoding='utf-16')
      csv.writer(out, delimiter=';', quoting=csv.QUOTE_ALL).writerows(rows)" '\(comma)' '\(other)'
      """
    #expect(try Program.shell(script).status == 0)
    #expect(try survey(other, sheet: sheet) == book)
  }
}
