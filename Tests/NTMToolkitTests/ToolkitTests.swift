import Foundation
import NTMToolkit
import Testing

/// The library as a program that builds on it uses it: public names only.
@Suite struct ToolkitTests {
  private let root = "/" + #filePath.split(separator: "/").dropLast(3).joined(separator: "/")

  @Test func `records carry exact values and their cells`() throws {
    let toolkit = try Toolkit(templates: root + "/templates")
    let result = toolkit.records(in: root + "/fixtures/binh-luong/thon-dong-lam.xlsx")
    #expect(result.records.count == 207)
    #expect(result.problems.allSatisfy { $0.severity == .note })
    let first = try #require(result.records.first)
    #expect(first.cells["annual_income"] == "K7")
    guard case .number(let income)? = first.fields["annual_income"] else {
      Issue.record("no income")
      return
    }
    #expect(income > 1000)
  }

  @Test func `problems are the same for any number of workers`() throws {
    let toolkit = try Toolkit(templates: root + "/templates")
    let folder = root + "/fixtures/binh-luong-faulty"
    let one = try toolkit.problems(in: [folder]).map { "\($0.code) \($0.file) \($0.range ?? "")" }
    let four = try toolkit.problems(in: [folder], jobs: 4).map {
      "\($0.code) \($0.file) \($0.range ?? "")"
    }
    #expect(one == four)
    #expect(one.count > 38)
  }

  @Test func `a folder without definitions is an error that says so`() {
    #expect(throws: Toolkit.DefinitionsError.self) { try Toolkit(templates: root + "/Sources") }
  }
}
