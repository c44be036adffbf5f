import Tabular
import Testing

@testable import Expressions

@Suite struct ExpressionFunctionTests {
  private func value(_ text: String, _ fields: [String: FieldValue] = [:]) throws -> ExpressionValue
  {
    RecordEvaluator(isField: { ["a", "b", "c"].contains($0) }, value: { fields[$0] })
      .evaluate(try ExpressionParser.parse(text))
  }

  private func decimal(_ significand: Int128, _ exponent: Int) throws -> ExactDecimal {
    try #require(ExactDecimal(significand: significand, exponent: exponent))
  }

  @Test(arguments: [
    ("abs(3 - 5) == 2", true), ("min(4, 2, 3) == 2", true), ("max(4, 2) == 4", true),
    ("round(2.345, 2) == 2.35", true), ("near(33.3, 100 / 3)", true),
    ("near(33.4, 100 / 3)", false),
    ("near(33, 100 / 3, 1)", false), ("near(33, 100 / 3)", true),
    ("if 1 < 2 then 3 == 3 else 3 == 4", true), ("if 1 > 2 then 3 == 4", true),
  ])
  func `functions give exact values`(text: String, expected: Bool) throws {
    #expect(try value(text) == .flag(expected), "\(text)")
  }

  @Test func `what is unknown stays unknown unless one side decides`() throws {
    #expect(try value("if a > 1 then b == 2") == .unknown)
    let known: [String: FieldValue] = ["b": .number(ExactDecimal(2))]
    #expect(try value("if a > 1 then b == 2", known) == .flag(true))
    #expect(try value("abs(a) > 1") == .unknown)
    #expect(try value("(if a > 1 then b else b) == 2", known) == .flag(true))
  }

  @Test func `a share is a fraction of two counts`() throws {
    let share = try ExpressionParser.parse("share(a where b)")
    #expect(share == (try ExpressionParser.parse("count(a and b) / count(b)")))
    #expect(try ExpressionParser.parse("sum(a where b)") == ExpressionParser.parse("sum(a, b)"))
    #expect(try ExpressionParser.parse("count(where b)") == ExpressionParser.parse("count(b)"))
  }

  @Test(arguments: ["near(1)", "abs(1, 2)", "if a", "count(a, b)", "share()", "if a then"])
  func `a wrong call is a mistake of the definition`(text: String) {
    #expect(throws: ExpressionError.self) { try ExpressionParser.parse(text) }
  }
}
