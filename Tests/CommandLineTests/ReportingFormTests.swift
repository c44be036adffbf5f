import Foundation
import SpreadsheetML
import Tabular
import Testing

/// Reporting forms of 2026-2030: added up from accounts and communes, written, and read back.
@Suite struct ReportingFormTests {
  private static let fixtures = "fixtures/reporting/"

  private func rollup(
    _ files: [String],
    _ form: String,
    to output: String,
    _ rest: [String] = []
  ) throws -> Program.Outcome {
    try Program.run(
      list: ["rollup"] + files + ["--form", form, "--unit", "tỉnh Ví Dụ", "--year", "2026"]
        + ["--period", "half", "-o", output, "--force"] + rest
    )
  }

  private func fixture(_ name: String) -> String { Self.fixtures + name + ".openpyxl.xlsx" }

  private func json(_ path: String) throws -> [String: Any] {
    let data = try Data(contentsOf: URL(fileURLWithPath: path))
    return try #require(JSONSerialization.jsonObject(with: data) as? [String: Any])
  }

  /// Values by row and column.
  private func figures(_ path: String) throws -> [String: Double] {
    var result: [String: Double] = [:]
    for figure in try json(path)["figures"] as? [[String: Any]] ?? [] {
      result["\(figure["row"] ?? "")/\(figure["column"] ?? "")"] = figure["value"] as? Double
    }
    return result
  }

  private func findings(_ path: String) throws -> [[String: Any]] {
    try json(path)["findings"] as? [[String: Any]] ?? []
  }

  @Test func `the lines of a commune's accounts give its form, in the form's unit`() throws {
    let folder = try TemporaryFolder()
    let outcome = try rollup([fixture("xa-an-so-sach")], "bieu-11", to: folder.path + "/a.json")
    #expect(outcome.status == 0, "\(outcome.errors)")
    let found = try figures(folder.path + "/a.json")
    // Two lines of one source, in đồng.
    #expect(found["I.1/plan"] == 1200)
    #expect(found["I.1/actual"] == 600)
    #expect(found["VI.1/actual"] == 35.25)
    #expect(found["total/plan"] == 4060)
    #expect(found["total/actual"] == 2127.75)
    #expect(found.count == 39)
  }

  @Test func `a form of the province adds up its communes, whatever the order of their columns`()
    throws
  {
    let folder = try TemporaryFolder()
    let own = folder.path + "/xa-an.xlsx"
    _ = try rollup([fixture("xa-an-so-sach")], "bieu-11", to: own, ["--unit", "xã An"])
    let files = [own, fixture("xa-binh-doi-cot")]
    let outcome = try rollup(files, "bieu-07", to: folder.path + "/p.json")
    #expect(outcome.status == 0, "\(outcome.errors)")
    let found = try figures(folder.path + "/p.json")
    #expect(found["I.1/plan"] == 1700)
    #expect(found["total/actual"] == 2818.25)
    #expect(found["III/actual"] == 0)
  }

  @Test(arguments: [
    ("bieu-11", ["xa-an-so-sach"]), ("bieu-07", ["xa-an-so-sach", "xa-binh-doi-cot"]),
    ("bieu-12", ["xa-an-bieu-12"]), ("bieu-09", ["xa-an-bieu-12", "xa-binh-bieu-12-cu"]),
  ])
  func `a form that was written comes back with the same figures, each with a source`(
    form: String,
    names: [String]
  ) throws {
    let folder = try TemporaryFolder()
    let (first, table, second) = (
      folder.path + "/1.json", folder.path + "/form.xlsx", folder.path + "/2.json"
    )
    let files = names.map { fixture($0) }
    #expect(try rollup(files, form, to: first).status == 0)
    #expect(try rollup(files, form, to: table).status == 0)
    let again = try rollup([table], form, to: second)
    #expect(again.status == 0, "\(again.errors)")
    let before = try figures(first)
    #expect(before.count >= 39)
    #expect(before == (try figures(second)))
    let untraced = try Tracing.untraced(table, sheet: "Biểu " + form.suffix(2), ordinals: [0])
    #expect(untraced == [])
    #expect(try Program.run("explain", table, "--quiet").status == 0)
  }

  @Test func `a wrong total leaves open what it speaks of, and names both sides`() throws {
    let folder = try TemporaryFolder()
    let output = folder.path + "/p.json"
    let files = ["xa-binh-doi-cot", "xa-cuc-sai-tong"].map { fixture($0) }
    #expect(try rollup(files, "bieu-07", to: output).status == 1)
    let found = try figures(output)
    #expect(found["total/actual"] == nil)
    #expect(found["I/actual"] == nil)
    #expect(found["total/plan"] == 3035)
    let wrong = try findings(output).filter { $0["code"] as? String == "total-mismatch" }
    #expect(wrong.count == 1)
    #expect(wrong.first?["cell"] as? String == "D5")
    #expect((wrong.first?["related"] as? [[String: Any]])?.count == 6)
    let open = try json(output)["open"] as? [[String: Any]] ?? []
    #expect(open.contains { ($0["reason"] as? String)?.contains("xã Cúc") == true })
  }

  @Test func `a blank is nothing only where the total proves it`() throws {
    let folder = try TemporaryFolder()
    let output = folder.path + "/p.json"
    let outcome = try rollup([fixture("xa-dung-thieu")], "bieu-11", to: output)
    #expect(outcome.status == 0, "\(outcome.errors)")
    let found = try figures(output)
    #expect(found["III/actual"] == nil || found["III/actual"] == 0)
    #expect(found["V/actual"] == 0)
    #expect(found["III/rest"] == nil)
    #expect(found["total/rest"] == nil)
  }

  @Test func `a commune from which nothing arrived leaves the totals open, by name`() throws {
    let folder = try TemporaryFolder()
    let output = folder.path + "/p.json"
    let list = folder.path + "/xa.csv"
    try "TT,Tên xã,Nhóm\n1,xã Bình,1\n2,xã Hòa,2\n".write(
      toFile: list,
      atomically: true,
      encoding: .utf8
    )
    let outcome = try rollup(
      [fixture("xa-binh-doi-cot")],
      "bieu-07",
      to: output,
      ["--units", list]
    )
    #expect(outcome.status == 0, "\(outcome.errors)")
    #expect(try figures(output).isEmpty)
    #expect(outcome.errors.contains("Hòa"))
    let open = try json(output)["open"] as? [[String: Any]] ?? []
    #expect(open.count == 39)
    #expect(open.allSatisfy { ($0["reason"] as? String)?.contains("Hòa") == true })
  }

  @Test func `two files of one commune contradict each other, and neither is taken`() throws {
    let folder = try TemporaryFolder()
    let output = folder.path + "/p.json"
    let copy = folder.path + "/xa-binh-lan-2.xlsx"
    let source = Program.root + "/" + fixture("xa-binh-doi-cot")
    try FileManager.default.copyItem(atPath: source, toPath: copy)
    #expect(try rollup([source, copy], "bieu-07", to: output).status == 1)
    #expect(try figures(output).isEmpty)
    #expect(try findings(output).contains { $0["code"] as? String == "duplicate-submission" })
  }

  @Test func `a figure changed by hand after the export is reported at its cell`() throws {
    let folder = try TemporaryFolder()
    let form = folder.path + "/form.xlsx"
    _ = try rollup([fixture("xa-binh-doi-cot")], "bieu-07", to: form)
    let figure = try Program.run("explain", form, "V/plan", "--format", "json")
    let list = try JSONSerialization.jsonObject(with: Data(figure.output.utf8)) as? [[String: Any]]
    let name = try #require(list?.first?["cell"] as? String)
    let cell = try #require(CellReference(a1: name))
    try WorkbookPatcher.patch(
      form,
      edits: ["Biểu 07": [CellEdit(cell, .number(ExactDecimal(7)))]],
      to: form
    )
    let explained = try Program.run("explain", form, "V/plan")
    #expect(explained.status == 1)
    #expect(explained.output.contains("ĐÃ BỊ SỬA TAY"))
    let output = folder.path + "/2.json"
    #expect(try rollup([form], "bieu-07", to: output).status == 1)
    let found = try findings(output).map { "\($0["code"] ?? "") \($0["cell"] ?? "")" }
    #expect(found.contains("changed-by-hand \(name)"))
    #expect(found.contains { $0.hasPrefix("total-mismatch") })
  }

  @Test func `a form of words is given as a blank, and it is said what is missing for it`() throws {
    let folder = try TemporaryFolder()
    let outcome = try Program.run(
      list: [
        "rollup", "fixtures/reporting/xa-an-so-sach.openpyxl.xlsx", "--form", "bieu-04", "--year",
        "2026", "--unit", "tỉnh Thử Nghiệm", "-o", folder.path + "/4.xlsx", "--lang", "en",
      ]
    )
    #expect(outcome.status == 0, "\(outcome.errors)")
    #expect(outcome.errors.contains("[open-figure]"))
    #expect(outcome.errors.contains("entered by hand"))
    #expect(FileManager.default.fileExists(atPath: folder.path + "/4.xlsx"))
  }

  @Test func `a form that does not exist is answered with the nearest one`() throws {
    let outcome = try rollup([fixture("xa-binh-doi-cot")], "bieu-7", to: "-")
    #expect(outcome.status == 64)
    #expect(outcome.errors.contains("bieu-07"))
  }
}

/// Looks for figures of a filled form that nothing explains.
enum Tracing {
  /// The cells with numbers, outside of the columns of ordinals and years, that have no source.
  static func untraced(
    _ form: String,
    sheet: String,
    ordinals: Set<Int>
  ) throws -> [String] {
    let cells = try Program.run("cells", form, "--sheet", sheet).objects
    let numbers = cells.filter { $0["type"] as? String == "number" }.compactMap {
      ($0["cell"] as? String).flatMap { CellReference(a1: $0) }
    }
    #expect(!numbers.isEmpty)
    return untraced(numbers, try explained(form), sheet, ordinals)
  }

  /// What `ntm explain` says of every figure.
  static func explained(_ form: String) throws -> [[String: Any]] {
    let explained = try Program.run("explain", form, "--format", "json", "--quiet")
    let list = try JSONSerialization.jsonObject(with: Data(explained.output.utf8))
    return list as? [[String: Any]] ?? []
  }

  /// The numbers of a sheet that nothing of what was explained speaks of.
  static func untraced(
    _ numbers: [CellReference],
    _ explained: [[String: Any]],
    _ sheet: String,
    _ ordinals: Set<Int>
  ) -> [String] {
    var known: Set<String> = []
    for figure in explained
    where figure["sheet"] as? String == sheet && figure["untraced"] == nil {
      let evidence = figure["evidence"] as? [[String: Any]] ?? []
      #expect(!evidence.isEmpty, "\(figure)")
      known.insert(figure["cell"] as? String ?? "")
    }
    return numbers.filter { !ordinals.contains($0.column) }.map(\.description)
      .filter { !known.contains($0) }
  }
}
