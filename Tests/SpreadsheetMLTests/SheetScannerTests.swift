import Foundation
import Tabular
import Testing

@testable import SpreadsheetML

/// Holds the byte scanner and the libxml2 reader together.
@Suite struct SheetScannerTests {
  static let root = "/" + #filePath.split(separator: "/").dropLast(3).joined(separator: "/")

  /// The workbooks below a folder, in a stable order.
  static func workbooks(_ folder: String) -> [String] {
    let names = FileManager.default.enumerator(atPath: folder)?.compactMap { $0 as? String } ?? []
    return names.filter { $0.hasSuffix(".xlsx") || $0.hasSuffix(".xlsm") }.sorted().map {
      folder + "/" + $0
    }
  }

  private func grid(
    _ path: String,
    _ sheet: Int,
    _ way: Workbook.ReadingPath,
    chunk: Int
  ) -> Result<Grid, XMLError> {
    do throws(XMLError) {
      return .success(
        try Workbook.open(path: path).readGrid(sheetAt: sheet, path: way, chunk: chunk)
      )
    } catch {
      return .failure(error)
    }
  }

  private func compare(_ path: String, chunk: Int) {
    guard let workbook = try? Workbook.open(path: path) else { return }
    if let part = workbook.sharedStrings.part {
      let slow = texts(part, workbook.archive, .reference, chunk)
      #expect(texts(part, workbook.archive, .fastest, chunk) == slow, "\(path) texts \(chunk)")
    }
    for sheet in workbook.sheets.indices {
      let fast = grid(path, sheet, .fastest, chunk: chunk)
      let slow = grid(path, sheet, .reference, chunk: chunk)
      switch (fast, slow) {
      case (.success(let first), .success(let second)):
        #expect(isEqual(first, second), "\(path) sheet \(sheet) chunk \(chunk)")
        #expect(streamedCells(path, sheet, chunk) >= first.cells.count, "\(path) sheet \(sheet)")
      case (.failure, .failure): break
      default: Issue.record("\(path) sheet \(sheet): one reader fails, the other does not")
      }
    }
  }

  /// All shared texts with their runs; `nil` where the part is refused.
  private func texts(
    _ part: String,
    _ archive: Archive,
    _ way: Workbook.ReadingPath,
    _ chunk: Int
  ) -> [String]? {
    let strings = SharedStrings(part: part, in: archive, path: way, chunk: chunk)
    do { try strings.loadAll() } catch { return nil }
    return (0..<strings.texts.count).map { index in
      "\(strings.texts[index] ?? "") \(strings.runs[index] ?? [])"
    }
  }

  /// The cells of a sheet read row by row; those at one address in two rows count twice.
  private func streamedCells(_ path: String, _ sheet: Int, _ chunk: Int) -> Int {
    guard let workbook = try? Workbook.open(path: path),
      var rows = try? workbook.rows(sheetAt: sheet, chunk: chunk)
    else { return -1 }
    var count = 0
    while (try? rows.next()) == true { count += rows.row.cells.count }
    return rows.isAtEnd ? count : -1
  }

  private func isEqual(_ first: Grid, _ second: Grid) -> Bool {
    guard first.rows == second.rows, first.merges == second.merges,
      first.formulas == second.formulas,
      first.hiddenColumns == second.hiddenColumns, first.cells.count == second.cells.count
    else { return false }
    for (left, right) in zip(first.cells, second.cells) {
      guard left.payload == right.payload, left.column == right.column, left.style == right.style,
        left.kind == right.kind, left.hasFormula == right.hasFormula,
        first.text(of: left) == second.text(of: right)
      else { return false }
    }
    return true
  }

  @Test(arguments: [64, 509, 256 << 10])
  func `scanner and libxml2 give the same grid for every fixture`(chunk: Int) {
    let files = Self.workbooks(Self.root + "/fixtures") + Self.workbooks(Self.root + "/templates")
    #expect(files.count > 10)
    // Megabytes in windows of some bytes show nothing more, and take minutes.
    for file in files where chunk > 1000 || !file.contains("/H-") { compare(file, chunk: chunk) }
  }

  @Test func `a window of any size gives the same grid`() {
    let file = Self.root + "/templates/forms/commune-evaluation-2021/blank.xlsx"
    for chunk in [1, 2, 3, 7] { compare(file, chunk: chunk) }
  }

  /// Folders of foreign and of hostile workbooks, named by the environment when somebody has them.
  private static let foreign = ["NTM_CORPUS", "NTM_HOSTILE"].compactMap {
    ProcessInfo.processInfo.environment[$0]
  }

  @Test(.enabled(if: !foreign.isEmpty), arguments: foreign)
  func `scanner and libxml2 agree on foreign and hostile workbooks`(folder: String) {
    let files = Self.workbooks(folder)
    #expect(!files.isEmpty)
    for file in files { compare(file, chunk: 256 << 10) }
  }

  @Test(arguments: [
    "98.7", "-0.5", "1E-7", "123456789012345678", "0.1", "33.74668725180189", "1e308", "5.", "-0",
    "9007199254740993", "4.35", "0.30000000000000004",
  ])
  func `numbers are read as the standard library reads them`(text: String) {
    let bytes = Array(text.utf8)
    let read = bytes.withUnsafeBufferPointer { buffer in
      buffer.baseAddress.flatMap { DecimalBytes.read($0, buffer.count) }
    }
    #expect(read != nil && read == Double(text))
  }

  @Test(arguments: ["", "-", ".", "1.2.3", "abc", "1,5", "0x10p", "nan", "1 2"])
  func `what is no number is none`(text: String) {
    let bytes = Array(text.utf8) + [0]
    let read = bytes.withUnsafeBufferPointer { buffer in
      buffer.baseAddress.flatMap { DecimalBytes.read($0, buffer.count - 1) }
    }
    #expect(read == nil)
  }

  @Test func `random numbers are read as the standard library reads them`() {
    var random = SystemRandomNumberGenerator.seeded(7)
    for _ in 0..<20_000 {
      let text = "\(Double(bitPattern: UInt64.random(in: .min ... .max, using: &random)))"
      guard let wanted = Double(text), wanted.isFinite else { continue }
      let bytes = Array(text.utf8)
      let read = bytes.withUnsafeBufferPointer { buffer in
        buffer.baseAddress.flatMap { DecimalBytes.read($0, buffer.count) }
      }
      #expect(read == wanted, "\(text)")
    }
  }

  /// Damaged workbooks: an error or a grid, never a trap; seeded, so that a failure can be repeated.
  @Test func `flipped and cut bytes give an error or a grid`() throws {
    var random = SystemRandomNumberGenerator.seeded(11)
    let file = Self.root + "/templates/forms/commune-evaluation-2021/blank.xlsx"
    let whole = [UInt8](try Data(contentsOf: URL(fileURLWithPath: file)))
    let path =
      NSTemporaryDirectory() + "ntm-damage-\(ProcessInfo.processInfo.processIdentifier).xlsx"
    defer { try? FileManager.default.removeItem(atPath: path) }
    var errors = 0
    for round in 0..<150 {
      var bytes = whole
      if round % 5 == 0 {
        bytes.removeLast(Int.random(in: 1..<bytes.count, using: &random))
      } else {
        for _ in 0..<Int.random(in: 1...8, using: &random) {
          bytes[Int.random(in: 0..<bytes.count, using: &random)] = UInt8.random(
            in: 0...255,
            using: &random
          )
        }
      }
      try Data(bytes).write(to: URL(fileURLWithPath: path))
      do {
        let workbook = try Workbook.open(path: path)
        for sheet in workbook.sheets.indices { _ = try workbook.readGrid(sheetAt: sheet) }
      } catch {
        errors += 1
      }
    }
    #expect(errors > 50)
  }
}

/// A small generator with a seed (SplitMix64), so that tests repeat.
struct SeededGenerator: RandomNumberGenerator {
  private var state: UInt64

  init(_ seed: UInt64) { state = seed }

  mutating func next() -> UInt64 {
    state &+= 0x9E37_79B9_7F4A_7C15
    var value = state
    value = (value ^ (value >> 30)) &* 0xBF58_476D_1CE4_E5B9
    value = (value ^ (value >> 27)) &* 0x94D0_49BB_1331_11EB
    return value ^ (value >> 31)
  }
}

extension SystemRandomNumberGenerator {
  static func seeded(_ seed: UInt64) -> SeededGenerator { SeededGenerator(seed) }
}
