package import Criteria
package import Definitions
import Evaluation
package import Findings
import Forms
import Tabular

/// What is to be said about the unit that is judged: which one it is, what became of it, and whether the
/// surveys are its own.
package struct UnitCheck {
  private let registry: UnitRegistry
  private let name: String
  private let year: Int
  private let place: SourceLocation
  /// The unit itself; `nil` where the list has none of the name, or several.
  package let unit: AdministrativeUnit?
  package private(set) var findings: [Finding] = []

  package init(_ name: String, year: Int, registry: UnitRegistry, place: SourceLocation) {
    self.registry = registry
    self.name = name
    self.year = year
    self.place = place
    switch registry.find(name, year: year) {
    case .unknown: unit = nil
    case .nearest(let near):
      unit = nil
      findings = [
        Finding(
          .unknownUnit,
          at: place,
          found: name,
          arguments: ["nearest": LocalizedText(Self.title(near, registry))]
        )
      ]
    case .ambiguous(let units):
      unit = nil
      let titles = units.map { "\(Self.title($0, registry)) [\($0.id)]" }
      findings = [
        Finding(
          .ambiguousUnit,
          at: place,
          found: name,
          arguments: ["units": LocalizedText(titles.joined(separator: "; "))],
          related: units.map(\.location)
        )
      ]
    case .found(let found):
      unit = found
      checkTime(found)
    }
  }

  /// A unit with those above it: `xã Bình Lương, huyện Như Xuân, tỉnh Thanh Hóa`.
  private static func title(_ unit: AdministrativeUnit, _ registry: UnitRegistry) -> String {
    registry.lineage(of: unit).map(\.title).joined(separator: ", ")
  }

  /// A unit that ended in the year or before has successors under which it may be judged as well.
  private mutating func checkTime(_ unit: AdministrativeUnit) {
    guard let end = unit.validTo, end <= "\(year)-12-31" else {
      if let from = unit.validFrom, from > "\(year)-12-31" {
        report(.unitOutOfTime, "not-yet", unit, ["from": from])
      }
      return
    }
    let successors = unit.successors.compactMap { registry.unit(id: $0) }
    let names = successors.map { Self.title($0, registry) }.joined(separator: "; ")
    let isPast = end < "\(year)-01-01"
    report(
      isPast ? .unitOutOfTime : .unitSucceeded,
      successors.isEmpty ? "ended" : nil,
      unit,
      ["end": end, "successors": names]
    )
  }

  private mutating func report(
    _ code: FindingCode,
    _ variant: String?,
    _ unit: AdministrativeUnit,
    _ arguments: [String: String]
  ) {
    var values = arguments.mapValues { LocalizedText($0) }
    values["unit"] = LocalizedText(Self.title(unit, registry))
    values["year"] = LocalizedText("\(year)")
    values["source"] = LocalizedText(unit.source)
    findings.append(
      Finding(code, variant, at: place, found: name, arguments: values, related: [unit.location])
    )
  }

  /// Names the surveys that say that they are of another commune, once for each.
  package func foreign(_ batch: Batch) -> [Finding] {
    let own = registry.nameKey(name)
    guard !own.isEmpty else { return [] }
    var seen: Set<String> = []
    var result: [Finding] = []
    for file in batch.files {
      for sheet in file.sheets {
        guard let form = sheet.form?.definition else { continue }
        for fact in sheet.tables.flatMap(\.facts) {
          guard form.facts.contains(where: { $0.id == fact.fact && $0.place == "commune" }) else {
            continue
          }
          let key = registry.nameKey(fact.text)
          guard !key.isEmpty, key != own else { continue }
          let place = SourceLocation(file: file.file.name, sheet: sheet.name, cell: fact.cell)
          let link = link(fact.text)
          // What the list explains is said once; what it does not is said at each sheet.
          guard link == nil || seen.insert(key).inserted else { continue }
          result.append(foreign(fact.text, link, at: place))
        }
      }
    }
    return result
  }

  /// How the commune of a survey is linked with the unit: the text of the succession.
  private func link(_ commune: String) -> String? {
    let own = unit.map { [$0] } ?? registry.all(named: name)
    for other in registry.all(named: commune) {
      for unit in own {
        let isPart = registry.leads(from: other, to: unit)
        guard isPart || registry.leads(from: unit, to: other) else { continue }
        let (old, new) = isPart ? (other, unit) : (unit, other)
        return "\(Self.title(old, registry)) → \(Self.title(new, registry))"
          + (old.validTo.map { " (\($0))" } ?? "")
      }
    }
    return nil
  }

  private func foreign(_ text: String, _ link: String?, at place: SourceLocation) -> Finding {
    Finding(
      link == nil ? .foreignUnit : .unitSucceeded,
      link == nil ? nil : "survey",
      at: place,
      field: "commune",
      found: text,
      arguments: ["unit": LocalizedText(name), "link": LocalizedText(link ?? "")]
    )
  }
}
