import Foundation
import Testing

/// Our SARIF against the parts of the OASIS schema (sarif-schema-2.1.0.json) that it uses.
@Suite struct SARIFTests {
  /// An object of the schema: what it must and may have, and what stands under it.
  private struct Shape {
    var required: [String] = []
    var texts: [String] = []
    var numbers: [String: Int] = [:]
    var flags: [String] = []
    var words: [String: [String]] = [:]
    var objects: [String: String] = [:]
    var lists: [String: String] = [:]
    /// Lists in which nothing stands twice.
    var sets: [String] = []
    /// Objects whose keys are free and whose values are texts.
    var maps: [String] = []

    var known: [String] {
      texts + numbers.keys + flags + words.keys + objects.keys + lists.keys + maps + ["properties"]
    }
  }

  private static let shapes: [String: Shape] = [
    "log": Shape(
      required: ["version", "runs"],
      texts: ["$schema"],
      words: ["version": ["2.1.0"]],
      lists: ["runs": "run"]
    ),
    "run": Shape(
      required: ["tool"],
      words: ["columnKind": ["utf16CodeUnits", "unicodeCodePoints"]],
      objects: ["tool": "tool"],
      lists: ["results": "result", "invocations": "invocation"]
    ),
    "tool": Shape(required: ["driver"], objects: ["driver": "component"]),
    "component": Shape(
      required: ["name"],
      texts: ["name", "version", "informationUri"],
      lists: ["rules": "rule"],
      sets: ["rules"]
    ),
    "rule": Shape(
      required: ["id"],
      texts: ["id", "name"],
      objects: ["shortDescription": "message", "fullDescription": "message", "help": "message"]
    ),
    "invocation": Shape(required: ["executionSuccessful"], flags: ["executionSuccessful"]),
    "message": Shape(required: ["text"], texts: ["text", "markdown"]),
    "result": Shape(
      required: ["message"],
      texts: ["ruleId"],
      numbers: ["ruleIndex": 0],
      words: [
        "level": ["none", "note", "warning", "error"],
        "baselineState": ["new", "unchanged", "updated", "absent"],
      ],
      objects: ["message": "message"],
      lists: [
        "locations": "location", "relatedLocations": "location", "suppressions": "suppression",
      ],
      sets: ["relatedLocations", "suppressions"],
      maps: ["partialFingerprints"]
    ),
    "location": Shape(
      objects: ["physicalLocation": "physical", "message": "message"],
      lists: ["logicalLocations": "logical"],
      sets: ["logicalLocations"]
    ),
    "physical": Shape(
      required: ["artifactLocation"],
      objects: ["artifactLocation": "artifact", "region": "region"]
    ),
    "artifact": Shape(required: ["uri"], texts: ["uri"]),
    "region": Shape(numbers: ["startLine": 1, "startColumn": 1]),
    "logical": Shape(texts: ["name", "fullyQualifiedName", "kind"]),
    "suppression": Shape(
      required: ["kind"],
      texts: ["justification"],
      words: [
        "kind": ["inSource", "external"], "status": ["accepted", "underReview", "rejected"],
      ]
    ),
  ]

  /// What in a value is not as its shape says, with the way to it.
  private func problems(_ value: Any?, as name: String, at path: String) -> [String] {
    guard let object = value as? [String: Any], let shape = Self.shapes[name] else {
      return ["\(path): no object"]
    }
    var found = shape.required.filter { object[$0] == nil }.map { "\(path): lacks \($0)" }
    found += object.keys.filter { !shape.known.contains($0) }.map { "\(path): unknown \($0)" }
    for key in shape.texts where object[key] != nil && !(object[key] is String) {
      found.append("\(path).\(key): no text")
    }
    for (key, least) in shape.numbers where object[key] != nil {
      if (object[key] as? Int ?? Int.min) < least { found.append("\(path).\(key): too small") }
    }
    for key in shape.flags where !(object[key] is Bool) { found.append("\(path).\(key): no flag") }
    for (key, words) in shape.words where object[key] != nil {
      if !words.contains(object[key] as? String ?? "") { found.append("\(path).\(key): no such") }
    }
    for key in shape.maps where object[key] != nil && !(object[key] is [String: String]) {
      found.append("\(path).\(key): not texts by texts")
    }
    for (key, inner) in shape.objects where object[key] != nil {
      found += problems(object[key], as: inner, at: "\(path).\(key)")
    }
    for (key, inner) in shape.lists where object[key] != nil {
      guard let items = object[key] as? [Any] else {
        found.append("\(path).\(key): no list")
        continue
      }
      for (index, item) in items.enumerated() {
        found += problems(item, as: inner, at: "\(path).\(key)[\(index)]")
      }
      if shape.sets.contains(key), Set(items.map { "\($0)" }).count < items.count {
        found.append("\(path).\(key): something twice")
      }
    }
    return found
  }

  private func log(_ arguments: String...) throws -> [String: Any] {
    let output = try Program.run(list: ["validate"] + arguments + ["--format", "sarif"]).output
    return try #require(
      JSONSerialization.jsonObject(with: Data(output.utf8)) as? [String: Any]
    )
  }

  @Test func `the report is SARIF 2_1_0, its places are files, sheets and cells`() throws {
    let log = try log("fixtures/binh-luong-faulty", "/none where, at all.xlsx")
    #expect(problems(log, as: "log", at: "log") == [])
    let run = try #require((log["runs"] as? [[String: Any]])?.first)
    let results = try #require(run["results"] as? [[String: Any]])
    let driver = (run["tool"] as? [String: Any])?["driver"] as? [String: Any]
    let rules = try #require(driver?["rules"] as? [[String: Any]])
    for result in results {
      let index = try #require(result["ruleIndex"] as? Int)
      #expect(rules[index]["id"] as? String == result["ruleId"] as? String)
      let places = try #require(result["locations"] as? [[String: Any]])
      let artifact =
        (places[0]["physicalLocation"] as? [String: Any])?["artifactLocation"] as? [String: Any]
      let uri = try #require(artifact?["uri"] as? String)
      #expect(!uri.contains(" ") && !uri.contains(","), "\(uri)")
    }
    let names = results.flatMap { ($0["locations"] as? [[String: Any]]) ?? [] }
      .flatMap { ($0["logicalLocations"] as? [[String: Any]]) ?? [] }
      .compactMap { $0["fullyQualifiedName"] as? String }
    #expect(names.contains("Hộ!L12"))
  }

  @Test func `the checker of the schema knows a mistake`() {
    let wrong: [String: Any] = [
      "version": "2.1.0",
      "runs": [["results": [["level": "bad", "message": ["text": 1], "extra": 1]]]],
    ]
    #expect(problems(wrong, as: "log", at: "log").count == 4)
  }

  @Test func `explained, new and fixed findings are SARIF too`() throws {
    let folder = try TemporaryFolder()
    let survey = folder.path + "/a.csv"
    let head = "TT,Họ và tên chủ hộ,Thôn,Số nhân khẩu,Thu nhập (1.000 đồng)\n"
    try (head + "1,Lê Văn An,Làng Mài,4,mười\n2,Vi Thị Bình,Làng Mài,-3,100\n")
      .write(toFile: survey, atomically: true, encoding: .utf8)
    _ = try Program.run("validate", survey, "--output", "json=\(folder.path)/old.json")
    try (head + "1,Lê Văn An,Làng Mài,4,mười\n2,Vi Thị Bình,Làng Mài,hai,100\n")
      .write(toFile: survey, atomically: true, encoding: .utf8)
    try """
    waivers:
      - {code: not-a-number, file: a.csv, cell: E2, reason: chưa khai, author: Thu, date: 2025-01-01, expires: 2025-12-31}

    """.write(toFile: folder.path + "/w.yaml", atomically: true, encoding: .utf8)
    let log = try log(
      survey,
      "--baseline",
      folder.path + "/old.json",
      "--waivers",
      folder.path + "/w.yaml",
      "--as-of",
      "2025-06-01"
    )
    #expect(problems(log, as: "log", at: "log") == [])
    let results = (log["runs"] as? [[String: Any]])?.first?["results"] as? [[String: Any]] ?? []
    let states = Set(results.compactMap { $0["baselineState"] as? String })
    #expect(states == ["new", "unchanged", "absent"])
    #expect(results.count { $0["suppressions"] != nil } == 1)
  }
}
