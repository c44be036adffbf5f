import Foundation
import Reporting

/// The findings of an earlier report, by fingerprint.
package struct Baseline: Sendable {
  private var findings: [String: FixedFinding] = [:]
  /// In the order of the earlier report.
  private var order: [String] = []

  /// Why a file cannot be compared with.
  package enum Problem: Error { case unreadable, notAReport }

  /// Reads a report that was written as JSON or JSON Lines; what it calls fixed is passed over.
  package init(path: String) throws(Problem) {
    guard let data = FileManager.default.contents(atPath: path) else { throw .unreadable }
    if let whole = try? JSONSerialization.jsonObject(with: data) as? [String: Any],
      let items = whole["findings"] as? [[String: Any]]
    {
      for item in items { try add(item) }
      return
    }
    for line in data.split(separator: UInt8(ascii: "\n")) where !line.isEmpty {
      guard let item = try? JSONSerialization.jsonObject(with: Data(line)) as? [String: Any] else {
        throw .notAReport
      }
      try add(item)
    }
  }

  private mutating func add(_ item: [String: Any]) throws(Problem) {
    guard let fingerprint = item["fingerprint"] as? String, let code = item["code"] as? String
    else {
      throw .notAReport
    }
    if item["state"] as? String == "fixed" { return }
    func text(_ key: String) -> String? { item[key] as? String }
    if findings[fingerprint] == nil { order.append(fingerprint) }
    findings[fingerprint] = FixedFinding(
      code: code,
      severity: text("severity") ?? "error",
      file: text("file") ?? "",
      sheet: text("sheet"),
      cell: text("cell") ?? text("range"),
      message: text("message") ?? "",
      fingerprint: fingerprint
    )
  }

  func knows(_ fingerprint: String) -> Bool { findings[fingerprint] != nil }

  /// What is there no more.
  func gone(_ seen: Set<String>) -> [FixedFinding] {
    order.filter { !seen.contains($0) }.compactMap { findings[$0] }
  }
}
