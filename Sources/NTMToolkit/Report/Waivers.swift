package import Definitions
import Findings
import Forms
import Foundation
import Reporting
import Tabular

/// Explanations (giải trình) that a file gives for findings: each with its reason, author, date and expiry.
package struct Waivers {
  private struct Waiver {
    var code: String
    var file: String?
    var sheet: String?
    var range: CellRange?
    var household: String?
    var village: String?
    var explanation: Explanation
    var place: SourceLocation
  }

  private var waivers: [Waiver] = []
  /// The day on which waivers are judged, as ISO 8601.
  private let today: String

  /// Reads a file; every mistake goes to the log with file, line and column.
  package init(path: String, today: String, codes: [String], log: DefinitionLog) {
    self.today = today
    guard let text = DefinitionStore.text(path, log),
      let root = DefinitionNode.parse(text, file: path, log: log),
      var reader = MappingReader(root, log: log)
    else { return }
    _ = reader.required("waivers")
    for node in reader.list("waivers") {
      if let waiver = Self.waiver(node, codes, log) { waivers.append(waiver) }
    }
    reader.finish()
  }

  private static func waiver(_ node: DefinitionNode, _ codes: [String], _ log: DefinitionLog)
    -> Waiver?
  {
    guard var reader = MappingReader(node, log: log) else { return nil }
    let code = reader.string("code")
    if !code.isEmpty, !codes.contains(code) {
      let nearest = Spelling.nearest(to: code, among: codes)
      log.report(
        nearest == nil ? "unknown-code" : "misspelt-code",
        at: reader.optional("code") ?? node,
        ["name": code, "nearest": nearest ?? ""]
      )
    }
    var waiver = Waiver(
      code: code,
      explanation: Explanation(
        reason: reader.string("reason"),
        author: reader.string("author"),
        date: day(&reader, "date", log),
        expires: day(&reader, "expires", log)
      ),
      place: node.location
    )
    waiver.file = reader.optionalString("file")
    waiver.sheet = reader.optionalString("sheet")
    waiver.household = reader.optionalString("household")
    waiver.village = reader.optionalString("village").map { Vocabulary.key($0) }
    if let cell = reader.optional("cell") {
      waiver.range = cell.string.flatMap { CellRange(a1: $0) }
      if waiver.range == nil { log.report("not-a-cell", at: cell, ["found": cell.string ?? "?"]) }
      // A cell alone may be any file's.
      if waiver.file == nil { log.report("missing-key", at: node, ["key": "file"]) }
    } else if waiver.household == nil {
      log.report("missing-key", at: node, ["key": "household"])
    }
    reader.finish()
    return waiver
  }

  private static func day(_ reader: inout MappingReader, _ key: String, _ log: DefinitionLog)
    -> String
  {
    guard let node = reader.required(key) else { return "" }
    let parts = (node.string ?? "").split(separator: "-").map { Int($0) ?? 0 }
    guard node.string?.count == 10, parts.count == 3,
      CalendarDate(year: parts[0], month: parts[1], day: parts[2]) != nil
    else {
      log.report("not-a-day", at: node, ["found": node.string ?? "?"])
      return ""
    }
    return node.string ?? ""
  }

  /// The first waiver in force that a finding falls under, by its number.
  func explanation(of finding: Finding) -> (Int, Explanation)? {
    let index = waivers.firstIndex { $0.explanation.expires >= today && Self.covers($0, finding) }
    return index.map { ($0, waivers[$0].explanation) }
  }

  /// Whether a waiver's name of a file means this one: its path below the folder, or its end.
  private static func isNamed(_ file: String, by name: String) -> Bool {
    file == name || file.hasSuffix("/" + name)
  }

  private static func covers(_ waiver: Waiver, _ finding: Finding) -> Bool {
    let place = finding.location
    guard waiver.code == finding.code.name else { return false }
    if let file = waiver.file, !Self.isNamed(place.file, by: file) { return false }
    if let sheet = waiver.sheet, sheet != place.sheet { return false }
    if let range = waiver.range {
      guard let found = place.range, range.contains(found.upperLeft),
        range.contains(found.lowerRight)
      else { return false }
    }
    if let household = waiver.household {
      // A masked report knows the household by its mask.
      guard let record = finding.record,
        Vocabulary.key(record.name) == Vocabulary.key(household)
          || record.name == Masker.whole(household)
      else { return false }
      if let village = waiver.village {
        guard let group = record.group, Vocabulary.key(group) == village else { return false }
      }
    }
    return true
  }

  /// Waivers that expired, and those that explain nothing.
  ///
  /// A waiver for a file that is not among those that were looked at may be another run's.
  func problems(used: Set<Int>, files: [String]) -> [Finding] {
    waivers.indices.compactMap { index in
      let waiver = waivers[index]
      let values = [
        "code": LocalizedText(waiver.code), "expires": LocalizedText(waiver.explanation.expires),
        "reason": LocalizedText(waiver.explanation.reason),
      ]
      if waiver.explanation.expires < today {
        return Finding(.expiredWaiver, at: waiver.place, arguments: values)
      }
      if used.contains(index) { return nil }
      if let file = waiver.file, !files.contains(where: { Self.isNamed($0, by: file) }) {
        return nil
      }
      return Finding(.unusedWaiver, at: waiver.place, arguments: values)
    }
  }
}
