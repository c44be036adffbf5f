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

  /// Of columns of plans, shares and results the one that was read.
  static func resultColumnRead(
    _ read: HeaderBand.Column,
    besides others: [HeaderBand.Column],
    _ context: ReadingContext
  ) -> Finding {
    var paths: [String] = []
    for column in others where !paths.contains(column.path) { paths.append(column.path) }
    return Finding(
      .resultColumnRead,
      at: context.location(read.cell),
      header: read.path,
      found: paths.prefix(5).joined(separator: "; ") + (paths.count > 5 ? "; …" : ""),
      arguments: ["value": LocalizedText(read.path)],
      related: others.map { context.location($0.cell) }
    )
  }
}
