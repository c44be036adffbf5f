import Findings
package import Tabular
import VietnameseText

/// A column of a table that is read.
package struct MappedColumn: Sendable {
  package var column: Int
  package var target: ColumnTarget
  package var match: ColumnMatch
  /// The headings for people.
  package var path: String
  /// The cell of the lowest heading.
  package var header: CellReference
  /// The unit of its figures and what to multiply them by to get the form's unit.
  package var unit: Vocabulary.Unit?
  package var scale = ExactDecimal(1)
  package var convention = NumberConvention()
  /// How its dates are written.
  var dates = DateConvention()
  /// The unit that a mapping profile states.
  var statedUnit: Vocabulary.Unit?
  /// Further columns under the same merged heading, whose texts go on with this one's.
  package var continuations: [Int] = []
  /// What the codes of the column mean, where its heading says so.
  var legend: HeadingLegend?
}

/// A mapped column as the body is read with it: nothing of it changes any more.
final class TableColumn: Sendable {
  let column: Int
  let target: ColumnTarget
  let field: FieldDefinition
  let path: String
  let unit: Vocabulary.Unit?
  let scale: ExactDecimal
  let convention: NumberConvention
  let dates: DateConvention
  /// The same column as it is read where a value stands in place of a mark.
  let carried: TableColumn?
  let continuations: [Int]
  let legend: HeadingLegend?
  /// Whether it holds numbers that are added, compared and rescaled.
  let isFigure: Bool
  /// Whether a sign in it may repeat the word above.
  let mayRepeat: Bool
  /// Whether a blank in a merged cell shows the merge's value.
  let isFilledDown: Bool
  /// Whether a value that is merged over several records belongs to none for certain.
  let mayBeCovered: Bool

  init(_ column: MappedColumn, form: FormDefinition) {
    let other = form.fields[column.target.field].carries.flatMap { form.fieldIndex($0) }
    var carrier = column
    carrier.target = ColumnTarget(field: other ?? 0)
    carried =
      column.target.choice == nil || other == nil ? nil : TableColumn(carrier, form: form)
    self.column = column.column
    target = column.target
    field = form.fields[column.target.field]
    path = column.path
    unit = column.unit
    scale = column.scale
    convention = column.convention
    dates = column.dates
    continuations = column.continuations
    legend = column.legend
    isFigure = field.kind.isFigure
    mayRepeat =
      field.role != .name
      && (field.kind == .text || (field.kind == .choice && target.choice == nil))
    isFilledDown = field.role == .group
    mayBeCovered = field.kind != .text && field.role == .value
  }
}

/// Decides which column holds which field, and says what it could not decide.
struct ColumnMapper {
  let context: ReadingContext
  private var form: FormDefinition { context.form }

  /// The columns that a table has and the form does not know, or not for certain.
  func unread(_ band: HeaderBand, besides columns: [MappedColumn]) -> [UnreadColumn] {
    let used = Set(columns.flatMap { [$0.column] + $0.continuations })
    return band.columns.filter { !used.contains($0.column) }.map {
      UnreadColumn(
        column: $0.column,
        path: $0.path,
        cell: $0.cell,
        nearest: $0.match,
        isIgnored: $0.said != nil && $0.match == nil,
        isHidden: !context.readsHidden && context.grid.isColumnHidden($0.column)
      )
    }
  }

  /// The columns to read, from left to right.
  func map(_ band: HeaderBand) -> [MappedColumn] {
    var byTarget: [ColumnTarget: [HeaderBand.Column]] = [:]
    var hidden: Set<Int> = []
    let settled = Set(band.columns.compactMap { $0.said == nil ? nil : $0.match?.target })
    for column in band.columns {
      // What the profile gives to one column no other can take.
      if let target = column.match?.target, column.said == nil, settled.contains(target) {
        continue
      }
      guard let match = column.match, match.score >= ColumnMatch.usable else { continue }
      if context.grid.isColumnHidden(column.column), !context.readsHidden {
        hidden.insert(column.column)
        reportHidden(column, band)
        continue
      }
      byTarget[match.target, default: []].append(column)
    }
    var result: [MappedColumn] = []
    var used: Set<Int> = hidden
    for (target, columns) in byTarget.sorted(by: { $0.value[0].column < $1.value[0].column }) {
      let (columns, continuations) = withoutOneHeading(columns, target, below: band.rows.upperBound)
      let ranked = columns.sorted { ($0.match?.score ?? 0) > ($1.match?.score ?? 0) }
      let best = ranked[0].match?.score ?? 0
      // Two headings that are both certain are a question, however small the difference.
      let equals = ranked.filter {
        ($0.match?.score ?? 0) >= min(best - 0.019, ColumnMatch.certain)
      }
      if equals.count > 1 {
        // "Mặt đường" over widths is no kind of surface.
        let worded = equals.filter { !holdsFigures($0, target, below: band.rows.upperBound) }
        if worded.count == 1 {
          result.append(mapped(worded[0], target, []))
          used.insert(worded[0].column)
          continue
        }
      }
      // "Kết quả" in words beside "Đánh giá", "Nhà tiêu" with its kind beside "Nhà tiêu HVS".
      if equals.count > 1,
        context.onlyVerdicts || (form.fields[target.field].kind == .mark && areSiblings(equals))
      {
        let kinds = equals.map { content($0, below: band.rows.upperBound) }
        let answered = equals.indices.filter { kinds[$0] == .answers }.map { equals[$0] }
        // A column with few answers may be meant as well: only other words tell that it is not.
        if answered.count == 1, kinds.count(where: { $0 == .otherWords }) == equals.count - 1 {
          result.append(mapped(answered[0], target, []))
          used.insert(answered[0].column)
          continue
        }
      }
      if let own = ofPersons(equals, target, below: band.rows.upperBound) {
        result.append(mapped(own, target, []))
        used.formUnion(equals.map(\.column))
        continue
      }
      if equals.count > 1, let own = ofStatedYear(equals) {
        byTarget[target] = [own]
        result.append(mapped(own, target, []))
        used.formUnion(equals.map(\.column))
        continue
      }
      if equals.count > 1 {
        reportDuplicate(target, equals)
        used.formUnion(equals.map(\.column))
        continue
      }
      // "DT" may be "dân tộc" or "diện tích": figures under a text's abbreviation are something else.
      if isShort(ranked[0]), holdsFigures(ranked[0], target, below: band.rows.upperBound) {
        continue
      }
      used.insert(ranked[0].column)
      used.formUnion(continuations)
      result.append(mapped(ranked[0], target, continuations))
    }
    for column in band.columns where !used.contains(column.column) {
      // A profile may say that a column is none: that is settled.
      if column.said != nil, column.match == nil { continue }
      if !column.isAside { reportUnknown(column) }
    }
    reportAside(band)
    return withoutShadowedChoices(withWords(result, below: band.rows.upperBound))
      .sorted { $0.column < $1.column }
  }

  /// Of two columns of names in a list of persons the one that names each of them, where the other one repeats
  /// the head's name in its first row and says nothing else.
  private func ofPersons(
    _ columns: [HeaderBand.Column],
    _ target: ColumnTarget,
    below header: Int
  ) -> HeaderBand.Column? {
    guard columns.count == 2, form.members != nil, form.fields[target.field].role == .name else {
      return nil
    }
    var alone = [0, 0]
    for index in rows(below: header) {
      // A line that signs the table or sums it up names nobody.
      let row = context.texts.cells[context.texts.cellIndices(ofRowAt: index)]
      guard row.count(where: { context.texts.display($0) != nil }) > 2 else { continue }
      let names = columns.map { column in
        context.texts.cell(row: index, column: column.column).flatMap { context.texts.entry($0) }
      }
      if let first = names[0], let second = names[1] {
        guard first.key == second.key else { return nil }
      } else if names[0] != nil || names[1] != nil {
        alone[names[0] == nil ? 1 : 0] += 1
      }
    }
    guard let fuller = alone.firstIndex(where: { $0 > 0 }) else { return nil }
    return alone[1 - fuller] == 0 ? columns[fuller] : nil
  }

  /// A single column headed by one answer of a choice is one of words where the words of the answers stand in
  /// it: "Nghèo" over "Không", "Hộ nghèo", "Hộ cận nghèo".
  private func withWords(_ columns: [MappedColumn], below header: Int) -> [MappedColumn] {
    var result = columns
    for position in columns.indices {
      let target = columns[position].target
      guard target.choice != nil, columns.count(where: { $0.target.field == target.field }) == 1
      else { continue }
      if hasWords(columns[position], of: form.fields[target.field], below: header) {
        result[position].target.choice = nil
      }
    }
    return result
  }

  private func hasWords(_ column: MappedColumn, of field: FieldDefinition, below header: Int)
    -> Bool
  {
    var words: Set<Int> = []
    for index in rows(below: header) {
      guard let cell = context.texts.cell(row: index, column: column.column),
        let entry = context.texts.entry(cell)
      else { continue }
      if let choice = entry.choice(of: field) {
        if entry.mark(context.compiled) == nil { words.insert(choice) }
      } else if entry.mark(context.compiled) == true {
        return false
      }
      if words.count == 2 { return true }
    }
    return !words.isEmpty
  }

  private func isShort(_ column: HeaderBand.Column) -> Bool {
    column.said == nil && column.aspect == nil && (column.own.last?.key.count ?? 9) <= 3
  }

  /// Whether a column that is taken for one of texts has nothing but figures in it.
  private func holdsFigures(_ column: HeaderBand.Column, _ target: ColumnTarget, below header: Int)
    -> Bool
  {
    let field = form.fields[target.field]
    guard field.kind == .text || (field.kind == .choice && target.choice == nil),
      field.role == .value
    else { return false }
    var figures = 0
    for index in rows(below: header) {
      guard let cell = context.texts.cell(row: index, column: column.column),
        let text = context.texts.display(cell)
      else { continue }
      if Quantity.read(text).number == .notANumber { return false }
      figures += 1
    }
    return figures > 0
  }

  /// The indices of the rows below a heading and the row that numbers its columns.
  private func rows(below header: Int) -> Range<Int> {
    let rows = context.texts.rows
    var start = rows.firstIndex { Int($0.number) > header } ?? rows.count
    if start < rows.count, ColumnNumbers.isNumberRow(start, context.texts) { start += 1 }
    return start..<rows.count
  }

  /// Whether columns stand under the same group headings: what is before and what after is no matter of answers.
  private func areSiblings(_ columns: [HeaderBand.Column]) -> Bool {
    columns.allSatisfy { $0.own.dropLast().map(\.key) == columns[0].own.dropLast().map(\.key) }
  }

  private enum Content { case answers, few, otherWords }

  /// Whether verdicts, or marks, stand in a column, or something else before three of them.
  private func content(_ column: HeaderBand.Column, below header: Int) -> Content {
    var count = 0
    for index in rows(below: header) where count < 3 {
      guard let cell = context.texts.cell(row: index, column: column.column),
        let text = context.texts.display(cell)
      else { continue }
      let key = Vocabulary.key(text)
      let isAnswer =
        context.onlyVerdicts
        ? context.vocabulary.verdicts[key] != nil : context.vocabulary.mark(key) != nil
      if !isAnswer { return .otherWords }
      count += 1
    }
    return count < 3 ? .few : .answers
  }

  /// A column as it is read.
  private func mapped(
    _ column: HeaderBand.Column,
    _ target: ColumnTarget,
    _ continuations: [Int]
  ) -> MappedColumn {
    let match = column.match ?? ColumnMatch(target: target, score: 0, reason: .similar)
    var mapped = MappedColumn(
      column: column.column,
      target: target,
      match: match,
      path: column.path,
      header: column.cell
    )
    mapped.continuations = continuations
    if let mark = column.said?.decimal ?? context.profile?.decimal {
      mapped.convention.settle(mark)
    }
    mapped.statedUnit = column.said?.unit
    mapped.legend = legend(column, target)
    if let year = otherYear(of: column) { reportOtherYear(column, match, year) }
    if match.score < ColumnMatch.certain { reportWeak(column, match) }
    return mapped
  }

  /// Columns under one heading merged over them are one column where only one is filled in, and one text in
  /// parts where the field is a name: "Họ và tên" over the family name and the given name.
  private func withoutOneHeading(
    _ columns: [HeaderBand.Column],
    _ target: ColumnTarget,
    below header: Int
  ) -> (columns: [HeaderBand.Column], continuations: [Int]) {
    guard columns.count > 1, columns.allSatisfy({ $0.cell == columns[0].cell }) else {
      return (columns, [])
    }
    let filled = columns.filter { column in
      rows(below: header).contains { index in
        context.grid.cellIndex(row: index, column: column.column).map {
          context.texts.display(context.grid.cells[$0]) != nil
        } ?? false
      }
    }
    if filled.count == 1 { return (filled, []) }
    guard form.fields[target.field].role == .name, filled.count == 2 else { return (columns, []) }
    return ([filled[0]], [filled[1].column])
  }

  /// The legend of a column's codes, which is said once where there is one.
  private func legend(_ column: HeaderBand.Column, _ target: ColumnTarget) -> HeadingLegend? {
    guard target.choice == nil else { return nil }
    let field = form.fields[target.field]
    let remarks = column.own.flatMap(\.trimmings)
    guard !remarks.isEmpty,
      let legend = HeadingLegend(remarks, field: field, vocabulary: context.vocabulary)
    else { return nil }
    report(legend, of: target, column.path, at: column.cell)
    return legend
  }

  /// A choice is read from its column of words or from its columns of marks, not from both.
  private func withoutShadowedChoices(_ columns: [MappedColumn]) -> [MappedColumn] {
    var result = columns
    for index in form.fields.indices where form.fields[index].kind == .choice {
      let words = result.filter { $0.target == ColumnTarget(field: index) }
      let marks = result.filter { $0.target.field == index && $0.target.choice != nil }
      guard let word = words.first, !marks.isEmpty else { continue }
      context.findings.append(
        Finding(
          .duplicateColumn,
          "choice",
          at: context.location(word.header),
          field: form.fields[index].id,
          header: word.path,
          related: marks.map { context.location($0.header) }
        )
      )
      result.removeAll { $0.target.field == index }
    }
    return result
  }

  private func fieldID(_ target: ColumnTarget) -> String { form.fields[target.field].id }

  private func label(_ target: ColumnTarget) -> LocalizedText {
    let field = form.fields[target.field]
    return target.choice.map { field.choices[$0].label } ?? field.label
  }

  private func reportDuplicate(_ target: ColumnTarget, _ columns: [HeaderBand.Column]) {
    context.findings.append(
      Finding(
        .duplicateColumn,
        at: context.location(columns[columns.count - 1].cell),
        field: fieldID(target),
        header: columns[columns.count - 1].path,
        arguments: ["label": label(target)],
        related: columns.dropLast().map { context.location($0.cell) }
      )
    )
  }

  private func reportWeak(_ column: HeaderBand.Column, _ match: ColumnMatch) {
    context.findings.append(
      Finding(
        .weakColumnMatch,
        at: context.location(column.cell),
        field: fieldID(match.target),
        header: column.path,
        found: column.path,
        arguments: ["label": label(match.target)]
      )
    )
  }

  private func reportUnknown(_ column: HeaderBand.Column) {
    let nearest = column.match.map { label($0.target) }
    context.findings.append(
      Finding(
        .unknownColumn,
        nearest == nil ? nil : "suggestion",
        at: context.location(column.cell),
        header: column.path,
        found: column.path,
        arguments: nearest.map { ["label": $0] } ?? [:]
      )
    )
  }

  private func reportHidden(_ column: HeaderBand.Column, _ band: HeaderBand) {
    let top = CellReference(row: band.rows.lowerBound, column: column.column)
    let last = Int(context.grid.rows.last?.number ?? 0)
    context.findings.append(
      Finding(
        .hiddenDataSkipped,
        "column",
        at: context.location(CellRange(top, CellReference(row: last, column: column.column))),
        field: column.match.map { fieldID($0.target) },
        header: column.path,
        found: CellReference.columnName(column.column)
      )
    )
  }

  /// Reports required fields without a column; `inferable` ones may come from elsewhere.
  func reportMissing(_ columns: [MappedColumn], inferable: Set<Int>, at band: HeaderBand) {
    for (index, field) in form.fields.enumerated() where field.isRequired {
      guard !inferable.contains(index), !columns.contains(where: { $0.target.field == index }),
        !context.findings.contains(where: { $0.code == .duplicateColumn && $0.field == field.id })
      else { continue }
      let left = band.columns.first?.column ?? 0
      let right = band.columns.last?.column ?? left
      let range = CellRange(
        CellReference(row: band.rows.lowerBound, column: left),
        CellReference(row: band.rows.upperBound, column: right)
      )
      context.findings.append(
        Finding(
          .missingColumn,
          at: context.location(range),
          field: field.id,
          arguments: [
            "label": field.label,
            "headers": LocalizedText(field.headers.prefix(3).joined(separator: "; ")),
          ]
        )
      )
    }
    reportMissingMarks(columns)
  }

  /// Where only some answers of a choice have their column of marks, no mark says nothing.
  private func reportMissingMarks(_ columns: [MappedColumn]) {
    for (index, field) in form.fields.enumerated() where field.kind == .choice {
      let marks = columns.filter { $0.target.field == index && $0.target.choice != nil }
      guard let first = marks.first, field.blankChoice != nil else { continue }
      let present = Set(marks.compactMap(\.target.choice))
      for (number, choice) in field.choices.enumerated()
      where !choice.headers.isEmpty && !present.contains(number) {
        context.findings.append(
          Finding(
            .missingColumn,
            "choice",
            at: context.location(first.header),
            field: field.id,
            header: first.path,
            arguments: ["label": choice.label]
          )
        )
      }
    }
  }
}
