import Tabular
import Testing

struct CellReferenceTests {
  @Test(arguments: [
    ("A1", 0, 0), ("Z9", 8, 25), ("AA10", 9, 26), ("XFD1048576", 1_048_575, 16_383),
  ])
  func `A1 notation reads and writes the same address`(text: String, row: Int, column: Int) {
    let reference = CellReference(a1: text)
    #expect(reference == CellReference(row: row, column: column))
    #expect(reference?.description == text)
  }

  @Test(arguments: ["", "A", "1", "A0", "XFE1", "A1048577", "1A", "A1B", "AAAA1", "Ａ1", "A-1"])
  func `what is no address is refused`(text: String) {
    #expect(CellReference(a1: text) == nil)
  }

  @Test func `a range puts its corners in order`() {
    #expect(CellRange(a1: "C4:A1")?.description == "A1:C4")
    #expect(CellRange(a1: "B2:B2")?.description == "B2")
    #expect(CellRange(a1: "A1:") == nil)
  }
}
