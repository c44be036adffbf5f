import Foundation
import SpreadsheetML
import Tabular
import Testing

/// Laws that hold for every form that is filled: what goes out comes back the same, and nothing stands in it
/// of which nobody can say where it comes from.
@Suite struct FormLawTests {
  /// How one form is made from small surveys, and read back.
  struct Recipe: CustomTestStringConvertible {
    var form: String
    /// The arguments of the export without `-o`; `$` stands for the folder of the test.
    var export: [String]
    /// The arguments of the same without the form, for a .json.
    var plain: [String]
    /// The arguments that read the form back, without the form's path and `-o`.
    var back: [String]
    /// Columns, from 0, with ordinals and years.
    var ordinals: Set<Int> = [0]
    /// The fewest figures that it has to hold.
    var figures = 5

    var testDescription: String { form }
  }

  private static let own = ["--definitions", "fixtures/second-province/definitions"]
  private static let surveys = "fixtures/second-province/surveys"

  private static func evaluation(
    _ form: String,
    set: String,
    year: String,
    unit: String = "xã Cũ Nhỏ",
    options: [String] = [],
    more: [String] = [],
    ordinals: Set<Int> = [0],
    figures: Int = 5
  ) -> Recipe {
    let base = ["--criteria", set, "--year", year, "--unit", unit] + options + own
    let from = ["evaluate", surveys, "--values", "$/\(set).yaml"] + base
    return Recipe(
      form: form,
      export: from + ["--form", form] + more,
      plain: from,
      back: ["evaluate"] + base + ["--values"],
      ordinals: ordinals,
      figures: figures
    )
  }

  private static func rollup(_ form: String, _ options: [String], _ file: String...) -> Recipe {
    let base = ["--year", "2026", "--unit", "tỉnh Thử Nghiệm"] + options + own
    let from = ["rollup"] + file + base
    return Recipe(form: form, export: from, plain: from, back: ["rollup"] + base)
  }

  static let recipes: [Recipe] = {
    let region = ["--region", "btb"]
    let group = ["--group", "2"]
    let counted = ["--criteria", "thu-nghiem-2026", "--units", "$/xa.csv", "--form"]
    let reporting = "fixtures/reporting/"
    var recipes = [
      evaluation("commune-evaluation-2021", set: "vn-2024-211", year: "2025", options: region),
      evaluation("commune-evaluation", set: "thu-nghiem-2025", year: "2025", options: region),
      evaluation("commune-evaluation-2026", set: "thu-nghiem-2026", year: "2026", options: group),
      evaluation("bieu-10", set: "thu-nghiem-2026", year: "2026", options: group),
      evaluation(
        "village-evaluation",
        set: "thu-nghiem-thon",
        year: "2025",
        unit: "thôn Một",
        figures: 3
      ),
      evaluation(
        "maintenance-plan",
        set: "vn-2024-211",
        year: "2025",
        options: region,
        more: ["--plan", "fixtures/maintenance-plan/ke-hoach-2025.openpyxl.xlsx"],
        ordinals: [0, 6, 8]
      ),
      rollup("province-summary", ["--criteria", "vn-2024-211"] + region, "$/vn-2024-211"),
      rollup(
        "province-summary-2026",
        ["--criteria", "thu-nghiem-2026"] + group,
        "$/thu-nghiem-2026"
      ),
      rollup("bieu-05", counted + ["bieu-05"], "$/thu-nghiem-2026"),
      rollup("bieu-06", counted + ["bieu-06"], "$/thu-nghiem-2026"),
    ]
    for (form, files) in [
      ("bieu-07", ["xa-an-so-sach", "xa-binh-doi-cot"]), ("bieu-11", ["xa-an-so-sach"]),
      ("bieu-09", ["xa-an-bieu-12", "xa-binh-bieu-12-cu"]), ("bieu-12", ["xa-an-bieu-12"]),
    ] {
      var recipe = rollup(form, ["--form", form])
      recipe.export += files.map { reporting + $0 + ".openpyxl.xlsx" }
      recipe.plain = recipe.export
      recipes.append(recipe)
    }
    for form in ["bieu-08", "bieu-13"] {
      recipes.append(rollup(form, ["--form", form], "$/so-sach.csv"))
    }
    return recipes
  }()

  /// Communes that are small, and hand in everything.
  private struct Place {
    let folder: TemporaryFolder
    var path: String { folder.path }

    init() throws {
      folder = try TemporaryFolder()
      let few = ["1.1: true", "2.2: 93.25", "15.2: true", "9.1: 0"]
      let all = (1...10).filter { $0 != 2 && $0 != 6 }.map { "\($0).1: true" } + ["2.2: 9.25"]
      for (set, lines) in [
        "vn-2024-211": few, "thu-nghiem-2025": few, "thu-nghiem-2026": all,
        "thu-nghiem-thon": ["2.1: true", "2.2: false"],
      ] {
        let text = lines.map { "\"" + $0.replacing(":", with: "\":") + "\n" }.joined()
        try text.write(toFile: path + "/\(set).yaml", atomically: true, encoding: .utf8)
        for name in set.hasPrefix("vn") || set == "thu-nghiem-2026" ? ["mot-nhom", "hai-nhom"] : []
        {
          let files = FileManager.default
          try files.createDirectory(atPath: path + "/" + set, withIntermediateDirectories: true)
          let commune = path + "/\(set)/\(name)"
          try files.copyItem(atPath: Program.root + "/" + FormLawTests.surveys, toPath: commune)
          try text.write(toFile: commune + "/values.yaml", atomically: true, encoding: .utf8)
        }
      }
      try """
      TT,Tên xã,Nhóm,Tình trạng công nhận,Danh sách thôn
      1,xã Một Nhóm,Xã nhóm 2,Đã có QĐ công nhận,Một; Hai
      2,xã Hai Nhóm,Xã nhóm 3,Chưa,Một; Hai
      """.write(toFile: path + "/xa.csv", atomically: true, encoding: .utf8)
      try """
      SỔ THEO DÕI VỐN ĐẦU TƯ CÔNG XÃ AN, NĂM 2026;;;
      Đơn vị tính: triệu đồng;;;
      Hạng mục;Kế hoạch năm 2026;KQ TH năm 2026;KQ TH kế hoạch năm 2026
      Giao thông;1200;500,5;1100
      Thủy lợi;300;0;250
      Điện;80;80;80
      Giao thông;100;20;100
      """.write(toFile: path + "/so-sach.csv", atomically: true, encoding: .utf8)
    }

    func run(_ arguments: [String], to output: String) throws -> Program.Outcome {
      try Program.run(
        list: arguments.map { $0.replacing("$", with: path) }
          + ["-o", path + "/" + output, "--force", "--quiet"]
      )
    }

    func json(_ name: String) throws -> [String: Any] {
      let data = try Data(contentsOf: URL(fileURLWithPath: path + "/" + name))
      return try #require(JSONSerialization.jsonObject(with: data) as? [String: Any])
    }
  }

  /// Values, fractions and verdicts of a result, and the figures of a table, by where they stand.
  private func figures(_ result: [String: Any], _ prefix: String = "") -> [String: String] {
    var found: [String: String] = [:]
    func keep(_ name: String, _ item: [String: Any], _ keys: [String]) {
      for key in keys where item[key] != nil && !(item[key] is NSNull) {
        found["\(prefix)\(name) \(key)"] = "\(item[key] ?? "")"
      }
    }
    let isRollup = result["communes"] != nil
    for criterion in isRollup ? [] : result["criteria"] as? [[String: Any]] ?? [] {
      keep("criterion \(criterion["number"] ?? "")", criterion, ["verdict", "provisional"])
      for indicator in criterion["indicators"] as? [[String: Any]] ?? [] {
        let keys = ["value", "shown", "numerator", "denominator", "verdict", "provisional"]
        keep("\(indicator["code"] ?? "")", indicator, keys)
      }
    }
    for figure in result["figures"] as? [[String: Any]] ?? [] {
      keep("\(figure["row"] ?? "")/\(figure["column"] ?? "")", figure, ["value"])
    }
    for commune in result["communes"] as? [[String: Any]] ?? [] {
      let own = commune["result"] as? [String: Any] ?? [:]
      found.merge(figures(own, "\(commune["name"] ?? ""): ")) { $1 }
    }
    return found
  }

  @Test func `every form that is filled is held to the laws`() throws {
    let root = Program.root + "/templates/forms"
    var filled: Set<String> = []
    for name in try FileManager.default.contentsOfDirectory(atPath: root) {
      let text = try? String(contentsOfFile: root + "/\(name)/form.yaml", encoding: .utf8)
      if text?.contains("\nkind: ") == true { filled.insert(name) }
    }
    // Form 04 lists policies in words: the program gives its blank and computes nothing in it.
    // The list of papers holds no figures; what comes back of it is tested with it.
    #expect(filled.subtracting(Self.recipes.map(\.form)) == ["bieu-04", "evidence-list"])
    #expect(filled.count == Self.recipes.count + 2)
  }

  @Test func `a file of several units gives the figures of the one that is judged`() throws {
    let place = try Place()
    let recipe = try #require(Self.recipes.first { $0.form == "province-summary-2026" })
    _ = try place.run(recipe.export, to: "form.xlsx")
    func judge(_ unit: String) throws -> (Int32, [String: Any]) {
      let outcome = try place.run(
        ["evaluate", "--criteria", "thu-nghiem-2026", "--year", "2026", "--unit", unit]
          + ["--group", "2", "--values", "$/form.xlsx"] + Self.own,
        to: "r.json"
      )
      return (outcome.status, try place.json("r.json"))
    }
    let own = try judge("hai-nhom")
    #expect(figures(own.1)["2.2 value"] == "9.25")
    let none = try judge("xã Một Nhóm Khác")
    #expect(none.0 == 1)
    #expect(figures(none.1)["2.2 value"] == nil)
    let found = none.1["findings"] as? [[String: Any]] ?? []
    #expect(found.contains { ($0["message"] as? String)?.contains("hai-nhom; mot-nhom") == true })
  }

  @Test func `a commune for which a form has no place leaves the row open, by name`() throws {
    let place = try Place()
    let recipe = try #require(Self.recipes.first { $0.form == "bieu-06" })
    _ = try place.run(recipe.plain, to: "1.json")
    let result = try place.json("1.json")
    // xã Hai Nhóm meets all ten criteria, and has neither a decision nor a procedure.
    let found = figures(result)
    #expect(found["1/now value"] == "2")
    #expect(found["2.1/now value"] == "1")
    #expect(found["2/now value"] == nil)
    let open = result["open"] as? [[String: Any]] ?? []
    let row = open.first { $0["row"] as? String == "2" && $0["column"] as? String == "now" }
    #expect((row?["reason"] as? String)?.contains("Hai Nhóm") == true, "\(open)")
  }

  @Test(arguments: recipes)
  func `a form comes back with the same figures and verdicts, each explained by the workbook alone`(
    _ recipe: Recipe
  ) throws {
    let place = try Place()
    let first = try place.run(recipe.plain, to: "1.json")
    #expect([0, 1].contains(first.status), "\(first.errors)")
    let made = try place.run(recipe.export, to: "form.xlsx")
    #expect([0, 1].contains(made.status), "\(made.errors)")
    let again = try place.run(recipe.back + [place.path + "/form.xlsx"], to: "2.json")
    #expect(again.status == 0, "\(again.errors)")
    let (before, after) = (figures(try place.json("1.json")), figures(try place.json("2.json")))
    #expect(before.count >= recipe.figures)
    for key in Set(before.keys).union(after.keys).sorted() {
      #expect(before[key] == after[key], "\(key)")
    }
    // Alone: moved to where none of its inputs are.
    let other = try TemporaryFolder()
    let form = other.path + "/alone.xlsx"
    try FileManager.default.copyItem(atPath: place.path + "/form.xlsx", toPath: form)
    try explain(form, recipe)
  }

  private func explain(_ form: String, _ recipe: Recipe) throws {
    let explained = try Tracing.explained(form)
    let workbook = try Workbook.open(path: form)
    for (index, sheet) in workbook.sheets.enumerated() where sheet.name != "Nguồn số liệu" {
      let grid = try workbook.readGrid(sheetAt: index)
      let numbers = grid.rows.indices.flatMap { row in
        grid.cells(ofRowAt: row).filter { $0.kind == .number }.map {
          CellReference(row: Int(grid.rows[row].number), column: Int($0.column))
        }
      }
      let untraced = Tracing.untraced(numbers, explained, sheet.name, recipe.ordinals)
      #expect(untraced == [], "\(sheet.name)")
    }
    #expect(explained.count >= recipe.figures)
    for figure in explained {
      #expect(!(figure["formula"] as? String ?? "").isEmpty, "\(figure)")
      #expect(figure["changed"] as? Bool == false, "\(figure)")
    }
    // One figure is typed over.
    let chosen = try #require(explained.first { Double($0["value"] as? String ?? "") != nil })
    let cell = try #require((chosen["cell"] as? String).flatMap { CellReference(a1: $0) })
    let sheet = try #require(chosen["sheet"] as? String)
    try WorkbookPatcher.patch(
      form,
      edits: [sheet: [CellEdit(cell, .number(ExactDecimal(987_654)))]],
      to: form
    )
    let changed = try Program.run("explain", form, "\(sheet)!\(cell)")
    #expect(changed.status == 1)
    #expect(changed.output.contains("ĐÃ BỊ SỬA TAY"), "\(changed.output)")
    #expect(changed.output.contains("987.654"))
  }
}
