import Criteria
import Evaluation
import Findings
import Forms
import Tabular
import VietnameseText

/// Reads single figures of a declared table: numbers with their units, marks, words.
struct DeclaredValueReader {
  let table: DeclaredTable
  let vocabulary: Vocabulary

  /// The value of an indicator; what is written and not understood is a finding and no value.
  func value(
    _ meaning: String,
    _ indicator: Indicator,
    rowAt index: Int,
    _ findings: inout [Finding]
  ) -> StatedValue.Value? {
    reportLost(meaning, index, &findings)
    guard let (cell, text, place) = table.cell(meaning, rowAt: index) else { return nil }
    if cell.kind == .boolean { return .flag(cell.payload == 1) }
    if cell.kind != .number, let word = word(text, indicator) { return word }
    let unit = table.cell("unit", rowAt: index)?.text
    guard
      let number = number(
        cell,
        text,
        place,
        unit: unit,
        wanted: indicator.unit,
        allowingLimits: meaning == "target",
        &findings
      )
    else {
      // "Đã có quy hoạch" says nothing that can be judged: the verdict beside it does.
      let isWords = indicator.kind == .passFail
      if !isWords, !findings.contains(where: { $0.location == table.place(place) }) {
        findings.append(
          Finding(.notANumber, at: table.place(place), field: indicator.code, found: text)
        )
      }
      return nil
    }
    guard indicator.kind == .passFail else { return .number(number) }
    return number == ExactDecimal(1)
      ? .flag(true) : number == .zero ? .flag(false) : .number(number)
  }

  /// A plain number of a column; what is none is a finding.
  func number(
    _ meaning: String,
    rowAt index: Int,
    _ findings: inout [Finding]
  ) -> ExactDecimal? {
    reportLost(meaning, index, &findings)
    guard let (cell, text, place) = table.cell(meaning, rowAt: index) else { return nil }
    if let number = number(cell, text, place, unit: nil, wanted: nil, &findings) { return number }
    if !findings.contains(where: { $0.location == table.place(place) }) {
      findings.append(Finding(.notANumber, at: table.place(place), field: meaning, found: text))
    }
    return nil
  }

  /// A fraction as it is counted: "1.080/1.200 hộ"; `nil` for anything else.
  func ratio(_ meaning: String, rowAt index: Int) -> (ExactDecimal, ExactDecimal)? {
    guard let (cell, text, _) = table.cell(meaning, rowAt: index),
      cell.kind == .sharedText || cell.kind == .localText
    else { return nil }
    let parts = text.split(separator: "/", omittingEmptySubsequences: false)
    guard parts.count == 2 else { return nil }
    let digits = parts[1].prefix { $0.isNumber || ".,".contains($0) || $0 == " " }
    let unit = CanonicalText.tidy(String(parts[1].dropFirst(digits.count)))
    // Households and people come in whole numbers: 1.080 of them can only be 1080.
    let isCounted =
      vocabulary.unit(unit).map { $0.factor == ExactDecimal(1) && $0.isCount } ?? false
    func number(_ text: Substring) -> ExactDecimal? {
      switch NumberReader.read(text) {
      case .certain(let number, _): return number
      case .ambiguous(let withComma, let withPoint):
        let whole = [withComma, withPoint].filter(\.isWhole)
        return isCounted && whole.count == 1 ? whole[0] : nil
      case .notANumber: return nil
      }
    }
    guard let top = number(parts[0]), let bottom = number(digits) else { return nil }
    return (top, bottom)
  }

  private func word(_ text: String, _ indicator: Indicator) -> StatedValue.Value? {
    let key = Vocabulary.key(RemarkedWord(text).body)
    if indicator.kind == .absence, vocabulary.noneWords.contains(key) { return .number(.zero) }
    switch vocabulary.verdicts[key] {
    case "met": return .flag(true)
    case "not_met": return .flag(false)
    case "not_applicable": return .notApplicable
    default: return vocabulary.mark(key).map { .flag($0) }
    }
  }

  /// A formula without its result and an error value hide a figure.
  private func reportLost(_ meaning: String, _ index: Int, _ findings: inout [Finding]) {
    guard let column = table.columns[meaning] else { return }
    let place = CellReference(row: Int(table.grid.rows[index].number), column: column)
    switch table.grid[place]?.kind {
    case .missingResult: findings.append(Finding(.missingCachedValue, at: table.place(place)))
    case .error:
      let text = table.grid[place].flatMap { table.grid.text(of: $0) }
      findings.append(Finding(.errorValue, at: table.place(place), found: text))
    default: break
    }
  }

  // MARK: - Numbers and units

  /// A number in the wanted unit, from a cell with its own unit, that of its row, or none.
  func number(
    _ cell: PackedCell,
    _ text: String,
    _ place: CellReference,
    unit: String?,
    wanted: String?,
    allowingLimits: Bool = false,
    _ findings: inout [Finding]
  ) -> ExactDecimal? {
    if cell.kind == .number {
      guard let exact = PlainNumber.exact(cell.number) else { return nil }
      // 0.987 shown as 98,7 %.
      if table.grid.style(of: cell).isPercentage { return exact.multiplied(by: ExactDecimal(100)) }
      return convert(exact, from: unit, to: wanted, place, &findings)
    }
    guard cell.kind == .sharedText || cell.kind == .localText else { return nil }
    let (digits, tail) = split(text, allowingLimits: allowingLimits)
    switch NumberReader.read(digits) {
    case .certain(let number, _):
      return convert(number, from: tail.isEmpty ? unit : tail, to: wanted, place, &findings)
    case .ambiguous(let withComma, let withPoint):
      findings.append(
        Finding(
          .ambiguousNumber,
          at: table.place(place),
          found: text,
          arguments: [
            "comma": LocalizedText(withComma), "point": LocalizedText(withPoint),
          ]
        )
      )
      return nil
    case .notANumber: return nil
    }
  }

  /// The unit behind a number: "22 hộ"; `nil` where nothing follows.
  func tail(_ text: String) -> String? {
    let (digits, tail) = split(text, allowingLimits: true)
    return NumberReader.read(digits) == .notANumber || tail.isEmpty ? nil : tail
  }

  /// A text as its number and what follows; `allowingLimits` goes past "khoảng", "≥" and "trở lên",
  /// which are part of a target and no part of a result.
  private func split(_ text: String, allowingLimits: Bool) -> (digits: String, tail: String) {
    let isDigit: (Character) -> Bool = { $0.isNumber && $0.isASCII }
    guard let start = text.firstIndex(where: isDigit) else { return ("", text) }
    var head = text[..<start]
    var sign = ""
    if let last = head.last, "+-−".contains(last) {
      sign = String(last)
      head.removeLast()
    }
    let key = Vocabulary.key(head.filter { !"≥≤=<>".contains($0) })
    let isPlain = head.allSatisfy { $0 == " " }
    guard isPlain || allowingLimits && (key.isEmpty || vocabulary.limitWords.contains(key)) else {
      return ("", text)
    }
    let digits = text[start...].prefix { isDigit($0) || ".,".contains($0) || $0 == " " }
    let tail = CanonicalText.tidy(String(text[start...].dropFirst(digits.count)))
    return (sign + digits, allowingLimits ? withoutLimits(tail) : tail)
  }

  private func withoutLimits(_ tail: String) -> String {
    let words = tail.split(separator: " ")
    for start in words.indices.reversed()
    where vocabulary.limitWords.contains(Vocabulary.key(words[start...].joined(separator: " "))) {
      return words[..<start].joined(separator: " ")
    }
    return tail
  }

  /// Converts exactly between units of one kind; a unit of another kind is a finding and no value.
  private func convert(
    _ number: ExactDecimal,
    from unit: String?,
    to wanted: String?,
    _ place: CellReference,
    _ findings: inout [Finding]
  ) -> ExactDecimal? {
    guard let unit, let wanted, Vocabulary.key(unit) != Vocabulary.key(wanted) else {
      return number
    }
    // "triệu đồng" stands for "triệu đồng/người/năm": what it is per is known from the indicator.
    func head(_ text: String) -> String {
      text.split(separator: "/").first.map { CanonicalText.tidy(String($0)) } ?? text
    }
    if unit != "%", wanted != "%", Vocabulary.key(head(unit)) == Vocabulary.key(head(wanted)) {
      return number
    }
    guard let from = vocabulary.unit(head(unit)), let to = vocabulary.unit(head(wanted)),
      from.base == to.base, let scaled = number.multiplied(by: from.factor),
      let result = scaled.divided(by: to.factor, places: 12)
    else {
      findings.append(
        Finding(
          .unitMismatch,
          at: table.place(place),
          found: unit,
          expected: LocalizedText(wanted)
        )
      )
      return nil
    }
    return result
  }
}
