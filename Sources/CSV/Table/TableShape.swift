/// Where the table of a delimited text stands, and which rows do not have its number of fields.
struct TableShape {
  /// What is kept of each row.
  struct Row {
    var line: Int32
    /// The number of fields; 0 for a blank line.
    var count: Int32
    /// The number of fields up to the last one that holds something.
    var extent: Int32
    /// The number of fields that hold something.
    var filled: Int32
    /// The offset of its first byte in the file.
    var offset: Int
  }

  /// The row of headings: the first one that fills most of the table's width.
  private(set) var header: Int?
  /// The last row of the table's width.
  private(set) var last: Int?
  /// The number of fields of the row of headings.
  private(set) var width = 0

  /// Finds the shape of a text by its rows.
  init(_ rows: [Row]) {
    var counts: [Int32: Int] = [:]
    for row in rows where row.count > 0 { counts[row.count, default: 0] += 1 }
    let common = counts.filter { $0.key > 1 }.max { ($0.value, $0.key) < ($1.value, $1.key) }?.key
    guard let common else { return }
    let enough = max(2, (common + 1) / 2)
    guard
      let first = rows.firstIndex(where: { $0.filled >= enough }),
      var end = rows.lastIndex(where: { $0.count >= common && $0.filled >= min(enough, 2) })
    else { return }
    // A file that was cut off ends with a row that is too short: what follows at once is of the table too.
    while end + 1 < rows.count, rows[end + 1].count > 1, rows[end + 1].filled > 1 { end += 1 }
    header = first
    last = end
    width = Int(rows[first].count)
  }

  /// The rows whose number of fields is another than the headings', where that changes what they say.
  func ragged(_ rows: [Row]) -> [CSVIssue] {
    guard let header, let last, header < last else { return [] }
    var result: [CSVIssue] = []
    for index in (header + 1)...last where rows[index].count > 0 {
      let row = rows[index]
      let kind: CSVIssue.Kind
      if row.extent > width {
        kind = .tooManyFields
      } else if row.count < width, row.count > 1 {
        kind = .tooFewFields
      } else {
        continue
      }
      result.append(
        CSVIssue(
          kind: kind,
          row: index,
          column: kind == .tooManyFields ? width : Int(row.count),
          line: Int(row.line),
          offset: row.offset,
          count: Int(row.count)
        )
      )
    }
    return result
  }
}
