import Foundation
import Testing

/// Every kind of mistake in a definition, with the line and column at which it is named.
@Suite struct DefinitionProblemTests {
  private func check(_ path: String, _ text: String) throws -> Program.Outcome {
    let folder = try TemporaryFolder()
    let file = folder.path + "/" + path
    try FileManager.default.createDirectory(
      atPath: (file as NSString).deletingLastPathComponent,
      withIntermediateDirectories: true
    )
    try text.write(toFile: file, atomically: true, encoding: .utf8)
    return try Program.run("definitions", "check", folder.path, "--lang", "en")
  }

  /// The mark ▸ stands before the character at which the mistake is named.
  private func expect(_ marked: String, in file: String, _ said: String) throws {
    let before = marked.prefix { $0 != "▸" }
    let line = before.split(separator: "\n", omittingEmptySubsequences: false).count
    let column = before.reversed().prefix { $0 != "\n" }.count + 1
    let outcome = try check(file, marked.replacing("▸", with: ""))
    #expect(outcome.status == 4, "\(marked)")
    let lines = outcome.output.split(separator: "\n").filter {
      $0.contains("\(file):\(line):\(column):") && $0.contains(said)
    }
    #expect(!lines.isEmpty, "\(line):\(column) \(said)\n\(outcome.output)")
  }

  private static let form = """
    id: test-form
    shape: list
    record: {vi: "hộ", en: "household"}
    fields:
      - {id: size, type: count, unit: người, minimum: 1, maximum: 50}
      - {id: male, type: count, unit: người}
      - {id: roads, type: amount, unit: km}
      - {id: power, type: mark}
      - {id: state, type: choice, choices: [{id: poor}, {id: none}]}
    rules:

    """

  @Test(arguments: [
    ("  - {code: sum-mismatch, check: ▸mael <= size, at: size}", "did you mean “male”"),
    ("  - {code: sum-mismatch, check: \"size <= ▸mael\", at: size}", "did you mean “male”"),
    ("  - {code: sum-mismatch, check: male <= ▸roads, at: size}", "does not fit “người”"),
    ("  - {code: sum-mismatch, check: \"male <= ▸\", at: size}", "ends too early"),
    ("  - {code: sum-mismatch, check: ▸size >= 1, at: size}", "always holds"),
    ("  - {code: sum-mismatch, check: ▸size > 50, at: size}", "can never hold"),
    ("  - {code: sum-mismatch, check: state == ▸por, at: size}", "choices: poor, none"),
    ("  - {code: sum-mismatch, check: ▸male + 1, at: size}", "a condition is needed"),
    ("  - {code: sum-mismatch, check: male ▸; 1, at: size}", "the sign “;”"),
    ("  - {code: sum-mismatch, check: ▸sume(male) > 1, at: size}", "use: count, sum"),
    ("  - {code: sum-mismatch, check: ▸count() > 1, at: size}", "over many records"),
    ("  - {code: sum-mismatch, check: male <= size, at: ▸siez}", "did you mean “size”"),
    ("  - {code: sum-mismatch, check: male <= size, at: size, severity: ▸note}", "only be raised"),
    (
      "  - {code: sum-mismatch, check: male <= size, at: size, severity: ▸grave}",
      "use one of: note, warning, error"
    ),
    ("  - ▸{code: my-own, check: male <= size, at: size}", "needs a message"),
    ("  - ▸{code: sum-mismatch, at: size}", "has exactly one check"),
    ("  - {code: sum-mismatch, ▸chek: male <= size, at: size}", "did you mean “check”"),
    ("  - {code: sum-mismatch, unique: [▸siz], at: size}", "did you mean “size”"),
    ("  - {code: sum-mismatch, together: ▸[size], at: size}", "names of fields"),
    ("  - {code: outlier, outlier: {value: ▸power}, at: size}", "gives a number"),
    (
      "  - {id: a, code: sum-mismatch, check: male <= size, at: size}\n  - ▸{id: a, code: sum-mismatch, check: male < size, at: size}",
      "used twice"
    ),
  ])
  func `a mistake in a rule is named at its place`(rule: String, said: String) throws {
    try expect(Self.form + rule, in: "forms/test-form/form.yaml", said)
  }

  @Test(arguments: [
    ("fields:\n  - ▸{id: a, type: amount}\n", "a figure without a unit"),
    ("extends: ▸household-surve\n", "did you mean “household-survey”"),
    ("▸filds: []\n", "did you mean “fields”"),
    ("fields:\n  - {id: a, ▸typ: text}\n", "did you mean “type”"),
    ("fields:\n  - {id: a, type: ▸coutn}\n", "use one of: text, count"),
    ("fields:\n  - {id: a}\n  - ▸{id: a}\n", "is used twice"),
    (
      "fields:\n  - {id: a, headers: [\"X\"]}\n  - {id: b, headers: [▸\"x\"]}\n",
      "belongs to “a” and to “b”"
    ),
    (
      "fields:\n  - ▸{id: a, type: choice, blank: non, choices: [{id: none}]}\n",
      "none of the choices"
    ),
    ("fields:\n  - {id: a, type: count, unit: ▸ngời}\n", "the nearest is người"),
    ("fields:\n  - ▸{id: a, type: count, minimum: 5, maximum: 1}\n", "5 is greater than 1"),
    ("fields:\n  - {id: a, type: count, typical: {▸form: 1, to: 5}}\n", "did you mean “from”"),
    ("fields:\n  - {id: size}\nduplicates: {key: [▸siez]}\n", "did you mean “size”"),
    ("fields:\n  - {id: size}\nneeds: [▸siez]\n", "did you mean “size”"),
    ("fields:\n  - {id: size}\nmembers: {fields: [▸siez]}\n", "did you mean “size”"),
    ("columns: ▸{value: [\"X\"], name: [\"Y\"]}\n", "shape: indicators only"),
  ])
  func `a mistake in a form is named at its place`(text: String, said: String) throws {
    try expect("id: test-form\nshape: list\n" + text, in: "forms/test-form/form.yaml", said)
  }

  private static func set(_ measure: String, unit: String = "%") -> String {
    """
    id: test-set
    title: {vi: "Bộ thử", en: "Test set"}
    level: commune
    criteria:
      - number: "1"
        indicators:
          - code: "1.1"
            text: {vi: "a", en: "a"}
            kind: percentage
            unit: "\(unit)"
            requirement: {comparator: ">=", all: 90, confidence: verified, sources: [X]}
            measure: \(measure)
    """
  }

  @Test(arguments: [
    (
      "{form: household-survey, value: share(▸clean_watre), scale: 100}", "%",
      "did you mean “clean_water”"
    ),
    (
      "{form: ▸household-surve, value: share(clean_water), scale: 100}", "%",
      "did you mean “household-survey”"
    ),
    (
      "{form: household-survey, value: sum(dwelling_area) / count(), scale: ▸100}", "%",
      "does not fit “%”"
    ),
    ("{form: household-survey, value: share(clean_water), scale: ▸1}", "%", "must be 100"),
    ("▸{form: household-survey, value: share(clean_water)}", "%", "must be 100"),
    ("{form: household-survey, value: ▸annual_income, scale: 100}", "%", "use sum(annual_income)"),
    (
      "{form: household-survey, value: sum(annual_income) / sum(household_size), scale: ▸1}",
      "triệu đồng/người/năm", "must be 0.001"
    ),
  ])
  func `a mistake in a formula is named at its place`(
    measure: String,
    unit: String,
    said: String
  ) throws {
    let file = "criteria-sets/test-set/criteria-set.yaml"
    try expect(Self.set(measure, unit: unit), in: file, said)
  }

  @Test(arguments: [
    ("base: ▸nowhere\n", "does not exist"),
    ("base: ▸vn-2024-212\n", "did you mean “vn-2024-211”"),
    ("base: ▸test-set\n", "goes in a circle"),
    ("valid: {from: ▸2025-13-01, to: null}\n", "is no day"),
    ("valid: {from: 2025-03-01, to: ▸2025-02-01}\n", "before it begins"),
    ("years: {from: ▸x, to: 2025}\n", "must be a number"),
    (
      "base: vn-2024-211\ncriteria:\n  - number: \"4\"\n    indicators:\n      - code: \"4.2\"\n        requirement: ▸{comparator: \">=\", all: 90, confidence: verified, sources: [X]}\n",
      "90 is weaker than the base's"
    ),
    (
      "base: vn-2024-211\ncriteria:\n  - number: \"4\"\n    indicators:\n      - code: \"4.2\"\n        requirement: ▸{comparator: \">=\", all: 99}\n",
      "source and confidence"
    ),
    (
      "base: vn-2024-211\ncriteria:\n  - number: \"4\"\n    indicators:\n      - code: \"4.2\"\n        requirement: {comparator: \">=\", regions: {▸bac-trung: 99}, confidence: verified, sources: [X]}\n",
      "there is no region"
    ),
    (
      "criteria:\n  - number: \"4\"\n    indicators:\n      - {code: \"4.2\", text: a}\n      - {code: ▸\"4.2\", text: b}\n",
      "used twice"
    ),
    ("expected-counts: ▸{criteria: 3, indicators: 2}\ncriteria: []\n", "the decision 3"),
  ])
  func `a mistake in a set is named at its place`(text: String, said: String) throws {
    let head = "id: test-set\ntitle: {vi: a, en: a}\nlevel: commune\n"
    try expect(head + text, in: "criteria-sets/test-set/criteria-set.yaml", said)
  }

  @Test func `a set in a folder of another name is named`() throws {
    let text = Self.set("{form: household-survey, value: share(clean_water), scale: 100}")
    try expect(
      text.replacing("id: test-set", with: "id: ▸other-set"),
      in: "criteria-sets/test-set/criteria-set.yaml",
      "is not the name of the folder “test-set”"
    )
  }

  @Test(arguments: [
    ("a,An,xã,thanh-hoaa,,,,memory,x", "did you mean “thanh-hoa”"),
    ("a,An,xã,thanh-hoa,2025-01-01,2024-01-01,,memory,x", "before it begins"),
    ("a,An,xã,thanh-hoa,1/7/2025,,,memory,x", "is no day"),
    ("a,An,xã,thanh-hoa,,,a,memory,x", "goes in a circle"),
    ("a,An,xã,thanh-hoa,,,,memory,", "“source” is missing"),
    ("a,An,xã,thanh-hoa,,,,memory,x\na,Bình,xã,thanh-hoa,,,,memory,x", "used twice"),
  ])
  func `a mistake in the list of units is named at its line`(row: String, said: String) throws {
    let head = "id,name,kind,parent,valid_from,valid_to,successor,confidence,source\n"
    let outcome = try check("administrative-units/communes.csv", head + row + "\n")
    #expect(outcome.status == 4)
    #expect(
      outcome.output.contains("communes.csv:\(row.contains("\n") ? 3 : 2):1"),
      "\(outcome.output)"
    )
    #expect(outcome.output.contains(said), "\(outcome.output)")
  }

  @Test func `every problem that the loader can report has its sentence`() throws {
    let catalogue = try String(
      contentsOfFile: Program.root + "/templates/messages/findings.yaml",
      encoding: .utf8
    )
    var codes: Set<Substring> = []
    for folder in ["Definitions", "Expressions"] {
      let root = Program.root + "/Sources/" + folder
      let files = FileManager.default.enumerator(atPath: root)?.compactMap { $0 as? String } ?? []
      for file in files where file.hasSuffix(".swift") {
        let source = try String(contentsOfFile: root + "/" + file, encoding: .utf8)
        for match in source.matches(of: /(?:report\(\s*|problem: )"([a-z-]+)"/) {
          codes.insert(match.output.1)
        }
      }
    }
    #expect(codes.count > 40)
    for code in codes.sorted() { #expect(catalogue.contains("      \(code): {message"), "\(code)") }
  }
}
