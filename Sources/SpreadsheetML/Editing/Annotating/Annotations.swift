package import Tabular

/// What an annotated copy of a workbook says, and where: coloured cells with notes, and a first sheet
/// that lists everything.
package struct Annotations: Sendable {
  /// How a cell is coloured.
  package enum Level: Int, Hashable, Sendable, CaseIterable {
    case note, warning, error

    /// The colour of the fill.
    ///
    /// No spreadsheet program offers these shades: by them the cells are known again when the copy
    /// comes back.
    var colour: String {
      switch self {
      case .error: "FFFFB4B3"
      case .warning: "FFFFE1A3"
      case .note: "FFCFE5F3"
      }
    }
  }

  /// Something to say at cells of a sheet.
  package struct Mark: Sendable {
    package var sheet: String
    package var cells: CellRange
    package var level: Level
    package var text: String

    package init(sheet: String, cells: CellRange, level: Level, text: String) {
      self.sheet = sheet
      self.cells = cells
      self.level = level
      self.text = text
    }
  }

  /// A row of the list.
  package struct Line: Sendable {
    package var level: Level
    /// One text a column.
    package var texts: [String]
    /// The column whose text leads to a cell, and the cell.
    package var link: (column: Int, sheet: String, cell: CellReference)?

    package init(level: Level, texts: [String], link: (Int, String, CellReference)? = nil) {
      self.level = level
      self.texts = texts
      self.link = link
    }
  }

  package var marks: [Mark] = []
  package var lines: [Line] = []
  /// The name of the list's sheet.
  package var sheetName: String
  package var title: String
  /// What stands between the title and the list, one row each.
  package var introduction: [String]
  package var headings: [String]
  /// Widths of the columns in characters.
  package var widths: [Double]

  package init(
    sheetName: String,
    title: String,
    introduction: [String],
    headings: [String],
    widths: [Double]
  ) {
    self.sheetName = sheetName
    self.title = title
    self.introduction = introduction
    self.headings = headings
    self.widths = widths
  }

  /// What the list says of a cell with a threaded comment, beside which no note is shown.
  package var threadRemark = ""

  /// Adds the remark to the lines that lead to such cells.
  mutating func remarkThreads(_ cells: Set<CellReference>, on sheet: String) {
    guard !threadRemark.isEmpty else { return }
    for index in lines.indices {
      guard let link = lines[index].link, link.sheet == sheet, cells.contains(link.cell),
        let place = lines[index].texts.indices.last(where: { $0 > link.column })
      else { continue }
      // The text before the last one is what to do; the last one is a code.
      let target = max(place - 1, link.column)
      let text = lines[index].texts[target]
      lines[index].texts[target] = text.isEmpty ? threadRemark : text + " " + threadRemark
    }
  }

  /// The first line of every note of ours, by which it is known again.
  static let signature = "NTM Toolkit:"
  /// The defined name that leads to the list's sheet.
  package static let definedName = "ntm.findings"
}

extension Workbook {
  /// The index of the sheet that lists the findings of an annotated copy; `nil` where there is none.
  package var findingsSheet: Int? {
    guard let name = definedNames.first(where: { $0.name == Annotations.definedName }) else {
      return nil
    }
    guard case .named(let sheet)? = FormulaReferences(name.text).references.first?.sheet else {
      return nil
    }
    return sheets.firstIndex { FormulaRewriter.folded($0.name) == FormulaRewriter.folded(sheet) }
  }
}
