import Testing

@testable import SpreadsheetML

/// Template rows 1-3, row 4 three times, then the rest: everything below moves down by two.
struct FormulaRewriterTests {
  private let rewriter = FormulaRewriter(
    layouts: [
      "Danh sách": LineLayout(
        sources: [0, 1, 2, 3, 3, 3, 4, 5],
        covering: 6,
        instances: (3...5).map { LineLayout.Instance(block: 3...3, result: $0..<($0 + 1)) }
      )
    ],
    sheets: ["Danh sách", "Giữa", "Tổng"]
  )

  @Test(arguments: [
    ("D5", "D7"), ("SUM(C4:C4)", "SUM(C4:C6)"), ("SUM($C$4:$C$4)*A1", "SUM($C$4:$C$6)*A1"),
    ("'Danh sách'!D5", "'Danh sách'!D7"), ("Khác!D5", "Khác!D5"), ("\"D5\"&D5", "\"D5\"&D7"),
    ("LOG10(D5)", "LOG10(D7)"), ("SUM(5:5)", "SUM(7:7)"), ("SUM(C:C)", "SUM(C:C)"),
    ("5+D6", "5+D8"), ("D100", "D102"), ("SUM('Danh sách'!B4:B5)", "SUM('Danh sách'!B4:B7)"),
    ("'DANH SÁCH'!D5", "'DANH SÁCH'!D7"), ("SUM(C6:C5)", "SUM(C8:C7)"), ("A1#+@D5", "A1#+@D7"),
    ("#REF!+D5", "#REF!+D7"), ("'Danh sách'!#REF!", "'Danh sách'!#REF!"), ("1E5+D5", "1E5+D7"),
    ("Bảng[[#Totals],[D5]]+D5", "Bảng[[#Totals],[D5]]+D7"), ("[@D5]*D5", "[@D5]*D7"),
    ("[1]Danh!D5+D5", "[1]Danh!D5+D7"), ("'[1]Danh sách'!D5", "'[1]Danh sách'!D5"),
    ("D5:INDEX(D1:D6,2)", "D7:INDEX(D1:D8,2)"), ("{1,5;5,1}*D5", "{1,5;5,1}*D7"),
    ("IF(D5>5,\"it's D5\",'Danh sách'!D5)", "IF(D7>5,\"it's D5\",'Danh sách'!D7)"),
    ("SUM(A1:XFD1048576)", "SUM(A1:XFD1048576)"), ("SUM(A5:A1048576)", "SUM(A7:A1048576)"),
    ("SUM('Danh sách:Tổng'!D1)", "SUM('Danh sách:Tổng'!D1)"), ("DEC2BIN(D5)", "DEC2BIN(D7)"),
    ("SUM(Giữa:Tổng!D5)", "SUM(Giữa:Tổng!D5)"), ("thu_nhap*2", "thu_nhap*2"),
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

  @Test(arguments: [
    ("D4/C4", "D6/C6"), ("SUM(C$4:C4)", "SUM(C$6:C6)"), ("SUM(C$3:C4)", "SUM(C$3:C6)"),
    ("D4/D5", "D6/D7"), ("C4-'Danh sách'!C4", "C6-'Danh sách'!C6"),
  ])
  func `inside a repeated block a reference stays in its own copy`(formula: String, moved: String)
    throws
  {
    let standpoint = FormulaRewriter.Standpoint(source: 3, result: 5)
    #expect(try rewriter.rewrite(formula, owner: "Danh sách", at: standpoint) == moved)
  }

  @Test(arguments: ["SUM('Danh sách:Tổng'!C5)", "SUM(D4)", "'Danh sách'!D4*2", "SUM(A:Z!D5)"])
  func `what cannot be moved with certainty is refused`(formula: String) {
    #expect(throws: FormulaRewriter.Obstacle.self) {
      try rewriter.rewrite(formula, owner: "Danh sách")
    }
  }

  @Test func `a total inside a village counts that village's households only`() throws {
    // Villages of rows 2-4 with households in row 3: two of one and of two households.
    let layout = LineLayout(
      sources: [0, 1, 2, 3, 1, 2, 2, 3, 4],
      covering: 5,
      instances: [
        LineLayout.Instance(block: 1...3, result: 1..<4),
        LineLayout.Instance(block: 2...2, result: 2..<3),
        LineLayout.Instance(block: 1...3, result: 4..<8),
        LineLayout.Instance(block: 2...2, result: 5..<6),
        LineLayout.Instance(block: 2...2, result: 6..<7),
      ]
    )
    let rewriter = FormulaRewriter(layouts: ["Xã": layout])
    func total(_ result: Int) throws -> String {
      let standpoint = FormulaRewriter.Standpoint(source: 3, result: result)
      return try rewriter.rewrite("SUM(C3:C3)", owner: "Xã", at: standpoint)
    }
    #expect(try total(3) == "SUM(C3:C3)")
    #expect(try total(7) == "SUM(C6:C7)")
    #expect(try rewriter.rewrite("SUM(C2:C4)/2", owner: "Xã") == "SUM(C2:C8)/2")
    let household = FormulaRewriter.Standpoint(source: 2, result: 6)
    #expect(try rewriter.rewrite("C3/C4", owner: "Xã", at: household) == "C7/C8")
  }

  @Test(arguments: [
    ("A1:D1", "A1:F1"), ("$C$4", "$E$4"), ("B:C", "B:E"), ("C:D", "E:F"), ("4:4", "4:4"),
  ])
  func `columns move by the same rules`(formula: String, moved: String) throws {
    let rewriter = FormulaRewriter(
      layouts: ["A": .inserting(2, before: 2, axis: .columns)],
      sheets: ["A"]
    )
    #expect(try rewriter.rewrite(formula, owner: "A") == moved)
  }

  @Test(arguments: [
    // Rows 5-9 are the rule's; it reads the row below each of them.
    ("C6", "C6"), ("C$6", "C$9"), ("$C$20", "$C$23"), ("C5", "C5"), ("C30", "C30"),
  ])
  func `a rule for several rows keeps its distance where the rows are cut`(
    formula: String,
    moved: String
  ) throws {
    let rewriter = FormulaRewriter(layouts: ["A": .inserting(3, before: 5, axis: .rows)])
    let standpoint = FormulaRewriter.Standpoint(source: 4, result: 4, sweep: 4)
    #expect(try rewriter.rewrite(formula, owner: "A", at: standpoint) == moved)
  }
}
