import Foundation
import SpreadsheetML
import Tabular
import Testing

/// Every survey form read from a clean, a messy and a faulty workbook: fields, cells and findings.
@Suite struct SurveyFormTests {
  static let forms = [
    "household-income-2022", "household-income-2026", "housing-list", "near-poverty-change-2022",
    "poverty-change-2022", "poverty-list-2022", "road-inventory", "road-lengths",
    "village-criteria", "village-indicators", "village-summary", "water-sanitation",
  ]
  static let kinds = ["clean", "messy", "faulty"]

  static func fixture(_ form: String, _ kind: String) -> String {
    let path = "fixtures/forms/\(form)/\(kind)"
    let isSheet = FileManager.default.fileExists(atPath: Program.root + "/" + path + ".xlsx")
    return path + (isSheet ? ".xlsx" : ".csv")
  }

  /// What a finding is about: code, severity, place and field.
  private func key(_ finding: [String: Any]) -> String {
    let place = finding["cell"] as? String ?? finding["range"] as? String
    let field = finding["field"] as? String
    return
      "\(finding["code"] ?? "") \(finding["severity"] ?? "") \(place ?? "-") \(field ?? "-")"
  }

  @Test(arguments: forms, kinds)
  func `a survey form gives exactly the stated records and findings`(
    form: String,
    kind: String
  ) throws {
    let folder = try TemporaryFolder()
    let findings = folder.path + "/findings.jsonl"
    let outcome = try Program.run(
      "import",
      Self.fixture(form, kind),
      "--quiet",
      "--findings",
      findings
    )
    let expected = try Program.lines("forms/\(form)/\(kind).records.jsonl")
    #expect(outcome.objects.count == expected.count)
    for (got, wanted) in zip(outcome.objects, expected) {
      let found = got.filter { $0.key != "file" } as NSDictionary
      #expect(found == wanted as NSDictionary, "row \(wanted["row"] ?? "?")")
    }
    let text = try String(contentsOfFile: findings, encoding: .utf8)
    let all = try text.split(separator: "\n").map { line in
      try #require(JSONSerialization.jsonObject(with: Data(line.utf8)) as? [String: Any])
    }
    let reported = all.filter { $0["severity"] as? String != "note" }.map(key)
    let stated = try Program.lines("forms/\(form)/\(kind).findings.jsonl").map(key)
    #expect(reported.sorted() == stated.sorted())
    let hasErrors = stated.contains { $0.contains(" error ") }
    #expect(outcome.status == (hasErrors ? 1 : 0))
  }

  @Test(arguments: [
    ("road-inventory", 3), ("road-lengths", 2), ("village-indicators", 1), ("water-sanitation", 3),
  ])
  func `a drafted definition passes the check and reads the workbook it came from`(
    form: String,
    records: Int
  ) throws {
    let folder = try TemporaryFolder()
    let own = folder.path + "/forms/nhap"
    try FileManager.default.createDirectory(atPath: own, withIntermediateDirectories: true)
    let example = Self.fixture(form, "clean")
    let output = own + "/form.yaml"
    let draft = try Program.run("forms", "draft", example, "--id", "nhap", "-o", output)
    #expect(draft.status == 0, "\(draft.errors)")
    #expect(try String(contentsOfFile: output, encoding: .utf8).contains("# ? "))
    #expect(try Program.run("definitions", "check", folder.path).status == 0)
    let outcome = try Program.run(
      "import",
      example,
      "--definitions",
      folder.path,
      "--form",
      "nhap",
      "--quiet"
    )
    #expect(outcome.objects.count == records)
  }

  @Test func `a folder of several surveys is read each as its form`() throws {
    let folder = try TemporaryFolder()
    for form in ["road-inventory", "water-sanitation", "housing-list"] {
      let path = Self.fixture(form, "clean")
      try FileManager.default.copyItem(
        atPath: Program.root + "/" + path,
        toPath: folder.path + "/\(form).xlsx"
      )
    }
    try FileManager.default.copyItem(
      atPath: Program.root + "/fixtures/binh-luong/thon-lang-mai.xlsx",
      toPath: folder.path + "/ho.xlsx"
    )
    let outcome = try Program.run("import", folder.path, "--quiet")
    let forms = outcome.objects.compactMap { $0["form"] as? String }
    #expect(Set(forms).count == 4)
    #expect(forms.filter { $0 == "road-inventory" }.count == 3)
    let table = try Program.run("import", folder.path, "--quiet", "--format", "csv")
    #expect(table.output.contains("\n\nfile,sheet,row,ordinal,road_name"))
  }
}
