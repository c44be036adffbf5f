package import Findings
package import Forms
package import SpreadsheetML
import Tabular

/// The empty workbook of a survey form: what is asked, drop-downs, limits and instructions.
///
/// Only the cells to fill in are free; the form's id and version stand in defined names, by which the
/// workbook is known when it comes back.
package struct EntryForm {
  private let form: FormDefinition
  private let layout: EntryLayout
  private let guide: EntryGuide
  private let language: Language

  package init(form: FormDefinition, catalogue: MessageCatalogue, language: Language) {
    self.form = form
    self.language = language
    layout = EntryLayout(form)
    guide = EntryGuide(
      form: form,
      inputs: layout.inputs,
      catalogue: catalogue,
      language: language
    )
  }

  /// Writes the workbook to a path that does not exist yet.
  package func write(to path: String) throws(WriteError) {
    var output = try WorkbookOutput(path: path)
    output.define(FormMark.form, as: "\"\(form.id)\"")
    output.define(FormMark.version, as: "\"\(form.version)\"")
    let looks = try EntryLooks(&output)
    try writeEntries(&output, looks)
    try guide.write(&output, looks)
    try output.finish()
  }

  private func writeEntries(
    _ output: inout WorkbookOutput,
    _ looks: EntryLooks
  ) throws(WriteError) {
    var setup = SheetSetup(name: guide.phrase("template-sheet"))
    setup.columnWidths = layout.columns.map(\.width)
    setup.frozenRows = layout.firstRow
    setup.repeatedRows = layout.header...layout.firstRow - 1
    setup.hasPageNumbers = true
    let name = layout.fields.firstIndex { $0.role == .name }
    if form.shape != .indicators, let name, name < 4 { setup.frozenColumns = name + 1 }
    setup.paper = page.paper
    try output.beginSheet(setup)
    try writeTitle(&output, looks)
    try writeFacts(&output, looks)
    try writeHeadings(&output, looks)
    if form.shape == .indicators {
      try writeIndicators(&output, looks)
    } else {
      try writeRecords(&output, looks)
    }
    for index in guide.inputs.indices {
      if let validation = guide.validation(at: index) { output.validate(validation) }
    }
    output.protect()
    try output.endSheet()
  }

  // MARK: - Above the table

  private static let factHeight = 19.0
  /// What a program gives rows of which nothing is said.
  private static let usualHeight = 15.75

  /// The title, the last column that it stands over, and its height.
  private var title: (text: String, lastColumn: Int, height: Double) {
    // Across what a page shows at once; a title in the middle of thirty columns would be out of sight.
    var (last, width) = (0, layout.columns.first?.width ?? 0)
    while last + 1 < layout.columns.count, width < 130 {
      last += 1
      width += layout.columns[last].width
    }
    let text = form.title[language].uppercased()
    return (text, last, Double((text.count * 14 / Int(max(width, 40) * 10) + 1) * 22))
  }

  /// The pages of the printed form; columns are numbered below their headings, and two rows are empty.
  private var page: EntryPage {
    let headings = (0..<layout.depth).reduce(Self.usualHeight) { $0 + height(of: $1) }
    let facts = Double(layout.facts.count) * Self.factHeight
    let top = title.height + facts + 2 * Self.usualHeight + headings
    return EntryPage(width: layout.width, top: top, headings: headings)
  }

  private func writeTitle(
    _ output: inout WorkbookOutput,
    _ looks: EntryLooks
  ) throws(WriteError) {
    let (title, last, height) = title
    try output.beginRow(0, height: height)
    try output.text(title, looks.title)
    guard last > 0 else { return }
    output.merge(CellRange(CellReference(row: 0, column: 0), CellReference(row: 0, column: last)))
  }

  /// What concerns the whole village: a label and a free cell beside it.
  private func writeFacts(
    _ output: inout WorkbookOutput,
    _ looks: EntryLooks
  ) throws(WriteError) {
    for (index, fact) in layout.facts.enumerated() {
      try output.beginRow(2 + index, height: Self.factHeight)
      output.skip(layout.labelColumn)
      try output.text((fact.labels.first ?? "") + ":", looks.label)
      let cells = layout.factCells(index)
      for _ in cells.upperLeft.column...cells.lowerRight.column {
        try output.blank(looks.input(fact.kind))
      }
      if cells.upperLeft != cells.lowerRight { output.merge(cells) }
    }
  }

  // MARK: - Headings

  private func writeHeadings(
    _ output: inout WorkbookOutput,
    _ looks: EntryLooks
  ) throws(WriteError) {
    for level in 0..<layout.depth {
      try output.beginRow(layout.header + level, height: height(of: level))
      for (index, column) in layout.columns.enumerated() {
        let isFirst =
          level > 0 || index == 0 || column.path.count == 1
          || layout.columns[index - 1].path.count == 1
          || layout.columns[index - 1].path[0] != column.path[0]
        if level < column.path.count, isFirst {
          try output.text(column.path[level], looks.heading)
        } else {
          try output.blank(looks.heading)
        }
      }
    }
    mergeHeadings(&output)
  }

  /// Joins groups over their columns, and headings without a group with the rows below.
  private func mergeHeadings(_ output: inout WorkbookOutput) {
    var index = 0
    while index < layout.columns.count {
      let column = layout.columns[index]
      var last = index
      while column.path.count > 1, last + 1 < layout.columns.count,
        layout.columns[last + 1].path.count > 1, layout.columns[last + 1].path[0] == column.path[0]
      {
        last += 1
      }
      let bottom = column.path.count == 1 ? layout.depth - 1 : 0
      if last > index || bottom > 0 {
        output.merge(
          CellRange(
            CellReference(row: layout.header, column: index),
            CellReference(row: layout.header + bottom, column: last)
          )
        )
      }
      index = last + 1
    }
  }

  /// High enough for the longest heading that ends on a level; bold letters are wider than others.
  private func height(of level: Int) -> Double {
    let lines = layout.columns.map { column -> Int in
      guard column.path.count == level + 1 else { return 1 }
      let lines = Self.lines(column.path[level], Int(column.width))
      // A heading over all rows may use those above too.
      return level == 0 && layout.depth > 1 ? max(1, lines - 2) : lines
    }
    return Double(max((lines.max() ?? 1) * 15 + 6, 22))
  }

  /// The lines that words take in a column of some letters.
  private static func lines(_ text: String, _ width: Int) -> Int {
    let width = max(width - 1, 4)
    var (lines, used) = (1, 0)
    for word in text.split(separator: " ") {
      if used > 0, used + 1 + word.count > width {
        lines += 1
        used = 0
      }
      lines += max(word.count - 1, 0) / width
      used += (used > 0 ? 1 : 0) + word.count
    }
    return lines
  }

  // MARK: - Rows

  /// The numbers of the columns, and empty rows.
  private func writeRecords(
    _ output: inout WorkbookOutput,
    _ looks: EntryLooks
  ) throws(WriteError) {
    try output.nextRow()
    for index in layout.columns.indices { try output.text("(\(index + 1))", looks.heading) }
    let page = page
    let first = layout.firstRow + page.records
    for row in layout.firstRow..<layout.firstRow + EntryLayout.records {
      let isPrinted = row < first
      try output.beginRow(row, height: isPrinted ? page.rowHeight : nil)
      for field in layout.fields { try output.blank(looks.input(field, isFramed: isPrinted)) }
    }
    // A blank form is printed for writing by hand: with some rows, not with all that a village may need.
    let last = CellReference.columnName(layout.columns.count - 1)
    output.frame(
      CellRange(
        CellReference(row: first, column: 0),
        CellReference(
          row: layout.firstRow + EntryLayout.records - 1,
          column: layout.columns.count - 1
        )
      ),
      where: "COUNTA($A\(first + 1):$\(last)\(first + 1))>0"
    )
  }

  /// A row for each indicator: what it is, and a cell for its value.
  private func writeIndicators(
    _ output: inout WorkbookOutput,
    _ looks: EntryLooks
  ) throws(WriteError) {
    for (index, field) in layout.fields.enumerated() {
      let name = field.headers.first ?? field.label.vi
      try output.nextRow(height: Double(Self.lines(name, 46) * 17 + 3))
      for column in form.columns {
        switch IndicatorColumn(rawValue: column.id) {
        case .ordinal: try output.integer(index + 1, looks.centred)
        case .code: try output.text(field.code ?? "", looks.centred)
        case .name: try output.text(name, looks.cell)
        case .unit: try output.text(field.unit ?? "", looks.centred)
        case .value: try output.blank(looks.input(field.kind))
        case .note, nil: try output.blank(looks.input(.text))
        }
      }
    }
  }
}
