import VietnameseText
import Findings

/// Columns whose heading names another year than the table: "Thu nhập năm 2024" in a list of 2025.
extension ColumnMapper {
  /// The year that the headings over a column name, where the table is of another one.
  func otherYear(of column: HeaderBand.Column) -> Int? {
    guard let stated = context.year, column.said == nil else { return nil }
    let years = column.own.filter { heading in
      heading.text.utf8.contains { (0x30...0x39).contains($0) }
        && !context.labels.leaves.contains(heading.key)
    }
    .compactMap {
      year(in: Vocabulary.key(String($0.text.prefix { $0 != "(" }))) ?? year(in: $0.key)
    }
    return years.contains(stated) ? nil : years.first
  }

  /// The year after its word, or at the end of a heading: "Thu nhập 2024".
  private func year(in key: String) -> Int? {
    if let year = TitleYears.year(in: key, context.vocabulary) { return year }
    let words = key.split(separator: " ")
    guard words.count > 1, let last = words.last, last.utf8.count == 4 else { return nil }
    return Int(last).flatMap { (1990...2100).contains($0) ? $0 : nil }
  }

  func reportOtherYear(_ column: HeaderBand.Column, _ match: ColumnMatch, _ year: Int) {
    context.findings.append(
      Finding(
        .surveyOfOtherYear,
        "column",
        at: context.location(column.cell),
        field: context.form.fields[match.target.field].id,
        header: column.path,
        found: column.path,
        arguments: [
          "other": LocalizedText("\(year)"), "year": LocalizedText("\(context.year ?? year)"),
        ]
      )
    )
  }

  /// Of columns that say the same of different years, that of the year which stands above the table.
  func ofStatedYear(_ columns: [HeaderBand.Column]) -> HeaderBand.Column? {
    guard
      let meant = ColumnAspect.meant(columns.map(\.aspect), stated: context.statedYears)
    else { return nil }
    let own = columns[meant]
    let years = columns.compactMap { column in column.aspect?.year.map { (column, $0) } }
    guard years.count == columns.count else { return own }
    context.findings.append(
      .yearColumnRead(
        years,
        read: meant,
        field: own.match.map { context.form.fields[$0.target.field].id },
        context
      )
    )
    return own
  }

  /// Says once which columns of plans, shares and changes are not read beside those of results.
  func reportAside(_ band: HeaderBand) {
    let aside = band.columns.filter(\.isAside)
    guard !aside.isEmpty,
      let read = band.columns.first(where: { $0.aspect?.isResult == true })
    else { return }
    context.findings.append(.resultColumnRead(read, besides: aside, context))
  }
}
