package import Findings

/// How what a village was to hand in stands.
package enum ArrivalState: String, Sendable, CaseIterable {
  case clean, faulty, unreadable, missing

  /// The place in a list that begins with the worst.
  var order: Int { [.missing, .unreadable, .faulty, .clean].firstIndex(of: self) ?? 0 }
}

/// Villages by forms: what has arrived, is missing, clean or faulty.
package struct ArrivalTable: Sendable {
  /// A form that is expected or was found.
  package struct Form: Sendable {
    /// Empty for files that were not read as any form.
    package var id: String
    package var title: LocalizedText

    package init(id: String, title: LocalizedText) {
      self.id = id
      self.title = title
    }
  }

  /// What of one form has arrived from one village.
  package struct Cell: Sendable {
    package var state: ArrivalState
    package var files: [String] = []
    /// `nil` where a sheet holds several villages: nobody counted them apart.
    package var records: Int?
    package var errors = 0
    package var warnings = 0
    /// Where the first of the worst findings stands.
    package var first: SourceLocation?

    package init(_ state: ArrivalState) { self.state = state }
  }

  package struct Village: Sendable {
    /// Empty where nothing says it.
    package var commune: String
    package var name: String
    /// Whether it is a village; otherwise it is a file of which nothing says the village.
    package var isNamed = true
    /// By the form's id; nothing where it was neither expected nor handed in.
    package var cells: [String: Cell] = [:]

    package init(commune: String, name: String) {
      self.commune = commune
      self.name = name
    }

    /// The name by which findings of the village are chosen.
    package var label: String { commune.isEmpty ? name : "\(name) (\(commune))" }
  }

  package var forms: [Form] = []
  package var villages: [Village] = []

  package init() {}

  /// How many rows are villages.
  package var villageCount: Int { villages.count { $0.isNamed } }

  package func count(_ state: ArrivalState) -> Int {
    villages.reduce(0) { $0 + $1.cells.values.count { $0.state == state } }
  }
}

/// The words of an ``ArrivalTable``.
extension ReportStyle {
  /// The state with the number of what is wrong.
  func text(_ cell: ArrivalTable.Cell) -> String {
    let word = phrase("arrival-" + cell.state.rawValue)
    var counts: [String] = []
    if cell.errors > 0 { counts.append(phrase("arrival-errors", ["count": "\(cell.errors)"])) }
    if cell.warnings > 0 {
      counts.append(phrase("arrival-warnings", ["count": "\(cell.warnings)"]))
    }
    return counts.isEmpty ? word : word + ": " + counts.joined(separator: ", ")
  }

  /// The counts of a table in a sentence.
  package func summary(_ table: ArrivalTable) -> String {
    var values = ["villages": "\(table.villageCount)", "forms": "\(table.forms.count)"]
    for state in ArrivalState.allCases { values[state.rawValue] = "\(table.count(state))" }
    return phrase("arrivals-summary", values)
  }
}
