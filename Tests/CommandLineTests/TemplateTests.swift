import Foundation
import Testing

@Suite struct TemplateTests {
  /// The forms as openpyxl filled them in, see fixtures/entry-forms/make_entry_forms.py.
  @Test func `entry forms that another program filled in come back with its values`() throws {
    let expected = try Program.lines("entry-forms/expected.jsonl")
    let files = Set(expected.compactMap { $0["file"] as? String }).sorted()
    #expect(files.count == 14)
    // Every form that is filled in has its workbook here: those with a shape.
    let folder = Program.root + "/templates/forms"
    let forms = try FileManager.default.contentsOfDirectory(atPath: folder).filter { name in
      let text = try? String(contentsOfFile: "\(folder)/\(name)/form.yaml", encoding: .utf8)
      return text?.contains("\nshape:") ?? false
    }
    #expect(Set(expected.compactMap { $0["form"] as? String }) == Set(forms))
    let outcome = try Program.run(list: ["import"] + files)
    #expect(outcome.objects.count == expected.count, "\(outcome.errors)")
    for (record, wanted) in zip(outcome.objects, expected) {
      let form = try #require(wanted["form"] as? String)
      #expect(record["form"] as? String == form)
      let fields = try #require(record["fields"] as? NSDictionary)
      for (name, value) in try #require(wanted["fields"] as? [String: NSObject]) {
        #expect(fields[name] as? NSObject == value, "\(form): \(name)")
      }
    }
  }

  @Test(arguments: [
    ["template", "household-survay", "-o", "unused.xlsx"], ["forms", "show", "household-survay"],
    ["import", "--form", "household-survay", "unused.xlsx"],
    ["validate", "--form", "household-survay", "unused.xlsx"],
  ])
  func `a mistyped form is answered with the one that was meant`(command: [String]) throws {
    let outcome = try Program.run(list: command + ["--lang", "en"])
    #expect(outcome.status == 64)
    #expect(outcome.errors.contains("did you mean “household-survey”?"), "\(outcome.errors)")
  }

  @Test func `the same form has the same bytes`() throws {
    let folder = try TemporaryFolder()
    for name in ["a", "b"] {
      #expect(
        try Program.run("template", "household-survey", "-o", folder.path + "/\(name).xlsx").status
          == 0
      )
    }
    let first = try Data(contentsOf: URL(fileURLWithPath: folder.path + "/a.xlsx"))
    #expect(first == (try Data(contentsOf: URL(fileURLWithPath: folder.path + "/b.xlsx"))))
  }

  @Test func `findings are written in several formats at once`() throws {
    let folder = try TemporaryFolder()
    let (sarif, csv) = (folder.path + "/f.sarif", folder.path + "/f.csv")
    let outcome = try Program.run(
      "validate",
      "fixtures/binh-luong-faulty",
      "--format",
      "jsonl",
      "--output",
      "sarif=" + sarif,
      "--output",
      "csv=" + csv
    )
    #expect(outcome.status == 3)
    let data = try Data(contentsOf: URL(fileURLWithPath: sarif))
    let object = try #require(JSONSerialization.jsonObject(with: data) as? [String: Any])
    let run = try #require((object["runs"] as? [[String: Any]])?.first)
    #expect((run["results"] as? [Any])?.count == outcome.objects.count)
    let rows = try String(contentsOfFile: csv, encoding: .utf8).split(separator: "\r\n")
    #expect(rows.count == outcome.objects.count + 1)
  }
}
