import Findings

extension Finding {
  /// Of several columns that are headed by a year each the one that was read.
  static func yearColumnRead(
    _ columns: [(column: HeaderBand.Column, year: Int)],
    read index: Int,
    field: String? = nil,
    _ context: ReadingContext
  ) -> Finding {
    let own = columns[index]
    let others = columns.indices.filter { $0 != index }.map { columns[$0] }
    return Finding(
      .yearColumnRead,
      at: context.location(own.column.cell),
      field: field,
      header: own.column.path,
      found: others.map { "\($0.year)" }.joined(separator: ", "),
      arguments: ["year": LocalizedText("\(own.year)")],
      related: others.map { context.location($0.column.cell) }
    )
  }
}
