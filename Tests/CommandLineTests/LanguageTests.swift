import Foundation
import Testing

/// Everything that the program says is in the language that was asked for; what stands in a file stays.
@Suite struct LanguageTests {
  /// Workbooks with faults of every form.
  private static let faulty: [String] = {
    let folder = Program.root + "/fixtures/forms"
    let forms = (try? FileManager.default.contentsOfDirectory(atPath: folder)) ?? []
    return ["fixtures/binh-luong-faulty"]
      + forms.sorted().map { "fixtures/forms/\($0)/faulty.xlsx" }
  }()

  /// What a line says itself: without quotations, places, numbers of decisions and the name of the money.
  private func own(_ line: String, without texts: [String]) -> String {
    var rest = line
    for text in texts where !text.isEmpty { rest = rest.replacingOccurrences(of: text, with: "") }
    rest = rest.replacingOccurrences(of: "“[^”]*”", with: "", options: .regularExpression)
    rest = rest.replacingOccurrences(
      of: "\\S+\\.(xlsx|csv) › .*?[A-Z]+[0-9]+",
      with: "",
      options: .regularExpression
    )
    rest = rest.replacingOccurrences(of: "\\S*/\\S*Đ\\S*", with: "", options: .regularExpression)
    return rest.replacingOccurrences(of: "đồng", with: "")
  }

  private func hasVietnamese(_ text: String) -> Bool {
    text.range(of: "[ăâđêôơưĂÂĐÊÔƠƯ\u{1EA0}-\u{1EF9}àáãèéìíòóõùúý]", options: .regularExpression)
      != nil
  }

  @Test func `a finding in English has no Vietnamese but what stands in the file`() throws {
    for path in Self.faulty {
      let outcome = try Program.run("validate", path, "--format", "jsonl", "--lang", "en")
      #expect(!outcome.objects.isEmpty, "\(path)")
      for finding in outcome.objects {
        let quoted = ["found", "header"].compactMap { finding[$0] as? String }
        for key in ["message", "hint"] {
          guard let text = finding[key] as? String,
            // Headings to write into the form are the form's.
            !(key == "hint" && finding["code"] as? String == "missing-column")
          else { continue }
          let said = own(text, without: quoted)
          #expect(!hasVietnamese(said), "\(path): \(text)")
        }
      }
    }
  }

  @Test func `numbers in Vietnamese messages have a decimal comma`() throws {
    for path in Self.faulty {
      let outcome = try Program.run("validate", path, "--format", "jsonl", "--lang", "vi")
      for finding in outcome.objects {
        let message = finding["message"] as? String ?? ""
        let figures = message.replacingOccurrences(
          of: "“[^”]*”|\\S+\\.(xlsx|csv)",
          with: "",
          options: .regularExpression
        )
        let points = figures.range(
          of: "(^|[^0-9.])[0-9]+\\.([0-9]{1,2}|[0-9]{4,})($|[^0-9.])",
          options: .regularExpression
        )
        #expect(points == nil, "\(path): \(message)")
      }
    }
  }

  @Test
  func `a figure that a rule compares is written by the reader's language, and plain for programs`()
    throws
  {
    let path = "fixtures/forms/road-lengths/faulty.xlsx"
    for (language, shown) in [("vi", "1,25"), ("en", "1.25")] {
      let outcome = try Program.run("validate", path, "--format", "jsonl", "--lang", language)
      let sums = outcome.objects.filter { $0["code"] as? String == "sum-mismatch" }
      let sum = try #require(sums.first)
      #expect((sum["message"] as? String)?.contains(" = " + shown) == true)
    }
    let roads = "fixtures/forms/road-inventory/faulty.xlsx"
    for (language, words) in [("vi", "2.403,5"), ("en", "2,403.5")] {
      let outcome = try Program.run("validate", roads, "--format", "jsonl", "--lang", language)
      let total = try #require(outcome.objects.first { $0["code"] as? String == "total-mismatch" })
      #expect((total["message"] as? String)?.contains(words) == true)
      #expect(total["found"] as? String == "2403.5" && total["expected"] as? String == "2403")
    }
  }

  @Test func `what a sheet lacks to be another form is named in the language asked for`() throws {
    let path = "fixtures/binh-luong/thon-lang-mai.xlsx"
    let english = try Program.run("inspect", path, "--lang", "en").output
    let lacks = english.split(separator: "\n").filter { $0.contains("it lacks") }
    #expect(!lacks.isEmpty)
    for line in lacks { #expect(!hasVietnamese(own(String(line), without: [])), "\(line)") }
    let vietnamese = try Program.run("inspect", path, "--lang", "vi").output
    #expect(vietnamese.contains("Tổng số hộ dân"))
    let fits = try Program.run("inspect", path, "--lang", "en", "--format", "json").output
    #expect(fits.contains("\"missing\":[\"Households\""))
  }

  @Test func `several marked answers are named in the language asked for`() throws {
    for (language, words) in [("vi", "hộ nghèo, hộ cận nghèo"), ("en", "poor, near-poor")] {
      let outcome = try Program.run(
        "validate",
        "fixtures/binh-luong-faulty/thon-lang-mai.xlsx",
        "--lang",
        language
      )
      #expect(outcome.output.contains(words))
    }
  }

  @Test func `forms and criteria are described in the language asked for`() throws {
    let forms = try Program.run("forms", "show", "road-inventory", "--lang", "vi").output
    #expect(forms.contains("Chiều dài (chiều dài, km, *)") && forms.contains("theo trí nhớ"))
    let english = try Program.run("forms", "show", "village-indicators", "--lang", "en").output
    #expect(english.contains("Population (count, persons, *)"))
    let list = try Program.run("forms", "list", "--lang", "vi").output
    #expect(list.contains("danh sách") && !list.contains("memory") && !list.contains("(figures)"))
    let set = ["criteria", "show", "vn-2022-318", "--region", "bac-trung-bo", "--lang"]
    #expect(!(try Program.run(list: set + ["vi"]).output.contains(", memory,")))
    #expect(try Program.run(list: set + ["en"]).output.contains("million đồng/person/year"))
  }

  @Test func `the reason of a verdict is in the language asked for`() throws {
    let folder = try TemporaryFolder()
    let outcome = try Program.run(
      "evaluate",
      "fixtures/binh-luong",
      "--criteria",
      "thanh-hoa-2024-25",
      "--unit",
      "xã Bình Lương",
      "--year",
      "2025",
      "--region",
      "bac-trung-bo",
      "--values",
      "fixtures/binh-luong/values.yaml",
      "--lang",
      "en",
      "-o",
      folder.path + "/r.json"
    )
    #expect(outcome.status == 0)
    let text = try String(contentsOfFile: folder.path + "/r.json", encoding: .utf8)
    #expect(text.contains("The result Met reaches the requirement Met"))
    #expect(text.contains("The result 86.4% reaches"))
    #expect(!text.contains("The result Đạt") && !text.contains("The result 86,4"))
  }
}
