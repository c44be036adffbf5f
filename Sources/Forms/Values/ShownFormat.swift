import Tabular

/// What a number format changes about how a person reads a number.
///
/// Excel can show 85 000 000 as `85,000` (format `#,##0,`): who fills in a column of thousands sees and means
/// thousands. Reading the stored number would be wrong by a factor of 1000 without anybody noticing.
struct ShownFormat {
  /// How often the number is divided by 1000 to be shown.
  var thousands = 0
  var isPercentage = false
  /// The unit written behind the number by the format itself: `0" triệu"`.
  var unit: Vocabulary.Unit?

  var isPlain: Bool { thousands == 0 && !isPercentage && unit == nil }

  init(_ style: CellStyle, vocabulary: borrowing Vocabulary) {
    isPercentage = style.isPercentage
    guard let code = style.formatCode, !style.isDate else { return }
    let section = code.split(separator: ";", omittingEmptySubsequences: false).first ?? ""
    var bare = ""
    var quoted = ""
    var isQuoted = false
    for character in section {
      if character == "\"" {
        isQuoted.toggle()
      } else if isQuoted {
        quoted.append(character)
      } else {
        bare.append(character)
      }
    }
    unit = quoted.isEmpty ? nil : vocabulary.unit(quoted)
    guard let last = bare.lastIndex(where: { "0#?".contains($0) }) else { return }
    // Commas behind the last digit divide; a comma among the digits groups.
    thousands = bare[bare.index(after: last)...].prefix { $0 == "," }.count
  }
}

/// The formats of a workbook, each looked at once.
struct ShownFormats {
  private let formats: [ShownFormat?]

  init(_ grid: Grid, vocabulary: Vocabulary) {
    formats = grid.styles.map {
      let format = ShownFormat($0, vocabulary: vocabulary)
      return format.isPlain ? nil : format
    }
  }

  /// What a cell's format changes; `nil` where it changes nothing.
  subscript(cell: PackedCell) -> ShownFormat? {
    let index = Int(cell.style)
    return index < formats.count ? formats[index] : nil
  }
}
