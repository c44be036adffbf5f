import Tabular
import Testing

struct ExactDecimalTests {
  private func decimal(_ significand: Int128, _ exponent: Int) throws -> ExactDecimal {
    try #require(ExactDecimal(significand: significand, exponent: exponent))
  }

  @Test(arguments: [
    (Int128(987), -1, "98.7"), (-5, -3, "-0.005"), (1200, 0, "1200"), (12, 2, "1200"),
    (0, -4, "0"), (1_234_567_890_123_456_789, -9, "1234567890.123456789"),
  ])
  func `digits are written plainly`(significand: Int128, exponent: Int, text: String) throws {
    #expect(try decimal(significand, exponent).description == text)
  }

  @Test func `equal values are equal whatever digits they came from`() throws {
    #expect(try decimal(980, -1) == decimal(98, 0))
    #expect(try decimal(980, -1).hashValue == decimal(98, 0).hashValue)
  }

  @Test func `a tenth and two tenths are three tenths`() throws {
    #expect(try decimal(1, -1).adding(decimal(2, -1)) == decimal(3, -1))
    #expect(try decimal(3, -1).subtracting(decimal(1, -1)) == decimal(2, -1))
    #expect(try decimal(12, -1).multiplied(by: decimal(5, -1)) == decimal(6, -1))
  }

  @Test func `a share is rounded half away from zero only for show`() throws {
    let hundred = ExactDecimal(100)
    let share = try #require(ExactDecimal(1184).multiplied(by: hundred))
    #expect(share.divided(by: ExactDecimal(1200), places: 1)?.description == "98.7")
    #expect(try decimal(25, -2).rounded(places: 1)?.description == "0.3")
    #expect(try decimal(-25, -2).rounded(places: 1)?.description == "-0.3")
    #expect(try decimal(24, -2).rounded(places: 1)?.description == "0.2")
    #expect(ExactDecimal(1).divided(by: .zero, places: 1) == nil)
    #expect(ExactDecimal(-1).divided(by: ExactDecimal(3), places: 2)?.description == "-0.33")
  }

  @Test func `what does not fit is nil, never rounded`() throws {
    let large = try decimal(9_223_372_036_854_775_807, 0)
    #expect(large.adding(try decimal(2, 0)) == nil)
    #expect(large.multiplied(by: large) == nil)
    #expect(ExactDecimal(significand: 1, exponent: 101) == nil)
    #expect(try decimal(1, 100) > large)
    #expect(try decimal(-1, 100) < large)
    #expect(try decimal(1, -100) < decimal(1, 100))
    #expect(try decimal(-1, 100) < decimal(-1, -100))
    #expect(try decimal(5, 0).whole == 5)
    #expect(try decimal(55, -1).whole == nil)
  }
}
