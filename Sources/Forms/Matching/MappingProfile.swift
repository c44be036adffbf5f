package import VietnameseText

/// What somebody decided about the columns of a kind of file, once and for all its copies.
///
/// It settles what the reader could only ask: which column is which field, which one is none, how decimals are
/// written and in which unit, and of which village the file is.
package struct MappingProfile: Sendable {
  /// What is said of one column.
  package struct Column: Sendable {
    /// The id of the field; `nil` for a column that is not to be read.
    package var field: String?
    /// The id of the choice whose marks the column holds.
    package var choice: String?
    package var unit: Vocabulary.Unit?
    package var decimal: DecimalMark?

    package init(field: String?, choice: String? = nil) {
      self.field = field
      self.choice = choice
    }
  }

  /// The id of the form; `nil` leaves it to be recognised.
  package var form: String?
  package var village: String?
  package var decimal: DecimalMark?
  /// The unit of figures where no heading names one.
  package var unit: Vocabulary.Unit?
  /// By the keys of the heading from top to bottom.
  private var columns: [[String]: Column] = [:]
  /// The keys of the lowest headings, by which rows of headings are found.
  private(set) var leaves: Set<String> = []

  package init() {}

  /// Adds what is said of a heading path, written as `inspect` shows it: `Thu nhập > Cả năm`.
  package mutating func add(_ path: String, _ column: Column) {
    let keys = Self.keys(path)
    columns[keys] = column
    if let leaf = keys.last { leaves.insert(leaf) }
  }

  /// Whether something is said of a path already.
  package func contains(_ path: String) -> Bool { columns[Self.keys(path)] != nil }

  private static func keys(_ path: String) -> [String] {
    path.split(separator: ">").map { Vocabulary.key(String($0)) }
  }

  /// What is said of a column by the headings over it, with or without those to its left.
  func column(own: [HeaderText], inherited: [HeaderText]) -> Column? {
    columns[own.map(\.key)] ?? columns[inherited.map(\.key)]
  }
}

extension MappingProfile.Column {
  /// The field and choice in a form; `nil` for a column that is not to be read, or not in this form.
  func target(in form: FormDefinition) -> ColumnTarget? {
    guard let field, let index = form.fieldIndex(field) else { return nil }
    guard let choice else { return ColumnTarget(field: index) }
    return form.fields[index].choices.firstIndex { $0.id == choice }.map {
      ColumnTarget(field: index, choice: $0)
    }
  }
}
