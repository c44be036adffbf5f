import Foundation
import Testing

/// What people state about a CSV file, and what is said about one that is not as it should be.
@Suite struct CSVOptionTests {
  private let folder: TemporaryFolder

  init() throws { folder = try TemporaryFolder() }

  private func file(_ name: String, _ bytes: [UInt8]) throws -> String {
    let path = folder.path + "/" + name
    try Data(bytes).write(to: URL(fileURLWithPath: path))
    return path
  }

  private func file(_ name: String, _ text: String) throws -> String {
    try file(name, Array(text.utf8))
  }

  /// The grid that `ntm cells` gives, as address and value.
  private func cells(_ arguments: String...) throws -> [String: String] {
    let outcome = try Program.run(list: ["cells"] + arguments)
    #expect(outcome.status == 0, "\(outcome.errors)")
    var result: [String: String] = [:]
    for object in outcome.objects {
      #expect(object["type"] as? String == "text")
      if let cell = object["cell"] as? String { result[cell] = object["value"] as? String }
    }
    return result
  }

  private static let table = "STT,Thôn\n1,Làng Mài\n2,\"a, b\"\n"
  private static let grid = [
    "A1": "STT", "B1": "Thôn", "A2": "1", "B2": "Làng Mài", "A3": "2", "B3": "a, b",
  ]

  private static func utf16(_ text: String, isBigEndian: Bool, mark: Bool = false) -> [UInt8] {
    let units = (mark ? [0xFEFF] : []) + Array(text.utf16)
    return units.flatMap { unit in
      let (low, high) = (UInt8(unit & 0xFF), UInt8(unit >> 8))
      return isBigEndian ? [high, low] : [low, high]
    }
  }

  @Test func `the same table is read however it is written`() throws {
    let tab = Self.table.replacingOccurrences(of: ",", with: "\t")
      .replacingOccurrences(of: "a\t b", with: "a, b")
    let ways: [(name: String, bytes: [UInt8])] = [
      ("comma", Array(Self.table.utf8)), ("tab", Array(tab.utf8)),
      ("bom", [0xEF, 0xBB, 0xBF] + Array(Self.table.utf8)),
      ("cr", Array(Self.table.replacingOccurrences(of: "\n", with: "\r").utf8)),
      ("sep", Array(("sep=,\r\n" + Self.table).utf8)),
      ("le", Self.utf16(Self.table, isBigEndian: false)),
      ("be", Self.utf16(Self.table, isBigEndian: true)),
      ("le-mark", Self.utf16(Self.table, isBigEndian: false, mark: true)),
    ]
    for (name, bytes) in ways {
      let path = try file(name + ".csv", bytes)
      #expect(try cells(path) == Self.grid, "\(name)")
    }
  }

  @Test func `what is stated is not looked for`() throws {
    let bars = try file("a.csv", "STT|Thôn;x\n1|'Làng|Mài';y\n")
    #expect(
      try cells(bars, "--delimiter", ";") == [
        "A1": "STT|Thôn", "B1": "x", "A2": "1|'Làng|Mài'", "B2": "y",
      ]
    )
    #expect(
      try cells(bars, "--delimiter", "|", "--quote", "'") == [
        "A1": "STT", "B1": "Thôn;x", "A2": "1", "B2": "Làng|Mài;y",
      ]
    )
    let quotes = try file("b.csv", "STT\tTên\n1\t\"a\"\n")
    #expect(
      try cells(quotes, "--delimiter", "tab", "--quote", "none") == [
        "A1": "STT", "B1": "Tên", "A2": "1", "B2": "\"a\"",
      ]
    )
    // Làng in TCVN3 and in Windows-1258.
    let old = try file(
      "c.csv",
      Array("STT,Thôn\n1,L".utf8.prefix(6)) + [
        0x6E, 0x0A, 0x31, 0x2C, 0x4C, 0xB5, 0x6E, 0x67, 0x0A,
      ]
    )
    #expect(try cells(old, "--encoding", "tcvn3")["B2"] == "Làng")
    #expect(try Program.run("cells", old, "--encoding", "utf-8").status == 3)
  }

  @Test func `what is no option is named with what there is`() throws {
    let path = try file("a.csv", Self.table)
    let encoding = try Program.run("cells", path, "--encoding", "latin-99")
    #expect(encoding.status == 64)
    #expect(encoding.errors.contains("latin-99") && encoding.errors.contains("tcvn3"))
    for command in [["cells"], ["inspect"], ["import"], ["validate"]] {
      #expect(try Program.run(list: command + [path, "--delimiter", ""]).status == 64)
      #expect(try Program.run(list: command + [path, "--quote", "ab"]).status == 64)
    }
    #expect(
      try Program.run("convert", path, folder.path + "/a.xlsx", "--quote", "ab").status == 64
    )
  }

  @Test func `cells says what is wrong in a text and keeps its cells`() throws {
    let path = try file(
      "a.csv",
      Array("STT,Thôn,Số\n1,\"Làng,5\n2,x\0y,6\n3,a\n4,\"b\"c,7\n5,d,8,9\n".utf8)
    )
    let outcome = try Program.run("cells", path, "--lang", "en")
    #expect(outcome.status == 0)
    for part in ["never closed", "line 2", "line 4", "misplaced"] {
      #expect(outcome.errors.lowercased().contains(part), "\(part): \(outcome.errors)")
    }
    let object = outcome.objects.first { $0["cell"] as? String == "B2" }
    #expect(object?["value"] as? String == "\"Làng")
    #expect(try Program.run("cells", path, "--quiet").errors.isEmpty)
  }

  @Test func `findings carry line and byte`() throws {
    let path = try file(
      "a.csv",
      "Họ và tên chủ hộ,Thôn,Số nhân khẩu\n\"Lê An\nBa\",Mài,4\nHà,\"Mài,5\nMai,Mài\nLan,Mài,3\n"
    )
    let outcome = try Program.run("validate", path, "--format", "jsonl")
    let quote = outcome.objects.first { $0["code"] as? String == "unclosed-quote" }
    #expect(quote?["cell"] as? String == "B3")
    #expect(quote?["line"] as? Int == 4)
    #expect(quote?["byte"] as? Int == 72)
    let short = outcome.objects.first { $0["code"] as? String == "too-few-fields" }
    #expect(short?["line"] as? Int == 5)
    #expect(short?["byte"] as? Int == 80)
  }

  @Test func `options count for every command that reads`() throws {
    let survey = """
      STT;Họ và tên chủ hộ;Thôn;Số nhân khẩu;Tổng thu nhập (1.000 đồng)
      1;'Lê; An';Làng Mài;4;182500
      2;Hà Thị Mai;Làng Mài;5;90000

      """
    let path = try file("thon.csv", survey)
    let stated = ["--delimiter", ";", "--quote", "'"]
    let inspected = try Program.run(list: ["inspect", path] + stated)
    #expect(inspected.output.contains("household-survey"))
    let imported = try Program.run(list: ["import", path, "--quiet"] + stated)
    let heads = imported.objects.compactMap {
      ($0["fields"] as? [String: Any])?["household_head"] as? String
    }
    #expect(heads == ["Lê; An", "Hà Thị Mai"])
    let wrong = try Program.run(list: ["import", path, "--quiet", "--delimiter", "|"])
    #expect(wrong.objects.isEmpty)
    let out = folder.path + "/b.csv"
    #expect(try Program.run(list: ["convert", path, out] + stated).status == 0)
    let text = try String(contentsOfFile: out, encoding: .utf8)
    #expect(text.contains("1,Lê; An,Làng Mài,4,182500\r\n"))
  }

  @Test func `a guarded text comes back, and that is said`() throws {
    let texts = ["=1+1", "-5", "+84 912", "@x", "'=1", "＝1", "'tis", "-", "--"]
    let path = try file("a.csv", "STT,Ghi chú\n" + texts.map { "1,\($0)\n" }.joined())
    let (first, second) = (folder.path + "/b.csv", folder.path + "/c.csv")
    // What was no guard before is taken for one only where it looks like one.
    #expect(try Program.run("convert", path, first, "--quiet").status == 0)
    let outcome = try Program.run("convert", first, second, "--lang", "en")
    #expect(outcome.errors.contains("apostrophe"))
    #expect(
      try String(contentsOfFile: first, encoding: .utf8)
        == String(contentsOfFile: second, encoding: .utf8)
    )
    let book = folder.path + "/d.xlsx"
    #expect(try Program.run("convert", first, book, "--keep-text", "--quiet").status == 0)
    let values = try Program.run("cells", book).objects.compactMap { object in
      (object["cell"] as? String)?.hasPrefix("B") == true ? object["value"] as? String : nil
    }
    // The apostrophe of the text that had one already was taken for a guard.
    #expect(values.dropFirst() == ["=1+1", "-5", "+84 912", "@x", "=1", "＝1", "'tis", "-", "--"])
  }
}
