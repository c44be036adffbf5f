import Foundation
import Testing

/// Villages by forms: what has arrived, is missing, clean or faulty.
@Suite struct ArrivalTests {
  private let folder: TemporaryFolder
  private var path: String { folder.path }

  /// Two communes: one whole, one with a faulty village, a file that is none, and a village that sent nothing.
  init() throws {
    folder = try TemporaryFolder()
    let files = FileManager.default
    for (commune, names) in [
      "binh-luong": ["binh-luong/thon-lang-mai.xlsx", "binh-luong/thon-quang-trung.csv"],
      "hoa-quy": [
        "binh-luong-faulty/thon-lang-mai.xlsx", "binh-luong-faulty/bi-cat-ngang.xlsx",
        "binh-luong-faulty/vat-tu.xlsx",
      ],
    ] {
      try files.createDirectory(
        atPath: path + "/province/" + commune,
        withIntermediateDirectories: true
      )
      for name in names {
        let last = name.split(separator: "/")[1].replacing("bi-cat-ngang", with: "lang-coc-2025")
        try files.copyItem(
          atPath: Program.root + "/fixtures/" + name,
          toPath: path + "/province/\(commune)/" + last
        )
      }
    }
    try """
    TT,Tên xã,Tình trạng công nhận,Danh sách thôn
    1,xã Bình Lương,,Làng Mài; Quang Trung
    2,xã Hóa Quỳ,,Làng Mài; Làng Cốc; Xuân Thượng
    """.write(toFile: path + "/xa.csv", atomically: true, encoding: .utf8)
  }

  private func arrivals(_ output: String, _ rest: String...) throws -> Program.Outcome {
    try Program.run(
      list: [
        "arrivals", path + "/province", "--units", path + "/xa.csv", "--forms",
        "household-survey,water-sanitation", "-o", path + "/" + output,
      ] + rest
    )
  }

  private func text(_ name: String) throws -> String {
    try String(contentsOfFile: path + "/" + name, encoding: .utf8)
  }

  @Test func `each village has a state for each form, with the first cell to look at`() throws {
    let outcome = try arrivals("a.json")
    #expect(outcome.status == 3, "\(outcome.errors)")
    let object = try JSONSerialization.jsonObject(with: Data(try text("a.json").utf8))
    let result = try #require(object as? [String: Any])
    var states: [String: String] = [:]
    var places: [String: String] = [:]
    for village in try #require(result["villages"] as? [[String: Any]]) {
      let name = "\(village["commune"] ?? "") \(village["village"] ?? "")"
      for (form, cell) in village["forms"] as? [String: [String: Any]] ?? [:] {
        states["\(name) \(form)"] = cell["state"] as? String
        places["\(name) \(form)"] = (cell["first"] as? [String: Any])?["cell"] as? String
      }
    }
    #expect(states["xã Bình Lương Làng Mài household-survey"] == "clean")
    #expect(states["xã Bình Lương Làng Mài water-sanitation"] == "missing")
    #expect(states["xã Bình Lương Quang Trung household-survey"] == "clean")
    #expect(states["xã Hóa Quỳ Làng Mài household-survey"] == "faulty")
    #expect(places["xã Hóa Quỳ Làng Mài household-survey"] == "L12")
    // A file that cannot be read is the village's that its name says.
    #expect(states["xã Hóa Quỳ Làng Cốc "] == "unreadable")
    #expect(states["xã Hóa Quỳ Làng Cốc household-survey"] == "missing")
    #expect(states["xã Hóa Quỳ Xuân Thượng household-survey"] == "missing")
    // A file that says no village is shown by its name, and misses nothing.
    #expect(states["xã Hóa Quỳ [vat-tu.xlsx] "] == "faulty")
    #expect(states.count == 12)
    let summary = try #require(result["summary"] as? [String: Any])
    #expect(summary["faulty"] as? Int == 2 && summary["missing"] as? Int == 7)
    #expect(summary["villages"] as? Int == 5)
    let report = try #require(result["report"] as? [String: Any])
    #expect((report["findings"] as? [Any])?.isEmpty == false)
  }

  @Test func `the page leads from a cell to its findings, the workbook to the cell of the file`()
    throws
  {
    #expect(try arrivals("a.html").status == 3)
    let page = try text("a.html")
    for part in [
      "id=\"arrivals\"", "id=\"findings\"", "\"target\":[\"findings\",[[6,",
      "Làng Mài (xã Hóa Quỳ)", "Có lỗi: ",
    ] {
      #expect(page.contains(part), "\(part)")
    }
    #expect(try arrivals("a.xlsx").status == 3)
    let cells = try Program.run("cells", path + "/a.xlsx").objects
    let sheets = Set(cells.compactMap { $0["sheet"] as? String })
    #expect(sheets == ["Thôn và phiếu", "Từng phiếu", "Theo nguyên nhân", "Phát hiện"])
    let missing = cells.filter { $0["sheet"] as? String == "Từng phiếu" }
      .filter { $0["value"] as? String == "Thiếu" }
    #expect(missing.count == 7)
  }

  @Test func `wrong endings and forms are wrong usage`() throws {
    #expect(try arrivals("a.pdf").status == 64)
    let outcome = try arrivals("a.json", "--forms", "household-survay")
    #expect(outcome.status == 64 && outcome.errors.contains("did you mean ‘household-survey’"))
  }
}
