/// A table of a page for a browser: sorted and filtered by keyboard or mouse, in pages on the screen and whole on
/// paper.
///
/// This is the one table of all pages: findings, villages by forms, communes by criteria. ``TablePage`` writes
/// it; what it looks like and does stands in `templates/report/report.css` and `report.js`.
package struct PageTable {
  package struct Column {
    package var heading: String
    /// What the heading means, where it is short.
    package var title: String?
    /// Whether rows can be chosen by the values of this column.
    package var isFilter: Bool
    /// Only for choosing rows; not shown.
    package var isHidden: Bool
    /// A class for the look of its cells, such as `wide`, `code`, `number`.
    package var kind: String?

    package init(
      _ heading: String,
      title: String? = nil,
      isFilter: Bool = false,
      isHidden: Bool = false,
      kind: String? = nil
    ) {
      self.heading = heading
      self.title = title
      self.isFilter = isFilter
      self.isHidden = isHidden
      self.kind = kind
    }
  }

  /// The name by which a cell of another table leads here; of letters and hyphens.
  package var id: String
  package var caption: String
  package var columns: [Column]
  /// The sentence that counts what is shown, with `{rows}` and `{count}`.
  package var shown: String
  /// The sentence for a table without rows.
  package var none: String
  /// Hands over all rows in their order; may be called several times.
  package var rows: ((PageRow) throws -> Void) throws -> Void

  package init(
    id: String,
    caption: String,
    columns: [Column],
    shown: String,
    none: String,
    rows: @escaping ((PageRow) throws -> Void) throws -> Void
  ) {
    self.id = id
    self.caption = caption
    self.columns = columns
    self.shown = shown
    self.none = none
    self.rows = rows
  }
}

/// A row of a ``PageTable``.
package struct PageRow {
  /// A class for the look of the row: `error`, `warning`, `note` or nothing.
  package var kind: String?
  /// As many as the table has columns, hidden ones among them.
  package var cells: [PageCell]
  /// How many things the row stands for, such as findings of one cause.
  package var count: Int

  package init(_ cells: [PageCell], kind: String? = nil, count: Int = 1) {
    self.cells = cells
    self.kind = kind
    self.count = count
  }
}

/// A cell of a ``PageTable``; its texts may come from anywhere, they are never markup.
package struct PageCell: ExpressibleByStringLiteral {
  /// Where a cell leads: to the rows of a table that have these values.
  package struct Target {
    package var table: String
    package var filters: [(column: Int, value: String)]

    package init(_ table: String, _ filters: [(column: Int, value: String)]) {
      self.table = table
      self.filters = filters
    }
  }

  package var text: String
  /// Further paragraphs, each with a class such as `hint`.
  package var paragraphs: [(kind: String, text: String)] = []
  /// A class for the look of the cell, such as `met` or `missing`.
  package var kind: String?
  /// By what it is sorted in place of its text.
  package var rank: Int?
  /// By what it is chosen in place of its text.
  package var values: [String]?
  package var target: Target?

  package init(_ text: String, kind: String? = nil, rank: Int? = nil) {
    self.text = text
    self.kind = kind
    self.rank = rank
  }

  package init(stringLiteral value: String) { self.init(value) }
}

/// What stands above the tables of a page.
package enum PageBlock {
  /// What must not be overlooked.
  case alarm(String)
  case paragraph(String)
  /// Numbers with what they count, and a class for the look of each.
  case numbers([(label: String, count: Int, kind: String)])
}
