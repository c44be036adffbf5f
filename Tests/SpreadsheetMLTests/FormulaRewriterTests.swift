import Testing

@testable import SpreadsheetML

/// Template rows 1-3, row 4 three times, then the rest: everything below moves down by two.
struct FormulaRewriterTests {
  private let rewriter = FormulaRewriter(
    sheet: "Danh sách",
    layout: RowLayout(templateRows: [0, 1, 2, 3, 3, 3, 4, 5], blocks: [3...3])
  )

  @Test(arguments: [
    ("D5", "D7"), ("SUM(C4:C4)", "SUM(C4:C6)"), ("SUM($C$4:$C$4)*A1", "SUM($C$4:$C$6)*A1"),
    ("'Danh sách'!D5", "'Danh sách'!D7"), ("Khác!D5", "Khác!D5"), ("\"D5\"&D5", "\"D5\"&D7"),
    ("LOG10(D5)", "LOG10(D7)"), ("SUM(5:5)", "SUM(7:7)"), ("SUM(C:C)", "SUM(C:C)"),
    ("5+D6", "5+D8"),
    ("D100", "D102"), ("SUM('Danh sách'!B4:B5)", "SUM('Danh sách'!B4:B7)"),
  ])
  func `references on the sheet that moves are moved`(formula: String, moved: String) throws {
    #expect(try rewriter.rewrite(formula, owner: "Danh sách") == moved)
  }

  @Test(arguments: [
    ("D5", "D5"), ("'Danh sách'!D5", "'Danh sách'!D7"),
    ("SUM('Danh sách'!B4:B4)", "SUM('Danh sách'!B4:B6)"),
  ])
  func `from another sheet only what names the sheet moves`(formula: String, moved: String) throws {
    #expect(try rewriter.rewrite(formula, owner: "Tổng") == moved)
  }

  @Test func `inside a repeated block a reference stays in its own copy`() throws {
    #expect(try rewriter.rewrite("D4/C4", owner: "Danh sách", row: (3, 5)) == "D6/C6")
  }

  @Test(arguments: ["Bảng[Cột]", "SUM('A:B'!C1)"])
  func `what cannot be moved with certainty is refused`(formula: String) {
    #expect(throws: FormulaRewriter.Obstacle.self) {
      try rewriter.rewrite(formula, owner: "Danh sách")
    }
  }
}
