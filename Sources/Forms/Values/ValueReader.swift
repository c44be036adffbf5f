import Expressions
import Findings
import Tabular
import VietnameseText

/// Reads the cell of a field as the field's type, and says what is wrong with it.
struct ValueReader {
  let context: ReadingContext

  /// The result of reading one cell.
  enum Outcome {
    case value(FieldValue)
    /// Nothing was given.
    case blank
    /// A finding stands at the cell.
    case unreadable
  }

  /// Reads a cell of a text, count, amount, date or year field, or of a mark or one-column choice.
  func read(_ cell: PackedCell, _ column: TableColumn, at place: CellReference) -> Outcome {
    let field = column.field
    switch cell.kind {
    case .empty: return .blank
    case .error:
      return fail(.errorValue, column, place, found: context.grid.text(of: cell))
    case .missingResult:
      return fail(.missingCachedValue, column, place, found: nil)
    case .badTextIndex:
      return fail(.errorValue, column, place, found: nil)
    case .number where column.isFigure && column.legend == nil && context.formats[cell] == nil:
      // The usual figure, without making the text that only a finding would show.
      guard let value = PlainNumber.exact(cell.number) else { break }
      return finish(value, column.scale, column, field, place, PlainNumber.text(cell.number))
    default: break
    }
    let entry = context.texts.entry(cell)
    guard let display = entry?.text ?? context.texts.display(cell) else { return .blank }
    if let outcome = unseen(cell, column, place, display) { return outcome }
    if field.kind == .text || field.kind == .choice, let entry, let original = entry.original {
      report(
        .decodedLegacyText,
        column,
        place,
        found: original,
        ["value": LocalizedText(entry.text)]
      )
    }
    if let legend = column.legend, let code = Int(display), legend.codes.contains(code) {
      if let value = legend.values[code] { return .value(value) }
      return fail(.unknownChoice, column, place, variant: "code", found: display)
    }
    switch field.kind {
    case .text:
      if field.role == .name,
        cell.kind == .date || isOfNumbers(display)
          || entry?.isCount(context.vocabulary) == true
      {
        return fail(.notText, column, place, found: display)
      }
      return .value(.text(display))
    case .count, .amount, .length: return number(cell, column, field, place, display)
    case .percent: return percent(cell, column, field, place, display)
    case .code: return code(cell, entry, column, place, display)
    case .mark: return mark(cell, entry, column, place, display)
    case .choice: return choice(cell, entry, column, field, place, display)
    case .date, .year: return date(cell, column, place, display)
    }
  }

  /// What becomes of a cell whose format shows something else than it holds; `nil` for any other.
  private func unseen(
    _ cell: PackedCell,
    _ column: TableColumn,
    _ place: CellReference,
    _ display: String
  ) -> Outcome? {
    let field = column.field
    // The number of a row says nothing about the record.
    guard let format = context.formats[cell], field.role != .ordinal else { return nil }
    let isAnswer = field.kind == .mark || field.kind == .choice
    switch format.view(cell) {
    case .figure: return nil
    case .nothing where context.readsHidden: return nil
    case .nothing where cell.kind == .number && cell.number == 0:
      if isAnswer { return .blank }
      report(.blankReadAs, column, place, variant: "zero", found: display)
      return nil
    case .nothing:
      return fail(.hiddenDataSkipped, column, place, variant: "cell", found: display)
    case .words(let words) where isAnswer:
      let key = Vocabulary.key(words)
      if field.kind == .mark || column.target.choice != nil {
        if let mark = context.vocabulary.mark(key) { return .value(.mark(mark)) }
      } else if let choice = field.choices.first(where: { $0.words.contains(key) }) {
        return .value(.choice(choice.id))
      }
      return fail(.unknownChoice, column, place, variant: "mark", found: words)
    case .words(let words), .otherDigits(let words):
      return fail(
        .ambiguousNumber,
        column,
        place,
        variant: "shown",
        found: display,
        ["shown": LocalizedText(words)]
      )
    }
  }

  func fail(
    _ code: FindingCode,
    _ column: TableColumn,
    _ place: CellReference,
    variant: String? = nil,
    found: String?,
    _ arguments: [String: LocalizedText] = [:]
  ) -> Outcome {
    report(code, column, place, variant: variant, found: found, arguments)
    return .unreadable
  }

  func report(
    _ code: FindingCode,
    _ column: TableColumn,
    _ place: CellReference,
    variant: String? = nil,
    found: String?,
    _ arguments: [String: LocalizedText] = [:]
  ) {
    var finding = Finding(
      code,
      variant,
      at: context.location(place),
      field: column.field.id,
      header: column.path,
      found: found,
      arguments: arguments
    )
    // A number that is stored has no decimal mark of its own: each reader sees his.
    if let cell = context.grid[place], cell.kind == .number, let found, found.utf8.contains(0x2E),
      let figure = PlainNumber.exact(cell.number), found == "\(figure)"
    {
      finding.arguments["found"] = LocalizedText(unformatted: figure)
    }
    context.findings.append(finding)
  }

  /// Whether a text has nothing but digits; most begin with a letter.
  private func isOfNumbers(_ text: String) -> Bool {
    guard let first = text.utf8.first, first >= 0x80 || (0x30...0x39).contains(first) else {
      return text.isEmpty
    }
    return text.allSatisfy(\.isNumber)
  }

  /// Whether a text is a dash alone, by which people say that there is nothing.
  func isDash(_ text: String) -> Bool {
    text.utf8.count <= 3 && ["-", "–", "—", "−"].contains(text)
  }

  // MARK: - Numbers

  private func number(
    _ cell: PackedCell,
    _ column: TableColumn,
    _ field: FieldDefinition,
    _ place: CellReference,
    _ display: String
  ) -> Outcome {
    switch cell.kind {
    case .number:
      guard let value = PlainNumber.exact(cell.number) else {
        return fail(.notANumber, column, place, found: display)
      }
      guard let format = context.formats[cell] else {
        return finish(value, column.scale, column, field, place, display)
      }
      return shown(value, format, column, field, place, display)
    case .sharedText, .localText:
      return textNumber(display, column, field, place)
    default: return fail(.notANumber, column, place, found: display)
    }
  }

  /// A cell that shows a percentage holds its hundredth: 0.987 under `0.0%` is 98.7.
  private func percent(
    _ cell: PackedCell,
    _ column: TableColumn,
    _ field: FieldDefinition,
    _ place: CellReference,
    _ display: String
  ) -> Outcome {
    let styles = context.grid.styles
    let style = Int(cell.style)
    guard cell.kind == .number, styles.indices.contains(style), styles[style].isPercentage,
      let stored = PlainNumber.exact(cell.number)
    else { return number(cell, column, field, place, display) }
    return finish(stored, ExactDecimal(100), column, field, place, display)
  }

  /// A number whose format makes it read as another figure than the one stored: read as it is shown.
  private func shown(
    _ stored: ExactDecimal,
    _ format: ShownFormat,
    _ column: TableColumn,
    _ field: FieldDefinition,
    _ place: CellReference,
    _ display: String
  ) -> Outcome {
    let wanted = field.unit.flatMap { context.vocabulary.unit($0) }
    if format.isPercentage, wanted?.base != "%" {
      let percent = stored.multiplied(by: ExactDecimal(100)).map { "\($0)%" } ?? display
      return fail(.notANumber, column, place, variant: "percent", found: percent)
    }
    var scale = column.scale
    if let unit = format.unit, let wanted {
      guard unit.base == wanted.base, let own = unit.factor.divided(by: wanted.factor, places: 12)
      else { return fail(.notANumber, column, place, found: display + " " + unit.name) }
      scale = own
    }
    var figure = stored
    for _ in 0..<min(format.thousands, 4) {
      figure = figure.divided(by: ExactDecimal(1000), places: 12) ?? figure
    }
    if format.thousands > 0 || scale != column.scale,
      context.reportedFormats.insert(column.column).inserted
    {
      report(
        .unitConflict,
        column,
        place,
        variant: "format",
        found: display,
        ["used": figureText(figure, format.unit?.name ?? column.unit?.name)]
      )
    }
    return finish(figure, scale, column, field, place, display)
  }

  /// A figure with its unit apart, which may itself begin with a number: "85 (đơn vị 1.000 đồng)".
  private func figureText(_ figure: ExactDecimal, _ unit: String?) -> LocalizedText {
    guard let unit else { return LocalizedText(figure) }
    let text = LocalizedText(figure)
    return LocalizedText(vi: "\(text.vi) (đơn vị \(unit))", en: "\(text.en) (in \(unit))")
  }

  private func textNumber(
    _ text: String,
    _ column: TableColumn,
    _ field: FieldDefinition,
    _ place: CellReference
  ) -> Outcome {
    if isDash(text) {
      report(.dashReadAsEmpty, column, place, found: text)
      return .blank
    }
    // The number of a row is often written with a full stop.
    if field.role == .ordinal, BodyOutline.isNumber(text), let own = Int32(text.filter(\.isNumber))
    {
      return .value(.number(ExactDecimal(own)))
    }
    let quantity = Quantity.read(text)
    var scale = column.scale
    if !quantity.unit.isEmpty {
      let unit = context.vocabulary.unit(quantity.unit)
      let wanted = field.unit.flatMap { context.vocabulary.unit($0) }
      if let wanted, unit == nil, let sum = inTwoUnits(quantity, base: wanted.base),
        let value = sum.divided(by: wanted.factor, places: 12)
      {
        return finish(value, ExactDecimal(1), column, field, place, text)
      }
      guard let unit,
        wanted.map({ unit.base == $0.base }) ?? (field.kind == .count && unit.isCount),
        let own = unit.factor.divided(by: wanted?.factor ?? ExactDecimal(1), places: 12)
      else { return fail(.notANumber, column, place, found: text) }
      if let stated = column.unit, stated.factor != unit.factor {
        report(
          .unitConflict,
          column,
          place,
          variant: "cell",
          found: text,
          ["used": LocalizedText(unit.name)]
        )
      }
      scale = own
    }
    switch quantity.number {
    case .notANumber:
      if context.vocabulary.noData.contains(Vocabulary.key(text)) {
        report(.dashReadAsEmpty, column, place, variant: "words", found: text)
        return .blank
      }
      return fail(.notANumber, column, place, found: text)
    case .certain(let value, let proven):
      if column.convention.isContradictory, proven != nil {
        let known = column.convention.majority
        if let known, known != proven {
          return fail(.ambiguousNumber, column, place, variant: "contradiction", found: text)
        }
      }
      return finish(value, scale, column, field, place, text)
    case .ambiguous(let comma, let point):
      guard let mark = column.convention.decided else {
        if quantity.unit.isEmpty, !column.convention.isContradictory,
          let value = wholeOne(comma, point, scale, field)
        {
          report(
            .decimalMarkDecided,
            column,
            place,
            variant: "whole",
            found: text,
            ["value": LocalizedText(value)]
          )
          return finish(value, ExactDecimal(1), column, field, place, text)
        }
        return fail(
          .ambiguousNumber,
          column,
          place,
          found: text,
          ["comma": LocalizedText(comma), "point": LocalizedText(point)]
        )
      }
      return finish(mark == .comma ? comma : point, scale, column, field, place, text)
    }
  }

  /// Of two readings of a count the one that is a whole number: "1.234" are no 1,234 persons.
  ///
  /// Where both are whole, as for "3.000", or the whole one lies beyond what the field can be, neither.
  private func wholeOne(
    _ comma: ExactDecimal,
    _ point: ExactDecimal,
    _ scale: ExactDecimal,
    _ field: FieldDefinition
  ) -> ExactDecimal? {
    // Thousands are counted of villages; in a household's row such a number is a mistake of either kind.
    guard field.kind == .count, context.form.shape != .list else { return nil }
    let readings = [comma, point].compactMap { $0.multiplied(by: scale) }.filter(\.isWhole)
    let highest = [field.maximum, field.usual?.highest].compactMap { $0 }.min()
    guard readings.count == 1, highest.map({ readings[0] < $0 }) ?? true else { return nil }
    return readings[0]
  }

  /// A figure in a large unit and the rest in a smaller one: "1 tỷ 200 triệu".
  private func inTwoUnits(_ quantity: Quantity, base: String) -> ExactDecimal? {
    guard case .certain(let first, _) = quantity.number,
      let start = quantity.unit.firstIndex(where: \.isNumber)
    else { return nil }
    let rest = Quantity.read(String(quantity.unit[start...]))
    if rest.unit.isEmpty { return withTenths(first, quantity.unit, from: start, base: base) }
    guard case .certain(let second, _) = rest.number,
      let large = context.vocabulary.unit(String(quantity.unit[..<start])),
      let small = context.vocabulary.unit(rest.unit), large.base == base, small.base == base,
      small.factor < large.factor, let top = first.multiplied(by: large.factor),
      let bottom = second.multiplied(by: small.factor), bottom < large.factor
    else { return nil }
    return top.adding(bottom)
  }

  /// Tenths or thousandths of a large unit as they are spoken: "52 triệu 2", "1 tỷ 250".
  ///
  /// Two figures may be hundredths or the next unit ("1 tỷ 50"), so they are not read.
  private func withTenths(
    _ whole: ExactDecimal,
    _ unit: String,
    from start: String.Index,
    base: String
  ) -> ExactDecimal? {
    let digits = String(unit[start...])
    guard whole.isWhole, digits.count == 1 || digits.count == 3, let part = Int32(digits),
      let large = context.vocabulary.unit(String(unit[..<start])), large.base == base,
      ExactDecimal(999) < large.factor, let top = whole.multiplied(by: large.factor),
      let share = large.factor.divided(
        by: ExactDecimal(digits.count == 1 ? 10 : 1000),
        places: 12
      ), let bottom = share.multiplied(by: ExactDecimal(part))
    else { return nil }
    return top.adding(bottom)
  }

  /// Checks what is understood but impossible; the value stands as read.
  private func finish(
    _ stored: ExactDecimal,
    _ scale: ExactDecimal,
    _ column: TableColumn,
    _ field: FieldDefinition,
    _ place: CellReference,
    _ display: @autoclosure () -> String
  ) -> Outcome {
    guard let value = stored.multiplied(by: scale) else {
      return fail(.outOfRange, column, place, found: display())
    }
    if field.kind == .count, !value.isWhole {
      report(.notAnInteger, column, place, found: display())
    }
    let mayBeNegative = field.minimum.map { $0 < .zero } ?? false
    if value < .zero, !mayBeNegative {
      report(.negativeValue, column, place, found: display())
    } else if let minimum = field.minimum, value < minimum {
      report(
        .outOfRange,
        column,
        place,
        variant: "minimum",
        found: display(),
        ["limit": LocalizedText(minimum)]
      )
    } else if let maximum = field.maximum, value > maximum {
      report(
        .outOfRange,
        column,
        place,
        variant: "maximum",
        found: display(),
        ["limit": LocalizedText(maximum)]
      )
    }
    if let usual = field.usual, value != .zero, value < usual.lowest || usual.highest < value,
      !(value < .zero)
    {
      report(
        .outlier,
        column,
        place,
        variant: "usual",
        found: display(),
        [
          "label": field.label, "value": LocalizedText(value),
          "unit": LocalizedText(field.unit ?? ""), "from": LocalizedText(usual.lowest),
          "to": LocalizedText(usual.highest),
        ]
      )
    }
    return .value(.number(value))
  }

  // MARK: - Marks and choices

  private func mark(
    _ cell: PackedCell,
    _ entry: SheetTexts.Entry?,
    _ column: TableColumn,
    _ place: CellReference,
    _ display: String
  ) -> Outcome {
    if cell.kind == .boolean { return .value(.mark(cell.payload == 1)) }
    let mark =
      entry.map { $0.mark(context.compiled) } ?? context.vocabulary.mark(Vocabulary.key(display))
    if let mark, !isDoubtful(cell, display) { return .value(.mark(mark)) }
    if let answer = column.field.answers[entry?.key ?? Vocabulary.key(display)] {
      return .value(.mark(answer))
    }
    return fail(.unknownChoice, column, place, variant: "mark", found: display)
  }

  /// Whether an answer is not one, though its letters are: "x?", -1, 100 %.
  private func isDoubtful(_ cell: PackedCell, _ display: String) -> Bool {
    if display.holds(byte: 0x3F) { return true }
    if cell.kind == .number {
      return context.formats[cell]?.isPercentage ?? false || display.hasPrefix("-")
    }
    // The byte of the hyphen, or the first of the other dashes and the minus.
    guard display.utf8.count > 1, let byte = display.utf8.first, byte == 0x2D || byte == 0xE2,
      let first = display.unicodeScalars.first
    else { return false }
    return "-−–".unicodeScalars.contains(first)
      && Vocabulary.key(display).allSatisfy(\.isNumber)
  }

  /// The choice of an answer with its percentage beside it: "Đạt (95%)", "Chưa đạt: 62,5 %".
  private func choiceBesidePercent(_ text: String, _ field: FieldDefinition) -> Int? {
    guard let start = text.firstIndex(where: \.isNumber), !text.contains("?") else { return nil }
    let isInBrackets = text[..<start].hasSuffix("(") && text.hasSuffix(")")
    let share = Quantity.read(String(isInBrackets ? text[start...].dropLast() : text[start...]))
    guard share.number != .notANumber, context.vocabulary.unit(share.unit)?.base == "%" else {
      return nil
    }
    let key = Vocabulary.key(String(text[..<start].dropLast(isInBrackets ? 1 : 0)))
    return field.choices.firstIndex { $0.words.contains(key) }
  }

  private func choice(
    _ cell: PackedCell,
    _ entry: SheetTexts.Entry?,
    _ column: TableColumn,
    _ field: FieldDefinition,
    _ place: CellReference,
    _ display: String
  ) -> Outcome {
    if column.target.choice != nil { return mark(cell, entry, column, place, display) }
    if let index = entry?.choice(of: field), !isDoubtful(cell, display) {
      return .value(.choice(field.choices[index].id))
    }
    let word = cell.kind == .boolean ? (cell.payload == 1 ? "true" : "false") : display
    let key = Vocabulary.key(word)
    for choice in field.choices where choice.words.contains(key) && !isDoubtful(cell, display) {
      return .value(.choice(choice.id))
    }
    if let entry, let index = choiceBesidePercent(entry.text, field) {
      return .value(.choice(field.choices[index].id))
    }
    if isDash(display) {
      report(.dashReadAsEmpty, column, place, found: display)
      return .blank
    }
    let list = field.choices.map { $0.label }
    return fail(
      .unknownChoice,
      column,
      place,
      found: display,
      [
        "choices": LocalizedText(
          vi: list.map(\.vi).joined(separator: ", "),
          en: list.map(\.en).joined(separator: ", ")
        )
      ]
    )
  }
}
