import BenchmarkCases
import Foundation
import NTMToolkit
import SpreadsheetML
import Tabular

/// Runs one case in this process; the last line is its result as JSON.
///
/// A case runs once, or as often as `--rounds` says; then the seconds are the median.
@main
enum Benchmark {
  static func main() throws {
    var arguments = Array(CommandLine.arguments.dropFirst())
    let rounds = Measurement.option("--rounds", of: &arguments) ?? 1
    let jobs =
      Measurement.option("--jobs", of: &arguments) ?? ProcessInfo.processInfo.activeProcessorCount
    guard let name = arguments.first else { return usage() }
    let rest = Array(arguments.dropFirst())
    switch name {
    case "read" where rest.count == 1:
      try Measurement.run(name, rest[0], rounds: rounds) { try read(rest[0], rows: Int.max) }
    case "read-rows" where rest.count == 2:
      guard let rows = Int(rest[1]) else { return usage() }
      try Measurement.run(name, rest[0], rounds: rounds) { try read(rest[0], rows: rows) }
    case "inflate" where rest.count == 1:
      try Measurement.run(name, rest[0], rounds: rounds) { try inflate(rest[0]) }
    case "read-grid" where rest.count == 1:
      try Measurement.run(name, rest[0], rounds: rounds) { try readGrid(rest[0]) }
    case "read-csv" where rest.count == 1 || rest == [rest[0], "slices"]:
      try Measurement.run(name, rest[0], rounds: rounds) { try CSVCases.slices(rest[0]) }
    case "read-csv" where rest.count == 2 && rest[1] == "columns":
      try Measurement.run(name, rest[0], rounds: rounds) { try CSVCases.columns(rest[0]) }
    case "read-csv" where rest.count == 2 && rest[1] == "grid":
      try Measurement.run(name, rest[0], rounds: rounds) { try CSVCases.grid(rest[0]) }
    case "write" where rest.count == 2 || rest.count == 3:
      guard let rows = Int(rest[0]), let columns = Int(rest.count == 3 ? rest[2] : "14") else {
        return usage()
      }
      try Measurement.run(name, rest[1], rounds: rounds) {
        try Households.write(rows: rows, columns: columns, to: rest[1])
      }
    case "fill" where rest.count == 3:
      try Measurement.run(name, rest[2], rounds: rounds) {
        try WriteCases.fill(rest[0], rest[1], to: rest[2])
      }
    case "validate" where !rest.isEmpty:
      try Measurement.run(name, rest[0], rounds: rounds) {
        try CheckCases.validate(rest, jobs: jobs)
      }
    case "rollup" where rest.count == 3:
      try Measurement.run(name, rest[0], rounds: rounds) {
        try CheckCases.rollup(rest[0], criteria: rest[1], region: rest[2], jobs: jobs)
      }
    default: usage()
    }
  }

  private static func usage() {
    let text = """
      ntm-benchmark read FILE | read-rows FILE ROWS | inflate FILE | read-grid FILE | read-csv FILE [slices|columns|grid] | validate PATH… \
      | rollup FOLDER CRITERIA REGION \
      | write ROWS OUT.xlsx [COLUMNS] | fill TEMPLATE DATA OUT.xlsx \
      [--rounds N] [--jobs N]

      """
    FileHandle.standardError.write(Data(text.utf8))
    exit(64)
  }

  /// The first rows of the first sheet one at a time: every cell typed, dates decided by format, texts
  /// resolved to their bytes.
  private static func read(_ file: String, rows limit: Int) throws -> Int {
    let workbook = try Workbook.open(path: file)
    var rows = try workbook.rows(sheetAt: 0)
    var (cells, count, bytes, sum) = (0, 0, 0, 0.0)
    while count < limit, try rows.next() {
      count += 1
      for cell in rows.row.cells {
        cells += 1
        switch cell.kind {
        case .number, .date: sum += cell.number
        default: bytes += rows.textLength(of: cell) ?? 0
        }
      }
    }
    // What was summed is used, so that no reading can be left out.
    return bytes >= 0 && !sum.isNaN ? cells : 0
  }

  /// The first sheet unpacked and its checksum found right, nothing of it read; answers its bytes.
  private static func inflate(_ file: String) throws -> Int {
    let archive = try Archive(path: file)
    var stream = try archive.open(archive.entry("xl/worksheets/sheet1.xml"))
    let buffer = UnsafeMutableBufferPointer<UInt8>.allocate(capacity: 128 << 10)
    defer { buffer.deallocate() }
    while try stream.read(into: buffer) > 0 {}
    return stream.inflatedBytes
  }

  /// Every cell of the first sheet in memory at once, as forms are read.
  private static func readGrid(_ file: String) throws -> Int {
    let workbook = try Workbook.open(path: file)
    return try workbook.readGrid(sheetAt: 0).cells.count
  }
}
