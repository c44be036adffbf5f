import Expressions
import Findings
import Foundation
import Tabular

/// The modified z-score of Iglewicz and Hoaglin.
///
/// It says how far a figure lies from the median, in units of the
/// median distance. Binary fractions are enough: it is a hint and no verdict.
struct ModifiedScore {
  private let median: Double
  private let spread: Double

  init(_ figures: [Double]) {
    let median = Self.median(figures)
    self.median = median
    spread = Self.median(figures.map { abs($0 - median) })
  }

  /// The score; `nil` where more than half of the figures are equal, so that nothing is far.
  func score(_ figure: Double) -> Double? {
    spread > 0 ? 0.6745 * (figure - median) / spread : nil
  }

  private static func median(_ figures: [Double]) -> Double {
    guard !figures.isEmpty else { return 0 }
    let sorted = figures.sorted()
    let middle = sorted.count / 2
    return sorted.count % 2 == 1 ? sorted[middle] : (sorted[middle - 1] + sorted[middle]) / 2
  }

  /// A number as the score takes it; `nil` for the logarithm of what is not positive.
  static func figure(_ number: ExactDecimal, isLogarithmic: Bool) -> Double? {
    let value = number.approximate
    guard isLogarithmic else { return value }
    return value > 0 ? log10(value) : nil
  }

  /// The figure, the median and the score, as the message names them.
  func numbers(_ figure: Double, isLogarithmic: Bool) -> [String: LocalizedText] {
    func shown(_ number: Double, _ places: Int) -> LocalizedText {
      let text = String(format: "%.\(places)f", number)
      let exact = PlainNumber.exact(Double(text) ?? number)
      return exact.map { LocalizedText($0.rounded(places: places) ?? $0) } ?? LocalizedText(text)
    }
    func plain(_ number: Double) -> Double { isLogarithmic ? pow(10, number) : number }
    return [
      "value": shown(plain(figure), 2), "median": shown(plain(median), 2),
      "score": shown(score(figure) ?? 0, 1),
    ]
  }
}
