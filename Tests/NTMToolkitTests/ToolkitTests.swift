import Foundation
import NTMToolkit
import Testing

/// The library as a program that builds on it uses it: public names only.
@Suite struct ToolkitTests {
  private let root = "/" + #filePath.split(separator: "/").dropLast(3).joined(separator: "/")

  // The examples of the README, as they stand there.

  private func incomes(_ path: String, _ templates: String) throws -> [String] {
    var lines: [String] = []
    func print(_ items: Any...) { lines.append(items.map { "\($0)" }.joined(separator: " ")) }

    let toolkit = try Toolkit(templates: templates)
    let result = toolkit.records(in: path)
    for record in result.records {
      if case .number(let income)? = record.fields["annual_income"] {
        print(record.cells["annual_income"] ?? "", income)  // J12 182500
      }
    }
    for problem in result.problems where problem.severity == .error { print(problem.message) }
    return lines
  }

  private func longRoads(_ path: String, _ templates: String) throws -> [String] {
    var lines: [String] = []
    func print(_ items: Any...) { lines.append(items.map { "\($0)" }.joined(separator: " ")) }

    let toolkit = try Toolkit(templates: templates)
    let roads = toolkit.read(RoadSegment.self, in: path)
    for road in roads.entries {
      guard let length = road.length, length.value > 5 else { continue }
      print(road.roadName?.value ?? "", length.value, length.sheet, length.cell, length.text ?? "")
    }
    for problem in roads.problems where problem.severity == .error { print(problem.message) }
    return lines
  }

  @Test func `the examples of the README do what they say`() throws {
    let lines = try incomes(root + "/fixtures/binh-luong/thon-lang-mai.xlsx", root + "/templates")
    #expect(lines.count > 100)
    #expect(
      lines.allSatisfy { $0.first?.isLetter == true && Double($0.split(separator: " ")[1]) != nil }
    )
    let roads = root + "/fixtures/forms/road-inventory/faulty.xlsx"
    #expect(try longRoads(roads, root + "/templates").contains { $0.contains("E7") })
    let readme = try String(contentsOfFile: root + "/README.md", encoding: .utf8)
    let own = try String(contentsOfFile: #filePath, encoding: .utf8)
    for (first, last) in [
      ("    for record in result.records {", "    for problem in result.problems"),
      ("    for road in roads.entries {", "    for problem in roads.problems"),
    ] {
      let start = try #require(own.range(of: first))
      let end = try #require(own.range(of: last, range: start.upperBound..<own.endIndex))
      for line in own[start.lowerBound..<end.upperBound].split(separator: "\n") {
        #expect(readme.contains(line.dropFirst(4)), "\(line)")
      }
    }
  }

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
