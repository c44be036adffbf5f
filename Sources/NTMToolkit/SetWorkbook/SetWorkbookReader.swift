package import Criteria
package import Definitions
import Evaluation
import Expressions
import Findings
import Forms
import Tabular

/// Reads the workbook of a set back: what was checked or entered, and what does not fit.
package struct SetWorkbookReader {
  private let store: DefinitionStore
  private let file: String
  private var check: SetCheck
  private let set: CriteriaSet
  private let words: LevelWords

  /// The id of the set that a workbook was written from; `nil` for another workbook.
  package static func setID(_ opened: OpenedFile, _ store: DefinitionStore) -> String? {
    SetGrid.header("set-id", in: opened.grids, store.catalogue)
  }

  package init(_ opened: OpenedFile, file: String, set: CriteriaSet, store: DefinitionStore) {
    self.store = store
    self.file = file
    self.set = set
    words = LevelWords(store.vocabulary, store.catalogue)
    let id = SetGrid.header("set-new-id", in: opened.grids, store.catalogue)
    check = SetCheck(base: set.id, id: id ?? set.id + "-checked")
  }

  /// Everything that was written, with the findings in the order of the sheets.
  package mutating func read(_ opened: OpenedFile) -> SetCheck {
    if !Self.isID(check.id) || check.id == set.id {
      report(.unknownForm, "set-id", SourceLocation(file: file), ["id": check.id])
      check.id = set.id + "-checked"
    }
    for grid in opened.grids {
      guard let sheet = SetGrid(grid, file: file, set: set, catalogue: store.catalogue) else {
        continue
      }
      for row in grid.rows.indices.dropFirst(sheet.firstLine) {
        if sheet.sheet == .check { readCheck(sheet, row) } else { readEntry(sheet, row) }
      }
    }
    checkWhole()
    return check
  }

  /// Letters, digits and hyphens: an id is the name of a folder.
  private static func isID(_ text: String) -> Bool {
    !text.isEmpty
      && text.unicodeScalars.allSatisfy {
        ("a"..."z").contains($0) || ("0"..."9").contains($0) || $0 == "-"
      }
  }

  private mutating func report(
    _ code: FindingCode,
    _ variant: String?,
    _ place: SourceLocation,
    _ arguments: [String: String],
    found: String? = nil,
    field: String? = nil,
    severity: Severity? = nil
  ) {
    check.findings.append(
      Finding(
        code,
        variant,
        at: place,
        field: field,
        found: found,
        arguments: arguments.mapValues { LocalizedText($0) },
        severity: severity
      )
    )
  }

  // MARK: - Levels that were checked

  private mutating func readCheck(_ sheet: SetGrid, _ row: Int) {
    guard let code = sheet.text(.code, row) else { return }
    let value = SetColumn.checkedValue(nil)
    let reading = sheet.level(value, row, words)
    let wording = sheet.text(.checkedText, row)
    if case .blank = reading, wording == nil {
      return reportLoose(sheet, row, code)
    }
    guard let (criterion, indicator) = known(code) else {
      let names = set.indicators.map(\.code).joined(separator: ", ")
      return report(
        .unknownIndicator,
        "set",
        sheet.place(.code, row),
        ["code": code, "known": names],
        found: code
      )
    }
    guard let voucher = voucher(sheet, row, code) else { return }
    var level: SetCheck.Level?
    if case .blank = reading {
    } else {
      level = readLevel(reading, sheet, row, value, indicator, voucher)
      let name = sheet.text(.place, row)
      level?.place = name.flatMap { set.region(named: $0)?.id }
      level?.year = sheet.text(.year, row).flatMap { Int($0) }
    }
    if let level { compare(level, with: indicator) }
    guard level != nil || wording != nil else { return }
    let index = item(criterion.number, code)
    if let level { check.items[index].levels.append(level) }
    if let wording { check.items[index].text = wording }
  }

  private func known(_ code: String) -> (Criterion, Indicator)? {
    for criterion in set.criteria ?? [] {
      if let indicator = criterion.indicators?.first(where: { $0.code == code }) {
        return (criterion, indicator)
      }
    }
    return nil
  }

  private mutating func item(_ criterion: String, _ code: String) -> Int {
    if let index = check.items.firstIndex(where: { $0.code == code }) { return index }
    check.items.append(SetCheck.Item(criterion: criterion, code: code))
    return check.items.count - 1
  }

  /// A source or a name without a value is half a check.
  private mutating func reportLoose(_ sheet: SetGrid, _ row: Int, _ code: String) {
    guard sheet.text(.checkedSource, row) != nil, sheet.text(.checkedBy, row) != nil else { return }
    let place = sheet.place(.checkedValue(nil), row)
    report(.missingValue, "set-value", place, ["code": code], field: code, severity: .warning)
  }

  /// Who checked, against what and when; a value without them is not taken.
  private mutating func voucher(
    _ sheet: SetGrid,
    _ row: Int,
    _ code: String
  ) -> SetCheck.Voucher? {
    let source = sheet.text(.checkedSource, row)
    let person = sheet.text(.checkedBy, row)
    let date = sheet.date(row)
    if sheet.text(.checkedOn, row) != nil, date == nil {
      let place = sheet.place(.checkedOn, row)
      report(.notADate, nil, place, [:], found: sheet.text(.checkedOn, row), field: code)
      return nil
    }
    let missing = [
      source == nil ? SetColumn.checkedSource : nil, person == nil ? .checkedBy : nil,
      date == nil ? .checkedOn : nil,
    ].compactMap { $0 }
    if let source, let person, let date {
      return SetCheck.Voucher(source: source, by: person, on: date)
    }
    for column in missing {
      report(.missingValue, "set-voucher", sheet.place(column, row), ["code": code], field: code)
    }
    return nil
  }

  private mutating func readLevel(
    _ reading: SetGrid.Reading,
    _ sheet: SetGrid,
    _ row: Int,
    _ column: SetColumn,
    _ indicator: Indicator,
    _ voucher: SetCheck.Voucher
  ) -> SetCheck.Level? {
    let place = sheet.place(column, row)
    let found = sheet.text(column, row)
    switch reading {
    case .blank: return nil
    case .wrong(let code):
      report(code, nil, place, [:], found: found, field: indicator.code)
      return nil
    case .level(let level):
      let isFlag = indicator.kind == .passFail
      // A pass/fail indicator has no number, a percentage no bare "met".
      guard isFlag == (level == .met) else {
        report(
          .unitMismatch,
          "set-kind",
          place,
          ["code": indicator.code],
          found: found,
          field: indicator.code
        )
        return nil
      }
      if case .number(let number) = level, indicator.unit == "%",
        number < .zero || number > ExactDecimal(100)
      {
        report(.outOfRange, nil, place, [:], found: found, field: indicator.code)
        return nil
      }
      return SetCheck.Level(place: nil, year: nil, level: level, voucher: voucher, location: place)
    }
  }

  /// A level that differs from the shipped one is said, with both.
  private mutating func compare(_ level: SetCheck.Level, with indicator: Indicator) {
    guard let requirement = indicator.requirement else { return }
    let year = level.year ?? set.years?.lowerBound ?? 0
    let shipped =
      level.place == nil
      ? requirement.all ?? .unknown
      : requirement.level(region: level.place, year: year)
    guard shipped != .unknown, shipped != level.level else { return }
    // What was only remembered gives way; what a source said should not differ.
    let isCertain = [.verified, .secondary].contains(requirement.confidence)
    report(
      .thresholdDiffers,
      nil,
      level.location,
      [
        "code": indicator.code, "shipped": Self.text(shipped),
        "confidence": requirement.confidence.rawValue,
        "source": requirement.article ?? requirement.set,
      ],
      found: Self.text(level.level),
      field: indicator.code,
      severity: isCertain ? .error : nil
    )
  }

  static func text(_ level: Requirement.Level) -> String {
    switch level {
    case .met: "Đạt"
    case .unknown: "?"
    case .number(let number): number.vietnamese
    }
  }

  // MARK: - Indicators that were entered

  private mutating func readEntry(_ sheet: SetGrid, _ row: Int) {
    let columns: [SetColumn] = [.code, .text, .checkedSource, .checkedValue(nil)]
    guard columns.contains(where: { sheet.text($0, row) != nil }) else { return }
    guard let number = sheet.text(.criterion, row),
      set.criteria?.contains(where: { $0.number == number }) == true
    else {
      let known = set.criteria?.map(\.number).joined(separator: ", ") ?? ""
      return report(
        .unknownChoice,
        "set-criterion",
        sheet.place(.criterion, row),
        ["known": known],
        found: sheet.text(.criterion, row) ?? ""
      )
    }
    guard let item = readItem(sheet, row, number) else { return }
    if let other = check.items.first(where: { $0.code == item.code }) {
      let place = other.levels.first?.location.range?.description ?? ""
      return report(
        .duplicateRecord,
        "indicator",
        sheet.place(.code, row),
        ["code": item.code, "first": place],
        found: item.code
      )
    }
    check.items.append(item)
  }

  private mutating func readItem(_ sheet: SetGrid, _ row: Int, _ number: String) -> SetCheck.Item? {
    var missing: [SetColumn] = []
    func needed(_ column: SetColumn) -> String? {
      let text = sheet.text(column, row)
      if text == nil { missing.append(column) }
      return text
    }
    let code = needed(.code)
    let text = needed(.text)
    let kindWord = needed(.kind)
    for column in missing {
      report(.missingValue, "set-entry", sheet.place(column, row), ["code": code ?? "?"])
    }
    guard let code, let text, let kindWord else { return nil }
    if sheet.cell(.code, row)?.kind == .number {
      report(.ambiguousNumber, "set-code", sheet.place(.code, row), [:], found: code)
      return nil
    }
    let kinds = Indicator.Kind.allCases.filter { kind in
      Language.allCases.contains {
        store.catalogue.phrase("set-kind-" + kind.rawValue, in: $0) == kindWord
      } || kind.rawValue == kindWord
    }
    guard let kind = kinds.first else {
      report(.unknownChoice, nil, sheet.place(.kind, row), [:], found: kindWord)
      return nil
    }
    let sign = sheet.text(.comparator, row)
    let usual: ComparisonOperator = kind == .passFail || kind == .absence ? .equal : .greaterOrEqual
    guard let comparator = sign.map({ SetWords.comparator($0) }) ?? usual else {
      report(.unknownChoice, nil, sheet.place(.comparator, row), [:], found: sign)
      return nil
    }
    if sign == nil, comparator == .greaterOrEqual {
      // "At least" or "at most" decides the verdict: it is not guessed.
      report(.missingValue, "set-comparator", sheet.place(.comparator, row), ["code": code])
      return nil
    }
    guard let voucher = voucher(sheet, row, code) else { return nil }
    var item = SetCheck.Item(criterion: number, code: code, text: text)
    item.kind = kind
    item.unit = sheet.text(.unit, row) ?? (kind == .percentage ? "%" : nil)
    item.comparator = comparator
    readLevels(sheet, row, voucher, &item)
    return item
  }

  private mutating func readLevels(
    _ sheet: SetGrid,
    _ row: Int,
    _ voucher: SetCheck.Voucher,
    _ item: inout SetCheck.Item
  ) {
    var indicator = Indicator(
      code: item.code,
      text: LocalizedText(item.text ?? ""),
      kind: item.kind ?? .quantity
    )
    indicator.unit = item.unit
    let places = [nil] + set.places.map { Optional($0.id) }
    for place in places {
      let column = SetColumn.checkedValue(place)
      let reading = sheet.level(column, row, words)
      guard var level = readLevel(reading, sheet, row, column, indicator, voucher) else { continue }
      level.place = place
      item.levels.append(level)
    }
  }

  // MARK: - The whole

  /// Contradictory levels, and what is still missing of a set that is entered whole.
  private mutating func checkWhole() {
    for item in check.items {
      if let all = item.levels.first(where: { $0.place == nil }),
        let other = item.levels.first(where: { $0.place != nil && $0.level != all.level })
      {
        report(
          .conflictingFacts,
          nil,
          other.location,
          ["other": Self.text(all.level)],
          found: Self.text(other.level),
          field: item.code
        )
      }
    }
    guard set.hasUnknownIndicators, let expected = set.expectedIndicators else {
      check.isComplete = true
      return
    }
    let entered = check.items.filter { $0.kind != nil }
    let criteria = Set(entered.map(\.criterion)).count
    let places = set.places.count
    let whole = entered.count { item in
      item.levels.contains { $0.place == nil }
        || places > 0 && item.levels.count { $0.place != nil } == places
    }
    let total = set.criteria?.count ?? 0
    check.isComplete =
      entered.count == expected && whole == expected && criteria == total
    guard !check.isComplete else { return }
    report(
      .setIncomplete,
      nil,
      SourceLocation(file: file),
      [
        "indicators": "\(entered.count)", "expected": "\(expected)", "criteria": "\(criteria)",
        "total": "\(total)", "whole": "\(whole)",
      ]
    )
  }
}
