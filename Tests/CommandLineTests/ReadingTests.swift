import Foundation
import Testing

/// Reading any sheet with the built program.
@Suite struct ReadingTests {
  private func cells(_ name: String, _ more: String...) throws -> Program.Outcome {
    try Program.run(list: ["cells", "fixtures/reading/" + name] + more)
  }

  private func addresses(_ outcome: Program.Outcome) -> [String] {
    outcome.objects.compactMap { $0["cell"] as? String }
  }

  @Test func `cells come in row-major order, also where the file keeps none`() throws {
    let outcome = try cells("rows-out-of-order.xlsx")
    #expect(outcome.status == 0)
    #expect(addresses(outcome) == ["A2", "B2", "A3", "C3", "A5", "B5", "A7"])
    #expect(outcome.objects[4]["value"] as? Int == 55)
    #expect(
      addresses(try cells("cells-out-of-order.xlsx")) == ["A2", "C2", "A4", "B6", "C6", "A7"]
    )
  }

  @Test func `formulas, formats and hidden cells are told`() throws {
    let formulas = try cells("formulas.xlsx").objects
    #expect(formulas.first?["formula"] as? String == "SUM(B1:C1)")
    #expect(formulas.first { $0["cell"] as? String == "B3" }?["formula"] as? String == "A3*2")
    let plain = try cells("plain-rows.xlsx").objects
    #expect(plain[3]["type"] as? String == "date")
    #expect(plain[3]["value"] as? String == "2023-03-16")
    #expect(plain[3]["format"] as? String == "mm-dd-yy")
    let around = try cells("filter-and-merges-after-rows.xlsx").objects
    #expect(around.map { $0["hidden"] as? Bool ?? false } == [false, true, true])
  }

  @Test(arguments: [
    "damaged-after-rows.xlsx", "wrong-checksum-of-sheet.xlsx", "wrong-checksum-of-texts.xlsx",
  ])
  func `a damaged file prints no cell at all`(name: String) throws {
    let outcome = try cells(name)
    #expect(outcome.status == 3)
    #expect(outcome.output.isEmpty)
    #expect(outcome.errors.contains("hỏng"))
  }

  @Test(arguments: [
    ("A03-backslashes", 0, 4, ""), ("D10-one-cell-with-two-values", 0, 1, "› A1:"),
    ("B06-chart-dialog-and-macro-sheets", 0, 4, "Biểu đồ"), ("H-tag-without-end", 3, 0, "--limits"),
    ("C08-document-type", 3, 0, "hỏng"),
  ])
  func `what is odd is told beside the cells, what is refused instead of them`(
    name: String,
    status: Int32,
    cells: Int,
    words: String
  ) throws {
    let outcome = try Program.run("cells", "fixtures/compatibility/\(name).xlsx")
    #expect(outcome.status == status)
    #expect(outcome.objects.count == cells)
    #expect(words.isEmpty ? outcome.errors.isEmpty : outcome.errors.contains(words))
  }

  @Test(arguments: ["NTM_TEMPLATES=/none", "env -u NTM_TEMPLATES"])
  func `cells are read without any templates`(environment: String) throws {
    // A copy elsewhere finds no templates beside itself.
    let folder = try TemporaryFolder()
    let program = "\(folder.path)/ntm"
    let path = "fixtures/compatibility/"
    let odd = try Program.shell(
      "cp \"$NTM\" \(program) && \(environment) \(program) cells "
        + path + "D10-one-cell-with-two-values.xlsx"
    )
    #expect(odd.status == 0)
    #expect(odd.objects.count == 1)
    #expect(odd.errors.contains("warning") && odd.errors.contains("odd-workbook: cell-twice"))
    let refused = try Program.shell(
      "cp \"$NTM\" \(program) && \(environment) \(program) cells "
        + path + "C08-document-type.xlsx"
    )
    #expect(refused.status == 3)
    #expect(refused.errors.contains("unreadable-file"))
  }

  @Test func `a sheet that the file does not have is answered with those it has`() throws {
    let outcome = try cells("plain-rows.xlsx", "--sheet", "Ho")
    #expect(outcome.status == 64)
    #expect(outcome.errors.contains("Hộ"))
  }

  @Test func `a limit stops the reading, is named, and can be raised`() throws {
    let stopped = try cells("plain-rows.xlsx", "--limits", "cells=100")
    #expect(stopped.status == 3)
    #expect(stopped.output.isEmpty)
    #expect(stopped.errors.contains("--limits cells=200"))
    #expect(try cells("plain-rows.xlsx", "--limits", "cells=200").status == 0)
    let validated = try Program.run(
      "validate",
      "fixtures/reading/plain-rows.xlsx",
      "--limits",
      "cells=100",
      "--format",
      "jsonl"
    )
    #expect(validated.status == 3)
    #expect(validated.object["code"] as? String == "limit-exceeded")
    #expect((validated.object["hint"] as? String)?.contains("--limits cells=200") == true)
  }

  @Test(arguments: ["cell=1", "cells", "cells=0", "cells=nhiều"])
  func `a limit that is none is wrong usage, and the names are listed`(list: String) throws {
    let outcome = try cells("plain-rows.xlsx", "--limits", list)
    #expect(outcome.status == 64)
    #expect(outcome.errors.contains(list == "cell=1" ? "part-bytes, ratio" : "name=number"))
  }

  @Test func `inspect names what a file is that it does not read`() throws {
    for (name, kind, code) in [
      ("excel-97", "xls", "legacy-binary-format"), ("pdf", "pdf", "unreadable-file"),
      ("open-document-spreadsheet", "ods", "unsupported-container"),
      ("encrypted-workbook", "encrypted", "encrypted-file"),
    ] {
      let outcome = try Program.run(
        "inspect",
        "fixtures/kinds/\(name).data",
        "--format",
        "json"
      )
      #expect(outcome.status == 3)
      #expect(outcome.object["container"] as? String == kind)
      let findings = outcome.object["findings"] as? [[String: Any]] ?? []
      #expect(findings.map { $0["code"] as? String } == [code])
    }
  }
}
