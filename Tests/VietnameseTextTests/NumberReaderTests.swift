import Tabular
import Testing
import VietnameseText

struct NumberReaderTests {
  private func described(_ reading: NumberReading) -> String {
    switch reading {
    case .certain(let value, let mark): "\(value)\(mark.map { $0 == .comma ? " ," : " ." } ?? "")"
    case .ambiguous(let withComma, let withPoint): "\(withComma) or \(withPoint)"
    case .notANumber: "no"
    }
  }

  @Test(arguments: [
    ("4", "4"), ("-5", "-5"), ("−5", "-5"), ("+7", "7"), (" 12\u{A0}", "12"), ("007", "7"),
    ("98,7", "98.7 ,"), ("98.7", "98.7 ."), ("0,25", "0.25 ,"), ("0.125", "0.125 ."),
    ("0,125", "0.125 ,"), ("1.234,5", "1234.5 ,"), ("1,234.5", "1234.5 ."),
    ("1.234.567", "1234567 ,"), ("1,234,567", "1234567 ."), ("1.234.567,89", "1234567.89 ,"),
    ("1 234 567", "1234567"), ("1 234,5", "1234.5 ,"), ("1 234,567", "1234.567 ,"),
    ("1234,567", "1234.567 ,"), ("12345.678", "12345.678 ."),
  ])
  func `a number with one meaning is read exactly`(text: String, expected: String) {
    #expect(described(NumberReader.read(text)) == expected)
  }

  @Test(arguments: [
    ("1.234", "1234 or 1.234"), ("17,211", "17.211 or 17211"), ("-3.519", "-3519 or -3.519"),
  ])
  func `a number with two meanings is left open`(text: String, expected: String) {
    #expect(described(NumberReader.read(text)) == expected)
  }

  @Test(arguments: [
    "", " ", "-", "--5", "12abc", "abc", "1.2.3", "1,23,456", "1.234,567.8", "1..2", ".5", "5.",
    "1.234,5,6", "1 2", "12 34", "1e5", "٣", "１２", "98,7%", "01.234.567", "1234567890123456789",
  ])
  func `what is no number as a whole is refused`(text: String) {
    #expect(NumberReader.read(text) == .notANumber)
  }

  @Test func `a decided mark settles what is open and refuses what contradicts it`() {
    #expect(NumberReader.read("1.234").value(mark: .comma) == ExactDecimal(1234))
    #expect(NumberReader.read("1.234").value(mark: .point)?.description == "1.234")
    #expect(NumberReader.read("98.7").value(mark: .comma) == nil)
    #expect(NumberReader.read("12").value(mark: .comma) == ExactDecimal(12))
  }
}
