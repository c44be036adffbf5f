import Tabular
import Testing

struct SerialDateTests {
  @Test(arguments: [
    (0.0, "00:00:00"), (0.354166666666667, "08:30:00"), (1, "1900-01-01"), (59, "1900-02-28"),
    (61, "1900-03-01"), (45723, "2025-03-07"), (45723.3541666667, "2025-03-07T08:30:00"),
    (2_958_465, "9999-12-31"), (36_585, "2000-02-29"),
  ])
  func `the 1900 count is read with its false leap day`(serial: Double, text: String) {
    #expect(SerialDate.isoText(serial: serial, epoch: .year1900) == text)
  }

  @Test(arguments: [(1.0, "1904-01-02"), (44_261, "2025-03-07"), (0.5, "12:00:00")])
  func `the 1904 count starts four years later`(serial: Double, text: String) {
    #expect(SerialDate.isoText(serial: serial, epoch: .year1904) == text)
  }

  @Test(arguments: [-1.0, 60, 60.5, 2_958_466, .infinity, .nan])
  func `what is no day of the calendar has no text`(serial: Double) {
    #expect(SerialDate.isoText(serial: serial, epoch: .year1900) == nil)
  }
}
