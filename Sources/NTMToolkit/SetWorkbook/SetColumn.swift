import Criteria
import Expressions
import Findings
import Forms
import Tabular

/// A column of the workbook in which a set is checked or entered; headings are phrases of the catalogue.
enum SetColumn: Hashable {
  case criterion, name, code, text, kind, unit, comparator, place, year, value, confidence, source
  case checkedText, checkedSource, checkedBy, checkedOn
  /// The checked level of everybody, or of a region or group by id.
  case checkedValue(String?)

  /// The key of the heading's phrase.
  var key: String {
    switch self {
    case .checkedValue: "set-checked-value"
    default: "set-\(self)"
    }
  }

  /// Whether officials write into it.
  func isInput(_ sheet: SetSheet) -> Bool {
    switch self {
    case .checkedText, .checkedValue, .checkedSource, .checkedBy, .checkedOn: true
    default: sheet == .entry && self != .name
    }
  }

  var width: Double {
    switch self {
    case .text, .checkedText: 48
    case .name, .source, .checkedSource, .confidence: 24
    case .place, .checkedBy, .kind: 18
    case .value, .checkedValue, .checkedOn, .unit: 14
    default: 9
    }
  }
}

/// The sheets of the workbook.
enum SetSheet: String, CaseIterable {
  /// Levels that are known or asked for, to be compared with the printed decision.
  case check
  /// Indicators that nobody has entered yet.
  case entry
  case help

  var key: String { "set-sheet-" + rawValue }
}

/// One level of a set: of an indicator, for everybody or a region, for all years or one.
struct SetLevel {
  var criterion: Criterion
  var indicator: Indicator
  /// The region or group by id; `nil` for everybody.
  var place: CriteriaSet.Region?
  var year: Int?
  var level: Requirement.Level
}

extension CriteriaSet {
  /// Regions and groups of communes, by which levels may differ.
  var places: [Region] { regions + communeGroups }

  /// Every level that a person checks, in the order of the set.
  ///
  /// Where no level is known, everybody and each region has a line: the decision says which it is.
  func levels(of region: Region?) -> [SetLevel] {
    let places = region.map { [$0] } ?? self.places
    var result: [SetLevel] = []
    for criterion in criteria ?? [] {
      for indicator in criterion.indicators ?? [] {
        func line(_ place: Region?, _ year: Int?, _ level: Requirement.Level) {
          result.append(
            SetLevel(
              criterion: criterion,
              indicator: indicator,
              place: place,
              year: year,
              level: level
            )
          )
        }
        let requirement = indicator.requirement
        let years = indicator.kind == .incomeByYear ? self.years.map { Array($0) } ?? [] : []
        if let all = requirement?.all, all != .unknown {
          line(nil, nil, all)
          continue
        }
        if requirement == nil || requirement?.all == .unknown { line(nil, nil, .unknown) }
        for place in places {
          if years.isEmpty {
            line(place, nil, requirement?.regions[place.id] ?? .unknown)
          } else {
            for year in years {
              line(place, year, requirement?.years[year]?[place.id] ?? .unknown)
            }
          }
        }
      }
    }
    return result
  }

  /// Whether a criterion has no list of indicators, so that there is something to enter.
  var hasUnknownIndicators: Bool {
    criteria?.contains { $0.indicators == nil } ?? true
  }
}
