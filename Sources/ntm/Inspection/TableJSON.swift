import Forms
import Reporting
import Tabular
import VietnameseText

/// What was decided about one table, for programs.
enum TableJSON {
  static func object(_ table: TableSummary, _ form: FormDefinition?) -> JSONText {
    .object([
      ("header", .text(table.header.description)),
      ("records", .whole(table.recordCount)),
      ("first_row", table.records.map { .whole($0.lowerBound + 1) }),
      ("last_row", table.records.map { .whole($0.upperBound + 1) }),
      ("total_rows", .list(table.totals.map { .whole($0.row + 1) })),
      ("group_rows", .list(table.groups.map { .whole($0.row + 1) })),
      ("skipped_rows", .whole(table.skipped)),
      (
        "other_rows",
        .object(
          OtherRow.allCases.compactMap { kind in
            table.otherRows[kind].map { rows in
              (kind.rawValue, .list(rows.map { .whole($0 + 1) }))
            }
          }
        )
      ),
      (
        "totals",
        .object([
          ("compared", .whole(table.totalsCompared)), ("different", .whole(table.totalsDifferent)),
        ])
      ),
      (
        "unit",
        table.unit.map {
          .object([("unit", .text($0.unit.name)), ("cell", .text($0.cell.description))])
        }
      ),
      ("village", table.village.map { .text($0.name) }),
      (
        "facts",
        .object(
          table.facts.map {
            ($0.fact, .object([("value", .text($0.text)), ("cell", .text($0.cell.description))]))
          }
        )
      ),
      (
        "columns",
        .list(
          table.columns.map { column in
            .object([
              ("column", .text(CellReference.columnName(column.column))),
              ("header", .text(column.path)),
              ("field", .optional(form?.columnFields[column.target.field].id)),
              (
                "choice",
                column.target.choice.flatMap {
                  form?.columnFields[column.target.field].choices[$0].id
                }
                .map { .text($0) }
              ),
              ("unit", column.unit.map { .text($0.name) }),
              (
                "decimal",
                column.convention.decided.map { .text($0 == .comma ? "comma" : "point") }
              ),
              ("reason", .text(column.match.reason.rawValue)),
              ("confidence", .double((column.match.score * 100).rounded() / 100)),
            ])
          }
        )
      ),
      (
        "unread_columns",
        .list(
          table.unread.map { column in
            .object([
              ("column", .text(CellReference.columnName(column.column))),
              ("header", .text(column.path)),
              ("ignored", column.isIgnored ? .flag(true) : nil),
              (
                "nearest",
                column.nearest.flatMap { match in
                  form.map { $0.columnFields[match.target.field].id }
                }
                .map { .text($0) }
              ),
              ("confidence", column.nearest.map { .double(($0.score * 100).rounded() / 100) }),
            ])
          }
        )
      ),
    ])
  }
}
