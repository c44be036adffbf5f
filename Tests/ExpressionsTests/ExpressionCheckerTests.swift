import Foundation
import Tabular
import Testing

@testable import Expressions

/// What is wrong in an expression before any record is read.
@Suite struct ExpressionCheckerTests {
  private let scope: ExpressionScope = {
    let people = Dimension("người")
    func count(_ greatest: Int32? = nil) -> ValueShape {
      ValueShape(
        .number,
        dimension: people,
        bounds: NumberBounds(least: .zero, greatest: greatest.map { ExactDecimal($0) })
      )
    }
    return ExpressionScope(
      fields: [
        "size": count(50), "male": count(), "female": count(),
        "income": ValueShape(.number, dimension: Dimension("đồng", factor: ExactDecimal(1000))),
        "million": ValueShape(
          .number,
          dimension: Dimension("đồng", factor: ExactDecimal(1_000_000))
        ),
        "length": ValueShape(.number, dimension: Dimension("m", factor: ExactDecimal(1000))),
        "electricity": ValueShape(.flag), "name": ValueShape(.text),
        "status": ValueShape(.choice(["poor", "near_poor", "none"])),
      ],
      record: Dimension("hộ"),
      isAggregate: false
    )
  }()

  private func problems(_ text: String) throws -> [String] {
    let expression = try ExpressionParser.parse(text)
    return ExpressionChecker.condition(expression, text: text, scope: scope).map {
      "\($0.problem) \($0.offset)"
    }
  }

  @Test(arguments: [
    ("male + female == size", []), ("size >= 1", []), ("income / 1000 <= million", []),
    ("electricity and not (status == poor)", []), ("status in [poor, none]", []),
    ("if status == poor then income < 20000", []), ("near(size, male + female)", []),
    ("male + femal == size", ["unknown-field 7"]), ("size <= income", ["unit-clash-inside 8"]),
    ("income <= million", ["unit-clash-inside 10"]), ("size + length > 3", ["unit-clash-inside 7"]),
    ("status == por", ["misspelt-choice 10"]), ("status in [poor, rich]", ["misspelt-choice 17"]),
    ("electricity + 1 > 0", ["not-a-figure 0"]), ("size", ["not-a-condition 0"]),
    ("size and electricity", ["not-a-condition 0"]), ("status < poor", ["kind-clash 9"]),
    ("count() > 3", ["aggregate-inside 0"]), ("name == 3", ["kind-clash 0"]),
    ("given(siz)", ["unknown-field 6"]), ("male <= size and male <= siz", ["unknown-field 25"]),
  ])
  func `names, kinds and units are checked at their place`(text: String, expected: [String]) throws
  {
    #expect(try problems(text) == expected, "\(text)")
  }

  private func formula(_ text: String) throws -> (unit: String?, problems: [String]) {
    var scope = self.scope
    scope.isAggregate = true
    let expression = try ExpressionParser.parse(text)
    let result = ExpressionChecker.formula(expression, text: text, scope: scope)
    return (result.dimension.map { "\($0)" }, result.problems.map(\.problem))
  }

  @Test(arguments: [
    ("count()", "hộ"), ("share(electricity)", "1"),
    ("sum(income) / sum(size)", "đồng/người (× 1000)"),
    ("sum(length where electricity) / sum(length)", "1"), ("sum(size) / count()", "người/hộ"),
    ("sum(income) / sum(size) / 1000", "đồng/người"),
  ])
  func `a formula has the unit of what it counts`(text: String, unit: String) throws {
    let result = try formula(text)
    #expect(result.problems.isEmpty)
    #expect(result.unit == unit)
  }

  @Test(arguments: [
    ("income", "field-outside-sum"), ("sum(count())", "aggregate-inside"),
    ("sum(electricity)", "not-a-figure"), ("sum(income) + sum(size)", "unit-clash-inside"),
    ("count(size)", "not-a-condition"),
  ])
  func `a formula counts and sums, and mixes no units`(text: String, problem: String) throws {
    #expect(try formula(text).problems == [problem])
  }

  @Test(arguments: [
    ("size <= 60", true, false), ("size > 60", false, true), ("size >= 0", true, false),
    ("male <= male", true, false), ("male < male", false, true), ("male <= size", true, true),
    ("income < 3 and income > 5", false, true), ("income < 5 or income > 3", true, false),
    ("not (income < 3 and income > 5)", true, false), ("size + male >= 0", true, false),
    ("size == 51", false, true), ("size != 51", true, false), ("-size > 1", false, true),
    ("if size > 60 then male == 0", true, false), ("income * 2 >= 0", true, true),
    ("electricity", true, true), ("3 < 2", false, true),
  ])
  func `conditions that hold always or never are known from the bounds`(
    text: String,
    canHold: Bool,
    canFail: Bool
  ) throws {
    let answers = ExpressionLint(scope).answers(try ExpressionParser.parse(text))
    #expect(answers.canHold == canHold, "\(text)")
    #expect(answers.canFail == canFail, "\(text)")
  }

  @Test func `the reference lists what the parser accepts, and the page shows the reference`()
    throws
  {
    let root = "/" + #filePath.split(separator: "/").dropLast(3).joined(separator: "/")
    let page = try String(contentsOfFile: root + "/templates/EXPRESSIONS.md", encoding: .utf8)
    for usage in ExpressionFunction.reference {
      #expect(throws: Never.self) { try ExpressionParser.parse(usage.example) }
      #expect(page.contains("| `\(usage.example)` | \(usage.meaning) |"), "\(usage.example)")
    }
    let rows = page.split(separator: "\n").filter { $0.hasPrefix("| `") }
    #expect(
      rows.prefix { !$0.contains("part-of") && !$0.contains("check:") }.count
        == ExpressionFunction.reference.count
    )
    let names = ExpressionFunction.reference.map(\.example).joined(separator: " ")
    for function in ExpressionFunction.allCases { #expect(names.contains(function.rawValue + "(")) }
  }
}
