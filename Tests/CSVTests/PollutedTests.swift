import Foundation
import Tabular
import Testing

@testable import CSV

/// One table written in many polluted ways, by `fixtures/polluted/make_polluted.py`.
@Suite struct PollutedTests {
  static let folder =
    "/" + #filePath.split(separator: "/").dropLast(3).joined(separator: "/")
    + "/fixtures/polluted/sample"

  static let names: [String] = {
    let files = (try? FileManager.default.contentsOfDirectory(atPath: folder)) ?? []
    return files.filter { $0.hasSuffix(".csv") }.map { String($0.dropLast(4)) }.sorted()
  }()

  @Test func `the samples are there`() { #expect(Self.names.count == 18) }

  @Test(arguments: names)
  func `the dialect is found and every row read`(name: String) throws {
    let path = Self.folder + "/" + name
    let json = try Data(contentsOf: URL(fileURLWithPath: path + ".json"))
    let expected = try #require(JSONSerialization.jsonObject(with: json) as? [[String]])
    var reader = try DelimitedInput(.file(path: path + ".csv")).reader()
    var rows: [[String]] = []
    while try reader.next() {
      // Blanks before a quote belong to the field where the delimiter is a comma alone.
      let row = Self.trimmed(reader.texts)
      if !row.isEmpty { rows.append(row) }
    }
    #expect(rows == expected.map(Self.trimmed).filter { !$0.isEmpty })
  }

  private static func trimmed(_ row: [String]) -> [String] {
    var row = row.map { $0.replacingOccurrences(of: "\r\n", with: "\n") }
    while row.last == "" { row.removeLast() }
    return row
  }
}
