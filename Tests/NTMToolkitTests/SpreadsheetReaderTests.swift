import Foundation
import NTMToolkit
import Tabular
import Testing

/// Reading rows as a program that builds on the library does it: public names only.
@Suite struct SpreadsheetReaderTests {
  private let root = "/" + #filePath.split(separator: "/").dropLast(3).joined(separator: "/")

  /// The example of the README, as it stands there.
  private func heads(_ path: String) throws -> [String] {
    var lines: [String] = []
    func print(_ items: Any...) { lines.append(items.map { "\($0)" }.joined(separator: " ")) }

    let file = try SpreadsheetReader(path: path)
    let rows = try file.rows(ofSheet: "Hộ", columns: ["B", "L"])
    while let row = try rows.next() {
      guard let head = row.text(in: "B"), let income = row.number(in: "L") else { continue }
      print(row.number, head, income)
    }
    return lines
  }

  @Test func `the example of the README reads the heads and incomes that the records have`() throws
  {
    let path = root + "/fixtures/binh-luong/thon-lang-mai.xlsx"
    let lines = try heads(path)
    let records = try Toolkit(templates: root + "/templates").records(in: path).records.filter {
      $0.sheet == "Hộ" && $0.cells["annual_income"]?.hasPrefix("L") == true
    }
    #expect(records.count > 100)
    for record in records {
      guard case .text(let head)? = record.fields["household_head"],
        case .number(let income)? = record.fields["annual_income"]
      else { continue }
      #expect(lines.contains("\(record.row) \(head) \(Double("\(income)") ?? 0)"), "\(record.row)")
    }
    // The same lines, so that the example cannot go stale.
    let readme = try String(contentsOfFile: root + "/README.md", encoding: .utf8)
    let own = try String(contentsOfFile: #filePath, encoding: .utf8)
    let start = try #require(own.range(of: "    let rows = try file.rows"))
    let end = try #require(own.range(of: "    return lines"))
    let example = own[start.lowerBound..<end.lowerBound].split(separator: "\n").map {
      $0.dropFirst(4)
    }
    for line in example { #expect(readme.contains(line), "\(line)") }
  }

  @Test func `a CSV file is read alike`() throws {
    let file = try SpreadsheetReader(path: root + "/fixtures/binh-luong/thon-quang-trung.csv")
    #expect(file.kind == "csv")
    #expect(file.sheets.map(\.name) == ["thon-quang-trung"])
    let rows = try file.rows(columns: ["A"])
    let first = try #require(try rows.next())
    #expect(first.cells.map(\.column) == ["A"])
    while try rows.next() != nil {}
    #expect(rows.merges == [])
  }

  @Test func `values are typed, formulas come where they are asked for`() throws {
    let file = try SpreadsheetReader(path: root + "/fixtures/reading/formulas.xlsx")
    let plain = try file.rows()
    let first = try #require(try plain.next())
    #expect(first["A"] == .number(5))
    #expect(first["C"] == .missingResult)
    #expect(first["XFD"] == nil)
    #expect(first.cells.allSatisfy { $0.formula == nil })
    let formulas = try file.rows(formulas: true)
    _ = try formulas.next()
    let second = try #require(try formulas.next())
    #expect(second.cell(in: "B")?.formula == "A2*2")
    let third = try #require(try formulas.next())
    #expect(third["C"] == .error("#DIV/0!"))
    #expect(third["D"] == .boolean(true))
    #expect(third.number(in: "C") == nil)
  }

  @Test func `dates, hidden rows, merges and rows out of order are told`() throws {
    let plain = try SpreadsheetReader(path: root + "/fixtures/reading/plain-rows.xlsx").rows()
    #expect(try plain.next()?["D"] == .date("2023-03-16"))
    let around = try SpreadsheetReader(
      path: root + "/fixtures/reading/filter-and-merges-after-rows.xlsx"
    ).rows()
    #expect(try around.next()?.isHidden == false)
    #expect(around.merges == nil)
    #expect(around.isCovered("B1") == nil)
    #expect(try around.next()?.isHidden == true)
    while try around.next() != nil {}
    #expect(around.merges == ["A1:B1", "C1:C3"])
    // B1 shows nothing of its own, whatever it still holds.
    #expect(around.anchor(of: "B1") == "A1" && around.isCovered("B1") == true)
    #expect(around.anchor(of: "$C$3") == "C1" && around.isCovered("A1") == false)
    #expect(around.anchor(of: "D9") == "D9" && around.isCovered("D9") == false)
    #expect(around.anchor(of: "so") == nil)
    let odd = try SpreadsheetReader(path: root + "/fixtures/reading/rows-out-of-order.xlsx").rows()
    var numbers: [Int] = []
    while let row = try odd.next() { numbers.append(row.isOutOfOrder ? -row.number : row.number) }
    #expect(numbers == [2, 5, -3, -5, 7])
  }

  @Test func `the numbers of a column come without texts, and what is no number is named`() throws {
    let file = try SpreadsheetReader(path: root + "/fixtures/reading/plain-rows.xlsx")
    let numbers = try file.numbers(inColumn: "B")
    #expect(numbers.values.count == 40)
    #expect(numbers[3] == 30)
    #expect(numbers.decimal(inRow: 3)?.description == "30")
    #expect(numbers[41] == nil && numbers[0] == nil)
    #expect(numbers.otherRows.isEmpty)
    let texts = try file.numbers(inColumn: "A", ofSheet: "Hộ")
    #expect(texts.values.allSatisfy { $0 == nil })
    #expect(texts.otherRows == Array(1...40))
    // Of two cells at one address the later counts; rows may come in any order.
    let odd = try SpreadsheetReader(path: root + "/fixtures/reading/rows-out-of-order.xlsx")
    #expect(try odd.numbers(inColumn: "A").values == [nil, 2, nil, nil, 55, nil, 7])
    #expect(try odd.numbers(inColumn: "A").otherRows == [3])
    #expect(throws: ReadingError.self) { try file.numbers(inColumn: "4") }
  }

  @Test func `cells that no program should have written so are told`() throws {
    let file = try SpreadsheetReader(
      path: root + "/fixtures/compatibility/D10-one-cell-with-two-values.xlsx"
    )
    let rows = try file.rows()
    while try rows.next() != nil {}
    #expect(rows.doubts.map { "\($0.code) \($0.address ?? "")" } == ["cell-twice A1"])
  }

  @Test func `what cannot be read says why`() throws {
    func code(_ body: () throws -> Void) -> String {
      do {
        try body()
        return "none"
      } catch let error as ReadingError {
        return "\(error)"
      } catch {
        return "other"
      }
    }
    let folder = root + "/fixtures/"
    #expect(
      code { _ = try SpreadsheetReader(path: folder + "kinds/excel-97.data") }
        == "excel-97.data: legacy-binary-format (xls)"
    )
    #expect(
      code { _ = try SpreadsheetReader(path: folder + "none.xlsx") }
        == "none.xlsx: unreadable-file (not-found)"
    )
    #expect(
      code { _ = try SpreadsheetReader(path: folder + "none.xlsx", limits: ["cell": 1]) }
        == "none.xlsx: no-such-limit (cell=1)"
    )
    let file = try SpreadsheetReader(path: folder + "reading/plain-rows.xlsx", limits: ["cells": 9])
    #expect(code { _ = try file.rows(ofSheet: "x") } == "plain-rows.xlsx: no-such-sheet (x)")
    #expect(code { _ = try file.rows(columns: ["1"]) } == "plain-rows.xlsx: no-such-column (1)")
    #expect(
      code {
        let rows = try file.rows()
        while try rows.next() != nil {}
      } == "plain-rows.xlsx: limit-exceeded (cells)"
    )
    let toolkit = try Toolkit(templates: root + "/templates")
    do {
      let rows = try file.rows()
      while try rows.next() != nil {}
    } catch {
      #expect(toolkit.problem(of: error)?.message == "Một trang tính có hơn 9 ô.")
    }
  }

  @Test func `the limits of the README are those there are`() throws {
    let readme = try String(contentsOfFile: root + "/README.md", encoding: .utf8)
    for name in Limits.Name.allCases.map(\.rawValue) {
      #expect(readme.contains("| `\(name)` |"), "\(name)")
      // A name that the reader does not know would be refused as such, not for the missing file.
      let error = #expect(throws: ReadingError.self) {
        try SpreadsheetReader(path: "none.xlsx", limits: [name: 5])
      }
      #expect(error?.code == "unreadable-file", "\(name)")
    }
  }
}
