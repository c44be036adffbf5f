package import Criteria
import Expressions
import Findings
import Tabular

/// Writes what was checked as an overlay over the set: a `criteria-set.yaml` of its own.
package struct SetOverlayText {
  private let check: SetCheck
  private let set: CriteriaSet
  private let file: String

  /// `file` is the name of the workbook, which the overlay cites.
  package init(_ check: SetCheck, over set: CriteriaSet, file: String) {
    self.check = check
    self.set = set
    self.file = file
  }

  /// The text of the file.
  package var text: String {
    var lines = [
      "# Read from \(file) by “ntm criteria import”: levels that were checked against the printed decision.",
      "# What nobody checked is not here and stays as the base has it.", "",
      "id: \(check.id)", "title:",
      "  vi: \(quoted(set.title.vi + " (đã đối chiếu)"))",
      "  en: \(quoted(set.title.en + " (checked)"))", "level: \(set.level)",
      "base: \(check.base)",
    ]
    if let years = set.years {
      lines.append("years: {from: \(years.lowerBound), to: \(years.upperBound)}")
    }
    if !check.isComplete {
      lines += [
        "provisional-reason:",
        "  vi: \"Bộ chỉ tiêu nhập chưa đủ theo số lượng của quyết định.\"",
        "  en: \"The set was not entered whole: the decision counts more indicators or levels.\"",
      ]
    } else if set.hasUnknownIndicators, set.provisionalReason != nil {
      lines.append("provisional-reason: null")
    }
    lines += ["sources:", "  CHECK:", "    where: \(quoted(file))"]
    lines.append("    used-for: \"levels as officials checked them\"")
    lines += ["", "criteria:"]
    var numbers: [String] = []
    for item in check.items where !numbers.contains(item.criterion) {
      numbers.append(item.criterion)
    }
    for number in numbers {
      lines += ["  - number: \"\(number)\"", "    indicators:"]
      for item in check.items where item.criterion == number { lines += self.lines(item) }
    }
    if check.items.isEmpty { lines[lines.count - 1] = "criteria: []" }
    return lines.joined(separator: "\n") + "\n"
  }

  private func quoted(_ text: String) -> String {
    let escaped = text.replacing("\\", with: "\\\\").replacing("\"", with: "\\\"")
    return "\"\(escaped)\""
  }

  private func lines(_ item: SetCheck.Item) -> [String] {
    let base = set.indicators.first { $0.code == item.code }
    var lines = ["      - code: \(quoted(item.code))"]
    if let text = item.text {
      lines += ["        text:", "          vi: \(quoted(text))"]
      lines += ["        confidence: verified"]
    }
    if let kind = item.kind {
      lines.append("        kind: \(kind.rawValue)")
      if let unit = item.unit { lines.append("        unit: \(quoted(unit))") }
    }
    guard !item.levels.isEmpty || item.kind != nil else { return lines }
    let comparator = item.comparator ?? base?.requirement?.comparator ?? .equal
    lines += ["        requirement:", "          comparator: \(quoted(sign(comparator)))"]
    lines += levels(item, base)
    let vouchers = item.levels.map(\.voucher)
    if let first = vouchers.first {
      lines.append("          confidence: verified")
      lines.append("          sources: [CHECK]")
      var seen: Set<String> = []
      let articles = vouchers.map(\.source).filter { seen.insert($0).inserted }
      let article = articles.joined(separator: "; ")
      lines.append("          article: \(quoted(article))")
      lines.append("          checked-by: \(quoted(first.by))")
      lines.append("          checked-on: \(quoted(first.on))")
      if base?.requirement != nil {
        // The printed decision itself: a lower level than the remembered one corrects it.
        lines.append("          weaker-allowed-by: \(quoted(article))")
      }
    } else {
      lines += ["          confidence: unknown", "          sources: [CHECK]"]
    }
    return lines
  }

  private func sign(_ comparator: ComparisonOperator) -> String {
    comparator == .equal ? "=" : comparator.rawValue
  }

  private func level(_ level: Requirement.Level) -> String {
    switch level {
    case .met: "met"
    case .unknown: "null"
    case .number(let number): "\(number)"
    }
  }

  private func levels(_ item: SetCheck.Item, _ base: Indicator?) -> [String] {
    if let all = item.levels.first(where: { $0.place == nil }) {
      return ["          all: \(level(all.level))"]
    }
    guard !item.levels.isEmpty else { return ["          all: null"] + reason }
    let years = Array(Set(item.levels.compactMap(\.year))).sorted()
    func regions(_ year: Int?, indent: String) -> (lines: [String], isWhole: Bool) {
      var isWhole = true
      let lines = set.places.map { place in
        let found = item.levels.first { $0.place == place.id && $0.year == year }
        if found == nil { isWhole = false }
        return indent + "\"\(place.id)\": " + level(found?.level ?? .unknown)
      }
      return (lines, isWhole)
    }
    guard !years.isEmpty else {
      let (lines, isWhole) = regions(nil, indent: "            ")
      return ["          regions:"] + lines + (isWhole ? [] : reason)
    }
    var lines = ["          years:"]
    var isWhole = true
    for year in years {
      let part = regions(year, indent: "              ")
      lines += ["            \"\(year)\":"] + part.lines
      isWhole = isWhole && part.isWhole
    }
    return lines + (isWhole ? [] : reason)
  }

  private var reason: [String] {
    [
      "          reason:", "            vi: \"Chưa ai đối chiếu mức này với văn bản.\"",
      "            en: \"Nobody has checked this level against the decision.\"",
    ]
  }
}
