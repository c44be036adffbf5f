import Testing

@testable import SpreadsheetML

struct FormulaShiftTests {
  @Test(arguments: [
    ("A1+B$2", "B4+C$2"), ("SUM($A1:A10)", "SUM($A4:B13)"), ("\"A1\"&A1", "\"A1\"&B4"),
    ("LOG10(A1)", "LOG10(B4)"), ("'Sheet A1'!A1", "'Sheet A1'!B4"), ("Q1!A1", "Q1!B4"),
    ("$A$1", "$A$1"), ("SUM(B:B)", "SUM(C:C)"), ("SUM(5:$6)", "SUM(8:$6)"),
    ("Bảng[A1]", "Bảng[A1]"),
  ])
  func `relative references move, names, texts and sheets stay`(formula: String, moved: String) {
    #expect(FormulaShift.move(formula, rows: 3, columns: 1) == moved)
  }

  @Test func `a reference that leaves the sheet is an error`() {
    #expect(FormulaShift.move("A1", rows: -1, columns: 0) == "#REF!")
  }
}
