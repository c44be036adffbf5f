import Criteria
import Evaluation
import Findings
import Forms
import NTMToolkit
import Reporting
import Tabular

/// The summary of a province as a page: communes by criteria, their indicators behind each sign, their villages.
struct SummaryPage {
  let output: ReportOutput
  let form: OutputForm
  let unit: String
  let year: Int

  private var style: ReportStyle { output.style }
  private var language: Language { output.common.lang }
  private func phrase(_ key: String, _ values: [String: String] = [:]) -> String {
    style.phrase(key, values)
  }

  func write(_ outcome: CommuneRollup.Outcome, to destination: Destination) throws {
    let page = try output.page()
    try destination.write { write in
      try page.write(
        title: phrase("summary-title", ["unit": unit, "year": "\(year)"]),
        introduction: introduction(outcome),
        tables: [communes(outcome), indicators(outcome), villages(outcome)],
        style,
        to: write
      )
    }
  }

  private func introduction(_ outcome: CommuneRollup.Outcome) -> [PageBlock] {
    var blocks: [PageBlock] = []
    if !outcome.missing.isEmpty {
      let names = outcome.missing.map(\.name).joined(separator: ", ")
      blocks.append(.alarm(phrase("summary-missing", ["units": names])))
    }
    if let set = outcome.communes.first?.assessment.set {
      blocks.append(.paragraph(set.title[language]))
    }
    let arrivals = outcome.communes.flatMap(\.arrivals)
    blocks.append(
      .numbers([
        (phrase("summary-communes"), outcome.communes.count, ""),
        (phrase("summary-communes-missing"), outcome.missing.count, "error"),
        (phrase("summary-villages-missing"), arrivals.count { $0.state == .missing }, "warning"),
      ])
    )
    blocks.append(.paragraph(phrase("summary-signs")))
    return blocks
  }

  // MARK: - Communes

  private func sign(_ verdict: Verdict, _ isProvisional: Bool) -> String {
    let sign = form.summary?.signs[verdict.rawValue] ?? "?"
    return isProvisional ? sign + (form.summary?.provisionalSign ?? "") : sign
  }

  /// The class of a verdict in the style sheet of the pages.
  private func kind(_ verdict: Verdict) -> String {
    verdict.rawValue.replacing("_", with: "-")
  }

  private func table(
    _ id: String,
    _ caption: String,
    _ columns: [PageTable.Column],
    _ rows: [PageRow]
  ) -> PageTable {
    PageTable(
      id: id,
      caption: phrase(caption),
      columns: columns,
      shown: phrase("summary-shown"),
      none: phrase("summary-none"),
      rows: { add in for row in rows { try add(row) } }
    )
  }

  private func communes(_ outcome: CommuneRollup.Outcome) -> PageTable {
    let criteria = outcome.communes.first?.assessment.criteria.map(\.criterion) ?? []
    let columns =
      [
        PageTable.Column(phrase("summary-unit"), kind: "wide"),
        PageTable.Column(phrase("summary-group"), isFilter: true),
      ]
      + criteria.map { PageTable.Column($0.number, title: $0.name[language]) }
      + [
        PageTable.Column(phrase("summary-met"), kind: "number"),
        PageTable.Column(phrase("summary-villages-missing"), kind: "number"),
      ]
    let rows = outcome.communes.map { commune -> PageRow in
      let assessment = commune.assessment
      var name = PageCell(commune.name)
      name.target = PageCell.Target("indicators", [(0, commune.name)])
      let signs = assessment.criteria.map { criterion -> PageCell in
        var cell = PageCell(
          sign(criterion.verdict, criterion.isProvisional),
          kind: kind(criterion.verdict)
        )
        cell.target = PageCell.Target(
          "indicators",
          [(0, commune.name), (1, criterion.criterion.number)]
        )
        return cell
      }
      let count = assessment.count(.met)
      let missing = commune.arrivals.count { $0.state == .missing }
      let group = assessment.region?.name[language] ?? commune.entry?.group ?? ""
      return PageRow(
        [name, PageCell(group)] + signs
          + [PageCell("\(count)", rank: count), PageCell("\(missing)", rank: missing)]
      )
    }
    return table("communes", "summary-communes", columns, rows)
  }

  // MARK: - Behind the signs

  private func indicators(_ outcome: CommuneRollup.Outcome) -> PageTable {
    let columns = [
      PageTable.Column(phrase("summary-unit"), isFilter: true),
      PageTable.Column(phrase("summary-criterion"), isFilter: true),
      PageTable.Column(phrase("summary-code"), kind: "code"),
      PageTable.Column(phrase("summary-text"), kind: "wide"),
      PageTable.Column(phrase("summary-requirement")),
      PageTable.Column(phrase("summary-result"), kind: "number"),
      PageTable.Column(phrase("summary-verdict"), isFilter: true),
      PageTable.Column(phrase("summary-reason"), kind: "wide"),
    ]
    let rows = outcome.communes.flatMap { commune in
      commune.assessment.criteria.flatMap { criterion -> [PageRow] in
        let number = criterion.criterion.number
        // A criterion whose indicators nobody knows has a line of its own.
        guard !criterion.indicators.isEmpty else {
          return [
            PageRow([
              PageCell(commune.name), PageCell(number), PageCell(number),
              PageCell(criterion.criterion.name[language]), "", "",
              verdict(criterion.verdict, criterion.isProvisional),
              PageCell(criterion.reason[language]),
            ])
          ]
        }
        return criterion.indicators.map { row($0, commune.name, number) }
      }
    }
    return table("indicators", "summary-indicators", columns, rows)
  }

  private func row(_ item: IndicatorAssessment, _ commune: String, _ number: String) -> PageRow {
    let shown: String
    switch item.stated?.value {
    case .flag(let isMet)? where item.measurement == nil:
      shown = phrase(isMet ? "verdict-met" : "verdict-not_met")
    default:
      let value = item.value(places: item.places).map { $0.written(in: language) } ?? ""
      let unit = style.catalogue.unit(item.indicator.unit ?? "", in: language)
      shown = value.isEmpty ? "" : [value, unit].joined(separator: " ")
    }
    var reason = PageCell(item.reason[language])
    for place in item.measurement?.evidence ?? [] {
      let words = [place.file, place.sheet, place.range?.description].compactMap { $0 }
      reason.paragraphs.append(("record", words.joined(separator: " › ")))
    }
    return PageRow([
      PageCell(commune), PageCell(number), PageCell(item.indicator.code),
      PageCell(item.indicator.text[language]), PageCell(item.requirementText[language]),
      PageCell(shown), verdict(item.verdict, item.isProvisional), reason,
    ])
  }

  private func verdict(_ verdict: Verdict, _ isProvisional: Bool) -> PageCell {
    let word = phrase("verdict-" + verdict.rawValue)
    return PageCell(
      sign(verdict, isProvisional) + " " + word
        + (isProvisional ? " " + phrase("provisional") : ""),
      kind: kind(verdict)
    )
  }

  private func villages(_ outcome: CommuneRollup.Outcome) -> PageTable {
    let columns = [
      PageTable.Column(phrase("summary-unit"), isFilter: true),
      PageTable.Column(phrase("summary-village")),
      PageTable.Column(phrase("summary-state"), isFilter: true),
      PageTable.Column(phrase("summary-file"), kind: "cells"),
      PageTable.Column(phrase("summary-records"), kind: "number"),
      PageTable.Column(phrase("summary-errors"), kind: "number"),
      PageTable.Column(phrase("summary-warnings"), kind: "number"),
    ]
    let rows = outcome.communes.flatMap { commune in
      commune.arrivals.map { arrival in
        PageRow([
          PageCell(commune.name), PageCell(arrival.village),
          PageCell(
            phrase("arrival-" + arrival.state.rawValue),
            kind: arrival.state.rawValue
          ),
          PageCell(arrival.file ?? ""),
          PageCell("\(arrival.records)", rank: arrival.records),
          PageCell("\(arrival.errors)", rank: arrival.errors),
          PageCell("\(arrival.warnings)", rank: arrival.warnings),
        ])
      }
    }
    return table("villages", "summary-villages", columns, rows)
  }
}
