import Tabular
import Testing

/// Stored numbers as the digits that a person typed.
@Suite struct PlainNumberTests {
  @Test func `a number with few decimals is exactly its digits`() throws {
    var state: UInt64 = 7
    for _ in 0..<20_000 {
      state = state &* 6_364_136_223_846_793_005 &+ 1_442_695_040_888_963_407
      let places = Int(state >> 60) % 9
      let digits = Int64(state >> 20) % 1_000_000_000_000 - 300_000_000_000
      let wanted = try #require(ExactDecimal(significand: Int128(digits), exponent: -places))
      let stored = try #require(Double("\(wanted)"))
      #expect(PlainNumber.exact(stored) == wanted)
    }
  }

  @Test func `what arithmetic leaves behind is no digit of it`() throws {
    #expect(PlainNumber.text(0.1 + 0.2) == "0.3")
    #expect(PlainNumber.text(1.1 * 3) == "3.3")
    #expect(PlainNumber.text(-98.7) == "-98.7")
    #expect(PlainNumber.text(1e-7) == "0.0000001")
    #expect(PlainNumber.text(0.000_001) == "0.000001")
    #expect(PlainNumber.text(123_456_789.123_456) == "123456789.123456")
    #expect(PlainNumber.text(-0.0) == "0")
    #expect(PlainNumber.exact(.nan) == nil)
  }
}
