import Definitions
import Findings
import Forms
import Foundation
import Testing

@testable import NTMToolkit

/// Totals of lists that leave out columns of the form.
@Suite struct IncompleteSumTests {
  private static let root = "/" + #filePath.split(separator: "/").dropLast(3).joined(separator: "/")
  private static let store = DefinitionStore(roots: [root + "/templates"])

  private func codes(_ headings: String, _ row: String) throws -> [FindingCode] {
    let folder = FileManager.default.temporaryDirectory.appendingPathComponent(UUID().uuidString)
    try FileManager.default.createDirectory(at: folder, withIntermediateDirectories: true)
    defer { try? FileManager.default.removeItem(at: folder) }
    let path = folder.appendingPathComponent("t.csv").path
    let table = """
      THU NHẬP CỦA HỘ DÂN CƯ NĂM 2024 (1.000 đồng)
      TT,Họ tên chủ hộ,Thôn,NKTTTT,\(headings),Tổng thu nhập
      1,Lê Văn An,Làng Mài,4,\(row)
      """
    try table.write(toFile: path, atomically: true, encoding: .utf8)
    let file = FileImporter(definitions: Self.store)
      .read(InputFile(path: path, name: "t.csv")) { _ in }
    #expect(file.sheets[0].form?.definition.id == "household-income-2022")
    return file.findings.map(\.code)
  }

  @Test func `a total is held to its parts only where most of them have a column`() throws {
    #expect(!(try codes("Ghi chú", ",80000")).contains(.sumMismatch))
    #expect(!(try codes("Tiền lương", "60000,80000")).contains(.sumMismatch))
    // A village without forest and ponds leaves their columns out.
    let most = "Tiền lương,Trồng trọt,Chăn nuôi,Thu khác"
    #expect(!(try codes(most, "60000,20000,,,80000")).contains(.sumMismatch))
    #expect((try codes(most, "60000,20000,,,90000")).contains(.sumMismatch))
  }

  @Test func `of few parts that are all there are in most rows the other rows are wrong`() throws {
    let rows = ["60000,20000,80000", "30000,,30000", "50000,10000,60000"].enumerated().map {
      "\n\($0 + 2),Hà Văn \($0),Làng Mài,4,\($1)"
    }.joined()
    let codes = try codes("Tiền lương,Trồng trọt", "60000,20000,90000" + rows)
    #expect(codes.filter { $0 == .sumMismatch }.count == 1)
  }
}
