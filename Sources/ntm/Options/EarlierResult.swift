import ArgumentParser
import Definitions
import Evaluation
import Findings
import Foundation
import Tabular
import VietnameseText

/// The verdicts and figures of an earlier result.
struct EarlierResult {
  var file: String
  var indicators: [String: Comparison.Earlier] = [:]
  /// The verdicts of the criteria by number.
  var criteria: [String: String] = [:]

  static func read(
    _ path: String,
    _ store: DefinitionStore,
    _ language: Language
  ) throws -> EarlierResult {
    guard let data = FileManager.default.contents(atPath: path),
      let root = try? JSONSerialization.jsonObject(with: data) as? [String: Any],
      let criteria = root["criteria"] as? [[String: Any]]
    else {
      Terminal.error("ntm: " + store.catalogue.phrase("no-earlier", in: language, ["path": path]))
      throw ExitCode(3)
    }
    var result = EarlierResult(file: path.split(separator: "/").last.map(String.init) ?? path)
    for criterion in criteria {
      guard let number = criterion["number"] as? String else { continue }
      result.criteria[number] = criterion["verdict"] as? String
    }
    for indicator in criteria.flatMap({ $0["indicators"] as? [[String: Any]] ?? [] }) {
      guard let code = indicator["code"] as? String, let verdict = indicator["verdict"] as? String
      else {
        continue
      }
      result.indicators[code] = Comparison.Earlier(
        value: number(indicator["value"]),
        verdict: verdict
      )
    }
    return result
  }

  /// A JSON number as an exact decimal; `nil` for true, false and null.
  private static func number(_ value: Any?) -> ExactDecimal? {
    guard let number = value as? NSNumber, String(cString: number.objCType) != "c" else {
      return nil
    }
    return NumberReader.read(number.stringValue).value(mark: .point)
  }
}
