import Findings
import Tabular

/// Columns of a further table of a sheet, such as the next printed page, whose headings say less than the first's.
extension ColumnMapper {
  /// Takes over what the table above says of the same columns: what its codes mean, and that a text goes on in
  /// the next column.
  func adopt(from above: [MappedColumn], into columns: inout [MappedColumn], _ band: HeaderBand) {
    let headed = Set(band.columns.map(\.column))
    for index in columns.indices {
      let target = columns[index].target
      guard let earlier = above.first(where: { $0.target == target }) else { continue }
      if columns[index].legend == nil, target.choice == nil, let legend = earlier.legend {
        columns[index].legend = legend
        report(legend, of: target, columns[index].path, at: columns[index].header)
      }
      guard columns[index].continuations.isEmpty, !earlier.continuations.isEmpty else { continue }
      let next = columns[index].column + 1
      let further = Array(next..<(next + earlier.continuations.count))
      if headed.isDisjoint(with: further) { columns[index].continuations = further }
    }
  }

  /// Says what the codes of a column are taken for.
  func report(
    _ legend: HeadingLegend,
    of target: ColumnTarget,
    _ path: String,
    at cell: CellReference
  ) {
    context.findings.append(
      Finding(
        .legendRead,
        at: context.location(cell),
        field: context.form.fields[target.field].id,
        header: path,
        found: legend.text,
        arguments: ["value": LocalizedText(legend.text)]
      )
    )
  }
}
