import Tabular
import Testing

@testable import Expressions

@Suite struct ExpressionTests {
  private func value(_ text: String, _ fields: [String: FieldValue?]) throws -> ExpressionValue {
    let expression = try ExpressionParser.parse(text)
    return RecordEvaluator(isField: { fields.keys.contains($0) }, value: { fields[$0] ?? nil })
      .evaluate(expression)
  }

  @Test func `sums bind tighter than comparisons, and and than or`() throws {
    let fields: [String: FieldValue?] = [
      "male": .number(ExactDecimal(2)), "female": .number(ExactDecimal(3)),
      "size": .number(ExactDecimal(5)), "poor": .mark(false),
    ]
    #expect(try value("male + female == size", fields) == .flag(true))
    #expect(try value("male + female * 2 == size", fields) == .flag(false))
    #expect(try value("poor or size > 4 and not poor", fields) == .flag(true))
    #expect(try value("-male + size", fields) == .number(ExactDecimal(3)))
  }

  @Test func `a missing field is unknown unless the other side decides`() throws {
    let fields: [String: FieldValue?] = ["a": nil, "b": .mark(true)]
    #expect(try value("a", fields) == .unknown)
    #expect(try value("a and b", fields) == .unknown)
    #expect(try value("a or b", fields) == .flag(true))
    #expect(try value("a and not b", fields) == .flag(false))
    #expect(try value("given(a) or a == 3", fields) == .unknown)
  }

  @Test func `words compare with choices`() throws {
    let fields: [String: FieldValue?] = ["class": .choice("solid")]
    #expect(try value("class == solid", fields) == .flag(true))
    #expect(try value("class in [solid, semi_solid]", fields) == .flag(true))
    #expect(try value("class != temporary", fields) == .flag(true))
  }

  @Test(arguments: [
    ("a +", "expression-end", 3), ("a b", "expression-unexpected", 2),
    ("1.2.3", "expression-number", 0),
    ("a ? b", "expression-sign", 2), ("foo(a)", "expression-function", 0),
    ("(a", "expression-end", 2), ("sum()", "expression-function", 0),
  ])
  func `a wrong text names the place`(text: String, problem: String, offset: Int) {
    #expect {
      _ = try ExpressionParser.parse(text)
    } throws: { error in
      let error = error as? ExpressionError
      return error?.problem == problem && error?.offset == offset
    }
  }

  @Test func `deep nesting is refused, not a crash`() {
    let text = String(repeating: "(", count: 10_000) + "a" + String(repeating: ")", count: 10_000)
    #expect(throws: ExpressionError.self) { try ExpressionParser.parse(text) }
    let negated = String(repeating: "not ", count: 10_000) + "a"
    #expect(throws: ExpressionError.self) { try ExpressionParser.parse(negated) }
  }
}
