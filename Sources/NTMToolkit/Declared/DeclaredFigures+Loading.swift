package import Criteria
import CSV
package import Definitions
import Evaluation
package import Findings
import Foundation
package import Tabular
import VietnameseText

extension DeclaredFigures {
  /// What loading a file of values gave.
  package struct Loaded: Sendable {
    /// `nil` where the file gives no values at all.
    package var figures: DeclaredFigures?
    package var findings: [Finding] = []
    /// Whether the file could be opened, and only has no table of values.
    package var isWithoutTable = false
  }

  /// Reads values from a list, a table, a filled-in form, or the result of an earlier evaluation.
  package static func load(
    _ path: String,
    set: CriteriaSet,
    store: DefinitionStore,
    limits: Limits,
    unit: String? = nil
  ) -> Loaded {
    let name = path.split(separator: "/").last.map(String.init) ?? path
    let ending = name.split(separator: ".").last.map { $0.lowercased() } ?? ""
    if ["csv", "tsv", "xlsx", "xlsm"].contains(ending) {
      switch InputFile(path: path, name: name).open(
        limits: limits,
        text: DelimitedInput.Options(store)
      ) {
      case .failure(let problem): return Loaded(figures: nil, findings: [problem.finding])
      case .success(let opened):
        let figures = read(opened, file: name, set: set, store: store, unit: unit)
        return Loaded(
          figures: figures,
          findings: opened.findings,
          isWithoutTable: figures == nil
        )
      }
    }
    if ending == "json", let result = ResultFile(path: path, name: name) {
      return Loaded(figures: result.figures(set))
    }
    let log = DefinitionLog()
    guard let content = DefinitionStore.text(path, log) else {
      return Loaded(findings: log.findings)
    }
    var figures = DeclaredFigures()
    figures.values = StatedValuesFile.read(content, file: name, log: log)
    return Loaded(figures: log.hasErrors ? nil : figures, findings: log.findings)
  }
}

extension DeclaredFigures {
  /// Reads a file with the figures of one unit or, like a summary of a province, of many.
  static func loadAll(
    _ path: String,
    set: CriteriaSet,
    store: DefinitionStore,
    limits: Limits
  ) -> [Loaded] {
    let name = path.split(separator: "/").last.map(String.init) ?? path
    let ending = name.split(separator: ".").last.map { $0.lowercased() } ?? ""
    if ["xlsx", "xlsm"].contains(ending),
      case .success(let opened) = InputFile(path: path, name: name).open(limits: limits)
    {
      let all = units(opened, file: name, set: set, store: store)
      if all.count > 1 { return all.map { Loaded(figures: $0, findings: []) } }
    }
    return [load(path, set: set, store: store, limits: limits)]
  }
}

/// The result of an evaluation as a file of values: its figures are judged again, its verdicts are claims.
struct ResultFile {
  private let root: [String: Any]
  private let criteria: [[String: Any]]
  private let name: String

  /// `nil` for JSON that is no result.
  init?(path: String, name: String) {
    guard let data = FileManager.default.contents(atPath: path),
      let root = try? JSONSerialization.jsonObject(with: data) as? [String: Any],
      let criteria = root["criteria"] as? [[String: Any]]
    else { return nil }
    self.root = root
    self.criteria = criteria
    self.name = name
  }

  func figures(_ set: CriteriaSet) -> DeclaredFigures {
    var result = DeclaredFigures()
    result.unit = root["unit"] as? String
    result.region = root["region"] as? String
    let known = Dictionary(set.indicators.map { ($0.code, $0) }, uniquingKeysWith: { $1 })
    for criterion in criteria {
      if let number = criterion["number"] as? String {
        result.claims += claim(criterion, .criterion(number))
        if let before = (criterion["verdict_before"] as? String).flatMap({ Verdict(rawValue: $0) })
        {
          result.before[number] = CriterionVerdict(verdict: before, location: place)
        }
      }
      for item in criterion["indicators"] as? [[String: Any]] ?? [] {
        guard let code = item["code"] as? String else { continue }
        result.claims += claim(item, .indicator(code))
        if let value = value(item, known[code]) { result.values[code] = value }
      }
    }
    return result
  }

  private typealias CriterionVerdict = DeclaredFigures.CriterionVerdict
  private var place: SourceLocation { SourceLocation(file: name) }

  private func claim(_ item: [String: Any], _ subject: Claim.Subject) -> [Claim] {
    guard let word = item["verdict"] as? String, let verdict = Verdict(rawValue: word) else {
      return []
    }
    return [
      Claim(
        author: .own,
        subject: subject,
        verdict: verdict,
        isProvisional: item["provisional"] as? Bool == true,
        text: word,
        location: place
      )
    ]
  }

  private func value(_ item: [String: Any], _ indicator: Indicator?) -> StatedValue? {
    var stated = StatedValue(value: nil, location: place)
    if item["verdict"] as? String == Verdict.notApplicable.rawValue {
      stated.value = .notApplicable
      return stated
    }
    stated.numerator = Self.number(item["numerator"])
    stated.denominator = Self.number(item["denominator"])
    if stated.numerator == nil || stated.denominator == nil {
      if let number = Self.number(item["value"]) {
        stated.value = .number(number)
      } else if let flag = item["value"] as? Bool {
        stated.value = .flag(flag)
      }
    }
    guard stated.hasValue else { return nil }
    stated.isIncomplete = item["incomplete"] as? Bool == true
    stated.otherYears = item["other_years"] as? [Int] ?? []
    if item["formula"] != nil { stated.provisionalReason = indicator?.measure?.provisionalReason }
    stated.sources = (item["evidence"] as? [[String: Any]] ?? []).compactMap { evidence in
      guard let file = evidence["file"] as? String else { return nil }
      let line = (evidence["line"] as? NSNumber)?.stringValue
      return StatedValue.Source(
        file: file,
        sheet: evidence["sheet"] as? String,
        range: evidence["range"] as? String ?? line,
        rows: evidence["rows"] as? String
      )
    }
    stated.evidence = (item["evidence"] as? [[String: Any]])?.first?["document"] as? String
    return stated
  }

  /// A JSON number as an exact decimal; `nil` for true, false and null.
  static func number(_ value: Any?) -> ExactDecimal? {
    guard let number = value as? NSNumber, String(cString: number.objCType) != "c" else {
      return nil
    }
    return NumberReader.read(number.stringValue).value(mark: .point)
  }
}
