import ArgumentParser
import Criteria
import Definitions
import Evaluation
import Findings
import NTMToolkit

/// Which unit is judged, and by the levels of which region or group.
extension Evaluate {
  /// What the list of units says about `--unit`.
  func checkUnit(_ store: DefinitionStore) -> UnitCheck {
    UnitCheck(unit, year: year, registry: store.units, place: SourceLocation(file: "--unit"))
  }

  /// The region or group of the options; without one what the list of units states, if it is one only.
  ///
  /// It is never computed from figures. Several groups at once are a question: nothing is chosen.
  func chooseRegion(
    _ set: CriteriaSet,
    _ unit: AdministrativeUnit?,
    _ store: DefinitionStore
  ) throws -> (region: CriteriaSet.Region?, findings: [Finding]) {
    if region != nil, group != nil {
      throw ValidationError("--region and --group exclude one another")
    }
    if let word = region ?? group {
      return (try CriteriaCommand.region(word, set, store, common), [])
    }
    guard let unit else { return (nil, []) }
    let stated = unit.groups.compactMap { set.region(named: $0) }
    guard let first = stated.first else { return (nil, []) }
    let names = stated.map { $0.name[common.lang] }.joined(separator: ", ")
    let isQuestion = stated.count > 1
    let finding = Finding(
      isQuestion ? .ambiguousGroup : .groupTaken,
      at: SourceLocation(file: "--unit"),
      arguments: [
        "unit": LocalizedText(unit.title), "groups": LocalizedText(names),
        "source": LocalizedText(unit.source),
      ],
      related: [unit.location]
    )
    return (isQuestion ? nil : first, [finding])
  }

  /// A set judges the years for which it was issued.
  func checkYear(_ set: CriteriaSet) -> [Finding] {
    guard let years = set.years, !years.contains(year) else { return [] }
    return [
      Finding(
        .yearNotCovered,
        at: SourceLocation(file: "--year"),
        found: "\(year)",
        arguments: [
          "set": LocalizedText(set.id), "from": LocalizedText("\(years.lowerBound)"),
          "to": LocalizedText("\(years.upperBound)"), "year": LocalizedText("\(year)"),
        ]
      )
    ]
  }

  /// A list that does not have the unit says nothing about its villages.
  func checkList(_ list: CommuneList) -> [Finding] {
    guard let units, list.entry(named: unit) == nil else { return [] }
    return [
      Finding(
        .unknownUnit,
        "list",
        at: SourceLocation(file: units),
        found: unit,
        arguments: ["units": LocalizedText(list.entries.map(\.name).joined(separator: ", "))]
      )
    ]
  }

  /// Says on which villages the figures rest, where no list says whether these are all.
  func checkVillages(_ villages: [String], _ expected: ExpectedVillages, _ set: CriteriaSet)
    -> [Finding]
  {
    guard !villages.isEmpty, !expected.isWhole, set.level == "commune" else { return [] }
    return [
      Finding(
        .villagesUnlisted,
        at: SourceLocation(file: "--units"),
        found: villages.joined(separator: ", "),
        arguments: ["count": LocalizedText("\(villages.count)"), "unit": LocalizedText(unit)]
      )
    ]
  }
}
