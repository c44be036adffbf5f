import Foundation
import Tabular
import Testing

@testable import CSV

/// Public samples of CSV with what has to be read from them, and files made to harm.
@Suite struct CorpusTests {
  private static let corpus = ProcessInfo.processInfo.environment["NTM_CORPUS"]

  private static func rows(_ origin: DelimitedInput.Origin) throws -> [[String]] {
    var options = DelimitedInput.Options()
    // The samples are all comma separated; some are too small to show it.
    options.delimiter = [UInt8(ascii: ",")]
    var reader = try DelimitedInput(origin, options: options).reader()
    var rows: [[String]] = []
    while try reader.next() { rows.append(reader.texts) }
    return rows
  }

  private static func json(_ path: String) -> Any? {
    (try? Data(contentsOf: URL(fileURLWithPath: path))).flatMap {
      try? JSONSerialization.jsonObject(with: $0)
    }
  }

  private static func samples(_ name: String, prefix: String) throws -> [String] {
    let folder = (corpus ?? "") + "/" + name
    return try FileManager.default.contentsOfDirectory(atPath: folder)
      .filter { $0.hasPrefix(prefix) && $0.hasSuffix(".csv") }
      .map { folder + "/" + $0 }.sorted()
  }

  @Test(.enabled(if: corpus != nil))
  func `csv-spectrum is read as its JSON says`() throws {
    let paths = try Self.samples("csv-spectrum", prefix: "csvs__")
    #expect(paths.count == 9)
    for path in paths {
      let answer = path.replacingOccurrences(of: "csvs__", with: "json__").dropLast(3) + "json"
      let json = Self.json(String(answer))
      // One of them has a row alone, not in a list.
      var expected = try #require(
        json as? [[String: String]] ?? (json as? [String: String]).map { [$0] }
      )
      if path.hasSuffix("location_coordinates.csv") {
        // Its JSON has another telephone number than its CSV.
        expected[0]["Contact Phone Number"] = "2095257564"
      }
      let rows = try Self.rows(.file(path: path))
      let found = rows.dropFirst().map { row in
        Dictionary(zip(rows[0], row), uniquingKeysWith: { $1 })
      }
      #expect(found == expected, "\(path)")
    }
  }

  /// Where we read otherwise than csv-test-data, and why.
  private static let differences: [String: [[String]]] = [
    // Its JSON has the rows below the headings only; we give the headings as a row.
    "header-no-rows": [["foo", "bar", "baz"]]
  ]

  /// Samples that are no good CSV have no JSON: what we make of them.
  private static let bad: [String: [[String]]] = [
    "bad-missing-quote": [["foo", "bar", "baz"], ["1", "\"I forgot to close this one", "3"]],
    "bad-quotes-with-unescaped-quote": [
      ["foo", "bar", "baz"], ["1", "Hey, I missed \" it", "3"],
    ],
    "bad-unescaped-quote": [
      ["foo", "bar", "baz"], ["1", "This \"quotes\" must be escaped", "3"],
    ],
  ]

  @Test(.enabled(if: corpus != nil))
  func `csv-test-data is read as its JSON says`() throws {
    for path in try Self.samples("csv-test-data", prefix: "csv__") {
      let answer = path.replacingOccurrences(of: "/csv__", with: "/json__").dropLast(3) + "json"
      let name = String(path.split(separator: "/").last?.dropFirst(5).dropLast(4) ?? "")
      guard
        let expected = Self.differences[name] ?? Self.bad[name]
          ?? Self.json(String(answer)) as? [[String]]
      else { continue }
      #expect(try Self.rows(.file(path: path)) == expected, "\(name)")
    }
  }

  /// The same habits, made here.
  @Test(arguments: [
    ("foo,bar,baz\n1,\"I forgot to close this one,3\n", bad["bad-missing-quote"]),
    ("foo,bar,baz\n1,\"Hey, I missed \" it\",3\n", bad["bad-quotes-with-unescaped-quote"]),
    ("foo,bar,baz\n1,This \"quotes\" must be escaped,3\n", bad["bad-unescaped-quote"]),
    ("foo\n\n", [["foo"], [""]]), ("foo,bar\n", [["foo", "bar"]]),
    ("a, b ,c\n\"\",\" \",\"\"\n", [["a", " b ", "c"], ["", " ", ""]]),
    ("a,b\n1,\"{\"\"type\"\": \"\"x\"\"}\"\n", [["a", "b"], ["1", "{\"type\": \"x\"}"]]),
    ("a,b\n1,\"ha \n\"\"ha\"\" \nha\"\n", [["a", "b"], ["1", "ha \n\"ha\" \nha"]]),
    ("a,b,c\n1,2,3\n4,5,ʤ\n", [["a", "b", "c"], ["1", "2", "3"], ["4", "5", "ʤ"]]),
  ])
  func `habits of the samples are read`(text: String, expected: [[String]]?) throws {
    #expect(try Self.rows(.memory(Array(text.utf8))) == expected)
  }

  /// Reading again and again from each quote on would never end.
  @Test(arguments: [
    (String(repeating: "\"", count: 200_001), 1), (String(repeating: "\",", count: 100_000), 1),
    ("a,b\n4,\"" + String(repeating: "5,Thôn,1,1,\r\n", count: 20_000), 20_001),
    (String(repeating: "\"x\n", count: 50_000), 50_000),
    (String(repeating: "\"a\"b\n", count: 30_000), 30_000),
    (String(repeating: "\r\n", count: 100_000), 100_000),
  ])
  func `files made to harm are read to their end`(text: String, count: Int) throws {
    var limits = Limits()
    limits.columns = .max
    var reader = CSVReader(
      ByteSource(Array(text.utf8)),
      dialect: CSVDialect(),
      limits: limits
    )
    var rows = 0
    while try reader.next() { rows += 1 }
    #expect(rows == count)
  }
}
