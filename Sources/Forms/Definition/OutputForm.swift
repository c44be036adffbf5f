package import Findings

/// A form that is filled from an evaluation: its blank workbook and where what is written.
package struct OutputForm: Sendable {
  /// A text of the blank that is replaced.
  package struct Text: Sendable {
    package var find: String
    package var write: String

    package init(find: String, write: String) {
      self.find = find
      self.write = write
    }
  }

  /// What the form is filled from.
  package enum Kind: String, Sendable, CaseIterable {
    case evaluation
    /// An evaluation, with targets and measures beside it.
    case plan
    /// Figures of the level below, added up or counted.
    case figures
    /// Units of the level below by criteria.
    case summary
    /// Documents that show what an evaluation says.
    case evidence
  }

  /// Model rows of the blank that are repeated for the lines of a set.
  package struct Grow: Sendable {
    /// A model row, zero-based, with the columns of what is written into it.
    package struct Line: Sendable {
      package var row: Int
      package var columns: [String: Int]

      package init(row: Int, columns: [String: Int]) {
        self.row = row
        self.columns = columns
      }
    }

    /// By kind: `section`, `criterion`, `indicator`, `detail`.
    package var lines: [String: Line]

    package init(lines: [String: Line]) { self.lines = lines }
  }

  /// A heading of the form's own over some criteria.
  package struct Section: Sendable {
    package var title: String
    package var criteria: [String]

    package init(title: String, criteria: [String]) {
      self.title = title
      self.criteria = criteria
    }
  }

  /// A row that belongs to no indicator.
  package struct OwnRow: Sendable {
    package var id: String
    package var section: String
    package var text: String
    package var unit: String

    package init(id: String, section: String, text: String, unit: String) {
      self.id = id
      self.section = section
      self.text = text
      self.unit = unit
    }
  }

  package var id: String
  package var kind = Kind.evaluation
  /// `nil` where every row is printed in the blank.
  package var grow: Grow?
  /// The table of a form of figures.
  package var figures: FigureTable?
  /// The overview of a form of units by criteria; its other sheet is then that of one unit.
  package var summary: SummaryTable?
  /// The list of a form of documents.
  package var documents: DocumentTable?
  package var sections: [Section] = []
  /// The sets whose criteria the sections name; others take their own groups.
  package var sectionSets: [String] = []
  package var ownRows: [OwnRow] = []
  /// The section of what a plan says beside the set and the form's own rows.
  package var planSection: String?
  package var title: LocalizedText
  /// The criteria sets that it fits, each with those built on it; `*` for any of the form's level.
  package var criteriaSets: [String]
  /// The level of the units that it is for, as sets name it; empty where that does not matter.
  package var level = ""
  /// Blank workbooks by variant, as paths.
  package var variants: [(name: String, path: String)]
  package var sheet: String
  /// Zero-based columns by their role: `code`, `number`, and those of the two kinds of rows.
  package var codeColumn: Int
  package var numberColumn: Int
  package var indicatorColumns: [String: Int]
  package var criterionColumns: [String: Int]
  package var texts: [Text]
  /// Empty where the form has no sheet of sources.
  package var sourcesSheet: String
  /// The zero-based row whose style the rows of sources take.
  package var modelRow: Int
  package var sourceColumns: [String: Int]
  package var location: SourceLocation

  package init(id: String, title: LocalizedText, location: SourceLocation) {
    self.id = id
    self.title = title
    self.location = location
    criteriaSets = []
    variants = []
    sheet = ""
    codeColumn = 0
    numberColumn = 0
    indicatorColumns = [:]
    criterionColumns = [:]
    texts = []
    sourcesSheet = ""
    modelRow = 0
    sourceColumns = [:]
  }

  /// Whether it was drawn for a set with this chain.
  package func names(_ chain: [String]) -> Bool {
    criteriaSets.contains { chain.contains($0) }
  }

  /// Whether a set can be written into it.
  package func fits(_ chain: [String], level: String) -> Bool {
    names(chain) || criteriaSets.contains("*") && (self.level.isEmpty || self.level == level)
  }

  /// The sheet by which a filled form is known.
  package var mainSheet: String { summary?.sheet ?? sheet }

  /// The columns of a sheet that hold figures, and nothing else in numbers.
  ///
  /// `nil` for a sheet of another kind. `isKnown` says that the sheet of sources names it, as it does those
  /// of the units of a summary.
  package func figureColumns(of name: String, isKnown: Bool) -> Set<Int>? {
    if let summary {
      if name == summary.sheet { return summary.figureColumns }
      if name == summary.villages?.sheet { return summary.villages?.figureColumns }
      return isKnown ? indicatorFigures : nil
    }
    guard name == sheet else { return nil }
    // A table of figures has its number and its label first, and holds no other numbers.
    return figures == nil ? indicatorFigures : Set(2...100)
  }

  /// Above it numbers belong to headings.
  package func firstFigureRow(of name: String) -> Int {
    guard let summary else { return 0 }
    if name == summary.sheet { return summary.unitRow }
    return name == summary.villages?.sheet ? summary.villages?.row ?? 0 : 0
  }

  private var indicatorFigures: Set<Int> {
    Set(["result", "previous", "target", "change"].compactMap { indicatorColumns[$0] })
  }
}
