import Tabular

/// What a number format and the font change about how a person reads a cell.
///
/// Excel can show 85 000 000 as `85,000` (format `#,##0,`): who fills in a column of thousands sees and means
/// thousands. Reading the stored number would be wrong by a factor of 1000 without anybody noticing. It can also
/// show nothing (`;;;`, white on white), a word in place of a number, or digits that are not the number's.
struct ShownFormat {
  /// What is seen of a number.
  enum View: Equatable {
    case figure
    case nothing
    /// Words in place of the number.
    case words(String)
    /// The number with fixed digits beside its own.
    case otherDigits(String)
  }

  /// How often the number is divided by 1000 to be shown.
  var thousands = 0
  var isPercentage = false
  /// The unit written behind the number by the format itself: `0" triệu"`.
  var unit: Vocabulary.Unit?
  /// Whether the font leaves nothing to be seen: in the colour of the fill, or a point high.
  private let isInvisible: Bool
  /// Empty where every number is shown as a number.
  private let sections: [FormatSection]

  var isPlain: Bool {
    thousands == 0 && !isPercentage && unit == nil && !isInvisible && sections.isEmpty
  }

  init(_ style: CellStyle, vocabulary: borrowing Vocabulary) {
    isPercentage = style.isPercentage
    isInvisible = style.isInvisible
    guard let code = style.formatCode, !style.isDate else {
      sections = []
      return
    }
    let all = FormatSection.sections(of: code)
    unit = all.first.flatMap { vocabulary.unit($0.words) }
    let isUnit = unit != nil
    let isUsual = all.allSatisfy { section in
      section.hasDigits && section.showsZero && (isUnit || !section.addsDigits)
        && section.condition == nil
    }
    sections = isUsual ? [] : all
    var bare = ""
    var isQuoted = false
    for character in code.prefix(while: { $0 != ";" }) {
      if character == "\"" { isQuoted.toggle() } else if !isQuoted { bare.append(character) }
    }
    guard let last = bare.lastIndex(where: { "0#?".contains($0) }) else { return }
    // Commas behind the last digit divide; a comma among the digits groups.
    thousands = bare[bare.index(after: last)...].prefix { $0 == "," }.count
  }

  /// What somebody sees of a cell.
  func view(_ cell: PackedCell) -> View {
    if isInvisible { return .nothing }
    guard !sections.isEmpty else { return .figure }
    guard cell.kind == .number else {
      let isHidden = sections.count > 3 && sections[3].isEmpty && !sections[3].showsText
      return isHidden && cell.kind != .boolean ? .nothing : .figure
    }
    guard let section = section(for: cell.number) else { return .figure }
    if section.isEmpty, !section.showsText { return .nothing }
    if cell.number == 0, section.hasDigits, !section.showsZero, section.words.isEmpty {
      return .nothing
    }
    if !section.hasDigits, !section.words.isEmpty {
      // A dash for nothing says what zero says.
      let isDash = section.words.allSatisfy { " -–—".contains($0) }
      return isDash && cell.number == 0 ? .figure : .words(section.words)
    }
    if section.addsDigits, unit == nil { return .otherDigits(section.words) }
    return .figure
  }

  /// The part of the format that holds for a number; `nil` for one that is shown as it is.
  private func section(for number: Double) -> FormatSection? {
    if sections.contains(where: { $0.condition != nil }) {
      if let found = sections.first(where: { $0.condition?.holds(number) == true }) { return found }
      return sections.prefix(3).first { $0.condition == nil && !$0.showsText }
    }
    if sections.count == 1 { return sections[0].showsText ? nil : sections[0] }
    if number < 0 { return sections[1] }
    return number == 0 && sections.count > 2 ? sections[2] : sections[0]
  }
}

/// The formats of a workbook, each looked at once.
struct ShownFormats {
  private let formats: [ShownFormat?]
  /// Whether some format may leave nothing to be seen.
  let mayHide: Bool

  init(_ grid: Grid, vocabulary: Vocabulary) {
    formats = grid.styles.map {
      let format = ShownFormat($0, vocabulary: vocabulary)
      return format.isPlain ? nil : format
    }
    mayHide = formats.contains { $0 != nil }
  }

  /// What a cell's format changes; `nil` where it changes nothing.
  subscript(cell: PackedCell) -> ShownFormat? {
    let index = Int(cell.style)
    return index < formats.count ? formats[index] : nil
  }
}
