import Tabular
import Testing

@testable import VietnameseText

@Suite struct DateReaderTests {
  private func date(_ iso: String) throws -> CalendarDate { try #require(CalendarDate(iso: iso)) }

  @Test(arguments: [
    ("25/12/2024", "2024-12-25", DateOrder?.some(.dayFirst)),
    ("12/25/2024", "2024-12-25", .monthFirst),
    ("2024-12-5", "2024-12-05", nil), (" 25.12.2024\u{A0}", "2024-12-25", .dayFirst),
    ("29-02-2024", "2024-02-29", .dayFirst), ("7/7/2025", "2025-07-07", nil),
  ])
  func `a date with one meaning is read`(text: String, iso: String, order: DateOrder?) throws {
    #expect(DateReader.read(text) == .certain(try date(iso), order: order))
  }

  @Test func `a date with two meanings gives both`() throws {
    let reading = DateReader.read("3/7/2025")
    #expect(
      reading
        == .ambiguous(dayFirst: try date("2025-07-03"), monthFirst: try date("2025-03-07"))
    )
    #expect(reading.date(order: .monthFirst) == (try date("2025-03-07")))
  }

  @Test(arguments: [
    "", "25/12/24", "29/02/2025", "31/4/2025", "25/13/2025", "1/2", "1/2/3/2025", "1/2.2025",
    "a/b/2025",
    "2025", "12.345.678", "٣/٧/2025", "1//2025", "001/2/2025",
  ])
  func `what is no whole date, or no day, is none`(text: String) {
    #expect(DateReader.read(text) == .notADate)
  }

  @Test(arguments: [
    ("1900-03-01", 61), ("2025-03-07", 45_723), ("9999-12-31", 2_958_465), ("2000-02-29", 36_585),
  ])
  func `the day count of a date reads back as the date`(iso: String, serial: Int) throws {
    #expect(try date(iso).serial == serial)
    #expect(SerialDate.isoText(serial: Double(serial), epoch: .year1900) == iso)
  }

  @Test func `days before March 1900 have no day count that programs agree on`() throws {
    #expect(try date("1900-02-28").serial == nil)
    #expect(try date("1904-01-02").serial(in: .year1904) == 1)
    #expect(try date("2025-03-07").serial(in: .year1904) == 44_261)
    #expect(try date("1904-01-01").serial(in: .year1904) == nil)
  }
}
