package import Expressions
package import Findings

/// A table of named rows and columns that holds nothing but figures, as a reporting form prints it.
package struct FigureTable: Sendable {
  /// What the figures of a column say.
  package enum Role: String, Sendable, CaseIterable {
    case actual, baseline, target
  }

  package struct Column: Sendable {
    package var id: String
    /// Headings from top to bottom; any of them is this column.
    package var paths: [[String]]
    package var role: Role
    /// The columns of which it is the sum; empty for one that is not.
    package var sum: [String]
    /// Which communes count, where figures are counted.
    package var condition: Expression?

    package init(id: String, paths: [[String]], role: Role, sum: [String], condition: Expression?) {
      self.id = id
      self.paths = paths
      self.role = role
      self.sum = sum
      self.condition = condition
    }

    /// The printed heading.
    package var label: String { paths.first?.joined(separator: " > ") ?? id }
  }

  package struct Row: Sendable {
    package var id: String
    /// The number as it is printed; it repeats, and is no code.
    package var number = ""
    package var label: String
    package var aliases: [String]
    /// The row that it stands under: labels such as "Xã nhóm 1" repeat.
    package var parent: String?
    /// The sums that it must equal; the first one that is whole gives the figure.
    package var sums: [[String]]
    /// A row that it may not exceed.
    package var atMost: String?
    /// Which communes count, where figures are counted.
    package var condition: Expression?
    /// Of which communes nobody can say whether they count; the form has no place for them.
    package var openWhen: Expression?
    /// What is added up over the communes, where it is no count of communes.
    package var amount: String?
    /// A heading without figures.
    package var isHeading: Bool

    package init(id: String, label: String) {
      self.id = id
      self.label = label
      aliases = []
      sums = []
      isHeading = false
    }
  }

  /// Headings of the column of labels.
  package var labelHeadings: [String] = []
  /// Headings of the column of labels in a list of accounts, where lines of one row are added up.
  package var accountHeadings: [String] = []
  package var noteHeadings: [String] = []
  /// The unit of money; `nil` where communes or villages are counted.
  package var unit: String?
  package var columns: [Column] = []
  package var rows: [Row] = []
  /// The forms of the level below whose figures are added up.
  package var lower: [String] = []
  /// The form whose rows and columns it has; `nil` once they are its own.
  package var like: String?
  /// Whether figures are counted over the communes' verdicts.
  package var countsCommunes = false
  /// Why nothing of it can be filled in from files; `nil` where something can.
  package var byHand: LocalizedText?

  package init() {}

  package func row(_ id: String) -> Row? { rows.first { $0.id == id } }
  package func column(_ id: String) -> Column? { columns.first { $0.id == id } }
}

/// A place in a table of figures.
package struct FigureKey: Hashable, Sendable {
  package var row: String
  package var column: String

  package init(row: String, column: String) {
    self.row = row
    self.column = column
  }

  /// By what people ask for it.
  package var code: String { row + "/" + column }
}
