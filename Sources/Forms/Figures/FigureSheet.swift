package import Findings
package import Tabular
import VietnameseText

/// The figures of one table as a file gives them, each with its cell.
package struct FigureSheet: Sendable {
  package struct Value: Sendable {
    package var value: ExactDecimal
    /// The cells that it rests on; several where lines of accounts are added up.
    package var places: [SourceLocation]
  }

  package var file: String
  package var sheet: String
  /// The unit that the file speaks for, as its title or its name gives it.
  package var unit: String
  package var values: [FigureKey: Value] = [:]
  /// Figures that contradict each other: none of them is used.
  package var disputed: Set<FigureKey> = []
  package var findings: [Finding] = []
  /// How many columns of the form were found.
  package var columnCount = 0

  package init(file: String, sheet: String, unit: String) {
    self.file = file
    self.sheet = sheet
    self.unit = unit
  }
}

/// Reads the figures of a table, and checks its sums.
package struct FigureReader {
  private let layout: FigureLayout
  private let vocabulary: Vocabulary
  private let table: FigureTable
  private var result: FigureSheet

  package init(_ layout: FigureLayout, unit: String?, vocabulary: Vocabulary) {
    self.layout = layout
    self.vocabulary = vocabulary
    table = layout.table
    let own = UnitTitle(vocabulary: vocabulary).find(in: layout.above.map(\.text))
    let stem = layout.file.split(separator: "/").last.map(String.init) ?? layout.file
    let bare = stem.lastIndex(of: ".").map { String(stem[..<$0]) } ?? stem
    result = FigureSheet(
      file: layout.file,
      sheet: layout.grid.name,
      unit: unit ?? own ?? bare
    )
  }

  /// Everything that the sheet gives.
  package mutating func read() -> FigureSheet {
    result.columnCount = layout.columns.count
    let scale = moneyScale()
    for column in table.columns where layout.columns[column.id] == nil && !layout.isAccounts {
      // A column that is the sum of others follows from them; an older variant may not print it.
      if !column.sum.isEmpty, column.sum.allSatisfy({ layout.columns[$0] != nil }) { continue }
      result.findings.append(
        Finding(
          .missingColumn,
          at: layout.place(layout.header.lowerBound, layout.labelColumn),
          field: column.id,
          arguments: [
            "label": LocalizedText(column.label), "headers": LocalizedText(column.label),
          ]
        )
      )
    }
    for row in layout.unknownRows { reportUnknown(row) }
    for row in table.rows {
      let lines = layout.rows[row.id] ?? []
      if lines.count > 1, !layout.isAccounts {
        reportDouble(row, lines)
        continue
      }
      for column in table.columns {
        guard let place = layout.columns[column.id] else { continue }
        read(FigureKey(row: row.id, column: column.id), lines, place, scale)
      }
    }
    FigureSums(table).check(&result)
    return result
  }

  private mutating func read(
    _ key: FigureKey,
    _ lines: [Int],
    _ column: Int,
    _ scale: ExactDecimal
  ) {
    var sum: FigureSheet.Value?
    for line in lines {
      let place = layout.place(line, column)
      guard let number = number(place)?.multiplied(by: scale) else { continue }
      guard let known = sum else {
        sum = FigureSheet.Value(value: number, places: [place])
        continue
      }
      guard let total = known.value.adding(number) else { continue }
      sum = FigureSheet.Value(value: total, places: known.places + [place])
    }
    if let sum { result.values[key] = sum }
  }

  /// The number of a cell; a dash is none, a blank is not given.
  private mutating func number(_ place: SourceLocation) -> ExactDecimal? {
    guard let reference = place.cell, let cell = layout.grid[reference] else { return nil }
    var found: ExactDecimal?
    switch cell.kind {
    case .number: found = PlainNumber.exact(cell.number)
    case .sharedText, .localText:
      guard let text = layout.texts.entry(cell)?.text else { return nil }
      if ["-", "–", "—"].contains(text) { return .zero }
      if vocabulary.noData.contains(Vocabulary.key(text)) { return nil }
      switch NumberReader.read(text) {
      case .certain(let number, _): found = number
      case .ambiguous(let comma, let point):
        report(
          Finding(
            .ambiguousNumber,
            at: place,
            found: text,
            arguments: ["comma": LocalizedText(comma), "point": LocalizedText(point)]
          )
        )
        return nil
      case .notANumber:
        report(
          Finding(
            .notANumber,
            at: place,
            found: text,
            expected: LocalizedText(vi: "số", en: "a number")
          )
        )
        return nil
      }
    case .missingResult: report(Finding(.missingCachedValue, at: place))
    case .error: report(Finding(.errorValue, at: place, found: layout.grid.text(of: cell)))
    case .empty: return nil
    default: report(Finding(.notANumber, at: place, found: layout.texts.display(cell)))
    }
    if let found, found < .zero {
      report(
        Finding(
          .negativeValue,
          at: place,
          found: "\(found)",
          arguments: ["found": LocalizedText(found)]
        )
      )
    }
    return found
  }

  private mutating func report(_ finding: Finding) { result.findings.append(finding) }

  // MARK: - Money

  /// How many of the form's unit one of the sheet's is; where none is stated it is said.
  private mutating func moneyScale() -> ExactDecimal {
    guard let unit = table.unit, let wanted = vocabulary.unit(unit) else { return ExactDecimal(1) }
    for (text, place) in layout.above {
      guard let found = stated(text), found.base == wanted.base,
        let scale = found.factor.divided(by: wanted.factor, places: 12)
      else { continue }
      if found.factor != wanted.factor {
        report(
          Finding(
            .unitRead,
            at: place,
            found: found.name,
            arguments: [
              "unit": LocalizedText(found.name), "wanted": LocalizedText(unit),
              "scale": LocalizedText(scale),
            ]
          )
        )
      }
      return scale
    }
    report(
      Finding(
        .unitAssumed,
        at: layout.place(layout.header.lowerBound, layout.labelColumn),
        header: table.labelHeadings.first,
        arguments: ["unit": LocalizedText(unit)]
      )
    )
    return ExactDecimal(1)
  }

  /// "Đơn vị tính: triệu đồng", also in brackets.
  private func stated(_ text: String) -> Vocabulary.Unit? {
    let trimmed = text.filter { !"()".contains($0) }
    let parts = trimmed.split(separator: ":", maxSplits: 1).map(String.init)
    guard parts.count == 2,
      vocabulary.unitLines.contains(where: { Vocabulary.key(parts[0]).hasSuffix($0) })
    else { return nil }
    return vocabulary.unit(parts[1])
  }

  // MARK: - Findings

  private mutating func reportUnknown(_ row: Int) {
    let reference = CellReference(row: row, column: layout.labelColumn)
    let text = layout.grid[reference].flatMap { layout.texts.display($0) }
    report(
      Finding(
        .unknownRow,
        "figures",
        at: layout.place(row, layout.labelColumn),
        found: text,
        severity: .error
      )
    )
  }

  private mutating func reportDouble(_ row: FigureTable.Row, _ lines: [Int]) {
    report(
      Finding(
        .duplicateRecord,
        "row",
        at: layout.place(lines[1], layout.labelColumn),
        found: row.label,
        arguments: ["label": LocalizedText(row.label)],
        related: [layout.place(lines[0], layout.labelColumn)]
      )
    )
    for column in table.columns {
      result.disputed.insert(FigureKey(row: row.id, column: column.id))
    }
  }
}

/// Finds the name of a commune or province in the title of a sheet.
package struct UnitTitle {
  private let vocabulary: Vocabulary
  private static let stops: Set<String> = ["huyện", "tỉnh", "năm", "thành", "thị", "quận"]
  private static let kinds: Set<String> = ["xã", "phường", "tỉnh", "đặc"]

  package init(vocabulary: Vocabulary) { self.vocabulary = vocabulary }

  /// "ỦY BAN NHÂN DÂN XÃ BÌNH LƯƠNG, NĂM 2026" names "xã Bình Lương".
  package func find(in texts: [String]) -> String? {
    for text in texts {
      let words = text.split(whereSeparator: { " \u{A0}".contains($0) }).map(String.init)
      for (index, word) in words.enumerated() where Self.kinds.contains(word.lowercased()) {
        var name: [String] = []
        for next in words[(index + 1)...] {
          let bare = next.filter { $0.isLetter || $0 == "'" || $0 == "-" }
          guard let first = bare.first, first.isUppercase,
            !Self.stops.contains(bare.lowercased())
          else { break }
          name.append(bare == bare.uppercased() && bare.count > 1 ? bare.capitalized : bare)
          if bare.count != next.count { break }
        }
        if !name.isEmpty { return word.lowercased() + " " + name.joined(separator: " ") }
      }
    }
    return nil
  }
}

extension String {
  fileprivate var capitalized: String {
    prefix(1).uppercased() + dropFirst().lowercased()
  }
}
