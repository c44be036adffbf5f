import CSV
import Definitions
import Foundation
import NTMToolkit
import Reporting
import SpreadsheetML
import Tabular

/// Runs one case once in this process; the last line is its result as JSON.
@main
enum Benchmark {
  static func main() throws {
    let arguments = Array(CommandLine.arguments.dropFirst())
    guard let name = arguments.first else { return usage() }
    let rest = Array(arguments.dropFirst())
    switch name {
    case "read" where rest.count == 1: try measure(name, rest[0]) { try read(rest[0]) }
    case "read-csv" where rest.count == 1: try measure(name, rest[0]) { try readCSV(rest[0]) }
    case "validate" where !rest.isEmpty: try measure(name, rest[0]) { try validate(rest) }
    default: usage()
    }
  }

  private static func usage() {
    FileHandle.standardError.write(
      Data("ntm-benchmark read FILE | read-csv FILE | validate PATH…\n".utf8)
    )
    exit(64)
  }

  private static func measure(_ name: String, _ file: String, _ body: () throws -> Int) throws {
    let clock = ContinuousClock()
    var cells = 0
    let time = try clock.measure { cells = try body() }
    let parts = time.components
    let seconds = Double(parts.seconds) + Double(parts.attoseconds) / 1e18
    let line = JSONText.object([
      ("case", .text(name)),
      ("file", .text(file)),
      ("seconds", .double((seconds * 1e6).rounded() / 1e6)),
      ("cells", .whole(cells)),
      ("peak_mib", .whole(peak())),
    ]).line
    print(line)
  }

  /// The most memory that the process held, in MiB.
  private static func peak() -> Int {
    let text = (try? String(contentsOfFile: "/proc/self/status", encoding: .utf8)) ?? ""
    let line = text.split(separator: "\n").first { $0.hasPrefix("VmHWM:") }
    let digits = line?.filter(\.isNumber) ?? ""
    return (Int(digits) ?? 0) / 1024
  }

  /// Every cell of the first sheet, typed, dates by format, texts resolved to an index and length.
  private static func read(_ file: String) throws -> Int {
    let workbook = try Workbook.open(path: file)
    let grid = try workbook.readGrid(sheetAt: 0)
    return grid.cells.count
  }

  private static func readCSV(_ file: String) throws -> Int {
    let bytes = [UInt8](try Data(contentsOf: URL(fileURLWithPath: file), options: .mappedIfSafe))
    return DelimitedFile.read(bytes, name: file)?.grid.cells.count ?? 0
  }

  private static func validate(_ paths: [String]) throws -> Int {
    guard let root = DefinitionStore.builtInRoot() else { return 0 }
    let importer = FileImporter(definitions: DefinitionStore(roots: [root]))
    return Batch.read(paths, with: importer, jobs: ProcessInfo.processInfo.activeProcessorCount)
      .files.reduce(0) { $0 + $1.recordCount }
  }
}
