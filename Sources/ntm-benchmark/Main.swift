import Foundation
import NTMToolkit
import Reporting
import SpreadsheetML
import Tabular

/// Runs one case in this process; the last line is its result as JSON.
///
/// A case runs once, or as often as `--rounds` says; then the seconds are the median.
@main
enum Benchmark {
  static func main() throws {
    var arguments = Array(CommandLine.arguments.dropFirst())
    var rounds = 1
    if let option = arguments.firstIndex(of: "--rounds"), option + 1 < arguments.count {
      rounds = max(1, Int(arguments[option + 1]) ?? 1)
      arguments.removeSubrange(option...(option + 1))
    }
    var jobs = ProcessInfo.processInfo.activeProcessorCount
    if let option = arguments.firstIndex(of: "--jobs"), option + 1 < arguments.count {
      jobs = max(1, Int(arguments[option + 1]) ?? jobs)
      arguments.removeSubrange(option...(option + 1))
    }
    guard let name = arguments.first else { return usage() }
    let rest = Array(arguments.dropFirst())
    switch name {
    case "read" where rest.count == 1:
      try measure(name, rest[0], rounds) { try read(rest[0], rows: Int.max) }
    case "read-rows" where rest.count == 2:
      guard let rows = Int(rest[1]) else { return usage() }
      try measure(name, rest[0], rounds) { try read(rest[0], rows: rows) }
    case "inflate" where rest.count == 1:
      try measure(name, rest[0], rounds) { try inflate(rest[0]) }
    case "read-grid" where rest.count == 1:
      try measure(name, rest[0], rounds) { try readGrid(rest[0]) }
    case "read-csv" where rest.count == 1 || rest == [rest[0], "slices"]:
      try measure(name, rest[0], rounds) { try CSVCases.slices(rest[0]) }
    case "read-csv" where rest.count == 2 && rest[1] == "columns":
      try measure(name, rest[0], rounds) { try CSVCases.columns(rest[0]) }
    case "read-csv" where rest.count == 2 && rest[1] == "grid":
      try measure(name, rest[0], rounds) { try CSVCases.grid(rest[0]) }
    case "write" where rest.count == 2 || rest.count == 3:
      guard let rows = Int(rest[0]), let columns = Int(rest.count == 3 ? rest[2] : "14") else {
        return usage()
      }
      try measure(name, rest[1], rounds) {
        try WriteCases.write(rows: rows, columns: columns, to: rest[1])
      }
    case "fill" where rest.count == 3:
      try measure(name, rest[2], rounds) { try WriteCases.fill(rest[0], rest[1], to: rest[2]) }
    case "validate" where !rest.isEmpty:
      try measure(name, rest[0], rounds) { try CheckCases.validate(rest, jobs: jobs) }
    case "rollup" where rest.count == 3:
      try measure(name, rest[0], rounds) {
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

  private static func measure(
    _ name: String,
    _ file: String,
    _ rounds: Int,
    _ body: () throws -> Int
  ) throws {
    let clock = ContinuousClock()
    var cells = 0
    var times: [Double] = []
    let start = processorSeconds()
    for _ in 0..<rounds {
      let parts = try clock.measure { cells = try body() }.components
      times.append(Double(parts.seconds) + Double(parts.attoseconds) / 1e18)
    }
    times.sort()
    let line = JSONText.object([
      ("case", .text(name)),
      ("file", .text(file)),
      ("seconds", .double((times[times.count / 2] * 1e6).rounded() / 1e6)),
      (
        "processor_seconds",
        .double(((processorSeconds() - start) / Double(rounds) * 1e6).rounded() / 1e6)
      ),
      ("cells", .whole(cells)),
      ("peak_mib", .whole(peak())),
    ])
    print(line.line)
  }

  /// The time that all threads of the process took of the processor; a busy machine does not change it.
  private static func processorSeconds() -> Double {
    var time = timespec()
    clock_gettime(CLOCK_PROCESS_CPUTIME_ID, &time)
    return Double(time.tv_sec) + Double(time.tv_nsec) / 1e9
  }

  /// The most memory the process held, in MiB.
  private static func peak() -> Int {
    let text = (try? String(contentsOfFile: "/proc/self/status", encoding: .utf8)) ?? ""
    let line = text.split(separator: "\n").first { $0.hasPrefix("VmHWM:") }
    let digits = line?.filter(\.isNumber) ?? ""
    return (Int(digits) ?? 0) / 1024
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
