import Criteria
import Evaluation
import Findings
import Forms
import Reporting
import Tabular
import VietnameseText

/// Reads the rows of a declared table: each row's value, and the verdicts beside it.
struct DeclaredFiguresBuilder {
  private let table: DeclaredTable
  private let vocabulary: Vocabulary
  private let catalogue: MessageCatalogue
  private let values: DeclaredValueReader
  private let indicators: [String: Indicator]
  private let criteria: Set<String>
  private var resolver: CodeResolver
  private(set) var figures = DeclaredFigures()
  /// Where each indicator stands, to find those that stand twice.
  private var seen: [String: CellReference] = [:]

  init(
    _ table: DeclaredTable,
    set: CriteriaSet,
    vocabulary: Vocabulary,
    catalogue: MessageCatalogue
  ) {
    self.table = table
    self.vocabulary = vocabulary
    self.catalogue = catalogue
    values = DeclaredValueReader(table: table, vocabulary: vocabulary)
    resolver = CodeResolver(set: set, vocabulary: vocabulary)
    indicators = Dictionary(set.indicators.map { ($0.code, $0) }, uniquingKeysWith: { $1 })
    criteria = Set(set.criteria?.map(\.number) ?? [])
    figures.findings = table.findings
  }

  mutating func readRows() {
    var hidden: [Int] = []
    for index in table.rows {
      if table.grid.rows[index].isHidden {
        hidden.append(index)
        continue
      }
      readTotal(index)
      switch resolver.subject(table, rowAt: index, &figures.findings) {
      case .nothing: continue
      case .criterion(let number):
        figures.claims += claims(index, .criterion(number))
        figures.before[number] = criterionVerdict("previous-verdict", index)
        figures.planned[number] = criterionVerdict("target-verdict", index)
      case .indicator(let code):
        guard let indicator = indicators[code] else {
          reportUnknown(code, index)
          continue
        }
        read(indicator, index)
      }
    }
    reportHidden(hidden)
  }

  private mutating func read(_ indicator: Indicator, _ index: Int) {
    let code = indicator.code
    let claims = claims(index, .indicator(code))
    figures.claims += claims
    let row = Int(table.grid.rows[index].number)
    let column = table.columns["value"] ?? table.columns["numerator"] ?? table.columns["self"] ?? 0
    let place = CellReference(row: row, column: column)
    var stated = StatedValue(value: nil, location: table.place(place))
    if let ratio = values.ratio("value", rowAt: index) {
      (stated.numerator, stated.denominator) = ratio
    } else {
      stated.value = values.value("value", indicator, rowAt: index, &figures.findings)
      stated.numerator = values.number("numerator", rowAt: index, &figures.findings)
      stated.denominator = values.number("denominator", rowAt: index, &figures.findings)
    }
    stated.evidence = table.cell("evidence", rowAt: index)?.text
    let own = claims.first { $0.author == .own }
    if !stated.hasValue, let flag = flag(own, indicator) {
      stated.value = flag
      if let own { stated.location = own.location }
    }
    if own?.isProvisional == true, let text = own?.text {
      stated.provisionalReason = phrase("reason-stated-provisional", ["text": text])
    }
    guard stated.hasValue else { return }
    if let first = seen[code] {
      reportDouble(code, at: place, first: first)
      figures.values[code] = nil
    } else {
      seen[code] = place
      figures.values[code] = stated
    }
  }

  /// What a verdict says of an indicator that is only met or not; a number is never made of it.
  private func flag(_ claim: Claim?, _ indicator: Indicator) -> StatedValue.Value? {
    switch claim?.verdict {
    case .met where indicator.kind == .passFail: .flag(true)
    case .notMet where indicator.kind == .passFail: .flag(false)
    case .notApplicable: .notApplicable
    default: nil
    }
  }

  // MARK: - Verdicts

  private mutating func claims(_ index: Int, _ subject: Claim.Subject) -> [Claim] {
    Claim.Author.allCases.compactMap { author in
      guard let (_, text, place) = table.cell(author.rawValue, rowAt: index) else { return nil }
      let remark = RemarkedWord(text)
      guard let word = vocabulary.verdicts[Vocabulary.key(remark.body)],
        let verdict = Verdict(rawValue: word)
      else {
        reportVerdict(text, place)
        return nil
      }
      let key = Vocabulary.key(remark.remark)
      return Claim(
        author: author,
        subject: subject,
        verdict: verdict,
        isProvisional: vocabulary.provisionalWords.contains { key.contains($0) },
        text: text,
        location: table.place(place)
      )
    }
  }

  /// The verdict of another time on a criterion; `nil` where the form gives none.
  private func criterionVerdict(
    _ meaning: String,
    _ index: Int
  ) -> DeclaredFigures.CriterionVerdict? {
    guard let (_, text, place) = table.cell(meaning, rowAt: index),
      let word = vocabulary.verdicts[Vocabulary.key(RemarkedWord(text).body)],
      let verdict = Verdict(rawValue: word)
    else { return nil }
    return DeclaredFigures.CriterionVerdict(verdict: verdict, location: table.place(place))
  }

  /// "Tổng số tiêu chí đạt: 13/19".
  private mutating func readTotal(_ index: Int) {
    for cell in table.grid.cells(ofRowAt: index) {
      guard let entry = table.texts.entry(cell),
        vocabulary.metTotalLines.contains(where: { entry.key.hasPrefix($0 + " ") }),
        let slash = entry.text.firstIndex(of: "/")
      else { continue }
      let digits = entry.text[..<slash].reversed().prefix { $0.isNumber }
      guard let count = Int(String(digits.reversed())) else { continue }
      let place = CellReference(row: Int(table.grid.rows[index].number), column: Int(cell.column))
      figures.claims.append(
        Claim(
          author: .own,
          subject: .metCount(count),
          verdict: .met,
          isProvisional: false,
          text: "\(count)",
          location: table.place(place)
        )
      )
    }
  }

  // MARK: - Sources

  /// Takes exact fractions from the sheet of sources, and says which cells were changed by hand.
  mutating func applySources(_ sources: [CellReference: FigureSource]) {
    for (code, value) in figures.values.sorted(by: { $0.key < $1.key }) {
      guard let cell = value.location.cell, let source = sources[cell] else { continue }
      // What a plan states of the present is the plan's own, and no result of an evaluation.
      if Language.allCases.contains(where: {
        source.formula == catalogue.phrase("source-plan-current", in: $0)
      }) {
        figures.values[code] = nil
        continue
      }
      var stated = value
      let now = table.grid[cell].flatMap { table.texts.display($0) }
      guard now == source.value else {
        reportChanged(code, cell, now ?? "", source.value ?? "")
        continue
      }
      func number(_ text: String?) -> ExactDecimal? {
        text.flatMap { NumberReader.read($0).value(mark: .point) }
      }
      let isComputed = source.places.contains { $0.range != nil && $0.sheet != nil }
      stated.numerator = number(source.numerator)
      stated.denominator = number(source.denominator)
      if stated.numerator != nil, stated.denominator != nil { stated.value = nil }
      stated.isIncomplete = source.isIncomplete
      stated.otherYears = source.otherYears
      stated.sources = source.places.map {
        StatedValue.Source(file: $0.file, sheet: $0.sheet, range: $0.range, rows: $0.rows)
      }
      stated.provisionalReason = isComputed ? indicators[code]?.measure?.provisionalReason : nil
      figures.values[code] = stated
    }
  }

  // MARK: - Findings

  private func phrase(_ key: String, _ values: [String: String]) -> LocalizedText {
    LocalizedText(
      vi: catalogue.phrase(key, in: .vi, values),
      en: catalogue.phrase(key, in: .en, values)
    )
  }

  private mutating func reportUnknown(_ code: String, _ index: Int) {
    // A number that is no code of the set may be a remark; one with a figure beside it is a loss.
    let hasValue = ["value", "self", "numerator"].contains {
      table.cell($0, rowAt: index) != nil
    }
    guard hasValue, !criteria.contains(code) else { return }
    let row = Int(table.grid.rows[index].number)
    let column = table.columns["code"] ?? table.columns["ordinal"] ?? table.columns["content"] ?? 0
    let place = table.place(CellReference(row: row, column: column))
    figures.findings.append(
      Finding(.unknownIndicator, at: place, found: code, arguments: ["code": LocalizedText(code)])
    )
  }

  private mutating func reportDouble(_ code: String, at place: CellReference, first: CellReference)
  {
    figures.findings.append(
      Finding(
        .duplicateRecord,
        "indicator",
        at: table.place(place),
        field: code,
        arguments: ["code": LocalizedText(code), "first": LocalizedText(first.description)],
        related: [table.place(first)]
      )
    )
  }

  private mutating func reportVerdict(_ text: String, _ place: CellReference) {
    figures.findings.append(
      Finding(.unknownChoice, "verdict", at: table.place(place), found: text)
    )
  }

  private mutating func reportChanged(
    _ code: String,
    _ cell: CellReference,
    _ now: String,
    _ then: String
  ) {
    figures.findings.append(
      Finding(
        .sumMismatch,
        "changed",
        at: table.place(cell),
        field: code,
        found: now,
        arguments: ["code": LocalizedText(code), "computed": LocalizedText(then)]
      )
    )
  }

  private mutating func reportHidden(_ rows: [Int]) {
    guard !rows.isEmpty else { return }
    let numbers = rows.map { "\(Int(table.grid.rows[$0].number) + 1)" }
    figures.findings.append(
      Finding(
        .hiddenDataSkipped,
        "rows",
        at: SourceLocation(file: table.file, sheet: table.grid.name),
        found: numbers.prefix(20).joined(separator: ", "),
        arguments: ["count": LocalizedText("\(rows.count)")]
      )
    )
  }
}

/// A word with the remark in brackets behind it: "Đạt (tạm tính)".
struct RemarkedWord {
  let body: String
  let remark: String

  init(_ text: String) {
    guard let open = text.firstIndex(of: "("), text.hasSuffix(")") else {
      body = text
      remark = ""
      return
    }
    body = String(text[..<open])
    remark = String(text[text.index(after: open)...].dropLast())
  }
}
