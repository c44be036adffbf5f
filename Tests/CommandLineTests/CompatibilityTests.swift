import Foundation
import Testing

/// Every habit of the programs that write workbooks has one small workbook; what has to be read from it
/// stands beside it.
@Suite struct CompatibilityTests {
  private static let folder = Program.root + "/fixtures/compatibility"

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
    #expect(Self.names.count > 150)
  }

  @Test(arguments: names)
  func `a workbook is read as every program meant it`(name: String) throws {
    let outcome = try Program.run("cells", "fixtures/compatibility/\(name).xlsx", "--lang", "en")
    let lines = try Program.lines("compatibility/\(name).jsonl")
    let cells = lines.filter { $0["code"] == nil }.map { $0 as NSDictionary }
    #expect(outcome.objects.map { $0 as NSDictionary } == cells)
    let findings = lines.compactMap { $0["code"] as? String }
    #expect(outcome.status == (cells.isEmpty && !findings.isEmpty ? 3 : 0))
    for line in lines {
      guard let code = line["code"] as? String else { continue }
      let place = (line["cell"] as? String).map { "› " + $0 + ":" } ?? ""
      let found = outcome.errors.split(separator: "\n").contains {
        $0.hasSuffix("[\(code)]") && (place.isEmpty || $0.contains(place))
      }
      #expect(found, "\(code) \(place) in \(outcome.errors)")
    }
    if findings.isEmpty { #expect(outcome.errors.isEmpty, "\(outcome.errors)") }
  }
}
