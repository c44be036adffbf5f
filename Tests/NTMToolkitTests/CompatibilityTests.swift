import Findings
import Foundation
import Testing

@testable import NTMToolkit

/// Every habit of the programs that write workbooks has one small workbook; what has to be read from it
/// stands beside it.
@Suite struct CompatibilityTests {
  private static let root = "/" + #filePath.split(separator: "/").dropLast(3).joined(separator: "/")
  private static let folder = root + "/fixtures/compatibility"

  private static let names: [String] = {
    let files = (try? FileManager.default.contentsOfDirectory(atPath: folder)) ?? []
    return files.filter { $0.hasSuffix(".xlsx") }.map { String($0.dropLast(5)) }.sorted()
  }()

  @Test func `there is a workbook for every point of the list`() {
    let points = Set(Self.names.compactMap { $0.split(separator: "-").first.map(String.init) })
    let wanted = [
      "A03", "A04", "B05", "B06", "C07", "C08", "C09", "D10", "D11", "D12", "D13", "D14", "D15",
      "D16", "D17", "D18", "E", "H",
    ]
    #expect(points == Set(wanted))
    #expect(Self.names.count > 170)
  }

  private static func object(_ line: Substring) -> NSDictionary? {
    (try? JSONSerialization.jsonObject(with: Data(line.utf8))) as? NSDictionary
  }

  /// The lines of `ntm cells`, and the codes with their cells; all that is to be said of a file.
  private static func read(_ path: String) -> (cells: [NSDictionary], findings: [String]) {
    var cells: [NSDictionary] = []
    func said(_ finding: Finding) -> String {
      finding.code.name + (finding.location.range.map { " \($0)" } ?? "")
    }
    do throws(ReadingError) {
      let reader = try SpreadsheetReader(path: path)
      let findings = try CellListing.write(reader) { line in
        if let object = object(line[...]) { cells.append(object) }
      }
      return (cells, findings.map(said).sorted())
    } catch {
      return (cells, [error.finding.map(said) ?? error.code])
    }
  }

  @Test func `a workbook is read as every program meant it`() throws {
    for name in Self.names {
      let text = try String(contentsOfFile: Self.folder + "/\(name).jsonl", encoding: .utf8)
      let wanted = text.split(separator: "\n").compactMap(Self.object)
      let found = Self.read(Self.folder + "/\(name).xlsx")
      #expect(found.cells == wanted.filter { $0["code"] == nil }, "\(name)")
      let codes = wanted.compactMap { line in
        (line["code"] as? String).map { $0 + ((line["cell"] as? String).map { " " + $0 } ?? "") }
      }
      #expect(found.findings == codes.sorted(), "\(name)")
    }
  }
}
