import Foundation
import Testing

@Suite struct DefinitionTests {
  @Test func `the built-in definitions have no mistakes`() throws {
    let outcome = try Program.run("definitions", "check")
    #expect(outcome.status == 0, "\(outcome.output)")
  }

  private func province(_ name: String, _ file: String, _ text: String) throws -> TemporaryFolder {
    let folder = try TemporaryFolder()
    let path = folder.path + "/" + name
    try FileManager.default.createDirectory(atPath: path, withIntermediateDirectories: true)
    try text.write(toFile: path + "/" + file, atomically: true, encoding: .utf8)
    return folder
  }

  @Test func `a misspelt key is named with line, column and what was meant`() throws {
    let folder = try province(
      "criteria-sets/my-set",
      "criteria-set.yaml",
      """
      id: my-set
      title: {vi: "Bộ thử", en: "Test set"}
      level: commune
      base: vn-2024-211
      creteria: []
      """
    )
    let outcome = try Program.run("definitions", "check", folder.path, "--lang", "en")
    #expect(outcome.status == 4)
    #expect(outcome.output.contains("criteria-set.yaml:5:1"))
    #expect(outcome.output.contains("did you mean “criteria”?"))
  }

  @Test func `a weaker level than the base's is a mistake unless an article allows it`() throws {
    func text(_ allowed: String) -> String {
      """
      id: my-set
      title: {vi: "Bộ thử", en: "Test set"}
      level: commune
      base: vn-2024-211
      criteria:
        - number: "4"
          indicators:
            - code: "4.2"
              requirement:
                comparator: ">="
                all: 90
                confidence: verified
                sources: [X]
                \(allowed)
      """
    }
    let weaker = try province("criteria-sets/my-set", "criteria-set.yaml", text(""))
    let refused = try Program.run("definitions", "check", weaker.path, "--lang", "en")
    #expect(refused.status == 4)
    #expect(refused.output.contains("weaker"))
    let allowed = try province(
      "criteria-sets/my-set",
      "criteria-set.yaml",
      text("weaker-allowed-by: \"Điều 2\"")
    )
    #expect(try Program.run("definitions", "check", allowed.path).status == 0)
  }

  @Test(arguments: [
    ("base: nowhere\n", "nowhere"), ("base: my-set\n", "my-set → my-set"), ("title: [\n", "YAML"),
  ])
  func `a broken set ends an evaluation with status 4`(line: String, said: String) throws {
    let folder = try province(
      "criteria-sets/my-set",
      "criteria-set.yaml",
      "id: my-set\nlevel: commune\n" + line
    )
    let outcome = try Program.run(
      "evaluate",
      "fixtures/binh-luong",
      "--criteria",
      "my-set",
      "--unit",
      "xã",
      "--year",
      "2025",
      "--definitions",
      folder.path,
      "-o",
      folder.path + "/x.json",
      "--lang",
      "en"
    )
    #expect(outcome.status == 4)
    #expect(outcome.errors.contains(said), "\(outcome.errors)")
    #expect(!FileManager.default.fileExists(atPath: folder.path + "/x.json"))
  }

  @Test func `a missing set names those that exist`() throws {
    let outcome = try Program.run(
      "evaluate",
      "fixtures/binh-luong",
      "--criteria",
      "vn-2022-31",
      "--unit",
      "xã",
      "--year",
      "2025",
      "-o",
      "/tmp/never-written.json"
    )
    #expect(outcome.status == 4)
    #expect(outcome.errors.contains("vn-2022-318"))
  }

  @Test func `a set without indicators says so and judges nothing`() throws {
    let folder = try TemporaryFolder()
    let outcome = try Program.run(
      "evaluate",
      "fixtures/binh-luong",
      "--criteria",
      "vn-2025-51",
      "--unit",
      "xã",
      "--year",
      "2026",
      "-o",
      folder.path + "/x.json",
      "--lang",
      "en"
    )
    #expect(outcome.errors.contains("The indicators of this criterion are not known"))
    #expect(outcome.errors.contains("0 of 10 criteria met"))
  }

  @Test func `cells are printed as the contract has them`() throws {
    let outcome = try Program.run("cells", "fixtures/binh-luong/thon-lang-mai.xlsx")
    #expect(outcome.status == 0)
    let head = try #require(outcome.objects.first { $0["cell"] as? String == "A5" })
    #expect(head["value"] as? String == "Thôn: Làng Mài")
    #expect(head["type"] as? String == "text")
    #expect(head["sheet"] as? String == "Hộ")
  }
}
