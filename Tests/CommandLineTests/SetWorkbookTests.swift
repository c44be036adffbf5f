import Foundation
import SpreadsheetML
import Tabular
import Testing

/// A set goes out as a workbook, is checked there and comes back.
@Suite struct SetWorkbookTests {
  private struct Sheet {
    let path: String
    let name: String
    let grid: Grid

    init(_ path: String, _ name: String) throws {
      let workbook = try Workbook.open(path: path)
      let index = try #require(workbook.sheets.firstIndex { $0.name == name })
      self.path = path
      self.name = name
      grid = try workbook.readGrid(sheetAt: index)
    }

    func text(_ row: Int, _ column: Int) -> String? {
      grid[CellReference(row: row, column: column)].flatMap { grid.text(of: $0) }
    }

    func column(_ heading: String) throws -> Int {
      try #require((0..<40).first { text(4, $0) == heading }, "\(heading)")
    }

    /// The zero-based row of an indicator's level, for everybody or a place.
    func row(_ code: String, _ place: String) throws -> Int {
      let (codes, places) = (try column("Mã chỉ tiêu"), try column("Vùng, nhóm xã"))
      return try #require(
        (5..<600).first { text($0, codes) == code && text($0, places) == place },
        "\(code) \(place)"
      )
    }
  }

  private func put(_ values: [(Int, Int, EditValue)], _ sheet: Sheet) throws {
    let edits = values.map { row, column, value in
      CellEdit(CellReference(row: row, column: column), value)
    }
    try WorkbookPatcher.patch(sheet.path, edits: [sheet.name: edits], to: sheet.path)
  }

  private func voucher(_ row: Int, _ sheet: Sheet) throws -> [(Int, Int, EditValue)] {
    [
      (row, try sheet.column("Nguồn (điều, trang)"), .text("Phụ lục I, trang 3")),
      (row, try sheet.column("Người kiểm tra"), .text("Lê Thị Bịa")),
      (row, try sheet.column("Ngày kiểm tra"), .text("07/3/2026")),
    ]
  }

  @Test func `checked levels come back as verified, and what nobody checked stays as it is`() throws
  {
    let folder = try TemporaryFolder()
    let path = folder.path + "/set.xlsx"
    #expect(try Program.run("criteria", "show", "vn-2024-211", "-o", path).status == 0)
    let sheet = try Sheet(path, "Kiểm tra mức")
    let value = try sheet.column("Mức đã đối chiếu")
    let same = try sheet.row("4.2", "Bắc Trung Bộ")
    let unknown = try sheet.row("17.1", "Chung")
    let halfDone = try sheet.row("1.2", "Chung")
    let flag = try sheet.row("1.1", "Chung")
    var values: [(Int, Int, EditValue)] = [
      (same, value, .number(ExactDecimal(98))), (unknown, value, .text("≥ 35,5%")),
    ]
    values.append((flag, value, .text("Đạt")))
    values.append((halfDone, value, .text("Đạt")))
    for row in [same, unknown, flag] { values += try voucher(row, sheet) }
    try put(values, sheet)
    let outcome = try Program.run(
      "criteria",
      "import",
      path,
      "-o",
      folder.path + "/own",
      "--lang",
      "en"
    )
    // 1.2 has a level without a source: it is not taken, and each missing cell is named.
    #expect(outcome.status == 1)
    #expect(outcome.errors.components(separatedBy: "without its source").count == 4)
    let shown = try Program.run(
      "criteria",
      "show",
      "vn-2024-211-checked",
      "--definitions",
      folder.path + "/own",
      "--format",
      "json"
    )
    #expect(shown.status == 0, "\(shown.errors)")
    let criteria = shown.object["criteria"] as? [[String: Any]] ?? []
    let indicators = criteria.flatMap { $0["indicators"] as? [[String: Any]] ?? [] }
    #expect(indicators.count == 57)
    func indicator(_ code: String) throws -> [String: Any] {
      try #require(indicators.first { $0["code"] as? String == code })
    }
    let water = try indicator("17.1")
    #expect(water["confidence"] as? String == "verified")
    #expect((water["levels"] as? [String: Any])?["bac-trung-bo"] as? Double == 35.5)
    #expect(water["article"] as? String == "Phụ lục I, trang 3")
    #expect(water["checked_by"] as? String == "Lê Thị Bịa")
    #expect(water["checked_on"] as? String == "2026-03-07")
    let power = try indicator("4.2")
    #expect((power["levels"] as? [String: Any])?["bac-trung-bo"] as? Int == 98)
    #expect((power["levels"] as? [String: Any])?["tay-nguyen"] is NSNull)
    #expect(try indicator("1.2")["confidence"] as? String == "memory")
    #expect(try indicator("1.1")["confidence"] as? String == "verified")
  }

  @Test func `a level that differs from the set's is a finding with both`() throws {
    let folder = try TemporaryFolder()
    let path = folder.path + "/set.xlsx"
    _ = try Program.run("criteria", "show", "vn-2022-318", "--region", "btb", "-o", path)
    let sheet = try Sheet(path, "Kiểm tra mức")
    let value = try sheet.column("Mức đã đối chiếu")
    let power = try sheet.row("4.2", "Bắc Trung Bộ")
    let children = try sheet.row("15.3", "Bắc Trung Bộ")
    let words = try sheet.row("3.1", "Chung")
    let flag = try sheet.row("1.1", "Chung")
    var values: [(Int, Int, EditValue)] = [(power, value, .number(ExactDecimal(97)))]
    values.append((children, value, .number(ExactDecimal(26))))
    values.append((words, value, .text("tám mươi")))
    values.append((flag, value, .number(ExactDecimal(100))))
    for row in [power, children, words, flag] { values += try voucher(row, sheet) }
    try put(values, sheet)
    let outcome = try Program.run("criteria", "import", path, "--lang", "en")
    #expect(outcome.status == 1)
    // A remembered level gives way with a warning, one that a source states with an error.
    #expect(outcome.errors.contains("WARNING: set.xlsx › Kiểm tra mức"), "\(outcome.errors)")
    #expect(outcome.errors.contains("4.2: checked as 97, the set says 98"), "\(outcome.errors)")
    #expect(outcome.errors.contains("15.3: checked as 26, the set says 25"))
    #expect(outcome.errors.contains("“tám mươi” is not a number"))
    #expect(outcome.errors.contains("does not fit its kind"))
    #expect(outcome.output.contains("weaker-allowed-by"))
  }

  @Test func `a whole set is entered in one workbook and judges by groups`() throws {
    let folder = try TemporaryFolder()
    let path = folder.path + "/set.xlsx"
    #expect(try Program.run("criteria", "show", "vn-2025-51", "-o", path).status == 0)
    let sheet = try Sheet(path, "Nhập chỉ tiêu")
    // INVENTED: 47 indicators over ten criteria, levels by three groups.
    var values: [(Int, Int, EditValue)] = []
    let groups = try (1...3).map { try sheet.column("Mức đã đối chiếu: Xã nhóm \($0)") }
    for number in 0..<47 {
      let row = 5 + number
      let criterion = number % 10 + 1
      values += [
        (row, try sheet.column("Tiêu chí số"), .text("\(criterion)")),
        (row, try sheet.column("Mã chỉ tiêu"), .text("\(criterion).\(number / 10 + 1)")),
        (row, try sheet.column("Nội dung chỉ tiêu"), .text("Chỉ tiêu bịa số \(number + 1)")),
        (row, try sheet.column("Loại"), .text(number % 2 == 0 ? "tỷ lệ %" : "đạt/chưa đạt")),
        (row, try sheet.column("Dấu so sánh"), .text(number % 2 == 0 ? "≥" : "=")),
      ]
      if number % 2 == 0 {
        for (index, column) in groups.enumerated() {
          values.append((row, column, .number(ExactDecimal(Int32(90 - index * 20)))))
        }
      } else {
        values.append((row, try sheet.column("Mức đã đối chiếu"), .text("Đạt")))
      }
      values += try voucher(row, sheet)
    }
    try put(values, sheet)
    let outcome = try Program.run("criteria", "import", path, "-o", folder.path + "/own")
    #expect(outcome.status == 0, "\(outcome.errors)")
    #expect(!outcome.errors.contains("set-incomplete"))
    for (group, verdict) in [("1", "not_met"), ("2", "met"), ("3", "met")] {
      let result = folder.path + "/r\(group).json"
      let figures = folder.path + "/v.json"
      try #"{"1.1": 75, "2.1": true}"#.write(toFile: figures, atomically: true, encoding: .utf8)
      let judged = try Program.run(
        list: [
          "evaluate", "--criteria", "vn-2025-51-checked", "--definitions", folder.path + "/own",
          "--unit", "xã", "--year", "2026", "--group", group, "--values", figures, "-o", result,
        ]
      )
      #expect(judged.errors.contains("Chưa nạp") == false, "\(judged.errors)")
      let data = try Data(contentsOf: URL(fileURLWithPath: result))
      let object = try JSONSerialization.jsonObject(with: data) as? [String: Any]
      let criteria = object?["criteria"] as? [[String: Any]] ?? []
      let indicators = criteria.flatMap { $0["indicators"] as? [[String: Any]] ?? [] }
      #expect(indicators.count == 47)
      let first = try #require(indicators.first { $0["code"] as? String == "1.1" })
      #expect(first["verdict"] as? String == verdict, "\(group)")
      #expect(first["provisional"] == nil)
    }
    // The set goes out and comes back once more with the same levels.
    let again = folder.path + "/again.xlsx"
    let own = folder.path + "/own"
    _ = try Program.run("criteria", "show", "vn-2025-51-checked", "--definitions", own, "-o", again)
    let levels = try Sheet(again, "Kiểm tra mức")
    let shipped = try levels.column("Mức đang ghi")
    let row = try levels.row("1.1", "Xã nhóm 2")
    #expect(levels.grid[CellReference(row: row, column: shipped)]?.number == 70)
  }

  @Test func `what is missing or doubled in an entered set is said at its cell`() throws {
    let folder = try TemporaryFolder()
    let path = folder.path + "/set.xlsx"
    _ = try Program.run("criteria", "show", "vn-2025-51", "-o", path)
    let sheet = try Sheet(path, "Nhập chỉ tiêu")
    let code = try sheet.column("Mã chỉ tiêu")
    var values: [(Int, Int, EditValue)] = []
    for row in 5...8 {
      values += [
        (row, try sheet.column("Tiêu chí số"), .text(row == 8 ? "11" : "1")),
        (row, code, row == 7 ? .number(ExactDecimal(1)) : .text("1.1")),
        (row, try sheet.column("Nội dung chỉ tiêu"), .text("Bịa")),
        (row, try sheet.column("Loại"), .text("đạt/chưa đạt")),
        (row, try sheet.column("Mức đã đối chiếu"), .text("Đạt")),
      ]
      values += try voucher(row, sheet)
    }
    try put(values, sheet)
    let outcome = try Program.run("criteria", "import", path, "--lang", "en")
    #expect(outcome.status == 1)
    #expect(outcome.errors.contains("Indicator 1.1 already stands"), "\(outcome.errors)")
    #expect(outcome.errors.contains("17.1 and 17.10 cannot be told apart"))
    #expect(outcome.errors.contains("“11” is no number of a criterion"))
    #expect(outcome.errors.contains("1 of 47 indicators"))
    // An incomplete set may be used, but nothing by it is final.
    #expect(outcome.output.contains("provisional-reason"))
  }

  @Test func `a set that is not loaded says so and how to load it`() throws {
    let folder = try TemporaryFolder()
    let outcome = try Program.run(
      "evaluate",
      "fixtures/binh-luong",
      "--criteria",
      "vn-2025-51",
      "--unit",
      "xã Hóa Quỳ",
      "--year",
      "2026",
      "-o",
      folder.path + "/r.json"
    )
    let data = try Data(contentsOf: URL(fileURLWithPath: folder.path + "/r.json"))
    let object = try JSONSerialization.jsonObject(with: data) as? [String: Any]
    let findings = object?["findings"] as? [[String: Any]] ?? []
    let finding = try #require(
      findings.first { $0["code"] as? String == "indicators-not-loaded" }
    )
    #expect((finding["hint"] as? String)?.contains("ntm criteria import") == true)
    #expect(outcome.errors.contains("ntm criteria show vn-2025-51 -o set.xlsx"))
    #expect((object?["summary"] as? [String: Any])?["undetermined"] as? Int == 10)
  }

  @Test func `another workbook is no set`() throws {
    let outcome = try Program.run("criteria", "import", "fixtures/binh-luong/thon-lang-mai.xlsx")
    #expect(outcome.status == 3)
  }
}
