import CSV
import Criteria
import Findings
import Tabular
import VietnameseText

/// Reads `administrative-units/*.csv` and checks what the units say about one another.
struct UnitFile {
  let log: DefinitionLog
  private static let columns = [
    "id", "name", "kind", "parent", "valid_from", "valid_to", "successor", "confidence", "source",
  ]
  private static let files: [(name: String, level: AdministrativeUnit.Level)] = [
    ("provinces", .province), ("districts", .district), ("communes", .commune),
    ("villages", .village),
  ]

  /// The units of all folders; a later folder's unit replaces an earlier one of the same id.
  func all(_ roots: [String]) -> [AdministrativeUnit] {
    var units: [AdministrativeUnit] = []
    for root in roots {
      var own: [AdministrativeUnit] = []
      for (name, level) in Self.files {
        let file = "\(root)/administrative-units/\(name).csv"
        guard DefinitionStore.exists(file), let text = DefinitionStore.text(file, log) else {
          continue
        }
        own += read(text, file: file, level: level)
      }
      let ids = Set(own.map(\.id))
      units = units.filter { !ids.contains($0.id) } + own
    }
    check(units)
    return units
  }

  private func read(
    _ text: String,
    file: String,
    level: AdministrativeUnit.Level
  ) -> [AdministrativeUnit] {
    guard let table = DelimitedFile.read(Array(text.utf8), name: file, delimiter: 0x2C),
      let head = table.grid.rows.first
    else { return [] }
    let grid = table.grid
    func fields(_ index: Int) -> [Int: String] {
      var result: [Int: String] = [:]
      for cell in grid.cells(ofRowAt: index) { result[Int(cell.column)] = grid.text(of: cell) }
      return result
    }
    let names = fields(0)
    for (_, name) in names.sorted(by: { $0.key < $1.key })
    where !Self.columns.contains(name) && name != "groups" {
      let place = SourceLocation(file: file, line: max(1, Int(head.line)), column: 1)
      let known = Self.columns + ["groups"]
      if let nearest = Spelling.nearest(to: name, among: known) {
        log.report("misspelt-key", at: place, ["key": name, "nearest": nearest])
      } else {
        log.report("unknown-key", at: place, ["key": name, "known": known.joined(separator: ", ")])
      }
    }
    var units: [AdministrativeUnit] = []
    var seen: Set<String> = []
    for index in grid.rows.indices.dropFirst() {
      let row = fields(index)
      let line = max(1, Int(grid.rows[index].line))
      let values = Dictionary(
        names.map { ($0.value, row[$0.key] ?? "") },
        uniquingKeysWith: { first, _ in first }
      )
      let place = SourceLocation(file: file, line: line, column: 1)
      let unit = unit(values, level: level, at: place)
      if !seen.insert(unit.id).inserted { log.report("duplicate-id", at: place, ["id": unit.id]) }
      units.append(unit)
    }
    return units
  }

  private func unit(
    _ values: [String: String],
    level: AdministrativeUnit.Level,
    at place: SourceLocation
  ) -> AdministrativeUnit {
    func value(_ key: String) -> String? { values[key].flatMap { $0.isEmpty ? nil : $0 } }
    for key in ["id", "name", "source"] where value(key) == nil {
      log.report("missing-key", at: place, ["key": key])
    }
    for key in ["valid_from", "valid_to"] {
      guard let day = value(key), CalendarDate(iso: day) == nil else { continue }
      log.report("not-a-day", at: place, ["found": day])
    }
    var unit = AdministrativeUnit(
      id: value("id") ?? "",
      name: value("name") ?? "",
      kind: value("kind") ?? "",
      level: level,
      location: place
    )
    unit.parent = value("parent")
    unit.validFrom = value("valid_from")
    unit.validTo = value("valid_to")
    unit.successors = list(value("successor"))
    unit.groups = list(value("groups"))
    unit.confidence = value("confidence") ?? "unknown"
    unit.source = value("source") ?? ""
    if let from = unit.validFrom, let end = unit.validTo, end < from {
      log.report("ends-before", at: place, ["found": end, "from": from])
    }
    return unit
  }

  private func list(_ text: String?) -> [String] {
    (text ?? "").split(separator: ";").map { String($0.drop { $0 == " " }) }
  }

  /// Every parent and successor exists, and nobody succeeds himself.
  private func check(_ units: [AdministrativeUnit]) {
    let known = Dictionary(units.map { ($0.id, $0) }, uniquingKeysWith: { first, _ in first })
    for unit in units {
      for id in unit.successors + [unit.parent].compactMap({ $0 }) where known[id] == nil {
        let nearest = Spelling.nearest(to: id, among: known.keys.sorted())
        log.report(
          nearest == nil ? "unknown-place" : "misspelt-place",
          at: unit.location,
          ["name": id, "nearest": nearest ?? ""]
        )
      }
      var next = unit.successors
      var passed: Set<String> = []
      while let id = next.popLast(), passed.insert(id).inserted {
        if id == unit.id {
          log.report("cycle", at: unit.location, ["name": "\(unit.id) → … → \(unit.id)"])
          break
        }
        next += known[id]?.successors ?? []
      }
    }
  }
}
