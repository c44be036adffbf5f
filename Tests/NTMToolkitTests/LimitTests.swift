import Foundation
import NTMToolkit
import Tabular
import Testing

/// Every limit stops a file that exceeds it, and none that just does not.
@Suite struct LimitTests {
  private static let fixtures =
    "/" + #filePath.split(separator: "/").dropLast(3).joined(separator: "/") + "/fixtures/"

  /// A limit with a file, a value that is too low for it, and where the bound is known the lowest that is not.
  struct Case: Sendable, CustomTestStringConvertible {
    var name: Limits.Name
    var file: String
    var low: [String: Int]
    var enough: Int?
    var testDescription: String { name.rawValue }

    init(
      _ name: Limits.Name,
      _ file: String,
      low: Int,
      enough: Int? = nil,
      also: [String: Int] = [:]
    ) {
      self.name = name
      self.file = file
      self.low = also.merging([name.rawValue: low]) { $1 }
      self.enough = enough
    }
  }

  private static let cases: [Case] = {
    let plain = "reading/plain-rows.xlsx"
    let size = (try? Data(contentsOf: URL(fileURLWithPath: fixtures + plain)))?.count ?? 0
    let text = "binh-luong/thon-quang-trung.csv"
    return [
      Case(.fileBytes, plain, low: size - 1, enough: size),
      Case(.entries, plain, low: 6, enough: 7),
      Case(.bytes, plain, low: 300), Case(.partBytes, plain, low: 300),
      Case(.ratio, plain, low: 1, also: ["ratio-above": 1]),
      Case(.cells, plain, low: 159, enough: 160), Case(.strings, plain, low: 3, enough: 4),
      Case(.sheets, "compatibility/D17-hidden-sheets.xlsx", low: 2, enough: 3),
      Case(.names, plain, low: 2, enough: 3), Case(.styles, plain, low: 1, enough: 2),
      Case(.merges, "reading/filter-and-merges-after-rows.xlsx", low: 1, enough: 2),
      Case(.textBytes, plain, low: 3), Case(.tagBytes, plain, low: 9),
      Case(.attributes, plain, low: 1),
      Case(.depth, plain, low: 2), Case(.rows, text, low: 3), Case(.columns, text, low: 2),
    ]
  }()

  /// Reads all cells; the code and the detail of the error that stops it, or nothing.
  private func stop(_ file: String, _ limits: [String: Int]) -> String? {
    do throws(ReadingError) {
      let reader = try SpreadsheetReader(path: Self.fixtures + file, limits: limits)
      for sheet in reader.sheets {
        let rows = try reader.rows(ofSheet: sheet.name)
        while try rows.next() != nil {}
      }
      return nil
    } catch {
      return "\(error.code) \(error.detail)"
    }
  }

  @Test func `there is a case for every limit`() {
    // One is not exceeded itself but says from where on `ratio` counts; a row of megabytes is the business
    // of the tests of delimited text.
    let others: Set<Limits.Name> = [.ratioAbove, .rowBytes]
    #expect(Set(Self.cases.map(\.name)) == Set(Limits.Name.allCases).subtracting(others))
  }

  @Test(arguments: cases)
  func `a limit stops what exceeds it and nothing else`(limit: Case) {
    #expect(stop(limit.file, limit.low) == "limit-exceeded \(limit.name.rawValue)")
    #expect(stop(limit.file, [:]) == nil)
    if let enough = limit.enough { #expect(stop(limit.file, [limit.name.rawValue: enough]) == nil) }
  }

  @Test func `a part is only judged by its ratio above a size`() {
    #expect(stop("reading/plain-rows.xlsx", ["ratio": 1]) == nil)
  }
}
