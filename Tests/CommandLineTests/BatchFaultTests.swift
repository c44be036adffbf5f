import Foundation
import Testing

/// What happens to a batch when its files, the machine or whoever runs it misbehave.
@Suite struct BatchFaultTests {
  /// A folder of villages, each with a few households and a mistake.
  private struct Villages {
    let folder: TemporaryFolder
    var path: String { folder.path + "/villages" }

    init(count: Int, rows: Int) throws {
      folder = try TemporaryFolder()
      try FileManager.default.createDirectory(atPath: path, withIntermediateDirectories: true)
      for village in 0..<count {
        var text = "TT,Họ và tên chủ hộ,Thôn,Số nhân khẩu,Thu nhập (1.000 đồng)\n"
        for row in 1...rows {
          let income = row == village % rows + 1 ? "mười" : "\(10_000 + row)"
          text += "\(row),Hộ số \(village) \(row),Thôn \(village),4,\(income)\n"
        }
        // The same household in two villages is found across files.
        text += "\(rows + 1),Lê Văn Chung,Làng Mài,5,20000\n"
        let name = String(repeating: "0", count: 3 - "\(village)".count) + "\(village)"
        try text.write(toFile: path + "/thon-\(name).csv", atomically: true, encoding: .utf8)
      }
    }
  }

  private func object(_ text: String) throws -> [String: Any] {
    try #require(JSONSerialization.jsonObject(with: Data(text.utf8)) as? [String: Any])
  }

  private func text(_ path: String) throws -> String {
    try String(contentsOfFile: path, encoding: .utf8)
  }

  @Test func `an interrupted run writes what it knows, says so, and is gone on with`() throws {
    let villages = try Villages(count: 40, rows: 25)
    let folder = villages.folder.path
    let whole = try Program.run("validate", villages.path, "--format", "json").output
    let arguments = [
      "validate", villages.path, "--jobs", "1", "--output", "json=\(folder)/r.json", "--output",
      "html=\(folder)/r.html", "--resume", "--progress", "json",
    ]
    let running = try Program.start(list: arguments)
    #expect(running.wait { $0.errors.contains("seconds_left") })
    running.signal(SIGINT)
    let outcome = try running.wait()
    #expect(outcome.status == 130, "\(outcome.errors)")
    #expect(outcome.output.contains("ĐÃ DỪNG GIỮA CHỪNG"), "\(outcome.output)")
    let part = try object(try text(folder + "/r.json"))
    let summary = try #require(part["summary"] as? [String: Any])
    #expect(summary["complete"] as? Bool == false)
    let done = try #require(summary["files"] as? Int)
    #expect(done > 0 && done + (summary["remaining_files"] as? Int ?? 0) == 40)
    let codes = (part["findings"] as? [[String: Any]])?.compactMap { $0["code"] as? String }
    #expect(codes?.last == "batch-interrupted")
    #expect(try text(folder + "/r.html").contains("class=\"alarm\""))
    let resumed = try Program.run(list: arguments)
    #expect(resumed.status == 1, "\(resumed.errors)")
    #expect(try text(folder + "/r.json") == whole)
    let last = try object(String(try #require(resumed.errors.split(separator: "\n").last)))
    #expect((last["unchanged_files"] as? Int ?? 0) >= done)
  }

  @Test func `killed again and again at any moment, a resumed run reports what a whole one does`()
    throws
  {
    let villages = try Villages(count: 12, rows: 12)
    let folder = villages.folder.path
    let output = folder + "/r.json"
    let arguments = [
      "validate", villages.path, "--output", "json=" + output, "--resume", "--quiet",
    ]
    let clock = ContinuousClock()
    var whole = ""
    let time = try clock.measure {
      whole = try Program.run("validate", villages.path, "--format", "json").output
    }
    let span = Double(time.components.attoseconds) / 1e12 + Double(time.components.seconds) * 1e6
    var random: UInt64 = 2025
    for round in 0..<20 {
      // A journal lives through five kills; then another begins.
      if round % 5 == 0 {
        for name in [output, output + ".journal"] {
          try? FileManager.default.removeItem(atPath: name)
        }
      }
      random = random &* 6_364_136_223_846_793_005 &+ 1_442_695_040_888_963_407
      let running = try Program.start(list: arguments)
      usleep(UInt32(span * (0.2 + Double(random >> 40) / Double(1 << 24) * 0.8)))
      running.signal(SIGKILL)
      _ = try running.wait()
      // Nothing half done stands where a whole report is expected.
      if FileManager.default.fileExists(atPath: output) { #expect(try text(output) == whole) }
      if round % 5 == 4 {
        #expect(try Program.run(list: arguments).status == 1)
        #expect(try text(output) == whole, "round \(round)")
      }
    }
    let names = try FileManager.default.contentsOfDirectory(atPath: folder).sorted()
    #expect(names == ["r.json", "r.json.journal", "villages"])
  }

  @Test func `hostile files leave the findings of the clean ones as they are`() throws {
    let folder = try TemporaryFolder()
    let files = FileManager.default
    let clean = try files.contentsOfDirectory(atPath: Program.root + "/fixtures/binh-luong")
      .filter { $0.hasSuffix(".xlsx") || $0.hasSuffix(".csv") }
    for name in clean {
      try files.copyItem(
        atPath: Program.root + "/fixtures/binh-luong/" + name,
        toPath: folder.path + "/" + name
      )
    }
    let alone = try Program.run("validate", folder.path, "--format", "jsonl")
    var hostile = 0
    for source in ["compatibility", "container", "kinds", "reading"] {
      let place = Program.root + "/fixtures/" + source
      for name in try files.contentsOfDirectory(atPath: place).sorted() {
        guard [".xlsx", ".data"].contains(where: { name.hasSuffix($0) }) else { continue }
        // Of the habits of programs, those that are refused.
        let expected = place + "/" + name.replacing(".xlsx", with: ".jsonl")
        if let lines = try? text(expected), lines.contains("\"cell\"") { continue }
        hostile += 1
        try files.copyItem(atPath: place + "/" + name, toPath: folder.path + "/x\(hostile).xlsx")
      }
    }
    #expect(hostile > 80)
    let mixed = try Program.run(
      "validate",
      folder.path,
      "--format",
      "jsonl",
      "--jobs",
      "4"
    )
    #expect(mixed.status == 3)
    let lines = mixed.output.split(separator: "\n")
    let ours = lines.filter { line in clean.contains { line.contains("\"file\":\"\($0)\"") } }
    #expect(ours == alone.output.split(separator: "\n"))
    #expect(lines.count > ours.count + 20)
  }

  @Test func `few open files, a full disk and a closed pipe change nothing or are said`() throws {
    let villages = try Villages(count: 12, rows: 3)
    let whole = try Program.run("validate", villages.path, "--format", "jsonl")
    #expect(whole.objects.count > 12)
    let few = try Program.shell(
      "ulimit -n 24; \"$NTM\" validate \(villages.path) --format jsonl --jobs 16"
    )
    #expect(few.status == whole.status && few.output == whole.output, "\(few.errors)")
    let full = try Program.shell("\"$NTM\" validate \(villages.path) > /dev/full")
    #expect(full.status == 70 && full.errors.contains("đầy"), "\(full.errors)")
    let closed = try Program.shell("\"$NTM\" validate \(villages.path) --format jsonl | head -c 1")
    #expect(closed.errors.isEmpty && closed.output == "{", "\(closed.errors)")
    let none = try Program.shell("TMPDIR=/none \"$NTM\" validate \(villages.path)")
    #expect(none.status == 70 && none.errors.contains("kết quả tạm thời"), "\(none.errors)")
  }

  @Test func `a disk that fills up takes no report for a whole one`() throws {
    guard getuid() == 0 else { return print("not root: no small file system; left out") }
    let villages = try Villages(count: 12, rows: 40)
    let disk = try TemporaryFolder()
    guard try Program.shell("mount -t tmpfs -o size=8k tmpfs \(disk.path)").status == 0 else {
      return print("mounting is not allowed here; left out")
    }
    defer { _ = try? Program.shell("umount \(disk.path)") }
    let outputs = ["json", "html", "xlsx", "sarif"].map { "--output \($0)=\(disk.path)/r.\($0)" }
    for output in outputs {
      let outcome = try Program.shell("\"$NTM\" validate \(villages.path) \(output)")
      #expect(outcome.status == 70 && outcome.errors.contains("đầy"), "\(outcome.errors)")
    }
    let kept = try Program.shell("TMPDIR=\(disk.path) \"$NTM\" validate \(villages.path)")
    #expect(kept.status == 70 && kept.errors.contains("kết quả tạm thời"), "\(kept.errors)")
    #expect(try FileManager.default.contentsOfDirectory(atPath: disk.path) == [])
  }

  @Test func `a folder that may not be read is a finding, and its neighbours are read`() throws {
    let villages = try Villages(count: 2, rows: 3)
    let closed = villages.path + "/kín"
    try FileManager.default.createDirectory(atPath: closed, withIntermediateDirectories: false)
    guard try Program.shell("chmod 0 '\(closed)'; ls '\(closed)' 2>/dev/null").status != 0 else {
      return print("root may read every folder; left out")
    }
    defer { _ = try? Program.shell("chmod 755 '\(closed)'") }
    let outcome = try Program.run("validate", villages.path, "--format", "jsonl")
    #expect(outcome.status == 3)
    let unreadable = outcome.objects.filter { $0["code"] as? String == "unreadable-file" }
    #expect(unreadable.count == 1)
    #expect(outcome.objects.count { $0["code"] as? String == "not-a-number" } == 2)
  }

  @Test func `a watched folder is checked again when a file is saved, and only that is shown`()
    throws
  {
    let villages = try Villages(count: 2, rows: 3)
    let report = villages.folder.path + "/r.json"
    let running = try Program.start(
      list: ["validate", "--watch", villages.path, "--output", "json=" + report]
    )
    #expect(running.wait { $0.errors.contains("Ctrl-C") }, "\(running.errors)")
    #expect(running.output.contains("thon-000.csv") && running.output.contains("thon-001.csv"))
    let before = running.output
    let file = villages.path + "/thon-001.csv"
    let corrected = try text(file).replacing("mười", with: "10000")
    try corrected.write(toFile: file, atomically: true, encoding: .utf8)
    #expect(running.wait { $0.errors.components(separatedBy: "Ctrl-C").count > 2 })
    let shown = running.output.dropFirst(before.count)
    #expect(!shown.contains("LỖI: thon-000.csv") && shown.contains("2 tệp"), "\(shown)")
    let summary = try object(try text(report))["summary"] as? [String: Any]
    #expect(summary?["errors"] as? Int == 2, "\(String(describing: summary))")
    running.signal(SIGINT)
    #expect(try running.wait().status == 130)
  }

  @Test func `a file that is no journal is left as it is`() throws {
    let villages = try Villages(count: 1, rows: 3)
    let precious = villages.folder.path + "/precious.xlsx"
    try "không phải sổ ghi".write(toFile: precious, atomically: true, encoding: .utf8)
    let outcome = try Program.run("validate", villages.path, "--resume", "--journal", precious)
    #expect(outcome.status == 64, "\(outcome.errors)")
    #expect(try text(precious) == "không phải sổ ghi")
  }
}
