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

  package var id: String
  package var title: LocalizedText
  /// The roots of the chains of criteria sets that it fits.
  package var criteriaSets: [String]
  /// Blank workbooks by variant, as paths.
  package var variants: [(name: String, path: String)]
  package var sheet: String
  /// Zero-based columns by their role: `code`, `number`, and those of the two kinds of rows.
  package var codeColumn: Int
  package var numberColumn: Int
  package var indicatorColumns: [String: Int]
  package var criterionColumns: [String: Int]
  package var texts: [Text]
  package var sourcesSheet: String
  /// The zero-based row whose style the rows of sources take.
  package var modelRow: Int
  package var sourceColumns: [String: Int]
  /// How many letters a line of a source column holds, by role.
  package var sourceLineLengths: [String: Int] = [:]
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
}
